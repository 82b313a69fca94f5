package council_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	area "github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

func tableOf[T any](things map[string]T) *space.Table[*space.Held[T]] {
	e := space.Edit(new(space.Table[*space.Held[T]]))
	for id, x := range things {
		e.Put(id, &space.Held[T]{ID: id, Thing: x})
	}
	return e.Done()
}

func on(year, month, day int) upr.Date { return upr.Date{Year: year, Month: month, Day: day} }

func yearOf(referrals map[string]council.Referral, replies map[string]council.Reply) area.AnnualOf {
	return area.AnnualOf{
		Advice: tableOf(map[string]council.Advice{
			"a2": {Body: "nhri", Number: "2", On: on(2027, 2, 1), Step: plan.Published},
			"a1": {Body: "nhri", Number: "1", On: on(2027, 2, 1), Step: plan.Published},
			"a3": {Body: "nhri", Number: "3", On: on(2027, 2, 1), Step: plan.Draft},
			"a0": {Body: "nhri", Number: "0", On: on(2026, 2, 1), Step: plan.Published},
			"b1": {Body: "other", Number: "1", On: on(2027, 2, 1), Step: plan.Published}}),
		Referrals: tableOf(referrals), Replies: tableOf(replies),
		Figures: tableOf(map[string]council.Figure{"f1": {Body: "nhri", Year: 2027, Value: 12, Order: 2}, "f2": {Body: "nhri", Year: 2027, Value: 7, Order: 1}, "f3": {Body: "nhri", Year: 2026}}),
		Ranks: tableOf(map[string]council.Accreditation{"r1": {Body: "nhri", Status: "B", From: on(2020, 1, 1)}, "r2": {Body: "nhri", Status: "A", From: on(2027, 6, 1)},
			"r3": {Body: "other", Status: "A", From: on(2027, 7, 1)}}),
		Assessments: tableOf(map[string]plan.Assessment{"s1": {Body: "nhri", Rec: "x", Verdict: plan.Contests, Step: plan.Published}, "s2": {Body: "nhri", Rec: "x", Verdict: plan.Contests, Step: plan.Published},
			"s3": {Body: "nhri", Rec: "y", Verdict: plan.Shares, Step: plan.Draft}, "s4": {Body: "other", Rec: "y", Verdict: plan.Shares, Step: plan.Published}}),
		Day: func(*space.Held[plan.Assessment]) upr.Date { return on(2027, 3, 1) },
	}
}

func TestAYearOfAnInstitutionIsCountedFromTheRecord(t *testing.T) {
	ref := func(body string, day, due upr.Date) council.Referral {
		return council.Referral{From: "nhri", Body: body, On: day, Due: due}
	}
	said := func(id string, day upr.Date, o council.Outcome, step plan.Step) council.Reply {
		return council.Reply{Referral: id, On: day, Outcome: o, Step: step}
	}
	x := yearOf(map[string]council.Referral{
		"in-time": ref("justice", on(2027, 2, 1), on(2027, 4, 1)),
		"late":    ref("justice", on(2027, 2, 1), on(2027, 4, 1)),
		"none":    ref("interior", on(2027, 2, 1), on(2027, 4, 1)),
		"draft":   ref("interior", on(2027, 2, 1), on(2027, 5, 1)), // a draft is no reply
		"waiting": ref("interior", on(2027, 6, 20), on(2027, 8, 20)),
		"older":   ref("health", on(2026, 2, 1), on(2026, 4, 1)),
		"done":    ref("labour", on(2025, 2, 1), on(2025, 4, 1)), // answered long ago: nothing of this year
		"other":   {From: "council", Body: "justice", On: on(2027, 2, 1), Due: on(2027, 4, 1)},
	}, map[string]council.Reply{
		"1": said("in-time", on(2027, 4, 1), council.Examines, plan.Published), "2": said("in-time", on(2027, 6, 1), council.Accepts, plan.Published),
		"3": said("late", on(2027, 4, 2), council.Declines, plan.Published), "4": said("draft", on(2027, 3, 1), council.Accepts, plan.Submitted),
		"5": said("done", on(2025, 3, 1), council.Accepts, plan.Published), "6": said("other", on(2027, 3, 1), council.Accepts, plan.Published),
		"7": said("none", on(2027, 8, 1), council.Accepts, plan.Published), // after the day of the tables
	})
	got := x.Year("nhri", 2027, on(2027, 7, 1))
	want := []area.AnnualBody{
		{Body: "health", Older: 1},
		{Body: "interior", Referred: 3, Due: 2, None: 2},
		{Body: "justice", Referred: 2, Due: 2, InTime: 1, After: 1, Outcomes: map[council.Outcome]int{council.Examines: 1, council.Accepts: 1, council.Declines: 1}},
	}
	if d := cmp.Diff(want, got.Bodies); d != "" {
		t.Errorf("bodies (-want +got):\n%s", d)
	}
	if s := got.Sum; s.Referred != 5 || s.Due != 4 || s.InTime != 1 || s.After != 1 || s.None != 2 || s.Older != 1 {
		t.Errorf("in all: %+v", s)
	}
	if len(got.Advice) != 2 || got.Advice[0].ID != "a1" || got.On != on(2027, 7, 1) {
		t.Errorf("%d recommendations as of %s", len(got.Advice), got.On)
	}
	if len(got.Late) != 3 || got.Late[0].ID != "older" {
		t.Errorf("overdue: %+v", got.Late)
	}
	if got.Said[plan.Contests] != 2 || got.Said[plan.Shares] != 0 || got.Recs != 1 {
		t.Errorf("assessments: %v of %d", got.Said, got.Recs)
	}
	if len(got.Count) != 2 || got.Count[0].ID != "f2" || got.Rank == nil || got.Rank.ID != "r2" {
		t.Errorf("figures %v, accreditation %+v", got.Count, got.Rank)
	}
	if before := x.Year("nhri", 2026, on(2027, 7, 1)); before.On != on(2026, 12, 31) || before.Rank.ID != "r1" || before.Sum.None != 1 {
		t.Errorf("the year before: %+v", before)
	}
}

// Whatever was referred and answered when, no reply that fell due is counted twice or left out, and the rows make up the sum.
func TestWhatFellDueIsInTimeLateOrUnanswered(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) upr.Date {
		return on(rapid.IntRange(2025, 2028).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	})
	rapid.Check(t, func(t *rapid.T) {
		refs, replies := map[string]council.Referral{}, map[string]council.Reply{}
		for i := range rapid.IntRange(0, 12).Draw(t, "referrals") {
			id := string(rune('a' + i))
			refs[id] = council.Referral{From: "nhri", Body: rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "body"), On: day.Draw(t, "on"), Due: day.Draw(t, "due")}
			if rapid.Bool().Draw(t, "replied") {
				replies[id] = council.Reply{Referral: id, On: day.Draw(t, "said"), Outcome: council.Accepts, Step: plan.Published}
			}
		}
		today := day.Draw(t, "today")
		got := yearOf(refs, replies).Year("nhri", 2027, today)
		var sum area.AnnualBody
		for _, b := range got.Bodies {
			if b.Due != b.InTime+b.After+b.None {
				t.Fatalf("%+v does not add up", b)
			}
			sum.Referred, sum.Due, sum.None, sum.Older = sum.Referred+b.Referred, sum.Due+b.Due, sum.None+b.None, sum.Older+b.Older
		}
		if sum.Referred != got.Sum.Referred || sum.Due != got.Sum.Due {
			t.Fatalf("rows make %+v, the sum is %+v", sum, got.Sum)
		}
		if len(got.Late) != sum.None+sum.Older {
			t.Fatalf("%d are overdue, the rows say %d", len(got.Late), sum.None+sum.Older)
		}
	})
}
