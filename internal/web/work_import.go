package web

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// planFiles is where a plan from a spreadsheet is handed in.
func (a *App) planFiles(w http.ResponseWriter, r *http.Request) error {
	return a.showPlanFiles(w, r, http.StatusOK, nil)
}

func (a *App) showPlanFiles(w http.ResponseWriter, r *http.Request, status int, problem *page.Refusal) error {
	in, err := a.inside(r, "import")
	if err != nil {
		return err
	}
	out := work.PlanFiles{Action: in.f.Href("import"), Problem: problem, Limit: plansheet.MaxBytes}
	for _, t := range a.tables.of(in.ws, in.who.ID, true) {
		out.Waiting = append(out.Waiting, work.WaitingFile{Link: work.Link{Label: t.file.Name, Href: in.f.Href("import", t.file.SHA256)}, At: t.at})
	}
	for _, h := range in.view.Notes.All() {
		if n := h.Thing; n.Words == "" && n.Cell == "" && n.File != "" {
			out.Done = append(out.Done, work.ImportedFile{Plan: in.thing(plan.KindPlan, n.About), File: n.File, SHA256: n.SHA256, At: h.At})
		}
	}
	slices.SortFunc(out.Done, func(a, b work.ImportedFile) int { return b.At.Compare(a.At) })
	out.Done = out.Done[:min(len(out.Done), 50)]
	return a.render(w, r, status, work.PlanFilesPage(in.f, out))
}

// bringPlanFile reads the file that was handed in. Nothing of it comes into the record yet.
func (a *App) bringPlanFile(w http.ResponseWriter, r *http.Request) error {
	f, err := a.handedTable(r)
	var book *plansheet.Book
	if err == nil {
		select {
		case a.handed <- struct{}{}:
			book, err = plansheet.Read(r.Context(), f.Name, f.Bytes)
			<-a.handed
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
	if ref, ok := document.AsRefused(err); ok {
		return a.showPlanFiles(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: f.Name, Code: string(ref.Code), Detail: ref.Detail})
	}
	if err != nil {
		return err
	}
	ws := r.PathValue("ws")
	a.tables.put(table{ws: ws, person: account.From(r.Context()).ID, file: f, book: book})
	http.Redirect(w, r, work.Href(ws, "import", f.SHA256), http.StatusSeeOther)
	return nil
}

// waitingPlan is the file of the address.
func (a *App) waitingPlan(r *http.Request) (table, error) {
	sha := r.PathValue("sha")
	t, ok := a.tables.get(r.PathValue("ws"), account.From(r.Context()).ID, sha, true)
	if !ok {
		return table{}, &Problem{http.StatusNotFound, "no-upload", sha}
	}
	return t, nil
}

// planFile shows the next step of a file: its columns, what its words mean, what it would change.
func (a *App) planFile(w http.ResponseWriter, r *http.Request) error {
	t, err := a.waitingPlan(r)
	if err != nil {
		return err
	}
	return a.showPlanFile(w, r, http.StatusOK, t, nil, false)
}

func (a *App) showPlanFile(w http.ResponseWriter, r *http.Request, status int, t table, wrong []page.FieldError, stale bool) error {
	in, err := a.inside(r, "import")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	at := func(name string) int { n, _ := strconv.Atoi(q.Get(name)); return n }
	step := q.Get("step")
	if step != "columns" && len(wrong) == 0 {
		p, err := a.Desk.PreviewPlan(r.Context(), in.who, in.ws, t.book, nil)
		if ref, ok := document.AsRefused(err); ok {
			return a.showPlanFiles(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: t.file.Name, Code: string(ref.Code), Detail: ref.Detail})
		}
		switch {
		case errors.Is(err, followup.ErrNoColumns): // ask for them first
		case err != nil:
			return err
		case p.Table.Waiting() > 0, step == "answers":
			return a.render(w, r, status, work.PlanAnswersPage(in.f, in.planAnswers(t, p)))
		default:
			return a.render(w, r, status, work.PlanPreviewPage(in.f, in.planPreview(t, p, at("page"), stale)))
		}
	}
	f, err := a.Desk.LookAtPlan(r.Context(), in.who, in.ws, t.book, at("sheet"), at("row"))
	if err != nil {
		return err
	}
	if !f.Found() {
		return a.showPlanFiles(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: t.file.Name, Code: string(document.NotExpected)})
	}
	return a.render(w, r, status, work.PlanColumnsPage(in.f, in.planColumns(t, f, wrong)))
}

// planColumns is the form that asks what each column holds.
func (in *inWork) planColumns(t table, f *followup.PlanFile, wrong []page.FieldError) work.PlanColumns {
	h := f.Layout.Header
	out := work.PlanColumns{File: t.file.Name, Form: work.Form{Action: in.f.Href("import", t.file.SHA256), Base: f.Base, Errors: wrong}, Sheet: f.Layout.Sheet + 1,
		Row: h.Row + 1, Remembered: f.Layout.Remembered, Kind: f.Layout.Kind, DatesSure: f.Layout.DatesSure, Dates: cmp.Or(f.Layout.Dates, plansheet.DMY),
		Cycle: f.Layout.Cycle, Assign: f.Columns.Assign || !f.Confirmed, Title: f.Columns.Title}
	for i, s := range t.book.Sheets {
		out.Sheets = append(out.Sheets, work.Option{Value: strconv.Itoa(i + 1), Label: cmp.Or(s.Name, t.file.Name), Chosen: i == f.Layout.Sheet})
	}
	for _, c := range f.Layout.Columns {
		col := work.PlanColumn{Name: "c-" + strconv.Itoa(c.Index), Letter: c.Letter, Header: c.Name, Samples: c.Samples, Filled: c.Filled, Unsure: c.Unsure() && !f.Layout.Remembered}
		for _, x := range c.Reasons {
			col.Reasons = append(col.Reasons, in.f.T("tables.reason."+x.Code, "what", x.What))
		}
		known := slices.Contains(plansheet.Roles, c.Role)
		for _, role := range plansheet.Roles {
			col.Roles = append(col.Roles, work.Option{Value: string(role), Label: in.f.T("tables.role." + string(role)), Chosen: role == c.Role})
		}
		if !known && c.Role != plansheet.Unplaced {
			col.Roles = append(col.Roles, work.Option{Value: string(c.Role), Label: in.f.T("tables.role." + string(c.Role)), Chosen: true})
		}
		out.Columns = append(out.Columns, col)
	}
	for _, n := range f.Layout.Cycles {
		out.Cycles = append(out.Cycles, work.Option{Value: strconv.Itoa(n), Label: in.f.T("cycle.n", "n", n), Chosen: n == f.Layout.Cycle})
	}
	for id, h := range in.view.Plans.All() {
		out.Plans = append(out.Plans, work.Option{Value: id, Label: in.words(h.Thing.Title), Chosen: id == f.Columns.Plan})
	}
	for _, k := range plan.PlanTypes {
		out.Types = append(out.Types, work.Option{Value: string(k), Label: in.f.T("work.plan-type." + string(k)), Chosen: k == f.Columns.Type})
	}
	if out.Title == "" && len(out.Plans) == 0 {
		out.Title = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(t.file.Name, ".xlsx"), ".xls"), ".csv")
	}
	return out
}

// answerPlanFile takes a step: what the columns hold, what words mean, or the import itself.
func (a *App) answerPlanFile(w http.ResponseWriter, r *http.Request) error {
	t, err := a.waitingPlan(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	switch r.PostForm.Get("do") {
	case "columns":
		return a.savePlanColumns(w, r, t)
	case "answers":
		return a.savePlanAnswers(w, r, t)
	case "confirm":
		return a.importPlan(w, r, t)
	}
	a.tables.drop(t.ws, t.person, t.file.SHA256)
	http.Redirect(w, r, work.Href(t.ws, "import"), http.StatusSeeOther)
	return nil
}

func (a *App) savePlanColumns(w http.ResponseWriter, r *http.Request, t table) error {
	form := r.PostForm
	number := func(name string) int { n, _ := strconv.Atoi(form.Get(name)); return n }
	f, err := a.Desk.LookAtPlan(r.Context(), account.From(r.Context()), t.ws, t.book, number("sheet"), number("row"))
	if err != nil {
		return err
	}
	if !f.Found() {
		return badRequest("sheet")
	}
	c := f.Columns
	c.Header, c.Means = plansheet.Remembered(f.Layout.Header.Names), nil
	p := a.Catalogue.Negotiate(r)
	var wrong []page.FieldError
	taken := map[string]bool{}
	for _, col := range f.Layout.Columns {
		name := "c-" + strconv.Itoa(col.Index)
		role := cmp.Or(form.Get(name), plansheet.AsNote)
		if role != plansheet.AsNote && !slices.Contains(plansheet.Roles, plansheet.Role(role)) && role != string(col.Role) {
			return badRequest(name)
		}
		if taken[role] && role != plansheet.AsNote && role != string(plansheet.Support) {
			wrong = append(wrong, page.FieldError{Field: name, Text: p.T("tables.wrong.twice", "role", p.T("tables.role."+role), "column", col.Letter)})
		}
		taken[role] = true
		c.Means = append(c.Means, role)
	}
	c.Sheet, c.Row = t.book.Sheets[f.Layout.Sheet].Name, f.Layout.Header.Row+1
	c.Dates, c.Cycle, c.Assign = plansheet.DMY, number("cycle"), form.Get("assign") == "yes"
	if d := form.Get("dates"); slices.Contains(plansheet.Layouts, d) {
		c.Dates = d
	}
	if to := form.Get("plan"); to != "" {
		c.Plan, c.Title, c.Type = to, "", ""
	} else {
		c.Plan, c.Title, c.Type = "", cleaned(form.Get("title")), plan.PlanType(form.Get("type"))
		if c.Title == "" {
			wrong = append(wrong, page.FieldError{Field: "title", Text: p.T("tables.wrong.title")})
		}
	}
	if len(wrong) > 0 {
		return a.showPlanFile(w, r, http.StatusUnprocessableEntity, t, wrong, false)
	}
	err = a.Desk.SaveColumns(r.Context(), account.From(r.Context()), t.ws, f.ID, baseIn(form), c)
	if handled, err := a.savedTable(w, r, t, err); handled {
		return err
	}
	http.Redirect(w, r, work.Href(t.ws, "import", t.file.SHA256), http.StatusSeeOther)
	return nil
}

// savedTable shows what is wrong with a save of a table's reading.
func (a *App) savedTable(w http.ResponseWriter, r *http.Request, t table, err error) (handled bool, _ error) {
	var c *followup.Conflict
	var invalid *followup.Invalid
	var refused *followup.Refused
	switch {
	case err == nil:
		return false, nil
	case errors.As(err, &c): // somebody else confirmed the same header meanwhile: look again
		return true, a.showPlanFile(w, r, http.StatusConflict, t, []page.FieldError{{Field: "c-0", Text: a.Catalogue.Negotiate(r).T("tables.wrong.meanwhile")}}, false)
	case errors.As(err, &invalid):
		p := a.Catalogue.Negotiate(r)
		return true, a.showPlanFile(w, r, http.StatusUnprocessableEntity, t, []page.FieldError{{Field: "c-0", Text: p.T("work.invalid."+invalid.Code, "field", invalid.Field, "value", invalid.Value)}}, false)
	case errors.As(err, &refused):
		a.Forbidden(w, r)
		return true, nil
	}
	return true, err
}

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

// changesShown is how many changes a page lists.
const changesShown = 50

// planPreview is what a file would change.
func (in *inWork) planPreview(t table, p *followup.PlanPreview, at int, stale bool) work.PlanPreview {
	base := in.f.Href("import", t.file.SHA256)
	out := work.PlanPreview{File: t.file.Name, SHA256: t.file.SHA256, Action: base, Seen: p.Seen, Nothing: p.Nothing(), Stale: stale, Title: p.Title, Begins: p.Begins,
		Rows: p.Table.Read, Carried: p.Table.Carried, Periods: p.Table.Periods, Unread: p.Table.Unread, Joint: p.Table.Joint, Stray: len(p.Table.Stray), Long: p.Long,
		Columns: base + "?step=columns", Answers: base + "?step=answers", Missing: len(p.Missing)}
	if !p.Begins {
		out.Plan = in.f.Href("plans", p.PlanID)
	}
	for _, e := range p.Table.Entries {
		if len(e.Recs) == 0 {
			out.Unlinked++
		}
	}
	for _, k := range p.KindsOf() {
		n := p.Counts[k]
		out.Counts = append(out.Counts, work.PlanCount{Kind: in.f.T("work.kind." + k), New: n.New, Changed: n.Changed, Same: n.Same, Gone: n.Gone})
	}
	for _, id := range p.Missing[:min(len(p.Missing), 20)] {
		out.Left = append(out.Left, in.thing(plan.KindMeasure, id))
	}
	changes := slices.Clone(p.Changes)
	slices.SortStableFunc(changes, func(a, b followup.PlanChange) int { return rank(a) - rank(b) })
	out.Pages = (len(changes) + changesShown - 1) / changesShown
	out.Page = min(max(at, 1), max(out.Pages, 1))
	out.Changes = len(changes)
	from := (out.Page - 1) * changesShown
	for i, c := range changes[from:min(len(changes), from+changesShown)] {
		x := work.PlanChange{N: from + i, ID: c.ID, Kind: in.f.T("work.kind." + c.Kind), Title: in.changeTitle(c), Cell: c.Cell, New: c.New, Gone: c.Gone, Meanwhile: c.Meanwhile, MayLeave: c.Kind == plan.KindMeasure && !c.New}
		for _, d := range c.Diffs {
			if c.Kind == plan.KindSourceNote && (d.Name == "sha256" || d.Name == "file" || d.Name == "cell") {
				continue // said above for the whole file, and beside the title
			}
			x.Rows = append(x.Rows, work.PlanField{Label: in.field(d.Name), Before: in.inPlan(p, d.Name, d.A), After: in.inPlan(p, d.Name, d.C)})
		}
		out.List = append(out.List, x)
	}
	return out
}

// changeTitle is what a change is of: of an assignment the recommendation as people cite it, of the note that keeps the file
// its name.
func (in *inWork) changeTitle(c followup.PlanChange) string {
	if _, ok := in.recs.Get(c.Title); ok {
		return in.recLabel(c.Title)
	}
	if c.Title == "" && c.Kind == plan.KindSourceNote {
		return in.f.T("tables.the-file")
	}
	return c.Title
}

// inPlan are a field’s values as the reader sees them, also of things that the table would found.
func (in *inWork) inPlan(p *followup.PlanPreview, name string, values []string) []string {
	var out []string
	for _, v := range values {
		if t := p.Titles[v]; t != "" {
			out = append(out, t)
		} else if rec, ok := in.recs.Get(v); ok {
			out = append(out, in.recLabel(rec.ID))
		} else {
			out = append(out, in.shownValue(name, v))
		}
	}
	return out
}

// rank puts what a person must look at first: what was changed here meanwhile, then changes, then what is new.
func rank(c followup.PlanChange) int {
	switch {
	case c.Meanwhile > 0:
		return 0
	case c.Gone:
		return 1
	case !c.New && c.Kind == plan.KindMeasure:
		return 2
	case !c.New:
		return 3
	case c.Kind == plan.KindSourceNote:
		return 5
	}
	return 4
}

// importPlan brings the file into the workspace as one act.
func (a *App) importPlan(w http.ResponseWriter, r *http.Request, t table) error {
	who := account.From(r.Context())
	if _, _, err := a.Files.Put(bytes.NewReader(t.file.Bytes), plansheet.MaxBytes); err != nil {
		return err
	}
	leave := r.PostForm["leave"]
	seen := r.PostForm.Get("seen")
	if len(leave) > 0 { // what was seen is the whole; what stays as it is only takes away from it
		p, err := a.Desk.PreviewPlan(r.Context(), who, t.ws, t.book, nil)
		if err != nil {
			return err
		}
		if p.Seen != seen {
			return a.showPlanFile(w, r, http.StatusConflict, t, nil, true)
		}
		if p, err = a.Desk.PreviewPlan(r.Context(), who, t.ws, t.book, leave); err != nil {
			return err
		}
		seen = p.Seen
	}
	p, err := a.Desk.ImportPlan(r.Context(), who, t.ws, t.book, leave, seen)
	var stale *followup.StalePreview
	var refused *followup.Refused
	switch {
	case errors.As(err, &stale), errors.Is(err, followup.ErrWaiting), errors.Is(err, followup.ErrNoColumns):
		return a.showPlanFile(w, r, http.StatusConflict, t, nil, true)
	case errors.As(err, &refused):
		a.Forbidden(w, r)
		return nil
	case err != nil:
		return err
	}
	a.tables.drop(t.ws, t.person, t.file.SHA256)
	words := a.Catalogue.Negotiate(r)
	n := p.Counts[plan.KindMeasure]
	a.setFlash(r, words.T("tables.done", "plan", p.Title, "new", words.Number(n.New), "changed", words.Number(n.Changed)))
	http.Redirect(w, r, work.Href(t.ws, "import"), http.StatusSeeOther)
	return nil
}
