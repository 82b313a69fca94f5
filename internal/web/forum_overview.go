package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/output/published"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// Bounds of lists on the first page; the rest lies behind a link.
const (
	overdueShown = 20
	adviceShown  = 20
)

// participation says who may speak in a State, what was said and what became of it.
func (a *App) participation(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	out := forum.Overview{Empty: in.v.Councils.Len()+in.v.Consulted.Len()+in.v.Advice.Len()+in.v.Submissions.Len()+in.v.Plain.Len()+in.v.Keys.Len() == 0}
	in.f.Feed = in.feed("")
	if out.Follow, err = in.follows(r, council.FollowedAll); err != nil {
		return err
	}
	if !out.Empty {
		proposed := in.v.Proposals.Len() > 0
		if proposed {
			out.Counts = in.proposalCounts("")
			out.Figures = append(out.Figures, in.fates(""))
		}
		if n := in.v.Advice.Len(); n > 0 {
			out.Counts = append(out.Counts, forum.Count{Code: "advice", N: n, Href: "#advice"})
		}
		out.Overdue, out.MoreOverdue = in.overdue()
		out.Councils, out.Consultations, out.Advice = in.councils(), in.consultations(), in.advice()
		if len(out.Advice) > 0 {
			out.Annual = in.href("annual", itoa(in.on.Year))
		}
		out.Ways = in.ways()
		if in.v.Plain.Len() > 0 {
			out.Plain = in.href("plain")
		}
		for _, f := range published.Formats() {
			out.Files = append(out.Files, forum.File{Code: f.Code, Href: in.href("participation", "export") + "?format=" + f.Code})
		}
		for _, code := range []string{"zip", "datapackage", "method"} {
			out.Files = append(out.Files, forum.File{Code: code, Href: in.href("participation", "export") + "?format=" + code})
		}
	}
	return a.render(w, r, http.StatusOK, forum.OverviewPage(in.f, out))
}

// proposalCounts are counts of all proposals, or of a council's, each leading to its list.
func (in *inForum) proposalCounts(councilID string) []forum.Count {
	q := derived.ProposalQuery{Is: map[string]string{}}
	if councilID != "" {
		q.Is[derived.ByCouncil] = councilID
	}
	found := derived.FindProposals(in.v, q, in.on)
	of := func(code string, facet string, values ...string) forum.Count {
		c := forum.Count{Code: code}
		for _, x := range values {
			c.N += found.Counts[facet][x]
		}
		if len(values) == 1 {
			c.Href = in.found(q, facet, values[0])
		}
		return c
	}
	made := forum.Count{Code: "proposals", N: found.Total, Href: in.found(q, "", "")}
	adopted := of("adopted", derived.ByFate, string(derived.FateAdopted), string(derived.FateWaiting), string(derived.FateOverdue), string(derived.FateAnswered))
	return []forum.Count{made, adopted, of("answered", derived.ByFate, string(derived.FateAnswered)), of("waiting", derived.ByFate, string(derived.FateWaiting)),
		of("overdue", derived.ByFate, string(derived.FateOverdue))}
}

// found is the address of a list of proposals.
func (in *inForum) found(q derived.ProposalQuery, facet, value string) string {
	v := q.Values()
	if facet != "" {
		v.Set(facet, value)
	}
	if len(v) == 0 {
		return in.href("proposals")
	}
	return in.href("proposals") + "?" + v.Encode()
}

// fates is the chart of what became of proposals, in the order of their way: never by count.
func (in *inForum) fates(councilID string) page.Figure {
	q := derived.ProposalQuery{Is: map[string]string{}}
	if councilID != "" {
		q.Is[derived.ByCouncil] = councilID
	}
	found := derived.FindProposals(in.v, q, in.on)
	var rows []chart.Label
	var cells []int
	for _, fate := range derived.Fates {
		rows = append(rows, chart.Label{Code: string(fate), Text: in.t("fate." + string(fate))})
		cells = append(cells, found.Counts[derived.ByFate][string(fate)])
	}
	counts := found.Counts[derived.ByFate]
	return in.bars("became", in.t("figure.became"), in.t("figure.became.reading", "count", found.Total, "answered", in.f.P.Number(counts[string(derived.FateAnswered)]),
		"overdue", in.f.P.Number(counts[string(derived.FateOverdue)])), in.t("figure.unit.proposals"), in.t("figure.became.head"), in.t("figure.unit.proposals"), rows, cells,
		func(code string) string { return in.found(q, derived.ByFate, code) })
}

// councils by name, those that exist first.
func (in *inForum) councils() []forum.Entry {
	var now, past []forum.Entry
	for id, c := range in.v.Councils.All() {
		e := forum.Entry{Title: in.text(c.Thing.Names), Href: in.href("councils", id)}
		if period := in.period(c.Thing.From, c.Thing.To); period != "" {
			e.Notes = append(e.Notes, period)
		}
		if c.Thing.Exists(in.on) {
			e.Notes = append(e.Notes, in.t("members.found", "count", len(derived.Seated(in.v, id, in.on))))
			now = append(now, e)
		} else {
			past = append(past, e)
		}
	}
	return append(in.byLabel(now), in.byLabel(past)...)
}

// consultations: open ones by their last day, then the closed ones, the latest first.
func (in *inForum) consultations() []forum.Entry {
	type one struct {
		forum.Entry
		open   bool
		closes upr.Date
	}
	var list []one
	for id, c := range in.v.Consulted.All() {
		if !c.Thing.Public {
			continue
		}
		e := one{forum.Entry{Title: in.text(c.Thing.Title), Href: in.href("consultations", id), Notes: []string{in.body(c.Thing.Body)}}, c.Thing.Open(in.on), c.Thing.Closes}
		switch {
		case e.open:
			e.Notes = append(e.Notes, in.t("consultation.open", "day", in.day(c.Thing.Closes)))
		case c.Thing.Opens.After(in.on):
			e.Notes = append(e.Notes, in.t("consultation.opens", "day", in.day(c.Thing.Opens)))
		default:
			e.Notes = append(e.Notes, in.t("consultation.closed", "day", in.day(c.Thing.Closes)))
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b one) int {
		if a.open != b.open {
			return cmp.Compare(btoi(b.open), btoi(a.open))
		}
		if a.open {
			return a.closes.Compare(b.closes)
		}
		return b.closes.Compare(a.closes)
	})
	var out []forum.Entry
	for _, e := range list {
		out = append(out, e.Entry)
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// overdue are answers that should be there, by the day on which they were due.
func (in *inForum) overdue() (list []forum.Entry, more string) {
	for _, x := range derived.Asked(in.v, in.on) {
		if x.Late == 0 {
			continue
		}
		if len(list) == overdueShown {
			return list, in.found(derived.ProposalQuery{}, derived.ByFate, string(derived.FateOverdue))
		}
		e := forum.Entry{Late: in.t("late", "count", x.Late), Notes: []string{in.body(x.Thing.Body), in.t("due", "day", in.day(x.Thing.Due))}}
		e.Title, e.Href = in.asked(x.Thing)
		list = append(list, e)
	}
	return list, ""
}

// asked is what a referral is about, with its address.
func (in *inForum) asked(r spoken.Referral) (forum.Text, string) {
	if l, ok := in.proposalLink(r.About); ok {
		p, _ := in.v.Proposals.Get(r.About)
		t := in.text(p.Thing.Title)
		t.Words = in.number(p.Thing.Number) + " " + t.Words
		return t, l.Href
	}
	if x, ok := in.v.Advice.Get(r.About); ok {
		t := in.text(x.Thing.Texts)
		t.Words = beginning(t.Words, titleLetters)
		return t, "#advice"
	}
	t := in.text(r.Words)
	t.Words = beginning(t.Words, titleLetters)
	return t, ""
}

// advice of institutions, the newest first, with how it stands.
func (in *inForum) advice() []forum.Entry {
	type one struct {
		forum.Entry
		on upr.Date
		id string
	}
	var list []one
	for id, x := range in.v.Advice.Any() {
		if x.Thing.Step != plan.Published {
			continue
		}
		e := one{forum.Entry{Title: in.text(x.Thing.Texts), Notes: []string{in.body(x.Thing.Body), in.day(x.Thing.On)}}, x.Thing.On, id}
		if x.Thing.Number != "" {
			e.Notes = append(e.Notes, x.Thing.Number)
		}
		for _, r := range derived.AskedAbout(in.v, id, in.on) {
			line := in.answerLine(r)
			if line.Late {
				e.Late = in.t("late", "count", r.Late)
			}
			e.Notes = append(e.Notes, line.Words)
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Or(b.on.Compare(a.on), cmp.Compare(a.id, b.id)) })
	var out []forum.Entry
	for _, e := range list[:min(len(list), adviceShown)] {
		out = append(out, e.Entry)
	}
	return out
}

// ways to say something.
func (in *inForum) ways() []forum.Link {
	var out []forum.Link
	for id, c := range in.v.Councils.All() {
		if c.Thing.Exists(in.on) && c.Thing.May(spoken.ByCitizen) {
			out = append(out, forum.Link{Label: in.t("propose.to", "council", in.words(c.Thing.Names)), Href: in.href("councils", id, "propose")})
		}
	}
	less := in.f.P.Less()
	slices.SortFunc(out, func(a, b forum.Link) int { return less(a.Label, b.Label) })
	for id, c := range in.v.Consulted.All() {
		if c.Thing.Open(in.on) {
			out = append(out, forum.Link{Label: in.t("consultation.comment", "title", in.words(c.Thing.Title)), Href: in.href("consultations", id)})
		}
	}
	for body := range in.v.Keys.All() {
		out = append(out, forum.Link{Label: in.t("sealed.to", "body", in.body(body)), Href: sealedHref(in.ws, body)})
	}
	return out
}

// sealedHref is where something is sealed to the desk of a body.
func sealedHref(ws, body string) string {
	return "/states/" + url.PathEscape(ws) + "/sealed/" + url.PathEscape(body)
}
