package ingest_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

// The counts are those of the documents themselves and of the Council's records: A/HRC/28/10 and A/HRC/28/2, para. 637;
// A/HRC/28/15 and A/HRC/59/15 with their addenda and the lists of the High Commissioner's Office.

func TestSharedReportOfOneState(t *testing.T) {
	d, kaz2 := newDesk(t), upr.ReviewID{State: "KAZ", Cycle: 2}
	d.importPath(t, shareddata.Data(t, "wg-reports", "pdf", "kazakhstan2014.pdf"))
	d.answerAll(t)
	r := d.review(t, kaz2)
	same(t, "items", upr.Count{Unit: upr.UnitItem, Supported: 143, Noted: 51}, r.Count)
	if r.Pairs.Received() != 198 {
		t.Errorf("%d pairs", r.Pairs.Received())
	}
	perParagraph := map[int]int{}
	for _, it := range r.Items {
		perParagraph[it.Paragraph]++
	}
	same(t, "items by paragraph", map[int]int{124: 47, 125: 96, 126: 51}, perParagraph)
}

func TestSharedDossiersReconcile(t *testing.T) {
	for name, c := range map[string]struct {
		review       upr.ReviewID
		files        []string
		items        int
		end          upr.Count
		pairs        int
		pendingAtWG  int
		questionsMax int
	}{
		"second cycle": {upr.ReviewID{State: "SVN", Cycle: 2}, []string{"A_HRC_28_15_report.pdf", "A_HRC_28_15_Add.1.pdf", "../../matrices/UPR20_Slovenia_ThematicList.docx"},
			163, upr.Count{Unit: upr.UnitItem, Supported: 142, Noted: 21}, 0, 163, 2},
		"fourth cycle": {upr.ReviewID{State: "SVN", Cycle: 4}, []string{"A_HRC_59_15_report.pdf", "A_HRC_59_15_Add.1.pdf", "../../matrices/UPR48_Slovenia_ThematicList.docx"},
			254, upr.Count{Unit: upr.UnitItem, Supported: 217, Noted: 37}, 262, 254, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var first *record.Review
			for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} { // invented documents come in every order
				d := newDesk(t)
				for _, i := range order {
					d.importPath(t, shareddata.Data(t, "wg-reports", "slovenia", filepath.FromSlash(c.files[i])))
				}
				// Views that give numbers without their paragraph wait for the report, and are handed in again when it is there.
				again := d.importPath(t, shareddata.Data(t, "wg-reports", "slovenia", c.files[1]))
				if late := slices.Index(order, 0) > slices.Index(order, 1); !again.Nothing() && !late {
					t.Errorf("the views again after the report and the views: %d facts come and %d go", len(again.Add), len(again.End))
				}
				r := d.review(t, c.review)
				if n := len(r.Questions); n > c.questionsMax {
					t.Errorf("%d questions in order %v", n, order)
				}
				d.answerAll(t)
				r = d.review(t, c.review)
				same(t, "items", c.end, r.Count)
				if c.pairs > 0 && r.Pairs.Received() != c.pairs {
					t.Errorf("%d pairs", r.Pairs.Received())
				}
				if at := r.At(upr.StageWG, upr.UnitItem); at.Pending != c.pendingAtWG {
					t.Errorf("at the end of the report: %+v", at)
				}
				for _, it := range r.Items {
					from := map[string]bool{}
					for _, e := range it.Events {
						from[e.Source.SHA256] = true
					}
					if len(from) != 3 {
						t.Fatalf("%s has %d positions: one from each document is needed: %+v", it.ID, len(from), it.Events)
					}
				}
				if rc := record.Reconcile(r, d.keeper.View().Act); !rc.Agrees() {
					t.Errorf("differences %+v", rc.Differences)
				}
				if first == nil {
					for _, i := range order {
						if plan := d.importPath(t, shareddata.Data(t, "wg-reports", "slovenia", filepath.FromSlash(c.files[i]))); !plan.Nothing() {
							t.Errorf("%s again adds %d and ends %d facts", c.files[i], len(plan.Add), len(plan.End))
						}
					}
					first = r
				} else {
					same(t, "the review in another order", first, r, content)
				}
				d.verify(t)
			}
		})
	}
}

func TestSharedListAlone(t *testing.T) {
	d := newDesk(t)
	plan := d.importPath(t, shareddata.Data(t, "matrices", "UPR31_China_Matrix_2018.docx"))
	if plan.Document.Kind != reading.ThematicList {
		t.Fatalf("%+v", plan.Document)
	}
	d.answerAll(t)
	r := d.review(t, plan.Document.Review)
	same(t, "items", upr.Count{Unit: upr.UnitItem, Supported: 284, Noted: 62}, r.Count)
}

// TestSharedDossierFilesFindTheirPlace: every document of a review is recognised by what it says of itself.
func TestSharedDossierFilesFindTheirPlace(t *testing.T) {
	svn2, svn4 := upr.ReviewID{State: "SVN", Cycle: 2}, upr.ReviewID{State: "SVN", Cycle: 4}
	d := newDesk(t)
	for name, want := range map[string]struct {
		kind   reading.Kind
		symbol string
		review upr.ReviewID
	}{
		"A_HRC_DEC_28_111.pdf":                     {reading.Decision, "A/HRC/DEC/28/111", svn2},
		"A_HRC_DEC_59_112.pdf":                     {reading.Decision, "A/HRC/DEC/59/112", svn4},
		"A_HRC_WG.6_20_SVN_1_national.pdf":         {reading.NationalReport, "A/HRC/WG.6/20/SVN/1", svn2},
		"A_HRC_WG.6_20_SVN_2_compilation.pdf":      {reading.Compilation, "A/HRC/WG.6/20/SVN/2", svn2},
		"A_HRC_WG.6_20_SVN_3_stakeholders.pdf":     {reading.Summary, "A/HRC/WG.6/20/SVN/3", svn2},
		"A_HRC_WG.6_48_SVN_1_national.pdf":         {reading.NationalReport, "A/HRC/WG.6/48/SVN/1", svn4},
		"A_HRC_WG.6_48_SVN_2_compilation.pdf":      {reading.Compilation, "A/HRC/WG.6/48/SVN/2", svn4},
		"A_HRC_WG.6_48_SVN_3_stakeholders.pdf":     {reading.Summary, "A/HRC/WG.6/48/SVN/3", svn4},
		"UPR-wg48-Advance-Questions-Slovenia.docx": {reading.AdvanceQuestions, "", svn4},
	} {
		plan := d.importPath(t, shareddata.Data(t, "wg-reports", "slovenia", name))
		if doc := plan.Document; doc.Kind != want.kind || doc.Symbol != want.symbol || doc.Review != want.review || len(plan.New) != 0 {
			t.Errorf("%s: %s %q of %s with %d items", name, doc.Kind, doc.Symbol, doc.Review, len(plan.New))
		}
	}
	for id, want := range map[upr.ReviewID]int{svn2: 4, svn4: 5} {
		filled := 0
		for _, p := range record.Places(id, d.review(t, id)) {
			filled += len(p.Documents)
		}
		if filled != want {
			t.Errorf("%d places of %s are filled, want %d", filled, id, want)
		}
	}
	d.verify(t)
}
