package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// reformsMost bounds how many acts and measures one page shows; the open data has all.
const reformsMost = 200

// followReforms lists treaties, laws and measures with all their dates: each act by its latest day, the last first.
func (a *App) followReforms(w http.ResponseWriter, r *http.Request) error {
	in, err := a.public(r)
	if err != nil {
		return err
	}
	out := page.FollowReforms{State: in.state, List: in.href()}
	var steps []*followup.Held[plan.TreatyAct]
	for _, h := range in.view.TreatyActs.All() {
		steps = append(steps, h)
	}
	out.Treaties = in.treaties(steps)
	var laws []*followup.Held[plan.LegalAct]
	for _, h := range in.view.LegalActs.All() {
		laws = append(laws, h)
	}
	slices.SortStableFunc(laws, func(x, y *followup.Held[plan.LegalAct]) int {
		return cmp.Or(lawDay(y.Thing).Compare(lawDay(x.Thing)), cmp.Compare(x.ID, y.ID))
	})
	for _, h := range laws[:min(len(laws), reformsMost)] {
		out.Laws = append(out.Laws, in.law(h))
	}
	for _, h := range in.view.Measures.All() {
		if len(out.Measures) == reformsMost {
			break
		}
		out.Measures = append(out.Measures, in.measure(h))
	}
	out.Indicators = in.indicators(indicatorsMost)
	return a.render(w, r, http.StatusOK, page.FollowReformsPage(in.f, out))
}

// lawDay is the first known day of an act.
func lawDay(l plan.LegalAct) upr.Date {
	for _, d := range []upr.Date{l.Adopted, l.Signed, l.InForce, l.Ended} {
		if !d.IsZero() {
			return d
		}
	}
	return upr.Date{}
}

// law is a legal act with all its dates: they are different things.
func (in *inPublic) law(h *followup.Held[plan.LegalAct]) page.FollowAct {
	l := h.Thing
	words, lang := l.Title.In(string(in.f.P.Lang()))
	out := page.FollowAct{Title: strings.TrimSpace(l.Number + " " + words), Lang: lang, Kind: in.f.T("law.kind." + string(l.Kind)), Source: source(l.Source, l.URL), Sure: l.Sure}
	for _, d := range []struct {
		what string
		on   upr.Date
	}{{"law.field.adopted", l.Adopted}, {"law.field.signed", l.Signed}, {"law.field.in-force", l.InForce}, {"law.field.ended", l.Ended}} {
		if !d.on.IsZero() {
			out.Dates = append(out.Dates, page.FollowDate{What: in.f.T(d.what), When: in.day(d.on)})
		}
	}
	for _, rec := range l.Recs {
		if x, ok := in.recs.Get(rec); ok {
			out.Recs = append(out.Recs, page.FollowLink{Label: in.label(x), Href: in.href(x.ID)})
		}
	}
	out.Claims = in.claims(h.ID)
	return out
}

// treaties are steps put together by treaty, each with its day and its source.
func (in *inPublic) treaties(steps []*followup.Held[plan.TreatyAct]) []page.FollowAct {
	slices.SortStableFunc(steps, func(x, y *followup.Held[plan.TreatyAct]) int {
		return cmp.Or(cmp.Compare(x.Thing.Treaty, y.Thing.Treaty), x.Thing.Date.Compare(y.Thing.Date), cmp.Compare(x.ID, y.ID))
	})
	var out []page.FollowAct
	last := ""
	for _, h := range steps {
		t := h.Thing
		if t.Treaty != last || len(out) == 0 {
			last = t.Treaty
			out = append(out, page.FollowAct{Title: in.treaty(t.Treaty), Lang: in.f.P.Tag(), Kind: in.f.T("output.public.treaty"), Source: source(t.Source, t.URL), Sure: t.Sure})
		}
		x := &out[len(out)-1]
		what := in.f.T("law.step." + string(t.Step))
		when := in.day(t.Date)
		if t.Text != "" {
			when = strings.TrimSpace(when + " – " + t.Text)
		}
		if t.Source != "" && t.Source != x.Source.Label {
			when += " (" + t.Source + ")"
		}
		x.Dates = append(x.Dates, page.FollowDate{What: what, When: when})
		x.Claims = append(x.Claims, in.claims(h.ID)...)
	}
	return out
}

// treaty is its name in the reader's language.
func (in *inPublic) treaty(code string) string {
	for _, t := range reference.Treaties() {
		if t.Code == code {
			return cmp.Or(t.Title[string(in.f.P.Lang())], t.Title["en"], code)
		}
	}
	return code
}

// claims are what sources say differently of an act: who says what, and where.
func (in *inPublic) claims(id string) []string {
	var out []string
	for _, c := range in.view.About(plan.KindClaim, id) {
		h, ok := in.view.Claims.Get(c)
		if !ok {
			continue
		}
		s := h.Thing.By
		if h.Thing.Value != "" {
			s += ": " + h.Thing.Value
		}
		if words := in.words(h.Thing.Says); words != "" {
			s += ": " + words
		}
		if h.Thing.Source != "" {
			s += " (" + h.Thing.Source + ")"
		}
		out = append(out, s)
	}
	return out
}

func source(name, url string) page.FollowLink {
	return page.FollowLink{Label: cmp.Or(name, url), Href: url}
}
