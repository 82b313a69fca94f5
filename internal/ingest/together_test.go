package ingest_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// TestImportsTogether brings reports of many reviews at the same time while readers look: all are in, whole, and nobody
// ever sees a part of one.
func TestImportsTogether(t *testing.T) {
	d := newDesk(t)
	const reviews, items = 6, 40
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				v, err := record.Load(d.ctx, d.store, 0)
				if err != nil {
					t.Error(err)
					return
				}
				for _, r := range v.Reviews() {
					if len(r.Items) != items || r.Count.Received() != items {
						t.Errorf("%d items of %s are seen", len(r.Items), r.ID)
						return
					}
				}
			}
		})
	}
	for n := range reviews {
		writers.Go(func() {
			id := upr.ReviewID{State: "KAZ", Cycle: upr.Cycle(n + 1)}
			p := wgReport(fmt.Sprint("report ", n))
			p.Reading.Review, p.Reading.Items = id, nil
			for i := range items {
				it := read(i+1, "Open a library", upr.Pending, "FJI")
				it.Review, it.ID = id, upr.NewItemID(id, 124, it.Number)
				p.Reading.Items = append(p.Reading.Items, it)
			}
			plan, err := ingest.Prepare(d.ctx, d.store, d.keeper.View(), p)
			if err == nil {
				_, err = ingest.Apply(d.ctx, d.store, d.files, plan, ingest.ActImport, who)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	d.refresh(t)
	if got := d.keeper.View().Reviews(); len(got) != reviews {
		t.Errorf("%d reviews", len(got))
	}
	d.verify(t)
}

// TestTwoPeopleImportTheSameFile: one act brings it, the other person is told to look again, and then nothing is left to do.
func TestTwoPeopleImportTheSameFile(t *testing.T) {
	d := newDesk(t)
	d.bring(t, parsed("a compilation", reading.Reading{Kind: reading.Compilation, Symbol: "A/HRC/WG.6/99/KAZ/2"}))
	p := wgReport("report", read(1, "Open a library", upr.Pending, "FJI"))
	plans := []*ingest.Plan{d.prepare(t, p), d.prepare(t, p)}
	var together sync.WaitGroup
	errs := make([]error, len(plans))
	for i, plan := range plans {
		together.Go(func() { _, errs[i] = ingest.Apply(d.ctx, d.store, d.files, plan, ingest.ActImport, who) })
	}
	together.Wait()
	refused := 0
	for _, err := range errs {
		var changed *store.Changed
		if errors.As(err, &changed) {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	if refused != 1 || d.head(t).Number != 2 {
		t.Errorf("%d of two were refused; the record stands at act %d", refused, d.head(t).Number)
	}
	d.refresh(t)
	if !d.prepare(t, p).Nothing() {
		t.Error("something is left to do")
	}
	d.verify(t)
}

// TestTwoFirstImportsOfOneReview: a plan that was made on an empty record is as bound to it as any other.
func TestTwoFirstImportsOfOneReview(t *testing.T) {
	d := newDesk(t)
	p := wgReport("report", read(1, "Open a library", upr.Pending, "FJI"))
	first, second := d.prepare(t, p), d.prepare(t, p)
	if _, err := ingest.Apply(d.ctx, d.store, d.files, first, ingest.ActImport, who); err != nil {
		t.Fatal(err)
	}
	_, err := ingest.Apply(d.ctx, d.store, d.files, second, ingest.ActImport, who)
	var changed *store.Changed
	if !errors.As(err, &changed) {
		t.Errorf("brought twice: %v", err)
	}
	d.refresh(t)
	if len(d.review(t, kaz).Items) != 1 {
		t.Error("the item is there twice")
	}
}
