package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

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
