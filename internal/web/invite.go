package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// actSeat is the kind of an act that gives or takes seats.
const actSeat = "seat"

// invitation is what a link offers; store.ErrToken also when whoever invites may do so no more.
func (a *App) invitation(r *http.Request, secret string) (store.Invitation, error) {
	inv, err := a.Store.Invitation(r.Context(), secret)
	if err != nil {
		return store.Invitation{}, err
	}
	ok, err := a.mayInvite(r, inv)
	if err == nil && !ok {
		err = store.ErrToken
	}
	return inv, err
}

// mayInvite says whether the one who invites may seat people still: whoever lost the seat or the account invites nobody. The
// installation's administrator invites the first coordinator of a workspace, as long as there is none.
func (a *App) mayInvite(r *http.Request, inv store.Invitation) (bool, error) {
	acc, err := a.Store.Account(r.Context(), inv.By)
	if errors.Is(err, store.ErrNoAccount) || err == nil && acc.Disabled {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	seaters, err := a.seaters(r, inv.Workspace)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(seaters, func(s store.Seat) bool { return s.Account == inv.By }) {
		return true, nil
	}
	return len(seaters) == 0 && account.May(account.Role(acc.Role), account.OpenWorkspace), nil
}

// seaters are the seats of those who may seat people in a workspace and can sign in.
func (a *App) seaters(r *http.Request, ws string) ([]store.Seat, error) {
	seats, err := a.Store.SeatsIn(r.Context(), ws)
	if err != nil {
		return nil, err
	}
	var out []store.Seat
	for _, s := range seats {
		if account.ScopeOf(account.Role(s.Role), account.SeatPeople) != account.Anywhere {
			continue
		}
		acc, err := a.Store.Account(r.Context(), s.Account)
		if errors.Is(err, store.ErrNoAccount) || err == nil && acc.Disabled {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// offered says what an invitation offers, in the reader's words.
func (a *App) offered(r *http.Request, inv store.Invitation) (page.OfferedSeat, error) {
	p := a.Catalogue.Negotiate(r)
	v, err := a.Desk.Keeper.Work(r.Context(), inv.Workspace)
	if err != nil {
		return page.OfferedSeat{}, err
	}
	out := page.OfferedSeat{Workspace: workTitle(p, v), Role: inv.Role, Expires: inv.Expires, For: inv.Name, SignIn: "/sign-in?next=" + queryEscape(r.URL.Path)}
	if b, ok := v.Bodies.Get(inv.Body); ok {
		out.Body, _ = b.Thing.Names.In(string(p.Lang()))
	}
	if acc, err := a.Store.Account(r.Context(), inv.By); err == nil {
		out.By = acc.Name
	}
	return out, nil
}

// takeSeat uses an invitation up and gives its seat: an act of the person who takes it, with who invited inside the fact.
// Nobody invites themselves.
func (a *App) takeSeat(r *http.Request, secret, id, name string) error {
	inv, err := a.invitation(r, secret)
	if err != nil {
		return linkProblem(err)
	}
	if inv.By == id {
		return &Problem{http.StatusForbidden, "seat-self", ""}
	}
	if inv, err = a.Store.UseInvitation(r.Context(), secret, id); err != nil {
		return linkProblem(err)
	}
	v, err := a.Desk.Keeper.Work(r.Context(), inv.Workspace)
	if err != nil {
		return err
	}
	act := store.Act{Kind: actSeat, Scope: followup.WorkHome(inv.Workspace), Role: inv.Role, Body: v.Office(inv.Body), Actor: store.Actor{Account: id, Name: name}}
	_, err = a.Store.Seat(r.Context(), act, store.Seat{Account: id, Workspace: inv.Workspace, Role: inv.Role, Body: inv.Body, By: inv.By})
	if errors.Is(err, store.ErrSeated) {
		return nil // they sit there already
	}
	if err != nil {
		return fmt.Errorf("taking a seat: %w", err)
	}
	return nil
}
