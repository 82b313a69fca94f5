package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// actOpen is the kind of the act that opens a workspace.
const actOpen = "open-work"

// openWorkspace opens the workspace of a State and invites its first coordinator, or seats the administrator who opens it,
// which stands in the ledger. A workspace whose coordinators are all gone is given a new one in the same way.
func (a *App) openWorkspace(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	who, state := account.From(r.Context()), upr.State(f.Get("state"))
	if !slices.Contains(codes(a.Keeper.View()), state) {
		return badRequest(short(string(state)))
	}
	ws, name := string(state), strings.TrimSpace(f.Get("name"))
	if utf8.RuneCountInString(name) > maxName || !oneLine(name) {
		return badRequest("name")
	}
	v, err := a.Desk.Keeper.Work(r.Context(), ws)
	if err != nil {
		return err
	}
	there, err := a.seaters(r, ws)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return &Problem{http.StatusConflict, "work-open", ws}
	}
	if v.Workspaces.Len() == 0 {
		n := a.Now().UTC()
		_, _, err := a.Desk.Do(r.Context(), who, account.Seat{Workspace: ws, Role: account.Administrator, Body: who.Body}, followup.Save{Workspace: ws, Act: actOpen,
			Puts: []followup.Put{{Kind: plan.KindWorkspace, ID: ws, Thing: plan.Workspace{State: state, Since: upr.Date{Year: n.Year(), Month: int(n.Month()), Day: n.Day()}}}}})
		if err != nil {
			return err
		}
	}
	if f.Get("self") == "yes" {
		act := store.Act{Kind: actSeat, Scope: followup.WorkHome(ws), Role: string(who.Role), Body: who.Body, Actor: store.Actor{Account: who.ID, Name: who.Name}}
		_, err := a.Store.Seat(r.Context(), act, store.Seat{Account: who.ID, Workspace: ws, Role: string(account.Coordinator), By: who.ID})
		if err != nil && !errors.Is(err, store.ErrSeated) {
			return err
		}
		http.Redirect(w, r, work.Href(ws)+"/people", http.StatusSeeOther)
		return nil
	}
	return a.showInvitation(w, r, store.Invitation{Workspace: ws, Role: string(account.Coordinator), Name: name, Mail: strings.TrimSpace(f.Get("mail")), By: who.ID}, "/accounts")
}
