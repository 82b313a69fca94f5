package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/store"
)

// seating is the act of somebody who gives and takes seats.
func seating(workspace string) store.Act {
	return store.Act{Kind: "seat", Scope: "work/" + workspace, Role: "coordinator", Actor: store.Actor{Account: "a0", Name: "Ada"}}
}

func TestSeatsAreGivenAndTaken(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		first, err := s.Seat(ctx, seating("QQQ"), store.Seat{Account: "a1", Workspace: "QQQ", Role: "contributor", Body: "b1"})
		if err != nil || first.ID == "" || !first.Since.Equal(start) {
			t.Fatalf("seated %+v, %v", first, err)
		}
		if _, err := s.Seat(ctx, seating("QQQ"), store.Seat{Account: "a1", Workspace: "QQQ", Role: "contributor", Body: "b1"}); !errors.Is(err, store.ErrSeated) {
			t.Errorf("the same seat again: %v", err)
		}
		head, err := s.Head(ctx)
		if err != nil || head.Number != 1 {
			t.Errorf("after one seat and one refusal the record is at act %d, %v", head.Number, err)
		}
		more, err := s.ChangeSeats(ctx, seating("QQQ"), []store.Seat{{Account: "a1", Workspace: "QQQ", Role: "validator", Body: "b2"}, {Account: "a2", Workspace: "QQQ", Role: "reader"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		elsewhere, err := s.Seat(ctx, seating("QQX"), store.Seat{Account: "a1", Workspace: "QQX", Role: "steward"})
		if err != nil {
			t.Fatal(err)
		}
		moved, err := s.ChangeSeats(ctx, seating("QQQ"), []store.Seat{{Account: "a1", Workspace: "QQQ", Role: "validator", Body: "b1"}}, []string{first.ID})
		if err != nil {
			t.Fatal(err)
		}
		byID := cmp.Transformer("byID", func(list []store.Seat) map[string]store.Seat {
			out := map[string]store.Seat{}
			for _, x := range list {
				out[x.ID] = x
			}
			return out
		})
		got, err := s.Seats(ctx, "a1")
		if diff := cmp.Diff([]store.Seat{more[0], elsewhere, moved[0]}, got, byID); diff != "" || err != nil {
			t.Error(err, diff)
		}
		got, err = s.SeatsIn(ctx, "QQQ")
		if diff := cmp.Diff([]store.Seat{more[0], more[1], moved[0]}, got, byID); diff != "" || err != nil {
			t.Error(err, diff)
		}
		if err := s.Unseat(ctx, seating("QQQ"), more[1].ID); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{more[1].ID, first.ID, "", "nothing", "a\x00b"} {
			if err := s.Unseat(ctx, seating("QQQ"), id); !errors.Is(err, store.ErrNoSeat) {
				t.Errorf("unseating %q: %v", id, err)
			}
		}
		for _, none := range []string{"a2", "", "a\x00b", "\xff"} {
			if got, err := s.Seats(ctx, none); err != nil || len(got) != 0 {
				t.Errorf("seats of %q: %+v, %v", none, got, err)
			}
		}
		mustVerify(t, s)
	})
}

// The history of seats is in the ledger; who sits is in the salted content only.
func TestSeatsStandInTheLedger(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		seat, err := s.Seat(ctx, seating("QQQ"), store.Seat{Account: "a1", Workspace: "QQQ", Role: "monitor", Body: "b1"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Unseat(ctx, seating("QQQ"), seat.ID); err != nil {
			t.Fatal(err)
		}
		var rows []store.Row
		for r, err := range s.History(ctx, seat.ID) {
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, r)
		}
		if len(rows) != 1 || rows[0].Act != 1 || rows[0].EndedBy != 2 || rows[0].Review != "work/QQQ" || rows[0].Fact.Fields[0].Value != "a1" {
			t.Errorf("the history of the seat is %+v", rows)
		}
		mustVerify(t, s)
	})
}

func TestOfManyWhoGiveOrTakeTheSameSeatOneDoes(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		race := func(do func() error, other error) {
			t.Helper()
			var won atomic.Int64
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					switch err := do(); {
					case err == nil:
						won.Add(1)
					case !errors.Is(err, other):
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 {
				t.Errorf("it was done %d times", won.Load())
			}
		}
		race(func() error {
			_, err := s.Seat(ctx, seating("QQQ"), store.Seat{Account: "a1", Workspace: "QQQ", Role: "reader"})
			return err
		}, store.ErrSeated)
		got, err := s.Seats(ctx, "a1")
		if err != nil || len(got) != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		race(func() error { return s.Unseat(ctx, seating("QQQ"), got[0].ID) }, store.ErrNoSeat)
		mustVerify(t, s)
	})
}

// mustVerify recomputes the whole record.
func mustVerify(t *testing.T, s *store.Store) {
	t.Helper()
	if rep, err := s.Verify(t.Context(), nil); err != nil || rep.Problem != nil {
		t.Errorf("the record does not verify: %v, %v", rep.Problem, err)
	}
}
