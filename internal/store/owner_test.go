package store_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
)

func TestDraftsOfTheLivingAreLeftAloneAndOfTheGoneTakenAway(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		importing := open(t, cfg)
		write(t, importing, save, items(1, 2))
		rows := all(t, importing.Facts(t.Context(), store.Filter{}))
		d, err := importing.Begin(t.Context(), save)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(d.Add(t.Context(), items(100, 100)...), d.End(t.Context(), rows[0].ID)); err != nil {
			t.Fatal(err)
		}
		other := open(t, cfg) // starts while the import runs
		var not *store.NotCurrent
		if _, err := other.Write(t.Context(), save, nil, []store.FactID{rows[0].ID}); !errors.As(err, &not) {
			t.Errorf("what a living draft is about to end was ended: %v", err)
		}
		if _, err := d.Commit(t.Context()); err != nil {
			t.Errorf("the import after another start: %v", err)
		}
		// A process that is gone without a word: its lock is free and its draft still there.
		gone, err := store.Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		d, err = gone.Begin(t.Context(), save)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(d.Add(t.Context(), items(300, 1200)...), d.End(t.Context(), rows[1].ID)); err != nil {
			t.Fatal(err)
		}
		if err := gone.Close(); err != nil {
			t.Fatal(err)
		}
		if n, err := other.Drafts(t.Context()); err != nil || n != 1 {
			t.Errorf("%d drafts, %v", n, err)
		}
		write(t, other, save, nil, rows[1].ID) // finds the lost draft in its way and takes it away
		if n, err := other.Drafts(t.Context()); err != nil || n != 0 {
			t.Errorf("%d drafts, %v", n, err)
		}
		if _, err := d.Commit(t.Context()); err == nil {
			t.Error("a draft of a closed store was committed")
		}
		if r := verify(t, other); r.Problem != nil || r.Facts != 102 {
			t.Errorf("%+v", r)
		}
	})
}

func TestManyProcessesMayStartAtOnce(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		first := open(t, cfg) // makes the record and its key
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Go(func() {
				s, err := store.Open(t.Context(), cfg)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := s.Write(t.Context(), save, items(n*10, 3), nil); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if r := verify(t, first); r.Problem != nil || r.Acts != 8 {
			t.Errorf("%+v", r)
		}
		if locks, err := filepath.Glob(filepath.Join(cfg.Dir, "drafts", "*")); err != nil || cfg.DSN == "" && len(locks) != 1 {
			t.Errorf("locks %v, %v", locks, err)
		}
	})
}

func TestDraftsLiveOnWhenTheDatabaseServerWasAway(t *testing.T) {
	t.Parallel()
	cfg := store.Config{Dir: t.TempDir(), DSN: testpg.DSN(t), Clock: clock}
	s := open(t, cfg)
	write(t, s, save, items(1, 2))
	db := byHand(t, cfg)
	change(t, db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	d, err := s.Begin(t.Context(), save)
	for deadline := time.Now().Add(10 * time.Second); err != nil && time.Now().Before(deadline); d, err = s.Begin(t.Context(), save) {
		time.Sleep(20 * time.Millisecond) // a connection of the pool may still have to find out
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Add(t.Context(), items(10, 100)...); err != nil {
		t.Fatal(err)
	}
	other := open(t, cfg) // would take the draft away, were its lock forgotten
	if n, err := other.Drafts(t.Context()); err != nil || n == 0 {
		t.Errorf("%d drafts, %v", n, err)
	}
	if _, err := d.Commit(t.Context()); err != nil {
		t.Error(err)
	}
	if r := verify(t, other); r.Problem != nil || r.Facts != 102 {
		t.Errorf("%+v", r)
	}
}
