package ingest_test

import (
	"fmt"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestTheSampleEndsInOneSetOfItems(t *testing.T) {
	d, fs := newDesk(t), samples(t)
	for _, k := range threeDocuments {
		d.importFile(t, fs[k].Name, fs[k].Bytes)
	}
	r := d.review(t, reference.SampleReview())
	same(t, "items", upr.Count{Unit: upr.UnitItem, Supported: 47, Noted: 14}, r.Count)
	for stage, want := range map[upr.Stage]upr.Count{
		upr.StageWG:       {Unit: upr.UnitItem, Supported: 28, Noted: 7, Pending: 26},
		upr.StageAddendum: {Unit: upr.UnitItem, Supported: 47, Noted: 14},
	} {
		same(t, string(stage), want, r.At(stage, upr.UnitItem))
	}
	if len(r.Documents) != 3 || len(r.Pledges) == 0 || len(r.Questions) != 2 || r.WaitingItems() != 0 {
		t.Errorf("%d documents, %d pledges, %d questions, %d items wait", len(r.Documents), len(r.Pledges), len(r.Questions), r.WaitingItems())
	}
	for _, it := range r.Items {
		if len(it.Events) < 2 && it.Paragraph == 28 && len(r.Questions) == 0 {
			t.Errorf("%s has %d dated positions: one from each document is needed", it.ID, len(it.Events))
		}
	}
	if rc := record.Reconcile(r, d.keeper.View().Act); !rc.Agrees() {
		t.Errorf("differences %+v", rc.Differences)
	}
	d.answerAll(t)
	r = d.review(t, reference.SampleReview())
	for _, it := range r.Items {
		want := 2 // report and list
		if it.Paragraph == 28 {
			want = 3 // and the State's views
		}
		if len(it.Events) != want {
			t.Errorf("%s has %d dated positions, want %d", it.ID, len(it.Events), want)
		}
		if _, kind, _ := d.keeper.View().Document(it.Texts[0].Source.SHA256); kind == nil || it.Texts[0].Origin != upr.Authentic {
			t.Errorf("%s has not the report's words", it.ID)
		}
	}
	d.verify(t)
}

func TestTheOrderOfTheSampleDoesNotMatter(t *testing.T) {
	fs := samples(t)
	var first *record.Review
	for _, order := range permutations(threeDocuments) {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			d := newDesk(t)
			for _, k := range order {
				d.importFile(t, fs[k].Name, fs[k].Bytes)
			}
			r := d.review(t, reference.SampleReview())
			if first == nil {
				first = r
				return
			}
			same(t, "the review in another order than that of issue", first, r, content)
		})
	}
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	fs := samples(t)
	for _, order := range permutations(threeDocuments) {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			d := newDesk(t)
			for i, k := range order {
				d.importFile(t, fs[k].Name, fs[k].Bytes)
				for _, again := range order[:i+1] {
					before := d.head(t)
					plan := d.importFile(t, "another name.docx", fs[again].Bytes)
					if !plan.Nothing() || len(plan.Questions) != 0 || d.head(t) != before {
						t.Errorf("%s again after %v adds %d and ends %d facts", again, order[:i+1], len(plan.Add), len(plan.End))
					}
				}
			}
			if doc, _, ok := d.keeper.View().Document(ingest.NewFile("", fs[order[0]].Bytes).SHA256); !ok || doc.File != fs[order[0]].Name {
				t.Errorf("the document is called %q", doc.File)
			}
		})
	}
}
