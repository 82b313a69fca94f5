package reference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestStatesAreTheMembersAndTwoObservers(t *testing.T) {
	count := map[reference.Status]int{}
	groups := map[upr.Group]int{}
	for _, s := range reference.States() {
		count[s.Status]++
		groups[s.Group]++
		if !s.Code.Valid() {
			t.Errorf("code %q", s.Code)
		}
		if (s.Group == upr.NoGroup) != (s.Status == reference.Observer) {
			t.Errorf("%s is %s in group %q", s.Code, s.Status, s.Group)
		}
	}
	if count[reference.Member] != 193 || count[reference.Observer] != 2 {
		t.Errorf("States by status: %v", count)
	}
	want := map[upr.Group]int{upr.Africa: 54, upr.Asia: 54, upr.EEG: 23, upr.GRULAC: 33, upr.WEOG: 29, upr.NoGroup: 2}
	for g, n := range want {
		if groups[g] != n {
			t.Errorf("group %q has %d States, want %d", g, groups[g], n)
		}
	}
}

func TestEveryMemberHasOneReviewInEachCycle(t *testing.T) {
	seen := map[upr.ReviewID]bool{}
	for _, s := range reference.Schedule() {
		if seen[s.Review] {
			t.Errorf("%s stands twice", s.Review)
		}
		seen[s.Review] = true
		if c, ok := reference.CycleOf(s.Session); !ok || c != s.Review.Cycle {
			t.Errorf("%s stands in session %d of cycle %d", s.Review, s.Session, c)
		}
		if st, ok := reference.State(s.Review.State); !ok || st.Status != reference.Member {
			t.Errorf("%s is not a member", s.Review.State)
		}
	}
	if len(seen) != 4*193 {
		t.Errorf("%d reviews, want %d", len(seen), 4*193)
	}
}

func TestSessionsFollowOneAnother(t *testing.T) {
	all := reference.Sessions()
	if len(all) != 54 {
		t.Fatalf("%d sessions", len(all))
	}
	for i, s := range all {
		if int(s.N) != i+1 {
			t.Errorf("session %d stands in place %d", s.N, i+1)
		}
		if s.Start.IsZero() != (s.Expected != "") || s.Start.After(s.End) {
			t.Errorf("session %d: %s to %s, expected %q", s.N, s.Start, s.End, s.Expected)
		}
		if s.Source == "" || s.HRC == 0 {
			t.Errorf("session %d has no source or no session of the Council", s.N)
		}
		if i > 0 && !s.Start.IsZero() && (!s.Start.After(all[i-1].End) || s.Cycle < all[i-1].Cycle || s.HRC < all[i-1].HRC) {
			t.Errorf("session %d does not follow session %d", s.N, i)
		}
	}
}

func TestReviewOfFollowsTheCycleOfTheSession(t *testing.T) {
	if r, ok := reference.ReviewOf("KAZ", 20); !ok || r != (upr.ReviewID{State: "KAZ", Cycle: 2}) {
		t.Errorf("ReviewOf(KAZ, 20) = %v, %v", r, ok)
	}
	for _, bad := range []struct {
		code upr.State
		n    int
	}{{"VAT", 20}, {"QQQ", 20}, {"KAZ", 0}, {"KAZ", 55}} {
		if r, ok := reference.ReviewOf(bad.code, upr.WGSession(bad.n)); ok {
			t.Errorf("ReviewOf(%s, %d) = %v", bad.code, bad.n, r)
		}
	}
}

func TestNamesFollowTheDay(t *testing.T) {
	for _, c := range []struct {
		code upr.State
		lang string
		when upr.Date
		want string
	}{
		{"TUR", "en", upr.Date{Year: 2014, Month: 1, Day: 1}, "Turkey"},
		{"TUR", "en", upr.Date{}, "Türkiye"},
		{"CZE", "en", upr.Date{Year: 2012, Month: 1, Day: 1}, "Czech Republic"},
		{"CZE", "en", upr.Date{}, "Czechia"},
		{"KAZ", "ru", upr.Date{}, "Казахстан"},
		{"QQQ", "en", upr.Date{}, "QQQ"},
	} {
		if got := reference.Name(c.code, c.lang, c.when); got != c.want {
			t.Errorf("Name(%s, %s, %s) = %q, want %q", c.code, c.lang, c.when, got, c.want)
		}
	}
}

func TestEveryStateHasOneShortNameADayInEachLanguage(t *testing.T) {
	today := upr.Date{Year: 2026, Month: 11, Day: 23}
	for _, s := range reference.States() {
		for _, lang := range []string{"en", "fr", "es", "ru", "zh", "ar", "kk"} {
			n := 0
			for _, x := range s.Names {
				if x.Lang == lang && x.Kind == reference.ShortName && x.Valid(today) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s has %d short names in %s today", s.Code, n, lang)
			}
		}
	}
}

func TestStatesAreSortedInTheOrderOfALanguage(t *testing.T) {
	for _, c := range []struct {
		lang string
		want []upr.State
	}{
		{"en", []upr.State{"CIV", "HRV", "KAZ", "TUR", "ZWE"}}, // Côte d'Ivoire before Croatia
		{"ru", []upr.State{"ZWE", "KAZ", "CIV", "TUR", "HRV"}}, // З К(аз) К(от) Т Х
		{"kk", []upr.State{"ZWE", "CIV", "KAZ", "TUR", "HRV"}}, // З К Қ Т Х: Қ follows К
	} {
		got := []upr.State{"TUR", "KAZ", "ZWE", "HRV", "CIV"}
		reference.SortByName(got, c.lang)
		if !slices.Equal(got, c.want) {
			t.Errorf("in %s: %v, want %v", c.lang, got, c.want)
		}
	}
}

func TestInventedStatesStandApart(t *testing.T) {
	all := reference.InventedStates()
	if len(all) != 13 {
		t.Errorf("%d invented States", len(all))
	}
	for _, s := range all {
		if _, real := reference.State(s.Code); real || !s.Code.Valid() || !strings.HasPrefix(string(s.Code), "ZZ") {
			t.Errorf("code %s", s.Code)
		}
		if !reference.IsInvented(s.Code) || reference.Name(s.Code, "ru", upr.Date{}) == string(s.Code) {
			t.Errorf("%s has no name in Russian", s.Code)
		}
	}
	if reference.IsInvented("KAZ") || !reference.IsInvented(reference.SampleState) {
		t.Error("the sample's State is not told from a real one")
	}
	if _, ok := reference.ReviewOf(reference.SampleState, 48); !ok {
		t.Error("the sample's State has no review")
	}
	if s, ok := reference.SlotOf(reference.SampleReview()); !ok || s.Session != 48 {
		t.Errorf("the sample's review stands in session %d", s.Session)
	}
}

func TestEveryTableSaysSourceAndDate(t *testing.T) {
	for _, s := range reference.Sources() {
		head := ""
		for _, h := range s.Head {
			head += h + "\n"
		}
		for _, word := range []string{"Source:", "As of:"} {
			if !strings.Contains(head, word) {
				t.Errorf("%s does not say %q", s.File, word)
			}
		}
	}
}

func TestClassificationsAreComplete(t *testing.T) {
	goals, targets := reference.SDGGoals(), reference.SDGTargets()
	if len(goals) != 17 || len(targets) != 169 {
		t.Errorf("%d goals, %d targets", len(goals), len(targets))
	}
	known := map[string]bool{}
	for _, g := range goals {
		known[g.Code] = true
		for _, lang := range []string{"en", "ru", "kk"} {
			if g.Title[lang] == "" {
				t.Errorf("goal %s has no title in %s", g.Code, lang)
			}
		}
	}
	seen := map[string]bool{}
	for _, x := range targets {
		if !known[x.Goal] || !strings.HasPrefix(x.Code, x.Goal+".") || x.Title == "" || seen[x.Code] {
			t.Errorf("target %+v", x)
		}
		seen[x.Code] = true
	}
	if n := len(reference.Issues()); n != 54 {
		t.Errorf("%d issues", n)
	}
	if c := reference.ActionCategories(); len(c) != 5 || c[4].Code != "specific" || len(c[4].Verbs) == 0 {
		t.Errorf("action categories %+v", c)
	}
}

func TestTreatiesAndTheirParties(t *testing.T) {
	all := reference.Treaties()
	if len(all) != 18 {
		t.Fatalf("%d treaties", len(all))
	}
	year := map[string]int{}
	for _, x := range all {
		year[x.Code] = x.Adopted
		for _, lang := range []string{"en", "ru", "kk"} {
			if x.Title[lang] == "" {
				t.Errorf("%s has no title in %s", x.Code, lang)
			}
		}
	}
	for _, x := range all {
		if x.Of != "" && year[x.Of] == 0 {
			t.Errorf("%s belongs to %q", x.Code, x.Of)
		}
	}
	for _, s := range reference.States() {
		seen := map[string]bool{}
		for _, b := range reference.Ratifications(s.Code) {
			if year[b.Treaty] == 0 || seen[b.Treaty] || (b.Party && b.Year != 0 && b.Year < year[b.Treaty]) {
				t.Errorf("%s: %+v", s.Code, b)
			}
			seen[b.Treaty] = true
		}
	}
	if n := len(reference.Ratifications("KAZ")); n == 0 {
		t.Error("no treaties of a State that is party to some")
	}
}
