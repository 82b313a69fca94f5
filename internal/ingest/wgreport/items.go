package wgreport

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/wording"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// paragraph adds the items of one paragraph and its lead.
func (r *reader) paragraph(p *paragraph) {
	if len(p.entries) == 0 || !r.recommends(p) {
		return
	}
	lead := p.text()
	st := readLead(lead)
	u := reading.Unit{Paragraph: p.number, Lead: lead, Position: st.position, Claim: st.claim, Items: len(p.entries), Page: p.page(), Deadline: upr.HRCSession(st.deadline)}
	r.out.Units = append(r.out.Units, u)
	if p.mistyped != "" {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: LabelMistyped, Page: u.Page, Place: p.place(),
			Detail: map[string]string{"printed": p.mistyped, "expected": itoa(p.number)}})
	}
	if st.unsure {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: LeadUnclear, Page: u.Page, Place: p.place(),
			Detail: map[string]string{"paragraph": itoa(p.number)}, Choices: positionChoices()})
	}
	for _, e := range p.entries {
		r.entry(p, e, st, lead)
	}
}

func (p *paragraph) place() string {
	if len(p.lead) > 0 {
		return p.lead[0].Place
	}
	return ""
}

func positionChoices() []reading.Choice {
	return []reading.Choice{{Code: "position", Position: upr.Supported}, {Code: "position", Position: upr.Noted}, {Code: "position", Position: upr.Pending}}
}

var comments = regexp.MustCompile(`(?i)\b(?:following|these) (?:comments?|observations?|clarifications?|remarks?|reasons?)\b|\boffers? (?:the )?(?:following )?comments?\b`)

// recommends says whether a list holds recommendations: some entry is closed by a State, or the lead says so and is not
// about comments (handbook, trap 26).
func (r *reader) recommends(p *paragraph) bool {
	closed := 0
	for _, e := range p.entries {
		if r.closedByState(e.text()) {
			closed++
		}
	}
	if closed*2 >= len(p.entries) {
		return true
	}
	lead := strings.ToLower(p.text())
	return !comments.MatchString(lead) && (closed > 0 || strings.Contains(lead, "recommendation"))
}

func (r *reader) entry(p *paragraph, e *entry, st stance, lead string) {
	kept, rest := r.cut(e)
	if rest != "" {
		p.after = append(p.after, rest)
	}
	it := r.newItem(p.number, e.address(), e.label, kept)
	it.Position, it.PositionRaw, it.Claim = st.position, lead, st.claim
	if it.Claim == upr.NoClaim && st.position != upr.Noted {
		it.Claim = r.markedClaim(kept)
	}
	it.Questions = append(it.Questions, place(e.questions, it)...)
	r.add(it)
}

// newItem reads the lines of one entry or clause.
func (r *reader) newItem(paragraph int, number, label string, lines []councildoc.Line) reading.Item {
	f := r.front
	words := councildoc.Join(lines)
	split := wording.Split(words, r.g, wording.Context{Review: f.Review.State, When: r.when})
	it := reading.Item{Item: upr.Item{
		ID: upr.NewItemID(f.Review, paragraph, number), Review: f.Review, Symbol: f.Symbol, Paragraph: paragraph, Number: number,
		Label: label, Page: lines[0].Page, Place: lines[0].Place,
		Texts:    []upr.Text{{Lang: "en", Words: words, Origin: r.origin(), Source: upr.Source{Symbol: f.Symbol, Para: itoa(paragraph) + "." + number, Page: lines[0].Page, SHA256: r.doc.SHA256}}},
		Segments: split.Segments,
	}}
	it.Delivered = r.delivered(lines)
	it.Questions = place(split.Questions, it)
	return it
}

// byNumber adds the entries of a report in another language: address and words only. Position and States are those of
// the English text.
func (r *reader) byNumber(s *scanner) {
	f := r.front
	for _, p := range s.paras {
		for _, e := range p.entries {
			number := e.address()
			l := e.lines[0]
			it := reading.Item{Item: upr.Item{
				ID: upr.NewItemID(f.Review, p.number, number), Review: f.Review, Symbol: f.Symbol, Paragraph: p.number, Number: number,
				Label: e.label, Page: l.Page, Place: l.Place, Sort: len(r.out.Items) + 1,
				Texts: []upr.Text{{Lang: r.lang.code, Words: e.text(), Origin: r.origin(), Source: upr.Source{Symbol: f.Symbol, Para: itoa(p.number) + "." + number, Page: l.Page, SHA256: r.doc.SHA256}}},
			}}
			it.Questions = place(e.questions, it)
			r.add(it)
		}
	}
	if len(r.out.Items) == 0 {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: NoItems})
	}
}

// origin says whether the document is in the language in which the report was issued (its title page says which), or an
// official translation. Without the line the English text counts as the authentic one.
func (r *reader) origin() upr.Origin {
	if o := r.front.Original; o != "" && o != r.lang.code || o == "" && r.lang.code != "en" {
		return upr.Official
	}
	return upr.Authentic
}

func place(qs []reading.Question, it reading.Item) []reading.Question {
	out := make([]reading.Question, len(qs))
	for i, q := range qs {
		q.Item, q.Page, q.Place = it.ID, it.Page, it.Place
		out[i] = q
	}
	return out
}

func (r *reader) add(it reading.Item) {
	at := ref{it.Paragraph, it.Number}
	if _, taken := r.byRef[at]; taken {
		return
	}
	r.byRef[at] = len(r.out.Items)
	r.out.Items = append(r.out.Items, it)
}

var delivered = regexp.MustCompile(`(?i)as (?:it was )?(?:read|delivered|formulated|made|stated|presented)(?: out)? (?:in|during|at) the (?:interactive dialogue|working group)|\bas read\b`)

// delivered is the text as read in the room, when a footnote of the item gives it (handbook, 5.3).
func (r *reader) delivered(lines []councildoc.Line) string {
	for _, l := range lines {
		for _, m := range l.Marks {
			n, ok := r.note(m.Note, l.Page)
			if !ok || !delivered.MatchString(n.Text) {
				continue
			}
			if _, words, ok := strings.Cut(n.Text, ":"); ok {
				return strings.Trim(strings.TrimSpace(words), "“”\" ")
			}
			return strings.TrimSpace(n.Text)
		}
	}
	return ""
}

// markedClaim is the claim that a note gives to all items with its mark: "* already implemented" (handbook, trap 12).
func (r *reader) markedClaim(lines []councildoc.Line) upr.Claim {
	for _, l := range lines {
		for _, m := range l.Marks {
			for _, n := range r.doc.Notes {
				if n.Mark == m.Note && (n.Page == l.Page || strings.HasPrefix(n.Mark, "*")) && !delivered.MatchString(n.Text) && !wording.Mentions(n.Text, r.g, wording.Context{}) {
					if c := claimOf(strings.ToLower(n.Text)); c != upr.NoClaim {
						return c
					}
				}
			}
		}
	}
	return upr.NoClaim
}

// note is the footnote of a mark on a page, or in a document without pages the one with that mark.
func (r *reader) note(mark string, page int) (document.Note, bool) {
	for _, n := range r.doc.Notes {
		if n.Mark == mark && (n.Page == page || n.Page == 0 || page == 0) {
			return n, true
		}
	}
	return document.Note{}, false
}

// cut separates what stands behind an entry without a number of its own: a sentence of the State under review, or a
// heading (handbook, trap 32). It begins on a line of its own, after words that a State has closed, and no State closes
// it.
func (r *reader) cut(e *entry) (kept []councildoc.Line, rest string) {
	const most = 200 // lines; the longest item seen has 40
	for i := 1; i < len(e.lines) && len(e.lines) <= most; i++ {
		if !closed(e.lines[i-1].Text) || !opens(e.lines[i].Text) {
			continue
		}
		head, tail := councildoc.Join(e.lines[:i]), councildoc.Join(e.lines[i:])
		if r.closedByState(head) && !wording.Mentions(tail, r.g, wording.Context{Review: r.front.Review.State, When: r.when}) && !wording.StartsSentence(tail) {
			return e.lines[:i], tail
		}
	}
	return e.lines, ""
}
