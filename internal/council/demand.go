package council

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// DemandMax is how long a demand may be, in bytes.
const DemandMax = space.LineMax

// demandsMost is how many demands a submission may have.
const demandsMost = 200

// DemandsOf a submission, by their numbers.
func (v *View) DemandsOf(submission string) []*Held[council.Demand] {
	out := space.Pick(v.Demands, v.About(council.KindDemand, submission))
	slices.SortStableFunc(out, func(a, b *Held[council.Demand]) int { return cmp.Compare(a.Thing.Number, b.Thing.Number) })
	return out
}

// SuggestionsOf a demand to delegations, by State.
func (v *View) SuggestionsOf(demand string) []*Held[council.Suggestion] {
	out := space.Pick(v.Suggestions, v.About(council.KindSuggestion, demand))
	slices.SortStableFunc(out, func(a, b *Held[council.Suggestion]) int {
		return strings.Compare(string(a.Thing.State), string(b.Thing.State))
	})
	return out
}

// allowDemand asks the policy table whether a person may work on what a demand's submission asks, for any body that writes it.
func allowDemand(s *Sides, who account.Person, act account.Act, id string) (*Held[council.Demand], *Held[council.Submission], account.Seat, error) {
	n, ok := s.Closed.Demands.Get(id)
	if !ok {
		seat, err := space.Allow(who, s.Closed.Workspace, act, nil)
		return nil, nil, seat, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindDemand, Value: id}))
	}
	h, seat, err := allowSubmission(s, who, act, n.Thing.Submission, true)
	return n, h, seat, err
}

// AddDemands adds what a submission asks for, each demand in words of its own; they are numbered on. Those of a public
// submission are public with it.
func (d *Desk) AddDemands(ctx context.Context, who account.Person, ws, submission, lang string, words []string) ([]string, error) {
	n := 0
	ids, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSubmission}
		h, seat, err := allowSubmission(s, who, account.Submit, submission, true)
		if err != nil {
			return seat, save, err
		}
		have := s.Closed.DemandsOf(submission)
		if len(have)+len(words) > demandsMost {
			return seat, save, &Invalid{Code: "many", Field: "demand"}
		}
		number := 0
		for _, x := range have {
			number = max(number, x.Thing.Number)
		}
		for _, w := range words {
			if w = strings.TrimSpace(w); w == "" {
				continue
			}
			number++
			x := council.Demand{Submission: submission, Number: number, Words: plan.Names{{Lang: lang, Words: w}}}
			if err := space.CheckTexts("demand", x.Words, true, DemandMax); err != nil {
				return seat, save, err
			}
			save.put(h.Thing, Put{Kind: council.KindDemand, ID: d.newID(), Thing: x})
		}
		if len(save.Puts) == 0 {
			return seat, save, &Invalid{Code: "empty", Field: "demand"}
		}
		n = len(save.Puts)
		return seat, save, nil
	})
	if err != nil {
		return nil, err
	}
	return ids[:n], nil // those of the public copies come after
}

// put saves a part of a submission, and publishes it where the submission is public.
func (save *Save) put(of council.Submission, p Put) {
	save.Puts = append(save.Puts, p)
	if of.Step == plan.Published {
		if save.Opening == nil {
			save.Opening = Open()
		}
		save.Opening.Add(p.Kind, p.ID, p.Thing)
	}
}

// SaveDemand saves the words of a demand.
func (d *Desk) SaveDemand(ctx context.Context, who account.Person, ws, id string, base store.FactID, words plan.Names) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSubmission}
		n, h, seat, err := allowDemand(s, who, account.Submit, id)
		if err != nil {
			return seat, save, err
		}
		if err := space.CheckTexts("text", words, true, DemandMax); err != nil {
			return seat, save, err
		}
		x := n.Thing
		x.Words = words
		save.put(h.Thing, Put{Kind: council.KindDemand, ID: id, Base: base, Thing: x})
		return seat, save, nil
	})
	return err
}

// RemoveDemand takes a demand away, of which nothing was traced.
func (d *Desk) RemoveDemand(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSubmission}
		_, _, seat, err := allowDemand(s, who, account.Submit, id)
		if err != nil {
			return seat, save, err
		}
		if len(s.Closed.TracesOf(id)) > 0 {
			return seat, save, &Invalid{Code: "traced", Field: "demand"}
		}
		save.Drops = []Drop{{Kind: council.KindDemand, ID: id, Base: base}}
		for _, x := range s.Closed.SuggestionsOf(id) {
			save.Drops = append(save.Drops, Drop{Kind: council.KindSuggestion, ID: x.ID, Base: x.Fact})
		}
		save.OpenDrops = s.Close(council.KindDemand, id)
		return seat, save, nil
	})
	return err
}

// SaveSuggestion keeps to which delegation a demand is suggested, and in what words. It stays inside: what is said to a
// delegation is between the two.
func (d *Desk) SaveSuggestion(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Suggestion) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSuggest}
		x := x
		if old, ok := s.Closed.Suggestions.Get(id); ok {
			x.Demand = old.Thing.Demand
		}
		_, _, seat, err := allowDemand(s, who, account.Submit, x.Demand)
		if err != nil {
			return seat, save, err
		}
		if _, ok := reference.State(x.State); !ok || x.State == s.Recs.State {
			return seat, save, &Invalid{Code: "unknown", Field: "state", Value: string(x.State)}
		}
		if err := cmp.Or(space.CheckID(council.KindSuggestion, s.Closed.Suggestions, id, base), space.CheckTexts("text", x.Words, true, space.LineMax),
			space.CheckWords("note", x.Note, space.ReasonMax)); err != nil {
			return seat, save, err
		}
		if len(s.Closed.SuggestionsOf(x.Demand)) >= space.ListMax {
			return seat, save, &Invalid{Code: "many", Field: "state"}
		}
		x.On = d.Today()
		save.Puts = []Put{{Kind: council.KindSuggestion, ID: id, Base: base, Thing: x}}
		return seat, save, nil
	}))
}

// RemoveSuggestion takes a suggestion away.
func (d *Desk) RemoveSuggestion(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSuggest, Drops: []Drop{{Kind: council.KindSuggestion, ID: id, Base: base}}}
		x, ok := s.Closed.Suggestions.Get(id)
		if !ok {
			seat, err := space.Allow(who, ws, account.Submit, nil)
			return seat, save, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindSuggestion, Value: id}))
		}
		_, _, seat, err := allowDemand(s, who, account.Submit, x.Thing.Demand)
		return seat, save, err
	})
	return err
}
