package followup

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/ingest/series"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// maxObservations bounds the values of one indicator.
const maxObservations = 20_000

// SaveIndicator saves what is measured; an empty id makes a new one. Somebody who may do it for a body only saves indicators
// of that body.
func (d *Desk) SaveIndicator(ctx context.Context, who account.Person, ws, id string, base store.FactID, x plan.Indicator) (string, error) {
	if id == "" {
		id = d.newID()
	}
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := s.maySeries(who, ws, id, &x)
		if err == nil {
			err = s.checkIndicator(id, x)
		}
		return seat, Save{Act: plan.KindIndicator, Puts: []Put{{Kind: plan.KindIndicator, ID: id, Base: base, Thing: x}}}, err
	})
	return id, err
}

// maySeries asks the policy table over the body of an indicator as it stands and as it shall be.
func (s *sides) maySeries(who account.Person, ws, id string, x *plan.Indicator) (account.Seat, error) {
	if x != nil && x.Body == "" && !who.MayIn(ws, account.EditSeries, &account.Target{}) {
		for _, seat := range who.In(ws) {
			if x.Body == "" && account.ScopeOf(seat.Role, account.EditSeries) == account.OwnBody {
				x.Body = seat.Body
			}
		}
	}
	old, there := s.Work.Indicators.Get(id)
	if there {
		seat, err := space.Allow(who, ws, account.EditSeries, &account.Target{Bodies: []string{old.Thing.Body}})
		if err != nil || x == nil {
			return seat, err
		}
	}
	if x == nil {
		return account.Seat{}, &Invalid{Code: "gone", Field: "indicator", Value: cut(id)}
	}
	return space.Allow(who, ws, account.EditSeries, &account.Target{Bodies: []string{x.Body}})
}

func (s *sides) checkIndicator(id string, x plan.Indicator) error {
	if !slices.Contains(plan.IndicatorTypes, x.Type) {
		return &Invalid{Code: "choice", Field: "type", Value: cut(string(x.Type))}
	}
	err := first(checkNames("title", x.Title, true), needed("definition", x.Definition), needed("unit", x.Unit), needed("source", x.Source),
		checkText("definition", x.Definition, maxText), checkText("unit", x.Unit, 100), checkText("source", x.Source, maxTitle), checkText("sdg", x.Goal, 20))
	if err != nil {
		return err
	}
	for field, value := range map[string]string{"baseline": x.Baseline, "target": x.Target} {
		if got, code := series.Decimal(value); value != "" && (code != "" || got != value) {
			return &Invalid{Code: "decimal", Field: field, Value: cut(value)}
		}
	}
	if x.Frequency < 0 || x.Frequency > 120 {
		return &Invalid{Code: "frequency", Field: "frequency", Value: fmt.Sprint(x.Frequency)}
	}
	if len(x.By) > 20 {
		return &Invalid{Code: "many", Field: "by"}
	}
	for _, by := range x.By {
		if err := checkText("by", by, 100); err != nil {
			return err
		}
	}
	if x.Body != "" {
		if _, ok := s.Work.Bodies.Get(x.Body); !ok {
			return &Invalid{Code: "no-body", Field: "body", Value: cut(x.Body)}
		}
	}
	old := plan.Indicator{}
	if h, ok := s.Work.Indicators.Get(id); ok {
		old = h.Thing
	}
	for _, m := range x.Measures {
		if _, ok := s.Work.Measures.Get(m); !ok && !slices.Contains(old.Measures, m) {
			return &Invalid{Code: "no-measure", Field: "measure", Value: cut(m)}
		}
	}
	return s.checkRecs(slices.DeleteFunc(slices.Clone(x.Recs), func(r string) bool { return slices.Contains(old.Recs, r) }))
}

// ObservationsOf are the values of an indicator, by period and then by what they are of, the whole first.
func (v *View) ObservationsOf(indicator string) []*Held[plan.Observation] {
	out := space.Pick(v.Observations, v.About(plan.KindObservation, indicator))
	slices.SortFunc(out, func(a, b *Held[plan.Observation]) int {
		return cmp.Or(a.Thing.On.Compare(b.Thing.On), cmp.Compare(a.Thing.Of, b.Thing.Of))
	})
	return out
}

// SeriesChange is one value that a table would bring.
type SeriesChange struct {
	plan.Observation
	Old string // value that stands; empty: none
	New bool
}

// SeriesPlan is what a table would change of an indicator's values.
type SeriesPlan struct {
	Changes []SeriesChange // new and changed ones, in the order of the table
	Same    int            // values that stand so already
	Digest  string         // of what was compared: who confirms says it
}

// PlanSeries compares a table with the values that an indicator has.
func (d *Desk) PlanSeries(ctx context.Context, who account.Person, ws, indicator string, rows []plan.Observation) (SeriesPlan, error) {
	work, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return SeriesPlan{}, err
	}
	s := &sides{Work: work}
	if _, err := s.maySeries(who, ws, indicator, nil); err != nil {
		return SeriesPlan{}, err
	}
	p, _ := s.planSeries(indicator, rows)
	return p, nil
}

func (s *sides) planSeries(indicator string, rows []plan.Observation) (SeriesPlan, []Put) {
	var p SeriesPlan
	var puts []Put
	h := sha256.New()
	for _, o := range rows {
		o.Indicator = indicator
		id := plan.ObservationID(indicator, o.On, o.Of)
		old, there := s.Work.Observations.Get(id)
		if there && old.Thing == o {
			p.Same++
			continue
		}
		c, base := SeriesChange{Observation: o, New: !there}, store.FactID(0)
		if there {
			c.Old, base = old.Thing.Value, old.Fact
		}
		p.Changes = append(p.Changes, c)
		puts = append(puts, Put{Kind: plan.KindObservation, ID: id, Base: base, Thing: o})
		_, _ = io.WriteString(h, fmt.Sprintf("%q %d %q %q %q\n", id, base, o.Value, o.Source, o.Note)) // a hash does not fail
	}
	p.Digest = hex.EncodeToString(h.Sum(nil)[:16])
	return p, puts
}

// SaveObservations brings a table of values as one act, all or nothing; the same table again changes nothing. seen is the
// digest of the plan that the person saw: when the values changed since, nothing is written (*Invalid, "stale").
func (d *Desk) SaveObservations(ctx context.Context, who account.Person, ws, indicator string, rows []plan.Observation, seen string) (n int, err error) {
	_, err = d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := s.maySeries(who, ws, indicator, nil)
		if err != nil {
			return seat, Save{}, err
		}
		for _, o := range rows {
			if err := checkObservation(o); err != nil {
				return seat, Save{}, err
			}
		}
		p, puts := s.planSeries(indicator, rows)
		if n = len(puts); len(s.Work.About(plan.KindObservation, indicator))+n > maxObservations {
			return seat, Save{}, &Invalid{Code: "many", Field: "value"}
		}
		if n > 0 && p.Digest != seen {
			return seat, Save{}, &Invalid{Code: "stale", Field: "value"}
		}
		return seat, Save{Act: plan.KindObservation, Puts: puts}, nil
	})
	return n, err
}

// SaveObservation saves one value by hand.
func (d *Desk) SaveObservation(ctx context.Context, who account.Person, ws string, base store.FactID, o plan.Observation) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := s.maySeries(who, ws, o.Indicator, nil)
		if err == nil {
			err = checkObservation(o)
		}
		id := plan.ObservationID(o.Indicator, o.On, o.Of)
		return seat, Save{Act: plan.KindObservation, Puts: []Put{{Kind: plan.KindObservation, ID: id, Base: base, Thing: o}}}, err
	})
	return err
}

// DropObservation takes a value away.
func (d *Desk) DropObservation(ctx context.Context, who account.Person, ws, indicator, id string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := s.maySeries(who, ws, indicator, nil)
		if h, ok := s.Work.Observations.Get(id); err == nil && ok && h.Thing.Indicator != indicator {
			err = &Invalid{Code: "gone", Field: "value"}
		}
		return seat, Save{Act: plan.KindObservation, Drops: []Drop{{Kind: plan.KindObservation, ID: id, Base: base}}}, err
	})
	return err
}

func checkObservation(o plan.Observation) error {
	if o.On.IsZero() {
		return &Invalid{Code: "missing", Field: "on"}
	}
	if got, code := series.Decimal(o.Value); code != "" || got != o.Value {
		return &Invalid{Code: "decimal", Field: "value", Value: cut(o.Value)}
	}
	return first(checkText("of", o.Of, 200), checkText("source", o.Source, maxTitle), checkText("note", o.Note, maxTitle))
}
