package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/store"
)

func TestOneWriterAndEightReadersNeverMeetABusyDatabase(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		write(t, s, save, items(1, 50))
		const facts = 3000
		done := make(chan struct{})
		var reads atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
					}
					n := 0
					for _, err := range s.Facts(ctx, store.Filter{}) {
						if err != nil {
							t.Error(err)
							return
						}
						n++
					}
					if n != 50 && n != 50+facts {
						t.Errorf("%d facts are seen: an act in part", n)
						return
					}
					reads.Add(1)
				}
			})
		}
		wg.Go(func() {
			defer close(done)
			d, err := s.Begin(ctx, save)
			if err != nil {
				t.Error(err)
				return
			}
			for from := 100; from < 100+facts; from += 500 {
				if err := d.Add(ctx, items(from, 500)...); err != nil {
					t.Error(err)
					return
				}
			}
			if _, err := d.Commit(ctx); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if reads.Load() < 8 {
			t.Errorf("only %d reads were made meanwhile", reads.Load())
		}
		if r := verify(t, s); r.Problem != nil {
			t.Error(r.Problem)
		}
	})
}

func TestFiftyPeopleSavingGetNumbersWithoutGapsInTheOrderOfCommits(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		nodes := []*store.Store{open(t, cfg), open(t, cfg)} // two processes or nodes of one record
		var mu sync.Mutex
		got := map[uint64]string{}
		var last atomic.Uint64
		stop := make(chan struct{})
		var watch, wg sync.WaitGroup
		watch.Go(func() { // a reader follows the numbers
			for {
				h, err := nodes[1].Head(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if h.Number < last.Load() {
					t.Errorf("head %d after %d", h.Number, last.Load())
				}
				last.Store(h.Number)
				n := uint64(0)
				for a, err := range nodes[1].Acts(t.Context(), 1, h.Number) {
					if n++; err != nil || a.Number != n {
						t.Errorf("act %d where %d was due, %v", a.Number, n, err)
						return
					}
				}
				if n != h.Number {
					t.Errorf("%d acts up to %d: a number is seen before its act", n, h.Number)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
		for person := range 50 {
			wg.Go(func() {
				for n := range 3 {
					seen := last.Load()
					c, err := nodes[person%2].Write(t.Context(), save, items(person*100+n, 2), nil)
					if err != nil {
						t.Error(err)
						return
					}
					if c.Number <= seen {
						t.Errorf("act %d was begun after %d", c.Number, seen)
					}
					mu.Lock()
					if other, ok := got[c.Number]; ok {
						t.Errorf("act %d twice: %s", c.Number, other)
					}
					got[c.Number] = fmt.Sprint(person, n)
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		close(stop)
		watch.Wait()
		for n := uint64(1); n <= 150; n++ {
			if got[n] == "" {
				t.Errorf("no act %d", n)
			}
		}
		if r := verify(t, nodes[0]); r.Problem != nil || r.Acts != 150 {
			t.Errorf("%+v", r)
		}
	})
}

func TestOfTwoWhoEndTheSameFactOneSucceeds(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		write(t, s, save, items(1, 20))
		for _, r := range all(t, s.Facts(t.Context(), store.Filter{})) {
			var won atomic.Int64
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					_, err := s.Write(t.Context(), save, nil, []store.FactID{r.ID})
					var not *store.NotCurrent
					if err == nil {
						won.Add(1)
					} else if !errors.As(err, &not) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 {
				t.Fatalf("%d succeeded", won.Load())
			}
		}
		if r := verify(t, s); r.Problem != nil {
			t.Error(r.Problem)
		}
	})
}

func TestGivingUpAtAnyMomentLeavesTheRecordWhole(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		write(t, s, save, items(1, 100))
		var gaveUp, committed int
		for n := range 120 {
			// The moment wanders from before the transaction to after it.
			limited, cancel := context.WithTimeout(ctx, time.Duration(n)*20*time.Microsecond)
			_, err := s.Write(limited, save, items(1000+n, 3), nil)
			switch {
			case err == nil:
				committed++
			case errors.Is(err, context.DeadlineExceeded):
				gaveUp++
			default:
				t.Errorf("save: %v", err)
			}
			d, err := s.Begin(limited, save)
			if err == nil {
				err = d.Add(limited, items(5000, 300)...)
				if err == nil {
					_, err = d.Commit(limited)
				}
				if err == nil {
					committed++
				} else if abandoned := d.Abandon(ctx); abandoned != nil {
					t.Error(abandoned)
				}
			}
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("import: %v", err)
			}
			for _, err := range s.Facts(limited, store.Filter{}) {
				if err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("reading: %v", err)
				}
			}
			cancel()
		}
		if gaveUp == 0 {
			t.Error("nobody gave up: the test tests nothing")
		}
		h, err := s.Head(ctx)
		if err != nil || h.Number != uint64(1+committed) {
			t.Errorf("head %d after %d acts, %v", h.Number, 1+committed, err)
		}
		write(t, s, save, items(2, 1)) // the writer is as good as new
		if r := verify(t, s); r.Problem != nil {
			t.Error(r.Problem)
		}
		var left int
		if err := byHand(t, cfg).QueryRowContext(ctx, "SELECT count(*) FROM act WHERE number IS NULL").Scan(&left); err != nil || left > 0 {
			t.Errorf("%d drafts are left, %v", left, err)
		}
	})
}
