// Package councildoc reads what the documents of the Human Rights Council have in common: lines free of page furniture, the
// title page with symbol, State and day, and ordinal words. The grammars of the single documents stand on it.
package councildoc

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// Line is one printed line or one paragraph of a word processor file, with its number in front as it would print.
type Line struct {
	Text  string
	Page  int
	Place string
	X     float64
	Bold  bool
	Para  bool            // a whole paragraph: what follows never continues it
	Row   int             // of a table, counted from 1 in the document; 0 outside tables
	Cell  int             // column of the cell, 0-based
	Marks []document.Mark // offsets into Text; negative ones stand in a number that was cut off
}

var (
	furniture = regexp.MustCompile(`(?i)^(?:A/HRC/?\d+/\d+(?:/(?:Add|Corr|Rev)\.\d+)*\*{0,3}|GE\.\d{2}-?\d{4,6}.*|page\s+\d{1,3}|\d{1,3})$`)
	aloneNo   = regexp.MustCompile(`^\d{1,3}\s?\.(?:\s?\d{1,3}\s?\.?)?$`)
)

// Lines flattens blocks to lines in reading order. Page furniture that a reader left among the lines is dropped, and a
// number that stands alone on its line is put before the text it numbers.
func Lines(doc *document.Document) []Line {
	out := make([]Line, 0, len(doc.Blocks))
	rows := 0
	held := "" // a number alone on its line
	var at Line
	add := func(b document.Block, cell bool) {
		t := tidy(b.Text)
		l := Line{Page: b.Page, Place: b.Place(), X: b.X, Bold: b.Bold, Para: b.Kind != document.Line, Marks: b.Marks}
		switch {
		case t == "" && b.Label == "":
			return
		case b.Label != "":
			t = strings.TrimSpace(tidy(b.Label) + " " + t)
			l.Marks = Shifted(b.Marks, len(t)-len(tidy(b.Text)))
		case cell: // stands for itself
		case furniture.MatchString(t) && !l.Para:
			return
		case aloneNo.MatchString(t):
			if held != "" {
				at.Text = held
				out = append(out, at)
			}
			held, at = t, l
			return
		}
		if held != "" {
			l.Marks = Shifted(l.Marks, len(held)+1)
			t, held = held+" "+t, ""
			l.Page, l.Place, l.X = at.Page, at.Place, at.X
		}
		l.Text = t
		out = append(out, l)
	}
	for _, b := range doc.Blocks {
		if b.Kind != document.Row {
			add(b, false)
			continue
		}
		rows++
		for _, c := range b.Cells {
			for _, p := range c.Paragraphs {
				p.Page = max(p.Page, b.Page)
				n := len(out)
				add(p, true)
				for i := n; i < len(out); i++ {
					out[i].Row, out[i].Cell = rows, c.Column
				}
			}
		}
	}
	if held != "" {
		at.Text = held
		out = append(out, at)
	}
	return out
}

// Shifted moves marks by so many bytes.
func Shifted(marks []document.Mark, by int) []document.Mark {
	out := make([]document.Mark, len(marks))
	for i, m := range marks {
		out[i] = document.Mark{Offset: m.Offset + by, Note: m.Note}
	}
	return out
}

// tidy makes white space single and drops what only steers the setting of lines. Most lines are tidy already.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch r {
		case '\u00ad', '\u200b', '\u200e', '\u200f', '\ufeff':
			continue
		case ' ', '\t', '\n', '\r', '\f', '\v', '\u00a0', '\u2007', '\u202f':
			blank = b.Len() > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isTidy(s string) bool {
	prev := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' && prev == ' ' || c < ' ' || c == 0xc2 || c == 0xe2 || c == 0xef { // the lead bytes of what is dropped
			return false
		}
		prev = c
	}
	return s == "" || prev != ' '
}

// Join puts lines of one paragraph together. A hyphen at the end of a line is a real one in these files: it stays and
// the break goes (handbook, trap 33).
func Join(lines []Line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 && !glues(lines[i-1].Text) {
			b.WriteByte(' ')
		}
		b.WriteString(l.Text)
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
