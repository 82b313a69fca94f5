package words_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/words"
)

func TestDifferenceShowsWordByWordWhatWasAmended(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          []words.Stretch
	}{
		"nothing":             {"", "", nil},
		"the same":            {"Open the lake road", "Open the lake road", []words.Stretch{{words.Kept, "Open the lake road"}}},
		"a word changed":      {"Open the lake road", "Open the hill road", []words.Stretch{{words.Kept, "Open the "}, {words.Gone, "lake "}, {words.Came, "hill "}, {words.Kept, "road"}}},
		"words at the end":    {"Open the road ", "Open the road by May", []words.Stretch{{words.Kept, "Open the road "}, {words.Came, "by May"}}},
		"words at the front":  {"Now open it", "open it", []words.Stretch{{words.Gone, "Now "}, {words.Kept, "open it"}}},
		"another text":        {"one two", "three", []words.Stretch{{words.Gone, "one two"}, {words.Came, "three"}}},
		"writing with blanks": {"开放道路", "开放小路", []words.Stretch{{words.Kept, "开放"}, {words.Gone, "道"}, {words.Came, "小"}, {words.Kept, "路"}}},
		"a new text":          {"", "all of it", []words.Stretch{{words.Came, "all of it"}}},
		"changes stand together": {"a b c d e", "a x c y e", []words.Stretch{{words.Kept, "a "}, {words.Gone, "b "}, {words.Came, "x "}, {words.Kept, "c "},
			{words.Gone, "d "}, {words.Came, "y "}, {words.Kept, "e"}}},
	} {
		if d := cmp.Diff(c.want, words.Difference(c.before, c.after)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestLongTextsAreToldApartInBoundedTime(t *testing.T) {
	before, after := strings.Repeat("lake ", 30_000), strings.Repeat("hill ", 30_000)
	if got := words.Difference(before, after); len(got) != 2 {
		t.Errorf("%d stretches", len(got))
	}
	if got := words.Difference(before+"end", before+"other"); len(got) != 3 || got[0].Text != before {
		t.Errorf("what begins the same is not kept: %d stretches", len(got))
	}
}

// whole holds what Difference promises.
func whole(t interface{ Fatalf(string, ...any) }, before, after string) {
	var a, b strings.Builder
	var last words.Change
	for _, s := range words.Difference(before, after) {
		if s.Text == "" || s.Change == last {
			t.Fatalf("a stretch is empty or like its neighbour: %q %q", s.Change, s.Text)
		}
		last = s.Change
		if s.Change != words.Came {
			a.WriteString(s.Text)
		}
		if s.Change != words.Gone {
			b.WriteString(s.Text)
		}
	}
	if a.String() != before || b.String() != after {
		t.Fatalf("%q and %q became %q and %q", before, after, a.String(), b.String())
	}
}

func TestDifferenceLosesAndAddsNothing(t *testing.T) {
	word := rapid.SampledFrom([]string{"lake", "hill ", " road\n", "开", "", "é", "\xff", "\u00a0", "a b c "})
	rapid.Check(t, func(t *rapid.T) {
		whole(t, strings.Join(rapid.SliceOf(word).Draw(t, "before"), ""), strings.Join(rapid.SliceOf(word).Draw(t, "after"), ""))
	})
}

func FuzzDifference(f *testing.F) {
	f.Add("Open the lake road", "Open the hill road")
	f.Add("\xff开 ", "\n\n")
	f.Fuzz(func(t *testing.T, before, after string) { whole(t, before, after) })
}
