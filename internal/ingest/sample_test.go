package ingest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestTheSampleEndsInOneSetOfItems(t *testing.T) {
	d, fs, id := newDesk(t), samples(t), reference.SampleReview()
	for _, k := range threeDocuments {
		d.importFile(t, fs[k].Name, fs[k].Bytes)
	}
	r := d.review(t, id)
	for _, q := range r.Questions {
		fmt.Println(q.Kind(), q.Item, q.Reasons[0].Detail, len(q.Held))
	}
	fmt.Printf("%+v waiting %d\n", r.Count, r.WaitingItems())
	rc := record.Reconcile(r, d.keeper.View().Act)
	for _, l := range rc.Lines {
		fmt.Printf("%+v\n", l)
	}
	for _, l := range rc.Differences {
		fmt.Printf("%+v\n", l)
	}
	_ = upr.Pending
}

func TestTheOrderOfImportDoesNotMatter(t *testing.T) {
	fs, id := samples(t), reference.SampleReview()
	var first *record.Review
	for _, order := range permutations(threeDocuments) {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			d := newDesk(t)
			for _, k := range order {
				d.importFile(t, fs[k].Name, fs[k].Bytes)
			}
			r := d.review(t, id)
			if first == nil {
				first = r
				return
			}
			if diff := cmp.Diff(first, r, content); diff != "" {
				t.Errorf("another record than in the order of issue:\n%s", diff)
			}
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
					if !plan.Nothing() || d.head(t) != before {
						for _, f := range plan.Add {
							fmt.Println("adds", f.Kind, f.Subject, f.Fields)
						}
						t.Errorf("%s again after %v adds %d and ends %d facts", again, order[:i+1], len(plan.Add), len(plan.End))
					}
				}
			}
		})
	}
	_ = reading.WGReport
}
