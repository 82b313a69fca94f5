package web

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// proposalRows is how many proposals a page shows: each is a form.
const proposalRows = 10

// treatyTitle is a treaty's short title in the reader's language.
func treatyTitle(p i18n.Printer, t reference.Treaty) string {
	return cmp.Or(t.Title[string(p.Lang())], t.Title["en"])
}

// workTreaties shows how the State stands to every treaty.
func (a *App) workTreaties(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "treaties")
	if err != nil {
		return err
	}
	return a.showTreaties(w, r, in, http.StatusOK, nil)
}

// showTreaties shows the pipeline; wrong is a proposal whose decision could not be taken.
func (a *App) showTreaties(w http.ResponseWriter, r *http.Request, in *inWork, status int, wrong *work.Proposal) error {
	v, err := a.Desk.Law(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	asOf := monthDay(in.f.P, reference.RatificationsAsOf)
	out := work.Treaties{State: stateLink(in.f.P, v.State), AsOf: asOf}
	for _, l := range v.Pipeline() {
		x := work.TreatyLine{Code: l.Treaty.Code, Title: treatyTitle(in.f.P, l.Treaty), Differ: l.Differ, Reference: in.bond(l.Reference)}
		for _, s := range l.Steps {
			x.Steps = append(x.Steps, in.step(v, s))
		}
		if in.may(account.EditLegal, nil) {
			x.New = in.f.Href("treaties", "new") + "?treaty=" + queryEscape(l.Treaty.Code)
		}
		out.Lines = append(out.Lines, x)
	}
	var waiting []work.Proposal
	for _, p := range v.Proposals {
		if x := in.proposal(v, p); p.Thing.Decided == "" {
			if wrong != nil && wrong.ID == x.ID {
				x.Errors, x.Reason = wrong.Errors, wrong.Reason
			}
			waiting = append(waiting, x)
		} else if len(out.Decided) < proposalRows {
			out.Decided = append(out.Decided, x)
		}
	}
	out.Waiting = len(waiting)
	which := whichOf(len(waiting), r.URL.Query().Get("page"), proposalRows)
	if wrong != nil {
		which = nil
		for i, x := range waiting {
			if x.ID == wrong.ID {
				which = []int{i}
			}
		}
	}
	for _, i := range which {
		out.Proposals = append(out.Proposals, waiting[i])
	}
	out.Pages = pagesOf(r, len(waiting), proposalRows)
	return a.render(w, r, status, work.TreatiesPage(in.f, out))
}

// monthDay writes a month such as "2022-08" in the reader's language.
func monthDay(p i18n.Printer, month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return p.T("treaty.month."+strconv.Itoa(int(t.Month())), "year", strconv.Itoa(t.Year()))
}

// bond is what the reference data say, in words.
func (in *inWork) bond(b *reference.Bond) string {
	switch {
	case b == nil:
		return in.f.T("treaty.bond.none")
	case !b.Party:
		return in.f.T("treaty.bond.signed")
	case b.Year == 0:
		return in.f.T("treaty.bond.party")
	}
	return in.f.T("treaty.bond.since", "year", strconv.Itoa(b.Year))
}

func (in *inWork) step(v *followup.LawView, s followup.Kept[plan.TreatyAct]) work.Step {
	t := s.Thing
	out := work.Step{Treaty: t.Treaty, Step: string(t.Step), Date: in.day(t.Date), Text: t.Text, Source: t.Source, URL: t.URL, Unsure: !t.Sure, Open: s.Open}
	if l, ok := v.Act(t.Law); ok {
		out.Law = in.lawRow(l).Link
	}
	if of, ok := v.Step(t.Of); ok {
		out.Of = in.f.T("law.step."+string(of.Thing.Step)) + ", " + in.day(of.Thing.Date)
	}
	if by, ok := v.Lifted(s.ID); ok {
		out.Lifted = in.day(by.Thing.Date)
	}
	for _, c := range v.ClaimsOn(s.ID) {
		out.Claims = append(out.Claims, in.claim(c, ""))
	}
	if in.may(account.EditLegal, nil) {
		out.Edit = in.f.Href("treaties", s.ID)
	}
	return out
}

func (in *inWork) proposal(v *followup.LawView, p *followup.Held[plan.Proposal]) work.Proposal {
	t := p.Thing
	out := work.Proposal{ID: "p" + strconv.FormatInt(int64(p.Fact), 10), Rec: in.recLink(t.Rec), Status: string(t.Status), Decided: t.Decided, Reason: t.Reason}
	out.Base = p.Fact
	if rec, ok := in.recs.Get(t.Rec); ok {
		words, lang := rec.In(string(in.f.P.Lang()))
		out.Words, out.Position = work.Text{Words: words, Lang: lang}, rec.Position
	}
	if s, ok := v.Step(t.Because); ok {
		out.Because = in.f.T("treaty.because", "step", in.f.T("law.step."+string(s.Thing.Step)), "treaty", s.Thing.Treaty, "day", in.day(s.Thing.Date))
	}
	if t.Decided == "" && in.may(account.DecideStatus, nil) {
		out.Action = in.f.Href("proposals", p.ID)
		out.Bodies = in.bodyOptions("", func(b plan.Body) bool { return b.Kind.OfState() })
	}
	return out
}

// decideProposal takes or refuses a proposed status.
func (a *App) decideProposal(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "treaties")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	d := followup.Decision{Take: f.Get("do") == "take", Reason: cleaned(f.Get("reason")), Body: f.Get("body")}
	if d.Take {
		d.Words = in.draftWords(r.PathValue("id"))
	}
	id := r.PathValue("id")
	if _, err := a.Desk.Decide(r.Context(), in.who, in.ws, id, baseIn(f), d); err != nil {
		var invalid *followup.Invalid
		if errors.As(err, &invalid) && (invalid.Code == "decided" || invalid.Code == "gone") {
			return a.done(w, r, in.f.Href("treaties"), "treaty.decided-already")
		}
		return a.failed(w, r, in, err, func(errs []page.FieldError) error {
			x := work.Proposal{ID: "p" + f.Get("base"), Reason: d.Reason}
			for i := range errs {
				errs[i].Field = x.ID + "-" + errs[i].Field
			}
			x.Errors = errs
			return a.showTreaties(w, r, in, http.StatusUnprocessableEntity, &x)
		})
	}
	if d.Take {
		return a.done(w, r, in.f.Href("treaties")+"#proposals", "treaty.taken")
	}
	return a.done(w, r, in.f.Href("treaties")+"#proposals", "treaty.refused")
}

// draftWords is the first sentence of the draft that a taken proposal becomes, for its body to go on from.
func (in *inWork) draftWords(proposal string) plan.Names {
	p, ok := in.view.Proposals.Get(proposal)
	if !ok {
		return nil
	}
	s, ok := in.view.TreatyActs.Get(p.Thing.Because)
	if !ok {
		return nil
	}
	return plan.Names{{Lang: string(in.f.P.Lang()), Words: in.f.T("treaty.draft", "treaty", s.Thing.Treaty, "day", in.day(s.Thing.Date), "source", s.Thing.Source)}}
}

// workStep is the form of a step towards a treaty.
func (a *App) workStep(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "treaties")
	if err != nil {
		return err
	}
	return a.showStep(w, r, in, http.StatusOK, nil)
}

func (a *App) showStep(w http.ResponseWriter, r *http.Request, in *inWork, status int, x *work.StepForm) error {
	v, err := a.Desk.Law(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	id := r.PathValue("id")
	s, ok := v.Step(id)
	if !ok && id != "new" {
		return notFound(short(id))
	}
	if x == nil {
		x = &work.StepForm{Act: s.Thing, Open: s.Open}
		if x.Base = s.Fact; !ok {
			x.Act.Treaty = r.URL.Query().Get("treaty")
		}
	}
	x.Action, x.New = in.f.Href("treaties", id), !ok
	if x.Title = in.f.T("treaty.add"); ok {
		x.Title = s.Thing.Treaty + " – " + in.f.T("law.step."+string(s.Thing.Step))
	}
	x.Treaties = in.treatyOptions(x.Act.Treaty)
	x.Steps = work.Options(in.f, "law.step.", plan.TreatySteps, x.Act.Step)
	for _, l := range v.Acts {
		x.Laws = append(x.Laws, work.Option{Value: l.ID, Label: in.lawLabel(l.Thing), Chosen: l.ID == x.Act.Law})
	}
	for _, o := range v.Treaties {
		if o.ID != id && (o.Thing.Step == plan.Reservation || o.Thing.Step == plan.Declaration) {
			x.Of = append(x.Of, work.Option{Value: o.ID, Label: o.Thing.Treaty + ", " + in.f.T("law.step."+string(o.Thing.Step)) + ", " + in.day(o.Thing.Date), Chosen: o.ID == x.Act.Of})
		}
	}
	for _, p := range v.Proposals {
		if p.Thing.Because == id && p.Thing.Decided == "" {
			x.Proposed++
		}
	}
	return a.render(w, r, status, work.StepPage(in.f, *x))
}

// saveStep saves a step, takes it away, or looks again for recommendations that asked for it.
func (a *App) saveStep(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "treaties")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	switch f.Get("do") {
	case "drop":
		if err := a.Desk.DropLaw(r.Context(), in.who, in.ws, plan.KindTreatyAct, id, baseIn(f)); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("treaties"), "law.dropped")
	case "propose":
		n, err := a.Desk.Propose(r.Context(), in.who, in.ws, id)
		if err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("treaties")+"#proposals", "treaty.proposed", "count", n)
	}
	v, err := a.Desk.Law(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	standing, there := v.Step(id)
	if !there && id != "new" {
		return notFound(short(id))
	}
	act, wrong := decodeOver(f, &followup.Held[plan.TreatyAct]{Thing: standing.Thing})
	act.Sure = f.Get("confirmed") == "yes"
	again := func(errs []page.FieldError) error {
		x := &work.StepForm{Act: act, Open: f.Get("public") == "yes"}
		x.Base, x.Errors = baseIn(f), errs
		return a.showStep(w, r, in, http.StatusUnprocessableEntity, x)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id == "new" {
		id = ""
	}
	_, n, err := a.Desk.SaveTreatyAct(r.Context(), in.who, in.ws, id, baseIn(f), act, f.Get("public") == "yes")
	if err != nil {
		return a.failed(w, r, in, err, again)
	}
	if n > 0 {
		return a.done(w, r, in.f.Href("treaties")+"#proposals", "treaty.proposed", "count", n)
	}
	return a.done(w, r, in.f.Href("treaties")+"#"+act.Treaty, "law.saved")
}
