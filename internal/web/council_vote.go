package web

import (
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/upr"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sitting"
	"github.com/openupr/openupr/internal/web/page/work"
)

// voteAt is the vote of an address; nil where the address is that of a new one.
func (a *App) voteAt(r *http.Request) (*inCouncil, *council.Held[upc.Vote], error) {
	in, err := a.together(r, "sittings")
	if err != nil {
		return nil, nil, err
	}
	id := r.PathValue("id")
	h := heldOf(in.c.Votes, id)
	if h == nil && id != "" {
		return nil, nil, notFound(short(id))
	}
	return in, h, nil
}

// vote shows an open vote with the ballot of each member.
func (a *App) vote(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.voteAt(r)
	if err != nil {
		return err
	}
	v := h.Thing
	out := sitting.Vote{ID: h.ID, Council: in.councilLink(v.Council), Sitting: in.sittingLink(v.Sitting), Question: in.text(v.Question), About: in.matterLink(v.About), Day: in.day(v.On), Result: v.Result, History: in.f.Href("history", h.ID)}
	for _, c := range upc.Choices {
		out.Counts = append(out.Counts, work.Count{Code: string(c), N: v.Count(c)})
	}
	chose := map[string]upc.Choice{}
	for _, b := range v.Ballots {
		chose[b.Member] = b.Choice
	}
	for _, m := range in.c.MembersOf(v.Council) {
		if c, ok := chose[m.ID]; ok {
			out.Ballots = append(out.Ballots, sitting.Choice{Number: m.Thing.Number, Member: in.text(m.Thing.Name), Aside: string(c)})
		}
	}
	if in.keeps(v.Council) {
		out.Edit = in.f.Href("votes", h.ID, "edit")
	}
	return a.render(w, r, http.StatusOK, sitting.VotePage(in.f, out))
}

// matterLink leads to what a vote is about: a proposal, by way of it an amendment, by way of its sitting a decision.
func (in *inCouncil) matterLink(id string) work.Link {
	if x, ok := in.c.Amendments.Get(id); ok {
		l := in.proposalLink(x.Thing.Proposal)
		return work.Link{Label: in.f.T("sittings.vote.amendment", "proposal", l.Label), Href: l.Href + "#amendments"}
	}
	if x, ok := in.c.Decisions.Get(id); ok {
		return work.Link{Label: in.f.T("sittings.decision.title", "number", x.Thing.Number), Href: in.f.Href("sittings", x.Thing.Sitting) + "#decisions"}
	}
	return in.proposalLink(id)
}

// voteForm is the form of a vote, new or not.
func (a *App) voteForm(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.voteAt(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	x := upc.Vote{Council: q.Get("council"), Sitting: q.Get("sitting"), About: q.Get("about"), On: in.today()}
	if h != nil {
		x = h.Thing
	} else if s, ok := in.c.Sittings.Get(x.Sitting); ok {
		x.Council, x.On = s.Thing.Council, s.Thing.On
	}
	return a.showVoteForm(w, r, in, http.StatusOK, h, x, nil)
}

func (a *App) showVoteForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Vote], x upc.Vote, errs []page.FieldError) error {
	c, ok := in.c.Councils.Get(x.Council)
	if !ok {
		return notFound(short(x.Council))
	}
	out := sitting.VoteForm{Form: work.Form{Action: in.f.Href("votes", "new"), Base: factOf(h), Errors: errs}, Council: in.councilLink(c.ID), Sitting: in.sittingLink(x.Sitting), SittingID: x.Sitting, Vote: x,
		Results: work.Options(in.f, "sittings.result.", council.Results, x.Result), Numbers: len(x.Ballots) == 0 && x.For+x.Against+x.Abstain > 0, Back: in.f.Href("councils", c.ID)}
	here := in.f.Href("votes", "new") + "?council=" + c.ID + "&sitting=" + x.Sitting
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("votes", h.ID, "edit"), in.f.Href("votes", h.ID)
		here = out.Action + "?"
	} else if x.Sitting != "" {
		out.Back = in.f.Href("sittings", x.Sitting)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	out.About = in.matters(c.ID, x.About)
	for _, p := range in.c.ProposalsOf(c.ID) {
		for _, m := range in.c.AmendmentsOf(p.ID) {
			if m.Thing.State == council.AmendOffered || m.ID == x.About {
				out.About = append(out.About, work.Option{Value: m.ID, Label: in.matterLink(m.ID).Label, Chosen: m.ID == x.About})
			}
		}
	}
	for _, d := range in.c.DecisionsOf(x.Sitting) {
		out.About = append(out.About, work.Option{Value: d.ID, Label: in.matterLink(d.ID).Label, Chosen: d.ID == x.About})
	}
	chose := map[string]upc.Choice{}
	for _, b := range x.Ballots {
		chose[b.Member] = b.Choice
	}
	all := upc.Choice(r.URL.Query().Get("all"))
	for _, o := range upc.Choices {
		out.All = append(out.All, work.Link{Label: in.f.T("sittings.choice." + string(o)), Href: here + "&about=" + x.About + "&all=" + string(o)})
	}
	for _, v := range in.c.Voters(c.ID, x.Sitting, x.About, x.On) {
		row := sitting.Choice{Name: "b-" + v.Member.ID, Number: v.Member.Thing.Number, Member: in.text(v.Member.Thing.Name)}
		if v.Standing {
			row.Aside = in.f.T("sittings.vote.standing")
		}
		if v.Not != "" {
			row.Not = in.f.T("sittings.not." + v.Not)
		} else {
			chosen := chose[v.Member.ID]
			if chosen == "" && r.Method == http.MethodGet {
				chosen = all
			}
			row.Options = append([]work.Option{{Label: in.f.T("sittings.choice.none")}}, work.Options(in.f, "sittings.choice.", upc.Choices, chosen)...)
		}
		out.Rows = append(out.Rows, row)
	}
	return a.render(w, r, status, sitting.VoteFormPage(in.f, out))
}

// saveVote records an open vote, or takes one away that was recorded by mistake.
func (a *App) saveVote(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.voteAt(r)
	if err != nil {
		return err
	}
	x, wrong := decodeOver(f, h)
	id := ""
	if h != nil {
		id, x.Council, x.Sitting = h.ID, h.Thing.Council, h.Thing.Sitting
	}
	x.Ballots = nil
	for _, m := range in.c.MembersOf(x.Council) {
		if c := f.Get("b-" + m.ID); c != "" {
			x.Ballots = append(x.Ballots, upc.Ballot{Member: m.ID, Choice: upc.Choice(c)})
		}
	}
	for name := range f { // nobody's ballot is left out without a word
		if m, ok := strings.CutPrefix(name, "b-"); ok && f.Get(name) != "" && heldOf(in.c.Members, m) == nil {
			wrong = append(wrong, formError{Field: "ballot", Code: "value", Value: short(m)})
		}
	}
	again := func(errs []page.FieldError) error {
		if x.On == (upr.Date{}) {
			x.On = in.today()
		}
		return a.showVoteForm(w, r, in, http.StatusUnprocessableEntity, h, x, errs)
	}
	if h != nil && f.Get("do") == "remove" {
		if err := a.Council.RemoveVote(r.Context(), in.who, in.ws, id, baseIn(f)); err != nil {
			return a.failed(w, r, in.inWork, err, again)
		}
		return a.done(w, r, in.f.Href("councils", x.Council), "sittings.removed")
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Council.SaveVote(r.Context(), in.who, in.ws, id, baseIn(f), x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("votes", id), "sittings.saved")
}
