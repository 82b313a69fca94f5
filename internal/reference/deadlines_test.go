package reference_test

import (
	"testing"
	"time"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestReviewsKeepTheirPlaceInTheOrder(t *testing.T) {
	for _, c := range []struct {
		review upr.ReviewID
		on     string
		month  bool
		sure   bool
	}{
		{upr.ReviewID{State: "KAZ", Cycle: 2}, "2014-10-27", false, true},
		{upr.ReviewID{State: "KAZ", Cycle: 4}, "2025-01-20", false, true},
		{upr.ReviewID{State: "KAZ", Cycle: 5}, "2029-11-01", true, false}, // session 62: eight after January 2027
		{upr.ReviewID{State: reference.SampleReview().State, Cycle: 5}, "2029-11-01", true, false},
	} {
		w, ok := reference.ReviewDay(c.review)
		if !ok || w.On.String() != c.on || w.Month != c.month || w.Unconfirmed == c.sure || w.Source == "" {
			t.Errorf("%v: %+v, %v", c.review, w, ok)
		}
	}
	for _, r := range []upr.ReviewID{{State: "KAZ", Cycle: 0}, {State: "KAZ", Cycle: -1}, {State: "KAZ", Cycle: 1000}, {State: "QQQ", Cycle: 4}, {}} {
		if w, ok := reference.ReviewDay(r); ok {
			t.Errorf("%v is reviewed on %+v", r, w)
		}
	}
}

func TestDeadlinesFallAroundAReview(t *testing.T) {
	want := map[string]string{"stakeholders": "2024-06-20", "national-report": "2024-10-21", "advance-questions": "2025-01-06", "review": "2025-01-20",
		"addendum": "2025-05-01", "outcome": "2025-06-01", "mid-term": "2027-06-01"}
	for _, rule := range reference.DeadlineRules() {
		w, ok := rule.Due(upr.ReviewID{State: "KAZ", Cycle: 4})
		if !ok || w.On.String() != want[rule.Code] || w.Source == "" {
			t.Errorf("%s: %+v, %v; want %s", rule.Code, w, ok, want[rule.Code])
		}
		if w.Unconfirmed != (rule.Code != "review") {
			t.Errorf("%s: unconfirmed %v", rule.Code, w.Unconfirmed)
		}
		delete(want, rule.Code)
	}
	if len(want) > 0 {
		t.Errorf("no rule for %v", want)
	}
}

func TestDaysBeginAndEndInGeneva(t *testing.T) {
	for at, want := range map[string]string{"2026-11-23T22:59:59Z": "2026-11-23", "2026-11-23T23:00:00Z": "2026-11-24", "2026-07-01T21:59:59Z": "2026-07-01", "2026-07-01T22:00:00Z": "2026-07-02"} {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := reference.DayInGeneva(when); got.String() != want {
			t.Errorf("%s is %s in Geneva, not %s", at, got, want)
		}
	}
}
