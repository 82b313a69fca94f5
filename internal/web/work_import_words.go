package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// planAnswers is the form that asks what a table's words mean and which recommendations its rows are about.
func (in *inWork) planAnswers(t table, p *followup.PlanPreview) work.PlanAnswers {
	out := work.PlanAnswers{File: t.file.Name, Form: work.Form{Action: in.f.Href("import", t.file.SHA256), Base: p.File.Base}, Waiting: p.Table.Waiting(),
		Columns: in.f.Href("import", t.file.SHA256) + "?step=columns"}
	for i, s := range p.Table.Statuses {
		x := work.PlanWord{Name: "s-" + strconv.Itoa(i), Word: s.Word, Count: s.Count}
		chosen := cmp.Or(s.Means, string(s.Proposed))
		for _, st := range plan.Statuses {
			x.Options = append(x.Options, work.Option{Value: string(st), Label: in.f.T("work.status." + string(st)), Chosen: chosen == string(st)})
		}
		x.Options = append(x.Options, work.Option{Value: plansheet.AsNote, Label: in.f.T("tables.as-note"), Chosen: chosen == plansheet.AsNote})
		out.Statuses = append(out.Statuses, x)
	}
	for i, b := range p.Table.Bodies {
		if b.ID != "" && !b.Said {
			continue // known by its very name
		}
		out.Bodies = append(out.Bodies, in.planBody(i, b))
	}
	for _, q := range p.Table.Questions {
		if len(out.Questions) == questionsShown {
			out.More++
			continue
		}
		if !q.Open() && p.Table.Waiting() > 0 {
			continue
		}
		out.Questions = append(out.Questions, in.planQuestion(q))
	}
	return out
}

// questionsShown is how many questions a page asks.
const questionsShown = 50

func (in *inWork) planBody(i int, b plansheet.BodyWord) work.PlanWord {
	x := work.PlanWord{Name: "b-" + strconv.Itoa(i), Word: b.Name, Count: b.Count}
	chosen := b.ID
	if chosen == "" && len(b.Like) > 0 && b.Like[0].Alike >= 0.75 && (len(b.Like) == 1 || b.Like[1].Alike < b.Like[0].Alike-0.1) {
		chosen = b.Like[0].ID
	} else if chosen == "" && len(b.Like) == 0 {
		chosen = plansheet.NewBody + string(plansheet.BodyKindOf(b.Name))
	}
	for _, h := range b.Like {
		x.Options = append(x.Options, work.Option{Value: h.ID, Label: in.f.T("tables.body-like", "body", in.body(h.ID)), Chosen: chosen == h.ID})
	}
	for _, k := range plan.BodyKinds {
		v := plansheet.NewBody + string(k)
		x.Options = append(x.Options, work.Option{Value: v, Label: in.f.T("tables.body-new", "kind", in.f.T("work.body-kind."+string(k))), Chosen: chosen == v})
	}
	var rest []work.Option
	for id, h := range in.view.Bodies.All() {
		if !slices.ContainsFunc(b.Like, func(l plansheet.Hit) bool { return l.ID == id }) {
			rest = append(rest, work.Option{Value: id, Label: in.words(h.Thing.Names), Chosen: chosen == id})
		}
	}
	slices.SortFunc(rest, func(a, b work.Option) int { return cmp.Compare(a.Label, b.Label) })
	x.Options = append(append(x.Options, rest...), work.Option{Value: plansheet.AsNote, Label: in.f.T("tables.as-note"), Chosen: chosen == plansheet.AsNote})
	return x
}

func (in *inWork) planQuestion(q plansheet.Question) work.PlanQuestion {
	out := work.PlanQuestion{Name: "q-" + q.Key, Ask: in.f.T("tables.ask." + q.Kind), Number: q.Number, Words: q.Words, Cells: strings.Join(q.Rows[:min(len(q.Rows), 8)], ", ")}
	if len(q.Rows) > 8 {
		out.Cells += " …"
	}
	chosen := strings.Split(q.Means, ",")
	if q.Open() {
		chosen = q.Proposed
	}
	for _, o := range q.Options {
		x := work.Option{Value: o.ID, Label: in.recLabel(o.ID), Chosen: slices.Contains(chosen, o.ID)}
		if rec, ok := in.recs.Get(o.ID); ok {
			x.Hint, _ = rec.In(string(in.f.P.Lang()))
		}
		out.Options = append(out.Options, x)
	}
	if q.Words != "" {
		out.Options = append(out.Options, work.Option{Value: plansheet.OwnRec, Label: in.f.T("tables.own-rec"), Chosen: slices.Contains(chosen, plansheet.OwnRec)})
	}
	out.Options = append(out.Options, work.Option{Value: plansheet.AsNote, Label: in.f.T("tables.no-rec"), Chosen: slices.Contains(chosen, plansheet.AsNote)})
	return out
}

func (a *App) savePlanAnswers(w http.ResponseWriter, r *http.Request, t table) error {
	who := account.From(r.Context())
	p, err := a.Desk.PreviewPlan(r.Context(), who, t.ws, t.book, nil)
	if err != nil {
		return err
	}
	form, c := r.PostForm, p.File.Columns
	said := plansheet.AnswersOf(c)
	for i, s := range p.Table.Statuses {
		if v := form.Get("s-" + strconv.Itoa(i)); v == plansheet.AsNote || slices.Contains(plan.Statuses, plan.Status(v)) {
			said.Say(plansheet.SayStatus, plansheet.StatusKey(s.Word), v)
		}
	}
	v, err := a.Desk.Keeper.Work(r.Context(), t.ws)
	if err != nil {
		return err
	}
	for i, b := range p.Table.Bodies {
		means := form.Get("b-" + strconv.Itoa(i))
		kind, isNew := strings.CutPrefix(means, plansheet.NewBody)
		_, known := v.Bodies.Get(means)
		if means == plansheet.AsNote || known || isNew && slices.Contains(plan.BodyKinds, plan.BodyKind(kind)) {
			said.Say(plansheet.SayBody, plansheet.BodyKey(b.Name), means)
		}
	}
	recs, err := a.Desk.Recs(r.Context(), t.ws)
	if err != nil {
		return err
	}
	for _, q := range p.Table.Questions {
		if v := recAnswer(form, q, recs); v != "" {
			said.Say(plansheet.SayRec, q.Key, v)
		}
	}
	c.Values = said.Values()
	err = a.Desk.SaveColumns(r.Context(), who, t.ws, p.File.ID, baseIn(form), c)
	if handled, err := a.savedTable(w, r, t, err); handled {
		return err
	}
	http.Redirect(w, r, work.Href(t.ws, "import", t.file.SHA256), http.StatusSeeOther)
	return nil
}

// recAnswer is what a form says of a question: the recommendations that were ticked or typed, that it is one of its own, or
// none; empty when it says nothing.
func recAnswer(form url.Values, q plansheet.Question, recs *followup.Recs) string {
	var ids []string
	other := ""
	for _, v := range form["q-"+q.Key] {
		if v == plansheet.AsNote || v == plansheet.OwnRec {
			other = v
		} else if _, ok := recs.Get(v); ok && !slices.Contains(ids, v) {
			ids = append(ids, v)
		}
	}
	for _, typed := range strings.FieldsFunc(form.Get("t-"+q.Key), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		var fit []string
		for _, rec := range recs.All {
			if rec.ID == typed || rec.Number == typed {
				fit = append(fit, rec.ID)
			}
		}
		if len(fit) == 1 && !slices.Contains(ids, fit[0]) {
			ids = append(ids, fit[0])
		}
	}
	switch {
	case len(ids) > 0:
		return strings.Join(ids, ",")
	case other == "" && form.Get("rest") == "yes" && q.Open():
		return plansheet.AsNote
	}
	return other
}
