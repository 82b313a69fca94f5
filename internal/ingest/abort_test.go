package ingest_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// countdown is a context that ends after it was asked a number of times whether it had ended: a stop at a place that
// repeats from run to run, as far as the database's own threads let it.
type countdown struct {
	context.Context
	left atomic.Int64
	stop context.CancelFunc
}

func stopAfter(n int64) *countdown {
	inner, stop := context.WithCancel(context.Background())
	c := &countdown{Context: inner, stop: stop}
	c.left.Store(n)
	return c
}

func (c *countdown) tick() {
	if c.left.Add(-1) < 0 {
		c.stop()
	}
}

func (c *countdown) Err() error {
	c.tick()
	return c.Context.Err()
}

func (c *countdown) Done() <-chan struct{} {
	c.tick()
	return c.Context.Done()
}

// TestAStoppedImportLeavesNothing stops an import at one place after the other until it is through. The record is as it
// was each time, it verifies, and the import that comes next brings all of it.
func TestAStoppedImportLeavesNothing(t *testing.T) {
	d, f := newDesk(t), samples(t)[reading.WGReport]
	d.bring(t, wgReport("before", read(1, "Open a library", upr.Pending, "FJI")))
	before, facts := d.head(t), d.facts(t)
	p := d.parse(t, f.Name, f.Bytes)
	stopped := 0
	for n := int64(0); ; n++ {
		plan := d.prepare(t, p)
		ctx := stopAfter(n)
		c, err := ingest.Apply(ctx, d.store, d.files, plan, ingest.ActImport, who)
		ctx.stop()
		if err == nil {
			if c.Number != before.Number+1 {
				t.Errorf("committed as act %d", c.Number)
			}
			break
		}
		stopped++
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %d: %v", n, err)
		}
		if d.head(t) != before {
			t.Fatalf("stopped at %d, and the record moved", n)
		}
		same(t, "facts", facts, d.facts(t))
		d.verify(t)
		d.refresh(t)
		if _, ok := d.keeper.View().Review(reference.SampleReview()); ok {
			t.Fatalf("stopped at %d, and a part is shown", n)
		}
		if n > 10_000 {
			t.Fatal("it never gets through")
		}
	}
	if stopped < 3 {
		t.Errorf("stopped only %d times", stopped)
	}
	d.refresh(t)
	if r := d.review(t, reference.SampleReview()); len(r.Items)+r.WaitingItems() != 61 {
		t.Errorf("%d items", len(r.Items))
	}
	d.verify(t)
}

// TestAnImportThatRunsOutOfTimeLeavesNothing does the same against the clock.
func TestAnImportThatRunsOutOfTimeLeavesNothing(t *testing.T) {
	d, f := newDesk(t), samples(t)[reading.ThematicList]
	p := d.parse(t, f.Name, f.Bytes)
	for wait := 20 * time.Microsecond; ; wait = wait * 3 / 2 {
		before := d.head(t)
		ctx, stop := context.WithTimeout(d.ctx, wait)
		_, err := ingest.Apply(ctx, d.store, d.files, d.prepare(t, p), ingest.ActImport, who)
		stop()
		if err == nil {
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) || d.head(t) != before {
			t.Fatalf("after %v: %v", wait, err)
		}
		d.verify(t)
	}
	d.refresh(t)
	if r := d.review(t, reference.SampleReview()); len(r.Items) != 61 {
		t.Errorf("%d items", len(r.Items))
	}
	d.verify(t)
}
