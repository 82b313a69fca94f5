package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	chamber "github.com/openupr/openupr/internal/web/page/council"
	"github.com/openupr/openupr/internal/web/page/work"
)

// proposalsPage is how many proposals a page of the list shows.
const proposalsPage = 25

// proposals lists the proposals of the workspace's councils.
func (a *App) proposals(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "proposals")
	if err != nil {
		return err
	}
	return a.showProposals(w, r, in, http.StatusOK, nil)
}

func (a *App) showProposals(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, errs []page.FieldError) error {
	q := r.URL.Query()
	of, step, asked := q.Get("council"), upc.Step(q.Get("step")), short(strings.TrimSpace(q.Get("q")))
	out := chamber.Proposals{Action: in.f.Href("proposals"), Words: asked, Councils: in.councilOptions(of, nil), Steps: work.Options(in.f, "debate.step.", upc.Steps, step)}
	var list []*council.Held[upc.Proposal]
	for _, c := range in.councilsByName() {
		if of != "" && c.ID != of {
			continue
		}
		for _, h := range in.c.ProposalsOf(c.ID) {
			if (step == "" || h.Thing.Step == step) && in.says(h.Thing, asked) {
				list = append(list, h)
			}
		}
	}
	out.Total, out.Pages = len(list), pagesOf(r, len(list), proposalsPage)
	chosen := map[string]bool{}
	for _, i := range whichOf(len(list), q.Get("page"), proposalsPage) {
		h := list[i]
		row := in.proposalRow(h)
		if row.Choose {
			chosen[h.Thing.Council] = true
		}
		out.Rows = append(out.Rows, row)
	}
	if in.may(account.Propose, nil) {
		out.New = in.f.Href("proposals", "new")
	}
	if len(chosen) == 1 { // one council decides at a time: its sittings, its sections, its days
		for id := range chosen {
			out.Resolve = in.resolveForm(id, in.f.Href("proposals", "resolve"), []upc.Step{upc.Debated, upc.Adopted, upc.Declined}, errs)
		}
	} else if len(errs) > 0 {
		out.Resolve = &chamber.Resolve{Form: work.Form{Action: in.f.Href("proposals", "resolve"), Errors: errs}}
	}
	return a.render(w, r, status, chamber.ProposalsPage(in.f, out))
}

// says whether a proposal has words in its title, its text or its number.
func (in *inCouncil) says(p upc.Proposal, asked string) bool {
	if asked == "" {
		return true
	}
	asked = strings.ToLower(asked)
	if n, err := strconv.Atoi(asked); err == nil && n == p.Number {
		return true
	}
	for _, n := range slices.Concat(p.Title, p.Texts) {
		if strings.Contains(strings.ToLower(n.Words), asked) {
			return true
		}
	}
	return false
}

func (in *inCouncil) councilsByName() []*council.Held[upc.Council] {
	var out []*council.Held[upc.Council]
	for _, h := range in.c.Councils.Any() {
		out = append(out, h)
	}
	less := in.f.P.Less()
	slices.SortFunc(out, func(x, y *council.Held[upc.Council]) int {
		return cmp.Or(less(in.words(x.Thing.Names), in.words(y.Thing.Names)), strings.Compare(x.ID, y.ID))
	})
	return out
}

func (in *inCouncil) councilOptions(chosen string, keep func(upc.Council) bool) []work.Option {
	var out []work.Option
	for _, h := range in.councilsByName() {
		if keep == nil || keep(h.Thing) {
			out = append(out, work.Option{Value: h.ID, Label: in.words(h.Thing.Names), Chosen: h.ID == chosen})
		}
	}
	return out
}

// ofBody is whose a council is, as the policy table asks.
func (in *inCouncil) ofBody(councilID string) *account.Target {
	h, ok := in.c.Councils.Get(councilID)
	if !ok {
		return &account.Target{}
	}
	return &account.Target{Bodies: []string{h.Thing.Body}}
}

func (in *inCouncil) proposalLabel(p upc.Proposal) string {
	if p.Number == 0 {
		return in.f.T("debate.step." + string(upc.Drafted))
	}
	return in.f.T("debate.number", "n", p.Number)
}

func (in *inCouncil) proposalLink(id string) work.Link {
	h, ok := in.c.Proposals.Get(id)
	if !ok {
		return work.Link{}
	}
	return work.Link{Label: in.proposalLabel(h.Thing) + " " + in.words(h.Thing.Title), Href: in.f.Href("proposals", id)}
}

// memberName is how a mandate is named inside the workspace.
func (in *inCouncil) memberName(id string) string {
	h, ok := in.c.Members.Get(id)
	if !ok {
		return in.f.T("debate.by.member")
	}
	return in.words(h.Thing.Name)
}

// voiceOf names who said something in a council.
func (in *inCouncil) voiceOf(member, body string) string {
	if body != "" {
		return in.body(body)
	}
	return in.memberName(member)
}

func (in *inCouncil) by(p upc.Proposal) string {
	switch {
	case p.By == upc.ByCitizen && p.Pseudonym != "":
		return in.f.T("debate.by.citizen") + ": " + p.Pseudonym
	case p.By == upc.ByCitizen:
		return in.f.T("debate.by.citizen")
	}
	return in.voiceOf(p.Member, p.Body)
}

func (in *inCouncil) proposalRow(h *council.Held[upc.Proposal]) chamber.ProposalRow {
	p := h.Thing
	out := chamber.ProposalRow{ID: h.ID, Base: h.Fact, Label: in.proposalLabel(p), Title: in.text(p.Title), Href: in.f.Href("proposals", h.ID), Council: in.councilLink(p.Council).Label,
		Step: string(p.Step), By: in.by(p)}
	for _, x := range in.c.ReferralsOf(h.ID) {
		out.Answers = append(out.Answers, in.answer(x))
	}
	out.Choose = (p.Step == upc.Proposed || p.Step == upc.Debated || p.Step == upc.Declined) && in.may(account.Resolve, in.ofBody(p.Council))
	return out
}

// answer says how a referral stands, by the same rule for every body.
func (in *inCouncil) answer(h *council.Held[upc.Referral]) chamber.Answer {
	x, on := h.Thing, in.c.Answered(h.ID)
	body := in.body(x.Body)
	switch {
	case x.Overdue(on, in.today()):
		return chamber.Answer{Words: in.f.T("debate.answer.late", "body", body, "day", in.day(x.Due)), Late: true}
	case on.IsZero():
		return chamber.Answer{Words: in.f.T("debate.answer.due", "body", body, "day", in.day(x.Due))}
	}
	outcome := ""
	for _, r := range in.c.RepliesTo(h.ID) {
		if r.Thing.Step == plan.Published {
			outcome = in.f.T("debate.outcome." + string(r.Thing.Outcome)) // the last word stands
		}
	}
	if on.After(x.Due) {
		return chamber.Answer{Words: in.f.T("debate.answer.after", "body", body, "outcome", outcome, "day", in.day(on), "due", in.day(x.Due))}
	}
	return chamber.Answer{Words: in.f.T("debate.answer.in-time", "body", body, "outcome", outcome, "day", in.day(on))}
}

// voices are those in whose name the reader may do an act in a council: bodies of their own, their mandate, and for the
// secretary every member who sits.
func (in *inCouncil) voices(act account.Act, councilID, chosen string) []work.Option {
	var out []work.Option
	c, ok := in.c.Councils.Get(councilID)
	if !ok {
		return nil
	}
	for _, b := range in.bodiesFor(act) {
		if b != c.Thing.Body {
			out = append(out, work.Option{Value: "body " + b, Label: in.body(b), Chosen: chosen == "body "+b})
		}
	}
	if !in.may(act, in.ofBody(councilID)) {
		return out
	}
	all := in.may(account.EditCouncil, in.ofBody(councilID))
	var members []work.Option
	for _, m := range in.c.MembersOf(councilID) {
		if m.Thing.Sits(in.today()) && (all || m.Thing.Account == in.who.ID) {
			members = append(members, work.Option{Value: "member " + m.ID, Label: in.words(m.Thing.Name), Chosen: chosen == "member "+m.ID || m.Thing.Account == in.who.ID})
		}
	}
	in.sortOptions(members)
	return append(out, members...)
}

// speakerIn reads in whose name something is said.
func speakerIn(v string) (member, body string) {
	if id, ok := strings.CutPrefix(v, "member "); ok {
		return id, ""
	}
	body, _ = strings.CutPrefix(v, "body ")
	return "", body
}

func (in *inCouncil) resolveForm(councilID, action string, steps []upc.Step, errs []page.FieldError) *chamber.Resolve {
	c, ok := in.c.Councils.Get(councilID)
	if !ok || !in.may(account.Resolve, in.ofBody(councilID)) {
		return nil
	}
	out := &chamber.Resolve{Form: work.Form{Action: action, Errors: errs}, Days: c.Thing.AnswerDays, More: len(steps) == 0, Steps: work.Options(in.f, "debate.resolve.", steps, "")}
	for _, s := range in.c.SittingsOf(councilID) {
		out.Sittings = append(out.Sittings, work.Option{Value: s.ID, Label: in.sittingLabel(s.Thing)})
	}
	for _, s := range in.c.SectionsOf(councilID) {
		out.Sections = append(out.Sections, work.Option{Value: s.ID, Label: in.words(s.Thing.Names)})
	}
	if c.Thing.AnswerDays > 0 && (len(steps) == 0 || slices.Contains(steps, upc.Adopted)) {
		out.Bodies = in.bodyOptions("", func(b plan.Body) bool { return ofState(b) })
	}
	return out
}

func (in *inCouncil) sittingLabel(s upc.Sitting) string {
	return strings.TrimSpace(in.words(s.Names) + " " + in.f.T("debate.sitting.on", "n", s.Number, "day", in.day(s.On)))
}

// resolveProposals records one decision on those that were chosen.
func (a *App) resolveProposals(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "proposals")
	if err != nil {
		return err
	}
	base := map[string]store.FactID{}
	for _, v := range f["proposal"] {
		id, fact, _ := strings.Cut(v, " ")
		n, err := strconv.ParseInt(fact, 10, 64)
		if err != nil || n <= 0 {
			return badRequest("")
		}
		base[id] = store.FactID(n)
	}
	x, wrong := resolutionIn(f)
	again := func(errs []page.FieldError) error {
		return a.showProposals(w, r, in, http.StatusUnprocessableEntity, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if len(base) == 0 {
		return again([]page.FieldError{{Field: "step", Text: in.f.T("debate.resolve.none")}})
	}
	if err := a.Council.ResolveAll(r.Context(), in.who, in.ws, base, x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("proposals"), "debate.resolved", "count", len(base))
}

// resolutionIn reads what a council decided.
func resolutionIn(f map[string][]string) (council.Resolution, []formError) {
	var t struct {
		Step    string     `fact:"step"`
		Reason  string     `fact:"reason"`
		Sitting string     `fact:"sitting"`
		Section string     `fact:"section"`
		Bodies  []string   `fact:"body"`
		Words   plan.Names `fact:"text"`
		On      upr.Date   `fact:"on"`
	}
	wrong := decodeThing(f, &t)
	x := council.Resolution{Step: upc.Step(t.Step), Reason: t.Reason, Sitting: t.Sitting, Section: t.Section, Words: t.Words, On: t.On}
	if x.Step == upc.Adopted {
		x.Bodies = t.Bodies
	}
	return x, wrong
}

// openMeasures are the measures that may be named, those of a body first.
func (in *inCouncil) measureOptions(chosen []string, body string) []work.Option {
	var out []work.Option
	for id, m := range in.view.Measures.Any() {
		if body == "" && !slices.Contains(chosen, id) || body != "" && m.Thing.Lead != body && !slices.Contains(m.Thing.Supporting, body) && !slices.Contains(chosen, id) {
			continue
		}
		out = append(out, work.Option{Value: id, Label: in.words(m.Thing.Title), Chosen: slices.Contains(chosen, id)})
	}
	in.sortOptions(out)
	return out
}

func (in *inCouncil) measureLinks(ids []string) []work.Link {
	var out []work.Link
	for _, id := range ids {
		l := in.thing(plan.KindMeasure, id)
		if m, ok := in.view.Measures.Get(id); ok {
			l.Label += " – " + in.measureState(m)
		}
		out = append(out, l)
	}
	return out
}

// measureState says how far a measure is, from its own stages.
func (in *inCouncil) measureState(m *followup.Held[plan.Measure]) string {
	done := 0
	for _, s := range m.Thing.Stages {
		if !s.Done.IsZero() {
			done++
		}
	}
	return in.f.T("debate.stages", "done", done, "all", len(m.Thing.Stages))
}
