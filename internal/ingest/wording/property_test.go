package wording_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wording"
	"github.com/openupr/openupr/internal/upr"
)

var (
	verbs   = []string{"Repair", "Continue to widen", "Consider lighting", "Take steps to dredge", "Ensure access to"}
	objects = []string{"the harbour road", "the ferry pier (FP)", "article 9 (1) (a) of the Ports Act", "piers; bridges; and roads", "the “Blue Quay”", "all canals, locks and basins"}
	states  = map[string]upr.State{"Peru": "PER", "Bosnia and Herzegovina": "BIH", "Iran (Islamic Republic of)": "IRN", "Côte d’Ivoire": "CIV",
		"United Kingdom of Great Britain and Northern Ireland": "GBR", "Niger": "NER", "Nigeria": "NGA", "Trinidad and Tobago": "TTO", "Holy See": "VAT"}
	names = []string{"Peru", "Bosnia and Herzegovina", "Iran (Islamic Republic of)", "Côte d’Ivoire", "United Kingdom of Great Britain and Northern Ireland", "Niger", "Nigeria", "Trinidad and Tobago", "Holy See"}
)

// What is written in the forms that reports use is read back: words, States, order.
func TestSplitReadsBackWhatIsWritten(t *testing.T) {
	g := gazetteer.Default()
	rapid.Check(t, func(t *rapid.T) {
		var want []segment
		var text strings.Builder
		for i := range rapid.IntRange(1, 5).Draw(t, "segments") {
			if i > 0 {
				text.WriteString(rapid.SampledFrom([]string{"; ", ". ", " ; "}).Draw(t, "separator"))
			}
			words := rapid.SampledFrom(verbs).Draw(t, "verb") + " " + rapid.SampledFrom(objects).Draw(t, "object") + " no " + string(rune('A'+i))
			by := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 4, rapid.ID).Draw(t, "States")
			var codes []string
			for _, n := range by {
				codes = append(codes, string(states[n]))
			}
			text.WriteString(words + " " + rapid.SampledFrom([]func([]string) string{inOne, inEach, withAnd}).Draw(t, "form")(by))
			want = append(want, segment{words, strings.Join(codes, " "), ""})
		}
		text.WriteString(rapid.SampledFrom([]string{";", ".", "", " ;"}).Draw(t, "terminator"))
		it := wording.Split(text.String(), g, in2014)
		got := segments(it)
		if len(it.Questions) != 0 || len(got) != len(want) {
			t.Fatalf("%q: %+v, questions %+v", text.String(), got, it.Questions)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%q: got %+v, want %+v", text.String(), got[i], want[i])
			}
		}
	})
}

func inOne(by []string) string  { return "(" + strings.Join(by, ", ") + ")" }
func inEach(by []string) string { return "(" + strings.Join(by, ") (") + ")" }

func withAnd(by []string) string {
	if len(by) < 2 {
		return inOne(by)
	}
	return "(" + strings.Join(by[:len(by)-1], ", ") + " and " + by[len(by)-1] + ")"
}

// Whatever the text, the invariants of an item hold: segments are numbered, no State stands twice in one, none is the
// State under review, nothing panics, and words without a State have a question.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"Light the pier (Peru);", "Sign (A) and (B", "((((", "))))", "Ratify (Iran (Islamic Republic of)/ (France) OP-CAT", "x (Peru)1; y (Chile)** ."} {
		f.Add(s)
	}
	g := gazetteer.Default()
	f.Fuzz(func(t *testing.T, s string) {
		it := wording.Split(s, g, in2014)
		unsigned := false
		for i, seg := range it.Segments {
			if seg.N != i+1 {
				t.Fatalf("segment %d has number %d", i+1, seg.N)
			}
			if utf8.ValidString(s) && !utf8.ValidString(seg.Words) {
				t.Fatalf("words cut inside a letter: %q", seg.Words)
			}
			seen := map[upr.State]bool{}
			for _, a := range seg.By {
				if seen[a.State] || a.State == in2014.Review {
					t.Fatalf("%q: %s stands wrongly in segment %d", s, a.State, seg.N)
				}
				seen[a.State] = true
			}
			unsigned = unsigned || len(seg.By) == 0
		}
		if unsigned && len(it.Questions) == 0 {
			t.Fatalf("%q: a segment without a State and no question", s)
		}
	})
}
