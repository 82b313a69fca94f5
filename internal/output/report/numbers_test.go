package report_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/output/report"
)

func TestNumbersAreWrittenShort(t *testing.T) {
	for want, list := range map[string][]string{
		"":                             nil,
		"126.1":                        {"126.1"},
		"126.1–3, 126.10":              {"126.10", "126.2", "126.1", "126.3", "126.2"},
		"95.2, 126.1–2":                {"126.2", "126.1", "95.2"},
		"124.9, 125.1":                 {"125.1", "124.9"},
		"126.1, 126.27.a, VP-1, VP-10": {"VP-10", "126.27.a", "126.1", "VP-1", "VP-1"},
	} {
		if got := report.Numbers(list); got != want {
			t.Errorf("%v: got %q, want %q", list, got, want)
		}
	}
}

func TestListsTypedByHandAreRead(t *testing.T) {
	has := func(n string) bool {
		return slices.Contains([]string{"126.1", "126.2", "126.3", "126.4", "126.10", "127.1", "127.2"}, n)
	}
	for text, want := range map[string][]string{
		"(Recommendations 126.1, 126.3–4 and 127.2)":     {"126.1", "126.3", "126.4", "127.2"},
		"Law reform (126.1–126.4; 126.10)":               {"126.1", "126.2", "126.3", "126.4", "126.10"},
		"126.1. 126.2. 127.1":                            {"126.1", "126.2", "127.1"},
		"126.1-3, 126.99, 130.1 in 2014 and 126.1 again": {"126.1", "126.2", "126.3"},
		"Law 404-VI of 2 January 2021":                   nil,
	} {
		if got, _ := report.ParseNumbers(text, has); !cmp.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
	if _, backwards := report.ParseNumbers("126.4–2", has); len(backwards) != 1 {
		t.Errorf("a range that runs backwards: %v", backwards)
	}
}

func TestWhatIsWrittenIsReadBackWhateverTheNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) string {
			return strconv.Itoa(rapid.IntRange(95, 99).Draw(t, "paragraph")) + "." + strconv.Itoa(rapid.IntRange(1, 40).Draw(t, "number"))
		}), 1, 60, rapid.ID[string]).Draw(t, "numbers")
		has := func(n string) bool { return slices.Contains(all, n) }
		got, backwards := report.ParseNumbers("Prisons (recommendations "+report.Numbers(all)+")", has)
		slices.Sort(got)
		slices.Sort(all)
		if !slices.Equal(got, all) || len(backwards) > 0 {
			t.Fatalf("wrote %s, read %v", report.Numbers(all), got)
		}
	})
}

// FuzzParseNumbers reads lists out of any text: nothing that is no number of the review may come out.
func FuzzParseNumbers(f *testing.F) {
	f.Add("(126.1, 126.3–5 and 127)")
	f.Add("126.5-2; 126. 7. 8")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		has := func(n string) bool { return slices.Contains([]string{"126.1", "126.2", "126.3", "127.1"}, n) }
		got, _ := report.ParseNumbers(s, has)
		for i, n := range got {
			if !has(n) || slices.Contains(got[:i], n) {
				t.Errorf("%q gives %v", s, got)
			}
		}
	})
}

func TestWordsAreCountedAsAWordProcessorDoes(t *testing.T) {
	for text, want := range map[string]int{"": 0, "one": 1, "two  words\n": 2, "a – b": 2, "Law 404-VI of 2 January": 5, "қазақ тілі": 2, "…": 0} {
		if got := report.Words(text); got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
}
