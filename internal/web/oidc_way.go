package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// oidcKey is where a session keeps the way to the provider and back.
const oidcKey = "oidc"

// leaveForProvider begins to sign in by the provider, or to make the account of an invitation.
func (a *App) leaveForProvider(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	way := oidcWay{Purpose: oidcSignIn, Next: local(r.PostForm.Get("next"))}
	if secret, ok := strings.CutPrefix(r.PostForm.Get("invitation"), "/sign-in/"); ok {
		l, err := a.findLink(r, secret)
		if err != nil {
			return linkProblem(err)
		}
		if l.account != "" {
			return badRequest("invitation")
		}
		way.Purpose, way.Invitation = oidcInvited, secret
	}
	return a.toProvider(w, r, way)
}

// toProvider shows a page that leads to the provider by itself: the policy of content lets no form end at another host.
func (a *App) toProvider(w http.ResponseWriter, r *http.Request, way oidcWay) error {
	if a.OIDC == nil {
		return notFound("")
	}
	way.Back = a.address(r) + "/sign-in/oidc"
	href, err := a.OIDC.leave(r.Context(), &way, a.Now())
	if err != nil {
		a.Log.Error("the OpenID provider does not answer", "error", err)
		return &Problem{http.StatusBadGateway, "oidc-away", ""}
	}
	kept, err := json.Marshal(way)
	if err != nil {
		return fmt.Errorf("keeping the way to the provider: %w", err)
	}
	a.Sessions.Put(r.Context(), oidcKey, string(kept))
	w.Header().Set("Refresh", "0; url="+href)
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, http.StatusOK, page.LeavingPage(a.frame(r, a.Keeper.View()), page.Leaving{Name: a.OIDC.label(), Host: shownTo(href), Href: href}))
}

// backFromProvider ends a way that began with a POST of this browser; without one nothing happens.
func (a *App) backFromProvider(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	kept := a.Sessions.PopString(r.Context(), oidcKey)
	if kept == "" || a.OIDC == nil {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	var way oidcWay
	if err := json.Unmarshal([]byte(kept), &way); err != nil {
		return fmt.Errorf("reading the way to the provider: %w", err)
	}
	p, err := a.OIDC.arrive(r.Context(), way, r.URL.Query(), a.Now())
	if errors.Is(err, errProvider) {
		a.Log.Info("the OpenID provider's answer was not accepted", "error", err)
		return &Problem{http.StatusBadRequest, "oidc-failed", ""}
	}
	if err != nil {
		a.Log.Error("the OpenID provider does not answer", "error", err)
		return &Problem{http.StatusBadGateway, "oidc-away", ""}
	}
	subject := store.Subject{Issuer: a.OIDC.Issuer, Subject: p.Subject}
	if way.Purpose == oidcLink {
		return a.linkProvider(w, r, way, subject)
	}
	acc, err := a.Store.SubjectAccount(r.Context(), subject)
	switch {
	case err == nil && acc.Disabled:
		return &Problem{http.StatusForbidden, "oidc-unknown", ""}
	case errors.Is(err, store.ErrNoAccount):
		if acc, err = a.providerAccount(r, way, subject, p); err != nil {
			return err
		}
	case err != nil:
		return err
	case way.Purpose == oidcInvited: // the invited person has an account already
		if err := a.takeInvited(r, way.Invitation, acc); err != nil {
			return err
		}
	}
	next := way.Next
	if way.Purpose == oidcInvited {
		next = "/account"
	}
	if err := a.begin(w, r, acc, byProvider); err != nil {
		return err
	}
	http.Redirect(w, r, local(next), http.StatusSeeOther)
	return nil
}

// takeInvited gives the seat of an invitation to an account that is there; other links make accounts only.
func (a *App) takeInvited(r *http.Request, secret string, acc store.Account) error {
	l, err := a.findLink(r, secret)
	if err != nil {
		return linkProblem(err)
	}
	if l.seat == nil {
		return nil
	}
	return a.takeSeat(r, secret, acc.ID, acc.Name)
}

// linkProvider lets a person of the provider sign in to the account that asked for it, in the session that asked.
func (a *App) linkProvider(w http.ResponseWriter, r *http.Request, way oidcWay, subject store.Subject) error {
	if who := account.From(r.Context()); way.Account == "" || who.ID != way.Account {
		return &Problem{http.StatusForbidden, "forbidden", ""}
	}
	err := a.Store.LinkSubject(r.Context(), subject, way.Account)
	if errors.Is(err, store.ErrSubjectTaken) {
		return &Problem{http.StatusConflict, "oidc-taken", ""}
	}
	if err != nil {
		return err
	}
	return a.done(w, r, "/account", "own.done.link")
}

// providerAccount makes an account for a person of the provider: with an invitation, or where the operator said that
// whoever the provider knows gets one. An account that is there is never found by name or mail: that would let a provider's
// person take it.
func (a *App) providerAccount(r *http.Request, way oidcWay, subject store.Subject, p oidcPerson) (store.Account, error) {
	l := link{role: account.Member}
	switch {
	case way.Purpose == oidcInvited:
		var err error
		if l, err = a.findLink(r, way.Invitation); err != nil {
			return store.Account{}, linkProblem(err)
		}
	case !a.OIDC.Accounts:
		return store.Account{}, &Problem{http.StatusForbidden, "oidc-unknown", ""}
	}
	if p.Login == "" || utf8.RuneCountInString(p.Login) > maxName-3 || !oneLine(p.Login) {
		p.Login = "oidc-" + oidcSecret()[:8]
	}
	if p.Name = strings.TrimSpace(p.Name); p.Name == "" || utf8.RuneCountInString(p.Name) > maxName || !oneLine(p.Name) {
		p.Name = p.Login
	}
	if l.seat != nil && l.seat.Name != "" && p.Name == p.Login {
		p.Name = l.seat.Name
	}
	if way.Purpose == oidcInvited {
		if err := a.use(r, l, way.Invitation); err != nil {
			return store.Account{}, linkProblem(err)
		}
	}
	acc, err := a.Store.CreateAccount(r.Context(), store.Account{Name: p.Name, Login: p.Login, Role: string(l.role)})
	for n := 2; errors.Is(err, store.ErrLoginTaken) && n < 100; n++ {
		acc, err = a.Store.CreateAccount(r.Context(), store.Account{Name: p.Name, Login: p.Login + "-" + strconv.Itoa(n), Role: string(l.role)})
	}
	if err != nil {
		return store.Account{}, err
	}
	if err := a.Store.LinkSubject(r.Context(), subject, acc.ID); err != nil {
		return store.Account{}, err
	}
	if l.seat != nil {
		return acc, a.takeSeat(r, way.Invitation, acc.ID, acc.Name)
	}
	return acc, nil
}
