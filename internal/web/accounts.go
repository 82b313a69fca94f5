package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// accounts lists who may do more than read.
func (a *App) accounts(w http.ResponseWriter, r *http.Request) error {
	return a.showAccounts(w, r, page.Accounts{})
}

func (a *App) showAccounts(w http.ResponseWriter, r *http.Request, out page.Accounts) error {
	all, err := a.Store.Accounts(r.Context())
	if err != nil {
		return err
	}
	for _, x := range all {
		body, err := a.Store.Setting(r.Context(), bodySetting(x.ID))
		if err != nil {
			return err
		}
		sessions, err := a.Store.SignIns(r.Context(), x.ID)
		if err != nil {
			return err
		}
		out.List = append(out.List, page.AccountRow{Sessions: len(sessions), ID: x.ID, Name: x.Name, Login: x.Login, Role: x.Role, Body: body, Disabled: x.Disabled,
			Self: x.ID == account.From(r.Context()).ID})
	}
	p := a.Catalogue.Negotiate(r)
	for _, c := range codes(a.Keeper.View()) {
		out.States = append(out.States, page.StateChoice{Code: string(c), Name: stateName(p, c)})
	}
	less := p.Less()
	slices.SortStableFunc(out.States, func(x, y page.StateChoice) int { return less(x.Name, y.Name) })
	out.Mails = a.SendInvitation != nil
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, http.StatusOK, page.AccountsPage(a.frame(r, a.Keeper.View()), out))
}

// recoveryTime is how long a link to get back in is good.
const recoveryTime = 24 * time.Hour

// changeAccounts makes a link for a new person or for one who lost what they sign in with, ends sessions, or lets an account
// sign in no more or again. Nobody can shut themselves out.
func (a *App) changeAccounts(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	switch r.PostForm.Get("do") {
	case "link":
		role := account.Role(r.PostForm.Get("role"))
		if role != account.Editor && role != account.Administrator {
			return badRequest(string(role))
		}
		secret, err := a.Store.NewToken(r.Context(), invitePurpose(role), "", inviteTime)
		if err != nil {
			return fmt.Errorf("making a link: %w", err)
		}
		return a.showAccounts(w, r, page.Accounts{Link: a.address(r) + "/sign-in/" + secret, Expires: a.Now().Add(inviteTime)})
	case "disable", "enable":
		id := r.PostForm.Get("account")
		if id == account.From(r.Context()).ID {
			return badRequest("")
		}
		err := a.Store.SetDisabled(r.Context(), id, r.PostForm.Get("do") == "disable")
		if errors.Is(err, store.ErrNoAccount) {
			return notFound("")
		}
		if err != nil {
			return err
		}
		http.Redirect(w, r, "/accounts", http.StatusSeeOther)
		return nil
	case "end":
		if err := a.Store.EndSignIns(r.Context(), r.PostForm.Get("account"), ""); err != nil {
			return err
		}
		http.Redirect(w, r, "/accounts", http.StatusSeeOther)
		return nil
	case "recover":
		acc, err := a.Store.Account(r.Context(), r.PostForm.Get("account"))
		if errors.Is(err, store.ErrNoAccount) {
			return notFound("")
		}
		if err != nil {
			return err
		}
		secret, err := a.Store.NewToken(r.Context(), account.LinkRecovery, acc.ID, recoveryTime)
		if err != nil {
			return fmt.Errorf("making a link: %w", err)
		}
		a.Log.Info("an administrator made a link to get back in", "by", account.From(r.Context()).ID, "for", acc.ID)
		return a.showRecovery(w, r, acc, secret, "/accounts")
	}
	return badRequest(r.PostForm.Get("do"))
}

// origin is the address under which the reader came.
func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
