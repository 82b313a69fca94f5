package web

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// signInForm asks for sign-in name and password.
func (a *App) signInForm(w http.ResponseWriter, r *http.Request) error {
	if account.From(r.Context()).SignedIn() {
		http.Redirect(w, r, local(r.URL.Query().Get("next")), http.StatusSeeOther)
		return nil
	}
	if first, err := a.firstStart(r); err != nil || first {
		if err == nil {
			http.Redirect(w, r, "/setup", http.StatusSeeOther)
		}
		return err
	}
	next := local(r.URL.Query().Get("next"))
	s := page.SignIn{Next: next, Needed: next != "/"}
	return a.render(w, r, http.StatusOK, page.SignInPage(a.frame(r, a.Keeper.View()), s))
}

// signIn checks a password. It takes as long for a name that does not exist.
func (a *App) signIn(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	login, next := r.PostForm.Get("login"), local(r.PostForm.Get("next"))
	s := page.SignIn{Login: login, Next: next}
	if !a.attempts.allow(store.NormalLogin(login), remote(r)) {
		s.Slow = true
		return a.render(w, r, http.StatusTooManyRequests, page.SignInPage(a.frame(r, a.Keeper.View()), s))
	}
	acc, err := a.Store.AccountByLogin(r.Context(), login)
	if err != nil && !errors.Is(err, store.ErrNoAccount) {
		return err
	}
	hash := acc.PasswordHash
	if err != nil || hash == "" || acc.Disabled {
		hash = account.NoAccount
	}
	if !account.CheckPassword(hash, r.PostForm.Get("password")) {
		s.Failed = true
		return a.render(w, r, http.StatusUnprocessableEntity, page.SignInPage(a.frame(r, a.Keeper.View()), s))
	}
	a.attempts.clear(store.NormalLogin(login), remote(r))
	if err := a.begin(r, acc.ID); err != nil {
		return err
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// begin makes the session that of an account, under a new token.
func (a *App) begin(r *http.Request, id string) error {
	if err := a.Sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	a.Sessions.Put(r.Context(), accountKey, id)
	return nil
}

func (a *App) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := a.Sessions.Destroy(r.Context()); err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Bounds of guessing: so many passwords for one name from one place, then a wait.
const (
	attemptCount = 10
	attemptTime  = time.Minute
	attemptKeys  = 10_000
)

type attempts struct {
	mu   sync.Mutex
	now  func() time.Time
	seen map[string]attempt
}

type attempt struct {
	n     int
	since time.Time
}

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, seen: map[string]attempt{}}
}

func (a *attempts) allow(login, from string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := login + "\x00" + from
	x := a.seen[key]
	if a.now().Sub(x.since) > attemptTime {
		x = attempt{since: a.now()}
	}
	x.n++
	if len(a.seen) >= attemptKeys {
		clear(a.seen)
	}
	a.seen[key] = x
	return x.n <= attemptCount
}

func (a *attempts) clear(login, from string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.seen, login+"\x00"+from)
}
