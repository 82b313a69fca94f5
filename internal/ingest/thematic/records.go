package thematic

import (
	"fmt"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// entry is one row of the list, whatever its layout.
type entry struct {
	place    string
	heading  string   // the theme under which it stands
	text     []string // paragraphs: item and source of position
	position string
	themes   []string
	goals    []string
}

// entriesOf reads the document's table. remarks are the places of rows whose column for assessments somebody filled in.
func entriesOf(doc *document.Document) (entries []entry, remarks []string) {
	if at := headOfLines(doc); at >= 0 {
		return entriesOfLines(doc.Blocks[at:]), nil
	}
	var cols columns
	known := false
	heading, position := "", ""
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		if c, ok := columnsOf(b); ok {
			cols, known = c, true
			continue
		}
		if !known || b.Kind != document.Row {
			continue
		}
		if len(b.Cells) == 1 {
			if m := themeRow.FindStringSubmatch(cellText(b.Cells[0])); m != nil {
				heading = m[1]
			}
			continue
		}
		if len(b.Cells) == 0 || b.Cells[len(b.Cells)-1].Column < cols.themes {
			continue // of another, narrower table: what a matrix has beside the items of the review
		}
		e := entry{place: b.Place(), heading: heading}
		for _, c := range b.Cells {
			switch c.Column {
			case cols.text:
				e.text = paragraphs(c)
			case cols.position:
				if !c.Merged { // merged down: the position above goes on
					position = cellText(c)
				}
				e.position = position
			case cols.themes:
				e.themes = paragraphs(c)
			case cols.goals:
				e.goals = paragraphs(c)
			case cols.assessment:
				if cellText(c) != "" {
					remarks = append(remarks, e.place)
				}
			}
		}
		if len(e.text) > 0 || e.position != "" && len(e.themes) > 0 {
			entries = append(entries, e)
		}
	}
	return entries, remarks
}

func paragraphs(c document.Cell) []string {
	var out []string
	for _, p := range c.Paragraphs {
		if t := labelled(p); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// entriesOfLines reads a table saved as text: a line that begins with an item's number begins a row; lines up to the
// source of the position are its text, the next one is the position, and themes follow.
func entriesOfLines(lines []document.Block) []entry {
	const (
		between = iota
		inText
		atPosition
		inThemes
	)
	var out []entry
	heading, state := "", between
	for _, l := range lines {
		t := l.Text
		switch m := themeRow.FindStringSubmatch(t); {
		case m != nil:
			heading, state = m[1], between
			continue
		case itemNumber.MatchString(t):
			out = append(out, entry{place: linePlace(l), heading: heading})
			state = inText
		case headLabel(t) == "text" && state != inText, titleForm.MatchString(t): // a head again, or a page's
			state = between
			continue
		}
		if state == between {
			continue
		}
		e := &out[len(out)-1]
		switch {
		case state == inText && positionOf(t) != "" && len(t) < 60:
			e.position, state = t, inThemes
		case state == inText:
			e.text = append(e.text, t)
			if sourceLine.MatchString(t) {
				state = atPosition
			}
		case state == atPosition:
			e.position, state = t, inThemes
		default: // Goals of a column of their own follow the groups of persons; tagOf knows them by their form
			e.themes = append(e.themes, t)
		}
	}
	return out
}

func linePlace(l document.Block) string {
	if l.Page > 0 {
		return l.Place()
	}
	return fmt.Sprintf("l. %d", l.Index)
}

// words joins the paragraphs of an entry's text without the source of its position, which may stand on the same line.
func (e entry) words() (words []string, source string) {
	for _, p := range e.text {
		at := sourceLine.FindStringIndex(p)
		if at == nil {
			words = append(words, p)
			continue
		}
		source = strings.TrimSpace(source + " " + p[at[1]:])
		if before := strings.TrimSpace(p[:at[0]]); before != "" {
			words = append(words, before)
		}
	}
	return words, source
}
