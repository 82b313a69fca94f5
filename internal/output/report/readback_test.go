package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest/addendum"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// row is a recommendation as the matrix gives it.
type row struct {
	ID       upr.ItemID
	Words    string
	States   []upr.State
	Position upr.Position
	Source   string
	Tags     []reading.Tag
}

// sorted: between labels of different schemes the layouts differ in their order.
func (r row) sorted() row {
	slices.SortStableFunc(r.Tags, func(a, b reading.Tag) int { return strings.Compare(string(a.Scheme), string(b.Scheme)) })
	return r
}

// TestTheMatrixReadBackIsWhatWasWritten: our importer of OHCHR's lists finds in the matrix, whatever the language of the
// report, the items, States, positions, sources and labels of the record, and that somebody filled in the assessments.
func TestTheMatrixReadBackIsWhatWasWritten(t *testing.T) {
	f := followUp(t)
	var want []row
	for _, it := range f.review.Items {
		r := row{ID: it.ID, Words: it.Texts[0].Words, States: it.States(), Position: it.Position}
		for _, e := range it.Events {
			if e.Segment == 0 && e.Value == it.Position {
				r.Source = e.Source.Symbol + " " + e.Source.Para
			}
		}
		for _, tag := range it.Tags {
			r.Tags = append(r.Tags, tag.Tag)
		}
		want = append(want, r.sorted())
	}
	for _, lang := range []i18n.Lang{i18n.English, "ru", "kk", i18n.Mirrored} {
		d := report.Matrix(caseIn(t, lang), report.MatrixOptions{})
		doc := readBack(t, written(t, d))
		got, err := thematic.Read(t.Context(), doc, gazetteer.WithInvented())
		if err != nil {
			t.Fatal(lang, err)
		}
		var read []row
		for _, it := range got.Items {
			r := row{ID: it.ID, Words: it.Texts[0].Words, States: it.States(), Position: it.Position, Source: it.PositionSrc.Symbol + " " + it.PositionSrc.Para}
			for _, tag := range got.Tags {
				if tag.Item == it.ID {
					r.Tags = append(r.Tags, tag)
				}
			}
			read = append(read, r.sorted())
		}
		if diff := cmp.Diff(want, read); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
		if got.Review != f.review.ID || len(got.Questions) != 1 || got.Questions[0].Kind != thematic.AssessmentFilled {
			t.Errorf("%s: review %s, questions %+v", lang, got.Review, got.Questions)
		}
	}
}

// TestEveryRowOfTheMatrixSaysWhoSaysWhat: the column for assessments has the report, its day, and who contests it.
func TestEveryRowOfTheMatrixSaysWhoSaysWhat(t *testing.T) {
	f := followUp(t)
	doc := readBack(t, written(t, report.Matrix(caseIn(t, i18n.English), report.MatrixOptions{})))
	cells := map[string]string{}
	for _, b := range doc.Blocks {
		if b.Kind == document.Row && len(b.Cells) == 4 {
			number, _, _ := strings.Cut(b.Cells[0].Paragraphs[0].Text, " ")
			for _, p := range b.Cells[3].Paragraphs {
				cells[number] += p.Text + "\n"
			}
		}
	}
	if len(cells) != len(f.review.Items)+1 { // and the head
		t.Fatalf("%d rows for %d items", len(cells)-1, len(f.review.Items))
	}
	first := cells[f.recs[0].Number]
	for _, want := range []string{"Ministry of Invented Justice reports: partly implemented", "As it stood on 1 May 2029", "<script>alert(1)</script>",
		"Invented Commissioner (national human rights institution) contests this", "Invented visits were refused.", "An invented law on visits (under way; Ministry of Invented Justice; due 31 December 2029"} {
		if !strings.Contains(first, want) {
			t.Errorf("no %q in\n%s", want, first)
		}
	}
	if second := cells[f.recs[1].Number]; !strings.Contains(second, "Nothing is reported.") || strings.Contains(textOf(doc), "A draft that nobody may see") {
		t.Errorf("a draft shows: %s", second)
	}
}

// TestTheMatrixByClusterReadsBackTheClusters, also where a cluster is called as another block of the list is.
func TestTheMatrixByClusterReadsBackTheClusters(t *testing.T) {
	f := followUp(t)
	d := report.Matrix(caseIn(t, i18n.English), report.MatrixOptions{By: report.ByClusters})
	got, err := thematic.Read(t.Context(), readBack(t, written(t, d)), gazetteer.WithInvented())
	if err != nil {
		t.Fatal(err)
	}
	themes := map[upr.ItemID][]string{}
	for _, tag := range got.Tags {
		if tag.Scheme == reading.Theme {
			themes[tag.Item] = append(themes[tag.Item], tag.Code+tag.Label)
		}
	}
	for i, want := range [][]string{{"“A12 Invented prisons”"}, nil, nil, {"“A12 Invented prisons”", "“SDGs”"}, {"“SDGs”"}, nil, nil} {
		if want != nil && !slices.Equal(themes[f.review.Items[i].ID], want) {
			t.Errorf("%s stands under %q, want %q", f.review.Items[i].ID, themes[f.review.Items[i].ID], want)
		}
	}
	if len(got.Items) != len(f.review.Items) || len(themes) != 6 {
		t.Errorf("%d items, %d with a theme", len(got.Items), len(themes))
	}
}

// TestTheAddendumReadBackGivesTheSamePositions, with hostile words in the comments.
func TestTheAddendumReadBackGivesTheSamePositions(t *testing.T) {
	c := caseIn(t, i18n.English)
	want := map[upr.ItemID]upr.Position{}
	var known addendum.Report
	for i, r := range c.Recs {
		r.Answer = report.Answer{Position: upr.Supported, Lang: "en"}
		if i%3 == 0 {
			r.Answer.Position = upr.Noted
		}
		if i%4 == 0 {
			r.Answer.Comment = hostile + " We do not accept recommendation 1.1; recommendations are noted and supported."
		}
		want[upr.ItemID(r.ID)] = r.Answer.Position
		known.Pending = append(known.Pending, upr.ItemID(r.ID))
	}
	d := report.Addendum(c, report.AddendumOptions{Intended: true, Comments: true})
	got, err := addendum.ReadBeside(t.Context(), readBack(t, written(t, d)), gazetteer.WithInvented(), &known)
	if err != nil {
		t.Fatal(err)
	}
	read := map[upr.ItemID]upr.Position{}
	for _, e := range got.Events {
		read[e.Item] = e.Value
	}
	if diff := cmp.Diff(want, read); diff != "" {
		t.Error(diff)
	}
	if len(got.Questions) > 0 || !d.Complete() {
		t.Errorf("questions %+v, findings %+v", got.Questions, d.Findings)
	}
	comments := map[upr.ItemID]string{}
	for _, x := range got.Comments {
		comments[x.Item] = x.Words
	}
	for _, r := range c.Recs {
		if said := comments[upr.ItemID(r.ID)]; strings.Join(strings.Fields(r.Answer.Comment), " ") != said {
			t.Errorf("comment on %s: %q", r.ID, said)
		}
	}
}

// TestAnAddendumWithoutAPositionIsNotComplete, says so, and our importer asks for the very items that it names.
func TestAnAddendumWithoutAPositionIsNotComplete(t *testing.T) {
	c := caseIn(t, i18n.English)
	var known addendum.Report
	for i, r := range c.Recs {
		r.Position = upr.Pending
		if i > 1 {
			r.Answer.Position = upr.Supported
		}
		known.Pending = append(known.Pending, upr.ItemID(r.ID))
	}
	d := report.Addendum(c, report.AddendumOptions{Intended: true, Comments: true})
	missing := []string{c.Recs[0].Number, c.Recs[1].Number}
	if got := finding(d, report.NoPosition); d.Complete() || !slices.Equal(got, missing) {
		t.Errorf("complete %v, without a position %v, want %v", d.Complete(), got, missing)
	}
	doc := readBack(t, written(t, d))
	if !strings.Contains(textOf(doc), "This draft is not complete. 2 items are still without an answer: "+report.Numbers(missing)) {
		t.Errorf("the draft does not say so:\n%s", textOf(doc))
	}
	got, err := addendum.ReadBeside(t.Context(), doc, gazetteer.WithInvented(), &known)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Events) != len(c.Recs)-2 || len(got.Questions) != 1 || got.Questions[0].Kind != addendum.Missing || got.Questions[0].Detail["items"] != report.Numbers(missing) {
		t.Errorf("%d events, questions %+v", len(got.Events), got.Questions)
	}
	if all := report.Addendum(c, report.AddendumOptions{}); len(finding(all, report.NoPosition)) != len(c.Recs) {
		t.Error("what the State only intends counts as its position")
	}
}

func TestTheSameCaseGivesTheSameBytes(t *testing.T) {
	for name, make := range map[string]func(*report.Case) *report.Document{
		"matrix":   func(c *report.Case) *report.Document { return report.Matrix(c, report.MatrixOptions{}) },
		"addendum": func(c *report.Case) *report.Document { return report.Addendum(c, report.AddendumOptions{}) },
		"national": func(c *report.Case) *report.Document { return report.National(c, report.NationalOptions{Gaps: true}) },
		"cabinet":  func(c *report.Case) *report.Document { return report.Cabinet(c, report.CabinetOptions{}) },
		"brief":    func(c *report.Case) *report.Document { return report.Brief(c, c.Themes[0]) },
	} {
		if a, b := written(t, make(caseIn(t, "kk"))), written(t, make(caseIn(t, "kk"))); !bytes.Equal(a, b) {
			t.Errorf("%s: the bytes differ", name)
		}
	}
}
