package wgreport

import (
	"regexp"
	"strconv"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/numberlist"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Contradicts is asked when a later paragraph says of an item what its lead does not: Detail["paragraph"].
const Contradicts = "position-contradicts"

// PartOfItem is asked when a later paragraph speaks of a part of an item: Detail["paragraph"] (handbook, trap 19).
const PartOfItem = "part-of-item"

var partOf = regexp.MustCompile(`(?i)\b(?:first|second|third|last|former|latter|other)? ?(?:part|half|sentence|portion) of (?:the )?recommendation|\bin part\b|\bpartially\b`)

var (
	// Sentences that give the listed items a position or claim, not a comment on them.
	states = regexp.MustCompile(`(?i)\bconsiders?(?: that)?\b|\benjoy|\baccept|\bsupport|\breject|\bnoted\b|\bimplemented\b|\bprocess of\b`)
	aside  = regexp.MustCompile(`(?i)^(?:with (?:regard|respect|reference) to|regarding|concerning|as (?:to|for|regards)|in relation to|on)\b`)
)

// later reads a paragraph that leads no list but speaks of items of the lists above: claims ("considers that
// recommendations Nos. 7, 8 … are already implemented") and positions by number; and of recommendations whose words
// stand in section I (handbook, 7.2 and trap 28).
func (r *reader) later(p *paragraph) {
	text := p.text()
	if len(p.entries) > 0 || text == "" {
		return
	}
	if r.fromSummary(p, text) || r.fromFootnote(p, text) {
		return
	}
	lists := numberlist.Find(text, r.known(p.number))
	if len(lists) == 0 || !states.MatchString(text) {
		return
	}
	for _, s := range councildoc.Sentences(text) {
		st := readLead(s)
		for _, l := range numberlist.Find(s, r.known(p.number)) {
			for _, n := range l.Refs {
				r.restate(ref{n.Paragraph, strconv.Itoa(n.Number)}, st, s, p)
			}
		}
	}
}

// known are the items of the lists above a paragraph.
func (r *reader) known(paragraph int) numberlist.Known {
	lists := map[int]bool{}
	last := 0
	for _, u := range r.out.Units {
		if u.Paragraph < paragraph {
			lists[u.Paragraph] = true
			last = max(last, u.Paragraph)
		}
	}
	return numberlist.Known{
		Paragraph: func(n int) bool { return lists[n] },
		Item: func(n numberlist.Ref) bool {
			_, ok := r.byRef[ref{n.Paragraph, strconv.Itoa(n.Number)}]
			return ok
		},
		Only: last,
	}
}

// restate gives an item the claim or position of a later sentence. A position that the lead did not give is taken; one
// that contradicts the lead is asked about and not taken.
func (r *reader) restate(at ref, st stance, sentence string, p *paragraph) {
	i, ok := r.byRef[at]
	if !ok {
		return
	}
	it := &r.out.Items[i]
	if partOf.MatchString(sentence) {
		it.Questions = append(it.Questions, reading.Question{Kind: PartOfItem, Item: it.ID, Page: p.page(), Place: p.place(), Detail: map[string]string{"paragraph": itoa(p.number)}})
		return
	}
	if st.claim != upr.NoClaim && it.Position != upr.Noted && !aside.MatchString(sentence) {
		it.Claim = st.claim
		return
	}
	if aside.MatchString(sentence) || st.unsure || !st.position.Final() || st.position == it.Position {
		return
	}
	if it.Position.Final() {
		it.Questions = append(it.Questions, reading.Question{Kind: Contradicts, Item: it.ID, Page: p.page(), Place: p.place(),
			Detail: map[string]string{"paragraph": itoa(p.number)}, Choices: positionChoices()})
		return
	}
	it.Position, it.PositionRaw = st.position, sentence
}
