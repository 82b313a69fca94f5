package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// plans lists the workspace's plans.
func (a *App) plans(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "plans")
	if err != nil {
		return err
	}
	form := ""
	if in.may(account.EditPlan, nil) {
		form = in.f.Href("plans", "new")
	}
	var out []work.PlanEntry
	for _, o := range in.planOptions(nil) {
		h := heldOf(in.view.Plans, o.Value)
		out = append(out, work.PlanEntry{Link: in.thing(plan.KindPlan, h.ID), Type: string(h.Thing.Type), Period: in.period(h.Thing.From, h.Thing.To), Approval: h.Thing.Approval,
			Approved: in.day(h.Thing.Approved), Measures: in.measuresIn(in.view, h.ID)})
	}
	return a.render(w, r, http.StatusOK, work.PlansPage(in.f, out, form))
}

// period is a time with one end or both.
func (in *inWork) period(from, to upr.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return in.f.T("work.since", "day", in.day(from))
	case from.IsZero():
		return in.f.T("work.until", "day", in.day(to))
	}
	return in.day(from) + " – " + in.day(to)
}

func (in *inWork) measuresIn(v *followup.View, id string) int {
	return followup.Once(v, "measures of plans", func() map[string]int {
		out := map[string]int{}
		for _, m := range v.Measures.Any() {
			for _, p := range m.Thing.Plans {
				out[p]++
			}
		}
		return out
	})[id]
}

// planPage shows one plan.
func (a *App) planPage(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "plans")
	if err != nil {
		return err
	}
	return a.showPlan(w, r, in, http.StatusOK, nil)
}

func (a *App) showPlan(w http.ResponseWriter, r *http.Request, in *inWork, status int, change func(*work.Plan)) error {
	h := heldOf(in.view.Plans, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	p := h.Thing
	out := work.Plan{ID: h.ID, Title: in.text(p.Title), Type: string(p.Type), Period: in.period(p.From, p.To), Version: p.Version, Source: p.Source, Approval: p.Approval,
		Approved: in.day(p.Approved), Base: h.Fact, History: in.f.Href("history", h.ID)}
	out.Measures = work.Count{N: in.measuresIn(in.view, h.ID), Href: in.f.Href("measures") + "?" + url.Values{"plan": {h.ID}}.Encode()}
	for _, c := range in.clustersByTitle() {
		if c.Thing.Plan == h.ID {
			out.Clusters = append(out.Clusters, in.thing(plan.KindCluster, c.ID))
		}
	}
	if p.At > 0 {
		out.Compare = in.f.Href("plans", h.ID, "compare")
	}
	if in.may(account.EditPlan, nil) {
		out.Edit, out.Remove = in.f.Href("plans", h.ID, "edit"), p.Approval == ""
		out.Approve = &work.ApproveForm{Form: work.Form{Action: in.f.Href("plans", h.ID, "approve"), Base: h.Fact}}
	}
	if change != nil {
		change(&out)
	}
	if p.Approval != "" { // a draft of a plan is nobody's promise
		if err := opens(r, a, in, h.ID, func(v *followup.View) bool { _, ok := v.Plans.Get(h.ID); return ok }); err != nil {
			return err
		}
	}
	return a.render(w, r, status, work.PlanPage(in.f, out))
}

// planForm is the form of a plan, new or not.
func (a *App) planForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "plans")
	if err != nil {
		return err
	}
	var p plan.Plan
	h := heldOf(in.view.Plans, r.PathValue("id"))
	if h != nil {
		p = h.Thing
	} else if r.PathValue("id") != "" {
		return notFound(short(r.PathValue("id")))
	}
	return a.showPlanForm(w, r, in, http.StatusOK, h, p, nil)
}

func (a *App) showPlanForm(w http.ResponseWriter, r *http.Request, in *inWork, status int, h *followup.Held[plan.Plan], p plan.Plan, errs []page.FieldError) error {
	out := work.PlanForm{Form: work.Form{Action: in.f.Href("plans"), Base: factOf(h), Errors: errs}, Plan: p, Back: in.f.Href("plans")}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("plans", h.ID), in.f.Href("plans", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	return a.render(w, r, status, work.PlanFormPage(in.f, out))
}

// savePlan saves a plan, new or not.
func (a *App) savePlan(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "plans")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.view.Plans, id)
	p, wrong := decodeOver(form, h)
	again := func(errs []page.FieldError) error {
		return a.showPlanForm(w, r, in, http.StatusUnprocessableEntity, h, p, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Desk.SavePlan(r.Context(), in.who, in.ws, id, baseIn(form), p); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("plans", id), "work.saved-it", "what", in.words(p.Title))
}

// approvePlan says that an act of the State approved the plan as it stands now.
func (a *App) approvePlan(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "plans")
	if err != nil {
		return err
	}
	on, dayErr := upr.ParseDate(cleaned(form.Get("approved")))
	again := func(errs []page.FieldError) error {
		return a.showPlan(w, r, in, http.StatusUnprocessableEntity, func(out *work.Plan) {
			if out.Approve != nil {
				out.Approve.Errors, out.Approve.Approval, out.Approve.On = errs, form.Get("approval"), on
			}
		})
	}
	if dayErr != nil {
		return again(in.wrongs([]formError{{Field: "approved", Code: "day", Value: short(form.Get("approved"))}}))
	}
	if err := a.Desk.ApprovePlan(r.Context(), in.who, in.ws, r.PathValue("id"), baseIn(form), cleaned(form.Get("approval")), on); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("plans", r.PathValue("id")), "work.plan.is-approved")
}

func (a *App) removePlan(w http.ResponseWriter, r *http.Request) error {
	return a.removeThing(w, r, plan.KindPlan, "plans")
}

// comparePlan shows a plan as it stands beside what was approved: its own fields, its measures and its clusters.
func (a *App) comparePlan(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "plans")
	if err != nil {
		return err
	}
	h := heldOf(in.view.Plans, r.PathValue("id"))
	if h == nil || h.Thing.At <= 0 {
		return notFound(short(r.PathValue("id")))
	}
	then, err := a.Desk.Keeper.At(r.Context(), in.ws, false, uint64(h.Thing.At))
	if err != nil {
		return err
	}
	out := work.Comparison{Title: in.words(h.Thing.Title), Back: in.f.Href("plans", h.ID), Approval: h.Thing.Approval, Approved: in.day(h.Thing.Approved), Act: uint64(h.Thing.At)}
	if old := heldOf(then.Plans, h.ID); old != nil {
		if ch := in.changes(old.Fields, h.Fields, "approval", "approved", "approved-at"); len(ch) > 0 {
			out.Changed = append(out.Changed, work.Changed{Thing: in.thing(plan.KindPlan, h.ID), Fields: ch})
		}
	}
	compareTables(in, &out, plan.KindMeasure, then.Measures, in.view.Measures, func(m plan.Measure) (bool, plan.Names) { return slices.Contains(m.Plans, h.ID), m.Title })
	compareTables(in, &out, plan.KindCluster, then.Clusters, in.view.Clusters, func(c plan.Cluster) (bool, plan.Names) { return c.Plan == h.ID, c.Title })
	return a.render(w, r, http.StatusOK, work.ComparePage(in.f, out))
}

// compareTables adds what became of the things of one kind that belong to the plan.
func compareTables[T any](in *inWork, out *work.Comparison, kind string, then, now *followup.Table[*followup.Held[T]], of func(T) (bool, plan.Names)) {
	name := fmt.Sprintf("compare %s %q %d", kind, out.Back, out.Act)
	found := followup.Once(in.view, name, func() compared { return compare(then, now, of) })
	out.Same += found.same
	for _, id := range found.removed {
		old, _ := then.Get(id)
		_, title := of(old.Thing)
		out.Removed = append(out.Removed, work.Link{Label: in.words(title), Href: in.f.Href("history", id)})
	}
	for _, id := range found.changed {
		old, _ := then.Get(id)
		h, _ := now.Get(id)
		out.Changed = append(out.Changed, work.Changed{Thing: in.thing(kind, id), Fields: in.changes(old.Fields, h.Fields)})
	}
	for _, id := range found.added {
		out.Added = append(out.Added, in.thing(kind, id))
	}
}

// compared are the things of a plan that differ from the approved ones, by their ids.
type compared struct {
	removed, changed, added []string
	same                    int
}

func compare[T any](then, now *followup.Table[*followup.Held[T]], of func(T) (bool, plan.Names)) (out compared) {
	belongs := func(h *followup.Held[T], ok bool) bool {
		if ok {
			ok, _ = of(h.Thing)
		}
		return ok
	}
	for id, old := range then.All() {
		if !belongs(old, true) {
			continue
		}
		h, ok := now.Get(id)
		switch {
		case !belongs(h, ok):
			out.removed = append(out.removed, id)
		case h.Fact == old.Fact, slices.Equal(old.Fields, h.Fields):
			out.same++
		default:
			out.changed = append(out.changed, id)
		}
	}
	for id, h := range now.All() {
		if old, ok := then.Get(id); belongs(h, true) && !belongs(old, ok) {
			out.added = append(out.added, id)
		}
	}
	return out
}

// changes are the fields that differ in two versions, as the reader sees them.
func (in *inWork) changes(before, after []plan.Field, but ...string) []work.FieldChange {
	var out []work.FieldChange
	for _, d := range plan.Compare(before, before, after) {
		if !slices.Contains(but, d.Name) && !slices.Contains(closedFields, d.Name) {
			out = append(out, work.FieldChange{Label: in.field(d.Name), Before: in.shown(d.Name, d.B), After: in.shown(d.Name, d.C)})
		}
	}
	return out
}

// closedFields are the fields that hold accounts: who did what is told by the act.
var closedFields = strings.Fields("author validator person with")
