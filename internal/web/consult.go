package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/flood"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Bounds of what is taken from one source. Many people may come from one address.
var (
	consultTakes = flood.Rule{Source: 60, Window: time.Hour, Day: 50_000}
	consultAsks  = flood.Rule{Source: 120, Window: time.Hour}
)

// How much a page shows.
const (
	passagesShown = 60
	commentsShown = 25
)

// consulting answers requests on consultations; it holds how much came from where, and forgets it every day.
type consulting struct {
	*App
	takes, asks *flood.Gate
}

// consultRoutes are the pages of consultations by the patterns of their rows in the policy table.
func (a *App) consultRoutes() map[string]http.Handler {
	c := &consulting{a, flood.New(consultTakes, a.Now), flood.New(consultAsks, a.Now)}
	return map[string]http.Handler{
		"GET /states/{state}/consultations":               a.page(c.list),
		"GET /states/{state}/consultations/{id}":          a.page(c.consultation),
		"GET /states/{state}/consultations/{id}/comments": a.page(c.comments),
		"GET /states/{state}/consultations/{id}/answers":  a.page(c.answers),
		"GET /states/{state}/consultations/{id}/method":   a.page(c.method),
		"GET /states/{state}/consultations/{id}/paper":    a.page(c.paper),
		"GET /states/{state}/consultations/{id}/comment":  a.page(c.form),
		"POST /states/{state}/consultations/{id}/comment": a.page(c.comment),
		"GET /states/{state}/contribution":                a.page(c.askForm),
		"POST /states/{state}/contribution":               a.page(c.ask),
		"GET /states/{state}/removals":                    a.page(c.removals),
		"POST /states/{state}/removals":                   a.page(c.appeal),
		"GET /work/{ws}/consultations":                    a.page(c.desk),
		"POST /work/{ws}/consultations":                   a.page(c.save),
		"GET /work/{ws}/consultations/new":                a.page(c.edit),
		"GET /work/{ws}/consultations/{id}":               a.page(c.inside),
		"POST /work/{ws}/consultations/{id}":              a.page(c.save),
		"GET /work/{ws}/consultations/{id}/edit":          a.page(c.edit),
		"GET /work/{ws}/consultations/{id}/draft":         a.page(c.draft),
		"POST /work/{ws}/consultations/{id}/draft":        a.page(c.saveDraft),
		"POST /work/{ws}/consultations/{id}/open":         a.page(c.open),
		"POST /work/{ws}/consultations/{id}/comment":      a.page(c.sayAs),
		"GET /work/{ws}/consultations/{id}/answer":        a.page(c.answering),
		"POST /work/{ws}/consultations/{id}/answer":       a.page(c.respond),
		"GET /work/{ws}/consultations/{id}/answer/{of}":   a.page(c.answered),
		"POST /work/{ws}/consultations/{id}/answer/{of}":  a.page(c.respondAgain),
		"GET /work/{ws}/consultations/{id}/paper":         a.page(c.typing),
		"POST /work/{ws}/consultations/{id}/paper":        a.page(c.typeIn),
		"GET /work/{ws}/moderation":                       a.page(c.queue),
		"POST /work/{ws}/moderation":                      a.page(c.moderate),
		"POST /work/{ws}/moderation/appeals":              a.page(c.hear),
	}
}

// inConsult is one request for what is public of consultations. It holds the published side alone.
type inConsult struct {
	f     page.Frame
	state page.StateLink
	ws    string
	v     *council.View
	on    upr.Date
	recs  func(id string) work.Link
}

func (c *consulting) public(r *http.Request) (*inConsult, error) {
	raw := r.PathValue("state")
	code := upr.State(strings.ToUpper(raw))
	if _, ok := stateInfo(code); !ok {
		return nil, notFound(short(raw))
	}
	v, err := c.Council.Public(r.Context(), string(code))
	if err != nil {
		return nil, fmt.Errorf("showing consultations of %s: %w", code, err)
	}
	f := c.frame(r, c.Keeper.View())
	f.AsOf.Act, f.AsOf.At = int64(v.Act), c.Now()
	in := &inConsult{f: f, state: stateLink(f.P, code), ws: string(code), v: v, on: dayOf(c.Now())}
	in.recs = func(id string) work.Link {
		return work.Link{Label: id, Href: in.state.Href() + "/followup/" + url.PathEscape(id)}
	}
	return in, nil
}

func (in *inConsult) href(parts ...string) string {
	return in.state.Href() + "/consultations" + pathOf(parts...)
}

func (in *inConsult) text(n plan.Names) consult.Text { return textIn(in.f, n) }

func textIn(f page.Frame, n plan.Names) consult.Text {
	words, lang := n.In(string(f.P.Lang()))
	return consult.Text{Words: words, Lang: lang}
}

func (in *inConsult) day(d upr.Date) string {
	if d.IsZero() {
		return ""
	}
	return in.f.P.Date(d.Time())
}

// body is the name of a body as it was published.
func (in *inConsult) body(id string) string {
	if b, ok := in.v.Bodies.Get(id); ok {
		return in.text(b.Thing.Names).Words
	}
	return id
}

// one is the consultation of the address.
func (in *inConsult) one(r *http.Request) (*council.Held[spoken.Consultation], error) {
	h, ok := in.v.Consulted.Get(r.PathValue("id"))
	if !ok {
		return nil, notFound(short(r.PathValue("id")))
	}
	return h, nil
}

// consultState is how far a consultation is on a day.
func consultState(c spoken.Consultation, on upr.Date) string {
	switch {
	case !c.Public:
		return "draft"
	case c.Opens.After(on):
		return "soon"
	case c.Open(on):
		return "open"
	}
	return "over"
}

func (in *inConsult) row(h *council.Held[spoken.Consultation]) consult.Row {
	c := h.Thing
	return consult.Row{Href: in.href(h.ID), Title: in.text(c.Title), Body: in.body(c.Body), State: consultState(c, in.on),
		Dates:  in.f.T("consult.dates", "from", in.day(c.Opens), "to", in.day(c.Closes)),
		Counts: []string{in.f.T("consult.count.comments", "count", len(in.v.CommentsOf(h.ID))), in.f.T("consult.count.answers", "count", len(in.v.ResponsesOf(h.ID)))}}
}

// list shows the consultations of a State.
func (c *consulting) list(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	out := consult.List{State: in.state, Code: in.state.Href() + "/contribution", Remove: in.state.Href() + "/removals"}
	for _, h := range in.v.Consultations() {
		out.Rows = append(out.Rows, in.row(h))
	}
	return c.render(w, r, http.StatusOK, consult.ListPage(in.f, out))
}

// consultation shows one with its draft in passages.
func (c *consulting) consultation(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	x := h.Thing
	out := consult.Consultation{State: in.state, List: in.href(), Row: in.row(h), About: in.text(x.About), Counts: consultCounts(in.f, in.v, h.ID),
		Comments: in.href(h.ID, "comments"), Answers: in.href(h.ID, "answers"), Paper: in.href(h.ID, "paper"), Method: in.href(h.ID, "method"),
		Code: in.state.Href() + "/contribution", Removed: in.state.Href() + "/removals", Result: webAddress(x.Result), Rule: in.text(x.Rule)}
	out.Facts = consultFacts(in.f, x)
	open := x.Open(in.on)
	if open {
		out.Whole = in.href(h.ID, "comment")
	}
	version := x.Version
	if v := atoi(r.URL.Query().Get("version")); v > 0 && v < x.Version && len(in.v.PassagesOf(h.ID, v)) > 0 {
		version = v
	}
	if x.Version > 1 {
		for v := 1; v <= x.Version; v++ {
			if len(in.v.PassagesOf(h.ID, v)) == 0 {
				continue
			}
			l := work.Link{Label: in.f.T("consult.version", "number", strconv.Itoa(v))}
			if v != version {
				l.Href = in.href(h.ID) + "?version=" + strconv.Itoa(v) + "#draft"
			}
			out.Versions = append(out.Versions, l)
		}
	}
	passages := in.v.PassagesOf(h.ID, version)
	for _, i := range whichOf(len(passages), r.URL.Query().Get("page"), passagesShown) {
		p := passages[i]
		row := consult.Passage{Number: p.Thing.Number, Heading: p.Thing.Heading, Words: in.text(p.Thing.Words)}
		if open && !p.Thing.Heading && version == x.Version {
			row.Comment = in.href(h.ID, "comment") + "?p=" + strconv.Itoa(p.Thing.Number)
		}
		if n := len(in.v.About(spoken.KindComment, p.ID)); n > 0 {
			row.Comments, row.Href = in.f.T("consult.count.comments", "count", n), in.href(h.ID, "comments")+"?p="+url.QueryEscape(p.ID)
		}
		out.Passages = append(out.Passages, row)
	}
	out.Pages = pagesOf(r, len(passages), passagesShown)
	return c.render(w, r, http.StatusOK, consult.ConsultationPage(in.f, out))
}

// webAddress is an address that may be followed; anything else is none.
func webAddress(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return s
}

func consultFacts(f page.Frame, x spoken.Consultation) []consult.Fact {
	day := func(d upr.Date) string {
		if d.IsZero() {
			return "–"
		}
		return f.P.Date(d.Time())
	}
	shown := f.T("consult.hold.none")
	if x.HoldDays > 0 {
		shown = f.T("consult.hold.days", "count", x.HoldDays)
	}
	if x.Before {
		shown += " " + f.T("consult.hold.before")
	}
	out := []consult.Fact{{Label: f.T("consult.field.draft"), Value: f.T("consult.draft." + string(x.Draft))}, {Label: f.T("consult.field.opens"), Value: day(x.Opens)},
		{Label: f.T("consult.field.closes"), Value: day(x.Closes)}, {Label: f.T("consult.shown"), Value: shown}}
	if x.Version > 0 {
		out = append(out, consult.Fact{Label: f.T("consult.field.version"), Value: strconv.Itoa(x.Version)})
	}
	return out
}

// consultCounts are how many comments came in and what became of them, as far as the view has them.
func consultCounts(f page.Frame, v *council.View, id string) []string {
	n := map[spoken.Shown]int{}
	all := v.CommentsOf(id)
	for _, c := range all {
		n[c.Thing.Shown]++
	}
	out := []string{f.T("consult.count.comments", "count", len(all))}
	for _, s := range []spoken.Shown{spoken.IsShown, spoken.Held, spoken.NeverShown, spoken.Removed, spoken.TakenAway} {
		if n[s] > 0 {
			out = append(out, f.T("consult.count."+string(s), "count", n[s]))
		}
	}
	answered := 0
	for _, c := range all {
		if v.HasResponse(c.ID) {
			answered++
		}
	}
	return append(out, f.T("consult.count.answered", "count", answered))
}

// commentRow is a comment as a view shows it. link leads to a passage.
func commentRow(f page.Frame, v *council.View, h *council.Held[spoken.Comment], body func(string) string, link func(*council.Held[spoken.Passage]) work.Link) consult.Comment {
	c := h.Thing
	out := consult.Comment{ID: h.ID, Number: c.Number, On: f.P.Date(c.On.Time())}
	if v.Open && c.Shown != spoken.IsShown {
		out.State = f.T("consult.shown."+string(c.Shown), "day", dayIn(f.P, c.Until))
		return out
	}
	out.Words, out.Quote = consult.Text{Words: c.Words, Lang: c.Lang}, c.Quote
	switch {
	case c.Body != "":
		out.By = body(c.Body)
	case c.Pseudonym != "":
		out.By = f.T("consult.by.pseudonym", "name", c.Pseudonym)
	default:
		out.By = f.T("consult.by.anonymous")
	}
	if c.Paper {
		out.By += ", " + f.T("consult.by.paper")
	}
	if c.Shown != spoken.IsShown {
		out.State = f.T("consult.shown."+string(c.Shown), "day", dayIn(f.P, c.Until))
	}
	if p, ok := v.Passages.Get(c.Passage); ok {
		out.Passage = link(p)
	}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, facetValue(f.P, query.Affected, g))
	}
	for _, h := range council.HarmsOf(c.Harm) {
		out.Harm = append(out.Harm, f.T("consult.harm."+string(h)))
	}
	return out
}

// passageLink leads to a passage on the page of its consultation, and names it with its version where there are several.
func (in *inConsult) passageLink(latest int) func(*council.Held[spoken.Passage]) work.Link {
	return func(p *council.Held[spoken.Passage]) work.Link {
		l := work.Link{Label: in.f.T("consult.passage", "number", strconv.Itoa(p.Thing.Number)), Href: in.href(p.Thing.Consultation)}
		q := url.Values{}
		if p.Thing.Version != latest {
			q.Set("version", strconv.Itoa(p.Thing.Version))
			l.Label += ", " + in.f.T("consult.version", "number", strconv.Itoa(p.Thing.Version))
		}
		if n := (p.Thing.Number-1)/passagesShown + 1; n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		if len(q) > 0 {
			l.Href += "?" + q.Encode()
		}
		l.Href += "#p-" + strconv.Itoa(p.Thing.Number)
		return l
	}
}

func (in *inConsult) answer(h *council.Held[spoken.Response], latest int) consult.Answer {
	r := h.Thing
	out := consult.Answer{ID: h.ID, Outcome: in.f.T("consult.outcome." + string(r.Outcome)), Theme: in.text(r.Theme), Words: in.text(r.Texts), On: in.day(r.On),
		Count: in.f.T("consult.answer.count", "count", len(r.Comments))}
	if len(r.Comments) > 1 {
		out.Href = in.href(r.Consultation, "answers") + "?a=" + url.QueryEscape(h.ID)
	}
	if p, ok := in.v.Passages.Get(r.Passage); ok {
		out.Change = in.passageLink(latest)(p)
	}
	return out
}

// comments lists the comments of a consultation, each with the answers to it.
func (c *consulting) comments(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	found := findComments(in.v, h, r.URL.Query(), nil)
	out := consult.Comments{State: in.state, Title: in.text(h.Thing.Title), List: in.href(), Back: in.href(h.ID), Action: in.href(h.ID, "comments"),
		Words: query200(r.URL.Query()), Found: in.f.T("consult.found", "count", len(found), "all", in.f.P.Number(len(in.v.CommentsOf(h.ID)))),
		Pages: pagesOf(r, len(found), commentsShown), Choices: commentChoices(in.f, in.v, h, r.URL.Query())}
	for _, i := range whichOf(len(found), r.URL.Query().Get("page"), commentsShown) {
		row := commentRow(in.f, in.v, found[i], in.body, in.passageLink(h.Thing.Version))
		for _, id := range found[i].Thing.Recs {
			row.Recs = append(row.Recs, in.recs(id))
		}
		for _, a := range in.v.ResponsesTo(found[i].ID) {
			row.Answers = append(row.Answers, in.answer(a, h.Thing.Version))
		}
		out.Rows = append(out.Rows, row)
	}
	return c.render(w, r, http.StatusOK, consult.CommentsPage(in.f, out))
}

// answers lists what the body answered; with "a" one answer with all its comments.
func (c *consulting) answers(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	list := in.v.ResponsesOf(h.ID)
	if id := r.URL.Query().Get("a"); id != "" {
		list = slices.DeleteFunc(list, func(x *council.Held[spoken.Response]) bool { return x.ID != id })
	}
	out := consult.Comments{State: in.state, Title: in.text(h.Thing.Title), List: in.href(), Back: in.href(h.ID), Pages: pagesOf(r, len(list), commentsShown),
		Found: in.f.T("consult.count.answers", "count", len(list))}
	at := map[string]int{}
	all := in.v.CommentsOf(h.ID)
	for i, x := range all {
		at[x.ID] = i
	}
	for _, i := range whichOf(len(list), r.URL.Query().Get("page"), commentsShown) {
		a := in.answer(list[i], h.Thing.Version)
		ids := slices.Clone(list[i].Thing.Comments)
		slices.SortFunc(ids, func(x, y string) int { return cmp.Compare(at[x], at[y]) })
		for _, id := range ids {
			n, ok := at[id]
			if !ok {
				continue
			}
			number := strconv.Itoa(all[n].Thing.Number)
			a.Numbers = append(a.Numbers, work.Link{Label: number, Href: in.href(h.ID, "comments") + "?page=" + strconv.Itoa(n/commentsShown+1) + "#c-" + number})
		}
		a.Href = ""
		out.Answers = append(out.Answers, a)
	}
	return c.render(w, r, http.StatusOK, consult.AnswersPage(in.f, out))
}
