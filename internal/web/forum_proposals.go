package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// publicProposals lists proposals with what became of each.
func (a *App) publicProposals(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	q := derived.ParseProposalQuery(r.URL.Query())
	found := derived.FindProposals(in.v, q, in.on)
	out := forum.Proposals{Action: in.href("proposals"), Words: q.Words, Asked: q.Asked(), Total: found.Total, All: found.All}
	for _, f := range derived.ProposalFacets {
		if x := in.facet(f, q, found); len(x.Values) > 1 || q.Is[f] != "" {
			out.Facets = append(out.Facets, x)
		}
	}
	for _, p := range found.Rows {
		out.Rows = append(out.Rows, in.proposalRow(p))
	}
	out.Pages = page.Pagination{Current: found.Page, Count: found.Pages, Near: 2, Href: func(n int) string {
		to := q
		to.Page = n
		return in.found(to, "", "") + "#list"
	}}
	in.f.Feed = in.feed("")
	return a.render(w, r, http.StatusOK, forum.ProposalsPage(in.f, out))
}

// facet with its values: fates and outcomes in their own order, the rest by name.
func (in *inForum) facet(f string, q derived.ProposalQuery, found derived.FoundProposals) forum.Facet {
	out := forum.Facet{Code: f}
	counts := found.Counts[f]
	values := make([]string, 0, len(counts)+1)
	for v := range counts {
		values = append(values, v)
	}
	if x := q.Is[f]; x != "" && counts[x] == 0 {
		values = append(values, x)
	}
	for _, v := range values {
		if label := in.valueOf(f, v); label != "" {
			out.Values = append(out.Values, forum.Value{Value: v, Label: label, N: counts[v], Chosen: q.Is[f] == v})
		}
	}
	less := in.f.P.Less()
	slices.SortFunc(out.Values, func(a, b forum.Value) int {
		switch f {
		case derived.ByFate:
			return slices.Index(derived.Fates, derived.Fate(a.Value)) - slices.Index(derived.Fates, derived.Fate(b.Value))
		case derived.ByOutcome:
			return slices.Index(spoken.Outcomes, spoken.Outcome(a.Value)) - slices.Index(spoken.Outcomes, spoken.Outcome(b.Value))
		case derived.ByWhom:
			return slices.Index(spoken.Proposers, spoken.Proposer(a.Value)) - slices.Index(spoken.Proposers, spoken.Proposer(b.Value))
		}
		return less(a.Label, b.Label)
	})
	return out
}

// valueOf a facet in words; empty for what is none.
func (in *inForum) valueOf(facet, v string) string {
	code := ""
	switch facet {
	case derived.ByBody:
		return in.body(v)
	case derived.BySection:
		return in.section(v)
	case derived.ByCouncil:
		return in.council(v).Label
	case derived.ByFate:
		code = "forum.fate." + v
	case derived.ByOutcome:
		code = "forum.outcome." + v
	default:
		code = "forum.by." + v
	}
	if !in.f.P.Has(code) {
		return ""
	}
	return in.f.T(code)
}

func (in *inForum) proposalRow(p *derived.FoundProposal) forum.ProposalRow {
	out := forum.ProposalRow{Href: in.href("proposals", p.ID), Label: in.number(p.Thing.Number), Title: in.text(p.Thing.Title), By: in.by(p.Thing), Step: in.t("fate." + string(p.Fate))}
	for _, x := range p.Answers {
		out.Answers = append(out.Answers, in.answerLine(x))
	}
	return out
}

// by says who proposed, and when.
func (in *inForum) by(p spoken.Proposal) string {
	who := ""
	switch p.By {
	case spoken.ByMember:
		who = in.t("by.member.who", "who", in.member(p.Member))
	case spoken.ByOrganisation:
		who = in.body(p.Body)
	default:
		who = in.t("by.citizen.anonymous")
		if p.Pseudonym != "" {
			who = in.t("by.citizen.pseudonym", "name", p.Pseudonym)
		}
	}
	parts := []string{who}
	if s := in.section(p.Section); s != "" {
		parts = append(parts, s)
	}
	if !p.On.IsZero() {
		parts = append(parts, in.day(p.On))
	}
	return strings.Join(parts, " · ")
}

// publicProposal is one proposal with all that became of it.
func (a *App) publicProposal(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h, ok := in.v.Proposals.Get(id)
	if !ok || !h.Thing.Step.Public() {
		return notFound(short(id))
	}
	p := h.Thing
	answers := derived.AskedAbout(in.v, id, in.on)
	out := forum.Proposal{Label: in.number(p.Number), Title: in.text(p.Title), Council: in.council(p.Council), Words: in.text(p.Texts), By: in.by(p),
		Step: in.t("fate." + string(derived.FateOf(p, answers))), Reason: p.Reason, Facts: in.proposalFacts(p), From: in.proposalLinks(p.From),
		Amended: in.amended(id), Votes: in.votesOn(id), Plain: in.plainOf(id)}
	if l, ok := in.proposalLink(p.Into); ok {
		out.Into = &l
	}
	out.Story = in.story(id, p, answers)
	for _, x := range answers {
		out.Referrals = append(out.Referrals, in.referral(x))
	}
	out.Remarks, out.Endorsed = in.remarks(id), in.endorsed(id)
	in.f.Feed = in.feed("proposal:" + id)
	if out.Follow, err = in.follows(r, council.Followed("proposal:"+id)); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, forum.ProposalPage(in.f, out))
}
