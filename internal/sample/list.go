package sample

import (
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/output/docx"
	"github.com/openupr/openupr/internal/reference"
)

// writeList writes the list by theme in the layout that OHCHR uses since cycle 4: one table; all supported
// recommendations by theme, then all noted ones; each stands once, under the first of its themes.
func writeList(w *docx.Writer, all []item) error {
	goals := map[string]string{}
	for _, g := range reference.SDGGoals() {
		goals[g.Code] = g.Title["en"]
	}
	w.BeginTable("Recommendations by theme", 5, 2, 4, 3)
	w.HeaderRow(words("Recommendation and recommending State"), words("Position of the State under review"),
		words("Human rights themes and groups of persons"), words("Relevant SDGs"))
	for _, position := range []struct{ code, printed string }{{"supported", "Supported"}, {"noted", "Noted"}} {
		for _, theme := range themesOf(all, position.code) {
			w.Row(docx.Cell{Span: 4, Paragraphs: [][]docx.Run{{docx.Bold("Theme: " + theme)}}})
			for _, it := range all {
				if it.final != position.code || it.themes[0] != theme {
					continue
				}
				w.Row(lines(it.address()+" "+it.words, "Source of Position: "+it.source()), words(position.printed),
					lines(labels(it)...), lines(sdgs(it, goals)...))
			}
		}
	}
	w.EndTable()
	return nil
}

// themesOf are the first themes of the items with a position, in the order of the alphabet.
func themesOf(all []item, position string) []string {
	var out []string
	for _, it := range all {
		if it.final == position && !slices.Contains(out, it.themes[0]) {
			out = append(out, it.themes[0])
		}
	}
	slices.Sort(out)
	return out
}

// source of the position as the list prints it.
func (it item) source() string {
	if it.answer > 0 {
		return fmt.Sprintf("%s/Add.1 - Para.%d", Symbol, it.answer)
	}
	return fmt.Sprintf("%s - Para.%d", Symbol, it.paragraph)
}

func labels(it item) []string {
	var out []string
	for _, t := range it.themes {
		out = append(out, "- "+t)
	}
	out = append(out, "Groups of Persons: ")
	for _, p := range it.persons {
		out = append(out, "- "+p)
	}
	return out
}

func sdgs(it item, titles map[string]string) []string {
	var out []string
	for _, g := range it.goals {
		out = append(out, "- "+g+" - "+titles[g])
	}
	return out
}

func words(s string) docx.Cell { return docx.Words(docx.Text(s)) }

func lines(paragraphs ...string) docx.Cell {
	var c docx.Cell
	for _, p := range paragraphs {
		c.Paragraphs = append(c.Paragraphs, []docx.Run{docx.Text(p)})
	}
	return c
}
