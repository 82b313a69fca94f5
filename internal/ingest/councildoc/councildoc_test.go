package councildoc_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/upr"
)

func doc(texts ...string) *document.Document {
	d := &document.Document{}
	for i, t := range texts {
		d.Blocks = append(d.Blocks, document.Block{Text: t, Page: 1, Index: i + 1})
	}
	return d
}

func TestLinesDropFurnitureAndJoinNumbers(t *testing.T) {
	d := doc("A/HRC/28/10", "14", "GE.14-23954 (E)", "page 3", "124.", "The  text\u00a0of a\u00ad lead", "124.1.", "One", "", "7 items")
	var got []string
	for _, l := range councildoc.Lines(d) {
		got = append(got, l.Text)
	}
	if diff := cmp.Diff([]string{"124. The text of a lead", "124.1. One", "7 items"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLinesKeepLabelsCellsAndMarks(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{
		{Kind: document.Paragraph, Label: "124.1", Text: "Light the pier (Peru)", Index: 1, Marks: []document.Mark{{Offset: 21, Note: "1"}}},
		{Kind: document.Row, Index: 2, Cells: []document.Cell{{Column: 0, Paragraphs: []document.Block{{Text: "124.1"}}}, {Column: 2, Paragraphs: []document.Block{{Text: "Accepted"}}}}},
	}}
	l := councildoc.Lines(d)
	if len(l) != 3 || l[0].Text != "124.1 Light the pier (Peru)" || l[0].Marks[0].Offset != 27 || !l[0].Para {
		t.Errorf("paragraph: %+v", l)
	}
	if l[1].Row != 1 || l[1].Cell != 0 || l[2].Row != 1 || l[2].Cell != 2 || l[1].Text != "124.1" {
		t.Errorf("cells: %+v", l[1:])
	}
}

func TestJoinKeepsHyphensAtLineEnds(t *testing.T) {
	for want, parts := range map[string][]string{
		"Ratify OP-CAT now":      {"Ratify OP-", "CAT now"},
		"and/or recommendations": {"and/", "or recommendations"},
		"the years 2014 – 2015":  {"the years 2014 –", "2015"},
		"a dash - between words": {"a dash -", "between words"},
		"one two":                {"one", "two"},
	} {
		var l []councildoc.Line
		for _, p := range parts {
			l = append(l, councildoc.Line{Text: p})
		}
		if got := councildoc.Join(l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOrdinals(t *testing.T) {
	for s, want := range map[string]int{"twentieth": 20, "forty-eighth": 48, "Eighth": 8, "24th": 24, "1st": 1, "53": 53, "thirty first": 31, "fortieth": 40, "its": 0, "": 0, "twelfth": 12} {
		if got := councildoc.Ordinal(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

func TestSentencesEndAtFullStopsOnly(t *testing.T) {
	got := councildoc.Sentences("It notes recommendations Nos. 7 and 124.34. 124.35 too. Mr. Smith (art. 5) came. No. 6 is “new”. “Yes.”")
	want := []string{"It notes recommendations Nos. 7 and 124.34. 124.35 too.", "Mr. Smith (art. 5) came.", "No. 6 is “new”.", "“Yes.”"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheFrontOfADocumentWithoutASession(t *testing.T) {
	d := doc("A/HRC/ 59/15/Add.1", "Distr.: General", "8 April 2025", "Original: French", "Report of the Working Group on the Universal Periodic", "Review*", "Slovenia", "Addendum")
	d.Running = []string{"GE.25-05640", "A/HRC/59/15/Add.1"}
	f := councildoc.ReadFront(d, councildoc.Lines(d), gazetteer.Default())
	want := councildoc.Front{Symbol: "A/HRC/59/15/Add.1", State: "SVN", WGSession: 48, HRCSession: 59, Issued: upr.Date{Year: 2025, Month: 4, Day: 8},
		Original: "fr", Review: upr.ReviewID{State: "SVN", Cycle: 4}}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
}

func TestDaysOfASession(t *testing.T) {
	d := doc("A/HRC/28/10", "Report of the Working Group on the Universal Periodic Review", "The former Yugoslav Republic of Macedonia",
		"1. The Working Group held its eighteenth session from 27 January to 7 February 2014. The review of the former Yugoslav", "Republic of Macedonia was held at the 7th meeting, on 28 January 2014.")
	f := councildoc.ReadFront(d, councildoc.Lines(d), gazetteer.Default())
	if f.State != "MKD" || f.WGSession != 18 || f.Start != (upr.Date{Year: 2014, Month: 1, Day: 27}) || f.Reviewed != (upr.Date{Year: 2014, Month: 1, Day: 28}) {
		t.Errorf("%+v", f)
	}
}
