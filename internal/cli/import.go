package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// importCmd brings files into the record: detect, preview, confirm, one act a file.
type importCmd struct {
	recordFlags
	Paths  []string `arg:"" help:"${cli_paths}" type:"path"`
	Yes    bool     `help:"${cli_yes}" short:"y"`
	Review string   `help:"${cli_import_review}" placeholder:"KAZ/2"`
}

// importable are the endings looked at inside folders; a file named by itself is tried whatever it is called.
var importable = []string{".pdf", ".docx", ".doc", ".txt"}

// maxFolder bounds how many files one folder gives.
const maxFolder = 10_000

// Run imports reports before addenda before lists, so that each finds what it refers to. Every file is an act of its
// own: stopping half-way leaves whole files, and running again goes on where it stopped.
func (c *importCmd) Run(ctx context.Context, w *world) error {
	paths, err := gather(c.Paths)
	if err != nil {
		return err
	}
	var place upr.ReviewID
	if c.Review != "" {
		if place, err = upr.ParseReviewID(c.Review); err != nil {
			return err
		}
	}
	paths, exports, refusedExports := splitExports(w, paths)
	if len(exports) > 0 {
		refused, err := c.bringExports(ctx, w, exports)
		if err != nil {
			return err
		}
		if refusedExports += refused; len(paths) == 0 && refusedExports == 0 {
			return nil
		}
	}
	if len(paths) == 0 && refusedExports > 0 {
		return exit(exitRefused)
	}
	return c.with(ctx, w, func(o *opened) error {
		batch, refused, err := c.read(ctx, w, o, paths, place)
		if err != nil {
			return err
		}
		refused += refusedExports
		waiting := 0
		for i, p := range batch {
			n, err := c.bring(ctx, w, o, p, i+1, len(batch))
			if err != nil {
				return err
			}
			waiting += n
		}
		w.tell("cli.import.done", "files", len(batch), "refused", refused, "act", int(o.keeper.View().Act))
		switch {
		case refused > 0:
			return exit(exitRefused)
		case waiting > 0:
			w.tell("cli.import.waiting", "questions", w.say.T("count.question", "count", waiting))
			return exit(exitQuestions)
		}
		return nil
	})
}

// read reads every file once, the same bytes only once, in the order in which they are to be brought in.
func (c *importCmd) read(ctx context.Context, w *world, o *opened, paths []string, place upr.ReviewID) (batch []*ingest.Parsed, refused int, err error) {
	seen := map[string]string{}
	for i, path := range paths {
		f, err := ingest.ReadFile(path, o.parser.Limits)
		var p *ingest.Parsed
		if err == nil {
			if first, again := seen[f.SHA256]; again {
				w.tell("cli.same-bytes", "file", path, "first", first)
				continue
			}
			seen[f.SHA256] = path
			f.Place = place
			p, err = o.parser.Parse(ctx, f)
		}
		if ctx.Err() != nil {
			return nil, refused, ctx.Err()
		}
		if err == nil && p.Table == nil && !p.Reading.Review.Valid() {
			err = &ingest.UnknownReview{State: p.Reading.Review.State, Session: p.Reading.WGSession}
		}
		if err != nil {
			refused++
			w.tellFile(path, err)
			continue
		}
		if p.Table != nil {
			w.tell("rows.cli.read", "n", i+1, "all", len(paths), "file", path, "rows", w.say.T("rows.count.row", "count", len(p.Table.Rows)))
			batch = append(batch, p)
			continue
		}
		w.tell("cli.import.read", "n", i+1, "all", len(paths), "file", path, "kind", w.say.T("document.kind."+string(p.Reading.Kind)),
			"symbol", p.Reading.Symbol, "items", w.say.T("count.item", "count", len(p.Reading.Items)+len(p.Reading.Events)))
		batch = append(batch, p)
	}
	slices.SortStableFunc(batch, func(a, b *ingest.Parsed) int { return order(a.Reading) - order(b.Reading) })
	return batch, refused, nil
}

// order of documents: English reports first, which are read whole, then reports in other languages, then what answers.
func order(r *reading.Reading) int {
	switch {
	case r.Kind == reading.WGReport && r.Lang == "en":
		return 0
	case r.Kind == reading.WGReport:
		return 1
	case r.Kind == reading.Addendum:
		return 2
	case r.Kind == reading.ThematicList:
		return 3
	case r.Kind == reading.Rows:
		return 5 // they meet what the reports brought
	}
	return 4
}

// bring previews one file, asks, and commits it; it returns how many questions wait afterwards.
// When somebody else changed the review meanwhile it looks and asks again: a folder of files does not end half-way because a
// person answered a question.
func (c *importCmd) bring(ctx context.Context, w *world, o *opened, p *ingest.Parsed, n, all int) (waiting int, err error) {
	for range importTries {
		var changed *store.Changed
		if waiting, err = c.try(ctx, w, o, p, n, all); !errors.As(err, &changed) {
			return waiting, err
		}
		w.tell("import.changed", "act", int(changed.Act))
		if err := o.keeper.Refresh(ctx); err != nil {
			return 0, err
		}
	}
	return 0, err
}

// importTries is how often a file is looked at again because its review was changed meanwhile.
const importTries = 5

// try is one turn of bring; store.Changed when the review was changed meanwhile, and nothing is done then.
func (c *importCmd) try(ctx context.Context, w *world, o *opened, p *ingest.Parsed, n, all int) (waiting int, err error) {
	if p.Table != nil {
		return 0, c.tryRows(ctx, w, o, p, n, all)
	}
	if p.Reading.Kind == reading.Addendum { // the report may have come in just now
		if p, err = o.parser.Parse(ctx, p.File); err != nil {
			return 0, err
		}
	}
	plan, err := ingest.Prepare(ctx, o.store, o.keeper.View(), p)
	if err != nil {
		return 0, err
	}
	w.tellPlan(plan, n, all)
	if plan.Nothing() {
		return len(plan.Questions), nil
	}
	if !c.Yes {
		ok, err := w.ask(ctx, "cli.import.confirm")
		if err != nil {
			return 0, err
		}
		if !ok {
			w.tell("cli.import.left")
			return 0, nil
		}
	}
	done, err := ingest.Apply(ctx, o.store, o.files, plan, ingest.ActImport, operator)
	if err != nil {
		return 0, err
	}
	w.tell("cli.import.brought", "act", int(done.Number), "facts", int(done.Facts))
	return len(plan.Questions), o.keeper.Refresh(ctx)
}

// tellPlan shows what a file would change.
func (w *world) tellPlan(p *ingest.Plan, n, all int) {
	w.tell("cli.import.preview", "n", n, "all", all, "file", p.Parsed.File.Name, "review", p.Document.Review.String(), "symbol", p.Document.Symbol)
	if p.Nothing() {
		w.tell("import.nothing")
		return
	}
	for _, pos := range upr.Positions {
		if p.Items.Of(pos) > 0 {
			w.tell("cli.import.count", "position", w.say.T("position."+string(pos)), "items", w.say.T("count.item", "count", p.Items.Of(pos)),
				"segments", w.say.T("count.segment", "count", p.Segments.Of(pos)), "pairs", w.say.T("count.pair", "count", p.Pairs.Of(pos)))
		}
	}
	if p.Document.Items == 0 {
		w.tell("cli.import.kept", "kind", w.say.T("document.kind."+string(p.Document.Kind)))
		return
	}
	w.tell("cli.import.changes", "new", len(p.New), "changed", len(p.Changed), "same", p.Same, "positions", p.Positions, "contrary", len(p.Contrary))
	for _, q := range p.Questions {
		for _, r := range q.Reasons {
			w.tell("cli.question", "place", strings.TrimSpace(string(q.Item)+" "+r.Place), "what", w.question(r.Kind, r.Detail))
		}
	}
}

// ask reads yes or no from the person; the end of the input is a no that says so, and a stop ends the waiting.
func (w *world) ask(ctx context.Context, code string) (bool, error) {
	fmt.Fprint(w.err, w.say.T(code), " ")
	type answer struct {
		line string
		err  error
	}
	given := make(chan answer, 1)
	go func() { // a read cannot be stopped; after a stop the program ends, and with it this
		line, err := w.in.ReadString('\n')
		given <- answer{line, err}
	}()
	var a answer
	select {
	case <-ctx.Done():
		fmt.Fprintln(w.err)
		return false, ctx.Err()
	case a = <-given:
	}
	if a.err != nil && a.line == "" {
		fmt.Fprintln(w.err)
		return false, errors.New(w.say.T("cli.say-yes"))
	}
	said := strings.ToLower(strings.TrimSpace(a.line))
	return said != "" && slices.Contains(strings.Fields(w.say.T("cli.yes-words")), said), nil
}

// gather lists the files that paths name, folders with everything below them, in a stable order.
func gather(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir():
				return nil
			case path == p || slices.Contains(importable, strings.ToLower(filepath.Ext(path))) || mayBeRows(path):
				out = append(out, path)
			}
			if len(out) > maxFolder {
				return fmt.Errorf("more than %d files below %s", maxFolder, p)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("looking for files: %w", err)
		}
	}
	return out, nil
}
