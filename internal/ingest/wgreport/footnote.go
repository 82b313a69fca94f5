package wgreport

import (
	"regexp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/wording"
	"github.com/openupr/openupr/internal/reading"
)

// FromFootnote is asked once for a paragraph whose recommendations stand only in its footnote: Detail["paragraph"].
const FromFootnote = "from-footnote"

var pointsDown = regexp.MustCompile(`(?i)\brecommendations?\b.*\bfoot-?notes?\b|\bfoot-?notes?\b.*\brecommendations?\b`)

// fromFootnote reads recommendations that a paragraph keeps in its footnote (handbook, trap 29). They become one item
// whose address is the paragraph and the note.
func (r *reader) fromFootnote(p *paragraph, text string) bool {
	if !pointsDown.MatchString(text) {
		return false
	}
	st := readLead(text)
	found := 0
	for _, n := range r.notesOf(p) {
		if !wording.Mentions(n.Text, r.g, wording.Context{Review: r.front.Review.State, When: r.when}) {
			continue
		}
		it := r.newItem(p.number, "n"+n.Mark, itoa(p.number)+", note "+n.Mark, []councildoc.Line{{Text: n.Text, Page: n.Page, Place: p.place()}})
		it.Position, it.PositionRaw, it.Claim = st.position, text, st.claim
		r.add(it)
		found++
	}
	if found == 0 {
		return false
	}
	r.out.Units = append(r.out.Units, reading.Unit{Paragraph: p.number, Lead: text, Position: st.position, Items: found, Page: p.page()})
	r.out.Questions = append(r.out.Questions, reading.Question{Kind: FromFootnote, Page: p.page(), Place: p.place(), Detail: map[string]string{"paragraph": itoa(p.number)}})
	return true
}

// notesOf are the footnotes that a paragraph marks; where the marks were lost, those of its pages.
func (r *reader) notesOf(p *paragraph) []document.Note {
	var out []document.Note
	pages := map[int]bool{}
	for _, l := range p.lead {
		pages[l.Page] = true
		for _, m := range l.Marks {
			if n, ok := r.note(m.Note, l.Page); ok {
				out = append(out, n)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, n := range r.doc.Notes {
		if pages[n.Page] && n.Mark != "" && n.Mark[0] != '*' {
			out = append(out, n)
		}
	}
	return out
}
