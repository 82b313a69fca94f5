package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// exportCmd writes items of the record.
type exportCmd struct {
	recordFlags
	Format string `help:"${cli_export_format}" enum:"xlsx,csv,ndjson" default:"xlsx"`
	Review string `help:"${cli_review}" placeholder:"KAZ/2"`
	Output string `help:"${cli_output}" short:"o" type:"path"`
}

// Run writes one review, or all of them in the order of State code and cycle.
func (c *exportCmd) Run(ctx context.Context, w *world) error {
	return c.with(ctx, w, func(o *opened) error {
		rows, err := c.rows(w, o.keeper.View())
		if err != nil {
			return err
		}
		return writeTo(c.Output, w.out, func(out io.Writer) error {
			switch c.Format {
			case "csv":
				return items.WriteCSV(out, rows, w.say)
			case "ndjson":
				return items.WriteNDJSON(out, rows)
			default:
				return items.WriteXLSX(out, rows, w.say)
			}
		})
	})
}

func (c *exportCmd) rows(w *world, v *record.View) ([]items.Row, error) {
	reviews := v.Reviews()
	if c.Review != "" {
		id, err := upr.ParseReviewID(c.Review)
		if err != nil {
			return nil, err
		}
		r, ok := v.Review(id)
		if !ok {
			return nil, w.noReview(id)
		}
		reviews = []*record.Review{r}
	}
	var rows []items.Row
	for _, r := range reviews {
		for _, it := range r.Items {
			rows = append(rows, items.FromRecord(r, it))
		}
	}
	return rows, nil
}

func (w *world) noReview(id upr.ReviewID) error {
	return errors.New(w.say.T("cli.no-review", "review", id.String()))
}

// writeTo writes to a file that appears whole or not at all, or to standard output when no file is named.
func writeTo(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" {
		return write(stdout)
	}
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	err = write(f)
	if serr := f.Sync(); err == nil {
		err = serr
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", path, err), os.Remove(part))
	}
	return nil
}

// reconcileCmd sets every count of a review beside the record's own.
type reconcileCmd struct {
	recordFlags
	State string `arg:"" help:"${cli_review}"`
	Cycle int    `help:"${cli_cycle}"`
}

// Run prints one line a count and one a difference; it ends with code 3 when something differs or waits.
func (c *reconcileCmd) Run(ctx context.Context, w *world) error {
	name := c.State
	if c.Cycle > 0 {
		name += "/" + strconv.Itoa(c.Cycle)
	}
	id, err := upr.ParseReviewID(name)
	if err != nil {
		return err
	}
	return c.with(ctx, w, func(o *opened) error {
		v := o.keeper.View()
		r, ok := v.Review(id)
		if !ok {
			return w.noReview(id)
		}
		rc := record.Reconcile(r, v.Act)
		for _, line := range w.reconciliation(rc) {
			fmt.Fprintln(w.out, line)
		}
		if !rc.Agrees() {
			return exit(exitQuestions)
		}
		return nil
	})
}

func (w *world) reconciliation(rc record.Reconciliation) []string {
	out := []string{w.say.T("cli.reconcile.head", "review", rc.Review.String(), "act", int(rc.Act))}
	for _, c := range []upr.Count{rc.Items, rc.Segments, rc.Pairs} {
		out = append(out, w.say.T("cli.reconcile.record", "count", w.say.T("count."+string(c.Unit), "count", c.Received()),
			"supported", c.Supported, "noted", c.Noted, "pending", c.Pending, "unclear", c.Unclear))
	}
	for _, l := range rc.Lines {
		out = append(out, w.say.T("cli.reconcile.line", "by", l.By, "received", w.number(l.Received), "supported", w.number(l.Supported),
			"noted", w.number(l.Noted), "ours", fmt.Sprintf("%d = %d + %d + %d", l.Ours.Received(), l.Ours.Supported, l.Ours.Noted, l.Ours.Pending+l.Ours.Unclear)))
	}
	if rc.Waiting > 0 {
		out = append(out, w.say.T("cli.reconcile.waiting", "items", w.say.T("count.item", "count", rc.Waiting)))
	}
	for _, d := range append(slices.Clone(rc.Differences), rc.Moved...) {
		out = append(out, w.say.T("difference."+d.Kind, "item", string(d.Item), "by", d.By, "theirs", d.Theirs, "ours", d.Ours))
	}
	if rc.Agrees() {
		out = append(out, w.say.T("cli.reconcile.agrees"))
	}
	return out
}

func (w *world) number(n int) string {
	if n < 0 {
		return "–"
	}
	return w.say.Number(n)
}
