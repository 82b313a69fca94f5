package web

import (
	"bytes"
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
	"github.com/openupr/openupr/internal/output/workbook"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// books lists the workbooks that the reader may take out, one a body, and takes one back.
func (a *App) books(w http.ResponseWriter, r *http.Request) error {
	return a.showBooks(w, r, http.StatusOK, nil)
}

func (a *App) showBooks(w http.ResponseWriter, r *http.Request, status int, problem *page.Refusal) error {
	in, err := a.inside(r, "books")
	if err != nil {
		return err
	}
	out := work.Books{Action: in.f.Href("books"), Problem: problem, Limit: plansheet.MaxBytes, MayReturn: in.may(account.EditMeasure, nil)}
	counted := followup.Once(in.view, "work of bodies", func() [2]map[string]int { return workOfBodies(in.view) })
	recs, measures := counted[0], counted[1]
	own := in.bodiesFor(account.EditMeasure)
	for id, b := range in.view.Bodies.All() {
		if recs[id]+measures[id] == 0 || !b.Thing.Exists(in.today()) {
			continue
		}
		out.Bodies = append(out.Bodies, work.BookLine{Body: in.bodyLink(id), Href: in.f.Href("books", id), Recs: recs[id], Measures: measures[id], Own: slices.Contains(own, id)})
	}
	slices.SortFunc(out.Bodies, func(x, y work.BookLine) int {
		if x.Own != y.Own {
			return map[bool]int{true: -1, false: 1}[x.Own]
		}
		return cmp.Compare(x.Body.Label, y.Body.Label)
	})
	for _, t := range a.tables.of(in.ws, in.who.ID, false) {
		out.Waiting = append(out.Waiting, work.WaitingFile{Link: work.Link{Label: t.file.Name, Href: in.f.Href("books", "back", t.file.SHA256)}, At: t.at})
	}
	return a.render(w, r, status, work.BooksPage(in.f, out))
}

// book is a body's workbook.
func (a *App) book(w http.ResponseWriter, r *http.Request) error {
	p := a.Catalogue.Negotiate(r)
	b, err := a.Desk.BookOf(r.Context(), account.From(r.Context()), r.PathValue("ws"), r.PathValue("body"), string(p.Lang()))
	var invalid *followup.Invalid
	if errors.As(err, &invalid) {
		return notFound(r.PathValue("body"))
	}
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := workbook.Write(&file, b, p); err != nil {
		return err
	}
	name := "openupr-" + strings.ToLower(b.Workspace) + "-" + strings.ToLower(b.Body) + "-" + strconv.FormatUint(b.Act, 10) + ".xlsx"
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename="`+safeFileName(name)+`"`)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(file.Len()))
	if _, err := w.Write(file.Bytes()); err != nil {
		a.Log.Debug("a workbook was not taken", "error", err)
	}
	return nil
}

// safeFileName keeps letters, digits, points and hyphens.
func safeFileName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-') {
			return r
		}
		return '-'
	}, s)
}

// bringBook reads a workbook that came back. Nothing of it comes into the record yet.
func (a *App) bringBook(w http.ResponseWriter, r *http.Request) error {
	f, err := a.handedTable(r)
	if err == nil {
		select {
		case a.handed <- struct{}{}:
			_, err = workbook.Read(r.Context(), f.Bytes)
			<-a.handed
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
	if ref, ok := document.AsRefused(err); ok {
		return a.showBooks(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: f.Name, Code: string(ref.Code), Detail: ref.Detail})
	}
	if err != nil {
		return err
	}
	ws := r.PathValue("ws")
	a.tables.put(table{ws: ws, person: account.From(r.Context()).ID, file: f})
	http.Redirect(w, r, work.Href(ws, "books", "back", f.SHA256), http.StatusSeeOther)
	return nil
}

// bookBack shows what a workbook that came back would change.
func (a *App) bookBack(w http.ResponseWriter, r *http.Request) error {
	return a.showBookBack(w, r, http.StatusOK, nil, false)
}

func (a *App) showBookBack(w http.ResponseWriter, r *http.Request, status int, choices map[string]string, stale bool) error {
	sha := r.PathValue("sha")
	t, ok := a.tables.get(r.PathValue("ws"), account.From(r.Context()).ID, sha, false)
	if !ok {
		return &Problem{http.StatusNotFound, "no-upload", sha}
	}
	back, err := workbook.Read(r.Context(), t.file.Bytes)
	if err != nil {
		return err
	}
	p, perr := a.Desk.PreviewBook(r.Context(), account.From(r.Context()), r.PathValue("ws"), back, choices)
	in, err := a.inside(r, "books") // after the preview: it knows the name of all that the preview speaks of
	if err != nil {
		return err
	}
	var refused *followup.Refused
	if errors.As(perr, &refused) {
		return a.showBooks(w, r, http.StatusForbidden, &page.Refusal{File: t.file.Name, Code: "not-your-book", Detail: in.body(back.Body)})
	}
	if perr != nil {
		return perr
	}
	at, _ := strconv.Atoi(r.URL.Query().Get("page"))
	return a.render(w, r, status, work.BookBackPage(in.f, in.bookPreview(t, p, back, at, stale)))
}

func (in *inWork) bookPreview(t table, p *followup.BookPreview, back *followup.BookBack, at int, stale bool) work.BookBack {
	out := work.BookBack{File: t.file.Name, Action: in.f.Href("books", "back", t.file.SHA256), Seen: p.Seen, Body: in.body(p.Body), Stale: stale, Nothing: p.Nothing() && len(p.Wrong) == 0,
		Ready: p.Ready(), Untouched: p.Untouched, Gone: p.Gone, Beside: back.Beside, Conflicts: p.Conflicts}
	for _, x := range p.Wrong {
		out.Wrong = append(out.Wrong, work.WrongCell{Cell: x.Cell, Why: in.f.T("books.wrong."+x.Code, "value", x.Value)})
	}
	var clash, calm []followup.BookChange
	for _, c := range p.Changes {
		if slices.ContainsFunc(c.Fields, func(f followup.BookField) bool { return f.Clash }) {
			clash = append(clash, c)
		} else {
			calm = append(calm, c)
		}
	}
	for i, c := range clash {
		out.Clashes = append(out.Clashes, in.bookChange(c, i))
	}
	out.Pages = (len(calm) + changesShown - 1) / changesShown
	out.Page = min(max(at, 1), max(out.Pages, 1))
	out.Changes = len(p.Changes)
	from := (out.Page - 1) * changesShown
	for i, c := range calm[from:min(len(calm), from+changesShown)] {
		out.List = append(out.List, in.bookChange(c, len(clash)+from+i))
	}
	return out
}

func (in *inWork) bookChange(c followup.BookChange, n int) work.BookChange {
	x := work.BookChange{N: n, Row: c.Row, New: c.New, Kind: in.f.T("work.kind." + plan.KindMeasure)}
	if c.Sheet == followup.SheetReports {
		x.Kind = in.f.T("work.kind." + plan.KindReport)
		x.Thing = work.Link{Label: in.recLabel(c.Key), Href: in.f.Href("recs", c.Key)}
	} else if c.Key != "" {
		x.Thing = in.thing(plan.KindMeasure, c.Key)
	}
	one := func(name, v string) string {
		if v == "" {
			return ""
		}
		return in.shownValue(name, v)
	}
	for _, f := range c.Fields {
		x.Fields = append(x.Fields, work.BookField{Label: in.f.T("books.col." + f.Name), Before: one(f.Name, f.Before), Mine: one(f.Name, f.Mine), Theirs: one(f.Name, f.Theirs), Clash: f.Clash, Choice: f.Choice, Form: f.Form})
	}
	return x
}

// importBook brings a workbook in as one act, or lets it go.
func (a *App) importBook(w http.ResponseWriter, r *http.Request) error {
	ws, sha := r.PathValue("ws"), r.PathValue("sha")
	who := account.From(r.Context())
	t, ok := a.tables.get(ws, who.ID, sha, false)
	if !ok {
		return &Problem{http.StatusNotFound, "no-upload", sha}
	}
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	if r.PostForm.Get("do") == "drop" {
		a.tables.drop(ws, who.ID, sha)
		http.Redirect(w, r, work.Href(ws, "books"), http.StatusSeeOther)
		return nil
	}
	choices := map[string]string{}
	for name := range r.PostForm {
		if v := r.PostForm.Get(name); strings.HasPrefix(name, "f.") && (v == "mine" || v == "theirs") {
			choices[name] = v
		}
	}
	if r.PostForm.Get("do") != "confirm" {
		return a.showBookBack(w, r, http.StatusOK, choices, false)
	}
	back, err := workbook.Read(r.Context(), t.file.Bytes)
	if err != nil {
		return err
	}
	p, err := a.Desk.ImportBook(r.Context(), who, ws, back, choices, r.PostForm.Get("seen"))
	var stale *followup.StaleBook
	var refused *followup.Refused
	switch {
	case errors.As(err, &stale):
		return a.showBookBack(w, r, http.StatusConflict, choices, true)
	case errors.As(err, &refused):
		a.Forbidden(w, r)
		return nil
	case err != nil:
		return err
	}
	a.tables.drop(ws, who.ID, sha)
	words := a.Catalogue.Negotiate(r)
	a.setFlash(r, words.T("books.done", "count", len(p.Changes)))
	http.Redirect(w, r, work.Href(ws, "books"), http.StatusSeeOther)
	return nil
}

// workOfBodies counts the recommendations and the measures of each body.
func workOfBodies(v *followup.View) (out [2]map[string]int) {
	out = [2]map[string]int{{}, {}}
	for _, x := range v.Assignments.Any() {
		if x.Thing.Stands() {
			out[0][x.Thing.Body]++
		}
	}
	for _, m := range v.Measures.Any() {
		for _, b := range slices.Concat([]string{m.Thing.Lead}, m.Thing.Supporting) {
			out[1][b]++
		}
	}
	return out
}
