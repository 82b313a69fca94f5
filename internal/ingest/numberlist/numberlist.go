// Package numberlist reads lists of item numbers as reports and addenda print them: "124.3, 124.5–7 and 126.1",
// "Nos. 7, 8 and 9", ranges whose second paragraph number is left out, a full stop typed for a comma (handbook, 7.7).
package numberlist

import (
	"regexp"
	"strconv"
	"strings"
)

// Ref is one item's address.
type Ref struct {
	Paragraph int
	Number    int
}

// String is the form in which addresses are cited: "124.3".
func (r Ref) String() string { return strconv.Itoa(r.Paragraph) + "." + strconv.Itoa(r.Number) }

// List is a run of numbers in a text.
type List struct {
	Start, End int // bytes of the text from the first number to behind the last
	Refs       []Ref
	Backwards  []string // ranges that run backwards, as printed: nobody can say what is meant
}

// Known says which addresses exist. With it a list can be told from other numbers.
type Known struct {
	Paragraph func(int) bool // whether a paragraph leads a list
	Item      func(Ref) bool // whether an item exists; nil when that is not known
	Only      int            // the only paragraph that leads a list, for numbers without one; 0 when there are several
}

// maxRange bounds one range; the longest list of a report has about 400 items.
const maxRange = 600

var (
	numeral = regexp.MustCompile(`\d+`)
	and     = regexp.MustCompile(`^\s*(?:[,;.&]|and\b|or\b|as well as\b|,\s*and\b|;\s*and\b|\))?\s*(?:and\s*)?(?:Nos?\.\s*)?(?:recommendations?\s*)?(?:Nos?\.\s*)?$`)
	dash    = regexp.MustCompile(`^\s*(?:[-–—‑−]|to\b|through\b|until\b)\s*$`)
	opening = regexp.MustCompile(`(?i)(?:\bNos?\.?\s*|\bnumbers?\s*|\brec(?:ommendation)?s?\.?\s*\(?\s*|\bitems?\s*|№\s*)$`)
	para    = regexp.MustCompile(`(?i)\bparagraphs?\s*$`)
)

// token is one number as printed: "124.3" or "7".
type token struct {
	start, end    int
	first, second int  // second is 0 for a number alone
	foreign       bool // "124.3" where no list of 124 is known: no item, but no two numbers either
}

// Find returns the lists of a text in order.
func Find(text string, k Known) []List {
	var out []List
	var cur *List
	paragraph, prev := k.Only, token{}
	for _, t := range tokens(text, k) {
		glue := ""
		if cur != nil {
			glue = text[cur.End:t.start]
		}
		if t.foreign {
			cur = nil
			continue
		}
		follows := cur != nil && and.MatchString(glue)
		ranges := cur != nil && dash.MatchString(glue)
		switch {
		case t.second > 0 && ranges:
			cur.rangeTo(prev, t, text)
		case t.second > 0 && follows:
			cur.Refs = append(cur.Refs, Ref{t.first, t.second})
		case t.second > 0:
			out = append(out, List{Start: t.start, Refs: []Ref{{t.first, t.second}}})
			cur = &out[len(out)-1]
		case ranges && prev.end == cur.End:
			cur.rangeTo(prev, token{start: t.start, end: t.end, first: paragraph, second: t.first}, text)
			t.first, t.second = paragraph, t.first
		case follows && paragraph > 0 && k.has(Ref{paragraph, t.first}) && !isParagraph(text, t, k):
			cur.Refs = append(cur.Refs, Ref{paragraph, t.first})
			t.first, t.second = paragraph, t.first
		case para.MatchString(head(text, t.start)) && k.Paragraph(t.first):
			paragraph, cur = t.first, nil // "in paragraph 97, recommendations 1–4"
			continue
		case paragraph > 0 && opening.MatchString(head(text, t.start)) && k.has(Ref{paragraph, t.first}):
			out = append(out, List{Start: t.start, Refs: []Ref{{paragraph, t.first}}})
			cur = &out[len(out)-1]
			t.first, t.second = paragraph, t.first
		default:
			cur = nil
			continue
		}
		cur.End, prev, paragraph = t.end, t, t.first
	}
	return out
}

// head is what stands right before a number: enough for the words that introduce a list.
func head(text string, at int) string {
	const enough = 60
	return text[max(0, at-enough):at]
}

// isParagraph says whether a number alone is the number of the next paragraph, at the beginning of a line.
func isParagraph(text string, t token, k Known) bool {
	before := strings.TrimRight(head(text, t.start), " ")
	return (before == "" || strings.HasSuffix(before, "\n")) && strings.HasPrefix(text[t.end:], ".") && !k.has(Ref{0, t.first})
}

func (k Known) has(r Ref) bool {
	if k.Item == nil {
		return r.Number > 0 && r.Number < maxRange
	}
	return k.Item(r)
}

// tokens finds numbers. "124.3" is one token when 124 leads a list; a blank beside the dot is a slip that is only taken
// where no further dot follows, so that "14. 140.34" stays paragraph 14 and item 140.34.
func tokens(text string, k Known) []token {
	var out []token
	found := numeral.FindAllStringIndex(text, -1)
	for i := 0; i < len(found); i++ {
		a := found[i]
		if a[1]-a[0] > 3 {
			continue
		}
		n, _ := strconv.Atoi(text[a[0]:a[1]])
		if i+1 < len(found) {
			b := found[i+1]
			gap := text[a[1]:b[0]]
			tight := gap == "."
			if !k.Paragraph(n) {
				if tight && n >= 10 && b[1]-b[0] <= 3 {
					out = append(out, token{start: a[0], end: b[1], foreign: true})
					i++
				} else {
					out = append(out, token{start: a[0], end: a[1], first: n})
				}
				continue
			}
			slip := gap == ". " || gap == " ." || gap == " . "
			if b[1]-b[0] <= 3 && (tight || slip && !dotFollows(text, b[1])) {
				m, _ := strconv.Atoi(text[b[0]:b[1]])
				out = append(out, token{start: a[0], end: b[1], first: n, second: m})
				i++
				continue
			}
		}
		out = append(out, token{start: a[0], end: a[1], first: n})
	}
	return out
}

func dotFollows(text string, at int) bool {
	return at+1 < len(text) && text[at] == '.' && text[at+1] >= '0' && text[at+1] <= '9'
}

// rangeTo adds the numbers from the last one to t.
func (l *List) rangeTo(prev, t token, text string) {
	from, to := prev.second, t.second
	if prev.first != t.first || to <= from || to-from > maxRange {
		l.Backwards = append(l.Backwards, text[prev.start:t.end])
		l.Refs = append(l.Refs, Ref{t.first, to})
		return
	}
	for n := from + 1; n <= to; n++ {
		l.Refs = append(l.Refs, Ref{t.first, n})
	}
}
