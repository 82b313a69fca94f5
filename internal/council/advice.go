package council

import (
	"cmp"
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of acts of an institution's desk. Each has a message in the catalogue ("act.<kind>").
const (
	ActAdvise  = "advise"
	ActAdvised = "advise-publish"
	ActAddress = "advise-refer"
	ActFigure  = "figure"
	ActAccred  = "accreditation"
)

// answerMost is the most days that a rule may give for a reply.
const answerMost = 3650

// ReferralsOf an own recommendation or a proposal, in the order of their numbers.
func (v *View) ReferralsOf(id string) []*Held[council.Referral] {
	out := space.Pick(v.Referrals, v.About(council.KindReferral, id))
	slices.SortStableFunc(out, func(a, b *Held[council.Referral]) int { return cmp.Compare(a.Thing.Number, b.Thing.Number) })
	return out
}

// allowAdvice asks the policy table whether a person may work on an own recommendation of an institution: only those who sit
// for it may, whoever else has a seat.
func allowAdvice(s *Sides, who account.Person, id string) (*Held[council.Advice], account.Seat, error) {
	h, ok := s.Closed.Advice.Get(id)
	if !ok {
		seat, err := space.Allow(who, s.Closed.Workspace, account.Advise, nil)
		return nil, seat, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindAdvice, Value: id}))
	}
	seat, err := space.Allow(who, s.Closed.Workspace, account.Advise, &account.Target{Bodies: []string{h.Thing.Body}})
	return h, seat, err
}

// SaveAdvice saves a draft of an institution's own recommendation. Only those who sit for the institution read it until it is
// published, and nobody else ever changes it. What is published is not written over: the next one says what is new.
func (d *Desk) SaveAdvice(ctx context.Context, who account.Person, ws, id string, base store.FactID, a council.Advice) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAdvise}
		a := a
		seat, err := space.Allow(who, ws, account.Advise, &account.Target{Bodies: []string{a.Body}})
		if err != nil {
			return seat, save, err
		}
		a.Step, a.Author = plan.Draft, who.ID
		if old, ok := s.Closed.Advice.Get(id); ok {
			if _, seat, err = allowAdvice(s, who, id); err != nil {
				return seat, save, err
			}
			if old.Thing.Step != plan.Draft {
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(old.Thing.Step)}
			}
			a.Author, a.Body = old.Thing.Author, old.Thing.Body
		}
		if err := cmp.Or(space.CheckID(council.KindAdvice, s.Closed.Advice, id, base), d.checkAdvice(s, a)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindAdvice, ID: id, Base: base, Thing: a}}
		return seat, save, nil
	}))
}

func (d *Desk) checkAdvice(s *Sides, a council.Advice) error {
	b, ok := s.Plan.Bodies.Get(a.Body)
	switch {
	case !ok:
		return &Invalid{Code: "unknown", Field: "body", Value: a.Body}
	case b.Thing.Kind.Voice() == plan.VoiceState:
		return &Invalid{Code: "voice", Field: "body", Value: a.Body}
	case a.Days < 0 || a.Days > answerMost:
		return &Invalid{Code: "answer-days", Field: "days"}
	case a.On.After(d.Today()):
		return &Invalid{Code: "date", Field: "on", Value: a.On.String()}
	case len(a.Recs) > space.ListMax:
		return &Invalid{Code: "many", Field: "rec"}
	}
	for _, id := range a.Recs {
		if _, ok := s.Recs.Get(id); !ok {
			return &Invalid{Code: "unknown", Field: "rec", Value: id}
		}
	}
	return cmp.Or(space.CheckTexts("text", a.Texts, true, space.TextMax), space.CheckIDs("measure", s.Plan.Measures, a.Measures),
		space.CheckAll(space.Text{Field: "number", Words: a.Number, Most: 100}, space.Text{Field: "source", Words: a.Source, Most: space.LineMax},
			space.Text{Field: "rule", Words: a.Rule, Most: space.LineMax}, space.Text{Field: "group", Words: a.Group, Most: space.NameMax}))
}

// PublishAdvice brings an own recommendation to the public, at once: nobody validates it, and nobody else can hold it up.
func (d *Desk) PublishAdvice(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.adviceStep(ctx, who, ws, id, base, func(s *Sides, a *council.Advice, save *Save) error {
		if a.Step != plan.Draft {
			return &Invalid{Code: "step", Field: "step", Value: string(a.Step)}
		}
		a.Step = plan.Published
		if a.On.IsZero() {
			a.On = d.Today()
		}
		save.Opening = Open().Add(council.KindAdvice, id, *a)
		return nil
	})
}

// RecallAdvice makes an own recommendation a draft again as long as no body was asked to reply to it: after that what was
// asked stands beside what is replied.
func (d *Desk) RecallAdvice(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.adviceStep(ctx, who, ws, id, base, func(s *Sides, a *council.Advice, save *Save) error {
		if a.Step != plan.Published {
			return &Invalid{Code: "step", Field: "step", Value: string(a.Step)}
		}
		if len(s.Closed.ReferralsOf(id)) > 0 {
			return &Invalid{Code: "referred", Field: "step"}
		}
		a.Step = plan.Draft
		save.OpenDrops = s.Close(council.KindAdvice, id)
		return nil
	})
}

func (d *Desk) adviceStep(ctx context.Context, who account.Person, ws, id string, base store.FactID, to func(*Sides, *council.Advice, *Save) error) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAdvised}
		h, seat, err := allowAdvice(s, who, id)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindAdvice, s.Closed.Advice, id, base); err != nil {
			return seat, save, err
		}
		a := h.Thing
		if err := to(s, &a, &save); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindAdvice, ID: id, Base: base, Thing: a}}
		return seat, save, nil
	})
	return err
}

// RemoveAdvice takes a draft away.
func (d *Desk) RemoveAdvice(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAdvise, Drops: []Drop{{Kind: council.KindAdvice, ID: id, Base: base}}}
		h, seat, err := allowAdvice(s, who, id)
		if err == nil && h.Thing.Step != plan.Draft {
			err = &Invalid{Code: "step", Field: "step", Value: string(h.Thing.Step)}
		}
		return seat, save, err
	})
	return err
}

// ReferAdvice asks bodies to reply to a published recommendation. The day on which their replies are due is counted from today
// by the rule that the recommendation names, the same for each of them; nobody can move it.
func (d *Desk) ReferAdvice(ctx context.Context, who account.Person, ws, id string, bodies []string, words plan.Names) ([]string, error) {
	n := 0
	ids, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAddress, Opening: Open()}
		h, seat, err := allowAdvice(s, who, id)
		if err != nil {
			return seat, save, err
		}
		a, bodies := h.Thing, distinct(bodies)
		switch {
		case a.Step != plan.Published:
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(a.Step)}
		case a.Days == 0:
			return seat, save, &Invalid{Code: "empty", Field: "days"}
		case len(bodies) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "body"}
		case len(bodies) > space.ListMax:
			return seat, save, &Invalid{Code: "many", Field: "body"}
		}
		if err := space.CheckTexts("text", words, false, space.TextMax); err != nil {
			return seat, save, err
		}
		for _, r := range s.Closed.ReferralsOf(id) {
			if slices.Contains(bodies, r.Thing.Body) {
				return seat, save, &Invalid{Code: "asked", Field: "body", Value: r.Thing.Body}
			}
		}
		number := s.lastNumber(a.Body, save.Puts)
		for _, body := range bodies {
			b, ok := s.Plan.Bodies.Get(body)
			switch {
			case !ok || body == a.Body:
				return seat, save, &Invalid{Code: "unknown", Field: "body", Value: body}
			case !b.Thing.Exists(d.Today()):
				return seat, save, &Invalid{Code: "ended", Field: "body", Value: body}
			}
			number++
			r := council.Referral{About: id, From: a.Body, Body: body, Words: words, On: d.Today(), Due: daysAfter(d.Today(), a.Days), Days: a.Days, Rule: a.Rule, Number: number}
			put := Put{Kind: council.KindReferral, ID: d.newID(), Thing: r}
			save.Puts = append(save.Puts, put)
			save.Opening.Add(put.Kind, put.ID, r)
		}
		n = len(save.Puts)
		return seat, save, nil
	})
	if err != nil {
		return nil, err
	}
	return ids[:n], nil // those of the public copies come after
}
