package report

import (
	"strings"
	"unicode"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Words counts words as a word processor does: stretches between white space that hold a letter or a digit.
func Words(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// count is how many words a document has, with headings and tables, without what stands on every page.
func (d *Document) count() int {
	n := Words(d.Title)
	runs := func(list []Run) {
		var b strings.Builder
		for _, r := range list {
			b.WriteString(r.Text)
		}
		n += Words(b.String())
	}
	cells := func(list []Cell) {
		for _, c := range list {
			for _, p := range c.Paragraphs {
				runs(p)
			}
		}
	}
	for _, b := range d.Blocks {
		runs(b.Runs)
		if b.Table != nil {
			cells(b.Table.Head)
			for _, r := range b.Table.Rows {
				cells(r)
			}
		}
	}
	return n
}

// close counts the words and sets the limit that holds for a kind of document on a day.
func (d *Document) close(kind string, on upr.Date) *Document {
	d.Words = d.count()
	if l, ok := reference.WordLimitOf(kind, on); ok {
		d.Limit = Limit{l.Words, l.From, l.Source, l.Sure}
	}
	return d
}
