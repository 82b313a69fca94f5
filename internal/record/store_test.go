package record_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// kaz is a review in a cycle that has not come yet: everything said of it here is invented.
var kaz = upr.ReviewID{State: "KAZ", Cycle: 9}

var start = time.Date(2026, 11, 23, 13, 0, 0, 0, time.UTC)

func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Clock: func() time.Time { return start }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// fataler is what a test and a property's run have in common.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// bring makes one act of facts and endings.
func bring(ctx context.Context, t fataler, s *store.Store, facts []record.Fact, end ...store.FactID) uint64 {
	t.Helper()
	add := make([]store.New, len(facts))
	for i, f := range facts {
		add[i] = store.New{Fact: f.Fact, Review: f.Review}
	}
	c, err := s.Write(ctx, store.Act{Kind: "save", Scope: kaz.String(), Role: "editor"}, add, end)
	if err != nil {
		t.Fatal(err)
	}
	return c.Number
}

func load(ctx context.Context, t fataler, s *store.Store, at uint64) *record.View {
	t.Helper()
	v, err := record.Load(ctx, s, at)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// review brings facts in one act and gives what the record then knows of the review.
func review(t *testing.T, facts ...record.Fact) *record.Review {
	t.Helper()
	s := open(t)
	bring(t.Context(), t, s, facts)
	r, ok := load(t.Context(), t, s, 0).Review(kaz)
	if !ok {
		t.Fatal("the record knows nothing of the review")
	}
	return r
}

// whole compares views and reviews with everything inside them.
var whole = cmp.Options{cmp.AllowUnexported(record.View{}, record.Review{})}

// item is an invented item of an invented report, made by the States named.
func item(n int, by ...upr.State) upr.Item {
	number := itoa(n)
	it := upr.Item{
		ID: upr.NewItemID(kaz, 124, number), Review: kaz, Symbol: "A/HRC/99/7", Paragraph: 124, Number: number, Label: "124." + number + ".", Place: "¶ " + number, Sort: n,
		Texts: []upr.Text{{Lang: "en", Words: "Open reading room " + number, Origin: upr.Authentic,
			Source: upr.Source{Symbol: "A/HRC/99/7", Para: "124." + number, SHA256: "aa"}}},
	}
	for i, s := range by {
		it.Segments = append(it.Segments, upr.Segment{N: i + 1, Words: "Open reading room " + number, By: []upr.Attribution{{State: s, Printed: string(s)}}})
	}
	return it
}

func itemFact(n int, by ...upr.State) record.Fact {
	return record.ItemFact(item(n, by...), record.ReadBy{Extractor: "openupr-docx/1", Grammar: "wgreport/1"})
}

// said is an event of one item.
func said(n int, stage upr.Stage, p upr.Position, sha string) record.Fact {
	return record.PositionFact(upr.PositionEvent{Item: item(n).ID, Stage: stage, Value: p, Raw: "as printed", Source: upr.Source{Symbol: "A/HRC/99/7", SHA256: sha}})
}
