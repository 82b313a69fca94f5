package web

import (
	"errors"
	"net/http"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// signInForm asks for sign-in name and password.
func (a *App) signInForm(w http.ResponseWriter, r *http.Request) error {
	if account.From(r.Context()).SignedIn() && r.URL.Query().Get("again") != "yes" {
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
	s := a.ways(r, page.SignIn{Next: next, Needed: next != "/"})
	return a.render(w, r, http.StatusOK, page.SignInPage(a.frame(r, a.Keeper.View()), s))
}

// signIn checks a password. It takes as long for a name that does not exist.
func (a *App) signIn(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	login, next := r.PostForm.Get("login"), local(r.PostForm.Get("next"))
	s := a.ways(r, page.SignIn{Login: login, Next: next})
	acc, err := a.Store.AccountByLogin(r.Context(), login)
	if err != nil && !errors.Is(err, store.ErrNoAccount) {
		return err
	}
	hash := acc.PasswordHash
	if err != nil || hash == "" || acc.Disabled {
		hash = account.NoAccount
	}
	device, err := a.knownDevice(r, acc.ID)
	if err != nil {
		return err
	}
	if !a.attempts.allow(store.NormalLogin(login), Remote(r), device) {
		s.Slow = true
		return a.render(w, r, http.StatusTooManyRequests, page.SignInPage(a.frame(r, a.Keeper.View()), s))
	}
	right, err := a.checkPassword(r, hash, r.PostForm.Get("password"))
	if err != nil {
		return err
	}
	if !right {
		s.Failed = true
		return a.render(w, r, http.StatusUnprocessableEntity, page.SignInPage(a.frame(r, a.Keeper.View()), s))
	}
	a.attempts.clear(store.NormalLogin(login), Remote(r), device)
	return a.passed(w, r, acc, byPassword, next)
}

// ways says by what else than a password one may sign in here.
func (a *App) ways(r *http.Request, s page.SignIn) page.SignIn {
	_, err := a.relyingParty(r)
	s.Passkeys, s.Provider = err == nil, a.OIDC.label()
	return s
}
