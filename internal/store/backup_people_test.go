package store_test

import (
	"bytes"
	"database/sql"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
)

// People come back with their seats and their ways of signing in, from the one kind of database into the other.
func TestPeopleComeBackFromABackup(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		a, err := s.CreateAccount(ctx, store.Account{Login: "a", Name: "A", Role: "member"})
		if err != nil {
			t.Fatal(err)
		}
		seat, err := s.Seat(ctx, seating("QQQ"), store.Seat{Account: a.ID, Workspace: "QQQ", Role: "validator", Body: "b1"})
		if err != nil {
			t.Fatal(err)
		}
		who := store.Subject{Issuer: "https://id.example", Subject: "s1"}
		for _, err := range []error{s.OfferTOTP(ctx, a.ID, "SECRET"), s.ConfirmTOTP(ctx, a.ID, 7, []string{"c1", "c2"}), s.UseRecoveryCode(ctx, a.ID, "c1"),
			s.AddPasskey(ctx, store.Passkey{ID: []byte{1, 2}, Account: a.ID, Name: "phone", Data: "{}"}), s.LinkSubject(ctx, who, a.ID)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		calendar, notice, receiver := told(t, s, a.ID)
		var b bytes.Buffer
		if err := s.Backup(ctx, &b, store.BackupOptions{Accounts: true}); err != nil {
			t.Fatal(err)
		}
		into := store.Config{Dir: t.TempDir(), Clock: clock}
		if cfg.DSN == "" {
			into.DSN = testpg.DSN(t)
		}
		r := open(t, into)
		if _, err := r.Restore(ctx, &b, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Seats(ctx, a.ID); err != nil || !cmp.Equal(got, []store.Seat{seat}) {
			t.Errorf("seats %+v, %v", got, err)
		}
		if got, err := r.TOTP(ctx, a.ID); err != nil || got != (store.TOTP{Secret: "SECRET", Confirmed: true, LastStep: 7}) {
			t.Errorf("second factor %+v, %v", got, err)
		}
		if n, err := r.RecoveryCodes(ctx, a.ID); err != nil || n != 1 {
			t.Errorf("%d codes, %v", n, err)
		}
		if err := r.UseRecoveryCode(ctx, a.ID, "c2"); err != nil {
			t.Error(err)
		}
		if keys, err := r.Passkeys(ctx, a.ID); err != nil || len(keys) != 1 || keys[0].Name != "phone" {
			t.Errorf("passkeys %+v, %v", keys, err)
		}
		if got, err := r.SubjectAccount(ctx, who); err != nil || got.ID != a.ID {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := r.NoticeByCalendar(ctx, calendar); err != nil || !cmp.Equal(got, notice) {
			t.Errorf("told as %+v, %v\nwant %+v", got, err, notice)
		}
		if got, err := r.HookOf(ctx, store.Delivery{Hook: receiver.ID}); err != nil || got.Secret != receiver.Secret || got.URL != receiver.URL || got.Act != 4 {
			t.Errorf("receiver %+v, %v\nwant %+v before act 5, which it was not given", got, err, receiver)
		}
		if got := raw(t, into); inClear(t, got, receiver.Secret) {
			t.Error("the receiver's secret lies readable")
		}
		if err := r.Unseat(ctx, seating("QQQ"), seat.ID); err != nil {
			t.Errorf("a seat that came back is not taken: %v", err)
		}
		mustVerify(t, r)
	})
}

// told chooses how a person is told, makes a receiver that waits for the message on act 5, and gives both.
func told(t *testing.T, s *store.Store, who string) (calendar string, n store.Notice, h store.Hook) {
	t.Helper()
	ctx := t.Context()
	_, err := s.SetNotice(ctx, store.Notice{Account: who, Address: "a@example.org", Confirmed: true, Every: store.WeeklyDigest, Weekday: time.Friday, Paused: "2027-01-31", Lang: "kk"})
	if err != nil {
		t.Fatal(err)
	}
	if calendar, err = s.RenewCalendar(ctx, who); err != nil {
		t.Fatal(err)
	}
	if _, err := s.QueueMail(ctx, store.Mail{ID: "m1", Account: who, Address: "a@example.org", Message: []byte("x")}, &store.Told{Act: 6, Period: "2026-W48", Words: "w", Repeated: 2}); err != nil {
		t.Fatal(err)
	}
	if n, err = s.Notice(ctx, who); err != nil {
		t.Fatal(err)
	}
	if h, err = s.AddHook(ctx, store.Hook{Workspace: "QQQ", URL: "https://example.org/in", By: who, Act: 3}); err != nil {
		t.Fatal(err)
	}
	if err := s.QueueDeliveries(ctx, h, 8, []store.Delivery{{Act: 5, Body: []byte("x")}, {Act: 8, Body: []byte("y")}}); err != nil {
		t.Fatal(err)
	}
	return calendar, n, h
}

func inClear(t *testing.T, db *sql.DB, secret string) bool {
	t.Helper()
	var n int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM hook WHERE secret = $1", secret).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}
