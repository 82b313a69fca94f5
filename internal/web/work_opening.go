package web

import (
	"net/http"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// opens puts the button that brings a thing to the public on its page, for whom the policy table lets. public says whether
// the published side has it.
func opens(r *http.Request, a *App, in *inWork, id string, public func(*followup.View) bool) error {
	if !in.may(account.Publish, nil) {
		return nil
	}
	v, err := a.Desk.Keeper.Open(r.Context(), in.ws)
	if err != nil {
		return err
	}
	in.f.Opens = &work.Opening{ID: id, Public: public(v)}
	return nil
}

// publishThing brings a plan, a measure, a cluster or an indicator to the public, as it stands now, and leads back to it.
func (a *App) publishThing(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "")
	if err != nil {
		return err
	}
	id := short(f.Get("id"))
	kind := ""
	switch v := in.view; {
	case heldOf(v.Measures, id) != nil:
		kind = plan.KindMeasure
	case heldOf(v.Plans, id) != nil:
		kind = plan.KindPlan
	case heldOf(v.Clusters, id) != nil:
		kind = plan.KindCluster
	case heldOf(v.Indicators, id) != nil:
		kind = plan.KindIndicator
	default: // reports have their own way, and assessments nobody publishes for another
		return notFound(id)
	}
	if err := a.Desk.Publish(r.Context(), in.who, in.ws, []string{id}); err != nil {
		return a.failed(w, r, in, err, nil)
	}
	return a.done(w, r, in.thing(kind, id).Href, "work.report.published")
}
