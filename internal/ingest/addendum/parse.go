package addendum

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/numberlist"
)

// passage is a heading, a numbered paragraph, or the State's words on items named in front of them.
type passage struct {
	kind  kind
	refs  []numberlist.Ref // of a comment: the items named in front
	label string           // number of the paragraph, "3."
	lines []councildoc.Line
	under string // the heading above
}

type kind int

const (
	prose kind = iota
	title
	comment
)

func (p *passage) text() string { return councildoc.Join(p.lines) }

var (
	numbered  = regexp.MustCompile(`^(\d{1,3})\s?\.\s+(\S.*)$`)
	roman     = regexp.MustCompile(`^(?:[IVX]{1,5}|[A-Z])\s?[.)]\s+\S`)
	itemHead  = regexp.MustCompile(`(?i)^\(?(?:(?:rec(?:ommendation)?s?|items?)\.?\s*)?(?:(?:nos?|numbers?)\.?\s*)?`)
	afterHead = regexp.MustCompile(`^\)?\s*(?:[:.–—-]+\s*)?`)
)

// passages cuts the document's lines, outside tables.
func passages(lines []councildoc.Line, k numberlist.Known) []passage {
	var out []passage
	under := ""
	for i, l := range lines {
		if l.Row > 0 {
			continue
		}
		if refs, rest, ok := itemHeading(lines, i, k); ok {
			l.Text = rest
			out = append(out, passage{kind: comment, refs: refs, lines: []councildoc.Line{l}, under: under})
			continue
		}
		if isTitle(lines, i) {
			if n := len(out); n > 0 && out[n-1].kind == title && lines[i-1].Page == l.Page && !roman.MatchString(l.Text) {
				out[n-1].lines = append(out[n-1].lines, l) // a heading of two lines
				under = out[n-1].text()
				continue
			}
			out = append(out, passage{kind: title, lines: []councildoc.Line{l}})
			under = l.Text
			continue
		}
		if m := numbered.FindStringSubmatch(l.Text); m != nil && !continuesList(lines, i) {
			l.Text = m[2]
			out = append(out, passage{label: m[1] + ".", lines: []councildoc.Line{l}, under: under})
			continue
		}
		if n := len(out); n > 0 && out[n-1].kind != title && !l.Para {
			out[n-1].lines = append(out[n-1].lines, l)
			continue
		}
		if n := len(out); n > 0 && out[n-1].kind == comment && l.Para {
			out[n-1].lines = append(out[n-1].lines, l) // the next paragraph of an answer
			continue
		}
		out = append(out, passage{lines: []councildoc.Line{l}, under: under})
	}
	return out
}

// isTitle says whether a line is a heading that speaks of recommendations: short, without an end of sentence, and not
// inside a list of numbers.
func isTitle(lines []councildoc.Line, i int) bool {
	t := strings.TrimRight(lines[i].Text, " *0123456789")
	if len(t) < 5 || len(t) > 160 || strings.HasSuffix(t, ".") || strings.HasSuffix(t, ";") || strings.HasSuffix(t, ",") || continuesList(lines, i) {
		return false
	}
	if roman.MatchString(t) {
		return true
	}
	if i > 0 && isRoman(lines[i-1].Text) && lines[i-1].Page == lines[i].Page && len(t) < 80 {
		return !endsSentence(lines[i-1].Text)
	}
	if !headingWords.MatchString(t) || numbered.MatchString(t) {
		return false
	}
	// a line of running text that happens to hold the words goes on after it or before it
	return lines[i].Bold || lines[i].Para && len(t) < 120 || i > 0 && endsSentence(lines[i-1].Text) && i+1 < len(lines) && startsAnew(lines[i+1].Text)
}

var headingWords = regexp.MustCompile(`(?i)^(?:the )?(?:\w+ ){0,4}(?:recommendations?)\b|recommendations (?:that|which|not|accepted|supported|noted|rejected|enjoying)`)

func isRoman(s string) bool { return roman.MatchString(s) && len(s) < 160 }

func endsSentence(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ";")
}

func startsAnew(s string) bool {
	return numbered.MatchString(s) || s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= '0' && s[0] <= '9')
}

// continuesList says whether the line before ends inside a list of numbers or a sentence.
func continuesList(lines []councildoc.Line, i int) bool {
	if i == 0 {
		return false
	}
	if lines[i].Para {
		return false
	}
	t := strings.TrimRight(lines[i-1].Text, " ")
	if strings.HasSuffix(t, ",") || strings.HasSuffix(t, "-") || strings.HasSuffix(t, "–") || strings.HasSuffix(t, " and") {
		return true
	}
	return !isRoman(t) && !headingWords.MatchString(t) && (strings.HasSuffix(t, "recommendations") || strings.HasSuffix(t, "Nos.") || strings.HasSuffix(t, " to"))
}

// itemHeading reads a line that begins with the items an answer is about: "140.11-14", "Rec. 18 We consider …".
func itemHeading(lines []councildoc.Line, i int, k numberlist.Known) (refs []numberlist.Ref, rest string, ok bool) {
	t := lines[i].Text
	if continuesList(lines, i) || i > 0 && !lines[i].Para && startsList(lines[i-1].Text, k) {
		return nil, "", false
	}
	m := itemHead.FindStringIndex(t)
	lists := numberlist.Find(t, k)
	if len(lists) == 0 || lists[0].Start != m[1] {
		return nil, "", false
	}
	l := lists[0]
	rest = t[l.End:]
	rest = rest[afterHead.FindStringIndex(rest)[1]:]
	switch {
	case rest == "":
		return l.Refs, "", true
	case strings.HasPrefix(t[l.End:], ",") || strings.HasPrefix(t[l.End:], ";"):
		return nil, "", false // a list that is broken over lines
	case m[1] == 0 && rest[0] >= 'a' && rest[0] <= 'z':
		return nil, "", false // "140.5 and the like"
	}
	return l.Refs, rest, true
}

// startsList says whether a line is the middle of a list: it ends with a number after others.
func startsList(t string, k numberlist.Known) bool {
	lists := numberlist.Find(t, k)
	return len(lists) > 0 && lists[len(lists)-1].End == len(strings.TrimRight(t, " .")) && len(lists[len(lists)-1].Refs) > 3 && !strings.HasSuffix(t, ".")
}
