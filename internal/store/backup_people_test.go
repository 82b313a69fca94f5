package store_test

import (
	"bytes"
	"testing"

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
		if err := r.Unseat(ctx, seating("QQQ"), seat.ID); err != nil {
			t.Errorf("a seat that came back is not taken: %v", err)
		}
		mustVerify(t, r)
	})
}
