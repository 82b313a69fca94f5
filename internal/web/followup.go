package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/published"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// publicFacets are the questions that the page for everyone asks of recommendations.
var publicFacets = []followup.Facet{followup.FacetCycle, followup.FacetPosition, followup.FacetReported, followup.FacetAssessed(plan.VoiceInstitution),
	followup.FacetAssessed(plan.VoiceCivil), followup.FacetAssessed(plan.VoiceCouncil), followup.FacetAssessed(plan.VoiceUN), followup.FacetOverdue, followup.FacetKind}

// inPublic is one request for what a State and others published. It holds the published side alone.
type inPublic struct {
	a     *App
	f     page.Frame
	state page.StateLink
	ws    string
	view  *followup.View
	recs  *followup.Recs
	on    upr.Date
}

// public begins a request; the workspace of a State is called by its code.
func (a *App) public(r *http.Request) (*inPublic, error) {
	raw := r.PathValue("state")
	code := upr.State(strings.ToUpper(raw))
	if _, ok := stateInfo(code); !ok {
		return nil, notFound(short(raw))
	}
	v, recs, err := a.Desk.Public(r.Context(), string(code))
	if err != nil {
		return nil, fmt.Errorf("showing what is published of %s: %w", code, err)
	}
	f := a.frame(r, a.Keeper.View())
	return &inPublic{a: a, f: f, state: stateLink(f.P, code), ws: string(code), view: v, recs: recs, on: dayOf(a.Now())}, nil
}

func (in *inPublic) href(parts ...string) string {
	return in.state.Href() + "/followup" + pathOf(parts...)
}

// followUp says what was asked of a State, what was done, who says so, who contests it, and what is overdue.
func (a *App) followUp(w http.ResponseWriter, r *http.Request) error {
	in, err := a.public(r)
	if err != nil {
		return err
	}
	q := followup.ParseQuery(r.URL.Query())
	q.Words, q.Per = "", 0
	for f := range q.Is {
		if !slices.Contains(publicFacets, f) {
			delete(q.Is, f)
		}
	}
	found, err := a.Desk.FindPublic(r.Context(), in.ws, q)
	if err != nil {
		return err
	}
	out := page.FollowUp{State: in.state, Published: in.view.Published(), Total: found.Total, All: found.All, Asked: len(q.Is) > 0, Rule: in.href("rule"), On: in.day(in.on)}
	if in.view.LegalActs.Len()+in.view.TreatyActs.Len()+in.view.Measures.Len()+in.view.Indicators.Len() > 0 {
		out.Reforms = in.href("reforms")
	}
	if out.All > 0 && out.Published > 0 {
		if out.Counts, err = in.counts(r, q, found); err != nil {
			return err
		}
	}
	if !out.Asked && q.Page < 2 {
		out.Indicators = in.indicators(indicatorsFirst)
	}
	for _, f := range publicFacets {
		if x := in.facet(f, found); len(x.Values) > 1 || len(q.Is[f]) > 0 {
			out.Facets = append(out.Facets, x)
		}
	}
	for _, row := range found.Rows {
		out.Rows = append(out.Rows, in.row(row))
	}
	out.Pages = page.Pagination{Current: found.Query.Page, Count: found.Pages, Near: 2, Href: func(n int) string {
		to := q
		to.Page = n
		return in.find(to)
	}}
	for _, f := range published.Formats() {
		out.Files = append(out.Files, page.FollowFile{Code: f.Code, Href: in.href("export") + "?format=" + f.Code})
	}
	for _, code := range []string{"zip", "datapackage", "method"} {
		out.Files = append(out.Files, page.FollowFile{Code: code, Href: in.href("export") + "?format=" + code})
	}
	return a.render(w, r, http.StatusOK, page.FollowUpPage(in.f, out))
}

func (in *inPublic) find(q followup.Query) string {
	if v := q.Values(); len(v) > 0 {
		return in.href() + "?" + v.Encode() + "#list"
	}
	return in.href() + "#list"
}

// counts in plain words, each leading to its list.
func (in *inPublic) counts(r *http.Request, q followup.Query, all followup.Found) ([]page.FollowCount, error) {
	if len(q.Is) > 0 { // the counts are of everything, whatever is asked for
		var err error
		if all, err = in.a.Desk.FindPublic(r.Context(), in.ws, followup.Query{}); err != nil {
			return nil, err
		}
	}
	n := func(f followup.Facet, values ...string) int {
		sum := 0
		for _, c := range all.Counts[f] {
			if slices.Contains(values, c.Value) {
				sum += c.N
			}
		}
		return sum
	}
	var says []string
	for _, s := range plan.Statuses {
		says = append(says, string(s))
	}
	out := []page.FollowCount{
		{Code: "asked", N: all.Total, Href: in.find(followup.Query{})},
		{Code: "reported", N: n(followup.FacetReported, says...), Href: in.find(followup.Query{Is: map[followup.Facet][]string{followup.FacetReported: says}})},
	}
	for _, v := range plan.OtherVoices {
		f := followup.FacetAssessed(v)
		if c := n(f, string(plan.Contests)); c > 0 {
			out = append(out, page.FollowCount{Code: "contested." + string(v), N: c, Href: in.find(followup.Query{}.With(f, string(plan.Contests)))})
		}
		if c := n(f, string(plan.Shares)); c > 0 {
			out = append(out, page.FollowCount{Code: "shared." + string(v), N: c, Href: in.find(followup.Query{}.With(f, string(plan.Shares)))})
		}
	}
	return append(out, page.FollowCount{Code: "overdue", N: n(followup.FacetOverdue, "yes"), Href: in.find(followup.Query{}.With(followup.FacetOverdue, "yes"))}), nil
}

func (in *inPublic) facet(f followup.Facet, found followup.Found) page.FollowFacet {
	x := page.FollowFacet{Code: string(f), Title: in.f.T("output.facet." + string(f))}
	for _, c := range found.Counts[f] {
		label := in.value(f, c.Value)
		if label == "" {
			continue
		}
		x.Values = append(x.Values, page.FollowValue{Value: c.Value, Label: label, N: c.N, Chosen: found.Query.Has(f, c.Value)})
	}
	for _, v := range found.Query.Is[f] {
		if label := in.value(f, v); label != "" && !slices.ContainsFunc(x.Values, func(y page.FollowValue) bool { return y.Value == v }) {
			x.Values = append(x.Values, page.FollowValue{Value: v, Label: label, Chosen: true})
		}
	}
	return x
}

// value of a facet in words; empty for what is none.
func (in *inPublic) value(f followup.Facet, v string) string {
	code := ""
	switch {
	case v == followup.Nothing && f == followup.FacetCycle:
		return in.f.T("output.facet.cycle.none")
	case f == followup.FacetCycle:
		return in.f.T("cycle.n", "n", v)
	case v == followup.Nothing && f == followup.FacetPosition:
		return in.f.T("output.facet.position.none")
	case f == followup.FacetPosition:
		code = "position." + v
	case v == followup.Nothing && f == followup.FacetReported:
		return in.f.T("output.facet.reported.none")
	case f == followup.FacetReported:
		code = "output.status." + v
	case f == followup.FacetOverdue:
		code = "output.facet.overdue." + v
	case f == followup.FacetKind:
		code = "output.kind." + v
	case v == followup.Nothing:
		return in.f.T("output.facet.assessed.none")
	default:
		code = "output.verdict." + v
	}
	if !in.f.P.Has(code) {
		return ""
	}
	return in.f.T(code)
}

func (in *inPublic) row(x followup.Row) page.FollowRow {
	words, lang := x.In(string(in.f.P.Lang()))
	out := page.FollowRow{Href: in.href(x.ID), Label: in.label(x.Rec), Words: beginning(words, excerptLetters), Lang: lang, Position: x.Position, Others: in.voices(x.Card)}
	if r := x.Card.Reported; r != nil {
		out.Reported = in.f.T("output.public.reports-that", "who", in.body(r.Thing.Body), "claim", in.status(r.Thing.Status), "date", in.day(dayOf(r.At)))
	}
	out.Late = in.late(x.Card)
	return out
}

// voices say who shares and who contests, a sentence for each verdict.
func (in *inPublic) voices(c *followup.Card) []string {
	var out []string
	for _, v := range []struct {
		verdict plan.Verdict
		code    string
	}{{plan.Shares, "shared"}, {plan.Contests, "contested"}, {plan.Neither, "commented"}} {
		var who []string
		for _, x := range c.Voices {
			if x.Verdict == v.verdict {
				who = append(who, in.speaker(x.Body, x.Voice))
			}
		}
		if len(who) > 0 {
			out = append(out, in.f.T("output.standing."+v.code, "who", in.f.P.List(who)))
		}
	}
	return out
}

// speaker is a body with the voice that it has; a voice alone where the body has no name here.
func (in *inPublic) speaker(body string, voice plan.Voice) string {
	name := in.body(body)
	if name == "" {
		return in.f.T("output.voice." + string(voice))
	}
	return name + " (" + in.f.T("output.voice."+string(voice)) + ")"
}

func (in *inPublic) late(c *followup.Card) string {
	if !c.Overdue(in.on) {
		return ""
	}
	return in.f.T("output.public.late", "date", in.day(c.Due.On))
}

// label is how people cite a recommendation.
func (in *inPublic) label(x *followup.Rec) string {
	switch {
	case x.Review.Valid() && x.Number != "":
		return in.f.T("output.public.cited", "n", int(x.Review.Cycle), "number", x.Number)
	case x.Symbol != "" && x.Number != "":
		return x.Symbol + ", " + x.Number
	case x.Number != "":
		return x.Number
	case x.Symbol != "":
		return x.Symbol
	}
	return x.ID
}

func (in *inPublic) body(id string) string {
	b, ok := in.view.Bodies.Get(id)
	if !ok {
		return ""
	}
	return in.words(b.Thing.Names)
}

func (in *inPublic) words(n plan.Names) string {
	words, _ := n.In(string(in.f.P.Lang()))
	return words
}

func (in *inPublic) status(s plan.Status) string {
	if s == "" {
		s = plan.Unknown
	}
	return in.f.T("output.status." + string(s))
}

func (in *inPublic) day(d upr.Date) string { return dayIn(in.f.P, d) }

func dayIn(p i18n.Printer, d upr.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.Date(d.Time())
}

// followRule prints the dated rules of standing.
func (a *App) followRule(w http.ResponseWriter, r *http.Request) error {
	in, err := a.public(r)
	if err != nil {
		return err
	}
	now := plan.RuleOn(in.on)
	var out []page.FollowRule
	for _, x := range plan.Rules() {
		out = append(out, page.FollowRule{Code: x.Code, From: in.day(x.From), Source: x.Source, Persons: x.Persons, Proofs: x.Proofs, Facts: x.Facts, Now: x.Code == now.Code})
	}
	return a.render(w, r, http.StatusOK, page.FollowRulePage(in.f, in.state, in.href(), out))
}

// seeFollowUp is the address of what is published on a recommendation; empty where nothing is.
func (a *App) seeFollowUp(r *http.Request, state upr.State, rec string) (string, error) {
	v, err := a.Desk.Keeper.Open(r.Context(), string(state))
	if err != nil {
		return "", fmt.Errorf("looking for what is published of %s: %w", state, err)
	}
	if v.Published() == 0 {
		return "", nil
	}
	href := "/states/" + string(state) + "/followup"
	if rec == "" {
		return href, nil
	}
	for _, kind := range []string{plan.KindReport, plan.KindAssessment, plan.KindMeasure, plan.KindLegalAct, plan.KindProposal} {
		if len(v.About(kind, rec)) > 0 {
			return href + pathOf(rec), nil
		}
	}
	return "", nil
}

// pathOf are parts of an address, each one segment of the path.
func pathOf(parts ...string) string {
	out := ""
	for _, p := range parts {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// dayOf is the day of a moment.
func dayOf(t time.Time) upr.Date {
	t = t.UTC()
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
