package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// clusters lists the sets of recommendations that the same measures answer.
func (a *App) clusters(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	var out work.Clusters
	if in.may(account.EditPlan, nil) {
		out.New, out.Suggest = in.f.Href("clusters", "new"), in.f.Href("clusters", "suggest")
	}
	for _, h := range in.clustersByTitle() {
		out.Rows = append(out.Rows, work.ClusterRow{Link: in.thing(plan.KindCluster, h.ID), Basis: string(h.Thing.Basis), Recs: len(h.Thing.Recs), Find: in.findIn(h.ID),
			Lead: in.bodyLink(h.Thing.Lead), Plan: in.planLink(h.Thing.Plan)})
	}
	none := url.Values{string(followup.FacetCluster): {followup.Nothing}}
	out.Out = work.Count{N: len(in.view.Meets(in.recs, followup.ParseQuery(none), in.today())), Href: in.find(none)}
	return a.render(w, r, http.StatusOK, work.ClustersPage(in.f, out))
}

func (in *inWork) clustersByTitle() []*followup.Held[plan.Cluster] {
	var out []*followup.Held[plan.Cluster]
	for _, h := range in.view.Clusters.Any() {
		out = append(out, h)
	}
	less := in.f.P.Less()
	slices.SortFunc(out, func(x, y *followup.Held[plan.Cluster]) int {
		return cmp.Or(less(in.words(x.Thing.Title), in.words(y.Thing.Title)), strings.Compare(x.ID, y.ID))
	})
	return out
}

// findIn is the search of a cluster's recommendations.
func (in *inWork) findIn(cluster string) string {
	return in.find(url.Values{string(followup.FacetCluster): {cluster}})
}

func (in *inWork) planLink(id string) work.Link {
	if id == "" {
		return work.Link{}
	}
	return in.thing(plan.KindPlan, id)
}

// clusterRecs is how many recommendations a page of a cluster shows.
const clusterRecs = 25

// cluster shows one cluster.
func (a *App) cluster(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	h := heldOf(in.view.Clusters, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	c := h.Thing
	var shown []string
	for _, i := range whichOf(len(c.Recs), r.URL.Query().Get("page"), clusterRecs) {
		shown = append(shown, c.Recs[i])
	}
	out := work.Cluster{ID: h.ID, Title: in.text(c.Title), Basis: string(c.Basis), Code: c.Code, Lead: in.bodyLink(c.Lead), Plan: in.planLink(c.Plan),
		Recs: in.recLines(shown), Total: len(c.Recs), Pages: pagesOf(r, len(c.Recs), clusterRecs), Find: in.findIn(h.ID), Base: h.Fact, History: in.f.Href("history", h.ID)}
	if in.may(account.EditPlan, nil) {
		out.Edit = in.f.Href("clusters", h.ID, "edit")
	}
	out.Give = c.Lead != "" && in.may(account.Assign, &account.Target{}) && slices.ContainsFunc(c.Recs, func(id string) bool { return in.view.Card(id).Lead != c.Lead })
	if err := opens(r, a, in, h.ID, func(v *followup.View) bool { _, ok := v.Clusters.Get(h.ID); return ok }); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, work.ClusterPage(in.f, out))
}

// clusterForm is the form of a cluster, new or not.
func (a *App) clusterForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	c := plan.Cluster{Basis: plan.ByHand}
	h := heldOf(in.view.Clusters, r.PathValue("id"))
	if h != nil {
		c = h.Thing
	} else if r.PathValue("id") != "" {
		return notFound(short(r.PathValue("id")))
	}
	return a.showClusterForm(w, r, in, http.StatusOK, h, c, "", nil)
}

func (a *App) showClusterForm(w http.ResponseWriter, r *http.Request, in *inWork, status int, h *followup.Held[plan.Cluster], c plan.Cluster, add string, errs []page.FieldError) error {
	out := work.ClusterForm{Form: work.Form{Action: in.f.Href("clusters"), Base: factOf(h), Errors: errs}, Cluster: c, Add: add, Back: in.f.Href("clusters"),
		Recs: in.recChoice(c.Recs), Leads: in.bodyOptions(c.Lead, nil), Plans: in.planOptions([]string{c.Plan})}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("clusters", h.ID), in.f.Href("clusters", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	return a.render(w, r, status, work.ClusterFormPage(in.f, out))
}

// saveCluster saves a cluster, new or not.
func (a *App) saveCluster(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.view.Clusters, id)
	c, wrong := decodeOver(form, h)
	more, odd := in.recsTyped(form.Get("rec-add"))
	c.Recs = slices.Concat(c.Recs, more)
	again := func(errs []page.FieldError) error {
		return a.showClusterForm(w, r, in, http.StatusUnprocessableEntity, h, c, strings.Join(odd, "; "), errs)
	}
	if len(odd) > 0 {
		wrong = append(wrong, formError{Field: "rec-add", Code: "rec", Value: strings.Join(odd, "; ")})
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Desk.SaveCluster(r.Context(), in.who, in.ws, id, baseIn(form), c); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("clusters", id), "work.saved-it", "what", in.words(c.Title))
}

// leadCluster gives all recommendations of a cluster to its lead body, as one act.
func (a *App) leadCluster(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	h := heldOf(in.view.Clusters, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	if err := a.Desk.Assign(r.Context(), in.who, in.ws, h.Thing.Recs, h.Thing.Lead, plan.Leads, upr.Date{}); err != nil {
		return a.failed(w, r, in, err, nil)
	}
	return a.done(w, r, in.f.Href("clusters", h.ID), "work.bulk.assigned", "count", len(h.Thing.Recs), "body", in.body(h.Thing.Lead))
}

func (a *App) removeCluster(w http.ResponseWriter, r *http.Request) error {
	return a.removeThing(w, r, plan.KindCluster, "clusters")
}

// suggestBases are the bases by which clusters can be suggested.
var suggestBases = []plan.ClusterBasis{plan.ByIssue, plan.ByGroup, plan.ByLineage}

// suggestClusters offers clusters by a label of the record, or by the same demand made again.
func (a *App) suggestClusters(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	return a.showSuggestions(w, r, in, http.StatusOK, plan.ClusterBasis(r.URL.Query().Get("by")), nil)
}

func (a *App) showSuggestions(w http.ResponseWriter, r *http.Request, in *inWork, status int, by plan.ClusterBasis, errs []page.FieldError) error {
	if !slices.Contains(suggestBases, by) {
		by = plan.ByIssue
	}
	found, err := a.suggested(r.Context(), in, by)
	if err != nil {
		return err
	}
	out := work.Suggestions{Form: work.Form{Action: in.f.Href("clusters", "suggest"), Errors: errs}, By: string(by)}
	for _, b := range suggestBases {
		l := work.Link{Label: in.f.T("work.basis." + string(b))}
		if b != by {
			l.Href = out.Action + "?by=" + string(b)
		}
		out.Bys = append(out.Bys, l)
	}
	for _, s := range found {
		x := work.Suggestion{Value: s.code, Title: s.title, Recs: len(s.recs)}
		if rec, ok := in.recs.Get(s.recs[0]); ok {
			x.Example = in.excerpt(rec)
		}
		for id, c := range in.view.Clusters.Any() {
			if c.Thing.Basis == by && c.Thing.Code == s.code {
				x.Has = in.thing(plan.KindCluster, id)
			}
		}
		out.List = append(out.List, x)
	}
	return a.render(w, r, status, work.SuggestPage(in.f, out))
}

// suggestion is a set of recommendations that belong together.
type suggestion struct {
	code, title string
	recs        []string
}

// suggestMost bounds what is offered at once.
const suggestMost = 200

// suggested are the sets of two recommendations or more of the workspace's State that share a label or are the same demand.
func (a *App) suggested(ctx context.Context, in *inWork, by plan.ClusterBasis) ([]suggestion, error) {
	state := in.view.State()
	at := map[string]*suggestion{}
	add := func(code, title string, ids ...string) {
		s := at[code]
		if s == nil {
			s = &suggestion{code: code, title: title}
			at[code] = s
		}
		for _, id := range ids {
			if _, ok := in.recs.Get(id); ok && !slices.Contains(s.recs, id) {
				s.recs = append(s.recs, id)
				break
			}
		}
	}
	if by == plan.ByLineage {
		chains, err := a.lineage(a.Keeper.View()).Chains(ctx, state, lineage.All)
		if err != nil {
			return nil, err
		}
		for _, c := range chains {
			for _, m := range c.Members {
				add(c.ID(), beginning(m.Doc.Texts[m.Doc.Shown(string(in.f.P.Lang()))].Words, 100), m.Doc.Item, m.Doc.ID)
			}
		}
	} else {
		asked := query.FromValues(url.Values{query.State.Param(): {string(state)}, query.Kind.Param(): {"all"}}, a.lexicon)
		if asked.Mistaken != nil {
			return nil, nil // no State, no labels
		}
		snapshot := a.Corpus.Snapshot()
		for n, err := range snapshot.Each(ctx, asked.Query, query.Document) {
			if err != nil {
				return nil, err
			}
			d := snapshot.Doc(n)
			codes, field := d.Issues, query.Issue
			if by == plan.ByGroup {
				codes, field = d.Affected, query.Affected
			}
			for _, c := range codes {
				add(c, facetValue(in.f.P, field, c), d.Item, d.ID)
			}
		}
	}
	var out []suggestion
	for _, s := range at {
		if len(s.recs) > 1 {
			out = append(out, *s)
		}
	}
	less := in.f.P.Less()
	slices.SortFunc(out, func(x, y suggestion) int { return cmp.Or(less(x.title, y.title), strings.Compare(x.code, y.code)) })
	return out[:min(len(out), suggestMost)], nil
}

// takeClusters makes clusters of the suggestions that were chosen; one that there is already gets what it lacks.
func (a *App) takeClusters(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "clusters")
	if err != nil {
		return err
	}
	by := plan.ClusterBasis(form.Get("by"))
	again := func(errs []page.FieldError) error {
		return a.showSuggestions(w, r, in, http.StatusUnprocessableEntity, by, errs)
	}
	if !slices.Contains(suggestBases, by) || len(form["take"]) == 0 {
		return again([]page.FieldError{{Field: "take-0", Text: in.f.T("work.suggest.choose")}})
	}
	found, err := a.suggested(r.Context(), in, by)
	if err != nil {
		return err
	}
	var take []*followup.Held[plan.Cluster]
	for _, s := range found {
		if !slices.Contains(form["take"], s.code) {
			continue
		}
		c := &followup.Held[plan.Cluster]{Thing: plan.Cluster{Title: plan.Names{{Lang: string(in.f.P.Lang()), Words: s.title}}, Basis: by, Code: s.code}}
		for have, x := range in.view.Clusters.Any() {
			if x.Thing.Basis == by && x.Thing.Code == s.code {
				c = &followup.Held[plan.Cluster]{ID: have, Fact: x.Fact, Thing: x.Thing}
			}
		}
		c.Thing.Recs = slices.Concat(c.Thing.Recs, s.recs)
		take = append(take, c)
	}
	if len(take) == 0 { // what was offered is gone
		return again([]page.FieldError{{Field: "take-0", Text: in.f.T("work.suggest.choose")}})
	}
	n, err := a.Desk.SaveClusters(r.Context(), in.who, in.ws, take)
	if err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("clusters"), "work.suggest.taken", "count", n)
}
