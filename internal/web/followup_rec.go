package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// followRec shows everything that is published on one recommendation.
func (a *App) followRec(w http.ResponseWriter, r *http.Request) error {
	in, err := a.public(r)
	if err != nil {
		return err
	}
	x, ok := in.recs.Get(r.PathValue("rec"))
	if !ok {
		return notFound(short(r.PathValue("rec")))
	}
	c := in.view.Card(x.ID)
	out := page.FollowRec{State: in.state, List: in.href(), Label: in.label(x), Position: x.Position, Late: in.late(c), Lead: in.body(c.Lead), Rule: in.href("rule")}
	out.Words, out.Lang = x.In(string(in.f.P.Lang()))
	for _, s := range x.By {
		out.By = append(out.By, stateName(in.f.P, s))
	}
	if len(out.By) == 0 && x.From != "" {
		out.By = []string{x.From}
	}
	if x.Kind == followup.RecItem {
		out.Item = "/items/" + x.ID
	}
	if out.Traced, err = a.traced(r, in, x.ID); err != nil {
		return err
	}
	s := in.view.Standing(x.ID, in.on, in.view)
	out.Standing = append(out.Standing, in.stands(s)...)
	out.Standing = append(out.Standing, cmp.Or(strings.Join(in.voices(c), "; "), in.f.T("output.standing.not-assessed")))
	for _, h := range slices.Backward(in.view.ReportsOf(x.ID)) {
		t := in.said(h.ID, h.Thing.Texts, h.Thing.Effect, h.Thing.Evidence, h.Act)
		t.Who, t.Claim = in.body(h.Thing.Body), in.status(h.Thing.Status)
		t.When = in.when(h.At, in.day(h.Thing.Until))
		out.Reports = append(out.Reports, t)
	}
	for _, h := range slices.Backward(in.view.AssessmentsOf(x.ID)) {
		t := in.said(h.ID, h.Thing.Texts, h.Thing.Effect, h.Thing.Evidence, h.Act)
		t.Who, t.Claim = in.speaker(h.Thing.Body, h.Thing.Voice), in.f.T("output.verdict."+string(h.Thing.Verdict))
		if h.Thing.Status != "" {
			t.Claim += " – " + in.f.T("output.said.status", "claim", in.status(h.Thing.Status))
		}
		t.When = in.when(h.At, in.day(h.Thing.Until))
		if h.Thing.Source != "" {
			t.Evidence = append(t.Evidence, page.FollowLink{Label: h.Thing.Source})
		}
		out.Others = append(out.Others, t)
	}
	for _, h := range c.Measures {
		out.Measures = append(out.Measures, in.measure(h))
	}
	for _, id := range in.view.About(plan.KindLegalAct, x.ID) {
		if h, ok := in.view.LegalActs.Get(id); ok {
			out.Acts = append(out.Acts, in.law(h))
		}
	}
	var steps []*followup.Held[plan.TreatyAct]
	for _, f := range s.Facts {
		if h, ok := in.view.TreatyActs.Get(f.ID); ok && f.Kind == plan.KindTreatyAct {
			steps = append(steps, h)
		}
	}
	out.Acts = append(out.Acts, in.treaties(steps)...)
	return a.render(w, r, http.StatusOK, page.FollowRecPage(in.f, out))
}

// stands says what the State reports and how far that is borne out by the rule.
func (in *inPublic) stands(s plan.Standing) []string {
	if s.Status == "" {
		return []string{in.f.T("output.proven." + string(plan.NotReported))}
	}
	out := []string{in.f.T("output.public.says", "claim", in.status(s.Status)), in.f.T("output.proven." + string(s.Proven))}
	if len(s.Facts) > 0 {
		out = append(out, in.f.T("output.public.facts", "count", len(s.Facts)))
	}
	return out
}

func (in *inPublic) when(at time.Time, until string) string {
	out := in.f.P.Date(at)
	if until != "" {
		out += " · " + in.f.T("output.said.until", "date", until)
	}
	return out
}

func (in *inPublic) said(id string, texts plan.Names, effect string, evidence []string, act uint64) page.FollowSaid {
	t := page.FollowSaid{ID: id, Effect: effect, Act: act}
	t.Text, t.Lang = texts.In(string(in.f.P.Lang()))
	for _, e := range evidence {
		h, ok := in.view.Evidence.Get(e)
		if !ok || h.Thing.Access != plan.Public {
			continue
		}
		l := page.FollowLink{Label: cmp.Or(h.Thing.Title, h.Thing.Name, h.Thing.URL)}
		switch {
		case h.Thing.SHA256 != "":
			l.Href = "/evidence" + pathOf(in.ws, e)
		case h.Thing.URL != "":
			l.Href = h.Thing.URL
		}
		t.Evidence = append(t.Evidence, l)
	}
	return t
}

func (in *inPublic) measure(h *followup.Held[plan.Measure]) page.FollowMeasure {
	m := page.FollowMeasure{}
	m.Title, m.Lang = h.Thing.Title.In(string(in.f.P.Lang()))
	var about []string
	if h.Thing.Status != "" {
		about = append(about, in.status(h.Thing.Status))
	}
	if b := in.body(h.Thing.Lead); b != "" {
		about = append(about, b)
	}
	if !h.Thing.Due.IsZero() {
		about = append(about, in.f.T("output.due", "date", in.day(h.Thing.Due)))
	}
	m.About = strings.Join(append(about, in.f.T("output.as-of", "date", in.f.P.Date(h.At))), " · ")
	for _, s := range h.Thing.Stages {
		step := s.Name
		if code := "work.stage." + s.Name; in.f.P.Has(code) {
			step = in.f.T(code)
		}
		switch {
		case !s.Done.IsZero():
			step += " – " + in.f.T("output.public.done", "date", in.day(s.Done))
		case !s.Due.IsZero():
			step += " – " + in.f.T("output.due", "date", in.day(s.Due))
		}
		m.Steps = append(m.Steps, step)
	}
	return m
}
