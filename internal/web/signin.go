package web

import (
	"errors"
	"fmt"
	"net/http"

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
	if !a.attempts.allow(store.NormalLogin(login), Remote(r)) {
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
	right, err := a.checkPassword(r, hash, r.PostForm.Get("password"))
	if err != nil {
		return err
	}
	if !right {
		s.Failed = true
		return a.render(w, r, http.StatusUnprocessableEntity, page.SignInPage(a.frame(r, a.Keeper.View()), s))
	}
	a.attempts.clear(store.NormalLogin(login), Remote(r))
	if err := a.begin(r, acc); err != nil {
		return err
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// begin makes the session that of an account, under a new token.
func (a *App) begin(r *http.Request, acc store.Account) error {
	if err := a.Sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	a.Sessions.Put(r.Context(), accountKey, acc.ID)
	a.Sessions.Put(r.Context(), passwordKey, fingerprint(acc))
	return nil
}

func (a *App) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := a.Sessions.Destroy(r.Context()); err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
