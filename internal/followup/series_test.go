package followup_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestATableOfValuesIsAllOrNothingAndTwiceChangesNothing(t *testing.T) {
	d := desk(t)
	w := newWorld(t, d, 1)
	x := plan.Indicator{Title: names("Cases heard"), Type: plan.Process, Definition: "Cases heard by courts", Unit: "cases", Source: "Courts", Body: w.bodies["justice"], Recs: w.recs, Baseline: "10.50"}
	id := w.id(d.SaveIndicator(t.Context(), w.people["writer"], ws, "", 0, x))
	row := func(year int, of, value string) plan.Observation {
		return plan.Observation{On: upr.Date{Year: year, Month: 12, Day: 31}, Of: of, Value: value}
	}
	rows := []plan.Observation{row(2024, "", "12.50"), row(2025, "", "13"), row(2025, "women", "-0.00")}
	p, err := d.PlanSeries(t.Context(), w.people["writer"], ws, id, rows)
	w.must(err)
	if len(p.Changes) != 3 || !p.Changes[0].New {
		t.Errorf("the first table plans %+v", p)
	}
	if _, err := d.SaveObservations(t.Context(), w.people["writer"], ws, id, append(rows, row(2026, "", "many")), p.Digest); !invalid(err, "decimal") || w.work().Observations.Len() != 0 {
		t.Errorf("a bad value among good ones: %v, %d values", err, w.work().Observations.Len())
	}
	n, err := d.SaveObservations(t.Context(), w.people["writer"], ws, id, rows, p.Digest)
	w.must(err)
	acts := w.work().Act
	if again, err := d.SaveObservations(t.Context(), w.people["writer"], ws, id, rows, p.Digest); n != 3 || err != nil || again != 0 || w.work().Act != acts {
		t.Errorf("first %d, then %d: %v", n, again, err)
	}
	var got []string
	for _, o := range w.work().ObservationsOf(id) {
		got = append(got, fmt.Sprintf("%s %q %s", o.Thing.On, o.Thing.Of, o.Thing.Value))
	}
	if d := cmp.Diff([]string{`2024-12-31 "" 12.50`, `2025-12-31 "" 13`, `2025-12-31 "women" -0.00`}, got); d != "" {
		t.Error(d)
	}

	// Somebody changes a value between the look and the word: nothing is written.
	rows[1].Value = "14"
	p, err = d.PlanSeries(t.Context(), w.people["writer"], ws, id, rows)
	w.must(err)
	if len(p.Changes) != 1 || p.Same != 2 || p.Changes[0].Old != "13" {
		t.Errorf("the second table plans %+v", p)
	}
	now := w.work().ObservationsOf(id)[1]
	o := now.Thing
	o.Value = "15"
	w.must(d.SaveObservation(t.Context(), w.people["coordinator"], ws, now.Fact, o))
	if _, err := d.SaveObservations(t.Context(), w.people["writer"], ws, id, rows, p.Digest); !invalid(err, "stale") {
		t.Errorf("over a value that changed meanwhile: %v", err)
	}
	if err := d.SaveObservation(t.Context(), w.people["writer"], ws, now.Fact, o); err != nil {
		t.Errorf("the same value again: %v", err)
	}
	o.Value = "16"
	if err := d.SaveObservation(t.Context(), w.people["writer"], ws, now.Fact, o); !conflict(err) {
		t.Errorf("over an older version: %v", err)
	}
	for _, name := range []string{"other-writer", "monitor", "stakeholder", "reader", "steward"} {
		if _, err := d.SaveObservations(t.Context(), w.people[name], ws, id, rows, ""); !refused(err) {
			t.Errorf("%s brings values: %v", name, err)
		}
		if _, err := d.SaveIndicator(t.Context(), w.people[name], ws, "", 0, x); !refused(err) {
			t.Errorf("%s saves an indicator of another body: %v", name, err)
		}
	}
	h, _ := w.work().Indicators.Get(id)
	x.Body = w.bodies["interior"]
	if _, err := d.SaveIndicator(t.Context(), w.people["other-writer"], ws, id, h.Fact, x); !refused(err) {
		t.Errorf("a body takes the indicator of another: %v", err)
	}
}
