package reference

import (
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // Geneva's clock changes are known on every machine

	"github.com/openupr/openupr/internal/upr"
)

// DeadlineRule says when something falls due around a review.
type DeadlineRule struct {
	Code         string // "mid-term"; its words are in the catalogue ("dates.rule.<code>")
	FromOutcome  bool   // counted from the month of adoption; else from the first day of the session
	Months, Days int
	Unconfirmed  bool // an aid for planning: the secretariat sets the days
	Source       string
}

var deadlineRules = sync.OnceValue(func() []DeadlineRule {
	var out []DeadlineRule
	for _, r := range table("deadlines.tsv") {
		out = append(out, DeadlineRule{Code: r["code"], FromOutcome: r["from"] == "outcome", Months: r.number("months"), Days: r.number("days"),
			Unconfirmed: r.unconfirmed("confirmed"), Source: r["source"]})
	}
	return out
})

// DeadlineRules in the order in which they fall due.
func DeadlineRules() []DeadlineRule { return slices.Clone(deadlineRules()) }

// When is a day or, where no more is known, a month.
type When struct {
	On          upr.Date // the first day of the month where only that is known
	Month       bool
	Unconfirmed bool
	Source      string
}

// sessionsOfCycle is how many sessions the Working Group holds in a cycle since the second (A/HRC/RES/16/21, annex,
// para. 3). The order of the first cycle is kept (para. 4; A/HRC/DEC/17/119, para. 1).
const sessionsOfCycle = 14

// lastCycle bounds how far ahead a review is looked for.
const lastCycle = 9

// ReviewDay is the first day of the session in which a State is reviewed: as the calendar has it, else as the order of the
// cycle before gives it. False where nothing is known.
func ReviewDay(r upr.ReviewID) (When, bool) {
	n, unconfirmed, source, ok := reviewSession(r)
	if !ok {
		return When{}, false
	}
	if s, known := SessionByNumber(n); known {
		w := When{On: s.Start, Unconfirmed: unconfirmed || s.Unconfirmed, Source: s.Source}
		if s.Start.IsZero() {
			w.On, w.Month, w.Unconfirmed = firstOf(s.Expected), true, true
		}
		if unconfirmed {
			w.Source = source
		}
		return w, !w.On.IsZero()
	}
	all := sessions()
	last := all[len(all)-1]
	on := last.Start
	if on.IsZero() {
		on = firstOf(last.Expected)
	}
	for range int(n - last.N) {
		on = nextSession(on)
	}
	return When{On: on, Month: true, Unconfirmed: true, Source: source}, true
}

// reviewSession is the session in which a State is reviewed.
func reviewSession(r upr.ReviewID) (n upr.WGSession, unconfirmed bool, source string, ok bool) {
	if r.Cycle < 1 || r.Cycle > lastCycle {
		return 0, false, "", false
	}
	if s, ok := SlotOf(r); ok {
		return s.Session, s.Unconfirmed, s.Source, true
	}
	n, _, _, ok = reviewSession(upr.ReviewID{State: r.State, Cycle: r.Cycle - 1})
	return n + sessionsOfCycle, true, "A/HRC/RES/16/21, annex, paras. 3-4: the order of the cycle before", ok
}

// nextSession is the month of the session after one, as the Working Group has met since 2012: January, May, November.
func nextSession(on upr.Date) upr.Date {
	switch {
	case on.Month < 4:
		return upr.Date{Year: on.Year, Month: 5, Day: 1}
	case on.Month < 9:
		return upr.Date{Year: on.Year, Month: 11, Day: 1}
	}
	return upr.Date{Year: on.Year + 1, Month: 1, Day: 1}
}

// Due is the day on which a rule falls for a review. False where the review's session is not known.
func (d DeadlineRule) Due(r upr.ReviewID) (When, bool) {
	w, ok := ReviewDay(r)
	if !ok {
		return When{}, false
	}
	if d.FromOutcome {
		w.On, w.Month, w.Unconfirmed = adoption(w.On), true, true
	}
	if d.Months != 0 || d.Days != 0 {
		t := time.Date(w.On.Year, time.Month(w.On.Month+d.Months), w.On.Day, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.Days)
		w.On = upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
		w.Source = d.Source
	} else if d.FromOutcome {
		w.Source = d.Source
	}
	w.Unconfirmed = w.Unconfirmed || d.Unconfirmed
	if w.Month {
		w.On.Day = 1
	}
	return w, true
}

// adoption is the month in which the Council takes up what a session brought.
func adoption(session upr.Date) upr.Date {
	switch {
	case session.Month < 4:
		return upr.Date{Year: session.Year, Month: 6, Day: 1}
	case session.Month < 9:
		return upr.Date{Year: session.Year, Month: 9, Day: 1}
	}
	return upr.Date{Year: session.Year + 1, Month: 3, Day: 1}
}

// firstOf a month written YYYY-MM.
func firstOf(month string) upr.Date {
	d, err := upr.ParseDate(month + "-01")
	if err != nil {
		return upr.Date{}
	}
	return d
}

var geneva = sync.OnceValue(func() *time.Location {
	l, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		panic("the clock of Geneva is part of the program: " + err.Error())
	}
	return l
})

// Geneva is the time zone by whose clock days begin and end in the program's calendar.
func Geneva() *time.Location { return geneva() }

// DayInGeneva is the calendar day at a moment.
func DayInGeneva(t time.Time) upr.Date {
	y, m, d := t.In(geneva()).Date()
	return upr.Date{Year: y, Month: int(m), Day: d}
}
