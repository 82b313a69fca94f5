package wgreport

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// line is one printed line or one paragraph of a word processor file, with its number in front as it would print.
type line struct {
	text  string
	page  int
	place string
	x     float64
	bold  bool
	para  bool // a whole paragraph: what follows never continues it
	marks []document.Mark
}

var (
	furniture = regexp.MustCompile(`(?i)^(?:A/HRC/?\d+/\d+(?:/(?:Add|Corr|Rev)\.\d+)*\*{0,3}|GE\.\d{2}-?\d{4,6}.*|page\s+\d{1,3}|\d{1,3})$`)
	aloneNo   = regexp.MustCompile(`^\d{1,3}\s?\.(?:\s?\d{1,3}\s?\.?)?$`)
	blanks    = regexp.MustCompile(`[\s\x{00a0}\x{2007}\x{202f}]+`)
	softs     = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200e", "", "\u200f", "", "\ufeff", "")
)

// linesOf flattens blocks to lines in reading order. Page furniture that a reader left among the lines is dropped, and a
// number that stands alone on its line is put before the text it numbers.
func linesOf(doc *document.Document) []line {
	out := make([]line, 0, len(doc.Blocks))
	held := "" // a number alone on its line
	var at line
	add := func(b document.Block) {
		t := tidy(b.Text)
		l := line{page: b.Page, place: b.Place(), x: b.X, bold: b.Bold, para: b.Kind != document.Line, marks: b.Marks}
		switch {
		case t == "" && b.Label == "":
			return
		case b.Label != "":
			t = strings.TrimSpace(tidy(b.Label) + " " + t)
			l.marks = shifted(b.Marks, len(t)-len(tidy(b.Text)))
		case furniture.MatchString(t) && !l.para:
			return
		case aloneNo.MatchString(t):
			if held != "" {
				at.text = held
				out = append(out, at)
			}
			held, at = t, l
			return
		}
		if held != "" {
			l.marks = shifted(l.marks, len(held)+1)
			t, held = held+" "+t, ""
			l.page, l.place, l.x = at.page, at.place, at.x
		}
		l.text = t
		out = append(out, l)
	}
	for _, b := range doc.Blocks {
		if b.Kind != document.Row {
			add(b)
			continue
		}
		for _, c := range b.Cells {
			for _, p := range c.Paragraphs {
				p.Page = max(p.Page, b.Page)
				add(p)
			}
		}
	}
	if held != "" {
		at.text = held
		out = append(out, at)
	}
	return out
}

func shifted(marks []document.Mark, by int) []document.Mark {
	out := make([]document.Mark, len(marks))
	for i, m := range marks {
		out[i] = document.Mark{Offset: m.Offset + by, Note: m.Note}
	}
	return out
}

func tidy(s string) string {
	return strings.TrimSpace(blanks.ReplaceAllString(softs.Replace(s), " "))
}

// join puts lines of one paragraph together. A hyphen at the end of a line is a real one in these files: it stays and
// the break goes (handbook, trap 33).
func join(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 && !glues(lines[i-1].text) {
			b.WriteByte(' ')
		}
		b.WriteString(l.text)
	}
	return strings.TrimSpace(b.String())
}

// glues says whether the next line continues a word: after a hyphen or slash that follows a letter or digit.
func glues(s string) bool {
	n := len(s)
	if n < 2 || (s[n-1] != '-' && s[n-1] != '/') {
		return false
	}
	c := s[n-2]
	return c != ' ' && c != '-' && c != ')'
}
