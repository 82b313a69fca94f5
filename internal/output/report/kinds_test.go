package report_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/addendum"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// besideCase is the sample with a pledge, a recommendation of another mechanism that the plan has a report on, one that it has
// nothing on, and an own one. Their words look like items and positions.
func besideCase(t testing.TB) (*report.Case, []*followup.Rec) {
	t.Helper()
	f := followUp(t)
	all := slices.Concat(f.recs, []*followup.Rec{
		{ID: "UPR-ZZV-C4-VP-1", Kind: followup.RecPledge, Review: f.review.ID, Number: "VP-1", Words: "26.1 An invented pledge, supported", Lang: "en"},
		{ID: "UPR-ZZV-C3-VP-1", Kind: followup.RecPledge, Review: upr.ReviewID{State: "ZZV", Cycle: 3}, Number: "VP-1", Words: "A pledge of another review", Lang: "en"},
		{ID: "uhri/invented-1", Kind: followup.RecAnnotation, Symbol: "INV/C/ZZV/CO/1", From: "Invented Committee", Words: "26.2 Build invented visits. Noted.", Lang: "en"},
		{ID: "uhri/invented-2", Kind: followup.RecAnnotation, Symbol: "INV/C/ZZV/CO/2", Words: "Nobody planned this", Lang: "en"},
		{ID: "own/1", Kind: followup.RecOwn, Number: "K-7", From: "Invented Commissioner", Words: "An own recommendation", Lang: "en"},
	})
	c := report.Gather(report.From{View: f.view, Recs: report.Chosen(all, f.review.ID, false), Review: f.review, Say: printer(t, "en"), On: today, At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)})
	return c, all
}

// planned is the case with a report on everything beside the items, as Gather finds it.
func planned(t testing.TB) *report.Case {
	t.Helper()
	f := followUp(t)
	_, all := besideCase(t)
	var puts []followup.Put
	for _, id := range []string{"UPR-ZZV-C4-VP-1", "uhri/invented-1", "own/1"} {
		puts = append(puts, followup.Put{Kind: plan.KindReport, ID: "beside-" + strings.ReplaceAll(id, "/", "-"), Thing: plan.Report{Rec: id, Body: "justice", Status: plan.Ongoing,
			Texts: plan.Names{{Lang: "en", Words: "Begun on " + id}}, Step: plan.Validated, Author: "a2", Validator: "a3", Until: upr.Date{Year: 2029, Month: 5, Day: 1}}})
	}
	own, err := makeSample()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := own.desk.Do(t.Context(), coordinator, coordinator.Seats[0], followup.Save{Workspace: "ZZV", Act: "plan", Puts: puts}); err != nil {
		t.Fatal(err)
	}
	view, err := own.desk.See(t.Context(), coordinator, "ZZV")
	if err != nil {
		t.Fatal(err)
	}
	return report.Gather(report.From{View: view, Recs: report.Chosen(all, f.review.ID, false), Review: f.review, Say: printer(t, "en"), On: today, At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)})
}

func TestOnlyWhatBelongsToTheReviewOrStandsBesideItIsChosen(t *testing.T) {
	f := followUp(t)
	c, all := besideCase(t)
	if got := report.Chosen(all, f.review.ID, true); !slices.Equal(got, f.recs) {
		t.Errorf("only the review: %d of %d", len(got), len(f.recs))
	}
	var names []string
	for _, r := range c.Recs[len(f.recs):] {
		names = append(names, r.Name())
	}
	if !slices.Equal(names, []string{"VP-1", "K-7"}) || len(c.Unplanned) != 2 {
		t.Errorf("beside the items stand %v, left out are %d", names, len(c.Unplanned))
	}
	if got := finding(report.Matrix(c, report.MatrixOptions{}), report.NotPlanned); len(got) != 2 {
		t.Errorf("what is left out is not said: %v", got)
	}
}

// TestEveryReportHasWhatStandsBesideTheItemsInPartsOfItsKind, and what our importers read back has none of it.
func TestEveryReportHasWhatStandsBesideTheItemsInPartsOfItsKind(t *testing.T) {
	c := planned(t)
	c.Recs[0].Answer = report.Answer{Position: upr.Noted, Lang: "en"}
	for _, r := range c.Recs {
		if r.Kind != followup.RecItem {
			r.Answer = report.Answer{Comment: "On " + r.ID + ": recommendation 26.3 is noted.", Lang: "en"}
		}
	}
	theme := report.Theme{Title: "Everything", Lang: "en"}
	for _, r := range c.Recs {
		theme.Recs = append(theme.Recs, r.ID)
	}
	docs := map[string]*report.Document{
		"matrix":   report.Matrix(c, report.MatrixOptions{}),
		"national": report.National(c, report.NationalOptions{}),
		"addendum": report.Addendum(c, report.AddendumOptions{Intended: true, Comments: true}),
		"cabinet":  report.Cabinet(c, report.CabinetOptions{By: report.ByDeadline}),
		"bodies":   report.Cabinet(c, report.CabinetOptions{By: report.ByBody}),
		"brief":    report.Brief(c, theme),
	}
	for name, d := range docs {
		words := textOf(readBack(t, written(t, d)))
		at := 0
		for _, x := range []struct{ part, rec string }{{"Pledges of the State", "VP-1"}, {"Recommendations of other mechanisms", "INV/C/ZZV/CO/1"}, {"Recommendations added by hand", "K-7"}} {
			i := strings.Index(words[at:], x.part)
			if i < 0 || !strings.Contains(words[at+i:], x.rec) {
				t.Errorf("%s has no part %q with %s behind the ones before:\n%s", name, x.part, x.rec, words)
				break
			}
			at += i
		}
		if name != "addendum" && name != "cabinet" && name != "bodies" && !strings.Contains(words, "Begun on uhri/invented-1") {
			t.Errorf("%s does not say what was done", name)
		}
		if strings.Contains(words, "A pledge of another review") {
			t.Errorf("%s has a pledge of another review", name)
		}
	}
	got, err := thematic.Read(t.Context(), readBack(t, written(t, docs["matrix"])), gazetteer.WithInvented())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range got.Questions {
		if q.Kind != thematic.AssessmentFilled {
			t.Errorf("the matrix read back asks %s at %s", q.Kind, q.Place)
		}
	}
	f := followUp(t)
	if len(got.Items) != len(f.review.Items) {
		t.Errorf("the matrix read back has %d items of %d", len(got.Items), len(f.review.Items))
	}
	for i, it := range got.Items {
		if want := f.review.Items[i]; it.ID != want.ID || it.Position != want.Position || it.Texts[0].Words != want.Texts[0].Words {
			t.Errorf("read back %s %s %q", it.ID, it.Position, it.Texts[0].Words)
		}
	}
	var known addendum.Report
	for _, it := range f.review.Items {
		known.Pending = append(known.Pending, it.ID)
	}
	back, err := addendum.ReadBeside(t.Context(), readBack(t, written(t, docs["addendum"])), gazetteer.WithInvented(), &known)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range back.Events {
		want := upr.Position("")
		for _, r := range c.Recs {
			if r.ID == string(e.Item) {
				want = r.Position
				if r.Answer.Position != "" {
					want = r.Answer.Position
				}
			}
		}
		if e.Value != want {
			t.Errorf("the addendum read back says %s of %s, not %s", e.Value, e.Item, want)
		}
	}
	if len(back.Events) == 0 {
		t.Error("nothing was read back")
	}
}
