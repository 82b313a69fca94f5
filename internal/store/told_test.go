package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/store"
)

// hands is a clock that tests set forward.
type hands struct{ seconds atomic.Int64 }

func (h *hands) now() time.Time { return start.Add(time.Duration(h.seconds.Load()) * time.Second) }

// atOnce calls do several times at once and gives how often it said yes.
func atOnce(t *testing.T, do func() (bool, error)) int {
	t.Helper()
	var wg sync.WaitGroup
	var yes atomic.Int64
	for range 8 {
		wg.Go(func() {
			ok, err := do()
			if err != nil {
				t.Error(err)
			}
			if ok {
				yes.Add(1)
			}
		})
	}
	wg.Wait()
	return int(yes.Load())
}

func TestALeaseIsHadByOneUntilItEnds(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		var clock hands
		cfg.Clock = clock.now
		s, ctx := open(t, cfg), t.Context()
		var node atomic.Int64
		if n := atOnce(t, func() (bool, error) {
			return s.Lease(ctx, "mail", string(rune('a'+node.Add(1))), time.Minute)
		}); n != 1 {
			t.Fatalf("%d nodes have the lease", n)
		}
		if had, err := s.Lease(ctx, "hooks", "z", time.Minute); err != nil || !had {
			t.Fatalf("another lease: %v, %v", had, err)
		}
		steps := []struct {
			name, owner string
			after       int64
			release     string
			want        bool
		}{
			{"another owner, while it lasts", "y", 0, "", false},
			{"its owner renews it", "z", 40, "", true},
			{"another owner, after its first end and before its second", "y", 40, "", false},
			{"another owner gives it back for the owner", "y", 0, "y", false},
			{"another owner, after its end", "y", 61, "", true},
			{"the owner before", "z", 0, "", false},
			{"the owner before, once it is given back", "z", 0, "y", true},
		}
		for _, x := range steps {
			clock.seconds.Add(x.after)
			if x.release != "" {
				if err := s.Release(ctx, "hooks", x.release); err != nil {
					t.Fatal(err)
				}
			}
			if had, err := s.Lease(ctx, "hooks", x.owner, time.Minute); err != nil || had != x.want {
				t.Errorf("%s: %v, %v", x.name, had, err)
			}
		}
	})
}

func TestAMailIsMadeOnceAndTriedByOne(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		var clock hands
		cfg.Clock = clock.now
		s, ctx := open(t, cfg), t.Context()
		if _, err := s.SetNotice(ctx, store.Notice{Account: "a1", Address: "a@example.org", Confirmed: true, Every: store.DailyDigest, Act: 3}); err != nil {
			t.Fatal(err)
		}
		m := store.Mail{ID: "digest/a1/2026-11-23", Account: "a1", Address: "a@example.org", Message: []byte("Subject: invented\r\n\r\n\x00\xff")}
		if n := atOnce(t, func() (bool, error) {
			return s.QueueMail(ctx, m, &store.Told{Act: 9, Period: "2026-11-23", Words: "w", Repeated: 1})
		}); n != 1 {
			t.Errorf("made %d times", n)
		}
		n, err := s.Notice(ctx, "a1")
		if err != nil || n.Act != 9 || n.Period != "2026-11-23" || n.Told != "w" || n.Repeated != 1 || !n.ToldAt.Equal(start) {
			t.Errorf("the notice is %+v, %v", n, err)
		}
		waiting := func() store.Mail {
			t.Helper()
			list, err := s.WaitingMail(ctx, 9)
			if err != nil || len(list) != 1 {
				t.Fatalf("%d wait, %v", len(list), err)
			}
			return list[0]
		}
		got := waiting()
		if d := cmp.Diff(m.Message, got.Message); d != "" || got.State != store.MailWaiting || !got.Made.Equal(start) {
			t.Errorf("%+v", got)
		}
		if n := atOnce(t, func() (bool, error) { return s.ClaimMail(ctx, got, time.Minute) }); n != 1 {
			t.Errorf("%d try to send it", n)
		}
		if list, err := s.WaitingMail(ctx, 9); err != nil || len(list) > 0 {
			t.Errorf("somebody else may try %v, %v", list, err)
		}
		clock.seconds.Add(61) // whoever had it is gone
		if got = waiting(); got.Tries != 1 {
			t.Errorf("tried %d times", got.Tries)
		}
		got.State, got.Again, got.Trouble = store.MailWaiting, clock.now().Add(time.Hour), "451 later"
		if err := s.EndMail(ctx, got); err != nil {
			t.Fatal(err)
		}
		if list, err := s.WaitingMail(ctx, 9); err != nil || len(list) > 0 {
			t.Errorf("it is tried before its time: %v, %v", list, err)
		}
		clock.seconds.Add(3600)
		got = waiting()
		for range store.RefusalsMost {
			got.State, got.Trouble = store.MailRefused, "550 nobody"
			if err := s.EndMail(ctx, got); err != nil {
				t.Fatal(err)
			}
		}
		latest, err := s.LatestMail(ctx, "a1", 9)
		if err != nil || len(latest) != 1 || latest[0].Message != nil || latest[0].State != store.MailRefused {
			t.Errorf("what was refused is kept as %+v, %v", latest, err)
		}
		if list, err := s.Digests(ctx); err != nil || len(list) > 0 {
			t.Errorf("a server that refused %d times is still written to: %v, %v", store.RefusalsMost, list, err)
		}
		if queued, err := s.QueueMail(ctx, m, nil); err != nil || queued {
			t.Errorf("the same mail again: %v, %v", queued, err)
		}
		if err := s.DropTold(ctx, clock.now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if counts, err := s.MailCounts(ctx); err != nil || len(counts) > 0 {
			t.Errorf("left are %v, %v", counts, err)
		}
	})
}

func TestMessagesToAReceiverGoInOrder(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		var clock hands
		cfg.Clock = clock.now
		s, ctx := open(t, cfg), t.Context()
		h, err := s.AddHook(ctx, store.Hook{Workspace: "QQQ", URL: "https://example.org/in", By: "a1", Act: 4})
		if err != nil {
			t.Fatal(err)
		}
		behind, err := s.HooksBehind(ctx, 7)
		if err != nil || len(behind) != 1 || behind[0].Act != 4 {
			t.Fatalf("%+v, %v", behind, err)
		}
		list := []store.Delivery{{Act: 5, Body: []byte("five")}, {Act: 7, Body: []byte("seven")}}
		for range 2 { // another node, with the cursor as it was
			if err := s.QueueDeliveries(ctx, behind[0], 7, list); err != nil {
				t.Fatal(err)
			}
		}
		if again, err := s.HooksBehind(ctx, 7); err != nil || len(again) > 0 {
			t.Errorf("still behind: %+v, %v", again, err)
		}
		first := func(act uint64) store.Delivery {
			t.Helper()
			list, err := s.WaitingDeliveries(ctx, 9)
			if err != nil || len(list) != 1 || list[0].Act != act {
				t.Fatalf("waiting are %+v, %v, want act %d", list, err, act)
			}
			return list[0]
		}
		d := first(5)
		if n := atOnce(t, func() (bool, error) { return s.ClaimDelivery(ctx, d, time.Minute) }); n != 1 {
			t.Errorf("%d try to send it", n)
		}
		if list, err := s.WaitingDeliveries(ctx, 9); err != nil || len(list) > 0 {
			t.Errorf("a later one goes before: %+v, %v", list, err)
		}
		d.State, d.Status, d.Again, d.Trouble = store.DeliveryWaiting, 503, clock.now(), "Service Unavailable"
		if off, err := s.EndDelivery(ctx, d, 3); err != nil || off {
			t.Fatal(off, err)
		}
		d = first(5)
		d.State, d.Status, d.Trouble = store.DeliveryTaken, 204, ""
		if off, err := s.EndDelivery(ctx, d, 3); err != nil || off {
			t.Fatal(off, err)
		}
		if got, err := s.Hook(ctx, "QQQ", h.ID); err != nil || got.Failures != 0 || got.Act != 7 || got.Secret != "" {
			t.Errorf("%+v, %v", got, err)
		}
		d = first(7)
		for n := range 3 {
			d.State, d.Trouble = store.DeliveryWaiting, "no answer"
			if off, err := s.EndDelivery(ctx, d, 3); err != nil || off != (n == 2) {
				t.Errorf("after %d failures: %v, %v", n+1, off, err)
			}
		}
		if got, err := s.Hook(ctx, "QQQ", h.ID); err != nil || got.State != store.HookFailed {
			t.Errorf("%+v, %v", got, err)
		}
		if list, err := s.LatestDeliveries(ctx, h.ID, 9); err != nil || len(list) != 2 || list[0].State != store.DeliveryGivenUp || list[1].State != store.DeliveryTaken {
			t.Errorf("%+v, %v", list, err)
		}
		if err := s.DropHook(ctx, "RRR", h.ID); !errors.Is(err, store.ErrNoHook) {
			t.Errorf("another workspace takes it away: %v", err)
		}
		if err := s.DropHook(ctx, "QQQ", h.ID); err != nil {
			t.Error(err)
		}
		if list, err := s.LatestDeliveries(ctx, h.ID, 9); err != nil || len(list) > 0 {
			t.Errorf("its messages stay: %v, %v", list, err)
		}
	})
}

// Whoever has the database alone cannot sign messages to receivers.
func TestSecretsOfReceiversAreSealed(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		ctx := t.Context()
		s, err := store.Open(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		h, err := s.AddHook(ctx, store.Hook{Workspace: "QQQ", URL: "https://example.org/in", By: "a1"})
		if err != nil {
			t.Fatal(err)
		}
		db := raw(t, cfg)
		kept := func() (out string) {
			t.Helper()
			if err := db.QueryRowContext(ctx, "SELECT secret FROM hook").Scan(&out); err != nil {
				t.Fatal(err)
			}
			return out
		}
		for _, secret := range []string{h.Secret, ""} {
			if secret == "" {
				if secret, err = s.RenewHook(ctx, "QQQ", h.ID); err != nil || secret == h.Secret {
					t.Fatal(secret, err)
				}
			}
			if sealed := kept(); !strings.HasPrefix(sealed, "v1:") || strings.Contains(sealed, secret) {
				t.Errorf("kept as %q", sealed)
			}
			if got, err := s.HookOf(ctx, store.Delivery{Hook: h.ID}); err != nil || got.Secret != secret {
				t.Errorf("%+v, %v", got, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(ctx, "UPDATE hook SET secret = 'whsec_b2xk'"); err != nil { // as an earlier program left it
			t.Fatal(err)
		}
		s = open(t, cfg)
		if got, err := s.HookOf(ctx, store.Delivery{Hook: h.ID}); err != nil || got.Secret != "whsec_b2xk" {
			t.Errorf("%+v, %v", got, err)
		}
		if sealed := kept(); !strings.HasPrefix(sealed, "v1:") {
			t.Errorf("an earlier secret is still kept as %q", sealed)
		}
		if _, err := db.ExecContext(ctx, "UPDATE hook SET id = 'another'"); err != nil {
			t.Fatal(err)
		}
		if got, err := s.HookOf(ctx, store.Delivery{Hook: "another"}); !errors.Is(err, store.ErrHookSealed) || got.URL == "" || got.Secret != "" {
			t.Errorf("another receiver's secret opens: %+v, %v", got, err)
		}
	})
}
