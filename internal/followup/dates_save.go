package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Bounds of a deadline.
const (
	deadlineTitle  = 1000 // bytes
	deadlinesMost  = 2000
	firstDeadline  = 1948 // year
	latestDeadline = 2199
)

// SaveDeadline saves a day of the calendar; public is whether everyone shall see it. An empty id makes a new one; the id of
// a rule (RuleID) sets a day in its place. The author is who saves.
func (d *Desk) SaveDeadline(ctx context.Context, who account.Person, ws, id string, base store.FactID, x plan.Deadline, public bool) (string, error) {
	if id == "" {
		id = d.newID()
	}
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditDates, nil)
		if err == nil && public {
			_, err = space.Allow(who, ws, account.Publish, nil)
		}
		if err == nil {
			err = s.checkDeadline(id, x)
		}
		if err != nil {
			return seat, Save{}, err
		}
		x.Author = who.ID
		if held, ok := s.Work.Deadlines.Get(id); ok {
			same := held.Thing
			same.Author = x.Author
			if same == x {
				x.Author = held.Thing.Author // nothing changed: the day stays whose it is
			}
		}
		out := Save{Act: "dates", Puts: []Put{{Kind: plan.KindDeadline, ID: id, Base: base, Thing: x}}}
		shown := x
		shown.Author = ""
		fact, _, held := s.Open.Shelf(plan.KindDeadline).Held(id)
		switch {
		case public:
			out.OpenPuts = []Put{{Kind: plan.KindDeadline, ID: id, Base: fact, Thing: shown}}
		case held:
			out.OpenDrops = []Drop{{Kind: plan.KindDeadline, ID: id, Base: fact}}
		}
		return seat, out, nil
	})
	return id, err
}

// DropDeadline takes a day out of the calendar on both sides. Of a rule the computed day stands again.
func (d *Desk) DropDeadline(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditDates, nil)
		if err != nil {
			return seat, Save{}, err
		}
		out := Save{Act: "dates", Drops: []Drop{{Kind: plan.KindDeadline, ID: id, Base: base}}}
		if fact, _, ok := s.Open.Shelf(plan.KindDeadline).Held(id); ok {
			out.OpenDrops = []Drop{{Kind: plan.KindDeadline, ID: id, Base: fact}}
		}
		return seat, out, nil
	})
	return err
}

// checkDeadline says what is wrong with a day of the calendar.
func (s *sides) checkDeadline(id string, x plan.Deadline) error {
	for _, f := range []struct{ name, value string }{{"title", x.Title}, {"mechanism", x.Mechanism}, {"source", x.Source}} {
		if err := space.CheckWords(f.name, f.value, deadlineTitle); err != nil {
			return err
		}
	}
	_, held := s.Work.Deadlines.Get(id)
	switch {
	case x.Due.IsZero():
		return &Invalid{Code: "empty", Field: "due"}
	case !sensible(x.Due):
		return &Invalid{Code: "year", Field: "due", Value: x.Due.String()}
	case !x.Done.IsZero() && !sensible(x.Done):
		return &Invalid{Code: "year", Field: "done", Value: x.Done.String()}
	case x.Rule == "" && x.Title == "":
		return &Invalid{Code: "empty", Field: "title"}
	case x.Rule != "" && !isRule(s.Work.State(), x.Rule, id):
		return &Invalid{Code: "unknown", Field: "rule"}
	case !held && s.Work.Deadlines.Len() >= deadlinesMost:
		return &Invalid{Code: "many", Field: "due"}
	}
	if x.Body != "" {
		if _, ok := s.Work.Bodies.Get(x.Body); !ok {
			return &Invalid{Code: "unknown", Field: "body"}
		}
	}
	return nil
}

func sensible(d upr.Date) bool { return d.Year >= firstDeadline && d.Year <= latestDeadline }

// isRule says whether an id is that of a rule for one of the State's reviews.
func isRule(state upr.State, rule, id string) bool {
	for c := upr.Cycle(1); c < 10; c++ {
		if RuleID(upr.ReviewID{State: state, Cycle: c}, rule) == id {
			return slices.ContainsFunc(reference.DeadlineRules(), func(r reference.DeadlineRule) bool { return r.Code == rule })
		}
	}
	return false
}
