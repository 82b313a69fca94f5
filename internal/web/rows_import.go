package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// showRowsPreview shows what a table of rows would change, counted by review.
func (a *App) showRowsPreview(w http.ResponseWriter, r *http.Request, p *ingest.Parsed, stale bool) error {
	v := a.Keeper.View()
	plan, err := ingest.PrepareRows(r.Context(), v, p.File, p.Table)
	if err != nil {
		return err
	}
	f := a.frame(r, v)
	status := http.StatusOK
	if stale {
		status = http.StatusConflict
	}
	return a.render(w, r, status, page.RowsPreviewPage(f, rowsPreview(f.P, plan, stale)))
}

// leftShown is how many rows that are left out are named one by one.
const leftShown = 50

func rowsPreview(p i18n.Printer, plan *ingest.RowsPlan, stale bool) page.RowsPreview {
	out := page.RowsPreview{Href: "/import/" + plan.File.SHA256, File: plan.File.Name, SHA256: plan.File.SHA256, Size: int64(len(plan.File.Bytes)),
		Keeper: record.KeeperName(plan.Keeper), Base: plan.Base, Rows: plan.Rows, Unknown: plan.Unknown, Nothing: plan.Nothing(), Stale: stale}
	out.Sum.Title = p.T("rows.all-reviews")
	for _, x := range plan.Reviews {
		l := page.RowsReviewLine{Title: reviewTitle(p, x.Review), Href: reviewHref(x.Review), Session: int(x.Session), Rows: x.Rows, New: x.New,
			Same: x.Same, Gone: x.Gone, Kept: x.Kept}
		out.Sum.Rows += l.Rows
		out.Sum.New += l.New
		out.Sum.Same += l.Same
		out.Sum.Gone += l.Gone
		out.Sum.Kept += l.Kept
		if l.New+l.Gone == 0 {
			out.Same++
			continue
		}
		out.Reviews = append(out.Reviews, l)
	}
	for i, l := range plan.Left {
		if i == leftShown {
			out.MoreLeft = len(plan.Left) - leftShown
			break
		}
		out.Left = append(out.Left, page.LeftRow{N: l.N, Code: l.Code, What: l.What})
	}
	return out
}

// confirmRows brings a table into the record as one act.
func (a *App) confirmRows(w http.ResponseWriter, r *http.Request, p *ingest.Parsed) error {
	person := account.From(r.Context())
	plan, err := ingest.PrepareRows(r.Context(), a.Keeper.View(), p.File, p.Table)
	if err != nil {
		return err
	}
	if base, err := strconv.ParseUint(r.PostForm.Get("base"), 10, 63); err == nil && base < plan.Base {
		plan.Base = base
	}
	done, err := ingest.ApplyRows(r.Context(), a.Store, a.Files, plan, who(person))
	var changed *store.Changed
	stale := errors.As(err, &changed)
	if err != nil && !stale {
		return err
	}
	if err := a.Keeper.Refresh(r.Context()); err != nil {
		return err
	}
	if stale {
		return a.showRowsPreview(w, r, p, true)
	}
	a.uploads.drop(person.ID, p.File.SHA256)
	t := a.Catalogue.Negotiate(r)
	a.setFlash(r, t.T("rows.done", "act", t.Number(int(done.Number)), "new", t.Number(plan.Sum(func(x ingest.RowsReview) int { return x.New })),
		"gone", t.Number(plan.Sum(func(x ingest.RowsReview) int { return x.Gone }))))
	http.Redirect(w, r, "/import", http.StatusSeeOther)
	return nil
}
