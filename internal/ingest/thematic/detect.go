package thematic

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// lookedAt is how many blocks are searched for the head of the table.
const lookedAt = 60

var (
	sourceLine = regexp.MustCompile(`(?i)\bsources? of (?:the )?positions?\s*:`)
	themeRow   = regexp.MustCompile(`(?i)^themes?\s*:\s*(.+)$`)
	listTitle  = regexp.MustCompile(`(?i)\b(?:thematic list|matrix) of (?:upr )?recommendations\b`)
)

// Detect says whether the document is a list by theme. A list in a PDF is not: its cells run into each other, and the
// Word file that it was made from is published beside it.
func Detect(doc *document.Document) bool {
	if doc == nil || doc.Format == document.PDF {
		return false
	}
	for i := range doc.Blocks {
		if i == lookedAt {
			break
		}
		if _, ok := columnsOf(&doc.Blocks[i]); ok {
			return true
		}
	}
	return headOfLines(doc) >= 0 && cites(doc)
}

// columns of the table, by what they hold; -1 where there is none.
type columns struct {
	text, position, themes, goals, assessment int
}

// columnsOf reads the head row of a table.
func columnsOf(b *document.Block) (columns, bool) {
	c := columns{-1, -1, -1, -1, -1}
	if b.Kind != document.Row {
		return c, false
	}
	for _, cell := range b.Cells {
		switch label := headLabel(cellText(cell)); label {
		case "text":
			c.text = cell.Column
		case "position":
			c.position = cell.Column
		case "themes":
			c.themes = cell.Column
		case "goals":
			c.goals = cell.Column
		case "assessment":
			c.assessment = cell.Column
		}
	}
	return c, c.text >= 0 && c.position >= 0 && c.themes >= 0
}

// headLabel says which column a head names, in the words of any of the layouts.
func headLabel(s string) string {
	if len(s) > 90 {
		return ""
	}
	s = strings.ToLower(s)
	switch {
	case strings.Contains(s, "assessment"), strings.Contains(s, "level of implementation"):
		return "assessment"
	case strings.HasPrefix(s, "recommendation"):
		return "text"
	case strings.HasPrefix(s, "position"):
		return "position"
	case strings.Contains(s, "themes"):
		return "themes"
	case strings.Contains(s, "sdgs"), strings.Contains(s, "sustainable development goals"):
		return "goals"
	}
	return ""
}

// headOfLines is the index of the first of the lines that are the head of a table saved as text, or -1.
func headOfLines(doc *document.Document) int {
	for i := 0; i+2 < len(doc.Blocks) && i < lookedAt; i++ {
		if doc.Blocks[i].Kind == document.Row {
			return -1
		}
		if headLabel(doc.Blocks[i].Text) == "text" && headLabel(doc.Blocks[i+1].Text) == "position" && headLabel(doc.Blocks[i+2].Text) == "themes" {
			return i
		}
	}
	return -1
}

// cites says whether some line names the source of a position, as only these lists do (handbook, trap 22).
func cites(doc *document.Document) bool {
	for i := range doc.Blocks {
		if sourceLine.MatchString(doc.Blocks[i].Text) {
			return true
		}
	}
	return false
}

func cellText(c document.Cell) string {
	words := make([]string, 0, len(c.Paragraphs))
	for _, p := range c.Paragraphs {
		words = append(words, labelled(p))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// labelled is a paragraph with its automatic number as printed.
func labelled(p document.Block) string {
	if p.Label == "" {
		return p.Text
	}
	return p.Label + " " + p.Text
}
