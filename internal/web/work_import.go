package web

import (
	"cmp"
	"errors"
	"net/http"
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
