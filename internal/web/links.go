package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// inviteTime is how long a link from the page of accounts is good.
const inviteTime = 72 * time.Hour

// invitePurpose names a link that makes an account with a role.
func invitePurpose(role account.Role) string { return "invite-" + string(role) }

// link is what a one-time link is for.
type link struct {
	purpose string
	account string       // whose password it sets; empty when it makes an account
	role    account.Role // of the account it makes
}

// findLink says what a link is for and leaves it so.
func (a *App) findLink(r *http.Request) (link, error) {
	secret := r.PathValue("token")
	for _, l := range []link{
		{purpose: account.LinkSetup, role: account.Administrator}, {purpose: account.LinkPassword},
		{purpose: invitePurpose(account.Editor), role: account.Editor}, {purpose: invitePurpose(account.Administrator), role: account.Administrator},
	} {
		id, err := a.Store.CheckToken(r.Context(), l.purpose, secret)
		if errors.Is(err, store.ErrToken) {
			continue
		}
		l.account = id
		return l, err
	}
	return link{}, store.ErrToken
}

func linkProblem(err error) error {
	if errors.Is(err, store.ErrToken) {
		return &Problem{http.StatusNotFound, "link", ""}
	}
	return err
}

// invited shows the page behind a one-time link.
func (a *App) invited(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	l, err := a.findLink(r)
	if err != nil {
		return linkProblem(err)
	}
	return a.showSetup(w, r, http.StatusOK, setupFields(r, invitation(r, l)))
}

func invitation(r *http.Request, l link) page.Setup {
	return page.Setup{Allowed: true, Invited: true, PasswordOnly: l.account != "", Action: r.URL.Path}
}

// acceptInvitation makes the account, or sets the new password.
func (a *App) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	l, err := a.findLink(r)
	if err != nil {
		return linkProblem(err)
	}
	s := setupFields(r, invitation(r, l))
	use := func() error {
		_, err := a.Store.UseToken(r.Context(), l.purpose, r.PathValue("token"))
		return err
	}
	if l.account == "" {
		return a.makeAccount(w, r, s, l.role, use)
	}
	hash, err := a.hashPassword(r, s.Password.Value)
	switch {
	case errors.Is(err, account.ErrShortPassword):
		s.Password.Error, s.Password.ErrorArgs = "setup.password-short", []any{"min", account.MinPassword}
		return a.showSetup(w, r, http.StatusUnprocessableEntity, s)
	case errors.Is(err, account.ErrLongPassword):
		s.Password.Error = "setup.password-long"
		return a.showSetup(w, r, http.StatusUnprocessableEntity, s)
	case err != nil:
		return err
	}
	if err := use(); err != nil {
		return linkProblem(err)
	}
	if err := a.Store.SetPassword(r.Context(), l.account, hash); err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	acc, err := a.Store.Account(r.Context(), l.account)
	if err != nil {
		return err
	}
	if err := a.begin(r, acc); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
