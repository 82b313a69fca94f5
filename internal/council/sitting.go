package council

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

// Kinds of acts on what a council does. Each has a message in the catalogue ("act.<kind>"), and each publishes what it saves.
const (
	ActSitting    = "council-sitting"    // sittings and their minutes
	ActAgenda     = "council-agenda"     // agendas
	ActAttendance = "council-attendance" // who was present
	ActVote       = "council-vote"       // open votes
	ActDecision   = "council-decision"   // decisions
)

// agendaMax is how many items an agenda may have.
const agendaMax = 300

// SaveSitting saves a sitting of a council or of one of its sections: planned, or held with its minutes. A sitting without a
// number gets the next of its council.
func (d *Desk) SaveSitting(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Sitting) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save, sit := Save{Act: ActSitting}, x
		old, held := s.Closed.Sittings.Get(id)
		if held {
			sit.Council = old.Thing.Council
		}
		c, seat, err := s.councilOf(who, s.Closed.Workspace, account.EditCouncil, sit.Council)
		if err != nil {
			return seat, save, err
		}
		if sit.Number == 0 {
			for _, o := range s.Closed.SittingsOf(sit.Council) {
				sit.Number = max(sit.Number, o.Thing.Number)
			}
			sit.Number++
		}
		if err := cmp.Or(space.CheckID(council.KindSitting, s.Closed.Sittings, id, base), d.checkSitting(s.Closed, id, c.Thing, sit)); err != nil {
			return seat, save, err
		}
		if held && (sit.On != old.Thing.On || sit.Section != old.Thing.Section || !sit.Held) && s.Closed.recorded(id) {
			return seat, save, &Invalid{Code: "in-use", Field: "on", Value: id} // what was recorded rests on who sat that day
		}
		at := cmp.Or(id, d.newID())
		save.Puts = []Put{{Kind: council.KindSitting, ID: at, Base: base, Thing: sit}}
		save.Opening = Open().Add(council.KindSitting, at, sit)
		return seat, save, nil
	}))
}

func (d *Desk) checkSitting(v *View, id string, c council.Council, x council.Sitting) error {
	if x.On.IsZero() {
		return &Invalid{Code: "empty", Field: "on"}
	}
	if !c.Exists(x.On) {
		return &Invalid{Code: "not-then", Field: "on", Value: x.On.String()}
	}
	if x.Held {
		if err := d.started("held", x.On); err != nil {
			return err
		}
	}
	if g, ok := v.Sections.Get(x.Section); x.Section != "" && (!ok || g.Thing.Council != x.Council) {
		return &Invalid{Code: "unknown", Field: "section", Value: x.Section}
	}
	for _, o := range v.SittingsOf(x.Council) {
		if o.ID != id && o.Thing.Number == x.Number && o.Thing.Section == x.Section {
			return &Invalid{Code: "number-taken", Field: "number", Value: strconv.Itoa(x.Number)}
		}
	}
	return cmp.Or(within("number", x.Number, 100_000), space.CheckTexts("name", x.Names, false, space.NameMax), space.CheckTexts("minutes", x.Minutes, false, space.TextMax),
		space.CheckSpan("to", x.On, x.To), space.CheckAll(space.Text{Field: "place", Words: x.Place, Most: space.LineMax}, space.Text{Field: "source", Words: x.Source, Most: space.LineMax}))
}

// recorded says whether something rests on that a sitting took place as it did.
func (v *View) recorded(sitting string) bool {
	return len(v.About(council.KindAttendance, sitting))+len(v.About(council.KindVote, sitting))+len(v.About(council.KindDecision, sitting)) > 0
}

// RemoveSitting takes a sitting away that does not take place, with its agenda; one on which something rests stays.
func (d *Desk) RemoveSitting(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSitting}
		h, ok := s.Closed.Sittings.Get(id)
		if !ok {
			return account.Seat{}, save, &Invalid{Code: "gone", Field: council.KindSitting, Value: id}
		}
		_, seat, err := s.councilOf(who, s.Closed.Workspace, account.EditCouncil, h.Thing.Council)
		if err != nil {
			return seat, save, err
		}
		refs, _ := s.Closed.about.Get(id)
		for _, r := range refs {
			if r.Kind != council.KindAgenda {
				return seat, save, &Invalid{Code: "in-use", Field: council.KindSitting, Value: id}
			}
		}
		for _, a := range s.Closed.AgendaOf(id) {
			save.Drops = append(save.Drops, Drop{Kind: council.KindAgenda, ID: a.ID, Base: a.Fact})
			save.OpenDrops = append(save.OpenDrops, s.Close(council.KindAgenda, a.ID)...)
		}
		save.Drops = append(save.Drops, Drop{Kind: council.KindSitting, ID: id, Base: base})
		save.OpenDrops = append(save.OpenDrops, s.Close(council.KindSitting, id)...)
		return seat, save, nil
	})
	return err
}

// SaveAgenda puts items into the agenda of a sitting, in their order, in the place of those whose stamp the person saw
// (View.AgendaStamp). Items number themselves.
func (d *Desk) SaveAgenda(ctx context.Context, who account.Person, ws, sitting, seen string, items []council.AgendaItem) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAgenda}
		h, seat, err := ofSitting(s, who, sitting)
		if err != nil {
			return seat, save, err
		}
		now := s.Closed.AgendaOf(sitting)
		switch {
		case stamp(now) != seen:
			return seat, save, &Invalid{Code: "meanwhile", Field: council.KindAgenda}
		case len(items) > agendaMax:
			return seat, save, &Invalid{Code: "many", Field: council.KindAgenda}
		}
		save.Opening = Open()
		for i, x := range items {
			x.Sitting, x.Number = sitting, i+1
			x.Proposals = distinct(x.Proposals)
			if err := cmp.Or(space.CheckTexts("text", x.Words, true, space.TextMax), s.Closed.openProposals("proposal", h.Thing.Council, x.Proposals...)); err != nil {
				return seat, save, err
			}
			id := council.AgendaID(sitting, x.Number)
			base, _, _ := s.Closed.Shelf(council.KindAgenda).Held(id)
			save.Puts = append(save.Puts, Put{Kind: council.KindAgenda, ID: id, Base: base, Thing: x})
			save.Opening.Add(council.KindAgenda, id, x)
		}
		for _, a := range now {
			if a.Thing.Number > len(items) {
				save.Drops = append(save.Drops, Drop{Kind: council.KindAgenda, ID: a.ID, Base: a.Fact})
				save.OpenDrops = append(save.OpenDrops, s.Close(council.KindAgenda, a.ID)...)
			}
		}
		return seat, save, nil
	})
	return err
}

// ofSitting asks whether a person keeps the council whose sitting it is.
func ofSitting(s *Sides, who account.Person, id string) (*Held[council.Sitting], account.Seat, error) {
	h, ok := s.Closed.Sittings.Get(id)
	if !ok {
		seat, err := space.Allow(who, s.Closed.Workspace, account.EditCouncil, nil)
		return nil, seat, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindSitting, Value: id}))
	}
	_, seat, err := s.councilOf(who, s.Closed.Workspace, account.EditCouncil, h.Thing.Council)
	return h, seat, err
}

// SittingsOf a council, the latest first.
func (v *View) SittingsOf(id string) []*Held[council.Sitting] {
	out := space.Pick(v.Sittings, v.About(council.KindSitting, id))
	slices.SortFunc(out, func(a, b *Held[council.Sitting]) int {
		return cmp.Or(b.Thing.On.Compare(a.Thing.On), cmp.Compare(b.Thing.Number, a.Thing.Number), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// AllSittings are the sittings of all councils, the latest first.
func (v *View) AllSittings() []*Held[council.Sitting] {
	var out []*Held[council.Sitting]
	for _, h := range v.Sittings.All() {
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b *Held[council.Sitting]) int {
		return cmp.Or(b.Thing.On.Compare(a.Thing.On), cmp.Compare(b.Thing.Number, a.Thing.Number), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// AgendaOf a sitting in its order.
func (v *View) AgendaOf(sitting string) []*Held[council.AgendaItem] {
	out := space.Pick(v.Agenda, v.About(council.KindAgenda, sitting))
	slices.SortFunc(out, func(a, b *Held[council.AgendaItem]) int { return cmp.Compare(a.Thing.Number, b.Thing.Number) })
	return out
}

// AgendaStamp names the state of a sitting's agenda.
func (v *View) AgendaStamp(sitting string) string { return stamp(v.AgendaOf(sitting)) }

// LastDay of a sitting.
func LastDay(x council.Sitting) upr.Date { return cmpDate(x.To, x.On) }

// within refuses a number below nothing or above the most.
func within(field string, n, most int) error {
	if n < 0 || n > most {
		return &Invalid{Code: "range", Field: field, Value: "0–" + strconv.Itoa(most)}
	}
	return nil
}

// stamp tells one state of a list of things from another: whoever saves the whole list names the state that they saw.
func stamp[T any](list []*Held[T]) string {
	var last store.FactID
	for _, h := range list {
		last = max(last, h.Fact)
	}
	return fmt.Sprintf("%d-%d", len(list), last)
}

// started refuses a day that is to come.
func (d *Desk) started(field string, on upr.Date) error {
	if on.After(d.Today()) {
		return &Invalid{Code: "date", Field: field, Value: on.String()}
	}
	return nil
}
