package followup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// DayKind is what a day of the calendar is about.
type DayKind string

// Kinds of days.
const (
	DayReport  DayKind = "report"  // a body's next report on a recommendation
	DayMeasure DayKind = "measure" // a measure is to be done
	DayStage   DayKind = "stage"   // a stage of a measure
	DayReview  DayKind = "review"  // of the Universal Periodic Review, by a rule or set by hand in its place
	DayOther   DayKind = "other"   // of any mechanism, by hand or from a table
)

// DayKinds in the order in which they are shown.
var DayKinds = []DayKind{DayReview, DayOther, DayReport, DayMeasure, DayStage}

// Day is an entry of a workspace's calendar.
type Day struct {
	ID     string // in the calendar, for ever
	Kind   DayKind
	On     upr.Date
	Month  bool // only the month is known; On is its first day
	Done   bool
	Bodies []string // ids of those whose it is; empty: the coordinator's

	Rec   string     // DayReport: the recommendation
	Thing string     // id of the measure, assignment or deadline; empty for a rule that stands as computed
	Title plan.Names // of a measure, or of a deadline as typed
	Stage string     // DayStage: its name

	Rule        string       // DayReview: code of reference.DeadlineRules
	Review      upr.ReviewID // DayReview
	Unconfirmed bool
	Computed    reference.When // what the rule says, where somebody set another day
	Mechanism   string
	Source      string
	Author      string // account that set the day; empty outside the workspace
	Fact        store.FactID
	Public      bool // everyone may see it
}

// Last is the last day on which it is in time.
func (d Day) Last() upr.Date {
	if !d.Month {
		return d.On
	}
	t := d.On.Time().AddDate(0, 1, -1)
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// Overdue says whether it was due before a day and is not done. What a rule computes is never overdue: nobody said that it
// was not done.
func (d Day) Overdue(on upr.Date) bool {
	return !d.Done && on.After(d.Last()) && (d.Kind != DayReview || d.Thing != "")
}

// Of says whether a day is of one of the bodies.
func (d Day) Of(bodies []string) bool {
	return slices.ContainsFunc(d.Bodies, func(b string) bool { return slices.Contains(bodies, b) })
}

// Days are the calendar of a workspace as the person may read it, in the order of the days. They are shared: do not change them.
func (d *Desk) Days(ctx context.Context, who account.Person, ws string, on upr.Date) ([]Day, error) {
	v, err := d.seen(ctx, who, ws)
	if err != nil {
		return nil, err
	}
	open, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, err
	}
	return Once(v, fmt.Sprintf("days %s %d", on, open.Act), func() []Day { return slices.Clip(daysOf(v, open, v.State(), on)) }), nil
}

// OpenDays are the calendar of what a workspace published, with the review's own days. They name no person.
func (d *Desk) OpenDays(ctx context.Context, ws string, on upr.Date) ([]Day, error) {
	v, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, err
	}
	return Once(v, "days "+on.String(), func() []Day { return slices.Clip(daysOf(v, v, v.State(), on)) }), nil
}

func daysOf(v, open *View, state upr.State, on upr.Date) []Day {
	out := reviewDays(v, open, state, on)
	for id, h := range v.Deadlines.All() {
		if h.Thing.Rule == "" {
			x := deadlineDay(h, open)
			x.ID, x.Kind, x.Title = "date-"+id, DayOther, plan.Names{{Words: h.Thing.Title}}
			out = append(out, x)
		}
	}
	for id, h := range v.Assignments.All() {
		if a := h.Thing; !a.Due.IsZero() && a.Stands() {
			out = append(out, Day{ID: "report-" + id, Kind: DayReport, On: a.Due, Rec: a.Rec, Thing: id, Bodies: []string{a.Body}, Fact: h.Fact})
		}
	}
	for id, h := range v.Measures.All() {
		out = append(out, measureDays(id, h, open)...)
	}
	slices.SortStableFunc(out, func(a, b Day) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(slices.Index(DayKinds, a.Kind), slices.Index(DayKinds, b.Kind)), strings.Compare(a.ID, b.ID))
	})
	return out
}

func deadlineDay(h *Held[plan.Deadline], open *View) Day {
	t := h.Thing
	x := Day{On: t.Due, Done: !t.Done.IsZero(), Thing: h.ID, Mechanism: t.Mechanism, Source: t.Source, Author: t.Author, Fact: h.Fact}
	if t.Body != "" {
		x.Bodies = []string{t.Body}
	}
	_, x.Public = open.Deadlines.Get(h.ID)
	return x
}

func measureDays(id string, h *Held[plan.Measure], open *View) []Day {
	m := h.Thing
	bodies := m.Supporting
	if m.Lead != "" {
		bodies = append([]string{m.Lead}, m.Supporting...)
	}
	_, public := open.Measures.Get(id)
	done := m.Status == plan.Full || m.Status == plan.Continuous || m.Status == plan.NotApplied
	var out []Day
	if !m.Due.IsZero() {
		out = append(out, Day{ID: "measure-" + id, Kind: DayMeasure, On: m.Due, Done: done, Thing: id, Title: m.Title, Bodies: bodies, Fact: h.Fact, Public: public})
	}
	for i, s := range m.Stages {
		if !s.Due.IsZero() {
			out = append(out, Day{ID: fmt.Sprintf("measure-%s-%d", id, i), Kind: DayStage, On: s.Due, Done: done || !s.Done.IsZero(), Thing: id, Title: m.Title, Stage: s.Name,
				Bodies: bodies, Fact: h.Fact, Public: public})
		}
	}
	return out
}

// reviewDays are the days around the State's latest review and around its next one: as a rule computes them, or as somebody
// set them.
func reviewDays(v, open *View, state upr.State, on upr.Date) []Day {
	var out []Day
	for _, r := range reviewsAround(state, on) {
		for _, rule := range reference.DeadlineRules() {
			when, ok := rule.Due(r)
			if !ok {
				continue
			}
			x := Day{ID: RuleID(r, rule.Code), Kind: DayReview, On: when.On, Month: when.Month, Unconfirmed: when.Unconfirmed, Source: when.Source, Rule: rule.Code, Review: r,
				Mechanism: MechanismUPR, Public: true}
			if h, ok := v.Deadlines.Get(x.ID); ok {
				by := deadlineDay(h, open)
				by.ID, by.Kind, by.Rule, by.Review, by.Computed, by.Mechanism = x.ID, x.Kind, x.Rule, r, when, MechanismUPR
				x = by
			}
			out = append(out, x)
		}
	}
	return out
}

// MechanismUPR is the mechanism of what a rule computes.
const MechanismUPR = "UPR"

// RuleID is the id of the deadline that stands in the place of a rule's for a review.
func RuleID(r upr.ReviewID, rule string) string {
	return fmt.Sprintf("upr-%s-%d-%s", r.State, r.Cycle, rule)
}

// reviewsAround are a State's latest review before a day and the next one.
func reviewsAround(state upr.State, on upr.Date) []upr.ReviewID {
	var out []upr.ReviewID
	for c := upr.Cycle(1); c < 10; c++ {
		r := upr.ReviewID{State: state, Cycle: c}
		w, ok := reference.ReviewDay(r)
		if !ok {
			continue // admitted to the Organization after that cycle
		}
		if w.On.After(on) {
			return append(out, r)
		}
		out = []upr.ReviewID{r}
	}
	return out
}
