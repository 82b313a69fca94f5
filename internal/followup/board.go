package followup

import (
	"slices"
	"sync/atomic"
)

// board holds the cards of a view in the order of the recommendations, so that going through all of them looks nothing up.
// It is laid out when it is first asked for; the next view's differs in what the act touched.
type board struct{ laid atomic.Pointer[layout] }

type layout struct {
	recs  *Recs
	cards []*Card // nil: nothing is said of it
}

// cardsOf are the cards of recommendations in their order; nil where nothing is said of one.
func (v *View) cardsOf(recs *Recs) []*Card {
	if v.board != nil {
		if l := v.board.laid.Load(); l != nil && l.recs == recs {
			return l.cards
		}
	}
	cards := make([]*Card, len(recs.All))
	for i, r := range recs.All {
		cards[i], _ = v.cards.Get(r.ID)
	}
	if v.board != nil {
		v.board.laid.Store(&layout{recs, cards})
	}
	return cards
}

// with is the board with some cards in place of those before; nil takes one away.
func (b *board) with(made map[string]*Card) *board {
	next := &board{}
	if b == nil {
		return next
	}
	l := b.laid.Load()
	if l == nil {
		return next
	}
	cards := slices.Clone(l.cards)
	for id, c := range made {
		if r, ok := l.recs.Get(id); ok {
			cards[r.at] = c
		}
	}
	next.laid.Store(&layout{l.recs, cards})
	return next
}
