package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// inviteTime is how long a link from the page of accounts is good.
const inviteTime = 72 * time.Hour

// invitePurpose names a link that makes an account with a role.
func invitePurpose(role account.Role) string { return "invite-" + string(role) }

// link is what a one-time link is for.
type link struct {
	purpose string
	account string            // whose password it sets; empty when it makes an account
	role    account.Role      // of the account it makes
	seat    *store.Invitation // the seat that it gives besides; nil: none
}

// findLink says what a link is for and leaves it so.
func (a *App) findLink(r *http.Request, secret string) (link, error) {
	for _, l := range []link{
		{purpose: account.LinkSetup, role: account.Administrator}, {purpose: account.LinkPassword}, {purpose: account.LinkRecovery},
		{purpose: invitePurpose(account.Editor), role: account.Editor}, {purpose: invitePurpose(account.Administrator), role: account.Administrator},
	} {
		id, err := a.Store.CheckToken(r.Context(), l.purpose, secret)
		if errors.Is(err, store.ErrToken) {
			continue
		}
		l.account = id
		return l, err
	}
	inv, err := a.invitation(r, secret)
	if err != nil {
		return link{}, err
	}
	return link{role: account.Member, seat: &inv}, nil
}

// use uses a link up; for an invitation that is done with the seat.
func (a *App) use(r *http.Request, l link, secret string) error {
	if l.seat != nil {
		return nil
	}
	_, err := a.Store.UseToken(r.Context(), l.purpose, secret)
	return err
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
	l, err := a.findLink(r, r.PathValue("token"))
	if err != nil {
		return linkProblem(err)
	}
	s, err := a.behind(r, l)
	if err != nil {
		return err
	}
	return a.showSetup(w, r, http.StatusOK, setupFields(r, s))
}

// behind is the page behind a link.
func (a *App) behind(r *http.Request, l link) (page.Setup, error) {
	s := page.Setup{Allowed: true, Invited: true, PasswordOnly: l.account != "", Action: r.URL.Path}
	if l.account == "" {
		s.Provider = a.OIDC.label()
	}
	if l.seat == nil {
		return s, nil
	}
	offered, err := a.offered(r, *l.seat)
	if err != nil {
		return s, err
	}
	if p := account.From(r.Context()); p.SignedIn() {
		offered.As = p.Name
	}
	s.Seat = &offered
	return s, nil
}

// acceptInvitation makes the account, sets the new password, or takes the seat for whoever is signed in.
func (a *App) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	secret := r.PathValue("token")
	l, err := a.findLink(r, secret)
	if err != nil {
		return linkProblem(err)
	}
	who := account.From(r.Context())
	if l.seat != nil && who.SignedIn() {
		if err := a.takeSeat(r, secret, who.ID, who.Name); err != nil {
			return err
		}
		http.Redirect(w, r, work.Href(l.seat.Workspace), http.StatusSeeOther)
		return nil
	}
	b, err := a.behind(r, l)
	if err != nil {
		return err
	}
	s := setupFields(r, b)
	if l.account == "" {
		return a.makeAccount(w, r, s, l, secret)
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
	if err := a.use(r, l, secret); err != nil {
		return linkProblem(err)
	}
	if err := a.Store.SetPassword(r.Context(), l.account, hash); err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	return a.recovered(w, r, l)
}

// recovered goes on after a link set a password: every session of the account has ended. A link for recovery takes away what
// was lost too; any other still asks for the second factor.
func (a *App) recovered(w http.ResponseWriter, r *http.Request, l link) error {
	if err := a.Store.EndSignIns(r.Context(), l.account, ""); err != nil {
		return err
	}
	if l.purpose == account.LinkRecovery {
		if err := a.Store.Recover(r.Context(), l.account); err != nil {
			return err
		}
	}
	acc, err := a.Store.Account(r.Context(), l.account)
	if err != nil {
		return err
	}
	if acc.Disabled {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	return a.passed(w, r, acc, byLink, "/")
}
