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
