package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/store"
)

var _ scs.CtxStore = (*store.Sessions)(nil)

func TestAccounts(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		a, err := s.CreateAccount(ctx, store.Account{Name: "Айгерім Ойдан", Login: " Aigerim@Example.ORG ", Role: "editor", PasswordHash: "h1"})
		if err != nil {
			t.Fatal(err)
		}
		if a.ID == "" || a.Login != "aigerim@example.org" || !a.Created.Equal(start) {
			t.Errorf("made %+v", a)
		}
		if _, err := s.CreateAccount(ctx, store.Account{Login: "AIGERIM@example.org"}); !errors.Is(err, store.ErrLoginTaken) {
			t.Errorf("same login: %v", err)
		}
		if _, err := s.CreateAccount(ctx, store.Account{Login: "  "}); !errors.Is(err, store.ErrLogin) {
			t.Errorf("no login: %v", err)
		}
		b, err := s.CreateAccount(ctx, store.Account{Name: "B", Login: "b", Role: "reader"})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.SetPassword(ctx, a.ID, "h2"), s.SetRole(ctx, a.ID, "administrator"), s.SetDisabled(ctx, a.ID, true)); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRole(ctx, "nobody", "x"); !errors.Is(err, store.ErrNoAccount) {
			t.Errorf("nobody: %v", err)
		}
		want := a
		want.PasswordHash, want.Role, want.Disabled = "h2", "administrator", true
		for _, find := range []func() (store.Account, error){
			func() (store.Account, error) { return s.AccountByLogin(ctx, "Aigerim@example.org") },
			func() (store.Account, error) { return s.Account(ctx, a.ID) },
		} {
			if got, err := find(); err != nil || got != want {
				t.Errorf("found %+v, %v", got, err)
			}
		}
		if _, err := s.AccountByLogin(ctx, "c"); !errors.Is(err, store.ErrNoAccount) {
			t.Errorf("unknown: %v", err)
		}
		list, err := s.Accounts(ctx)
		if err != nil || len(list) != 2 || list[0].Created.After(list[1].Created) {
			t.Errorf("list %+v, %v", list, err)
		}
		_ = b
	})
}

func TestLinkCanBeUsedOnce(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		var now atomic.Int64
		now.Store(start.Unix())
		cfg.Clock = func() time.Time { return time.Unix(now.Load(), 0) }
		s := open(t, cfg)
		ctx := t.Context()
		link, err := s.NewToken(ctx, "sign-in", "a1", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got, err := s.CheckToken(ctx, "sign-in", link); err != nil || got != "a1" {
				t.Errorf("checked: %q, %v", got, err)
			}
		}
		if _, err := s.UseToken(ctx, "reset", link); !errors.Is(err, store.ErrToken) {
			t.Errorf("for something else: %v", err)
		}
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				account, err := s.UseToken(ctx, "sign-in", link)
				switch {
				case err == nil && account == "a1":
					won.Add(1)
				case !errors.Is(err, store.ErrToken):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("used %d times", won.Load())
		}
		if _, err := s.CheckToken(ctx, "sign-in", link); !errors.Is(err, store.ErrToken) {
			t.Errorf("checked after use: %v", err)
		}
		late, err := s.NewToken(ctx, "sign-in", "a1", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		now.Add(3600)
		if _, err := s.UseToken(ctx, "sign-in", late); !errors.Is(err, store.ErrToken) {
			t.Errorf("expired: %v", err)
		}
	})
}

func TestSessions(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		var now atomic.Int64
		now.Store(start.Unix())
		cfg.Clock = func() time.Time { return time.Unix(now.Load(), 0) }
		s := open(t, cfg)
		x := s.Sessions()
		for _, data := range []string{"first", "second"} {
			if err := x.Commit("token", []byte(data), start.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			if got, ok, err := x.Find("token"); err != nil || !ok || string(got) != data {
				t.Errorf("found %q, %v, %v", got, ok, err)
			}
		}
		if _, ok, err := x.Find("no token\x7f"); err != nil || ok {
			t.Errorf("unknown: %v, %v", ok, err)
		}
		now.Add(60)
		if _, ok, err := x.Find("token"); err != nil || ok {
			t.Errorf("expired: %v, %v", ok, err)
		}
		if err := s.DropExpired(t.Context()); err != nil {
			t.Fatal(err)
		}
		now.Add(-60)
		if _, ok, err := x.Find("token"); err != nil || ok {
			t.Errorf("dropped: %v, %v", ok, err)
		}
		if err := x.Commit("token", []byte("third"), start.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(x.Delete("token"), x.Delete("token")); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := x.Find("token"); err != nil || ok {
			t.Errorf("deleted: %v, %v", ok, err)
		}
	})
}

func TestSettings(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		var got []string
		for _, v := range []string{"", "one", "two", ""} {
			if err := s.SetSetting(t.Context(), "examples", v); err != nil {
				t.Fatal(err)
			}
			x, err := s.Setting(t.Context(), "examples")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, x)
		}
		if d := cmp.Diff([]string{"", "one", "two", ""}, got); d != "" {
			t.Error(d)
		}
	})
}
