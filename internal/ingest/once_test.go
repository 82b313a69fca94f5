package ingest_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// once fails when the record cannot be read from scratch or holds an item twice.
func once(t fataler, d *desk) {
	t.Helper()
	v, err := record.Load(d.ctx, d.store, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range v.Reviews() {
		seen := map[upr.ItemID]bool{}
		for _, it := range r.Items {
			if seen[it.ID] {
				t.Fatalf("%s stands twice", it.ID)
			}
			seen[it.ID] = true
		}
	}
}

func TestOtherWordsWithAContraryPositionTakeTheOldOnesPlace(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("a", read(1, "Do this", upr.Noted, "FRA")))
	plan := d.bring(t, wgReport("b", read(1, "Do that", upr.Supported, "FRA")))
	if len(plan.Contrary) != 1 {
		t.Errorf("%d contradictions", len(plan.Contrary))
	}
	once(t, d)
}

// Whatever documents come in whatever order, with whatever they say of an item, and however questions are answered.
func TestNoItemIsEverBroughtTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t)
		for i := range rapid.IntRange(2, 5).Draw(rt, "documents") {
			var items []reading.Item
			for n := 1; n <= 3; n++ {
				if !rapid.Bool().Draw(rt, "there") {
					continue
				}
				words := rapid.SampledFrom([]string{"Do this", "Do that"}).Draw(rt, "words")
				position := rapid.SampledFrom([]upr.Position{upr.Supported, upr.Noted, upr.Pending}).Draw(rt, "position")
				it := read(n, words, position, rapid.SampledFrom([]upr.State{"FRA", "BRA"}).Draw(rt, "state"))
				if rapid.IntRange(0, 3).Draw(rt, "asked") == 0 {
					it = asked(it, reading.Question{Kind: "no-state"})
				}
				items = append(items, it)
			}
			bytes := fmt.Sprint("document ", i)
			p := wgReport(bytes, items...)
			switch rapid.IntRange(0, 3).Draw(rt, "kind") {
			case 0:
				p = list(bytes, items...)
			case 1:
				p = wgReport(bytes, items...)
				p.Reading.Lang = "fr"
			}
			d.bring(rt, p)
			once(rt, d)
			for _, q := range d.keeper.View().Questions() {
				if rapid.Bool().Draw(rt, "answer") {
					choice := rapid.SampledFrom([]string{"as-read", "leave-out"}).Draw(rt, "choice")
					if _, err := ingest.Answer(d.ctx, d.store, d.keeper.View(), q, ingest.Decision{Choice: choice}, who); err == nil {
						if err := d.keeper.Refresh(d.ctx); err != nil {
							rt.Fatal(err)
						}
					}
				}
			}
			once(rt, d)
		}
	})
}
