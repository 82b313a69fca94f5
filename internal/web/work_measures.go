package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// pageMeasures is how many measures a page lists.
const pageMeasures = 25

// measures lists the workspace's measures.
func (a *App) measures(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "measures")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	out := work.Measures{Words: strings.TrimSpace(q.Get("q")), All: in.view.Measures.Len(), Request: in.f.Href("requests"),
		Kinds: work.Options(in.f, "work.measure-kind.", plan.MeasureKinds, plan.MeasureKind(q.Get("kind"))), Leads: in.bodyOptions(q.Get("lead"), nil),
		States: work.Options(in.f, "work.status.", plan.Statuses, plan.Status(q.Get("status"))), Plans: in.planOptions([]string{q.Get("plan")})}
	if in.may(account.EditMeasure, nil) {
		out.New = in.f.Href("measures", "new")
	}
	found := askedMeasures(in.view, q, out.Words)
	out.Total = len(found)
	n := (len(found) + pageMeasures - 1) / pageMeasures
	current := min(max(atoi(q.Get("page")), 1), max(n, 1))
	for _, m := range found[min((current-1)*pageMeasures, len(found)):min(current*pageMeasures, len(found))] {
		out.Rows = append(out.Rows, in.measureRow(m))
	}
	out.Pages = page.Pagination{Current: current, Count: n, Near: 2, Href: func(n int) string {
		to := url.Values{}
		for _, k := range []string{"q", "kind", "lead", "status", "plan"} {
			if q.Get(k) != "" {
				to.Set(k, q.Get(k))
			}
		}
		to.Set("page", itoa(n))
		return in.f.Href("measures") + "?" + to.Encode()
	}}
	return a.render(w, r, http.StatusOK, work.MeasuresPage(in.f, out))
}

// askedMeasures are the measures that a list asks for, in their order: all of them, shared, when it asks for nothing.
func askedMeasures(v *followup.View, q url.Values, typed string) []*followup.Held[plan.Measure] {
	all := v.MeasuresInOrder()
	kind, lead, status, in := plan.MeasureKind(q.Get("kind")), q.Get("lead"), plan.Status(q.Get("status")), q.Get("plan")
	words := strings.Fields(strings.ToLower(short(typed)))
	if kind == "" && lead == "" && status == "" && in == "" && len(words) == 0 {
		return all
	}
	var texts map[string]string
	if len(words) > 0 {
		texts = followup.Once(v, "measure-words", func() map[string]string { return measureWords(all) })
	}
	var out []*followup.Held[plan.Measure]
	for _, h := range all {
		m := &h.Thing
		switch {
		case kind != "" && m.Kind != kind, lead != "" && m.Lead != lead, status != "" && m.Status != status, in != "" && !slices.Contains(m.Plans, in):
		case slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(texts[h.ID], w) }):
		default:
			out = append(out, h)
		}
	}
	return out
}

// measureWords are the words of measures as they are looked for, by id.
func measureWords(all []*followup.Held[plan.Measure]) map[string]string {
	out := make(map[string]string, len(all))
	for _, h := range all {
		var b strings.Builder
		b.WriteString(h.Thing.Number)
		for _, names := range []plan.Names{h.Thing.Title, h.Thing.Text} {
			for _, n := range names {
				b.WriteByte(' ')
				b.WriteString(n.Words)
			}
		}
		out[h.ID] = strings.ToLower(b.String())
	}
	return out
}

func (in *inWork) measureRow(h *followup.Held[plan.Measure]) work.MeasureRow {
	m := h.Thing
	due, next := m.Due, ""
	for _, s := range m.Stages {
		if s.Done.IsZero() {
			next = in.stageName(s.Name)
			if due.IsZero() || !s.Due.IsZero() && due.After(s.Due) {
				due = s.Due
			}
			break
		}
	}
	return work.MeasureRow{Link: work.Link{Label: in.words(m.Title), Href: in.f.Href("measures", h.ID)}, Number: m.Number, Kind: string(m.Kind), Status: string(m.Status),
		Lead: in.bodyLink(m.Lead), Due: in.day(due), Late: !due.IsZero() && in.today().After(due) && !measureDone(m), Recs: len(m.Recs), Next: next}
}

// measureDone says whether what was due of a measure has no more meaning.
func measureDone(m plan.Measure) bool {
	return m.Status == plan.Full || m.Status == plan.Continuous || m.Status == plan.NotApplied
}

// measure shows one measure.
func (a *App) measure(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "measures")
	if err != nil {
		return err
	}
	h := heldOf(in.view.Measures, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	m := h.Thing
	out := work.Measure{ID: h.ID, Title: in.text(m.Title), Number: m.Number, Kind: string(m.Kind), Text: in.texts(m.Text), Outcome: m.Outcome, Status: string(m.Status),
		Due: in.day(m.Due), Late: !m.Due.IsZero() && in.today().After(m.Due) && !measureDone(m), Lead: in.bodyLink(m.Lead), Cost: strings.TrimSpace(m.Cost + " " + m.Currency),
		Funding: m.Funding, Obstacles: m.Obstacles, Assistance: m.Assistance, Fund: in.fund(m.Fund), Goals: m.Goals, Note: m.Note, Base: h.Fact,
		History: in.f.Href("history", h.ID), Recs: in.recLines(m.Recs)}
	if t := in.texts(m.Title); len(t) > 1 {
		out.More = t[1:]
	}
	for _, b := range m.Supporting {
		out.Supporting = append(out.Supporting, in.bodyLink(b))
	}
	for _, p := range m.Plans {
		out.Plans = append(out.Plans, in.thing(plan.KindPlan, p))
	}
	for _, l := range m.Legal {
		out.Legal = append(out.Legal, in.thing(plan.KindLegalAct, l))
	}
	for _, s := range m.Stages {
		out.Stages = append(out.Stages, work.StageLine{Name: in.stageName(s.Name), Due: in.day(s.Due), Done: in.day(s.Done), Late: s.Done.IsZero() && !s.Due.IsZero() && in.today().After(s.Due) && !measureDone(m)})
	}
	for _, e := range in.view.EvidenceOf(h.ID) {
		out.Evidence = append(out.Evidence, in.proof(e))
	}
	for _, n := range in.view.NotesOf(h.ID) {
		out.Notes = append(out.Notes, work.Note{Column: n.Thing.Column, Words: n.Thing.Words, Place: strings.TrimSpace(n.Thing.File + " " + n.Thing.Cell)})
	}
	if in.mayEdit(m) {
		out.Edit, out.Remove = in.f.Href("measures", h.ID, "edit"), true
	}
	if err := opens(r, a, in, h.ID, func(v *followup.View) bool { _, ok := v.Measures.Get(h.ID); return ok }); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, work.MeasurePage(in.f, out))
}

func (in *inWork) mayEdit(m plan.Measure) bool {
	return in.may(account.EditMeasure, &account.Target{Bodies: slices.Concat([]string{m.Lead}, m.Supporting)})
}

// fund is the name of a fund that is asked.
func (in *inWork) fund(code string) string {
	if code != "" && in.f.P.Has("work.fund."+code) {
		return in.f.T("work.fund." + code)
	}
	return code
}

// recLines are recommendations that a thing names.
func (in *inWork) recLines(ids []string) []work.RecLine {
	var out []work.RecLine
	for _, id := range ids {
		l := work.RecLine{ID: id, Link: in.recLink(id)}
		if x, ok := in.recs.Get(id); ok {
			l.Words, l.Position = in.excerpt(x), string(x.Position)
		}
		out = append(out, l)
	}
	return out
}

// measureForm is the form of a measure, new or not.
func (a *App) measureForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "measures")
	if err != nil {
		return err
	}
	h := heldOf(in.view.Measures, r.PathValue("id"))
	var m plan.Measure
	switch {
	case h != nil:
		m = h.Thing
		if !in.mayEdit(m) {
			return &Problem{http.StatusForbidden, "forbidden", ""}
		}
	case r.PathValue("id") != "":
		return notFound(short(r.PathValue("id")))
	default:
		if mine := in.bodiesFor(account.EditMeasure); len(mine) > 0 {
			m.Lead = mine[0]
		}
		for _, id := range r.URL.Query()["rec"] {
			if _, ok := in.recs.Get(id); ok && len(m.Recs) < maxList {
				m.Recs = append(m.Recs, id)
			}
		}
		for _, id := range r.URL.Query()["plan"] {
			if _, ok := in.view.Plans.Get(id); ok {
				m.Plans = append(m.Plans, id)
			}
		}
	}
	return a.showMeasureForm(w, r, in, http.StatusOK, h, m, "", nil)
}

func (a *App) showMeasureForm(w http.ResponseWriter, r *http.Request, in *inWork, status int, h *followup.Held[plan.Measure], m plan.Measure, add string, errs []page.FieldError) error {
	out := work.MeasureForm{Form: work.Form{Action: in.f.Href("measures"), Base: factOf(h), Errors: errs}, Measure: m, Add: add, Back: in.f.Href("measures"),
		Leads: in.bodyOptions(m.Lead, nil), Plans: in.planOptions(m.Plans), Recs: in.recChoice(m.Recs)}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("measures", h.ID), in.f.Href("measures", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for _, o := range in.bodyOptions("", nil) {
		o.Chosen = slices.Contains(m.Supporting, o.Value)
		out.Support = append(out.Support, o)
	}
	for id, l := range in.view.LegalActs.Any() {
		out.Legal = append(out.Legal, work.Option{Value: id, Label: strings.TrimSpace(l.Thing.Number + " " + in.words(l.Thing.Title)), Chosen: slices.Contains(m.Legal, id)})
	}
	in.sortOptions(out.Legal)
	for _, c := range []string{"implementation", "participation", "other"} {
		out.Funds = append(out.Funds, work.Option{Value: c, Label: in.fund(c), Chosen: m.Fund == c})
	}
	if m.Fund != "" && in.fund(m.Fund) == m.Fund {
		out.Funds = append(out.Funds, work.Option{Value: m.Fund, Label: m.Fund, Chosen: true})
	}
	return a.render(w, r, status, work.MeasureFormPage(in.f, out))
}

// recChoice are recommendations that a thing names, to be kept or taken out.
func (in *inWork) recChoice(ids []string) []work.Option {
	var out []work.Option
	for _, l := range in.recLines(ids) {
		out = append(out, work.Option{Value: l.ID, Label: l.Link.Label, Hint: beginning(l.Words.Words, 110), Chosen: true})
	}
	return out
}

func (in *inWork) planOptions(chosen []string) []work.Option {
	var out []work.Option
	for id, p := range in.view.Plans.Any() {
		out = append(out, work.Option{Value: id, Label: in.words(p.Thing.Title), Chosen: slices.Contains(chosen, id)})
	}
	in.sortOptions(out)
	return out
}

// saveMeasure saves a measure, new or not.
func (a *App) saveMeasure(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "measures")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.view.Measures, id)
	m, wrong := decodeOver(form, h)
	for i := range m.Stages {
		m.Stages[i].Name = work.StageCode(in.f, m.Stages[i].Name)
	}
	more, odd := in.recsTyped(form.Get("rec-add"))
	m.Recs = slices.Concat(m.Recs, more)
	again := func(errs []page.FieldError) error {
		return a.showMeasureForm(w, r, in, http.StatusUnprocessableEntity, h, m, strings.Join(odd, "; "), errs)
	}
	if len(odd) > 0 {
		wrong = append(wrong, formError{Field: "rec-add", Code: "rec", Value: strings.Join(odd, "; ")})
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Desk.SaveMeasure(r.Context(), in.who, in.ws, id, baseIn(form), m); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("measures", id), "work.saved-it", "what", in.words(m.Title))
}

// removeMeasure takes a measure away.
func (a *App) removeMeasure(w http.ResponseWriter, r *http.Request) error {
	return a.removeThing(w, r, plan.KindMeasure, "measures")
}

func (a *App) removeThing(w http.ResponseWriter, r *http.Request, kind, path string) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, path)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	what := in.thing(kind, id).Label
	if err := a.Desk.Remove(r.Context(), in.who, in.ws, kind, id, baseIn(form)); err != nil {
		return a.failed(w, r, in, err, nil)
	}
	return a.done(w, r, in.f.Href(path), "work.removed", "what", what)
}

// requests lists what is requested from the voluntary funds and others.
func (a *App) requests(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "measures")
	if err != nil {
		return err
	}
	all := followup.Once(in.view, "assistance", in.view.AssistanceRequests)
	out := work.Requests{Total: len(all), Pages: pagesOf(r, len(all), pageMeasures)}
	for _, i := range whichOf(len(all), r.URL.Query().Get("page"), pageMeasures) {
		h := all[i]
		m := h.Thing
		x := work.Request{Measure: in.thing(plan.KindMeasure, h.ID), Fund: in.fund(m.Fund), Assistance: m.Assistance, Cost: strings.TrimSpace(m.Cost + " " + m.Currency)}
		for _, id := range m.Recs {
			x.Recs = append(x.Recs, in.recLink(id))
		}
		out.Rows = append(out.Rows, x)
	}
	return a.render(w, r, http.StatusOK, work.RequestsPage(in.f, out))
}

// recsTyped finds recommendations as people type them, apart by commas, semicolons or lines: a permanent identifier, a number
// with its cycle ("C2 126.27", "2/126.27"), or a number alone where only one has it. What is not found comes back.
func (in *inWork) recsTyped(text string) (ids, odd []string) {
	text = cleaned(text)
	if text == "" {
		return nil, nil
	}
	byNumber := map[string][]string{}
	for _, x := range in.recs.All {
		n := strings.ToLower(x.Number)
		byNumber[n] = append(byNumber[n], x.ID)
		if x.Review.Valid() {
			byNumber[itoa(int(x.Review.Cycle))+" "+n] = append(byNumber[itoa(int(x.Review.Cycle))+" "+n], x.ID)
		}
	}
	for _, t := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' }) {
		t = strings.TrimSpace(t)
		if t == "" || len(ids)+len(odd) >= maxList {
			continue
		}
		if _, ok := in.recs.Get(t); ok {
			ids = append(ids, t)
			continue
		}
		key := strings.TrimPrefix(strings.ToLower(t), "c")
		key = strings.Join(strings.Fields(strings.Replace(strings.TrimRight(key, "."), "/", " ", 1)), " ")
		if found := byNumber[key]; len(found) == 1 {
			ids = append(ids, found[0])
		} else {
			odd = append(odd, t)
		}
	}
	return ids, odd
}
