package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// publicCouncil says what a council is, who sits in it and what it did.
func (a *App) publicCouncil(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h, ok := in.v.Councils.Get(id)
	if !ok {
		return notFound(short(id))
	}
	c := h.Thing
	out := forum.Council{ID: id, Name: in.text(c.Names), Facts: in.councilFacts(c), Rules: in.councilRules(c), Members: in.href("councils", id, "members"),
		Figures: in.composition(id), Sections: in.sections(id), Sittings: in.sittings(id), Interests: in.interests(id)}
	if !c.To.IsZero() && in.on.After(c.To) {
		out.Ended = in.t("council.ended", "day", in.day(c.To))
	}
	if out.Counts = in.proposalCounts(id); out.Counts[0].N == 0 {
		out.Counts = nil
	} else {
		out.Figures = append(out.Figures, in.fates(id))
	}
	if c.May(spoken.ByCitizen) && c.Exists(in.on) {
		out.Propose = in.href("councils", id, "propose")
	}
	in.f.Feed = in.feed("council:" + id)
	if out.Follow, err = in.follows(r, council.Followed("council:"+id)); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, forum.CouncilPage(in.f, out))
}

func (in *inForum) councilFacts(c spoken.Council) []forum.Fact {
	var out []forum.Fact
	add := func(name string, t forum.Text, links ...forum.Link) {
		if t.Words != "" || len(links) > 0 {
			out = append(out, forum.Fact{Name: name, Text: t, Links: links})
		}
	}
	var source []forum.Link
	if u, err := url.Parse(c.Source); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		source = append(source, forum.Link{Label: c.Source, Href: c.Source})
	} else if c.Source != "" {
		source = append(source, forum.Link{Label: c.Source})
	}
	add("basis", in.text(c.Basis))
	add("source", forum.Text{}, source...)
	add("period", forum.Text{Words: in.period(c.From, c.To)})
	if c.Seats > 0 {
		add("seats", forum.Text{Words: in.f.P.Number(c.Seats)})
	}
	for _, x := range []struct {
		name string
		ids  []string
	}{{"predecessor", c.Predecessors}, {"successor", c.Successors}} {
		var links []forum.Link
		for _, id := range x.ids {
			links = append(links, in.council(id))
		}
		add(x.name, forum.Text{}, links...)
	}
	var laws []forum.Link
	for _, id := range c.Legal {
		if l, ok := in.plan.LegalActs.Get(id); ok {
			laws = append(laws, forum.Link{Label: in.words(l.Thing.Title), Href: in.href("followup", "reforms") + "#laws"})
		}
	}
	add("laws", forum.Text{}, laws...)
	add("note", forum.Text{Words: c.Note})
	return out
}

func (in *inForum) councilRules(c spoken.Council) []forum.Fact {
	var out []forum.Fact
	add := func(name, words string) {
		if words != "" {
			out = append(out, forum.Fact{Name: name, Text: forum.Text{Words: words}})
		}
	}
	var who []string
	for _, p := range spoken.Proposers {
		if c.May(p) {
			who = append(who, in.t("by."+string(p)))
		}
	}
	if len(who) > 0 {
		add("proposers", in.f.P.List(who))
	}
	if c.Endorsements > 0 {
		add("endorsements", in.f.P.Number(c.Endorsements))
	}
	if c.AnswerDays > 0 {
		add("answer-days", in.t("rule.answer-days", "count", c.AnswerDays))
	}
	if c.Quorum > 0 {
		add("quorum", in.f.P.Number(c.Quorum))
	}
	if c.HoldDays > 0 {
		add("hold-days", in.t("rule.hold-days", "count", c.HoldDays))
	}
	if m := in.text(c.Moderation); m.Words != "" {
		out = append(out, forum.Fact{Name: "moderation", Text: m})
	}
	add("rule", c.Rule)
	return out
}

// composition are charts of who sits in a council today, each with its table.
func (in *inForum) composition(id string) []page.Figure {
	c := derived.CompositionOf(in.v, id, in.on)
	if c.Held == 0 {
		return nil
	}
	none := in.t("part.none")
	name := func(of func(string) string) func(derived.Part) string {
		return func(p derived.Part) string {
			if p.ID == "" {
				return none
			}
			return cmp.Or(of(p.ID), p.ID)
		}
	}
	plainly := func(s string) string { return s }
	var out []page.Figure
	for _, x := range []struct {
		code  string
		parts []derived.Part
		label func(derived.Part) string
	}{{"category", c.Categories, name(in.category)}, {"section", c.Sections, name(in.section)}, {"group", c.Groups, name(plainly)}, {"region", c.Regions, name(plainly)},
		{"gender", c.Genders, func(p derived.Part) string { return in.t("gender." + cmp.Or(p.ID, "none")) }}} {
		if len(x.parts) == 0 {
			continue
		}
		var rows []chart.Label
		var cells []int
		for _, p := range x.parts {
			label := x.label(p)
			if p.Seats > 0 {
				label = in.t("part.of", "part", label, "seats", in.f.P.Number(p.Seats))
			}
			rows = append(rows, chart.Label{Code: p.ID, Text: label})
			cells = append(cells, p.Held)
		}
		var links func(string) string
		if x.code == "category" {
			links = func(code string) string {
				return in.href("councils", id, "members") + "?category=" + url.QueryEscape(code)
			}
		}
		reading := in.t("figure.composition.reading", "count", c.Held)
		if c.Seats > 0 {
			reading = in.t("figure.composition.reading-of", "count", c.Held, "seats", in.f.P.Number(c.Seats))
		}
		out = append(out, in.bars("by-"+x.code, in.t("figure."+x.code), reading, in.t("figure.unit.seats"), in.t("facet."+x.code), in.t("figure.unit.seats"), rows, cells, links))
	}
	return out
}

func (in *inForum) sections(id string) []forum.Entry {
	var out []forum.Entry
	for _, s := range derived.SectionsOf(in.v, id) {
		q := derived.ProposalQuery{Is: map[string]string{derived.BySection: s.ID}}
		n := derived.FindProposals(in.v, q, in.on).Total
		e := forum.Entry{Title: in.text(s.Thing.Names), Notes: []string{in.t("count.proposals", "count", n)}}
		if n > 0 {
			e.Href = in.found(q, "", "")
		}
		out = append(out, e)
	}
	return out
}

// sittings, the latest first.
func (in *inForum) sittings(id string) []forum.Entry {
	list := space.Pick(in.v.Sittings, in.v.About(spoken.KindSitting, id))
	slices.SortFunc(list, func(a, b *space.Held[spoken.Sitting]) int {
		return cmp.Or(b.Thing.On.Compare(a.Thing.On), cmp.Compare(a.ID, b.ID))
	})
	var out []forum.Entry
	for _, s := range list {
		e := forum.Entry{Title: forum.Text{Words: in.sittingName(s.Thing)}, Href: in.href("councils", id, "sittings", s.ID), Notes: []string{in.day(s.Thing.On)}}
		if !s.Thing.Held {
			e.Notes = append(e.Notes, in.t("sitting.planned"))
		}
		out = append(out, e)
	}
	return out
}

func (in *inForum) sittingName(s spoken.Sitting) string {
	return cmp.Or(in.words(s.Names), in.t("sitting.n", "n", in.f.P.Number(s.Number)))
}

// interests that members declared, in force.
func (in *inForum) interests(id string) []forum.Entry {
	var out []forum.Entry
	for _, x := range space.Pick(in.v.Interests, in.v.About(spoken.KindInterest, id)) {
		if x.Thing.Council != id || !x.Thing.Ended.IsZero() && in.on.After(x.Thing.Ended) {
			continue
		}
		e := forum.Entry{Title: forum.Text{Words: in.member(x.Thing.Member)}, Notes: []string{x.Thing.Words, in.day(x.Thing.On)}}
		if l, ok := in.proposalLink(x.Thing.About); ok {
			e.Notes, e.Href = append(e.Notes, l.Label), l.Href
		}
		out = append(out, e)
	}
	return in.byLabel(out)
}

const membersPerPage = 60

// publicMembers lists the mandates of a council that run today.
func (a *App) publicMembers(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	c, ok := in.v.Councils.Get(id)
	if !ok {
		return notFound(short(id))
	}
	on := in.on
	if !c.Thing.To.IsZero() && on.After(c.Thing.To) {
		on = c.Thing.To // those who sat at its end
	}
	asked := r.URL.Query().Get("category")
	out := forum.Members{Council: in.council(id), Named: c.Thing.Named, Asked: asked != "", Action: in.href("councils", id, "members")}
	for _, p := range derived.CompositionOf(in.v, id, on).Categories {
		if p.ID != "" {
			out.Category = append(out.Category, forum.Value{Value: p.ID, Label: in.category(p.ID), N: p.Held, Chosen: p.ID == asked})
		}
	}
	var rows []forum.Seat
	for _, m := range derived.Seated(in.v, id, on) {
		x := m.Thing
		if asked != "" && x.Category != asked {
			continue
		}
		s := forum.Seat{Label: cmp.Or(in.seat(x.Number), in.t("seat")), Category: in.category(x.Category), Section: in.section(x.Section), Group: x.Group, Region: x.Region,
			Period: in.period(x.From, x.To), Note: x.Ended}
		if out.Named {
			s.Name = in.text(x.Name)
		}
		out.GroupHead, out.RegionHead = out.GroupHead || s.Group != "", out.RegionHead || s.Region != ""
		rows = append(rows, s)
	}
	out.Total = len(rows)
	which := whichOf(len(rows), r.URL.Query().Get("page"), membersPerPage)
	for _, i := range which {
		out.Rows = append(out.Rows, rows[i])
	}
	current := 1
	if len(which) > 0 {
		current = which[0]/membersPerPage + 1
	}
	out.Pages = page.Pagination{Current: current, Count: (len(rows) + membersPerPage - 1) / membersPerPage, Near: 2, Href: func(n int) string {
		v := url.Values{"page": {itoa(n)}}
		if asked != "" {
			v.Set("category", asked)
		}
		return out.Action + "?" + v.Encode()
	}}
	return a.render(w, r, http.StatusOK, forum.MembersPage(in.f, out))
}
