package sample_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/upr"
)

func facts(t *testing.T) []sample.ReviewFacts {
	t.Helper()
	all, err := sample.Facts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFactsHaveTheSameTemplateForEveryReview(t *testing.T) {
	seen := map[upr.ReviewID]bool{}
	for _, r := range facts(t) {
		seen[r.Review] = true
		var names []string
		for _, f := range r.Facts {
			names = append(names, f.Name)
			if (f.Value == "") != (f.Source == "") || f.Value == "" && f.Confirmed {
				t.Errorf("%s %s: value %q, source %q, confirmed %v", r.Review, f.Name, f.Value, f.Source, f.Confirmed)
			}
		}
		if d := cmp.Diff(sample.FactNames(), names); d != "" {
			t.Errorf("%s has other facts than the template (-want +got):\n%s", r.Review, d)
		}
	}
	if len(seen) != 8 {
		t.Errorf("facts on %d reviews: %v", len(seen), seen)
	}
}

func TestFactsAgreeWithTheCalendar(t *testing.T) {
	for _, r := range facts(t) {
		slot, ok := reference.SlotOf(r.Review)
		if f, has := r.Get("wg-session"); !ok || !has || f.Value != itoa(int(slot.Session)) {
			t.Errorf("%s stands in session %d, its facts say %q", r.Review, slot.Session, f.Value)
		}
		session, _ := reference.SessionByNumber(slot.Session)
		if f, _ := r.Get("council-session"); f.Value != itoa(int(session.HRC)) {
			t.Errorf("%s came to session %q of the Council, the calendar says %d", r.Review, f.Value, session.HRC)
		}
		for _, name := range []string{"review-date", "wg-adopted"} {
			f, _ := r.Get(name)
			day, err := upr.ParseDate(f.Value)
			if err != nil {
				t.Errorf("%s %s: %v", r.Review, name, err)
			}
			if !day.IsZero() && (session.Start.After(day) || day.After(session.End)) {
				t.Errorf("%s %s on %s is outside the session", r.Review, name, day)
			}
		}
		f, _ := r.Get("troika")
		troika(t, r.Review, f.Value)
	}
}

// troika checks what 5/1, annex, para. 18 (d) asks for: three States, not the reviewed one.
func troika(t *testing.T, review upr.ReviewID, value string) {
	t.Helper()
	if value == "" {
		return
	}
	seen := map[upr.State]bool{review.State: true}
	for i := 0; i+3 <= len(value); i += 4 {
		code := upr.State(value[i : i+3])
		if _, ok := reference.State(code); !ok || seen[code] {
			t.Errorf("%s: %s in troika %q", review, code, value)
		}
		seen[code] = true
	}
	if len(seen) != 4 {
		t.Errorf("%s: troika %q", review, value)
	}
}

func TestTalliesAddUp(t *testing.T) {
	want := map[string][3]int{ // received, supported, noted; the counts that the program must reproduce
		"KAZ/1 plenary": {128, 121, 7}, "KAZ/2 wg": {194, 143, 51}, "KAZ/2 plenary": {194, 144, 50},
		"KAZ/3 plenary": {245, 214, 31}, "KAZ/4 plenary": {294, 259, 35},
		"SVN/2 addendum": {163, 142, 21}, "SVN/3 plenary": {215, 182, 33}, "SVN/4 addendum": {254, 217, 37},
	}
	for _, r := range facts(t) {
		tallies, err := r.Tallies()
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range tallies {
			if x.Supported >= 0 && x.Noted >= 0 && x.Supported+x.Noted != x.Received {
				t.Errorf("%s %s: %d and %d of %d", x.Review, x.Stage, x.Supported, x.Noted, x.Received)
			}
			key := x.Review.String() + " " + string(x.Stage)
			if w, ok := want[key]; ok {
				if got := [3]int{x.Received, x.Supported, x.Noted}; got != w {
					t.Errorf("%s: %v, want %v", key, got, w)
				}
				delete(want, key)
			}
			if x.Source.Symbol == "" {
				t.Errorf("%s has no source", key)
			}
		}
	}
	for key := range want {
		t.Errorf("no tally %s", key)
	}
}
