package addendum_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/addendum"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

var kaz2 = upr.ReviewID{State: "KAZ", Cycle: 2}

var front = []string{"A/HRC/28/99/Add.1", "Distr.: General", "4 March 2015", "Human Rights Council", "Agenda item 6", "Report of the Working Group on the Universal Periodic Review*",
	"Kazakhstan", "Addendum", "Views on conclusions and/or recommendations, voluntary commitments", "and replies presented by the State under review"}

func lines(l ...string) *document.Document {
	d := &document.Document{Format: document.PDF, Extractor: "test/1", SHA256: "00", Running: []string{"A/HRC/28/99/Add.1"}}
	for i, t := range append(append([]string{}, front...), l...) {
		d.Blocks = append(d.Blocks, document.Block{Text: t, Page: i/25 + 1, Index: i%25 + 1})
	}
	return d
}

// table makes a document with one table; a cell holds one paragraph, a single cell is a merged row.
func table(rows ...[]string) *document.Document {
	d := lines()
	for i, r := range rows {
		b := document.Block{Kind: document.Row, Index: i + 1}
		for c, t := range r {
			b.Cells = append(b.Cells, document.Cell{Column: c, Span: 1, Paragraphs: []document.Block{{Kind: document.Paragraph, Text: t}}})
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
}

// items 124.1 to 124.n.
func items(n int) []upr.ItemID {
	var out []upr.ItemID
	for i := 1; i <= n; i++ {
		out = append(out, upr.NewItemID(kaz2, 124, fmt.Sprint(i)))
	}
	return out
}

func read(t testing.TB, d *document.Document, known []upr.ItemID) *reading.Reading {
	t.Helper()
	r, err := addendum.Read(context.Background(), d, gazetteer.Default(), known)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// events on one line: "1+ 2- 3?" with an i for implemented, o for ongoing, io for either.
func events(r *reading.Reading) string {
	sign := map[upr.Position]string{upr.Supported: "+", upr.Noted: "-", upr.Unclear: "?", upr.Pending: "."}
	claim := map[upr.Claim]string{upr.Implemented: "i", upr.Ongoing: "o", upr.ImplementedOrOngoing: "io"}
	var out []string
	for _, e := range r.Events {
		ref, _ := upr.ParseItemRef(string(e.Item))
		out = append(out, ref.Number+sign[e.Value]+claim[e.Claim])
	}
	return strings.Join(out, " ")
}

func questions(r *reading.Reading) []string {
	var out []string
	for _, q := range r.Questions {
		out = append(out, strings.TrimSpace(q.Kind+" "+q.Detail["items"]))
	}
	return out
}

func TestListsDecidePositions(t *testing.T) {
	for name, c := range map[string]struct {
		text []string
		n    int
		want string
		ask  []string
	}{
		"headings over lists":             {[]string{"I. Accepted recommendations", "3. 124.1, 124.3-4.", "II. Noted recommendations", "4. 124.2 and 124.5."}, 5, "1+ 2- 3+ 4+ 5-", nil},
		"sentences":                       {[]string{"3. The Government accepts the recommendations 124.1, 124.3–124.5.", "4. The Government takes note of recommendation 124.2."}, 5, "1+ 2- 3+ 4+ 5+", nil},
		"numbers without their paragraph": {[]string{"3. The Government accepts the recommendations 1, 3–5.", "4. It notes recommendation 2."}, 5, "1+ 2- 3+ 4+ 5+", nil},
		"a list over lines":               {[]string{"3. The Government accepts the recommendations 124.1, 124.2,", "124.3, 124.4-", "5."}, 5, "1+ 2+ 3+ 4+ 5+", nil},
		"a full stop for a comma":         {[]string{"3. The Government accepts the following recommendations: 124.1, 124.2. 124.3, 124.4."}, 4, "1+ 2+ 3+ 4+", nil},
		"claims by heading":               {[]string{"I. Accepted recommendations that Kazakhstan considers already", "implemented or in the process of implementation", "3. The Government accepts the recommendations 124.1-2."}, 2, "1+io 2+io", nil},
		"claims in the next sentence":     {[]string{"3. The Government accepts the recommendations 124.1-2. Kazakhstan considers that they are already implemented."}, 2, "1+i 2+i", nil},
		"does not enjoy support":          {[]string{"3. Recommendations 124.1 and 124.2 do not enjoy the support of Kazakhstan.", "4. Recommendation 124.3 enjoys the support of Kazakhstan."}, 3, "1- 2- 3+", nil},
		"missing":                         {[]string{"3. The Government accepts recommendations 124.1 and 124.4."}, 5, "1+ 4+", []string{"items-missing 124.2–3, 124.5"}},
		"doubled":                         {[]string{"3. The Government accepts recommendations 124.1 and 124.2.", "4. The Government accepts recommendation 124.2 with pleasure."}, 2, "1+ 2+", []string{"items-doubled 124.2"}},
		"contradictory":                   {[]string{"3. The Government accepts recommendations 124.1 and 124.2.", "4. The Government notes recommendation 124.2."}, 2, "1+ 2?", []string{"position-contradictory 124.2", "items-doubled 124.2"}},
		"not in the report":               {[]string{"3. The Government accepts recommendations 124.1, 124.2 and 124.9."}, 2, "1+ 2+", []string{"items-unknown 124.9"}},
		"vague":                           {[]string{"3. The Government accepts recommendation 124.1.", "4. On recommendation 124.2 the Government cannot, at this point in time, make a definitive statement."}, 2, "1+ 2?", []string{"answer-vague 124.2"}},
		"accepted in part":                {[]string{"3. The Government accepts recommendation 124.1.", "4. The Government partially accepts recommendation 124.2."}, 2, "1+ 2?", []string{"answer-vague 124.2"}},
		"nothing":                         {[]string{"3. The Government thanks everybody."}, 2, "", []string{"items-missing 124.1–2", "no-positions"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, lines(c.text...), items(c.n))
			if got := events(r); got != c.want {
				t.Errorf("events %q, want %q", got, c.want)
			}
			want := c.ask
			got := questions(r)
			if len(got) != len(want) || len(want) > 0 && !cmp.Equal(sorted(want), sorted(got)) {
				t.Errorf("questions %q, want %q", got, want)
			}
			for _, e := range r.Events {
				if err := e.Check(); err != nil || e.Raw == "" || e.Stage != upr.StageAddendum || e.Source.Symbol != "A/HRC/28/99/Add.1" || e.Date != (upr.Date{Year: 2015, Month: 3, Day: 4}) {
					t.Errorf("event %+v: %v", e, err)
				}
			}
		})
	}
}

func sorted(s []string) string {
	m := map[string]int{}
	for _, x := range s {
		m[x]++
	}
	return fmt.Sprint(m)
}

func TestAnswersItemByItem(t *testing.T) {
	r := read(t, lines("I. Accepted recommendations", "3. The Government accepts recommendations 124.1-3.", "124.1-2", "The pier was lit in 2013.", "It is a long pier.",
		"Rec. 124.3 This recommendation is implemented.", "II. Other recommendations", "124.4: Noted. There is no canal.", "124.5 Accepted."), items(5))
	if got := events(r); got != "1+ 2+ 3+i 4- 5+" {
		t.Errorf("events %q", got)
	}
	var got []string
	for _, c := range r.Comments {
		got = append(got, string(c.Item)+": "+c.Words)
	}
	want := []string{"UPR-KAZ-C2-124.1: The pier was lit in 2013. It is a long pier.", "UPR-KAZ-C2-124.2: The pier was lit in 2013. It is a long pier.",
		"UPR-KAZ-C2-124.3: This recommendation is implemented.", "UPR-KAZ-C2-124.4: Noted. There is no canal.", "UPR-KAZ-C2-124.5: Accepted."}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("comments (-want +got):\n%s", d)
	}
}

func TestTheWordsOfTheRecommendationAreNoAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		text []string
		want string
		ask  []string
	}{
		"printed again before the answer": {[]string{"124.1 Support the harbour and accept all boats (Peru)", "Response: Noted. The harbour is full.", "124.2 Reject old boats (Chile)", "The Government supports this recommendation."}, "1- 2+", nil},
		"printed again without one":       {[]string{"124.1 Accepted.", "124.2 Support the harbour (Peru)", "The harbour is large."}, "1+", []string{"items-missing 124.2"}},
		"by group of items":               {[]string{"Recommendations 124.1 and 124.2 (harbours)", "The Government is not in a position to accept these recommendations."}, "1- 2-", nil},
		"number and word":                 {[]string{"Recommendation 124.1 – Supported", "Recommendation No. 2: Not accepted"}, "1+ 2-", nil},
		"one to a line under a heading":   {[]string{"II. Recommendations that enjoy the support of Kazakhstan", "124.1;", "124.2."}, "1+ 2+", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, lines(c.text...), items(2))
			if got := events(r); got != c.want {
				t.Errorf("events %q, want %q", got, c.want)
			}
			if got := questions(r); len(got) != len(c.ask) || len(got) > 0 && got[0] != c.ask[0] {
				t.Errorf("questions %q, want %q", got, c.ask)
			}
		})
	}
}

func TestTablesAreReadByTheirColumns(t *testing.T) {
	for name, c := range map[string]struct {
		rows [][]string
		want string
	}{
		"number, text, position, comment": {[][]string{{"No.", "Recommendation", "Position", "Comments"}, {"124.1", "Light the pier (Peru)", "Accepted", "It was lit."},
			{"124.2", "Widen the road, which the State supported before (Chile)", "Noted", "No need."}, {"124.3", "Dredge the canal (Mali)", "Supported", "This is already implemented."}}, "1+ 2- 3+i"},
		"merged headings":          {[][]string{{"Recommendations that enjoy the support of Kazakhstan"}, {"124.1 Light the pier (Peru)", ""}, {"Recommendations that are noted"}, {"124.2 Widen the road (Chile)", ""}}, "1+ 2-"},
		"position beside the text": {[][]string{{"Recommendation", "Response"}, {"124.1 Light the pier (Peru)", "Accepted. The pier is lit."}, {"124.2 Widen the road (Chile)", "Noted."}}, "1+ 2-"},
		"numbers alone":            {[][]string{{"No", "Recommendation", "Status"}, {"1", "Light the pier", "Supported"}, {"2.", "Widen the road", "Noted"}}, "1+ 2-"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, table(c.rows...), items(len(strings.Fields(c.want))))
			if got := events(r); got != c.want {
				t.Errorf("events %q, want %q", got, c.want)
			}
			if len(r.Questions) != 0 {
				t.Errorf("questions %v", questions(r))
			}
		})
	}
}

func TestAnnouncedCountsAreCompared(t *testing.T) {
	text := []string{"1. Kazakhstan received 10 recommendations, of which 6 are supported and 4 noted.", "2. The Government accepts recommendations 124.1-6.", "3. The Government notes recommendations 124.7-10."}
	r := read(t, lines(text...), items(10))
	if len(r.Tallies) != 1 || r.Tallies[0].Received != 10 || r.Tallies[0].Supported != 6 || r.Tallies[0].Noted != 4 || len(r.Questions) != 0 {
		t.Errorf("tallies %+v, questions %v", r.Tallies, questions(r))
	}
	text[0] = "1. Kazakhstan received 90 recommendations, of which 70 are supported and 20 noted."
	if got := questions(read(t, lines(text...), items(10))); len(got) != 0 {
		t.Errorf("counts of all recommendations, compared with the pending ones: %v", got)
	}
	text[0] = "1. Kazakhstan received 10 recommendations, of which 7 are supported and 3 noted."
	if got := questions(read(t, lines(text...), items(10))); len(got) != 1 || got[0] != addendum.TallyDiffers {
		t.Errorf("questions %v", got)
	}
}

func TestDecidedItemsMayBeStatedAgain(t *testing.T) {
	all := items(6)
	d := lines("3. The Government accepts recommendations 124.1-3 and 124.5.", "4. The Government notes recommendation 124.4.")
	r, err := addendum.ReadBeside(context.Background(), d, gazetteer.Default(), &addendum.Report{Pending: all[2:5], Decided: []upr.ItemID{all[0], all[1], all[5]}})
	if err != nil {
		t.Fatal(err)
	}
	if got := events(r); got != "1+ 2+ 3+ 4- 5+" || len(r.Questions) != 0 {
		t.Errorf("events %q, questions %v", got, questions(r))
	}
}

func TestWithoutTheReportDottedNumbersAreRead(t *testing.T) {
	r := read(t, lines("3. The Government accepts recommendations 124.1, 124.2.", "4. The Government notes recommendation 124.7."), nil)
	if got := events(r); got != "1+ 2+ 7-" || r.Review != kaz2 {
		t.Errorf("events %q of %v", got, r.Review)
	}
}

func TestOtherDocumentsAreRefused(t *testing.T) {
	d := lines("1. Text")
	d.Blocks = d.Blocks[:3]
	d.Blocks[0].Text, d.Running = "A/HRC/28/99", nil
	_, err := addendum.Read(context.Background(), d, gazetteer.Default(), nil)
	if ref, ok := document.AsRefused(err); !ok || ref.Code != document.NotExpected {
		t.Errorf("error: %v", err)
	}
}

// However the items are dealt out to two lists and written, the lists are read back, and nothing is missing.
func TestReadReadsBackAnyPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "items")
		deal := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "supported")
		var list [2][]string
		want := make([]string, n)
		for i := 0; i < n; {
			j := i
			for j+1 < n && deal[j+1] == deal[i] {
				j++
			}
			k := 0
			if deal[i] {
				k = 1
			}
			s := fmt.Sprintf("124.%d", i+1)
			if j > i {
				s += rapid.SampledFrom([]string{"-", "–", " – 124."}).Draw(t, "dash") + fmt.Sprint(j+1)
			}
			list[k] = append(list[k], s)
			for m := i; m <= j; m++ {
				want[m] = fmt.Sprint(m+1) + map[bool]string{true: "+", false: "-"}[deal[m]]
			}
			i = j + 1
		}
		text := []string{"3. The Government accepts the following recommendations: " + strings.Join(list[1], ", ") + "."}
		if len(list[1]) == 0 {
			text = nil
		}
		if len(list[0]) > 0 {
			text = append(text, "4. The Government takes note of recommendations "+strings.Join(list[0], ", ")+".")
		}
		r, err := addendum.Read(context.Background(), lines(text...), gazetteer.Default(), items(n))
		if err != nil {
			t.Fatal(err)
		}
		if got := events(r); got != strings.Join(want, " ") || len(r.Questions) != 0 {
			t.Fatalf("%q\ngot  %s\nwant %s\nquestions %v", text, got, strings.Join(want, " "), questions(r))
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("3. The Government accepts 124.1-3 and 5.\n124.4 Noted.\nII. Noted recommendations\n124.1")
	f.Add("I. Accepted\n124.9-2, 124.\n124.1-\n2")
	g := gazetteer.Default()
	f.Fuzz(func(t *testing.T, body string) {
		for _, known := range [][]upr.ItemID{items(9), nil} {
			r, err := addendum.Read(context.Background(), lines(strings.Split(body, "\n")...), g, known)
			if err != nil {
				if _, ok := document.AsRefused(err); !ok {
					t.Fatalf("an error that is no refusal: %v", err)
				}
				continue
			}
			seen := map[upr.ItemID]bool{}
			for _, e := range r.Events {
				if err := e.Check(); err != nil || seen[e.Item] {
					t.Fatalf("%+v: %v, twice %v", e, err, seen[e.Item])
				}
				seen[e.Item] = true
			}
		}
	})
}
