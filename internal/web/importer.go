package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// importForm is where files are handed in.
func (a *App) importForm(w http.ResponseWriter, r *http.Request) error {
	return a.showImport(w, r, http.StatusOK, nil)
}

func (a *App) showImport(w http.ResponseWriter, r *http.Request, status int, problem *page.Refusal) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	out := page.Import{Problem: problem, Limit: document.DefaultLimits().Bytes, Question: len(v.Questions()), Done: a.flash(r)}
	for _, u := range a.uploads.of(account.From(r.Context()).ID) {
		rd := u.parsed.Reading
		out.Waiting = append(out.Waiting, page.Upload{Href: "/import/" + u.parsed.File.SHA256, Name: u.parsed.File.Name, Kind: string(rd.Kind),
			Symbol: rd.Symbol, Review: reviewTitle(f.P, rd.Review), At: u.at})
	}
	return a.render(w, r, status, page.ImportPage(f, out))
}

func reviewTitle(p i18n.Printer, id upr.ReviewID) string {
	if !id.Valid() {
		return ""
	}
	return p.T("review.title", "state", stateName(p, id.State), "n", int(id.Cycle))
}

// maxFiles bounds one request.
const maxFiles = 50

// upload reads the files that were handed in. Nothing of them comes into the record yet.
func (a *App) upload(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return a.showImport(w, r, http.StatusRequestEntityTooLarge, &page.Refusal{Code: string(document.TooLarge)})
		}
		return badRequest("")
	}
	defer func() {
		if err := r.MultipartForm.RemoveAll(); err != nil {
			a.Log.Warn("temporary files of an upload stay behind", "error", err)
		}
	}()
	parts := r.MultipartForm.File["file"]
	if len(parts) == 0 || len(parts) == 1 && parts[0].Size == 0 && parts[0].Filename == "" {
		return a.showImport(w, r, http.StatusUnprocessableEntity, &page.Refusal{Code: string(document.Empty)})
	}
	if len(parts) > maxFiles {
		return badRequest(fmt.Sprintf("%d > %d", len(parts), maxFiles))
	}
	person := account.From(r.Context()).ID
	last := ""
	for _, h := range parts {
		p, err := a.readPart(r, h)
		if ref, ok := document.AsRefused(err); ok {
			return a.showImport(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: h.Filename, Code: string(ref.Code), Detail: ref.Detail})
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", h.Filename, err)
		}
		a.uploads.put(person, p)
		last = p.File.SHA256
	}
	if len(parts) == 1 {
		to := "/import/" + last
		if id, err := upr.ParseReviewID(r.PostFormValue("review")); err == nil {
			to += "?place=" + queryEscape(id.String())
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, "/import", http.StatusSeeOther)
	return nil
}

func (a *App) readPart(r *http.Request, h *multipart.FileHeader) (*ingest.Parsed, error) {
	limit := cmp.Or(a.Parser.Limits.Bytes, document.DefaultLimits().Bytes)
	if h.Size > limit {
		return nil, document.Refuse(document.TooLarge, "%d MB", limit>>20)
	}
	part, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer part.Close()
	b, err := io.ReadAll(io.LimitReader(part, limit+1))
	if err != nil {
		return nil, err
	}
	f := ingest.NewFile(h.Filename, b)
	if id, err := upr.ParseReviewID(r.PostFormValue("review")); err == nil {
		f.Place = id // where the file was dropped; for documents that do not say it themselves
	}
	return a.parse(r.Context(), a.handed, a.Parser, f)
}

// waiting is the file that an address names, if the person brought it.
func (a *App) waiting(r *http.Request) (*ingest.Parsed, error) {
	p, ok := a.uploads.get(account.From(r.Context()).ID, r.PathValue("sha"))
	if !ok {
		return nil, &Problem{http.StatusNotFound, "gone", ""}
	}
	return p, nil
}

// preview shows what a file would change.
func (a *App) preview(w http.ResponseWriter, r *http.Request) error {
	return a.showPreview(w, r, false)
}

func (a *App) showPreview(w http.ResponseWriter, r *http.Request, stale bool) error {
	p, err := a.waiting(r)
	if err != nil {
		return err
	}
	if p.Table != nil {
		return a.showRowsPreview(w, r, p, stale)
	}
	v := a.Keeper.View()
	plan, err := a.plan(r, v, p)
	if err != nil {
		var unknown *ingest.UnknownReview
		if errors.As(err, &unknown) {
			return a.showImport(w, r, http.StatusUnprocessableEntity, &page.Refusal{File: p.File.Name, Code: "no-review", Detail: p.Reading.Symbol})
		}
		return err
	}
	f := a.frame(r, v)
	status := http.StatusOK
	if stale {
		status = http.StatusConflict
	}
	out := previewOf(f.P, plan)
	out.Stale = stale
	if id, err := upr.ParseReviewID(r.URL.Query().Get("place")); err == nil && id != plan.Document.Review {
		out.Elsewhere = reviewTitle(f.P, id)
	}
	return a.render(w, r, status, page.PreviewPage(f, out))
}

// plan works out what a file would change now. An answer by number is read again when the record has learned items
// since: its ranges are checked against them.
func (a *App) plan(r *http.Request, v *record.View, p *ingest.Parsed) (*ingest.Plan, error) {
	if len(p.Reading.Events) > 0 {
		again, err := a.parse(r.Context(), a.handed, a.Parser, p.File)
		if err != nil {
			return nil, err
		}
		p = again
	}
	return ingest.Prepare(r.Context(), a.Store, v, p)
}

func previewOf(p i18n.Printer, plan *ingest.Plan) page.Preview {
	d := plan.Document
	out := page.Preview{Href: "/import/" + d.SHA256, Base: plan.Base, File: d.File, Size: d.Size, SHA256: d.SHA256, Kind: string(d.Kind), Symbol: d.Symbol,
		Lang: cmp.Or(d.Lang, "en"), State: stateLink(p, d.Review.State), Cycle: int(d.Review.Cycle), ReviewHref: reviewHref(d.Review),
		Session: int(d.WGSession), Pages: d.Pages, Read: d.By.Extractor + ", " + d.By.Grammar, Nothing: plan.Nothing(), New: len(plan.New),
		Same: plan.Same, Positions: plan.Positions, Settled: plan.Settled, Warnings: d.Warnings}
	if plan.Items.Received() > 0 {
		out.Counts = []upr.Count{plan.Items}
	}
	if plan.Pairs.Received() > 0 {
		out.Counts = append(out.Counts, plan.Segments, plan.Pairs)
	}
	for _, id := range plan.Changed {
		out.Changed = append(out.Changed, page.ItemRef{Number: shortID(id), Href: "/items/" + string(id)})
	}
	for _, c := range plan.Contrary {
		out.Contrary = append(out.Contrary, page.ContraryRow{ItemRef: page.ItemRef{Number: shortID(c.Item), Href: "/items/" + string(c.Item)},
			Here: c.Here, There: c.There, Source: c.ThereSrc.Symbol})
	}
	for _, q := range plan.Questions {
		out.Questions = countKind(out.Questions, q.Kind())
	}
	for _, u := range plan.Parsed.Reading.Units {
		out.Units = append(out.Units, page.UnitRow{Paragraph: u.Paragraph, Lead: u.Lead, Position: u.Position, Claim: u.Claim, Items: u.Items})
	}
	return out
}

func countKind(list []page.KindCount, kind string) []page.KindCount {
	for i := range list {
		if list[i].Kind == kind {
			list[i].N++
			return list
		}
	}
	return append(list, page.KindCount{Kind: kind, N: 1})
}

// confirm brings the file into the record as one act, or lets it go.
func (a *App) confirm(w http.ResponseWriter, r *http.Request) error {
	p, err := a.waiting(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	person := account.From(r.Context())
	if r.PostForm.Get("do") != "confirm" {
		a.uploads.drop(person.ID, p.File.SHA256)
		http.Redirect(w, r, "/import", http.StatusSeeOther)
		return nil
	}
	if p.Table != nil {
		return a.confirmRows(w, r, p)
	}
	plan, err := a.plan(r, a.Keeper.View(), p)
	if err != nil {
		return err
	}
	// What was shown is what is confirmed: when the review changed since, the person looks again.
	if base, err := strconv.ParseUint(r.PostForm.Get("base"), 10, 63); err == nil && base < plan.Base {
		plan.Base = base
	}
	done, err := ingest.Apply(r.Context(), a.Store, a.Files, plan, ingest.ActImport, who(person))
	var changed *store.Changed
	if errors.As(err, &changed) {
		if err := a.Keeper.Refresh(r.Context()); err != nil {
			return err
		}
		return a.showPreview(w, r, true)
	}
	if err != nil {
		return err
	}
	if err := a.Keeper.Refresh(r.Context()); err != nil {
		return err
	}
	a.uploads.drop(person.ID, p.File.SHA256)
	a.setFlash(r, doneWords(a.Catalogue.Negotiate(r), plan, done.Number))
	http.Redirect(w, r, reviewHref(plan.Document.Review), http.StatusSeeOther)
	return nil
}

func who(p account.Person) ingest.Who {
	return ingest.Who{Account: p.ID, Name: p.Name, Role: string(p.Role), Body: p.Body}
}

func doneWords(p i18n.Printer, plan *ingest.Plan, act uint64) string {
	if act == 0 {
		return p.T("preview.nothing.title")
	}
	n := p.Number(int(act))
	s := p.T("import.done-document", "act", n)
	if len(plan.New)+len(plan.Changed)+plan.Positions > 0 {
		s = p.T("import.done", "act", n, "items", p.T("count.item", "count", len(plan.New)+len(plan.Changed)),
			"positions", p.T("count.position", "count", plan.Positions))
	}
	if len(plan.Questions) > 0 {
		s += " " + p.T("import.done-questions", "count", len(plan.Questions))
	}
	return s
}
