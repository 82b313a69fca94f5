package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// recVoices are what others say, one column a voice: what is published, and the reader's own drafts.
func (in *inWork) recVoices(out *work.Rec, x *followup.Rec) {
	list := in.view.AssessmentsOf(x.ID)
	slices.SortStableFunc(list, func(a, b *followup.Held[plan.Assessment]) int { return cmp.Compare(b.Act, a.Act) })
	open := map[string]bool{}
	for _, v := range plan.OtherVoices {
		c := work.VoiceColumn{Voice: string(v)}
		for _, h := range list {
			if h.Thing.Voice == v {
				c.Said = append(c.Said, in.assessment(h))
				open[h.Thing.Body] = open[h.Thing.Body] || h.Thing.Step == plan.Draft
			}
		}
		out.Voices = append(out.Voices, c)
	}
	for _, b := range in.bodiesFor(account.Assess) {
		if !open[b] {
			out.Assess = append(out.Assess, work.Link{Label: in.f.T("work.assessment.write", "body", in.body(b)), Href: in.f.Href("recs", x.ID, "assessment") + "?body=" + queryEscape(b)})
		}
	}
}

func (in *inWork) assessment(h *followup.Held[plan.Assessment]) work.Assessment {
	t := h.Thing
	out := work.Assessment{ID: h.ID, Base: h.Fact, Body: in.bodyLink(t.Body), Verdict: string(t.Verdict), Status: string(t.Status), Words: in.texts(t.Texts), Effect: t.Effect,
		Until: in.day(t.Until), At: h.At, Draft: t.Step == plan.Draft, Source: t.Source, Reason: t.Reason, Action: in.f.Href("recs", t.Rec, "assessment"),
		History: in.f.Href("history", h.ID)}
	for _, id := range t.Evidence {
		if e, ok := in.view.Evidence.Get(id); ok {
			out.Evidence = append(out.Evidence, in.proof(e))
		}
	}
	if in.may(account.Assess, &account.Target{Bodies: []string{t.Body}, Author: t.Author}) {
		out.Publish, out.Withdraw = out.Draft, !out.Draft
		if out.Draft {
			out.Edit = in.f.Href("recs", t.Rec, "assessment") + "?id=" + queryEscape(h.ID)
		}
	}
	return out
}

// assessmentForm is where a body of another voice says how it sees the recommendation.
func (a *App) assessmentForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "recs")
	if err != nil {
		return err
	}
	x, err := in.rec(r)
	if err != nil {
		return err
	}
	held := heldOf(in.view.Assessments, r.URL.Query().Get("id"))
	t := plan.Assessment{Rec: x.ID, Body: r.URL.Query().Get("body")}
	if c := in.view.Card(x.ID); c.Published != nil {
		t.Of = c.Published.ID
	}
	if held != nil {
		t = held.Thing
	}
	mine := in.bodiesFor(account.Assess)
	if t.Body == "" && len(mine) > 0 {
		t.Body = mine[0]
	}
	if t.Rec != x.ID || !slices.Contains(mine, t.Body) {
		return notFound(short(r.URL.Query().Get("id")))
	}
	return a.showAssessmentForm(w, r, in, http.StatusOK, x, held, t, nil)
}

func (a *App) showAssessmentForm(w http.ResponseWriter, r *http.Request, in *inWork, status int, x *followup.Rec, held *followup.Held[plan.Assessment], t plan.Assessment, errs []page.FieldError) error {
	out := work.AssessmentForm{Form: work.Form{Action: in.f.Href("recs", x.ID, "assessment"), Base: factOf(held), Errors: errs}, Assessment: t, Rec: in.recLink(x.ID),
		Position: x.Position, Body: in.body(t.Body), Evidence: in.proofChoice(x.ID, t.Body, t.Evidence), State: in.standing(x.ID).State}
	out.Words.Words, out.Words.Lang = x.In(string(in.f.P.Lang()))
	if held != nil {
		out.ID = held.ID
	}
	if r.Method == http.MethodPost {
		out.Base, out.ID = baseIn(r.PostForm), r.PostForm.Get("id")
	}
	return a.render(w, r, status, work.AssessmentPage(in.f, out))
}

// saveAssessment saves a draft, publishes it when asked to, or takes a published one back with a reason.
func (a *App) saveAssessment(w http.ResponseWriter, r *http.Request) error {
	form, in, x, err := a.recForm(r)
	if err != nil {
		return err
	}
	id, base, back := form.Get("id"), baseIn(form), in.f.Href("recs", x.ID)+"#others"
	held := heldOf(in.view.Assessments, id)
	t, wrong := decodeOver(form, held)
	t.Rec = x.ID
	again := func(errs []page.FieldError) error {
		return a.showAssessmentForm(w, r, in, http.StatusUnprocessableEntity, x, held, t, errs)
	}
	switch {
	case form.Get("do") == "withdraw":
		if err := a.Desk.Unpublish(r.Context(), in.who, in.ws, id, cleaned(form.Get("reason"))); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, back, "work.report.withdrawn")
	case len(wrong) > 0:
		return again(in.wrongs(wrong))
	case form.Has("rec"): // the form of the text, and not a button beside it
		if id, err = a.Desk.SaveAssessment(r.Context(), in.who, in.ws, id, base, t); err != nil {
			return a.failed(w, r, in, err, again)
		}
		if in, err = a.inside(r, "recs"); err != nil {
			return err
		}
		held = heldOf(in.view.Assessments, id)
		base = factOf(held)
		r.PostForm.Set("id", id)
		r.PostForm.Set("base", formBase(base))
	}
	if form.Get("do") != "publish" {
		return a.done(w, r, back, "work.report.saved")
	}
	if err := a.Desk.PublishAssessment(r.Context(), in.who, in.ws, id, base); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, back, "work.assessment.published")
}
