package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/upr"
)

// parseCmd reads files without a record and prints one object an item.
type parseCmd struct {
	Files  []string `arg:"" help:"${cli_files}" type:"path"`
	Format string   `help:"${cli_parse_format}" enum:"ndjson,csv" default:"ndjson"`
	Second bool     `help:"${cli_second}" negatable:"" default:"true"`
}

// Run parses each file once: identical bytes under another name are noted and skipped. A refused file does not stop the
// others; the exit code tells.
func (c *parseCmd) Run(ctx context.Context, w *world) error {
	p := ingest.NewParser()
	if !c.Second {
		p.Pdftotext = ""
	}
	pending, decided := map[upr.ReviewID][]upr.ItemID{}, map[upr.ReviewID][]upr.ItemID{}
	p.Known = func(r upr.ReviewID) ([]upr.ItemID, []upr.ItemID) { return pending[r], decided[r] }
	out := bufio.NewWriterSize(w.out, 1<<16)
	defer out.Flush()
	seen := map[string]string{}
	refused := 0
	var all []items.Row
	for _, path := range c.Files {
		f, err := ingest.ReadFile(path, p.Limits)
		if err == nil {
			if first, again := seen[f.SHA256]; again {
				w.tell("cli.same-bytes", "file", path, "first", first)
				continue
			}
			seen[f.SHA256] = path
		}
		var parsed *ingest.Parsed
		if err == nil {
			parsed, err = p.Parse(ctx, f)
		}
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			refused++
			w.tellFile(path, err)
			continue
		}
		for _, it := range parsed.Reading.Items {
			to := pending
			if it.Position.Final() {
				to = decided
			}
			to[parsed.Reading.Review] = append(to[parsed.Reading.Review], it.ID)
		}
		w.tellReading(path, parsed)
		rows := items.FromParsed(parsed)
		if c.Format == "csv" {
			all = append(all, rows...)
			continue
		}
		if err := items.WriteNDJSON(out, rows); err != nil {
			return err
		}
	}
	if c.Format == "csv" {
		if err := items.WriteCSV(out, all, w.say); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing items: %w", err)
	}
	if refused > 0 {
		return exit(exitRefused)
	}
	return nil
}

// tellFile says what is wrong with one file.
func (w *world) tellFile(path string, err error) {
	var unknown *ingest.UnknownReview
	switch {
	case errors.As(err, &unknown):
		w.tell("cli.file-refused", "file", path, "why", w.say.T("import.unknown-review", "state", string(unknown.State), "session", int(unknown.Session)))
	default:
		w.tell("cli.file-refused", "file", path, "why", w.refusal(err))
	}
	if r, ok := document.AsRefused(err); ok && r.Err != nil && r.Code == document.Panicked {
		fmt.Fprintln(w.err, r.Err)
	}
}

// tellReading says in one line what a file is, with the questions that concern no single item.
func (w *world) tellReading(path string, p *ingest.Parsed) {
	r := p.Reading
	w.tell("cli.file-read", "file", path, "kind", w.say.T("document.kind."+string(r.Kind)), "symbol", r.Symbol,
		"items", w.say.T("count.item", "count", len(r.Items)+len(r.Events)), "questions", w.say.T("count.question", "count", ingest.QuestionCount(r)))
	for _, q := range r.Questions {
		w.tell("cli.question", "place", q.Place, "what", w.question(q.Kind, q.Detail))
	}
	for _, x := range p.Doc.Warnings {
		w.tell("cli.warning", "what", w.say.T("document.warning."+x.Code, "detail", x.Detail))
	}
}

// question is a reason to ask, in words.
func (w *world) question(kind string, detail map[string]string) string {
	args := make([]any, 0, 2*len(detail))
	for k, v := range detail {
		args = append(args, k, v)
	}
	return w.say.T("question."+kind, args...)
}
