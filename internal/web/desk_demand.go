package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/desk"
	"github.com/openupr/openupr/internal/web/page/work"
)

func (in *inCouncil) demandRow(n *council.Held[spoken.Demand], writes bool) desk.DemandRow {
	words, lang := n.Thing.Words.In(string(in.f.P.Lang()))
	taken := 0
	for _, t := range in.c.TracesOf(n.ID) {
		if t.Thing.State == spoken.TakenUp {
			taken++
		}
	}
	out := desk.DemandRow{Number: itoa(n.Thing.Number) + ".", Link: work.Link{Label: words, Href: in.f.Href("demands", n.ID)}, Lang: lang, Taken: in.f.T("desks.count.taken", "count", taken)}
	if writes {
		if open := len(council.Candidates(in.c, in.recs, n.ID)); open > 0 {
			out.Open = in.f.T("desks.count.candidates", "count", open)
		}
	}
	return out
}

// demand shows one demand.
func (a *App) demand(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "traces")
	if err != nil {
		return err
	}
	return a.showDemand(w, r, in, http.StatusOK, nil)
}

func (a *App) showDemand(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, errs []page.FieldError) error {
	n := heldOf(in.c.Demands, r.PathValue("id"))
	if n == nil {
		return notFound(short(r.PathValue("id")))
	}
	out := desk.Demand{Form: work.Form{Errors: errs}, ID: n.ID, Number: itoa(n.Thing.Number), Words: in.text(n.Thing.Words), Value: n.Thing.Words, Submission: in.submissionLink(n.Thing.Submission), Base: n.Fact}
	writers := &account.Target{Bodies: in.c.Submitters(n.Thing.Submission)}
	if in.may(account.Submit, writers) {
		out.Save, out.Remove, out.Suggest = in.f.Href("demands", n.ID), in.f.Href("demands", n.ID, "remove"), in.f.Href("demands", n.ID, "suggestions")
	}
	for _, t := range in.c.TracesOf(n.ID) {
		x := desk.Said{Candidate: in.candidate(t.Thing.Rec), State: t.Thing.State, Reason: t.Thing.Reason, Who: in.body(t.Thing.Body), On: in.day(t.Thing.On)}
		x.Because, x.Alike, x.Base = t.Thing.Because, t.Thing.Alike, t.Fact
		out.Said = append(out.Said, x)
	}
	if in.may(account.Trace, writers) {
		out.Decide = in.f.Href("demands", n.ID, "traces")
		d := drawn{p: in.f.P, v: a.Keeper.View()}
		for _, c := range council.Candidates(in.c, in.recs, n.ID) {
			x := in.candidate(c.Rec.ID)
			x.Why, x.Alike, x.Likeness = d.why(c.Why), c.Alike, in.f.T("desks.likeness", "n", c.Alike)
			x.Because = x.Why
			out.Candidates = append(out.Candidates, x)
		}
		in.suggestionsOf(n, &out)
		if err := a.asks(r, in, n.Thing, &out); err != nil {
			return err
		}
	}
	return a.render(w, r, status, desk.DemandPage(in.f, out))
}

// candidate is a recommendation as a page of a demand shows it.
func (in *inCouncil) candidate(rec string) desk.Candidate {
	out := desk.Candidate{ID: rec, Rec: work.RecLine{ID: rec, Link: in.recLink(rec)}}
	if x, ok := in.recs.Get(rec); ok {
		out.Rec.Words, out.Rec.Position = in.excerpt(x), string(x.Position)
		var by []string
		for _, s := range x.By {
			by = append(by, stateName(in.f.P, s))
		}
		out.By = in.f.P.List(by)
	}
	return out
}

func (in *inCouncil) suggestionsOf(n *council.Held[spoken.Demand], out *desk.Demand) {
	for _, s := range in.c.SuggestionsOf(n.ID) {
		x := desk.Suggestion{ID: s.ID, State: stateName(in.f.P, s.Thing.State), Words: in.text(s.Thing.Words), Note: s.Thing.Note, On: in.day(s.Thing.On), Base: s.Fact, Remove: in.f.Href("demands", n.ID, "unsuggest")}
		for _, t := range in.c.TracesOf(n.ID) {
			if rec, ok := in.recs.Get(t.Thing.Rec); ok && t.Thing.State == spoken.TakenUp && slices.Contains(rec.By, s.Thing.State) {
				x.Made = append(x.Made, in.recLink(rec.ID))
			}
		}
		out.Suggestions = append(out.Suggestions, x)
	}
	for _, s := range reference.States() {
		if s.Code != in.recs.State {
			out.States = append(out.States, work.Option{Value: string(s.Code), Label: stateName(in.f.P, s.Code)})
		}
	}
	in.sortOptions(out.States)
}

// asks says which States asked any State for such things: by the issues that the demand's words name, in the order of the
// States' names. It is a count of what was said and no ranking.
func (a *App) asks(r *http.Request, in *inCouncil, n spoken.Demand, out *desk.Demand) error {
	if a.Classifier == nil || len(n.Words) == 0 {
		return nil
	}
	var codes []string
	for _, t := range n.Words {
		for _, c := range a.Classifier.Codes(t.Words, t.Lang).Codes(classify.Issue) {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
	}
	if len(codes) == 0 {
		return nil
	}
	chosen := r.URL.Query().Get("issue")
	if !slices.Contains(codes, chosen) {
		chosen = codes[0]
	}
	for _, c := range codes {
		l := work.Link{Label: facetValue(in.f.P, query.Issue, c), Href: in.f.Href("demands", out.ID) + "?" + url.Values{"issue": {c}}.Encode() + "#asks"}
		if c == chosen {
			l.Href, out.Issue = "", l.Label
		}
		out.Issues = append(out.Issues, l)
	}
	found, err := a.Corpus.Snapshot().Search(r.Context(), query.Query{Filters: []query.Filter{{Field: query.Issue, Values: []string{chosen}}, {Field: query.Kind, Values: []string{corpus.Recommendation.String()}}}},
		corpus.Window{Limit: 1, Unit: upr.UnitSegment})
	if err != nil {
		return err
	}
	for _, c := range found.Facets[query.By] {
		if c.Value == "" || c.N == 0 {
			continue
		}
		out.Asks = append(out.Asks, desk.Asks{State: work.Link{Label: stateName(in.f.P, upr.State(c.Value))}, N: in.f.P.Number(c.N),
			Find: "/search?" + url.Values{query.Issue.Param(): {chosen}, query.By.Param(): {c.Value}}.Encode()})
	}
	less := in.f.P.Less()
	slices.SortStableFunc(out.Asks, func(x, y desk.Asks) int { return less(x.State.Label, y.State.Label) })
	return nil
}

// onDemand does something with one demand, and shows its page again with what is wrong.
func (a *App) onDemand(w http.ResponseWriter, r *http.Request, done string, do func(in *inCouncil, id string, form url.Values) error) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "traces")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := do(in, id, form); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showDemand(w, r, in, http.StatusUnprocessableEntity, errs)
		})
	}
	return a.done(w, r, in.f.Href("demands", id), done)
}

func (a *App) saveDemand(w http.ResponseWriter, r *http.Request) error {
	return a.onDemand(w, r, "desks.done.demand", func(in *inCouncil, id string, form url.Values) error {
		words, bad := longWords(form, "text", council.DemandMax)
		if bad != nil {
			return &council.Invalid{Code: "long", Field: "text"}
		}
		return a.Council.SaveDemand(r.Context(), in.who, in.ws, id, baseIn(form), words)
	})
}

// removeDemand takes a demand away.
func (a *App) removeDemand(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "traces")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	of := ""
	if n := heldOf(in.c.Demands, id); n != nil {
		of = n.Thing.Submission
	}
	if err := a.Council.RemoveDemand(r.Context(), in.who, in.ws, id, baseIn(form)); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showDemand(w, r, in, http.StatusUnprocessableEntity, errs)
		})
	}
	return a.done(w, r, in.f.Href("submissions", of), "desks.done.demand-removed")
}

func (a *App) saveTrace(w http.ResponseWriter, r *http.Request) error {
	return a.onDemand(w, r, "desks.done.trace", func(in *inCouncil, id string, form url.Values) error {
		t := spoken.Trace{Demand: id, Rec: form.Get("rec"), Because: cleaned(form.Get("because")), State: form.Get("state"), Reason: cleaned(form.Get("reason"))}
		t.Alike, _ = strconv.Atoi(form.Get("likeness")) // none: a person found it
		base := baseIn(form)
		if form.Has("rec-add") {
			ids, odd := in.recsTyped(form.Get("rec-add"))
			if len(ids) != 1 || len(odd) > 0 {
				return &council.Invalid{Code: "unknown", Field: "rec-add", Value: short(form.Get("rec-add"))}
			}
			t.Rec, t.Alike, t.Because = ids[0], 0, ""
			if h, ok := in.c.Traces.Get(spoken.TraceID(id, t.Rec)); ok {
				base = h.Fact
			}
		}
		return a.Council.SaveTrace(r.Context(), in.who, in.ws, base, t)
	})
}

func (a *App) saveSuggestion(w http.ResponseWriter, r *http.Request) error {
	return a.onDemand(w, r, "desks.done.suggestion", func(in *inCouncil, id string, form url.Values) error {
		x := spoken.Suggestion{Demand: id, State: upr.State(strings.ToUpper(form.Get("state"))), Note: cleaned(form.Get("note"))}
		if words := cleaned(form.Get("words")); words != "" {
			x.Words = plan.Names{{Lang: string(in.f.P.Lang()), Words: words}}
		}
		_, err := a.Council.SaveSuggestion(r.Context(), in.who, in.ws, "", 0, x)
		return err
	})
}

func (a *App) removeSuggestion(w http.ResponseWriter, r *http.Request) error {
	return a.onDemand(w, r, "desks.done.unsuggested", func(in *inCouncil, _ string, form url.Values) error {
		return a.Council.RemoveSuggestion(r.Context(), in.who, in.ws, form.Get("id"), baseIn(form))
	})
}
