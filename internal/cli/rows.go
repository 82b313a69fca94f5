package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
)

// mayBeRows says whether a file inside a folder is a table of another keeper's rows: folders hold other tables too, which
// are passed over.
func mayBeRows(path string) bool {
	if !slices.Contains([]string{".csv", ".xls"}, strings.ToLower(filepath.Ext(path))) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return true // reading it will say why
	}
	defer f.Close()
	head := make([]byte, 16<<10)
	n, err := f.Read(head)
	if err != nil {
		return true
	}
	return uprinfo.Detect(head[:n]) || strings.EqualFold(filepath.Ext(path), ".xls")
}

// tryRows previews a table over all its reviews, asks, and brings it in as one act; store.Changed when another table of
// the same keeper came in meanwhile.
func (c *importCmd) tryRows(ctx context.Context, w *world, o *opened, p *ingest.Parsed, n, all int) error {
	plan, err := ingest.PrepareRows(ctx, o.keeper.View(), p.File, p.Table)
	if err != nil {
		return err
	}
	w.tellRows(plan, n, all)
	if plan.Nothing() {
		return nil
	}
	if !c.Yes {
		ok, err := w.ask(ctx, "cli.import.confirm")
		if err != nil {
			return err
		}
		if !ok {
			w.tell("cli.import.left")
			return nil
		}
	}
	done, err := ingest.ApplyRows(ctx, o.store, o.files, plan, operator)
	if err != nil {
		return err
	}
	w.tell("cli.import.brought", "act", int(done.Number), "facts", int(done.Facts))
	return o.keeper.Refresh(ctx)
}

// leftShown is how many rows that were left out are named one by one.
const leftShown = 20

// tellRows shows what a table would change: a line for each review where something changes.
func (w *world) tellRows(p *ingest.RowsPlan, n, all int) {
	w.tell("cli.import.preview", "n", n, "all", all, "file", p.File.Name, "review", w.say.T("count.review", "count", len(p.Reviews)), "symbol", "")
	for _, r := range p.Reviews {
		if r.New+r.Gone > 0 {
			w.tell("rows.cli.review", "review", r.Review.String(), "rows", w.say.T("rows.count.row", "count", r.Rows), "new", r.New, "same", r.Same, "gone", r.Gone)
		}
	}
	for i, l := range p.Left {
		if i == leftShown {
			w.tell("rows.cli.more-left", "n", len(p.Left)-leftShown)
			break
		}
		w.tell("rows.cli.left", "row", l.N, "why", w.say.T("rows.left."+l.Code, "what", l.What))
	}
	if len(p.Unknown) > 0 {
		w.tell("rows.cli.unknown", "headers", strings.Join(p.Unknown, " · "))
	}
	if p.Nothing() {
		w.tell("import.nothing")
		return
	}
	sum := func(of func(ingest.RowsReview) int) int { return p.Sum(of) }
	w.tell("rows.cli.sum", "new", sum(func(r ingest.RowsReview) int { return r.New }), "same", sum(func(r ingest.RowsReview) int { return r.Same }),
		"gone", sum(func(r ingest.RowsReview) int { return r.Gone }), "kept", sum(func(r ingest.RowsReview) int { return r.Kept }))
}
