package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/upr"
)

// part is a stretch of text closed by one or more brackets of States.
type part struct {
	sep  byte   // what stands before it, behind the bracket before: ';' '.' '/' ',' or 0
	text string // without the separator, with a joining "and"
	by   []upr.Attribution
}

// partsOf cuts the text behind each cluster of State brackets. tail is what follows the last one.
func partsOf(text string, groups []group) (parts []part, tail part) {
	from := 0
	for i := 0; i < len(groups); {
		p := begin(text[from:groups[i].start], len(parts) == 0)
		p.by = appendNew(nil, groups[i].by)
		end := groups[i].end
		for i++; i < len(groups) && onlySeparates(text[end:groups[i].start]); i++ {
			p.by = appendNew(p.by, groups[i].by)
			end = groups[i].end
		}
		parts = append(parts, p)
		from = end
	}
	tail = begin(text[from:], false)
	tail.text = strings.TrimRight(tail.text, " ;.,:")
	return parts, tail
}

// onlySeparates says whether nothing but separators, footnote marks and "and" stands between two brackets: the States
// of both made the same recommendation.
func onlySeparates(s string) bool {
	s = strings.Trim(afterMark(s), " ,;/&.")
	return s == "" || s == "and"
}

// begin reads the separator at the start of a part.
func begin(s string, first bool) part {
	if first {
		return part{text: strings.TrimSpace(s)}
	}
	s = strings.TrimSpace(afterMark(s))
	var p part
	for s != "" && strings.ContainsRune(";.,/: ", rune(s[0])) {
		// the strongest separator counts: ".;" and ",/" occur
		if c := s[0]; strength(c) > strength(p.sep) {
			p.sep = c
		}
		s = s[1:]
	}
	p.text = s
	return p
}

func strength(sep byte) int {
	return strings.IndexByte(" ,/.;", sep)
}

// appendNew adds attributions, each State once.
func appendNew(by []upr.Attribution, more []upr.Attribution) []upr.Attribution {
next:
	for _, a := range more {
		for _, b := range by {
			if a.State == b.State {
				continue next
			}
		}
		by = append(by, a)
	}
	return by
}

// run is a sequence of parts that make one clause. More than one part means that States stand inside the sentence.
type run []part

// runsOf joins parts into clauses. A semicolon or a full stop behind a State always ends one (handbook, traps 5 and 8);
// a comma, a slash, "and" or nothing ends one only where a finished clause stands on both sides.
func runsOf(parts []part) []run {
	var runs []run
	for i, p := range parts {
		if i == 0 || p.hard() || breaksHere(parts, i) {
			runs = append(runs, run{p})
			continue
		}
		last := len(runs) - 1
		runs[last] = append(runs[last], p)
	}
	return runs
}

// hard says whether the separator before a part ends the clause before it. It does unless the part begins with a word
// that cannot begin a recommendation: "; in order to …".
func (p part) hard() bool {
	return (p.sep == ';' || p.sep == '.') && !continues(p.text)
}

// breaksHere says whether a new clause begins with part i although only a soft separator stands before it.
func breaksHere(parts []part, i int) bool {
	if !finished(parts[i-1].text) {
		return false
	}
	right := parts[i]
	if leans(right.text) {
		return false // "… and publish it" says little alone
	}
	if !startsSentence(right.text) && !(right.sep != 0 && startsUpper(right.text)) && !capitalVerb(right.text) {
		return false
	}
	if startsInfinitive(right.text) && right.sep == 0 {
		return false // "… (Chile) to establish …" says what the first is for
	}
	for j := i; j < len(parts); j++ { // an unfinished beginning takes the object that follows it
		if j > i && parts[j].hard() {
			return false
		}
		if finished(parts[j].text) {
			return true
		}
	}
	return false
}

func startsInfinitive(s string) bool { return strings.HasPrefix(s, "to ") }

// startsUpper says whether a part starts with a capitalised word that is not an acronym.
func startsUpper(s string) bool {
	c, n := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(c) {
		return false
	}
	d, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsLower(d)
}

func capitalVerb(s string) bool {
	w := words(s)
	return startsUpper(s) && len(w) > 0 && (verbs[w[0]] || strings.HasSuffix(w[0], "ly"))
}
