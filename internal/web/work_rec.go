package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// workRec shows one recommendation with everything that the workspace says of it.
func (a *App) workRec(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "recs")
	if err != nil {
		return err
	}
	return a.showRec(w, r, in, http.StatusOK, nil)
}

// showRec shows the recommendation of the address; change adds what was wrong with an answer.
func (a *App) showRec(w http.ResponseWriter, r *http.Request, in *inWork, status int, change func(*work.Rec)) error {
	x, err := in.rec(r)
	if err != nil {
		return err
	}
	card := in.view.Card(x.ID)
	out := work.Rec{ID: x.ID, Label: in.recLabel(x.ID), Kind: x.Kind, Position: x.Position, From: x.From, Source: recSource(x), Record: a.recRecord(x), Date: in.day(x.Date),
		Standing: in.standing(x.ID), History: in.f.Href("history", x.ID)}
	out.Words.Words, out.Words.Lang = x.In(string(in.f.P.Lang()))
	for _, t := range x.Texts {
		if t.Lang != out.Words.Lang {
			out.Others = append(out.Others, work.Text{Words: t.Words, Lang: t.Lang})
		}
	}
	for _, s := range x.By {
		out.By = append(out.By, stateLink(in.f.P, s))
	}
	in.recParts(&out, card)
	in.recPlan(&out, x, card)
	in.recReports(&out, x)
	in.recVoices(&out, x)
	for _, e := range in.view.EvidenceOf(x.ID) {
		out.Evidence = append(out.Evidence, in.proof(e))
	}
	for _, n := range in.view.NotesOf(x.ID) {
		out.Notes = append(out.Notes, work.Note{Column: n.Thing.Column, Words: n.Thing.Words, Place: strings.TrimSpace(n.Thing.File + " " + n.Thing.Cell)})
	}
	if in.routeFor("GET", "/evidence", account.AddEvidence) {
		out.AddProof = in.f.Href("evidence") + "?about=" + queryEscape(x.ID)
	}
	if change != nil {
		change(&out)
	}
	return a.render(w, r, status, work.RecPage(in.f, out))
}

// routeFor says whether there is a page at a path of the workspace and a seat of the reader lets them do an act.
func (in *inWork) routeFor(method, path string, act account.Act) bool {
	_, err := account.RowFor(method + " /work/{ws}" + path)
	return err == nil && in.may(act, nil)
}

func recSource(x *followup.Rec) string {
	switch {
	case x.Symbol != "" && x.Number != "":
		return x.Symbol + ", § " + x.Number
	case x.Symbol != "":
		return x.Symbol
	}
	return x.ID
}

// recRecord is the page of a recommendation in the public record.
func (a *App) recRecord(x *followup.Rec) string {
	switch x.Kind {
	case followup.RecItem:
		return "/items/" + x.ID
	case followup.RecPledge:
		return "/id/" + x.ID
	}
	return ""
}

// recParts are the bodies that have the recommendation, and what the reader may do about it.
func (in *inWork) recParts(out *work.Rec, card *followup.Card) {
	mine := in.bodiesFor(account.ReplyAssign)
	assigns := in.may(account.Assign, &account.Target{})
	for _, h := range card.Part {
		t := h.Thing
		out.Parts = append(out.Parts, work.Part{Body: in.bodyLink(t.Body), Part: string(t.Part), Reply: string(t.Reply), Reason: t.Reason, Due: in.day(t.Due),
			Late: !t.Due.IsZero() && in.today().After(t.Due), Base: h.Fact, ID: t.Body, Drop: assigns})
		if t.Reply == plan.Waiting && slices.Contains(mine, t.Body) {
			out.Reply = append(out.Reply, work.Reply{Form: work.Form{Action: in.f.Href("recs", out.ID, "reply"), Base: h.Fact}, Body: t.Body, Name: in.body(t.Body), Part: string(t.Part)})
		}
	}
	if assigns {
		out.Assign = &work.AssignForm{Form: work.Form{Action: in.f.Href("recs", out.ID, "assign")}, Bodies: in.bodyOptions("", nil)}
	}
}

// recPlan is what is planned for the recommendation.
func (in *inWork) recPlan(out *work.Rec, x *followup.Rec, card *followup.Card) {
	for _, m := range card.Measures {
		out.Measures = append(out.Measures, in.measureRow(m))
	}
	if in.may(account.EditMeasure, nil) {
		out.NewOne = in.f.Href("measures", "new") + "?rec=" + queryEscape(x.ID)
	}
	for _, id := range card.Clusters {
		out.Clusters = append(out.Clusters, in.thing(plan.KindCluster, id))
	}
	for _, id := range card.Indicators {
		out.Figures = append(out.Figures, in.thing(plan.KindIndicator, id))
	}
}

func (in *inWork) proof(e *followup.Held[plan.Evidence]) work.Evidence {
	l := work.Link{Label: e.Thing.Title, Href: in.f.Href("evidence", e.ID)}
	if l.Label == "" {
		l.Label = e.Thing.Name + e.Thing.URL
	}
	return work.Evidence{Link: l, Access: string(e.Thing.Access), URL: e.Thing.URL}
}

// standing says in sentences how a recommendation stands: what the State reports, and beside it what others say.
func (in *inWork) standing(rec string) work.Standing {
	s := in.view.Standing(rec, in.today(), in.open)
	out := work.Standing{Rule: in.f.Href("rules") + "#" + s.Rule.Code}
	args := []any{"body", in.body(s.Body), "status", "", "day", in.day(s.Until)}
	if s.Status != "" {
		args[3] = in.f.T("work.status." + string(s.Status))
	}
	out.State = in.f.T("work.standing.state."+string(s.Proven), args...)
	names := func(v plan.Verdict) string {
		var list []string
		for _, x := range s.By(v) {
			list = append(list, in.body(x.Body))
		}
		return in.f.P.List(list)
	}
	var said []string
	for _, v := range []plan.Verdict{plan.Contests, plan.Shares, plan.Neither} {
		if n := names(v); n != "" {
			said = append(said, in.f.T("work.standing.others."+string(v), "bodies", n))
		}
	}
	if len(said) == 0 {
		said = []string{in.f.T("work.not-assessed") + "."}
	}
	out.Others = strings.Join(said, " ")
	for _, x := range s.Facts {
		l := in.thing(x.Kind, x.ID)
		if d := in.day(x.On); d != "" {
			l.Label += " (" + d + ")"
		}
		out.Facts = append(out.Facts, l)
	}
	return out
}

// workRules prints the dated rules by which standings are said.
func (a *App) workRules(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "recs")
	if err != nil {
		return err
	}
	now := plan.RuleOn(in.today())
	var out []work.Rule
	for _, x := range plan.Rules() {
		out = append(out, work.Rule{Code: x.Code, From: in.day(x.From), Source: x.Source, Persons: x.Persons, Proofs: x.Proofs, Facts: x.Facts, Now: x.Code == now.Code})
	}
	return a.render(w, r, http.StatusOK, work.RulesPage(in.f, out))
}

// assignRec gives the recommendation to a body, or takes it from one.
func (a *App) assignRec(w http.ResponseWriter, r *http.Request) error {
	form, in, x, err := a.recForm(r)
	if err != nil {
		return err
	}
	due, _ := upr.ParseDate(cleaned(form.Get("due")))
	again := func(errs []page.FieldError) error {
		return a.showRec(w, r, in, http.StatusUnprocessableEntity, func(out *work.Rec) {
			if out.Assign != nil {
				out.Assign.Errors, out.Assign.Due = errs, due
				for i := range out.Assign.Bodies {
					out.Assign.Bodies[i].Chosen = out.Assign.Bodies[i].Value == form.Get("body")
				}
			}
		})
	}
	body := form.Get("body")
	switch form.Get("do") {
	case "drop":
		if err := a.Desk.Unassign(r.Context(), in.who, in.ws, x.ID, body, baseIn(form)); err != nil {
			return a.failed(w, r, in, err, again)
		}
		return a.done(w, r, in.f.Href("recs", x.ID), "work.rec.taken", "body", in.body(body))
	case "assign":
		if body == "" {
			return again(in.wrongs([]formError{{Field: "body", Code: "choose-one"}}))
		}
		if _, err := upr.ParseDate(cleaned(form.Get("due"))); err != nil {
			return again(in.wrongs([]formError{{Field: "due", Code: "day", Value: short(form.Get("due"))}}))
		}
		if err := a.Desk.Assign(r.Context(), in.who, in.ws, []string{x.ID}, body, plan.Part(form.Get("part")), due); err != nil {
			return a.failed(w, r, in, err, again)
		}
		return a.done(w, r, in.f.Href("recs", x.ID), "work.bulk.assigned", "count", 1, "body", in.body(body))
	}
	return badRequest(short(form.Get("do")))
}

// recForm begins a post about the recommendation of the address.
func (a *App) recForm(r *http.Request) (posted url.Values, in *inWork, x *followup.Rec, err error) {
	if posted, err = form(r); err != nil {
		return nil, nil, nil, err
	}
	if in, err = a.inside(r, "recs"); err != nil {
		return nil, nil, nil, err
	}
	x, err = in.rec(r)
	return posted, in, x, err
}

// replyRec says whether a body takes the recommendation.
func (a *App) replyRec(w http.ResponseWriter, r *http.Request) error {
	form, in, x, err := a.recForm(r)
	if err != nil {
		return err
	}
	body, answer := form.Get("body"), form.Get("answer")
	again := func(errs []page.FieldError) error {
		return a.showRec(w, r, in, http.StatusUnprocessableEntity, func(out *work.Rec) {
			for i := range out.Reply {
				if out.Reply[i].Body == body {
					out.Reply[i].Errors, out.Reply[i].Answer, out.Reply[i].Reason = errs, answer, form.Get("reason")
				}
			}
		})
	}
	if answer != "accept" && answer != "back" {
		return again([]page.FieldError{{Field: "accept-" + body, Text: in.f.T("work.asked.choose")}})
	}
	err = a.Desk.Reply(r.Context(), in.who, in.ws, x.ID, body, baseIn(form), answer == "accept", cleaned(form.Get("reason")))
	if err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("recs", x.ID), "work.asked.done."+answer, "body", in.body(body))
}
