package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
)

// start is when the clock of the tests stands still.
var start = time.Date(2026, 11, 23, 13, 0, 0, 0, time.UTC)

func clock() time.Time { return start }

// item is an invented item of an invented report.
func item(n int, text string) store.New {
	return store.New{Review: "KAZ/9", Fact: ledger.Fact{Kind: "item", Subject: fmt.Sprintf("A/HRC/99/7 124.%d", n), Fields: []ledger.Field{
		{Name: "number", Value: fmt.Sprintf("124.%d", n)}, {Name: "text", Value: text}}}}
}

func items(from, n int) []store.New {
	out := make([]store.New, n)
	for i := range out {
		out[i] = item(from+i, fmt.Sprintf("Invented recommendation %d: keep the gardens open at night", from+i))
	}
	return out
}

func all(t testing.TB, rows iter.Seq2[store.Row, error]) []store.Row {
	t.Helper()
	var out []store.Row
	for r, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func subjects(rows []store.Row) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, r.Fact.Subject)
	}
	return out
}

func write(t testing.TB, s *store.Store, a store.Act, add []store.New, end ...store.FactID) store.Committed {
	t.Helper()
	c, err := s.Write(t.Context(), a, add, end)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var save = store.Act{Kind: "save", Scope: "KAZ/9", Role: "editor", Body: "Ministry of Invention"}

// both runs a test on each database.
func both(t *testing.T, test func(t *testing.T, cfg store.Config)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, store.Config{Dir: t.TempDir(), Clock: clock})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, store.Config{Dir: t.TempDir(), DSN: testpg.DSN(t), Clock: clock})
	})
}

func open(t testing.TB, cfg store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), cfg)
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

func TestFactsAreBroughtAndEnded(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		d, err := s.Begin(ctx, store.Act{Kind: "import", Scope: "KAZ/9", Role: "editor", Actor: store.Actor{Account: "a1", Name: "Aigerim"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(ctx, items(1, 300)...); err != nil {
			t.Fatal(err)
		}
		if got := all(t, s.Facts(ctx, store.Filter{})); len(got) != 0 {
			t.Fatalf("%d facts are seen before the commit", len(got))
		}
		c, err := d.Commit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if c.Number != 1 || c.Facts != 301 || c.Ends != 0 || !c.Time.Equal(start) {
			t.Errorf("committed %+v", c)
		}
		first := all(t, s.Facts(ctx, store.Filter{Kinds: []string{"item"}}))
		if len(first) != 300 || first[0].Fact.Subject != "A/HRC/99/7 124.1" || first[299].Fact.Get("number") != "124.300" || first[0].Act != 1 || first[0].Review != "KAZ/9" {
			t.Fatalf("%d facts, the first %+v", len(first), first[0])
		}
		changed := item(1, "Invented recommendation 1, as corrected")
		write(t, s, save, []store.New{changed}, first[0].ID, first[7].ID)
		now := all(t, s.Facts(ctx, store.Filter{Review: "KAZ/9"}))
		if len(now) != 299 {
			t.Errorf("%d facts now", len(now))
		}
		if then := all(t, s.Facts(ctx, store.Filter{Kinds: []string{"item"}, At: 1})); !cmp.Equal(then, first) {
			t.Error("the record at act 1 is no longer what it was")
		}
		history := all(t, s.History(ctx, "A/HRC/99/7 124.1"))
		if len(history) != 2 || history[0].EndedBy != 2 || history[1].Act != 2 || history[1].EndedBy != 0 || history[1].Fact.Get("text") != changed.Fact.Get("text") {
			t.Errorf("history %+v", history)
		}
		delta := all(t, s.Facts(ctx, store.Filter{Since: 1}))
		if got := subjects(delta); !cmp.Equal(got, []string{"A/HRC/99/7 124.1", "A/HRC/99/7 124.1", "A/HRC/99/7 124.8"}) {
			t.Errorf("changed since act 1: %v", got)
		}
		h, err := s.Act(ctx, 2)
		if err != nil || h.Body != save.Body || h.Facts != 1 || h.Ends != 2 {
			t.Errorf("act 2: %+v, %v", h, err)
		}
		if _, err := s.Act(ctx, 3); !errors.Is(err, store.ErrNoAct) {
			t.Errorf("act 3: %v", err)
		}
	})
}

func TestEndingWhatIsNotCurrentIsRefused(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		write(t, s, save, items(1, 3))
		rows := all(t, s.Facts(ctx, store.Filter{}))
		write(t, s, save, nil, rows[0].ID)
		var not *store.NotCurrent
		if _, err := s.Write(ctx, save, nil, []store.FactID{rows[0].ID}); !errors.As(err, &not) || not.EndedBy != 2 || not.Fact != rows[0].ID {
			t.Errorf("ended twice: %v", err)
		}
		if _, err := s.Write(ctx, save, nil, []store.FactID{rows[1].ID, rows[1].ID}); !errors.As(err, &not) {
			t.Errorf("named twice: %v", err)
		}
		if _, err := s.Write(ctx, save, nil, []store.FactID{1 << 30}); !errors.As(err, &not) || not.EndedBy != 0 {
			t.Errorf("unknown fact: %v", err)
		}
		d, err := s.Begin(ctx, save)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.End(ctx, rows[1].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Write(ctx, save, nil, []store.FactID{rows[1].ID}); !errors.As(err, &not) || not.EndedBy != 0 {
			t.Errorf("about to be ended by a draft: %v", err)
		}
		if err := d.Abandon(ctx); err != nil {
			t.Fatal(err)
		}
		write(t, s, save, nil, rows[1].ID)
		if got := all(t, s.Facts(ctx, store.Filter{})); len(got) != 1 || got[0].ID != rows[2].ID {
			t.Errorf("left: %v", subjects(got))
		}
		if h, err := s.Head(ctx); err != nil || h.Number != 3 {
			t.Errorf("head %+v, %v: a refused act must take no number", h, err)
		}
	})
}

func TestStalePreviewIsRefused(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		write(t, s, save, items(1, 1))
		other := save
		other.Scope = "SVN/9"
		stale := save
		stale.Base = 1
		write(t, s, other, items(2, 1))
		write(t, s, stale, items(3, 1)) // another scope was changed: no matter
		var changed *store.Changed
		if _, err := s.Write(t.Context(), stale, items(4, 1), nil); !errors.As(err, &changed) || changed.Act != 3 || changed.Base != 1 || changed.Scope != "KAZ/9" {
			t.Errorf("stale save: %v", err)
		}
		d, err := s.Begin(t.Context(), stale)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(t.Context(), items(5, 200)...); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Commit(t.Context()); !errors.As(err, &changed) {
			t.Errorf("stale import: %v", err)
		}
		if got := all(t, s.Facts(t.Context(), store.Filter{})); len(got) != 3 {
			t.Errorf("%d facts", len(got))
		}
	})
}

func TestEmptyAndBadActsAreRefused(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		if _, err := s.Write(ctx, save, nil, nil); !errors.Is(err, store.ErrEmpty) {
			t.Errorf("empty: %v", err)
		}
		d, err := s.Begin(ctx, store.Act{Kind: "import", Actor: store.Actor{Name: "only a name"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Commit(ctx); !errors.Is(err, store.ErrEmpty) {
			t.Errorf("empty draft: %v", err)
		}
		if err := d.Add(ctx, items(1, 1)...); !errors.Is(err, store.ErrDraftDone) {
			t.Errorf("adding after the end: %v", err)
		}
		if _, err := s.Begin(ctx, store.Act{Kind: "Not A Name"}); !errors.Is(err, ledger.ErrHeader) {
			t.Errorf("bad kind: %v", err)
		}
		own := item(1, "x")
		own.Fact.Fields = append(own.Fact.Fields, ledger.Field{Name: "review", Value: "y"})
		for name, f := range map[string]store.New{"field review": own, "bad UTF-8": item(1, "\xff"), "NUL": item(1, "a\x00b")} {
			if _, err := s.Write(ctx, save, []store.New{f}, nil); !errors.Is(err, ledger.ErrEncoding) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if h, err := s.Head(ctx); err != nil || h.Number != 0 {
			t.Errorf("head %+v, %v", h, err)
		}
	})
}

func TestReopenedRecordGoesOn(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s, err := store.Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		c := write(t, s, save, items(1, 10))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, cfg)
		if h, err := s.Head(t.Context()); err != nil || h.Root != c.Tree {
			t.Errorf("head %+v, %v", h, err)
		}
		write(t, s, save, items(11, 10))
		if got := all(t, s.Facts(t.Context(), store.Filter{})); len(got) != 20 {
			t.Errorf("%d facts", len(got))
		}
	})
}

func TestProofsOfTheRecordHold(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		var old store.Committed
		for n := range 5 {
			c := write(t, s, save, items(n*10, 2))
			if n == 2 {
				old = c
			}
		}
		p, err := s.Prove(ctx, 2)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ledger.Verify(p.Checkpoint, s.Public())
		if err != nil || c.Size != 5 {
			t.Fatalf("checkpoint %+v, %v", c, err)
		}
		if err := ledger.CheckAct(p.Path, c.Size, c.Root, 2, p.Leaf); err != nil {
			t.Error(err)
		}
		grown, err := s.ProveGrowth(ctx, 3)
		if err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckGrowth(grown, c.Size, c.Root, 3, old.Tree); err != nil {
			t.Error(err)
		}
	})
}

func TestWaitHead(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		other := open(t, cfg) // another process of the same record
		write(t, s, save, items(1, 1))
		for name, waiting := range map[string]*store.Store{"same": s, "other": other} {
			h, err := s.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := make(chan store.Head, 1)
			go func() {
				h, err := waiting.WaitHead(t.Context(), h.Number)
				if err != nil {
					t.Error(err)
				}
				got <- h
			}()
			time.Sleep(10 * time.Millisecond)
			c := write(t, s, save, items(2, 1))
			select {
			case h := <-got:
				if h.Number != c.Number {
					t.Errorf("%s process: head %d after act %d", name, h.Number, c.Number)
				}
			case <-time.After(5 * time.Second):
				t.Fatalf("%s process heard nothing", name)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.WaitHead(ctx, 99); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}
