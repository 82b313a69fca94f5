package wgreport_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wgreport"
	"github.com/openupr/openupr/internal/upr"
)

// leads are standing formulas with the position and claim they mean (handbook, 7.2).
var leads = []struct {
	text     string
	position upr.Position
	claim    upr.Claim
}{
	{"The recommendations formulated during the interactive dialogue and listed below have been examined by Kazakhstan and enjoy its support:", upr.Supported, upr.NoClaim},
	{"The recommendations formulated during the interactive dialogue/listed below enjoy the support of Kazakhstan:", upr.Supported, upr.NoClaim},
	{"The following recommendations enjoy the support of Kazakhstan, which considers that they are already implemented or in the process of implementation:", upr.Supported, upr.ImplementedOrOngoing},
	{"The following recommendations enjoy the support of Kazakhstan, which considers that they have already been implemented:", upr.Supported, upr.Implemented},
	{"The following recommendations enjoy the support of Kazakhstan, which considers that they are in the process of implementation:", upr.Supported, upr.Ongoing},
	{"The following recommendations will be examined by Kazakhstan, which will provide responses in due time, but no later than the twenty-eighth session of the Human Rights Council in March 2015:", upr.Pending, upr.NoClaim},
	{"Responses to the following recommendations will be provided by Kazakhstan in due time, but no later than the 28th session of the Human Rights Council in March 2015:", upr.Pending, upr.NoClaim},
	{"In the course of the discussion, the following recommendations were made to Kazakhstan:", upr.Pending, upr.NoClaim},
	{"Kazakhstan notes the following recommendations and will provide responses in due course:", upr.Pending, upr.NoClaim},
	{"The recommendations below did not enjoy the support of Kazakhstan:", upr.Noted, upr.NoClaim},
	{"The following recommendations did not enjoy the support of Kazakhstan and would thus be noted:", upr.Noted, upr.NoClaim},
	{"The recommendations below cannot be accepted and would thus be noted:", upr.Noted, upr.NoClaim},
	{"The following recommendations have been noted by Kazakhstan:", upr.Noted, upr.NoClaim},
	{"The following recommendations were rejected by Kazakhstan:", upr.Noted, upr.NoClaim},
	{"The following recommendations have been considered by Kazakhstan and have been noted:", upr.Noted, upr.NoClaim},
	{"Kazakhstan does not support the recommendations listed below:", upr.Noted, upr.NoClaim},
	{"Kazakhstan accepts the following recommendations:", upr.Supported, upr.NoClaim},
	{"Kazakhstan considers that the following recommendations have already been implemented or are in the process of implementation:", upr.Supported, upr.ImplementedOrOngoing},
	{"The following recommendations have been examined by Kazakhstan and have been noted by it:", upr.Noted, upr.NoClaim},
	{"The following recommendations have been examined by Kazakhstan and gained its support:", upr.Supported, upr.NoClaim},
	{"The recommendation below does not enjoy the support of Kazakhstan at this stage and is noted:", upr.Noted, upr.NoClaim},
	{"The response of Kazakhstan to the recommendations below will be included in the outcome report to be adopted by the Human Rights Council at its twenty-eighth session:", upr.Pending, upr.NoClaim},
	{"Kazakhstan indicated that the following recommendations enjoy its support and pertain to measures already being implemented or which had already been implemented:", upr.Supported, upr.ImplementedOrOngoing},
	{"The following recommendations enjoy the support of Kazakhstan, which considers that they are already being implemented:", upr.Supported, upr.Ongoing},
	{"The following recommendations have been accepted by Kazakhstan:", upr.Supported, upr.NoClaim},
}

func TestEveryStandingLeadHasItsPosition(t *testing.T) {
	for _, l := range leads {
		r := read(t, report("124. "+l.text, "124.1 Light the pier (Peru).", "125. "+disclaimer))
		if it := r.Items[0]; it.Position != l.position || it.Claim != l.claim || it.PositionRaw != l.text {
			t.Errorf("%q: %s %q", l.text, it.Position, it.Claim)
		}
		if len(r.Questions) != 0 {
			t.Errorf("%q: questions %+v", l.text, r.Questions)
		}
	}
}

var (
	names = []string{"Peru", "Chile", "Bosnia and Herzegovina", "Iran (Islamic Republic of)", "Mali", "Nigeria", "Niger"}
	codes = map[string]string{"Peru": "PER", "Chile": "CHL", "Bosnia and Herzegovina": "BIH", "Iran (Islamic Republic of)": "IRN", "Mali": "MLI", "Nigeria": "NGA", "Niger": "NER"}
	words = []string{"Repair the long pier of the harbour", "Continue to widen the road, with (WTR) in mind", "Consider article 9 (1) (a) of the Ports Act and its 12 annexes", "Take steps to light 25.5 per cent of the quays"}
)

// A report written in the standing forms is read back: items, numbers, words, States, positions.
func TestReadReadsBackWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paragraph := rapid.IntRange(60, 190).Draw(t, "first paragraph")
		dotted := rapid.Bool().Draw(t, "dotted")
		width := rapid.IntRange(30, 110).Draw(t, "width")
		var lines, want []string
		for range rapid.IntRange(1, 3).Draw(t, "paragraphs") {
			l := rapid.SampledFrom(leads).Draw(t, "lead")
			lines = append(lines, wrap(fmt.Sprintf("%d. %s", paragraph, l.text), width)...)
			n := rapid.IntRange(1, 6).Draw(t, "items")
			for i := 1; i <= n; i++ {
				w := rapid.SampledFrom(words).Draw(t, "words")
				by := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, "States")
				label := fmt.Sprintf("%d.", i)
				if dotted {
					label = fmt.Sprintf("%d.%d%s", paragraph, i, rapid.SampledFrom([]string{".", ""}).Draw(t, "dot"))
				}
				end := ";"
				if i == n {
					end = "."
				}
				lines = append(lines, wrap(label+" "+w+" ("+strings.Join(by, ", ")+")"+end, width)...)
				s := fmt.Sprintf("%d.%d %s", paragraph, i, l.position)
				if l.claim != "" {
					s += " " + string(l.claim)
				}
				var cs []string
				for _, b := range by {
					cs = append(cs, codes[b])
				}
				want = append(want, s+" | "+w+" "+strings.Join(cs, ","))
			}
			paragraph++
		}
		lines = append(lines, fmt.Sprintf("%d. %s", paragraph, disclaimer), "Annex", "Composition of the delegation")
		r, err := wgreport.Read(context.Background(), report(lines...), gazetteer.Default())
		if err != nil {
			t.Fatal(err)
		}
		got := summary(r)
		if len(got) != len(want) {
			t.Fatalf("%d items, want %d\n%s\n%s", len(got), len(want), strings.Join(got, "\n"), strings.Join(lines, "\n"))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("got  %s\nwant %s\n%s", got[i], want[i], strings.Join(lines, "\n"))
			}
		}
	})
}

// wrap breaks a text into lines as a page does: at blanks only.
func wrap(s string, width int) []string {
	var out []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len(line)+1+len(w) > width {
			out = append(out, line)
			line = w
			continue
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(out, line)
}

// Whatever the lines, Read answers with a reading whose items keep the invariants, or with a refusal.
func FuzzRead(f *testing.F) {
	f.Add("124. The following enjoy the support of Kazakhstan:\n124.1 Light the pier (Peru).\n125. " + disclaimer)
	f.Add("124. The recommendations did not enjoy\n1. a (Peru\n2. b Chile)\n3. c\n124.4 d\n125. 125.1 x")
	f.Add("60. Recommendations in paragraphs 1 (a) and 2 did not enjoy the support.\n61. III. Voluntary commitments\n")
	g := gazetteer.Default()
	f.Fuzz(func(t *testing.T, section string) {
		r, err := wgreport.Read(context.Background(), report(strings.Split(section, "\n")...), g)
		if err != nil {
			if _, ok := document.AsRefused(err); !ok {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			return
		}
		seen := map[upr.ItemID]bool{}
		for _, it := range r.Items {
			if seen[it.ID] {
				t.Fatalf("%s twice", it.ID)
			}
			seen[it.ID] = true
			if !it.Position.Valid() {
				t.Fatalf("%s has position %q", it.ID, it.Position)
			}
			if err := it.Check(); err != nil && it.Texts[0].Words != "" {
				t.Fatal(err)
			}
		}
	})
}
