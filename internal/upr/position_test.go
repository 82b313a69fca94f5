package upr_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/upr"
)

var stages = []upr.Stage{upr.StageWG, upr.StageAddendum, upr.StagePlenary, upr.StageMidTerm, upr.StageLater}

func days() *rapid.Generator[upr.Date] {
	return rapid.Custom(func(t *rapid.T) upr.Date {
		if rapid.IntRange(0, 4).Draw(t, "known") == 0 {
			return upr.Date{}
		}
		return upr.Date{Year: rapid.IntRange(2008, 2010).Draw(t, "year"), Month: rapid.IntRange(1, 12).Draw(t, "month"), Day: rapid.IntRange(1, 28).Draw(t, "day")}
	})
}

func events() *rapid.Generator[upr.PositionEvent] {
	return rapid.Custom(func(t *rapid.T) upr.PositionEvent {
		return upr.PositionEvent{Item: "UPR-KAZ-C9-124.3", Stage: rapid.SampledFrom(stages).Draw(t, "stage"), Value: rapid.SampledFrom(upr.Positions).Draw(t, "value"),
			Segment: rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "segment"), Date: days().Draw(t, "day"), Raw: rapid.StringN(0, 4, 8).Draw(t, "raw")}
	})
}

// datedEvents all bear a day; what a missing day means has a test of its own.
func datedEvents() *rapid.Generator[upr.PositionEvent] {
	return rapid.Map(events(), func(e upr.PositionEvent) upr.PositionEvent {
		if e.Date.IsZero() {
			e.Date = upr.Date{Year: 2009, Month: 6, Day: 15}
		}
		return e
	})
}

func TestEventsHaveOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := events().Draw(t, "a"), events().Draw(t, "b"), events().Draw(t, "c")
		if upr.CompareEvents(a, b) != -upr.CompareEvents(b, a) || upr.CompareEvents(a, a) != 0 {
			t.Fatal("the order depends on who is asked first")
		}
		if upr.CompareEvents(a, b) <= 0 && upr.CompareEvents(b, c) <= 0 && upr.CompareEvents(a, c) > 0 {
			t.Fatal("the order has a circle")
		}
		if i, j := slices.Index(stages, a.Stage), slices.Index(stages, b.Stage); i < j && upr.CompareEvents(a, b) >= 0 {
			t.Fatalf("%s does not come before %s", a.Stage, b.Stage)
		}
	})
}

// TestTheOrderOfLearningDoesNotMatter: the current position follows from stage and date, however the events came.
func TestTheOrderOfLearningDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ev := rapid.SliceOfN(datedEvents(), 0, 8).Draw(t, "events")
		ev = slices.CompactFunc(slices.SortedStableFunc(slices.Values(ev), upr.CompareEvents), func(a, b upr.PositionEvent) bool { return upr.CompareEvents(a, b) == 0 })
		mixed := rapid.Permutation(ev).Draw(t, "mixed")
		before := slices.Clone(mixed)
		asOf := days().Draw(t, "as of")
		if a, b := upr.Current(ev, asOf), upr.Current(mixed, asOf); a != b {
			t.Fatalf("%s in order, %s mixed", a, b)
		}
		if !slices.Equal(before, mixed) {
			t.Fatal("asking for the position changed the events")
		}
	})
}

func TestThePositionIsTheLatestEventsAboutTheWholeItem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ev := rapid.SliceOfN(datedEvents(), 0, 8).Draw(t, "events")
		want := upr.Pending
		var last *upr.PositionEvent
		for i := range ev {
			if ev[i].Segment == 0 && (last == nil || upr.CompareEvents(ev[i], *last) >= 0) {
				last = &ev[i]
				want = ev[i].Value
			}
		}
		if got := upr.Current(ev, upr.Date{}); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
		whole := slices.DeleteFunc(slices.Clone(ev), func(e upr.PositionEvent) bool { return e.Segment != 0 })
		if upr.Current(whole, upr.Date{}) != want {
			t.Fatal("an event about a segment moved the item")
		}
	})
}

// TestNothingMovesWithoutALaterEvent is I2: an event of an earlier stage never changes the position, the latest one about
// the whole item does.
func TestNothingMovesWithoutALaterEvent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ev := rapid.SliceOfN(datedEvents(), 1, 8).Draw(t, "events")
		more := datedEvents().Draw(t, "more")
		want := upr.Current(ev, upr.Date{})
		if more.Segment == 0 && !slices.ContainsFunc(ev, func(e upr.PositionEvent) bool { return e.Segment == 0 && upr.CompareEvents(e, more) > 0 }) {
			want = more.Value
		}
		if got := upr.Current(append(slices.Clone(ev), more), upr.Date{}); got != want {
			t.Fatalf("%s, want %s, after %+v", got, want, more)
		}
	})
}

func TestAsItStoodOnADay(t *testing.T) {
	ev := []upr.PositionEvent{
		{Stage: upr.StageWG, Value: upr.Pending, Date: upr.Date{Year: 2014, Month: 11, Day: 4}},
		{Stage: upr.StageAddendum, Value: upr.Noted, Date: upr.Date{Year: 2015, Month: 3, Day: 2}},
		{Stage: upr.StagePlenary, Value: upr.Supported, Date: upr.Date{Year: 2015, Month: 3, Day: 19}},
		{Stage: upr.StagePlenary, Segment: 2, Value: upr.Noted, Date: upr.Date{Year: 2015, Month: 3, Day: 20}},
	}
	for day, want := range map[string]upr.Position{
		"2014-11-03": upr.Pending, "2014-11-04": upr.Pending, "2015-03-01": upr.Pending, "2015-03-02": upr.Noted, "2015-03-18": upr.Noted,
		"2015-03-19": upr.Supported, "2015-03-20": upr.Supported, "2026-01-01": upr.Supported, "": upr.Supported,
	} {
		d, err := upr.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if got := upr.Current(ev, d); got != want {
			t.Errorf("on %q: %s, want %s", day, got, want)
		}
	}
}

// TestAnEventWithoutADayCountsFromWhatIsKnown: a list bears no day. It cannot speak of a day before the addendum that it
// repeats, and of two sources of one stage the one that came later holds.
func TestAnEventWithoutADayCountsFromWhatIsKnown(t *testing.T) {
	wg := upr.PositionEvent{Stage: upr.StageWG, Value: upr.Pending, Date: upr.Date{Year: 2025, Month: 3, Day: 24}}
	views := upr.PositionEvent{Stage: upr.StageAddendum, Value: upr.Noted, Date: upr.Date{Year: 2025, Month: 4, Day: 8}}
	list := upr.PositionEvent{Stage: upr.StageAddendum, Value: upr.Supported}
	early, between, late := upr.Date{Year: 2025, Month: 1, Day: 1}, upr.Date{Year: 2025, Month: 4, Day: 1}, upr.Date{Year: 2025, Month: 5, Day: 1}
	for name, c := range map[string]struct {
		events                         []upr.PositionEvent
		early, between, late, whenever upr.Position
	}{
		"list after views":   {[]upr.PositionEvent{wg, views, list}, upr.Pending, upr.Pending, upr.Supported, upr.Supported},
		"views after list":   {[]upr.PositionEvent{wg, list, views}, upr.Pending, upr.Pending, upr.Noted, upr.Noted},
		"list without views": {[]upr.PositionEvent{list, wg}, upr.Pending, upr.Supported, upr.Supported, upr.Supported},
		"nothing has a day":  {[]upr.PositionEvent{list}, upr.Supported, upr.Supported, upr.Supported, upr.Supported},
	} {
		got := []upr.Position{upr.Current(c.events, early), upr.Current(c.events, between), upr.Current(c.events, late), upr.Current(c.events, upr.Date{})}
		if want := []upr.Position{c.early, c.between, c.late, c.whenever}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestAnUnclearAnswerIsShownAsUnclear(t *testing.T) {
	ev := []upr.PositionEvent{{Stage: upr.StageWG, Value: upr.Supported}, {Stage: upr.StageAddendum, Value: upr.Unclear}}
	if got := upr.Current(ev, upr.Date{}); got != upr.Unclear {
		t.Errorf("%s", got)
	}
	if got := upr.Current(nil, upr.Date{}); got != upr.Pending {
		t.Errorf("without any event: %s", got)
	}
}

func TestABrokenEventIsNamed(t *testing.T) {
	ok := upr.PositionEvent{Item: "UPR-KAZ-C9-124.3", Stage: upr.StageAddendum, Value: upr.Noted, Source: upr.Source{Symbol: "A/HRC/99/7/Add.1"}}
	if err := ok.Check(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*upr.PositionEvent)
		says  string
	}{
		"a word the Council does not know":  {func(e *upr.PositionEvent) { e.Value = "rejected" }, "not known"},
		"no position":                       {func(e *upr.PositionEvent) { e.Value = "" }, "not known"},
		"no stage":                          {func(e *upr.PositionEvent) { e.Stage = "" }, "stage"},
		"an unknown stage":                  {func(e *upr.PositionEvent) { e.Stage = "rumour" }, "stage"},
		"no source":                         {func(e *upr.PositionEvent) { e.Source = upr.Source{} }, "no source"},
		"after adoption without a citation": {func(e *upr.PositionEvent) { e.Stage = upr.StageMidTerm }, "citation"},
		"much later and without a citation": {func(e *upr.PositionEvent) { e.Stage = upr.StageLater }, "citation"},
	} {
		t.Run(name, func(t *testing.T) {
			e := ok
			c.spoil(&e)
			if err := e.Check(); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error that says %q", err, c.says)
			}
		})
	}
	cited := ok
	cited.Stage, cited.Source.Para = upr.StageMidTerm, "12"
	if err := cited.Check(); err != nil {
		t.Errorf("a cited change after adoption is allowed: %v", err)
	}
}

func TestOnlyTwoPositionsAreTheCouncils(t *testing.T) {
	for _, p := range append(slices.Clone(upr.Positions), "", "rejected", "accepted") {
		if want := p == "supported" || p == "noted"; p.Final() != want {
			t.Errorf("%q: final is %v", p, p.Final())
		}
		if want := slices.Contains(upr.Positions, p); p.Valid() != want {
			t.Errorf("%q: valid is %v", p, p.Valid())
		}
	}
	if upr.StagePlenary.AfterAdoption() || !upr.StageMidTerm.AfterAdoption() || !upr.StageLater.AfterAdoption() || upr.Stage("").AfterAdoption() {
		t.Error("which stages come after the adoption")
	}
}

func TestDaysComeBackAndOrderAsTimeDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := days().Draw(t, "a"), days().Draw(t, "b")
		got, err := upr.ParseDate(a.String())
		if err != nil || got != a {
			t.Fatalf("%v is read as %v, %v", a, got, err)
		}
		if a.IsZero() || b.IsZero() {
			return
		}
		if a.Compare(b) != a.Time().Compare(b.Time()) || a.After(b) != a.Time().After(b.Time()) {
			t.Fatalf("%v and %v", a, b)
		}
		if a.Time().Format(time.DateOnly) != a.String() {
			t.Fatalf("%v is %v", a, a.Time())
		}
	})
	if (upr.Date{}).Compare(upr.Date{Year: 1}) >= 0 {
		t.Error("an unknown day does not come first")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2014-10-30", "2015-02-29", "2014-1-3", "2014-13-01", "0000-00-00", " 2014-10-30", "2014-10-30T00:00:00Z", "20141030"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := upr.ParseDate(s)
		if err == nil && d.String() != s {
			t.Errorf("%q is read as %v", s, d)
		}
		if err != nil && !d.IsZero() {
			t.Errorf("%q is refused and still gives %v", s, d)
		}
	})
}
