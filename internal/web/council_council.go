package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sitting"
	"github.com/openupr/openupr/internal/web/page/work"
)

// councils lists the councils of a workspace, those that exist first.
func (a *App) councils(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "councils")
	if err != nil {
		return err
	}
	var list []sitting.Row
	for _, h := range in.councilsByName() {
		list = append(list, sitting.Row{Link: in.councilLink(h.ID), Ended: !h.Thing.Exists(in.today()),
			Aside: []string{in.period(h.Thing.From, h.Thing.To), in.f.T("sittings.members.count", "count", len(in.c.SeatedOn(h.ID, "", in.today())))}})
	}
	slices.SortStableFunc(list, func(x, y sitting.Row) int { return btoi(x.Ended) - btoi(y.Ended) })
	form := ""
	if len(in.freeBodies("")) > 0 {
		form = in.f.Href("councils", "new")
	}
	return a.render(w, r, http.StatusOK, sitting.CouncilsPage(in.f, list, form))
}

// freeBodies are the councils' bodies for which the reader keeps a council that is not there yet.
func (in *inCouncil) freeBodies(chosen string) []work.Option {
	has := map[string]bool{}
	for _, c := range in.c.Councils.Any() {
		has[c.Thing.Body] = true
	}
	var out []work.Option
	for id, b := range in.view.Bodies.Any() {
		if b.Thing.Kind == plan.Council && !has[id] && in.may(account.EditCouncil, &account.Target{Bodies: []string{id}}) {
			out = append(out, work.Option{Value: id, Label: in.words(b.Thing.Names), Chosen: id == chosen})
		}
	}
	in.sortOptions(out)
	return out
}

// councilAt is the council of an address.
func (a *App) councilAt(r *http.Request) (*inCouncil, *council.Held[upc.Council], error) {
	in, err := a.together(r, "councils")
	if err != nil {
		return nil, nil, err
	}
	h := heldOf(in.c.Councils, r.PathValue("id"))
	if h == nil {
		return nil, nil, notFound(short(r.PathValue("id")))
	}
	return in, h, nil
}

// keeps says whether the reader keeps a council's seats and sittings; the use case asks again.
func (in *inCouncil) keeps(councilID string) bool {
	return in.may(account.EditCouncil, in.ofBody(councilID))
}

// council shows one council.
func (a *App) council(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.councilAt(r)
	if err != nil {
		return err
	}
	c, today := h.Thing, in.today()
	at := func(more ...string) string { return in.f.Href(append([]string{"councils", h.ID}, more...)...) }
	out := sitting.Council{ID: h.ID, Name: in.text(c.Names), Facts: in.factsOf(h), Held: len(in.c.SeatedOn(h.ID, "", today)), Seats: c.Seats, Members: at("members"), History: in.f.Href("history", h.ID),
		Public: "/states/" + string(in.recs.State) + "/councils/" + h.ID}
	for _, n := range c.Names {
		if n.Lang != out.Name.Lang {
			out.Names = append(out.Names, work.Text{Words: n.Words, Lang: n.Lang})
		}
	}
	if in.keeps(h.ID) {
		out.Edit, out.Table, out.Seat, out.Sit, out.Vote = at("edit"), at("table"), at("members", "new"), in.f.Href("sittings", "new")+"?council="+h.ID, in.f.Href("votes", "new")+"?council="+h.ID
	}
	out.By = in.composition(h.ID)
	for _, i := range in.c.Interests.All() {
		if i.Thing.Council == h.ID && i.Thing.Ended.IsZero() {
			out.Interests = append(out.Interests, in.interest(i))
		}
	}
	for _, s := range in.c.SittingsOf(h.ID) {
		out.Sittings = append(out.Sittings, in.sittingRow(s, false))
	}
	for _, v := range in.c.VotesIn(h.ID) {
		if v.Thing.Sitting == "" {
			out.Votes = append(out.Votes, in.voteRow(v))
		}
	}
	return a.render(w, r, http.StatusOK, sitting.CouncilPage(in.f, out))
}

// factsOf are what a council is and by which rules it works.
func (in *inCouncil) factsOf(h *council.Held[upc.Council]) []sitting.Pair {
	c := h.Thing
	plain := func(s string) work.Text { return work.Text{Words: s} }
	number := func(n int) work.Text {
		if n == 0 {
			return work.Text{}
		}
		return plain(in.f.P.Number(n))
	}
	links := func(ids []string, of func(string) work.Link) []work.Link {
		var out []work.Link
		for _, id := range ids {
			out = append(out, of(id))
		}
		return out
	}
	var who []string
	for _, p := range c.Proposers {
		who = append(who, in.f.T("forum.by."+string(p)))
	}
	return []sitting.Pair{
		{Name: "body", Links: []work.Link{in.bodyLink(c.Body)}},
		{Name: "basis", Text: in.text(c.Basis)},
		{Name: "legal-act", Links: links(c.Legal, func(id string) work.Link { return in.thing(plan.KindLegalAct, id) })},
		{Name: "source", Text: plain(c.Source)},
		{Name: "period", Text: plain(in.period(c.From, c.To))},
		{Name: "predecessor", Links: links(in.c.Before(h.ID), in.councilLink)},
		{Name: "successor", Links: links(in.c.After(h.ID), in.councilLink)},
		{Name: "quorum", Text: number(c.Quorum)},
		{Name: "proposer", Text: plain(strings.Join(who, ", "))},
		{Name: "endorsements", Text: number(c.Endorsements)},
		{Name: "answer-days", Text: number(c.AnswerDays)},
		{Name: "rule", Text: plain(c.Rule)},
		{Name: "named", Text: plain(in.f.T("desks.answer." + yesNo[1-btoi(c.Named)]))},
		{Name: "hold-days", Text: number(c.HoldDays)},
		{Name: "moderation", Text: in.text(c.Moderation)},
		{Name: "note", Text: plain(c.Note)},
	}
}

// composition is who sits in a council today, by each thing that mandates say.
func (in *inCouncil) composition(id string) []sitting.Composition {
	c := derived.CompositionOf(in.c, id, in.today())
	keeps := in.keeps(id)
	of := func(code, path string, list []derived.Part, label func(string) string) sitting.Composition {
		out := sitting.Composition{Code: code}
		if keeps && path != "" {
			out.New = in.f.Href("councils", id, path, "new")
		}
		for _, p := range list {
			l := work.Link{Label: label(p.ID)}
			if p.ID == "" {
				l.Label = in.f.T("sittings.gender.not-stated")
			} else if keeps && path != "" {
				l.Href = in.f.Href("councils", id, path, p.ID)
			}
			out.Parts = append(out.Parts, sitting.Part{Link: l, Held: p.Held, Seats: p.Seats})
		}
		return out
	}
	said := func(s string) string { return s }
	return []sitting.Composition{of("category", "categories", c.Categories, in.category), of("section", "sections", c.Sections, in.section),
		of("group", "", c.Groups, said), of("region", "", c.Regions, said), of("gender", "", c.Genders, func(s string) string { return in.f.T("sittings.gender." + s) })}
}

func (in *inCouncil) category(id string) string {
	if h, ok := in.c.Categories.Get(id); ok {
		return in.words(h.Thing.Names)
	}
	return ""
}

func (in *inCouncil) section(id string) string {
	if h, ok := in.c.Sections.Get(id); ok {
		return in.words(h.Thing.Names)
	}
	return ""
}

// interest is what a member declared; who may end it sees the button.
func (in *inCouncil) interest(h *council.Held[upc.Interest]) sitting.Interest {
	x := h.Thing
	out := sitting.Interest{Member: work.Link{Label: in.memberName(x.Member), Href: in.f.Href("councils", x.Council, "members", x.Member)}, About: in.proposalLink(x.About),
		Words: x.Words, Period: in.period(x.On, x.Ended), ID: h.ID, Base: itoa(int(h.Fact))}
	if in.speaksFor(x.Council, x.Member) && x.Ended.IsZero() {
		out.Edit = in.f.Href("councils", x.Council, "interests")
	}
	return out
}

// speaksFor says whether the reader may say something as a member: their own mandate, or any where they keep the council.
func (in *inCouncil) speaksFor(councilID, member string) bool {
	m, ok := in.c.Members.Get(member)
	return ok && in.may(account.Debate, in.ofBody(councilID)) && m.Thing.Sits(in.today()) && (in.keeps(councilID) || m.Thing.Account == in.who.ID && in.who.ID != "")
}

// councilForm is the form of a council, new or not.
func (a *App) councilForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "councils")
	if err != nil {
		return err
	}
	h := heldOf(in.c.Councils, r.PathValue("id"))
	switch {
	case h == nil && r.PathValue("id") != "":
		return notFound(short(r.PathValue("id")))
	case h != nil:
		return a.showCouncilForm(w, r, in, http.StatusOK, h, h.Thing, nil)
	}
	return a.showCouncilForm(w, r, in, http.StatusOK, nil, upc.Council{Proposers: []upc.Proposer{upc.ByMember}}, nil)
}

func (a *App) showCouncilForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Council], c upc.Council, errs []page.FieldError) error {
	out := sitting.CouncilForm{Form: work.Form{Action: in.f.Href("councils", "new"), Base: factOf(h), Errors: errs}, Council: c, Body: in.body(c.Body), Named: in.yesNoOptions(c.Named), Back: in.f.Href("councils")}
	id := ""
	if h != nil {
		id = h.ID
		out.ID, out.Action, out.Back = id, in.f.Href("councils", id, "edit"), in.f.Href("councils", id)
	} else {
		out.Bodies = in.freeBodies(c.Body)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for at, l := range in.view.LegalActs.Any() {
		out.Legal = append(out.Legal, work.Option{Value: at, Label: in.lawLabel(l.Thing), Chosen: slices.Contains(c.Legal, at)})
	}
	in.sortOptions(out.Legal)
	for _, o := range in.councilsByName() {
		if o.ID != id {
			out.Predecessors = append(out.Predecessors, work.Option{Value: o.ID, Label: in.words(o.Thing.Names), Chosen: slices.Contains(c.Predecessors, o.ID)})
			out.Successors = append(out.Successors, work.Option{Value: o.ID, Label: in.words(o.Thing.Names), Chosen: slices.Contains(c.Successors, o.ID)})
		}
	}
	for _, p := range upc.Proposers {
		out.Proposers = append(out.Proposers, work.Option{Value: string(p), Label: in.f.T("forum.by." + string(p)), Chosen: c.May(p)})
	}
	return a.render(w, r, status, sitting.CouncilFormPage(in.f, out))
}

// saveCouncil saves what a council is.
func (a *App) saveCouncil(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "councils")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.c.Councils, id)
	if h == nil && id != "" {
		return notFound(short(id))
	}
	proposers, has := f["proposer"], slices.Contains(f["field"], "proposer") || f.Has("proposer")
	f.Del("proposer") // a list of codes, which the reader of forms does not know
	c, wrong := decodeOver(f, h)
	if has {
		c.Proposers = nil
		for _, p := range upc.Proposers {
			if slices.Contains(proposers, string(p)) {
				c.Proposers = append(c.Proposers, p)
			}
		}
	}
	if h != nil {
		c.Body = h.Thing.Body
	}
	again := func(errs []page.FieldError) error {
		return a.showCouncilForm(w, r, in, http.StatusUnprocessableEntity, h, c, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Council.SaveCouncil(r.Context(), in.who, in.ws, id, baseIn(f), c); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("councils", id), "sittings.saved")
}

// endInterest says that a declared interest is over.
func (a *App) endInterest(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.councilAt(r)
	if err != nil {
		return err
	}
	if err := a.Council.EndInterest(r.Context(), in.who, in.ws, f.Get("id"), baseIn(f)); err != nil {
		return a.failed(w, r, in.inWork, err, nil)
	}
	return a.done(w, r, in.f.Href("councils", h.ID)+"#interests", "sittings.saved")
}
