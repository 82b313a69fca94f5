package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sitting"
	"github.com/openupr/openupr/internal/web/page/work"
)

// tableRowsShown is how many rows of a table of members a page shows; all with something wrong are among them.
const tableRowsShown = 200

// memberTable is where a table of members is handed in.
func (a *App) memberTable(w http.ResponseWriter, r *http.Request) error {
	return a.showMemberTable(w, r, http.StatusOK, nil)
}

func (a *App) showMemberTable(w http.ResponseWriter, r *http.Request, status int, problem *page.Refusal) error {
	in, h, err := a.councilAt(r)
	if err != nil {
		return err
	}
	return a.render(w, r, status, sitting.TablePage(in.f, sitting.Table{Council: in.councilLink(h.ID), Action: in.f.Href("councils", h.ID, "table"),
		Limit: plansheet.MaxBytes, Problem: problem, Back: in.f.Href("councils", h.ID, "members")}))
}

// bringMemberTable reads a table of members, a file or pasted rows. Nothing of it comes into the record yet.
func (a *App) bringMemberTable(w http.ResponseWriter, r *http.Request) error {
	f, err := a.handedTable(r)
	if rows := strings.TrimSpace(r.PostFormValue("rows")); rows != "" {
		if _, empty := document.AsRefused(err); empty {
			f, err = ingest.NewFile("members.csv", []byte(rows)), nil
		}
	}
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
		return a.showMemberTable(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: f.Name, Code: string(ref.Code), Detail: ref.Detail})
	}
	if err != nil {
		return err
	}
	if len(book.Sheets) == 0 || len(council.FindMembers(book.Sheets[0]).Columns) == 0 {
		return a.showMemberTable(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: f.Name, Code: string(document.NotExpected)})
	}
	ws := r.PathValue("ws")
	a.tables.put(table{ws: ws, person: account.From(r.Context()).ID, file: f, book: book})
	http.Redirect(w, r, work.Href(ws, "councils", r.PathValue("id"), "table", f.SHA256), http.StatusSeeOther)
	return nil
}

// memberColumns asks what the columns of a table hold, and shows what would follow.
func (a *App) memberColumns(w http.ResponseWriter, r *http.Request) error {
	return a.showColumns(w, r, http.StatusOK, nil)
}

// columnsOf are the columns of a waiting table as the form has them, else as they were found.
func (a *App) columnsOf(r *http.Request) (t table, found council.MemberTable, lang, dates string, err error) {
	if t, err = a.waitingPlan(r); err != nil {
		return t, found, "", "", err
	}
	found = council.FindMembers(t.book.Sheets[0])
	for i := range found.Columns {
		if v, ok := r.PostForm["column-"+itoa(i)]; ok {
			found.Columns[i] = council.MemberColumn(v[0])
		}
	}
	var cells []plansheet.Cell
	for _, row := range found.Sheet.Rows[min(found.Row+1, len(found.Sheet.Rows)):] {
		for j, is := range found.Columns {
			if (is == council.OfBeginning || is == council.OfEnd) && j < len(row) {
				cells = append(cells, row[j])
			}
		}
	}
	layout, _ := plansheet.LayoutOf(cells)
	lang = cmp.Or(r.PostForm.Get("lang"), string(a.Catalogue.Negotiate(r).Lang()))
	return t, found, lang, cmp.Or(r.PostForm.Get("dates"), layout, plansheet.DMY), nil
}

func (a *App) showColumns(w http.ResponseWriter, r *http.Request, status int, errs []page.FieldError) error {
	in, h, err := a.councilAt(r)
	if err != nil {
		return err
	}
	t, found, lang, dates, err := a.columnsOf(r)
	if err != nil {
		return err
	}
	out := sitting.TableColumns{Form: work.Form{Action: in.f.Href("councils", h.ID, "table", t.file.SHA256), Errors: errs}, Council: in.councilLink(h.ID), File: t.file.Name, Back: in.f.Href("councils", h.ID, "table")}
	for _, l := range []string{"en", "ru", "kk"} {
		out.Langs = append(out.Langs, work.Option{Value: l, Label: in.f.T("language.name." + l), Chosen: l == lang})
	}
	for _, l := range []string{plansheet.DMY, plansheet.MDY} {
		out.Layouts = append(out.Layouts, work.Option{Value: l, Label: in.f.T("tables.dates." + l), Chosen: l == dates})
	}
	for i, is := range found.Columns {
		c := sitting.TableColumn{Name: "column-" + itoa(i), Letter: letterOf(i)}
		if row := found.Sheet.Rows[found.Row]; i < len(row) {
			c.Heading = short(row[i].Text)
		}
		for _, row := range found.Sheet.Rows[found.Row+1:] {
			if i < len(row) && row[i].Text != "" {
				c.Sample = short(row[i].Text)
				break
			}
		}
		for _, m := range council.MemberColumns {
			label := in.f.T("sittings.column.left-out")
			switch m {
			case council.LeftOut:
			case council.OfName:
				label = in.f.T("sittings.field.member-name")
			default:
				label = in.f.T("sittings.field." + string(m))
			}
			c.Options = append(c.Options, work.Option{Value: string(m), Label: label, Chosen: m == is})
		}
		out.Columns = append(out.Columns, c)
	}
	plan := in.c.PlanMembers(h.ID, found.Rows(lang, dates))
	added, changed, same, wrong := plan.Taken()
	out.Counts = []work.Count{{Code: "new", N: added}, {Code: "changed", N: changed}, {Code: "same", N: same}, {Code: "left-out", N: wrong}}
	out.New, out.Ready = append(append(out.New, plan.Categories...), plan.Sections...), added+changed > 0
	for _, c := range plan.Changes {
		if len(out.Rows) >= tableRowsShown && c.Row.Wrong == nil {
			out.More++
			continue
		}
		out.Rows = append(out.Rows, in.memberRow(c))
	}
	return a.render(w, r, status, sitting.TableColumnsPage(in.f, out))
}

func (in *inCouncil) memberRow(c council.MemberChange) sitting.TableRow {
	m := c.Row.Member
	parts := []string{}
	for _, p := range []string{cmp.Or(c.Row.Category, in.category(m.Category)), cmp.Or(c.Row.Section, in.section(m.Section))} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	out := sitting.TableRow{Line: c.Row.Line, Name: in.words(m.Name), Number: m.Number, Parts: strings.Join(parts, ", ")}
	switch {
	case c.Row.Wrong != nil:
		out.Wrong = in.invalid(c.Row.Wrong).Text
	case c.Same:
		out.Fate = "same"
	case c.ID == "":
		out.Fate = "new"
	default:
		out.Fate = "changed"
	}
	return out
}

// takeMembers looks again at what a table would do, or brings its members in.
func (a *App) takeMembers(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	if f.Get("do") != "bring" {
		return a.showColumns(w, r, http.StatusOK, nil)
	}
	in, h, err := a.councilAt(r)
	if err != nil {
		return err
	}
	t, found, lang, dates, err := a.columnsOf(r)
	if err != nil {
		return err
	}
	done, err := a.Council.BringMembers(r.Context(), in.who, in.ws, h.ID, lang, found.Rows(lang, dates))
	if err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showColumns(w, r, http.StatusUnprocessableEntity, errs)
		})
	}
	a.tables.drop(in.ws, in.who.ID, t.file.SHA256)
	added, changed, _, _ := done.Taken()
	return a.done(w, r, in.f.Href("councils", h.ID, "members"), "sittings.table.brought", "count", added+changed)
}

// letterOf is the letter of a column of a sheet.
func letterOf(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}
