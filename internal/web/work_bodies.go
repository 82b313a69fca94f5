package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// bodies lists the workspace's bodies: those that exist first, by name.
func (a *App) bodies(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	form, handover := "", ""
	if in.may(account.EditBodies, nil) {
		form = in.f.Href("bodies", "new")
	}
	if in.may(account.HandOver, nil) {
		handover = in.f.Href("handover")
	}
	leads := in.counted(followup.FacetLead)
	vacant, err := a.vacant(r, in)
	if err != nil {
		return err
	}
	var out []work.BodyRow
	for id, b := range in.view.Bodies.Any() {
		out = append(out, work.BodyRow{Link: in.bodyLink(id), Kind: string(b.Thing.Kind), Period: in.period(b.Thing.From, b.Thing.To), Ended: !b.Thing.Exists(in.today()),
			Leads: leads[id], Find: in.find(url.Values{string(followup.FacetLead): {id}}), Vacant: vacant[id]})
	}
	less := in.f.P.Less()
	slices.SortFunc(out, func(x, y work.BodyRow) int {
		if x.Ended != y.Ended {
			if y.Ended {
				return -1
			}
			return 1
		}
		return cmp.Or(less(x.Link.Label, y.Link.Label), strings.Compare(x.Link.Href, y.Link.Href))
	})
	return a.render(w, r, http.StatusOK, work.BodiesPage(in.f, out, form, handover))
}

// counted is how many recommendations each value of a facet has.
func (in *inWork) counted(f followup.Facet) map[string]int {
	return followup.Once(in.view, fmt.Sprintf("counted %s %p", f, in.recs), func() map[string]int { return in.count(f) })
}

func (in *inWork) count(f followup.Facet) map[string]int {
	out := map[string]int{}
	for _, x := range in.recs.All {
		c := in.view.Card(x.ID)
		switch f {
		case followup.FacetLead:
			out[c.Lead]++
		case followup.FacetSupport:
			for _, b := range c.Support {
				out[b]++
			}
		}
	}
	return out
}

// measuresLed counts the measures that each body leads.
func (in *inWork) measuresLed() map[string]int {
	return followup.Once(in.view, "measures led", func() map[string]int {
		out := map[string]int{}
		for _, m := range in.view.Measures.Any() {
			out[m.Thing.Lead]++
		}
		return out
	})
}

// vacant says for which bodies nobody works though work is theirs, and why; to whoever may do something about it.
func (a *App) vacant(r *http.Request, in *inWork) (map[string]string, error) {
	out := map[string]string{}
	if !in.may(account.SeatPeople, nil) && !in.may(account.HandOver, nil) {
		return out, nil
	}
	lists, err := a.Desk.Lists(r.Context(), in.who, in.ws, in.today())
	if err != nil {
		return nil, err
	}
	for _, v := range lists.Vacancies {
		if out[v.Body] == "" {
			out[v.Body] = string(v.Why)
		}
	}
	return out, nil
}

// bodyPage shows one body.
func (a *App) bodyPage(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	h := heldOf(in.view.Bodies, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	b := h.Thing
	out := work.Body{ID: h.ID, Name: in.text(b.Names), Kind: string(b.Kind), Voice: string(b.Kind.Voice()), Period: in.period(b.From, b.To), Note: b.Note, Source: b.Source,
		Base: h.Fact, History: in.f.Href("history", h.ID)}
	if t := in.texts(b.Names); len(t) > 1 {
		out.Names = t[1:]
	}
	for _, s := range b.Successors {
		out.Successors = append(out.Successors, in.bodyLink(s))
	}
	for id, o := range in.view.Bodies.All() {
		if slices.Contains(o.Thing.Successors, h.ID) {
			out.Before = append(out.Before, in.bodyLink(id))
		}
	}
	for _, l := range b.Legal {
		out.Legal = append(out.Legal, in.thing(plan.KindLegalAct, l))
	}
	lead, support := url.Values{string(followup.FacetLead): {h.ID}}, url.Values{string(followup.FacetSupport): {h.ID}}
	out.Leads = work.Count{N: in.counted(followup.FacetLead)[h.ID], Href: in.find(lead)}
	out.Supports = work.Count{N: in.counted(followup.FacetSupport)[h.ID], Href: in.find(support)}
	out.Measures = work.Count{Href: in.f.Href("measures") + "?" + url.Values{"lead": {h.ID}}.Encode()}
	out.Measures.N = in.measuresLed()[h.ID]
	if out.People, err = a.seatedFor(r, in, h.ID); err != nil {
		return err
	}
	vacant, err := a.vacant(r, in)
	if err != nil {
		return err
	}
	out.Vacant = vacant[h.ID]
	if in.may(account.EditBodies, nil) {
		out.Edit = in.f.Href("bodies", h.ID, "edit")
	}
	if in.may(account.Assign, &account.Target{}) && out.Leads.N+out.Supports.N+out.Measures.N > 0 {
		for _, s := range b.Successors {
			if next, ok := in.view.Bodies.Get(s); ok && next.Thing.Exists(in.today()) {
				out.Succeed = append(out.Succeed, work.Option{Value: s, Label: in.body(s)})
			}
		}
	}
	return a.render(w, r, http.StatusOK, work.BodyPage(in.f, out))
}

// seatedFor names who sits for a body, for readers inside the workspace.
func (a *App) seatedFor(r *http.Request, in *inWork, body string) ([]string, error) {
	seats, err := a.Store.SeatsIn(r.Context(), in.ws)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range seats {
		if s.Body != body {
			continue
		}
		acc, err := a.Store.Account(r.Context(), s.Account)
		if err != nil {
			return nil, err
		}
		out = append(out, acc.Name+" – "+in.f.T("role."+s.Role))
	}
	slices.Sort(out)
	return out, nil
}

// bodyForm is the form of a body, new or not.
func (a *App) bodyForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	var b plan.Body
	h := heldOf(in.view.Bodies, r.PathValue("id"))
	if h != nil {
		b = h.Thing
	} else if r.PathValue("id") != "" {
		return notFound(short(r.PathValue("id")))
	}
	return a.showBodyForm(w, r, in, http.StatusOK, h, b, nil)
}

func (a *App) showBodyForm(w http.ResponseWriter, r *http.Request, in *inWork, status int, h *followup.Held[plan.Body], b plan.Body, errs []page.FieldError) error {
	out := work.BodyForm{Form: work.Form{Action: in.f.Href("bodies"), Base: factOf(h), Errors: errs}, Body: b, Back: in.f.Href("bodies")}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("bodies", h.ID), in.f.Href("bodies", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for id, o := range in.view.Bodies.Any() {
		if id != out.ID {
			out.Successors = append(out.Successors, work.Option{Value: id, Label: in.words(o.Thing.Names), Chosen: slices.Contains(b.Successors, id)})
		}
	}
	in.sortOptions(out.Successors)
	for id, l := range in.view.LegalActs.Any() {
		out.Legal = append(out.Legal, work.Option{Value: id, Label: strings.TrimSpace(l.Thing.Number + " " + in.words(l.Thing.Title)), Chosen: slices.Contains(b.Legal, id)})
	}
	in.sortOptions(out.Legal)
	return a.render(w, r, status, work.BodyFormPage(in.f, out))
}

// saveBody saves a body, new or not.
func (a *App) saveBody(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.view.Bodies, id)
	b, wrong := decodeOver(form, h)
	again := func(errs []page.FieldError) error {
		return a.showBodyForm(w, r, in, http.StatusUnprocessableEntity, h, b, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Desk.SaveBody(r.Context(), in.who, in.ws, id, baseIn(form), b); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("bodies", id), "work.saved-it", "what", in.words(b.Names))
}

// succeedBody moves what a body still has to do to the one that took over, as one act.
func (a *App) succeedBody(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "bodies")
	if err != nil {
		return err
	}
	id, to := r.PathValue("id"), form.Get("to")
	if err := a.Desk.Succeed(r.Context(), in.who, in.ws, id, to); err != nil {
		return a.failed(w, r, in, err, nil)
	}
	return a.done(w, r, in.f.Href("bodies", to), "work.body.succeeded", "from", in.body(id), "to", in.body(to))
}
