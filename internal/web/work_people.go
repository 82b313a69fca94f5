package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// peoplePage is how many people one page lists, and maxInvitations how many may wait in one workspace.
const (
	peoplePage     = 50
	maxInvitations = 500
)

// withBody are the roles that sit for a body.
var withBody = []account.Role{account.Contributor, account.Validator, account.Monitor, account.Stakeholder, account.CouncilMember, account.Secretary}

// people lists who sits in a workspace and which invitations wait.
func (a *App) people(w http.ResponseWriter, r *http.Request) error {
	return a.showPeople(w, r, http.StatusOK, work.People{})
}

func (a *App) showPeople(w http.ResponseWriter, r *http.Request, status int, out work.People) error {
	in, err := a.inside(r, "people")
	if err != nil {
		return err
	}
	seats, err := a.Store.SeatsIn(r.Context(), in.ws)
	if err != nil {
		return err
	}
	byAccount := map[string]*work.Person{}
	var list []*work.Person
	for _, s := range seats {
		p := byAccount[s.Account]
		if p == nil {
			if p, err = a.personRow(r.Context(), in, s.Account); err != nil {
				return err
			}
			byAccount[s.Account] = p
			list = append(list, p)
		}
		p.Seats = append(p.Seats, work.SeatRow{ID: s.ID, Role: s.Role, Body: s.Body, BodyName: in.bodyName(s.Body), Since: s.Since})
	}
	less := in.f.P.Less()
	slices.SortStableFunc(list, func(x, y *work.Person) int { return cmp.Or(less(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	out.Count = len(list)
	at, _ := strconv.Atoi(r.URL.Query().Get("page"))
	pages := max(1, (len(list)+peoplePage-1)/peoplePage)
	at = min(max(at, 1), pages)
	out.Pages = page.Pagination{Current: at, Count: pages, Near: 3, Href: func(n int) string { return in.f.Href("people") + "?page=" + strconv.Itoa(n) }}
	for _, p := range list[(at-1)*peoplePage : min(at*peoplePage, len(list))] {
		out.List = append(out.List, *p)
	}
	waiting, err := a.Store.Invitations(r.Context(), in.ws)
	if err != nil {
		return err
	}
	for _, x := range waiting {
		out.Waiting = append(out.Waiting, work.Waiting{ID: x.ID, Name: x.Name, Mail: x.Mail, Role: x.Role, Body: in.bodyName(x.Body), Expires: x.Expires})
	}
	for _, role := range account.WorkRoles {
		out.Roles = append(out.Roles, work.Option{Value: string(role), Label: in.f.T("role." + string(role)), Chosen: string(role) == out.Form.Role})
	}
	out.Bodies = in.bodyOptions(out.Form.Body, nil)
	out.Action, out.Mails, out.HandOver = in.f.Href("people"), a.SendInvitation != nil, in.may(account.HandOver, nil)
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, status, work.PeoplePage(in.f, out))
}

// bodyName is the name of a body, and nothing for none.
func (in *inWork) bodyName(id string) string {
	if id == "" {
		return ""
	}
	return in.body(id)
}

func (a *App) personRow(ctx context.Context, in *inWork, id string) (*work.Person, error) {
	p := &work.Person{ID: id, Name: id, Self: id == in.who.ID}
	acc, err := a.Store.Account(ctx, id)
	if errors.Is(err, store.ErrNoAccount) {
		p.Gone = true
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p.Name, p.Login, p.Gone = acc.Name, acc.Login, acc.Disabled
	p.Recover, err = a.mayRecover(ctx, in.ws, in.who.ID, acc)
	return p, err
}

// changePeople invites, seats, moves and unseats. Nobody changes their own seats, and a workspace keeps at least one person
// who can seat others.
func (a *App) changePeople(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "people")
	if err != nil {
		return err
	}
	if !in.may(account.SeatPeople, nil) {
		return &Problem{http.StatusForbidden, "forbidden", ""}
	}
	switch f.Get("do") {
	case "invite":
		return a.invite(w, r, in, f)
	case "recall":
		err := a.Store.DropInvitation(r.Context(), in.ws, f.Get("id"))
		if errors.Is(err, store.ErrToken) {
			return notFound("")
		}
		if err != nil {
			return err
		}
		return a.done(w, r, in.f.Href("people"), "people.recalled")
	case "seat", "move", "unseat":
		return a.changeSeat(w, r, in, f)
	case "recover":
		return a.recoverMember(w, r, in, f.Get("account"))
	}
	return badRequest(short(f.Get("do")))
}

// seatAsked reads role and body of a form; wrong says what is wrong with them.
func (in *inWork) seatAsked(f url.Values) (seat account.Seat, wrong []page.FieldError) {
	seat = account.Seat{Workspace: in.ws, Role: account.Role(f.Get("role")), Body: f.Get("body")}
	if !slices.Contains(account.WorkRoles, seat.Role) {
		wrong = append(wrong, page.FieldError{Field: "role", Text: in.f.T("people.wrong.role")})
	}
	switch _, there := in.view.Bodies.Get(seat.Body); {
	case !slices.Contains(withBody, seat.Role):
		seat.Body = ""
	case !there:
		wrong = append(wrong, page.FieldError{Field: "body", Text: in.f.T("people.wrong.body")})
	}
	return seat, wrong
}

// invite makes a link for one person and shows it once, to print or to copy.
func (a *App) invite(w http.ResponseWriter, r *http.Request, in *inWork, f url.Values) error {
	seat, wrong := in.seatAsked(f)
	name, to := strings.TrimSpace(f.Get("name")), strings.TrimSpace(f.Get("mail"))
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName || !oneLine(name) {
		wrong = append(wrong, page.FieldError{Field: "name", Text: in.f.T("people.wrong.name", "most", maxName)})
	}
	if x, err := mail.ParseAddress(to); to != "" && (err != nil || x.Address != to || len(to) > maxName) {
		wrong = append(wrong, page.FieldError{Field: "mail", Text: in.f.T("people.wrong.mail")})
	}
	if len(wrong) > 0 {
		return a.showPeople(w, r, http.StatusUnprocessableEntity, work.People{Form: work.PeopleForm{Form: work.Form{Errors: wrong}, Role: string(seat.Role), Body: f.Get("body"), Name: name, Mail: to}})
	}
	waiting, err := a.Store.Invitations(r.Context(), in.ws)
	if err != nil {
		return err
	}
	if len(waiting) >= maxInvitations {
		return &Problem{http.StatusConflict, "invitations-full", ""}
	}
	return a.showInvitation(w, r, store.Invitation{Workspace: in.ws, Role: string(seat.Role), Body: seat.Body, Name: name, Mail: to, By: in.who.ID}, in.f.Href("people"))
}

// showInvitation makes an invitation and shows its link, this once. Where mail is configured and an address was given, it is
// sent too; a mail that does not go is said so, and the link is handed over.
func (a *App) showInvitation(w http.ResponseWriter, r *http.Request, x store.Invitation, back string) error {
	x, secret, err := a.Store.NewInvitation(r.Context(), x, inviteTime)
	if err != nil {
		return err
	}
	offered, err := a.offered(r, x)
	if err != nil {
		return err
	}
	fr := a.frame(r, a.Keeper.View())
	out := page.Invitation{Seat: offered, Link: a.address(r) + "/sign-in/" + secret, Back: back, Mail: x.Mail}
	if x.Mail != "" && a.SendInvitation != nil {
		subject := fr.T("people.mail.subject", "workspace", offered.Workspace)
		text := fr.T("people.mail.text", "name", x.Name, "by", offered.By, "workspace", offered.Workspace, "role", fr.T("role."+x.Role), "link", out.Link, "when", fr.P.DateTime(x.Expires))
		if err := a.SendInvitation(r.Context(), x.Mail, subject, text); err != nil {
			a.Log.Warn("an invitation was not sent", "workspace", x.Workspace, "error", err)
			out.NotSent = true
		} else {
			out.Sent = true
		}
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	return a.render(w, r, http.StatusOK, page.InvitationPage(fr, out))
}

// changeSeat gives, moves or takes a seat: one act in the workspace's closed home.
func (a *App) changeSeat(w http.ResponseWriter, r *http.Request, in *inWork, f url.Values) error {
	do := f.Get("do")
	if do == "seat" && f.Get("seat") != "" {
		do = "move"
	}
	seats, err := a.Store.SeatsIn(r.Context(), in.ws)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(seats, func(s store.Seat) bool { return s.ID == f.Get("seat") })
	id := f.Get("account")
	if do != "seat" {
		if at < 0 {
			return notFound("")
		}
		id = seats[at].Account
	} else if !slices.ContainsFunc(seats, func(s store.Seat) bool { return s.Account == id }) {
		return notFound("") // whoever does not sit here is invited
	}
	if id == in.who.ID {
		return &Problem{http.StatusForbidden, "seat-self", ""}
	}
	var give []store.Seat
	var take []string
	if do != "unseat" {
		seat, wrong := in.seatAsked(f)
		if len(wrong) > 0 {
			return a.showPeople(w, r, http.StatusUnprocessableEntity, work.People{Form: work.PeopleForm{Form: work.Form{Errors: wrong}, Role: string(seat.Role), Body: f.Get("body")}})
		}
		give = []store.Seat{{Account: id, Workspace: in.ws, Role: string(seat.Role), Body: seat.Body, By: in.who.ID}}
	}
	if do != "seat" {
		take = []string{seats[at].ID}
	}
	from, _ := in.who.SeatFor(in.ws, account.SeatPeople, nil)
	act := store.Act{Kind: actSeat, Scope: followup.WorkHome(in.ws), Role: string(from.Role), Body: in.view.Office(from.Body), Actor: store.Actor{Account: in.who.ID, Name: in.who.Name}}
	_, err = a.Store.ChangeSeats(r.Context(), act, give, take)
	switch {
	case errors.Is(err, store.ErrSeated):
		return &Problem{http.StatusConflict, "seat-taken", ""}
	case errors.Is(err, store.ErrNoSeat):
		return notFound("")
	case err != nil:
		return fmt.Errorf("changing a seat: %w", err)
	}
	return a.done(w, r, in.f.Href("people"), "people.done."+do)
}

// mayRecover says whether somebody who seats people here may give an account a link to a new password: only for members who
// sit here and nowhere else and may not seat people themselves, so that nobody comes by more than they have.
func (a *App) mayRecover(ctx context.Context, ws, by string, acc store.Account) (bool, error) {
	if acc.ID == by || acc.Disabled || account.Role(acc.Role) != account.Member {
		return false, nil
	}
	seats, err := a.Store.Seats(ctx, acc.ID)
	if err != nil {
		return false, err
	}
	for _, s := range seats {
		if s.Workspace != ws || account.ScopeOf(account.Role(s.Role), account.SeatPeople) != account.Nowhere {
			return false, nil
		}
	}
	return len(seats) > 0, nil
}

// recoverMember makes a link by which a member who lost password, telephone or key gets back in. It is an act in the closed
// home: whoever makes it could use it.
func (a *App) recoverMember(w http.ResponseWriter, r *http.Request, in *inWork, id string) error {
	acc, err := a.Store.Account(r.Context(), id)
	if errors.Is(err, store.ErrNoAccount) {
		return notFound("")
	}
	if err != nil {
		return err
	}
	may, err := a.mayRecover(r.Context(), in.ws, in.who.ID, acc)
	if err != nil {
		return err
	}
	if !may {
		return &Problem{http.StatusForbidden, "forbidden", ""}
	}
	from, _ := in.who.SeatFor(in.ws, account.SeatPeople, nil)
	by := store.Act{Kind: "recovery", Scope: followup.WorkHome(in.ws), Role: string(from.Role), Body: in.view.Office(from.Body), Actor: store.Actor{Account: in.who.ID, Name: in.who.Name}}
	secret, err := a.Store.NewRecovery(r.Context(), by, account.LinkRecovery, acc.ID, recoveryTime)
	if err != nil {
		return err
	}
	return a.showRecovery(w, r, acc, secret, in.f.Href("people"))
}

// showRecovery shows a link to get back in, this once.
func (a *App) showRecovery(w http.ResponseWriter, r *http.Request, acc store.Account, secret, back string) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	return a.render(w, r, http.StatusOK, page.RecoveryPage(a.frame(r, a.Keeper.View()),
		page.Recovery{Name: acc.Name, Login: acc.Login, Link: a.address(r) + "/sign-in/" + secret, Expires: a.Now().Add(recoveryTime), Back: back}))
}

// address is where this site is reached: as the operator said, or as the reader came.
func (a *App) address(r *http.Request) string {
	if a.Origin != "" {
		return a.Origin
	}
	return origin(r)
}
