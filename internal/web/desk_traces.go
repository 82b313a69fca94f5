package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/desk"
	"github.com/openupr/openupr/internal/web/page/work"
)

// tracing draws ways from demands to what became of them, inside or for everyone.
type tracing struct {
	p       i18n.Printer
	r       *http.Request
	self    string // address of the page
	view    *council.View
	recs    *followup.Recs
	plan    *followup.View
	body    func(id string) string
	rec     func(*followup.Rec) work.RecLine
	measure func(*followup.Held[plan.Measure]) work.Link
	sub     func(*council.Held[spoken.Submission]) work.Link
	demand  func(id string) string // address; empty on pages for everyone
}

// traces shows them to whoever sits in the workspace.
func (a *App) traces(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "traces")
	if err != nil {
		return err
	}
	t := tracing{p: in.f.P, r: r, self: in.f.Href("traces"), view: in.c, recs: in.recs, plan: in.view, body: in.body,
		rec: func(x *followup.Rec) work.RecLine {
			return work.RecLine{ID: x.ID, Link: in.recLink(x.ID), Words: in.excerpt(x), Position: string(x.Position)}
		},
		measure: func(h *followup.Held[plan.Measure]) work.Link { return in.thing(plan.KindMeasure, h.ID) },
		sub:     func(h *council.Held[spoken.Submission]) work.Link { return in.submissionLink(h.ID) },
		demand:  func(id string) string { return in.f.Href("demands", id) },
	}
	out := t.draw()
	forum, err := a.Council.Public(r.Context(), in.ws)
	if err != nil {
		return err
	}
	if forum.Submissions.Len() > 0 {
		out.Public = "/states/" + strings.ToLower(string(in.recs.State)) + "/traces"
	}
	return a.render(w, r, http.StatusOK, desk.TracesPage(in.f, out))
}

// publicTraces shows what is published of them to everyone.
func (a *App) publicTraces(w http.ResponseWriter, r *http.Request) error {
	in, err := a.public(r)
	if err != nil {
		return err
	}
	forum, err := a.Council.Public(r.Context(), in.ws)
	if err != nil {
		return err
	}
	lang := string(in.f.P.Lang())
	t := tracing{p: in.f.P, r: r, self: in.state.Href() + "/traces", view: forum, recs: in.recs, plan: in.view,
		body: func(id string) string {
			if b, ok := forum.Bodies.Get(id); ok {
				words, _ := b.Thing.Names.In(lang)
				return words
			}
			return ""
		},
		rec: func(x *followup.Rec) work.RecLine {
			out := work.RecLine{ID: x.ID, Link: work.Link{Label: in.label(x)}, Position: string(x.Position)}
			out.Words.Words, out.Words.Lang = x.In(lang)
			out.Words.Words = beginning(out.Words.Words, 300)
			if x.Kind == followup.RecItem {
				out.Link.Href = "/items/" + x.ID
			}
			return out
		},
		measure: func(h *followup.Held[plan.Measure]) work.Link {
			words, _ := h.Thing.Title.In(lang)
			return work.Link{Label: words}
		},
		sub: func(h *council.Held[spoken.Submission]) work.Link {
			words, _ := h.Thing.Title.In(lang)
			return work.Link{Label: words, Href: h.Thing.URL}
		},
		demand: func(string) string { return "" },
	}
	return a.render(w, r, http.StatusOK, desk.PublicTracesPage(in.f, in.state, t.draw()))
}

// draw makes the page of what the address asks for.
func (t tracing) draw() desk.Traces {
	paths := council.Paths(t.view, t.recs, t.plan)
	demands, taken := map[string]bool{}, map[string]bool{}
	for _, p := range paths {
		demands[p.Demand.ID] = true
		if p.Trace != nil {
			taken[p.Demand.ID] = true
		}
	}
	stand := council.Positions(paths)
	out := desk.Traces{ByRec: t.r.URL.Query().Get("by") == "rec", Total: t.p.T("desks.count.demands", "count", len(demands)), Taken: t.p.T("desks.count.demands-taken", "count", len(taken))}
	out.Ways = [2]work.Link{{Label: t.p.T("desks.traces.by-demand"), Href: t.self}, {Label: t.p.T("desks.traces.by-rec"), Href: t.self + "?by=rec"}}
	if len(taken) > 0 {
		out.Stand = t.stand(stand)
	}
	if out.ByRec {
		paths = council.ByRec(paths, t.recs)
	}
	if only := t.r.URL.Query().Get("rec"); only != "" {
		var kept []council.Path
		for _, p := range paths {
			if p.Rec != nil && p.Rec.ID == only {
				kept = append(kept, p)
			}
		}
		paths = kept
	}
	out.Pages = pagesOf(t.r, len(paths), deskRows)
	for _, i := range whichOf(len(paths), t.r.URL.Query().Get("page"), deskRows) {
		out.Paths = append(out.Paths, t.path(paths[i]))
	}
	return out
}

// stand says what the State says to the recommendations that took demands up, each once, in the order of positions.
func (t tracing) stand(n upr.Count) string {
	var parts []string
	for _, x := range []struct {
		position upr.Position
		n        int
	}{{upr.Supported, n.Supported}, {upr.Noted, n.Noted}, {upr.Pending, n.Pending}} {
		if x.n > 0 {
			parts = append(parts, t.p.T("position."+string(x.position))+": "+t.p.Number(x.n))
		}
	}
	return strings.Join(parts, ", ")
}

func (t tracing) path(p council.Path) desk.Path {
	words, lang := p.Demand.Thing.Words.In(string(t.p.Lang()))
	out := desk.Path{Submission: t.sub(p.Submission), Number: itoa(p.Demand.Thing.Number), Demand: work.Text{Words: words, Lang: lang}, Href: t.demand(p.Demand.ID), None: p.Trace == nil}
	out.By = t.body(p.Submission.Thing.Body)
	if p.Submission.Thing.Outside {
		out.By, _ = p.Submission.Thing.Organisation.In(string(t.p.Lang()))
	}
	if p.Trace == nil {
		return out
	}
	out.Reason, out.Who, out.On = p.Trace.Thing.Reason, t.body(p.Trace.Thing.Body), dayIn(t.p, p.Trace.Thing.On)
	if p.Rec == nil {
		out.Rec = work.RecLine{ID: p.Trace.Thing.Rec, Link: work.Link{Label: p.Trace.Thing.Rec}}
		return out
	}
	out.Rec = t.rec(p.Rec)
	for _, m := range p.Measures {
		out.Measures = append(out.Measures, t.measure(m))
		status := ""
		if m.Thing.Status != "" {
			status = t.p.T("work.status." + string(m.Thing.Status))
		}
		out.Statuses = append(out.Statuses, status)
	}
	return out
}

// traced is where everyone can read which demands a recommendation took up; empty where nothing is published of it.
func (a *App) traced(r *http.Request, in *inPublic, rec string) (string, error) {
	forum, err := a.Council.Public(r.Context(), in.ws)
	if err != nil {
		return "", fmt.Errorf("looking for demands behind %s: %w", rec, err)
	}
	if len(forum.About(spoken.KindTrace, rec)) == 0 {
		return "", nil
	}
	return in.state.Href() + "/traces?by=rec&rec=" + url.QueryEscape(rec), nil
}
