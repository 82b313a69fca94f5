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

// recReports are what bodies of the State say of the recommendation, as the reader may see it: texts under way first, then
// the latest.
func (in *inWork) recReports(out *work.Rec, x *followup.Rec) {
	list := in.view.ReportsOf(x.ID)
	slices.SortStableFunc(list, func(a, b *followup.Held[plan.Report]) int {
		return cmp.Or(cmp.Compare(underWay(b.Thing.Step), underWay(a.Thing.Step)), cmp.Compare(b.Act, a.Act))
	})
	open := map[string]bool{}
	for _, h := range list {
		out.Reports = append(out.Reports, in.report(h))
		if underWay(h.Thing.Step) == 1 {
			open[h.Thing.Body] = true
		}
	}
	for _, b := range in.bodiesFor(account.WriteReport) {
		has := slices.ContainsFunc(in.view.AssignmentsOf(x.ID), func(h *followup.Held[plan.Assignment]) bool { return h.Thing.Body == b && h.Thing.Stands() })
		if has && !open[b] {
			out.Write = append(out.Write, work.Link{Label: in.f.T("work.report.write", "body", in.body(b)), Href: in.f.Href("recs", x.ID, "report") + "?body=" + queryEscape(b)})
		}
	}
}

// underWay is 1 for a text that is not yet validated.
func underWay(s plan.Step) int {
	if s == plan.Validated || s == plan.Published {
		return 0
	}
	return 1
}

func (in *inWork) report(h *followup.Held[plan.Report]) work.Report {
	t := h.Thing
	own := &account.Target{Bodies: []string{t.Body}, Author: t.Author}
	out := work.Report{ID: h.ID, Base: h.Fact, Body: in.bodyLink(t.Body), Step: string(t.Step), Status: string(t.Status), Effect: t.Effect, Obstacles: t.Obstacles,
		Until: in.day(t.Until), At: h.At, Reason: t.Reason, Action: in.f.Href("recs", t.Rec, "report"), History: in.f.Href("history", h.ID)}
	out.Words = in.texts(t.Texts)
	for _, id := range t.Evidence {
		if e, ok := in.view.Evidence.Get(id); ok {
			out.Evidence = append(out.Evidence, in.proof(e))
		}
	}
	for _, id := range t.Measures {
		out.Measures = append(out.Measures, in.thing(plan.KindMeasure, id))
	}
	writes := in.may(account.WriteReport, own)
	out.Own = t.Author == in.who.ID || slices.Contains(t.With, in.who.ID)
	validates := in.may(account.Validate, own) && !out.Own
	switch t.Step {
	case plan.Draft, plan.Returned:
		out.Submit = writes
	case plan.Submitted:
		out.Validate = validates
	case plan.Validated:
		out.Validate, out.Publish = validates, in.may(account.Publish, &account.Target{})
	case plan.Published:
		out.Withdraw = in.may(account.Publish, &account.Target{})
	}
	if writes && underWay(t.Step) == 1 {
		out.Edit = in.f.Href("recs", t.Rec, "report") + "?id=" + queryEscape(h.ID)
	}
	return out
}

// texts are words in several languages, the reader's first.
func (in *inWork) texts(n plan.Names) []work.Text {
	if len(n) == 0 {
		return nil
	}
	first := in.text(n)
	out := []work.Text{first}
	for _, x := range n {
		if x.Lang != first.Lang {
			out = append(out, work.Text{Words: x.Words, Lang: x.Lang})
		}
	}
	return out
}

// reportForm is where a body writes what was done.
func (a *App) reportForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "recs")
	if err != nil {
		return err
	}
	x, err := in.rec(r)
	if err != nil {
		return err
	}
	held := heldOf(in.view.Reports, r.URL.Query().Get("id"))
	t := plan.Report{Rec: x.ID, Body: r.URL.Query().Get("body")}
	if held != nil {
		t = held.Thing
	}
	mine := in.bodiesFor(account.WriteReport)
	if t.Body == "" && len(mine) > 0 {
		t.Body = mine[0]
	}
	if t.Rec != x.ID || !slices.Contains(mine, t.Body) {
		return notFound(short(r.URL.Query().Get("id")))
	}
	return a.showReportForm(w, r, in, http.StatusOK, x, held, t, nil)
}

func (a *App) showReportForm(w http.ResponseWriter, r *http.Request, in *inWork, status int, x *followup.Rec, held *followup.Held[plan.Report], t plan.Report, errs []page.FieldError) error {
	out := work.ReportForm{Form: work.Form{Action: in.f.Href("recs", x.ID, "report"), Base: factOf(held), Errors: errs}, Report: t, Rec: in.recLink(x.ID),
		Position: x.Position, Body: in.body(t.Body), Measures: in.measureChoice(x.ID, t.Measures), Evidence: in.proofChoice(x.ID, t.Body, t.Evidence)}
	out.Words.Words, out.Words.Lang = x.In(string(in.f.P.Lang()))
	if held != nil {
		out.ID = held.ID
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
		out.ID = r.PostForm.Get("id")
	}
	return a.render(w, r, status, work.ReportPage(in.f, out))
}

// measureChoice are the measures of a recommendation, and others that are chosen already.
func (in *inWork) measureChoice(rec string, chosen []string) []work.Option {
	var out []work.Option
	for _, m := range in.view.MeasuresOf(rec) {
		out = append(out, work.Option{Value: m.ID, Label: in.words(m.Thing.Title), Chosen: slices.Contains(chosen, m.ID)})
	}
	for _, id := range chosen {
		if !slices.ContainsFunc(out, func(o work.Option) bool { return o.Value == id }) {
			out = append(out, work.Option{Value: id, Label: in.thing(plan.KindMeasure, id).Label, Chosen: true})
		}
	}
	in.sortOptions(out)
	return out
}

// proofChoice are the pieces of evidence about a recommendation or its measures, and those that are chosen already.
func (in *inWork) proofChoice(rec, body string, chosen []string) []work.Option {
	ids := in.view.About(plan.KindEvidence, rec)
	for _, m := range in.view.MeasuresOf(rec) {
		ids = append(ids, in.view.About(plan.KindEvidence, m.ID)...)
	}
	var out []work.Option
	for _, id := range slices.Concat(ids, chosen) {
		e, ok := in.view.Evidence.Get(id)
		if !ok || slices.ContainsFunc(out, func(o work.Option) bool { return o.Value == id }) {
			continue
		}
		p := in.proof(e)
		out = append(out, work.Option{Value: id, Label: p.Link.Label, Hint: in.f.T("work.access." + p.Access), Chosen: slices.Contains(chosen, id)})
	}
	in.sortOptions(out)
	return out
}

// saveReport saves a draft, and submits it when asked to.
func (a *App) saveReport(w http.ResponseWriter, r *http.Request) error {
	form, in, x, err := a.recForm(r)
	if err != nil {
		return err
	}
	id, base := form.Get("id"), baseIn(form)
	back := in.f.Href("recs", x.ID)
	held := heldOf(in.view.Reports, id)
	if form.Get("do") == "submit" && !form.Has("rec") { // from the page of the recommendation: nothing is written anew
		if err := a.Desk.Submit(r.Context(), in.who, in.ws, id, base); err != nil {
			return a.failed(w, r, in, err, func(errs []page.FieldError) error {
				if held == nil {
					return notFound(short(id))
				}
				return a.showReportForm(w, r, in, http.StatusUnprocessableEntity, x, held, held.Thing, errs)
			})
		}
		return a.done(w, r, back+"#reports", "work.report.submitted")
	}
	t, wrong := decodeOver(form, held)
	t.Rec = x.ID
	again := func(errs []page.FieldError) error {
		return a.showReportForm(w, r, in, http.StatusUnprocessableEntity, x, held, t, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Desk.SaveReport(r.Context(), in.who, in.ws, id, base, t); err != nil {
		return a.failed(w, r, in, err, again)
	}
	if form.Get("do") != "submit" {
		return a.done(w, r, back+"#reports", "work.report.saved")
	}
	if in, err = a.inside(r, "recs"); err != nil {
		return err
	}
	held = heldOf(in.view.Reports, id)
	if err := a.Desk.Submit(r.Context(), in.who, in.ws, id, factOf(held)); err != nil {
		r.PostForm.Set("id", id)
		r.PostForm.Set("base", formBase(factOf(held)))
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, back+"#reports", "work.report.submitted")
}

// validateReport says, as a second person, that a report is so, or gives it back with a reason.
func (a *App) validateReport(w http.ResponseWriter, r *http.Request) error {
	form, in, x, err := a.recForm(r)
	if err != nil {
		return err
	}
	id := form.Get("id")
	said := "work.report.validated"
	switch form.Get("do") {
	case "validate":
		err = a.Desk.Validate(r.Context(), in.who, in.ws, id, baseIn(form))
	case "return":
		said = "work.report.returned"
		err = a.Desk.Return(r.Context(), in.who, in.ws, id, baseIn(form), cleaned(form.Get("reason")))
	default:
		return badRequest(short(form.Get("do")))
	}
	return a.afterReport(w, r, in, x, id, said, err)
}

// publishReport brings a validated report to the public, or takes it back with a reason.
func (a *App) publishReport(w http.ResponseWriter, r *http.Request) error {
	form, in, x, err := a.recForm(r)
	if err != nil {
		return err
	}
	id := form.Get("id")
	said := "work.report.published"
	switch form.Get("do") {
	case "publish":
		err = a.Desk.Publish(r.Context(), in.who, in.ws, []string{id})
	case "withdraw":
		said = "work.report.withdrawn"
		err = a.Desk.Unpublish(r.Context(), in.who, in.ws, id, cleaned(form.Get("reason")))
	default:
		return badRequest(short(form.Get("do")))
	}
	return a.afterReport(w, r, in, x, id, said, err)
}

// afterReport leads back to the report, or shows beside it why the step could not be taken.
func (a *App) afterReport(w http.ResponseWriter, r *http.Request, in *inWork, x *followup.Rec, id, said string, err error) error {
	if err == nil {
		return a.done(w, r, in.f.Href("recs", x.ID)+"#reports", said)
	}
	return a.failed(w, r, in, err, func(errs []page.FieldError) error {
		return a.showRec(w, r, in, http.StatusUnprocessableEntity, func(out *work.Rec) {
			for i := range out.Reports {
				if out.Reports[i].ID == id {
					for n := range errs {
						errs[n].Field = "report-" + itoa(i)
					}
					out.Reports[i].Form.Errors = errs
				}
			}
		})
	})
}
