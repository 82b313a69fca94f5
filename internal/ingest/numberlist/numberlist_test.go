package numberlist_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/ingest/numberlist"
)

func refs(pairs ...int) []numberlist.Ref {
	var out []numberlist.Ref
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, numberlist.Ref{Paragraph: pairs[i], Number: pairs[i+1]})
	}
	return out
}

// two lists: 122.1–80 and 97.1–30.
var known = numberlist.Known{
	Paragraph: func(p int) bool { return p == 122 || p == 97 },
	Item: func(r numberlist.Ref) bool {
		return r.Number > 0 && (r.Paragraph == 122 && r.Number <= 80 || r.Paragraph == 97 && r.Number <= 30)
	},
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []numberlist.Ref
	}{
		"commas and and":                   {"Supports 122.1, 122.3 and 122.9.", refs(122, 1, 122, 3, 122, 9)},
		"range without second paragraph":   {"122.17-18", refs(122, 17, 122, 18)},
		"range over a line break":          {"122.62-\n64", refs(122, 62, 122, 63, 122, 64)},
		"range with blanks":                {"122.34- 35, 122.14– 15", refs(122, 34, 122, 35, 122, 14, 122, 15)},
		"full range":                       {"122.1-122.3", refs(122, 1, 122, 2, 122, 3)},
		"range in words":                   {"122.4 to 122.6", refs(122, 4, 122, 5, 122, 6)},
		"full stop typed for a comma":      {"122.34, 122.35. 122.36", refs(122, 34, 122, 35, 122, 36)},
		"no blank between":                 {"122.5,122.6", refs(122, 5, 122, 6)},
		"blank inside a number":            {"122. 7 and 122.8", refs(122, 7, 122, 8)},
		"paragraph number before the list": {"14. 122.34 is supported", refs(122, 34)},
		"numbers under a paragraph":        {"recommendations in paragraph 97, Nos. 1–3, 10 and 12", refs(97, 1, 97, 2, 97, 3, 97, 10, 97, 12)},
		"shortened after the first":        {"122.7, 8, 9", refs(122, 7, 122, 8, 122, 9)},
		"items of another list":            {"122.1, 121.3, 121.5 and 122.4", refs(122, 1, 122, 4)},
		"years and decimals are no items":  {"In 2014, 10.5 per cent; see 3.2", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []numberlist.Ref
			for _, l := range numberlist.Find(c.text, known) {
				got = append(got, l.Refs...)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestABackwardRangeIsReported(t *testing.T) {
	l := numberlist.Find("122.20-122.10", known)
	if len(l) != 1 || len(l[0].Backwards) != 1 {
		t.Fatalf("got %+v", l)
	}
}

func TestWhatIsPrintedIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "lists")
		var want []numberlist.Ref
		text := "supports "
		for i := range n {
			from := rapid.IntRange(1, 70).Draw(t, "from")
			long := rapid.IntRange(0, 5).Draw(t, "long")
			if i > 0 {
				text += rapid.SampledFrom([]string{", ", " and ", "; ", ". ", ","}).Draw(t, "sep")
			}
			text += numberlist.Ref{Paragraph: 122, Number: from}.String()
			if long > 0 {
				last := numberlist.Ref{Paragraph: 122, Number: from + long}.String()
				if rapid.Bool().Draw(t, "short") {
					last = last[4:]
				}
				text += rapid.SampledFrom([]string{"-", "–", " – ", "- ", " to "}).Draw(t, "dash") + last
			}
			for k := 0; k <= long; k++ {
				want = append(want, numberlist.Ref{Paragraph: 122, Number: from + k})
			}
		}
		var got []numberlist.Ref
		for _, l := range numberlist.Find(text, known) {
			got = append(got, l.Refs...)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%q: %s", text, d)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("122.1-3, 97.4 and 122.80")
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range numberlist.Find(s, known) {
			if l.Start < 0 || l.End > len(s) || l.Start >= l.End {
				t.Fatalf("list outside the text: %+v", l)
			}
		}
	})
}
