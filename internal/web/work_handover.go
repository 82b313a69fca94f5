package web

import (
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// handoverForm asks who leaves and who takes over, and shows what would move.
func (a *App) handoverForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	return a.showHandover(w, r, in, http.StatusOK, q.Get("from"), q.Get("to"), nil)
}

func (a *App) showHandover(w http.ResponseWriter, r *http.Request, in *inWork, status int, from, to string, errs []page.FieldError) error {
	out := work.Handover{Form: work.Form{Action: in.f.Href("handover"), Errors: errs}, FromID: from, ToID: to}
	seats, err := a.Store.SeatsIn(r.Context(), in.ws)
	if err != nil {
		return err
	}
	var people []string
	for _, s := range seats {
		if s.Body != "" && in.may(account.HandOver, &account.Target{Bodies: []string{s.Body}}) && !slices.Contains(people, s.Account) {
			people = append(people, s.Account)
		}
	}
	name := map[string]string{}
	for _, id := range slices.Concat(people, in.named()) {
		if name[id] != "" {
			continue
		}
		acc, err := a.Store.Account(r.Context(), id)
		if err != nil {
			continue // the account is gone; its seat's history is not
		}
		name[id] = acc.Name
		o := work.Option{Value: id, Label: acc.Name}
		if b := bodiesOfSeats(in, seats, id); b != "" {
			o.Label += " – " + b
		}
		o.Chosen = id == from
		out.From = append(out.From, o)
		if slices.Contains(people, id) {
			o.Chosen = id == to
			out.To = append(out.To, o)
		}
	}
	in.sortOptions(out.From)
	in.sortOptions(out.To)
	if name[from] != "" && name[to] != "" {
		out.Shown, out.Moves = true, in.moves(from, seats, to)
	}
	if in.routeFor("GET", "/people", account.SeatPeople) {
		out.People = in.f.Href("people")
	}
	return a.render(w, r, status, work.HandoverPage(in.f, out))
}

func bodiesOfSeats(in *inWork, seats []store.Seat, id string) string {
	var out []string
	for _, s := range seats {
		if n := in.body(s.Body); s.Account == id && s.Body != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return in.f.P.List(out)
}

// named are the accounts that open work is given to by name, also of people who have left.
func (in *inWork) named() []string {
	var out []string
	for _, h := range in.view.Assignments.Any() {
		if p := h.Thing.Person; p != "" && h.Thing.Stands() && !slices.Contains(out, p) && in.may(account.HandOver, &account.Target{Bodies: []string{h.Thing.Body}}) {
			out = append(out, p)
		}
	}
	return out
}

// moves is what a handover would move, as far as the reader may read it: the use case decides it anew.
func (in *inWork) moves(from string, seats []store.Seat, to string) []work.Link {
	may := func(body string) bool {
		return in.may(account.HandOver, &account.Target{Bodies: []string{body}}) &&
			slices.ContainsFunc(seats, func(s store.Seat) bool { return s.Account == to && s.Body == body })
	}
	var out []work.Link
	for id, h := range in.view.Assignments.All() {
		if h.Thing.Person == from && may(h.Thing.Body) {
			out = append(out, in.thing(plan.KindAssignment, id))
		}
	}
	for id, h := range in.view.Reports.All() {
		if h.Thing.Author == from && underWay(h.Thing.Step) == 1 && may(h.Thing.Body) {
			out = append(out, in.thing(plan.KindReport, id))
		}
	}
	for id, h := range in.view.Assessments.All() {
		if h.Thing.Author == from && h.Thing.Step == plan.Draft && may(h.Thing.Body) {
			out = append(out, in.thing(plan.KindAssessment, id))
		}
	}
	return out
}

// handOver moves the open work as one act.
func (a *App) handOver(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	from, to := form.Get("from"), form.Get("to")
	if err := a.Desk.HandOver(r.Context(), in.who, in.ws, from, to); err != nil {
		return a.failed(w, r, in, err, func(errs []page.FieldError) error {
			return a.showHandover(w, r, in, http.StatusUnprocessableEntity, from, to, errs)
		})
	}
	return a.done(w, r, in.f.Href("handover"), "work.handover.done")
}
