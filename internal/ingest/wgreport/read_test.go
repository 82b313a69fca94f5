package wgreport_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wgreport"
	"github.com/openupr/openupr/internal/upr"
)

func TestFrontMatterIsRead(t *testing.T) {
	r := read(t, report("124. The following recommendations enjoy the support of Kazakhstan:", "124.1. Light the pier (Peru).", "125. "+disclaimer))
	if r.Symbol != "A/HRC/28/99" || r.Review != kaz2 || r.WGSession != 20 || r.HRCSession != 28 || r.Grammar != wgreport.Grammar || r.Lang != "en" {
		t.Errorf("front: %+v", r)
	}
	if r.Issued != (upr.Date{Year: 2014, Month: 12, Day: 10}) || r.ReviewDate != (upr.Date{Year: 2014, Month: 10, Day: 30}) {
		t.Errorf("dates: issued %s, reviewed %s", r.Issued, r.ReviewDate)
	}
	it := r.Items[0]
	if it.ID != "UPR-KAZ-C2-124.1" || it.Label != "124.1." || it.Page != 2 || it.Sort != 1 || it.Texts[0].Words != "Light the pier (Peru)." || it.Texts[0].Source.SHA256 != "00" {
		t.Errorf("item: %+v", it)
	}
}

// Each case is section II of an invented report in the shape of a trap (handbook, 7.5).
func TestReadFollowsTheShapesOfSectionII(t *testing.T) {
	supported := "124. The recommendations formulated during the interactive dialogue and listed below enjoy the support of Kazakhstan:"
	end := "130. " + disclaimer
	for name, c := range map[string]struct {
		section []string
		want    []string
		ask     []string
	}{
		"dotted list with a final dot": {[]string{supported, "124.1. Light the", "pier (Peru);", "124.2. Widen the road (Chile).", "125. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL"}, nil},
		"dotted list without": {[]string{supported, "124.1 Light the pier (Peru);", "124.2 Widen the road (Chile)", "125. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL"}, nil},
		"local list": {[]string{supported, "1. Light the pier (Peru);", "2. Widen the road (Chile).", "125. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL"}, nil},
		"number alone on its line": {[]string{"124.", "The following recommendations enjoy the support of Kazakhstan:", "124.1.", "Light the pier (Peru).", "125.", disclaimer},
			[]string{"124.1 supported | Light the pier PER"}, nil},
		"spurious blank in the number": {[]string{supported, "124. 1 Light the pier (Peru);", "124 2. Widen the road (Chile).", end},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL"}, nil},
		"no blank behind the number": {[]string{supported, "124.1.Light the pier (Peru);", "124.2.Widen the road (Chile).", end},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL"}, nil},
		"trap 13: furniture between the lines": {[]string{supported, "124.1 Light the", "A/HRC/28/99", "14", "GE.14-23954", "pier (Peru).", end},
			[]string{"124.1 supported | Light the pier PER"}, nil},
		"trap 23: a line like a heading inside an item": {[]string{supported, "124.1 Keep its national", "voluntary commitments and pledges up to date (Peru);", "124.2 Widen the road (Chile).", end},
			[]string{"124.1 supported | Keep its national voluntary commitments and pledges up to date PER", "124.2 supported | Widen the road CHL"}, nil},
		"trap 24: mistyped paragraph number": {[]string{supported, "124.1 Light the pier (Peru);", "114.2 Widen the road (Chile);", "124.3 Dredge the canal (Mali).", end},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL ?label-mistyped", "124.3 supported | Dredge the canal MLI"}, nil},
		"a lead with a mistyped number": {[]string{supported, "124.1 Light the pier (Peru).", "152. The recommendations below did not enjoy the support of Kazakhstan:", "125.1 Dredge the canal (Mali).", "126. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER", "125.1 noted | Dredge the canal MLI"}, []string{wgreport.LabelMistyped}},
		"a number left out": {[]string{supported, "124.1 Light the pier (Peru);", "124.3 Dredge the canal (Mali).", end},
			[]string{"124.1 supported | Light the pier PER", "124.3 supported | Dredge the canal MLI ?number-skipped"}, nil},
		"a number twice": {[]string{supported, "124.1 Light the pier (Peru);", "124.1 Dredge the canal (Mali).", end},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Dredge the canal MLI ?number-repeated"}, nil},
		"a cross-reference at the beginning of a line": {[]string{supported, "124.1 Light the pier (Peru);", "124.2 Widen the road as said in", "124.1 above (Chile).", end},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road as said in 124.1 above CHL"}, nil},
		"trap 25: local number like the next paragraph's": {
			[]string{"2. The following recommendations enjoy the support of Kazakhstan:", "1. Light the pier (Peru);", "2. Dredge the canal (Mali);", "3. Widen the road (Chile).",
				"3. The following recommendations did not enjoy the support of Kazakhstan:", "1. Close the old quarry (Iraq).", "4. " + disclaimer},
			[]string{"2.1 supported | Light the pier PER", "2.2 supported | Dredge the canal MLI", "2.3 supported | Widen the road CHL", "3.1 noted | Close the old quarry IRQ"}, nil},
		"trap 26: a list of comments": {[]string{supported, "124.1 Light the pier (Peru).", "125. Kazakhstan offers the following comments:", "125.1 The pier was built in 1990.", "125.2 It is long.", end},
			[]string{"124.1 supported | Light the pier PER"}, nil},
		"trap 27: examined alone, items follow": {[]string{"124. The recommendations formulated during the interactive dialogue and listed below have been examined by Kazakhstan.",
			"125. The following recommendations enjoy the support of Kazakhstan:", "125.1 Light the pier (Peru).",
			"126. The following recommendations enjoy the support of Kazakhstan, which considers them to be already implemented:", "126.1 Widen the road (Chile).",
			"127. The following recommendations will be examined by Kazakhstan, which will provide responses in due time, but no later than the twenty-eighth session of the Human Rights Council in March 2015:", "127.1 Dredge the canal (Mali).",
			"128. The recommendations below did not enjoy the support of Kazakhstan and would thus be noted:", "128.1 Close the old quarry (Iraq).", "129. " + disclaimer},
			[]string{"125.1 supported | Light the pier PER", "126.1 supported implemented | Widen the road CHL", "127.1 pending | Dredge the canal MLI", "128.1 noted | Close the old quarry IRQ"}, nil},
		"trap 32: words behind the list": {[]string{supported, "124.1 Light the pier (Peru).", "With respect to piers, Kazakhstan will think about all of them.", "125. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER"}, nil},
		"trap 33: a hyphen at the end of a line": {[]string{supported, "124.1 Ratify OP-", "CAT and end follow-", "up (Peru).", end},
			[]string{"124.1 supported | Ratify OP-CAT and end follow-up PER"}, nil},
		"claims by number in a later paragraph": {[]string{supported, "124.1 Light the pier (Peru);", "124.2 Widen the road (Chile);", "124.3 Dredge the canal (Mali).",
			"125. Kazakhstan considers that recommendations Nos. 124.1 and 124.3 above are either already implemented or in the process of implementation.", "126. " + disclaimer},
			[]string{"124.1 supported implemented-or-ongoing | Light the pier PER", "124.2 supported | Widen the road CHL", "124.3 supported implemented-or-ongoing | Dredge the canal MLI"}, nil},
		"positions by number in a later paragraph": {[]string{"124. In the course of the discussion, the following recommendations were made to Kazakhstan:", "1. Light the pier (Peru);", "2. Widen the road (Chile);", "3. Dredge the canal (Mali).",
			"125. Recommendations Nos. 1 and 3 enjoy the support of Kazakhstan. Recommendation No. 2 did not enjoy the support of Kazakhstan.", "126. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER", "124.2 noted | Widen the road CHL", "124.3 supported | Dredge the canal MLI"}, nil},
		"a comment on noted items changes nothing": {[]string{"124. The recommendations below did not enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).",
			"125. With regard to recommendation 124.1 above, Kazakhstan indicated that the pier is accepted by all.", "126. " + disclaimer},
			[]string{"124.1 noted | Light the pier PER"}, nil},
		"a lettered list": {[]string{"60. In the course of the discussion, the following recommendations were made to Kazakhstan:", "(a) Light the pier (Peru);", "(b) Widen (a) the road and (b) the",
			"bridge (Chile).", "61. " + disclaimer}, []string{"60.a pending | Light the pier PER", "60.b pending | Widen (a) the road and (b) the bridge CHL"}, nil},
		"numbers that go on from the list before": {[]string{"60. The following recommendations enjoy the support of Kazakhstan:", "1. Light the pier (Peru);", "2. Widen the road (Chile).",
			"61. The following recommendations did not enjoy the support of Kazakhstan:", "3. Dredge the canal (Mali);", "4. Close the quarry (Iraq).", "62. " + disclaimer},
			[]string{"60.1 supported | Light the pier PER", "60.2 supported | Widen the road CHL", "61.3 noted | Dredge the canal MLI", "61.4 noted | Close the quarry IRQ"}, nil},
		"a lead that lost its number": {[]string{"The following recommendations enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).", "124.2 Widen the road (Chile).", "125. " + disclaimer},
			[]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL"}, nil},
		"trap 19: a part of an item": {[]string{supported, "124.1 Light the pier and widen it (Peru).", "125. Kazakhstan considers that the first part of recommendation 124.1 is already implemented.", "126. " + disclaimer},
			[]string{"124.1 supported | Light the pier and widen it PER ?part-of-item"}, nil},
		"accepted in part": {[]string{"124. The following recommendations are accepted in part by Kazakhstan:", "124.1 Light the pier (Peru).", "125. " + disclaimer},
			[]string{"124.1 unclear | Light the pier PER"}, []string{wgreport.LeadUnclear}},
		"a lead that fits no form": {[]string{"124. Kazakhstan is thankful for what follows:", "124.1 Light the pier (Peru).", "125. " + disclaimer},
			[]string{"124.1 pending | Light the pier PER"}, []string{wgreport.LeadUnclear}},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, report(c.section...))
			if d := cmp.Diff(c.want, summary(r)); d != "" {
				t.Errorf("items (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.ask, questions(r)); d != "" {
				t.Errorf("questions (-want +got):\n%s", d)
			}
		})
	}
}

func TestTheDeadlineIsRead(t *testing.T) {
	for words, want := range map[string]int{
		"no later than the twenty-eighth session of the Human Rights Council in March 2015":        28,
		"no later than the 24th session of the Human Rights Council in September 2013":             24,
		"included in the outcome report adopted by the Human Rights Council at its eighth session": 8,
		"in due course": 0,
	} {
		r := read(t, report("124. The following recommendations will be examined by Kazakhstan, which will provide responses "+words+":", "124.1 Light the pier (Peru).", "125. "+disclaimer))
		if int(r.Units[0].Deadline) != want {
			t.Errorf("%q: deadline %d, want %d", words, r.Units[0].Deadline, want)
		}
	}
}

func TestRecommendationsOfSectionIAreReadByAddress(t *testing.T) {
	lines := append([]string{}, front...)
	lines = append(lines,
		"33. Chile recommended that Kazakhstan (a) light the long pier at night; and (b) close the old quarry near the",
		"town. It asked (c) how many boats there are.",
		"34. The Netherlands asked about boats. It requested information on piers and recommended that Kazakhstan widen the road to the port.",
		"35. Peru welcomed the piers.",
		"36. Stressing the use of boats, Mali asked three questions to be considered as recommendations: it wished to know the plans to dredge the canal.",
		"II. CONCLUSIONS AND/OR RECOMMENDATIONS",
		"60. The following recommendations enjoy the support of Kazakhstan:", "1. Light the pier (Peru).",
		"61. The recommendations noted in the report in paragraphs 33 (a, b, c, d), 34 and 36 above did not enjoy the support of Kazakhstan.",
		"62. "+disclaimer)
	r := read(t, doc(lines...))
	want := []string{"60.1 supported | Light the pier PER", "33.a noted | light the long pier at night CHL", "33.b noted | close the old quarry near the town CHL",
		"34.0 noted | Kazakhstan widen the road to the port NLD ?from-summary",
		"36.0 noted | the plans to dredge the canal MLI ?from-summary"}
	if d := cmp.Diff(want, summary(r)); d != "" {
		t.Errorf("items (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{wgreport.FromSummary}, questions(r)); d != "" {
		t.Error(d)
	}
	if got := r.Questions[0].Detail["missing"]; got != "33 (c), 33 (d)" {
		t.Errorf("addresses that lead nowhere: %q", got)
	}
	if r.Items[1].ID != "UPR-KAZ-C2-33.a" || r.Items[1].Label != "33 (a)" {
		t.Errorf("address: %s %q", r.Items[1].ID, r.Items[1].Label)
	}
}

func TestPledgesHaveNumbersOfTheirOwn(t *testing.T) {
	for name, section := range map[string][]string{
		"behind the closing paragraph": {"124. The following enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).", "125. " + disclaimer,
			"III. Voluntary pledges and commitments", "126. Kazakhstan will light all piers.", "127. It will build boats.", "Annex", "Composition of the delegation", "128. Nobody."},
		"before it": {"124. The following enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).",
			"III. Voluntary commitments", "125. Kazakhstan will light all piers.", "126. It will build boats.", "127. " + disclaimer, "Annex"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, report(section...))
			var got []string
			for _, p := range r.Pledges {
				got = append(got, p.ID()+" "+p.Texts[0].Words)
			}
			if d := cmp.Diff([]string{"UPR-KAZ-C2-VP-1 Kazakhstan will light all piers.", "UPR-KAZ-C2-VP-2 It will build boats."}, got); d != "" {
				t.Error(d)
			}
			if len(r.Items) != 1 {
				t.Errorf("items: %v", summary(r))
			}
		})
	}
}

func TestTheTextAsReadInTheRoomIsKept(t *testing.T) {
	d := report("124. The following recommendations enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru);", "124.2 Widen the road (Chile).", "125. "+disclaimer)
	for i := range d.Blocks {
		if d.Blocks[i].Text == "124.1 Light the pier (Peru);" {
			d.Blocks[i].Marks = []document.Mark{{Offset: 27, Note: "1"}}
		}
	}
	d.Notes = []document.Note{{Mark: "1", Page: 2, Text: "The recommendation as read during the interactive dialogue: “Light every pier”."}}
	r := read(t, d)
	if r.Items[0].Delivered != "Light every pier”." && r.Items[0].Delivered != "Light every pier" {
		t.Errorf("delivered: %q", r.Items[0].Delivered)
	}
	if r.Items[1].Delivered != "" {
		t.Errorf("the next item took the note: %q", r.Items[1].Delivered)
	}
}

func TestAMarkedNoteGivesItsClaim(t *testing.T) {
	d := report("124. The following recommendations enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru);", "124.2 Widen the road (Chile).", "125. "+disclaimer)
	for i := range d.Blocks {
		if d.Blocks[i].Text == "124.2 Widen the road (Chile)." {
			d.Blocks[i].Marks = []document.Mark{{Offset: 29, Note: "*"}}
		}
	}
	d.Notes = []document.Note{{Mark: "*", Page: 1, Text: "Kazakhstan considers that these recommendations are already implemented."}}
	if d := cmp.Diff([]string{"124.1 supported | Light the pier PER", "124.2 supported implemented | Widen the road CHL"}, summary(read(t, d))); d != "" {
		t.Error(d)
	}
}

func TestRecommendationsOfAFootnoteAreRead(t *testing.T) {
	d := report("124. The following recommendations enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).",
		"125. In the view of Kazakhstan, the recommendations in the footnote below are not relevant.", "126. "+disclaimer)
	for i := range d.Blocks {
		if b := &d.Blocks[i]; contains(b.Text, "footnote below") {
			b.Marks = []document.Mark{{Offset: len(b.Text), Note: "1"}}
			d.Notes = []document.Note{{Mark: "1", Page: b.Page, Text: "Close the old quarry (Chile); Dredge the canal (Mali)."}}
		}
	}
	r := read(t, d)
	if d := cmp.Diff([]string{"124.1 supported | Light the pier PER", "125.n1 noted | Close the old quarry CHL | Dredge the canal MLI"}, summary(r)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{wgreport.FromFootnote}, questions(r)); d != "" {
		t.Error(d)
	}
}

func TestWordFilesCarryNumbersAsLabels(t *testing.T) {
	d := &document.Document{Format: document.DOCX, Extractor: "test/1", SHA256: "00"}
	for i, l := range front {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Text: l, Index: i + 1})
	}
	add := func(label, text string) {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Label: label, Text: text, Index: len(d.Blocks) + 1})
	}
	add("II.", "Conclusions and/or recommendations")
	add("124.", "The following recommendations enjoy the support of Kazakhstan:")
	add("124.1", "Light the pier (Peru);")
	add("124.2", "Widen the road (Chile) (Mali).")
	add("125.", disclaimer)
	r := read(t, d)
	if d := cmp.Diff([]string{"124.1 supported | Light the pier PER", "124.2 supported | Widen the road CHL,MLI"}, summary(r)); d != "" {
		t.Error(d)
	}
	if it := r.Items[0]; it.Page != 0 || it.Place == "" || it.Label != "124.1" {
		t.Errorf("place: %+v", it)
	}
}

func TestOtherDocumentsAreRefusedByName(t *testing.T) {
	for name, c := range map[string]struct{ lines, want []string }{
		"addendum":        {[]string{"A/HRC/28/99/Add.1", "Report of the Working Group on the Universal Periodic Review", "Kazakhstan", "Addendum", "1. Views."}, []string{"addendum"}},
		"national report": {[]string{"A/HRC/WG.6/20/KAZ/1", "National report", "1. Text."}, []string{"national report"}},
		"anything else":   {[]string{"Shopping list", "1. Bread."}, []string{"without the title"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := doc(c.lines...)
			d.Running = nil
			if wgreport.Detect(d) {
				t.Error("taken for a report")
			}
			_, err := wgreport.Read(context.Background(), d, gazetteer.Default())
			ref, ok := document.AsRefused(err)
			if !ok || ref.Code != document.NotExpected {
				t.Fatalf("error: %v", err)
			}
			for _, w := range c.want {
				if !contains(ref.Detail, w) {
					t.Errorf("detail %q does not name the document (%q)", ref.Detail, w)
				}
			}
		})
	}
}

func TestACancelledReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := wgreport.Read(ctx, report("124. The following enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).", "125. "+disclaimer), gazetteer.Default()); err == nil {
		t.Error("no error")
	}
}
