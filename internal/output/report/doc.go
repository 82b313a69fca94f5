// Package report makes the reports that a State takes out of its follow-up: the matrix of a mid-term report in the layout
// of OHCHR, the draft of a national report, an addendum, the table for the cabinet, a page on one theme.
//
// A report is first a Document: headings, paragraphs and tables of plain words. The same Document is written as a Word file
// and drawn as a page to print, so the two never differ. What people wrote is words everywhere and markup nowhere. The same
// case gives the same bytes.
//
// Nothing is shortened and nothing is made up: a report over its limit says by how many words, and an addendum in which an
// item has no position says that it is not complete and names the item.
package report

import (
	"time"

	"github.com/openupr/openupr/internal/upr"
)

// Document is a report as headings, paragraphs and tables.
type Document struct {
	Title     string
	Lang      string // BCP 47
	RTL       bool
	Landscape bool
	Compact   bool     // small letters and margins
	Head      []string // lines on every page
	Foot      string
	Made      time.Time // of the act that it is made from; zero for none
	Blocks    []Block

	Words    int    // that count towards the limit
	Limit    Limit  // zero: none
	Findings []Find // what a person should see to before it goes out
}

// Limit in words, with the day and the source of the rule.
type Limit struct {
	Words  int
	Since  upr.Date
	Source string
	Sure   bool
}

// Over is by how many words a document is too long; 0 when it is not.
func (d *Document) Over() int {
	if d.Limit.Words == 0 {
		return 0
	}
	return max(d.Words-d.Limit.Words, 0)
}

// Find is something that stands between a report and its being sent: "output.find.<code>" is its message.
type Find struct {
	Code string
	Recs []*Rec // recommendations that it concerns
}

// Complete says whether nothing was found that a report of its kind must have.
func (d *Document) Complete() bool {
	for _, f := range d.Findings {
		if f.Code == NoPosition {
			return false
		}
	}
	return d.Over() == 0
}

// Kind of a block.
type Kind uint8

// Kinds of blocks.
const (
	Heading   Kind = iota // Level 1 to 4
	Paragraph             // plain
	Numbered              // with the next number of the document's paragraphs
	Line                  // of a title page: on its own, in bold
	TableOf               // Table
)

// Block is one part of a document.
type Block struct {
	Kind   Kind
	Level  int
	Number int // of a numbered paragraph
	Runs   []Run
	Table  *Table
}

// Run is a stretch of words in one look and language.
type Run struct {
	Text string
	Lang string // empty: that of the document
	Bold bool
}

// Table of cells.
type Table struct {
	Caption string
	Widths  []float64 // relative
	Head    []Cell
	Rows    [][]Cell
}

// Cell of a table: one paragraph or several. Span is the number of columns that it covers, 0 for one.
type Cell struct {
	Paragraphs [][]Run
	Span       int
}

func text(s string) []Run { return []Run{{Text: s}} }

func bold(s string) []Run { return []Run{{Text: s, Bold: true}} }

func in(lang, s string) Run { return Run{Text: s, Lang: lang} }

// cell of paragraphs without any look.
func cell(paragraphs ...string) Cell {
	var c Cell
	for _, p := range paragraphs {
		c.Paragraphs = append(c.Paragraphs, text(p))
	}
	return c
}

func (d *Document) heading(level int, runs ...Run) {
	d.Blocks = append(d.Blocks, Block{Kind: Heading, Level: level, Runs: runs})
}

func (d *Document) paragraph(runs ...Run) {
	d.Blocks = append(d.Blocks, Block{Kind: Paragraph, Runs: runs})
}

func (d *Document) numbered(runs ...Run) {
	n := 1
	for _, b := range d.Blocks {
		if b.Kind == Numbered {
			n++
		}
	}
	d.Blocks = append(d.Blocks, Block{Kind: Numbered, Number: n, Runs: runs})
}

func (d *Document) table(t *Table) { d.Blocks = append(d.Blocks, Block{Kind: TableOf, Table: t}) }
