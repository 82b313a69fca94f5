package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// forumRoutes are the public pages of participation by the patterns of their rows in the policy table.
func (a *App) forumRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /states/{state}/participation":               a.page(a.participation),
		"GET /states/{state}/participation/export":        a.page(a.forumData),
		"GET /states/{state}/participation.atom":          a.page(a.forumFeed),
		"GET /states/{state}/councils/{id}":               a.page(a.publicCouncil),
		"GET /states/{state}/councils/{id}/members":       a.page(a.publicMembers),
		"GET /states/{state}/councils/{id}/sittings/{of}": a.page(a.publicSitting),
		"GET /states/{state}/proposals":                   a.page(a.publicProposals),
		"GET /states/{state}/proposals/{id}":              a.page(a.publicProposal),
		"GET /states/{state}/plain":                       a.page(a.plainWords),
		"GET /states/{state}/plain/{group}":               a.page(a.plainGroup),
	}
}

// inForum is one request for what is public of participation. It holds the published sides alone.
type inForum struct {
	a    *App
	f    forum.Frame
	ws   string
	v    *council.View
	plan *followup.View // the published side of the national plan
	recs *followup.Recs
	on   upr.Date
}

// forum begins a request.
func (a *App) forum(r *http.Request) (*inForum, error) {
	raw := r.PathValue("state")
	code := upr.State(strings.ToUpper(raw))
	if _, ok := stateInfo(code); !ok {
		return nil, notFound(short(raw))
	}
	v, err := a.Council.Public(r.Context(), string(code))
	if err != nil {
		return nil, fmt.Errorf("showing participation in %s: %w", code, err)
	}
	open, recs, err := a.Desk.Public(r.Context(), string(code))
	if err != nil {
		return nil, fmt.Errorf("showing participation in %s: %w", code, err)
	}
	f := a.frame(r, a.Keeper.View())
	f.AsOf.Act = int64(v.Act)
	return &inForum{a: a, f: forum.Frame{Frame: f, State: stateLink(f.P, code)}, ws: string(code), v: v, plan: open, recs: recs, on: dayOf(a.Now())}, nil
}

func (in *inForum) href(parts ...string) string { return in.f.Href(parts...) }

func (in *inForum) t(code string, args ...any) string { return in.f.T("forum."+code, args...) }

func (in *inForum) text(n plan.Names) forum.Text {
	words, lang := n.In(string(in.f.P.Lang()))
	return forum.Text{Words: words, Lang: lang}
}

func (in *inForum) words(n plan.Names) string { return in.text(n).Words }

func (in *inForum) day(d upr.Date) string { return dayIn(in.f.P, d) }

// period is from when to when something holds.
func (in *inForum) period(from, to upr.Date) string {
	switch {
	case !from.IsZero() && !to.IsZero():
		return in.t("period.both", "from", in.day(from), "to", in.day(to))
	case !from.IsZero():
		return in.t("period.from", "from", in.day(from))
	case !to.IsZero():
		return in.t("period.to", "to", in.day(to))
	}
	return ""
}

// body is the name of a body; its identifier where no name is public.
func (in *inForum) body(id string) string {
	if b, ok := in.v.Bodies.Get(id); ok {
		return in.words(b.Thing.Names)
	}
	if b, ok := in.plan.Bodies.Get(id); ok {
		return in.words(b.Thing.Names)
	}
	return id
}

func (in *inForum) council(id string) forum.Link {
	c, ok := in.v.Councils.Get(id)
	if !ok {
		return forum.Link{Label: id}
	}
	return forum.Link{Label: in.words(c.Thing.Names), Href: in.href("councils", id)}
}

func (in *inForum) section(id string) string {
	if s, ok := in.v.Sections.Get(id); ok {
		return in.words(s.Thing.Names)
	}
	return ""
}

func (in *inForum) category(id string) string {
	if c, ok := in.v.Categories.Get(id); ok {
		return in.words(c.Thing.Names)
	}
	return ""
}

// member says who sits on a seat: by name where the council's rule makes names public, else by number and category.
func (in *inForum) member(id string) string {
	m, ok := in.v.Members.Get(id)
	if !ok {
		return in.t("member.former")
	}
	if name := in.words(m.Thing.Name); name != "" {
		return name
	}
	return strings.Join(slices.DeleteFunc([]string{in.seat(m.Thing.Number), in.category(m.Thing.Category)}, func(s string) bool { return s == "" }), ", ")
}

func (in *inForum) seat(n int) string {
	if n == 0 {
		return ""
	}
	return in.t("seat.n", "n", in.f.P.Number(n))
}

// speaker is a member or a body.
func (in *inForum) speaker(member, body string) string {
	if member != "" {
		return in.member(member)
	}
	if body != "" {
		return in.body(body)
	}
	return in.t("speaker.unnamed")
}

// rec leads to a recommendation that something is about.
func (in *inForum) rec(id string) forum.Link {
	x, ok := in.recs.Get(id)
	if !ok {
		return forum.Link{Label: id}
	}
	words, _ := x.In(string(in.f.P.Lang()))
	in2 := &inPublic{f: in.f.Frame}
	return forum.Link{Label: in2.label(x) + " – " + beginning(words, titleLetters), Href: in.href("followup", id)}
}

const titleLetters = 90

func (in *inForum) proposalLink(id string) (forum.Link, bool) {
	p, ok := in.v.Proposals.Get(id)
	if !ok || !p.Thing.Step.Public() {
		return forum.Link{}, false
	}
	return forum.Link{Label: in.number(p.Thing.Number) + " " + in.words(p.Thing.Title), Href: in.href("proposals", id)}, true
}

func (in *inForum) proposalLinks(ids []string) []forum.Link {
	var out []forum.Link
	for _, id := range ids {
		if l, ok := in.proposalLink(id); ok {
			out = append(out, l)
		}
	}
	return out
}

func (in *inForum) number(n int) string { return in.t("proposal.n", "n", in.f.P.Number(n)) }

// measure with how it stands in the published plan.
func (in *inForum) measure(id string) (forum.Measure, bool) {
	m, ok := in.plan.Measures.Get(id)
	if !ok {
		return forum.Measure{}, false
	}
	status := m.Thing.Status
	if status == "" {
		status = plan.Unknown
	}
	return forum.Measure{Title: in.text(m.Thing.Title), Status: in.f.T("output.status." + string(status)), Href: in.href("followup", "reforms") + "#measures"}, true
}

// answerLine says how a referral stands in one line.
func (in *inForum) answerLine(x derived.Answered) forum.Answer {
	who := in.body(x.Thing.Body)
	last := x.Last()
	switch {
	case x.Late > 0 && last != nil:
		return forum.Answer{Words: in.t("answer.late-examines", "body", who, "day", in.day(x.Since), "count", x.Late), Late: true}
	case x.Late > 0:
		return forum.Answer{Words: in.t("answer.late", "body", who, "day", in.day(x.Thing.Due), "count", x.Late), Late: true}
	case last == nil:
		return forum.Answer{Words: in.t("answer.waiting", "body", who, "day", in.day(x.Thing.Due))}
	}
	return forum.Answer{Words: in.t("answer.came", "body", who, "outcome", in.outcome(last.Thing.Outcome), "day", in.day(last.Thing.On))}
}

func (in *inForum) outcome(o spoken.Outcome) string { return in.t("outcome." + string(o)) }

// setting of the charts on a page.
func (in *inForum) setting(id string) chart.Setting {
	return chart.Setting{ID: id, Lang: in.f.P.Tag(), RTL: in.f.P.Dir() == "rtl", Number: in.f.P.Number, None: in.f.T("analysis.none"),
		Share: func(n, of int) string { return share(in.f.P, n, of) }}
}

// bars is a chart of one column with its table. links may be nil.
func (in *inForum) bars(name, question, reading, unit, head, col string, rows []chart.Label, cells []int, links func(code string) string) page.Figure {
	t := chart.Table{RowHead: head, Rows: rows, Cols: []chart.Label{{Code: "n", Text: col}}}
	for _, n := range cells {
		t.Cells = append(t.Cells, []int{n})
	}
	c := &chart.Bars{Caption: chart.Caption{Question: question, Reading: reading, Unit: unit}, Table: t}
	return in.figure(name, c, c.Caption, t, links)
}

func (in *inForum) figure(name string, c chart.Chart, w chart.Caption, t chart.Table, links func(code string) string) page.Figure {
	out := page.Figure{Name: name, Question: w.Question, Reading: w.Reading, Unit: w.Unit, Notes: w.Notes,
		AsOf:    in.f.T("as-of.line", "act", in.f.P.Number(int(in.v.Act)), "date", in.f.P.Date(in.a.Now())),
		Source:  in.t("figure.source"),
		Picture: chart.Inline(c, in.setting(name)), Table: page.FigureTable{RowHead: t.RowHead}}
	for _, col := range t.Cols {
		out.Table.Cols = append(out.Table.Cols, page.FigureHead{Text: col.Text})
	}
	for i, r := range t.Rows {
		row := page.FigureRow{Text: r.Text}
		if links != nil && r.Code != "" {
			row.Href = links(r.Code)
		}
		for _, n := range t.Cells[i] {
			row.Cells = append(row.Cells, page.FigureCell{N: n, Known: n != chart.None})
		}
		out.Table.Rows = append(out.Table.Rows, row)
	}
	return out
}

// follows is how a reader with a seat follows a thing; nil for everyone else.
func (in *inForum) follows(r *http.Request, about council.Followed) (*forum.Follow, error) {
	who := account.From(r.Context())
	if len(who.In(in.ws)) == 0 {
		return nil, nil
	}
	list, err := in.a.Council.Followed(r.Context(), who, in.ws)
	if err != nil {
		return nil, err
	}
	return &forum.Follow{Action: "/work/" + url.PathEscape(in.ws) + "/follow", About: string(about), Now: slices.Contains(list, about), Back: r.URL.RequestURI()}, nil
}

// feed is the address of the feed about a thing; of everything without one.
func (in *inForum) feed(about string) string {
	to := in.href("participation.atom")
	if about != "" {
		to += "?about=" + url.QueryEscape(about)
	}
	return to
}

// byLabel puts entries in the order of the reader's language.
func (in *inForum) byLabel(list []forum.Entry) []forum.Entry {
	less := in.f.P.Less()
	slices.SortStableFunc(list, func(a, b forum.Entry) int { return less(a.Title.Words, b.Title.Words) })
	return list
}
