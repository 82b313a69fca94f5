package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ingest/uhri"
	"github.com/openupr/openupr/internal/store"
)

// splitExports takes the exports of OHCHR's index out of the paths: they are read from disk piece by piece and need no
// view of the record.
func splitExports(w *world, paths []string) (others []string, exports []*ingest.Export, refused int) {
	for _, path := range paths {
		e, ok, err := ingest.OpenExport(path)
		switch {
		case err != nil && ok:
			w.tellFile(path, err)
			refused++
		case err != nil, !ok:
			others = append(others, path) // reading it will say why
		default:
			exports = append(exports, e)
		}
	}
	return others, exports, refused
}

// bringExports previews and commits one export after another.
func (c *importCmd) bringExports(ctx context.Context, w *world, exports []*ingest.Export) (refused int, err error) {
	err = c.withStore(ctx, w, func(o *opened) error {
		for i, e := range exports {
			err := c.bringExport(ctx, w, o, e, i+1, len(exports))
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.As(err, new(*document.Refused)):
				w.tellFile(e.Path, err)
				refused++
			case err != nil:
				return err
			}
		}
		return nil
	})
	return refused, err
}

func (c *importCmd) bringExport(ctx context.Context, w *world, o *opened, e *ingest.Export, n, all int) (err error) {
	for range importTries {
		var changed *store.Changed
		if err = c.tryExport(ctx, w, o, e, n, all); !errors.As(err, &changed) {
			return err
		}
		w.tell("import.changed", "act", int(changed.Act))
	}
	return err
}

func (c *importCmd) tryExport(ctx context.Context, w *world, o *opened, e *ingest.Export, n, all int) error {
	w.tell("uhri.cli.reading", "n", n, "all", all, "file", e.Name, "mb", int(e.Size>>20))
	g := gazetteer.Default()
	p, err := ingest.PrepareExport(ctx, o.store, e, g)
	if err != nil {
		return err
	}
	w.tellExport(p)
	if p.Nothing() {
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
	done, err := ingest.ApplyExport(ctx, o.store, o.files, p, g, operator)
	if err != nil {
		return err
	}
	w.tell("cli.import.brought", "act", int(done.Number), "facts", int(done.Facts))
	return nil
}

// tellExport shows what an export would change.
func (w *world) tellExport(p *ingest.ExportPlan) {
	s := p.Summary
	count := func(mechanism string) int { return s.Bodies[mechanism] }
	w.tell("uhri.cli.read", "annotations", w.say.T("uhri.count.annotation", "count", s.Read), "upr", count(uhri.UPR), "treaty", count(uhri.TreatyBody),
		"procedures", count(uhri.SpecialProcedure), "other", count(uhri.Other))
	for i, l := range s.Left {
		if i == leftShown {
			break
		}
		w.tell("uhri.cli.left", "n", l.N, "why", w.say.T("uhri.left."+l.Code, "what", l.What))
	}
	if more := s.LeftOut - leftShown; more > 0 {
		w.tell("uhri.cli.more-left", "n", more)
	}
	if len(s.Names) > 0 {
		w.tell("uhri.cli.names", "names", strings.Join(s.Names[:min(len(s.Names), leftShown)], " · "))
	}
	if len(s.Shared) > 0 {
		w.tell("uhri.cli.shared", "numbers", strings.Join(s.Shared[:min(len(s.Shared), leftShown)], " · "))
	}
	if p.Nothing() {
		w.tell("import.nothing")
		return
	}
	w.tell("uhri.cli.sum", "new", p.New, "same", p.Same, "retagged", p.Retagged, "changed", p.Changed, "withdrawn", p.Withdrawn, "kept", p.Kept, "foreign", p.Foreign)
}
