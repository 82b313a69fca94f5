package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	chamber "github.com/openupr/openupr/internal/web/page/council"
	"github.com/openupr/openupr/internal/web/page/work"
	"github.com/openupr/openupr/internal/words"
)

// proposalAt is the proposal of an address, as far as the reader may read it.
func (a *App) proposalAt(r *http.Request) (*inCouncil, *council.Held[upc.Proposal], error) {
	in, err := a.together(r, "proposals")
	if err != nil {
		return nil, nil, err
	}
	h := heldOf(in.c.Proposals, r.PathValue("id"))
	if h == nil {
		return nil, nil, notFound(short(r.PathValue("id")))
	}
	return in, h, nil
}

// proposalPage shows one proposal.
func (a *App) proposalPage(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	return a.showProposal(w, r, in, http.StatusOK, h, nil)
}

func (a *App) showProposal(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Proposal], errs []page.FieldError) error {
	p := h.Thing
	out := chamber.Proposal{ID: h.ID, Base: h.Fact, Label: in.proposalLabel(p), Title: in.text(p.Title), Words: in.text(p.Texts), Council: in.councilLink(p.Council), Step: string(p.Step),
		By: in.by(p), On: in.day(p.On), Reason: p.Reason, Into: in.proposalLink(p.Into), Treaties: p.Treaties, Measures: in.measureLinks(p.Measures)}
	if s, ok := in.c.Sections.Get(p.Section); ok {
		out.Section = in.words(s.Thing.Names)
	}
	for _, id := range p.From {
		out.From = append(out.From, in.proposalLink(id))
	}
	for _, id := range p.Recs {
		out.Recs = append(out.Recs, in.recLink(id))
	}
	if c, ok := in.c.Councils.Get(p.Council); ok {
		out.Needed = c.Thing.Endorsements
	}
	for _, e := range in.c.EndorsementsOf(h.ID) {
		out.Endorsed = append(out.Endorsed, in.voiceOf(e.Thing.Member, e.Thing.Body))
	}
	decides := in.may(account.Resolve, in.ofBody(p.Council))
	before := p.Step == upc.Proposed || p.Step == upc.Debated
	for _, x := range in.c.AmendmentsOf(h.ID) {
		out.Amended = append(out.Amended, in.amendment(x, decides && before))
	}
	for _, x := range in.c.RemarksOf(h.ID) {
		out.Remarks = append(out.Remarks, chamber.Remark{Head: in.voiceOf(x.Thing.Member, x.Thing.Body) + ", " + in.day(x.Thing.On), Words: in.text(x.Thing.Words)})
	}
	for _, v := range in.votesAbout(h.ID) {
		out.Votes = append(out.Votes, in.voteLine(v.Thing))
	}
	for _, x := range in.c.ReferralsOf(h.ID) {
		out.Referrals = append(out.Referrals, in.referralRow(x))
	}
	mine := in.mine(p)
	if mine && p.Step == upc.Drafted {
		out.Edit, out.Propose = in.f.Href("proposals", h.ID, "edit"), true
	}
	out.Back = mine && slices.Contains(p.Step.Next(), upc.Withdrawn)
	if p.By == upc.ByCitizen && p.Step == upc.Drafted && in.may(account.Moderate, in.ofBody(p.Council)) {
		out.LetIn = true
		for _, x := range council.LookForHarm(in.words(p.Title) + "\n" + in.words(p.Texts) + "\n" + p.Pseudonym) {
			out.Harm = append(out.Harm, in.f.T("consult.harm."+string(x)))
		}
	}
	if before {
		out.Voices, out.Amend = in.voices(account.Debate, p.Council, ""), p.Texts
	}
	var steps []upc.Step
	for _, s := range p.Step.Next() {
		if s == upc.Debated || s == upc.Adopted || s == upc.Declined {
			steps = append(steps, s)
		}
	}
	if p.Step.Public() && (len(steps) > 0 || p.Step == upc.Adopted) {
		out.Resolve = in.resolveForm(p.Council, in.f.Href("proposals", h.ID, "resolve"), steps, nil)
	}
	if decides && before {
		for _, o := range in.c.ProposalsOf(p.Council) {
			if o.ID != h.ID && (o.Thing.Step == upc.Proposed || o.Thing.Step == upc.Debated) {
				out.Merge = append(out.Merge, work.Option{Value: o.ID, Label: in.proposalLink(o.ID).Label})
			}
		}
	}
	return a.render(w, r, status, chamber.ProposalPage(in.f, out, work.Form{Errors: errs}))
}

// mine says whether the reader may change a proposal or take it back; the use case asks again.
func (in *inCouncil) mine(p upc.Proposal) bool {
	switch p.By {
	case upc.ByOrganisation:
		return in.may(account.Propose, &account.Target{Bodies: []string{p.Body}})
	case upc.ByMember:
		m, ok := in.c.Members.Get(p.Member)
		return in.may(account.Propose, in.ofBody(p.Council)) && (p.Author == in.who.ID || ok && m.Thing.Account == in.who.ID && in.who.ID != "")
	}
	return false
}

func (in *inCouncil) votesAbout(id string) []*council.Held[upc.Vote] {
	var out []*council.Held[upc.Vote]
	for _, v := range in.c.About(upc.KindVote, id) {
		if h, ok := in.c.Votes.Get(v); ok && h.Thing.About == id {
			out = append(out, h)
		}
	}
	return out
}

func (in *inCouncil) voteLine(v upc.Vote) string {
	return in.f.T("debate.vote.line", "day", in.day(v.On), "for", v.Count(upc.For), "against", v.Count(upc.Against), "abstain", v.Count(upc.Abstain),
		"result", in.f.T("debate.result."+v.Result))
}

func (in *inCouncil) amendment(h *council.Held[upc.Amendment], decides bool) chamber.Amendment {
	x := h.Thing
	after, lang := x.After.In(string(in.f.P.Lang()))
	was, _ := x.Before.In(lang)
	out := chamber.Amendment{ID: h.ID, Base: h.Fact, Head: in.voiceOf(x.Member, x.Body) + ", " + in.day(x.On), State: x.State, Reason: x.Reason, Lang: lang,
		Words: words.Difference(was, after), Decide: decides && x.State == council.AmendOffered}
	for _, v := range in.votesAbout(h.ID) {
		out.Votes = append(out.Votes, work.Option{Value: v.ID, Label: in.voteLine(v.Thing)})
	}
	return out
}

// newProposal is the form of a new proposal, once the council is chosen.
func (a *App) newProposal(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "proposals")
	if err != nil {
		return err
	}
	if id := r.URL.Query().Get("council"); id != "" {
		return a.showProposalForm(w, r, in, http.StatusOK, nil, upc.Proposal{Council: id}, "", "", nil)
	}
	var out chamber.Choice
	for _, h := range in.councilsByName() {
		if h.Thing.Exists(in.today()) && len(in.voices(account.Propose, h.ID, "")) > 0 {
			out.Councils = append(out.Councils, work.Link{Label: in.words(h.Thing.Names), Href: in.f.Href("proposals", "new") + "?council=" + h.ID})
		}
	}
	return a.render(w, r, http.StatusOK, chamber.ChoicePage(in.f, out))
}

// proposalForm is the form of a draft.
func (a *App) proposalForm(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	if h.Thing.Step != upc.Drafted || !in.mine(h.Thing) {
		return notFound(short(h.ID))
	}
	voice := "body " + h.Thing.Body
	if h.Thing.By == upc.ByMember {
		voice = "member " + h.Thing.Member
	}
	return a.showProposalForm(w, r, in, http.StatusOK, h, h.Thing, voice, "", nil)
}

func (a *App) showProposalForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Proposal], p upc.Proposal, voice, add string, errs []page.FieldError) error {
	if _, ok := in.c.Councils.Get(p.Council); !ok {
		return notFound(short(p.Council))
	}
	out := chamber.ProposalForm{Form: work.Form{Action: in.f.Href("proposals", "new"), Base: factOf(h), Errors: errs}, Council: in.councilLink(p.Council), CouncilID: p.Council, Title: p.Title, Texts: p.Texts,
		Voices: in.voices(account.Propose, p.Council, voice), Recs: in.recChoice(p.Recs), Add: add, Measures: in.measureOptions(p.Measures, ""), Treaties: strings.Join(p.Treaties, ", "), Back: in.f.Href("proposals")}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("proposals", h.ID, "edit"), in.f.Href("proposals", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for _, s := range in.c.SectionsOf(p.Council) {
		out.Sections = append(out.Sections, work.Option{Value: s.ID, Label: in.words(s.Thing.Names), Chosen: s.ID == p.Section})
	}
	return a.render(w, r, status, chamber.ProposalFormPage(in.f, out))
}

// saveNewProposal saves a new draft.
func (a *App) saveNewProposal(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "proposals")
	if err != nil {
		return err
	}
	return a.saveDraft(w, r, in, nil)
}

// saveProposal saves a draft, brings it before the council, or takes a proposal back.
func (a *App) saveProposal(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	again := func(errs []page.FieldError) error {
		return a.showProposal(w, r, in, http.StatusUnprocessableEntity, h, errs)
	}
	switch f.Get("do") {
	case "propose":
		if err := a.Council.Propose(r.Context(), in.who, in.ws, h.ID, baseIn(f)); err != nil {
			return a.failed(w, r, in.inWork, err, again)
		}
		return a.done(w, r, in.f.Href("proposals", h.ID), "debate.proposed")
	case "withdraw":
		if err := a.Council.WithdrawProposal(r.Context(), in.who, in.ws, h.ID, baseIn(f)); err != nil {
			return a.failed(w, r, in.inWork, err, again)
		}
		return a.done(w, r, in.f.Href("proposals"), "debate.withdrawn")
	}
	return a.saveDraft(w, r, in, h)
}

func (a *App) saveDraft(w http.ResponseWriter, r *http.Request, in *inCouncil, h *council.Held[upc.Proposal]) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	var p upc.Proposal
	id := ""
	if h != nil {
		p, id = h.Thing, h.ID
	}
	var t struct {
		Title    plan.Names `fact:"title"`
		Texts    plan.Names `fact:"text"`
		Section  string     `fact:"section"`
		Recs     []string   `fact:"rec"`
		Measures []string   `fact:"measure"`
		Treaties string     `fact:"treaties"`
	}
	wrong := decodeThing(f, &t)
	more, odd := in.recsTyped(f.Get("rec-add"))
	p.Title, p.Texts, p.Section, p.Measures = t.Title, t.Texts, t.Section, t.Measures
	p.Recs = slices.Concat(t.Recs, more)
	p.Treaties = nil
	for _, x := range strings.Split(t.Treaties, ",") {
		if x = strings.TrimSpace(x); x != "" && !slices.Contains(p.Treaties, x) {
			p.Treaties = append(p.Treaties, x)
		}
	}
	if h == nil {
		p.Council = f.Get("council")
	}
	p.Member, p.Body = speakerIn(f.Get("voice"))
	p.By = upc.ByMember
	if p.Body != "" {
		p.By = upc.ByOrganisation
	}
	again := func(errs []page.FieldError) error {
		return a.showProposalForm(w, r, in, http.StatusUnprocessableEntity, h, p, f.Get("voice"), strings.Join(odd, "; "), errs)
	}
	if len(odd) > 0 {
		wrong = append(wrong, formError{Field: "rec-add", Code: "rec", Value: strings.Join(odd, "; ")})
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Council.SaveProposal(r.Context(), in.who, in.ws, id, baseIn(f), p); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("proposals", id), "debate.saved-draft")
}

// debateProposal endorses, remarks on or amends a proposal.
func (a *App) debateProposal(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	var t struct {
		Words plan.Names `fact:"text"`
		After plan.Names `fact:"after"`
	}
	again := func(errs []page.FieldError) error {
		return a.showProposal(w, r, in, http.StatusUnprocessableEntity, h, errs)
	}
	if wrong := decodeThing(f, &t); len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	member, body := speakerIn(f.Get("voice"))
	said, at := "", ""
	switch f.Get("do") {
	case "endorse":
		said, at = "debate.endorsed-it", "#endorsed"
		err = a.Council.Endorse(r.Context(), in.who, in.ws, h.ID, member, body)
	case "unendorse":
		said, at = "debate.unendorsed-it", "#endorsed"
		err = a.Council.TakeBackEndorsement(r.Context(), in.who, in.ws, h.ID, member, body)
	case "remark":
		said, at = "debate.remarked", "#debate"
		_, err = a.Council.Remark(r.Context(), in.who, in.ws, upc.Remark{Proposal: h.ID, Member: member, Body: body, Words: t.Words})
	case "amend":
		said, at = "debate.amended", "#amendments"
		_, err = a.Council.Amend(r.Context(), in.who, in.ws, upc.Amendment{Proposal: h.ID, Member: member, Body: body, After: t.After, Reason: cleaned(f.Get("amend-reason"))})
	default:
		return badRequest("")
	}
	if err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("proposals", h.ID)+at, said)
}

// decideAmendment records what the council did with an amendment.
func (a *App) decideAmendment(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	x := heldOf(in.c.Amendments, r.PathValue("amendment"))
	if x == nil || x.Thing.Proposal != h.ID || f.Get("do") != "take" && f.Get("do") != "refuse" {
		return notFound(short(r.PathValue("amendment")))
	}
	if err := a.Council.DecideAmendment(r.Context(), in.who, in.ws, x.ID, baseIn(f), f.Get("do") == "take", f.Get("vote")); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showProposal(w, r, in, http.StatusUnprocessableEntity, h, errs)
		})
	}
	return a.done(w, r, in.f.Href("proposals", h.ID)+"#amendments", "debate.amendment.decided")
}

// resolveProposal records what the council decided, or refers an adopted proposal to more bodies.
func (a *App) resolveProposal(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	x, wrong := resolutionIn(f)
	again := func(errs []page.FieldError) error {
		return a.showProposal(w, r, in, http.StatusUnprocessableEntity, h, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if h.Thing.Step == upc.Adopted {
		err = a.Council.Refer(r.Context(), in.who, in.ws, h.Thing.Council, h.ID, f["body"], x.Words, x.On)
	} else {
		err = a.Council.Resolve(r.Context(), in.who, in.ws, h.ID, baseIn(f), x)
	}
	if err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("proposals", h.ID), "debate.resolved", "count", 1)
}

// mergeProposal takes a proposal into another.
func (a *App) mergeProposal(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	if err := a.Council.Merge(r.Context(), in.who, in.ws, h.ID, baseIn(f), f.Get("into"), cleaned(f.Get("merge-reason"))); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showProposal(w, r, in, http.StatusUnprocessableEntity, h, errs)
		})
	}
	return a.done(w, r, in.f.Href("proposals", f.Get("into")), "debate.merged-it")
}

// letInProposal shows a citizen's proposal that was held back.
func (a *App) letInProposal(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.proposalAt(r)
	if err != nil {
		return err
	}
	if err := a.Council.LetIn(r.Context(), in.who, in.ws, h.ID, baseIn(f)); err != nil {
		return a.failed(w, r, in.inWork, err, nil)
	}
	return a.done(w, r, in.f.Href("proposals", h.ID), "debate.proposed")
}
