package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// facetValues is how many values of a facet are offered; what is asked for is always among them.
const facetValues = 24

// workRecs is a search of the workspace's recommendations.
func (a *App) workRecs(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "recs")
	if err != nil {
		return err
	}
	return a.showRecs(w, r, in, http.StatusOK, followup.ParseQuery(r.URL.Query()), nil)
}

// showRecs shows what a search finds; change adds what was wrong with what should be done with it.
func (a *App) showRecs(w http.ResponseWriter, r *http.Request, in *inWork, status int, q followup.Query, change func(*work.Recs)) error {
	found, err := a.Desk.Find(r.Context(), in.who, in.ws, q)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	out := work.Recs{Words: q.Words, Total: found.Total, All: found.All, Facets: in.facets(found), Asked: in.asked(q)}
	for _, row := range found.Rows {
		out.Rows = append(out.Rows, in.recRow(row, found.On))
	}
	out.Pages = page.Pagination{Current: found.Query.Page, Count: found.Pages, Near: 2, Href: func(n int) string {
		to := q
		to.Page = n
		return in.find(to.Values())
	}}
	if in.may(account.Assign, &account.Target{}) {
		out.Bulk = &work.Bulk{Query: q.Values().Encode(), Bodies: in.bodyOptions("", nil), Clusters: in.clusterOptions("")}
	}
	if change != nil {
		change(&out)
	}
	return a.render(w, r, status, work.RecsPage(in.f, out))
}

func (in *inWork) recRow(x followup.Row, on upr.Date) work.RecRow {
	row := work.RecRow{ID: x.ID, Link: in.recLink(x.ID), Words: in.excerpt(x.Rec), By: in.by(x.Rec), Position: x.Position, Stage: string(x.Card.Stage()),
		Lead: in.bodyLink(x.Card.Lead), Waiting: x.Card.LeadReply == plan.Waiting && x.Card.Lead != "", Support: len(x.Card.Support), Status: string(x.Card.Status()),
		Due: in.day(x.Card.Due.On), Late: x.Card.Overdue(on)}
	for _, v := range x.Card.Voices {
		row.Voices = append(row.Voices, work.VoiceSays{Voice: string(v.Voice), Verdict: string(v.Verdict)})
	}
	return row
}

// by names who recommended: States, else the mechanism.
func (in *inWork) by(x *followup.Rec) []string {
	var out []string
	for _, s := range x.By {
		out = append(out, stateName(in.f.P, s))
	}
	if len(out) == 0 && x.From != "" {
		out = append(out, x.From)
	}
	return out
}

// facets of a search with the values that occur, the most first, and what is asked for.
func (in *inWork) facets(found followup.Found) []work.Facet {
	var out []work.Facet
	for _, f := range followup.Facets {
		x := work.Facet{Code: string(f), Title: in.f.T("work.facet." + string(f)), Open: len(found.Query.Is[f]) > 0 || f == followup.FacetPosition}
		for _, c := range found.Counts[f] {
			asked := found.Query.Has(f, c.Value)
			if len(x.Values) >= facetValues && !asked {
				x.More++
				continue
			}
			x.Values = append(x.Values, work.FacetValue{Value: c.Value, Label: in.facetValue(f, c.Value), N: c.N, Asked: asked})
		}
		for _, v := range found.Query.Is[f] {
			if !slices.ContainsFunc(x.Values, func(y work.FacetValue) bool { return y.Value == v }) {
				x.Values = append(x.Values, work.FacetValue{Value: v, Label: in.facetValue(f, v), Asked: true})
			}
		}
		if len(x.Values) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// facetValue is a value of a facet in the reader's words.
func (in *inWork) facetValue(f followup.Facet, v string) string {
	if v == followup.Nothing {
		if code := "work.facet.none." + string(f); in.f.P.Has(code) {
			return in.f.T(code)
		}
		return in.f.T("work.facet.none.any")
	}
	code := ""
	switch f {
	case followup.FacetPosition:
		code = "position."
	case followup.FacetLead, followup.FacetSupport:
		return in.body(v)
	case followup.FacetStage:
		code = "work.rec-stage."
	case followup.FacetReported:
		code = "work.status."
	case followup.FacetOverdue:
		code = "work.facet.overdue."
	case followup.FacetEvidence:
		code = "work.facet.evidence."
	case followup.FacetIndicator:
		return in.thing(plan.KindIndicator, v).Label
	case followup.FacetCluster:
		return in.thing(plan.KindCluster, v).Label
	case followup.FacetMeasure:
		code = "work.measure-kind."
	case followup.FacetKind:
		code = "work.rec-kind."
	case followup.FacetCycle:
		return v
	default:
		code = "work.said."
	}
	if in.f.P.Has(code + v) {
		return in.f.T(code + v)
	}
	return short(v)
}

// asked is what a search asks for, each with the address of the search without it.
func (in *inWork) asked(q followup.Query) []work.Link {
	var out []work.Link
	if q.Words != "" {
		to := q
		to.Words, to.Page = "", 1
		out = append(out, work.Link{Label: "“" + q.Words + "”", Href: in.find(to.Values())})
	}
	for _, f := range followup.Facets {
		for _, v := range q.Is[f] {
			out = append(out, work.Link{Label: in.f.T("work.facet."+string(f)) + ": " + in.facetValue(f, v), Href: in.find(q.Without(f, v).Values())})
		}
	}
	return out
}

func (in *inWork) clusterOptions(chosen string) []work.Option {
	var out []work.Option
	for id, c := range in.view.Clusters.Any() {
		out = append(out, work.Option{Value: id, Label: in.words(c.Thing.Title), Chosen: id == chosen})
	}
	in.sortOptions(out)
	return out
}

// bulkRecs does one thing with all recommendations that were chosen, as one act.
func (a *App) bulkRecs(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "recs")
	if err != nil {
		return err
	}
	asked, err := url.ParseQuery(form.Get("query"))
	if err != nil {
		return badRequest("query")
	}
	q := followup.ParseQuery(asked)
	recs := form["rec"]
	if form.Get("all") == "yes" {
		recs = nil
		for _, x := range in.view.Meets(in.recs, q, in.today()) {
			recs = append(recs, x.ID)
		}
	}
	again := func(errs []page.FieldError) error {
		return a.showRecs(w, r, in, http.StatusUnprocessableEntity, q, func(out *work.Recs) {
			if out.Bulk == nil {
				return
			}
			b := out.Bulk
			b.Errors, b.Part, b.New, b.All = errs, form.Get("part"), form.Get("title"), form.Get("all") == "yes"
			b.Due, _ = upr.ParseDate(form.Get("due"))
			for i := range b.Bodies {
				b.Bodies[i].Chosen = b.Bodies[i].Value == form.Get("body")
			}
			for i := range b.Clusters {
				b.Clusters[i].Chosen = b.Clusters[i].Value == form.Get("cluster")
			}
			for i := range out.Rows {
				out.Rows[i].Chosen = slices.Contains(recs, out.Rows[i].ID)
			}
		})
	}
	if len(recs) == 0 {
		return again([]page.FieldError{{Field: "rec-0", Text: in.f.T("work.bulk.none")}})
	}
	what, args, wrong, err := a.bulk(r, in, form, recs)
	if wrong != nil {
		return again(in.wrongs([]formError{*wrong}))
	}
	if err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.find(q.Values()), what, append([]any{"count", len(recs)}, args...)...)
}

// bulk does what a form of chosen recommendations asks for. It gives the message that says so.
func (a *App) bulk(r *http.Request, in *inWork, form url.Values, recs []string) (what string, args []any, wrong *formError, err error) {
	ctx := r.Context()
	switch form.Get("do") {
	case "assign":
		due, err := upr.ParseDate(cleaned(form.Get("due")))
		if err != nil {
			return "", nil, &formError{Field: "due", Code: "day", Value: short(form.Get("due"))}, nil
		}
		body := form.Get("body")
		if body == "" {
			return "", nil, &formError{Field: "body", Code: "choose-one"}, nil
		}
		err = a.Desk.Assign(ctx, in.who, in.ws, recs, body, plan.Part(form.Get("part")), due)
		return "work.bulk.assigned", []any{"body", in.body(body)}, nil, err
	case "cluster":
		var c plan.Cluster
		id := form.Get("cluster")
		held := heldOf(in.view.Clusters, id)
		if held != nil {
			c = held.Thing
		} else {
			c = plan.Cluster{Title: plan.Names{{Lang: string(in.f.P.Lang()), Words: cleaned(form.Get("title"))}}, Basis: plan.ByHand}
			if c.Title[0].Words == "" {
				return "", nil, &formError{Field: "title", Code: "cluster"}, nil
			}
			id = ""
		}
		c.Recs = slices.Concat(c.Recs, recs)
		_, err := a.Desk.SaveCluster(ctx, in.who, in.ws, id, factOf(held), c)
		return "work.bulk.clustered", []any{"cluster", in.words(c.Title)}, nil, err
	case "date":
		day, err := upr.ParseDate(cleaned(form.Get("day")))
		if err != nil || day.IsZero() {
			return "", nil, &formError{Field: "day", Code: "day", Value: short(form.Get("day"))}, nil
		}
		return "work.bulk.dated", []any{"day", in.day(day)}, nil, a.Desk.SetDue(ctx, in.who, in.ws, recs, day)
	}
	return "", nil, nil, badRequest(strconv.Quote(short(form.Get("do"))))
}
