package council

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
)

// SaveDecision records what a sitting decided, in its words, with the vote where there was one. What follows for proposals is
// recorded with them.
func (d *Desk) SaveDecision(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Decision) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save, dec := Save{Act: ActDecision}, x
		if old, ok := s.Closed.Decisions.Get(id); ok {
			dec.Sitting = old.Thing.Sitting
		}
		h, seat, err := ofSitting(s, who, dec.Sitting)
		if err != nil {
			return seat, save, err
		}
		c, ok := s.Closed.Councils.Get(h.Thing.Council)
		if !ok {
			return seat, save, &Invalid{Code: "gone", Field: council.KindCouncil, Value: h.Thing.Council}
		}
		dec.Council, dec.On, dec.About = c.ID, cmpDate(dec.On, h.Thing.On), distinct(dec.About)
		if err := cmp.Or(space.CheckID(council.KindDecision, s.Closed.Decisions, id, base), d.checkDecision(s.Closed, c.Thing, id, h.Thing, dec)); err != nil {
			return seat, save, err
		}
		at := cmp.Or(id, d.newID())
		save.Puts = []Put{{Kind: council.KindDecision, ID: at, Base: base, Thing: dec}}
		save.Opening = Open().Add(council.KindDecision, at, dec)
		return seat, save, nil
	}))
}

func (d *Desk) checkDecision(v *View, c council.Council, id string, sit council.Sitting, x council.Decision) error {
	if !sit.Held {
		return &Invalid{Code: "not-held", Field: "sitting"}
	}
	if sit.On.After(x.On) || x.On.After(LastDay(sit)) {
		return &Invalid{Code: "not-then", Field: "on", Value: x.On.String()}
	}
	if x.Vote != "" {
		vote, ok := v.Votes.Get(x.Vote)
		if !ok || vote.Thing.Council != x.Council {
			return &Invalid{Code: "unknown", Field: "vote", Value: x.Vote}
		}
		if vote.Thing.Result != Carried {
			return &Invalid{Code: "lost", Field: "vote"}
		}
	}
	for _, o := range v.decisionsIn(x.Council) {
		if o.ID != id && x.Number != "" && o.Thing.Number == x.Number && o.Thing.Sitting == x.Sitting {
			return &Invalid{Code: "number-taken", Field: "number", Value: x.Number}
		}
	}
	return cmp.Or(space.CheckTexts("text", x.Words, true, space.TextMax), space.CheckWords("number", x.Number, 100), d.started("on", x.On),
		v.openProposals("about", x.Council, x.About...), quorum(v, c, x.Sitting, 0))
}

// RemoveDecision takes a decision away that was recorded by mistake.
func (d *Desk) RemoveDecision(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		h, ok := s.Closed.Decisions.Get(id)
		if !ok {
			return account.Seat{}, Save{}, &Invalid{Code: "gone", Field: council.KindDecision, Value: id}
		}
		return d.remove(s, who, ActDecision, h.Thing.Council, Drop{Kind: council.KindDecision, ID: id, Base: base})
	})
	return err
}

func (v *View) decisionsIn(id string) []*Held[council.Decision] {
	return space.Pick(v.Decisions, v.About(council.KindDecision, id))
}

// DecisionsOf a sitting, by number as the council wrote it, else as they were recorded.
func (v *View) DecisionsOf(sitting string) []*Held[council.Decision] {
	out := space.Pick(v.Decisions, v.About(council.KindDecision, sitting))
	slices.SortFunc(out, func(a, b *Held[council.Decision]) int {
		return cmp.Or(cmp.Compare(len(a.Thing.Number), len(b.Thing.Number)), strings.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.Act, b.Act), strings.Compare(a.ID, b.ID))
	})
	return out
}
