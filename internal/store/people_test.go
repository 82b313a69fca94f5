package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/store"
)

func TestACodeIsTakenOnceAndInOrder(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		if x, err := s.TOTP(ctx, "a1"); err != nil || x != (store.TOTP{}) {
			t.Errorf("nobody's factor is %+v, %v", x, err)
		}
		for _, secret := range []string{"FIRST", "SECOND"} { // an offer that was not confirmed gives way
			if err := s.OfferTOTP(ctx, "a1", secret); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.UseTOTP(ctx, "a1", 100); !errors.Is(err, store.ErrCodeUsed) {
			t.Errorf("a factor that is not confirmed takes a code: %v", err)
		}
		if err := s.ConfirmTOTP(ctx, "a1", 100, []string{"c1", "c2"}); err != nil {
			t.Fatal(err)
		}
		if err := s.OfferTOTP(ctx, "a1", "THIRD"); !errors.Is(err, store.ErrConfirmed) {
			t.Errorf("a confirmed factor is replaced: %v", err)
		}
		for step, want := range map[int64]error{99: store.ErrCodeUsed, 100: store.ErrCodeUsed} {
			if err := s.UseTOTP(ctx, "a1", step); !errors.Is(err, want) {
				t.Errorf("step %d after 100: %v", step, err)
			}
		}
		once(t, func() error { return s.UseTOTP(ctx, "a1", 101) }, store.ErrCodeUsed)
		if x, err := s.TOTP(ctx, "a1"); err != nil || x != (store.TOTP{Secret: "SECOND", Confirmed: true, LastStep: 101}) {
			t.Errorf("%+v, %v", x, err)
		}
		once(t, func() error { return s.UseRecoveryCode(ctx, "a1", "c1") }, store.ErrCodeUsed)
		for _, x := range [][2]string{{"a2", "c2"}, {"a1", "c3"}, {"a1", ""}} {
			if err := s.UseRecoveryCode(ctx, x[0], x[1]); !errors.Is(err, store.ErrCodeUsed) {
				t.Errorf("code %s of %s: %v", x[1], x[0], err)
			}
		}
		if n, err := s.RecoveryCodes(ctx, "a1"); err != nil || n != 1 {
			t.Errorf("%d codes left, %v", n, err)
		}
		if err := s.NewRecoveryCodes(ctx, "a1", []string{"d1"}); err != nil {
			t.Fatal(err)
		}
		if err := s.UseRecoveryCode(ctx, "a1", "c2"); !errors.Is(err, store.ErrCodeUsed) {
			t.Errorf("an older code: %v", err)
		}
		if err := s.RemoveTOTP(ctx, "a1"); err != nil {
			t.Fatal(err)
		}
		if err := s.UseRecoveryCode(ctx, "a1", "d1"); !errors.Is(err, store.ErrCodeUsed) {
			t.Errorf("a code of a factor that is gone: %v", err)
		}
	})
}

// once does a thing many times at once: one succeeds, the others get the error.
func once(t *testing.T, do func() error, other error) {
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

func TestPasskeysAndSubjectsBelongToOneAccount(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		a, err := s.CreateAccount(ctx, store.Account{Login: "a"})
		if err != nil {
			t.Fatal(err)
		}
		key := store.Passkey{ID: []byte{0, 1, 255}, Account: a.ID, Name: "phone", Data: "{}"}
		if err := s.AddPasskey(ctx, key); err != nil {
			t.Fatal(err)
		}
		stolen := key
		stolen.Account = "a2"
		if err := s.AddPasskey(ctx, stolen); !errors.Is(err, store.ErrPasskeyKnown) {
			t.Errorf("the same key for another: %v", err)
		}
		if err := s.UsePasskey(ctx, key.ID, "{1}"); err != nil {
			t.Fatal(err)
		}
		list, err := s.Passkeys(ctx, a.ID)
		if err != nil || len(list) != 1 || list[0].Data != "{1}" || list[0].Used.IsZero() || string(list[0].ID) != string(key.ID) {
			t.Errorf("%+v, %v", list, err)
		}
		if err := s.RemovePasskey(ctx, "a2", key.ID); !errors.Is(err, store.ErrNoPasskey) {
			t.Errorf("another removes it: %v", err)
		}
		who := store.Subject{Issuer: "https://id.example", Subject: "s1"}
		if err := s.LinkSubject(ctx, who, a.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.LinkSubject(ctx, who, "a2"); !errors.Is(err, store.ErrSubjectTaken) {
			t.Errorf("linked twice: %v", err)
		}
		if got, err := s.SubjectAccount(ctx, who); err != nil || got.ID != a.ID {
			t.Errorf("%+v, %v", got, err)
		}
		for _, x := range []store.Subject{{Issuer: "https://other.example", Subject: "s1"}, {Issuer: "https://id.example", Subject: "S1"}, {Issuer: "a\x00b", Subject: "s1"}} {
			if _, err := s.SubjectAccount(ctx, x); !errors.Is(err, store.ErrNoAccount) {
				t.Errorf("%+v: %v", x, err)
			}
		}
		if err := s.UnlinkSubjects(ctx, a.ID, who.Issuer); err != nil {
			t.Fatal(err)
		}
		if linked, err := s.Linked(ctx, a.ID, who.Issuer); err != nil || linked {
			t.Errorf("linked %v, %v", linked, err)
		}
		if err := s.Recover(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Passkeys(ctx, a.ID); err != nil || len(list) != 0 {
			t.Errorf("after recovery %+v, %v", list, err)
		}
	})
}

func TestInvitationsAreUsedOnce(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		var now atomic.Int64
		now.Store(start.Unix())
		cfg.Clock = func() time.Time { return time.Unix(now.Load(), 0) }
		s := open(t, cfg)
		ctx := t.Context()
		x, secret, err := s.NewInvitation(ctx, store.Invitation{Workspace: "QQQ", Role: "reader", Name: "N", By: "a0"}, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Invitation(ctx, secret); err != nil || got != x {
			t.Errorf("offered %+v, want %+v, %v", got, x, err)
		}
		once(t, func() error { _, err := s.UseInvitation(ctx, secret, "a1"); return err }, store.ErrToken)
		if _, err := s.Invitation(ctx, secret); !errors.Is(err, store.ErrToken) {
			t.Errorf("after use: %v", err)
		}
		y, late, err := s.NewInvitation(ctx, store.Invitation{Workspace: "QQQ", Role: "reader", By: "a0"}, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := s.Invitations(ctx, "QQQ"); err != nil || len(list) != 1 || list[0] != y {
			t.Errorf("waiting %+v, %v", list, err)
		}
		if err := s.DropInvitation(ctx, "QQX", y.ID); !errors.Is(err, store.ErrToken) {
			t.Errorf("taken back by another workspace: %v", err)
		}
		now.Add(3600)
		if _, err := s.UseInvitation(ctx, late, "a1"); !errors.Is(err, store.ErrToken) {
			t.Errorf("too late: %v", err)
		}
	})
}

func TestSignInsAreListedAndEnded(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		var ids []string
		for _, who := range []string{"a1", "a1", "a1", "a2"} {
			x, err := s.BeginSignIn(ctx, store.SignIn{Account: who, How: "password", Agent: "B"}, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.SignIn(ctx, x.ID); err != nil || got != x {
				t.Errorf("%+v, want %+v, %v", got, x, err)
			}
			ids = append(ids, x.ID)
		}
		if err := s.EndSignIn(ctx, "a2", ids[0]); err != nil { // it is not theirs: nothing happens
			t.Fatal(err)
		}
		if list, err := s.SignIns(ctx, "a1"); err != nil || len(list) != 3 {
			t.Errorf("%+v, %v", list, err)
		}
		if err := errors.Join(s.EndSignIn(ctx, "a1", ids[0]), s.EndSignIns(ctx, "a1", ids[1])); err != nil {
			t.Fatal(err)
		}
		for i, id := range ids {
			if _, err := s.SignIn(ctx, id); errors.Is(err, store.ErrNoSignIn) != (i == 0 || i == 2) {
				t.Errorf("%d: %v", i, err)
			}
		}
		device, err := s.NewDevice(ctx, "a1", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]bool{"a1": true, "a2": false} {
			if known, err := s.KnownDevice(ctx, who, device); err != nil || known != want {
				t.Errorf("%s knows it: %v, %v", who, known, err)
			}
		}
		if err := s.ForgetDevices(ctx, "a1"); err != nil {
			t.Fatal(err)
		}
		if known, err := s.KnownDevice(ctx, "a1", device); err != nil || known {
			t.Errorf("after forgetting: %v, %v", known, err)
		}
	})
}
