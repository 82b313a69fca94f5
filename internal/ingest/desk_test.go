package ingest_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// fataler is what a test and a property's run have in common.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// desk is a record with everything that an import needs, as the program has it.
type desk struct {
	ctx    context.Context
	store  *store.Store
	files  *files.Folder
	keeper *record.Keeper
	parser *ingest.Parser
}

var who = ingest.Who{Account: "a1", Name: "Aigerim", Role: "editor", Body: "Ministry of Invention"}

func newDesk(t testing.TB) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{ctx: context.Background(), parser: ingest.NewParser()}
	d.parser.Pdftotext = ""
	var err error
	if d.store, err = store.Open(d.ctx, store.Config{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	if d.files, err = files.Open(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	if d.keeper, err = record.NewKeeper(d.ctx, d.store); err != nil {
		t.Fatal(err)
	}
	d.parser.Known = d.keeper.Known
	t.Cleanup(func() {
		if err := d.store.Close(); err != nil {
			t.Error(err)
		}
		if err := d.files.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func (d *desk) parse(t fataler, name string, b []byte) *ingest.Parsed {
	t.Helper()
	p, err := d.parser.Parse(d.ctx, ingest.NewFile(name, b))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

func (d *desk) prepare(t fataler, p *ingest.Parsed) *ingest.Plan {
	t.Helper()
	plan, err := ingest.Prepare(d.ctx, d.store, d.keeper.View(), p)
	if err != nil {
		t.Fatalf("%s: %v", p.File.Name, err)
	}
	return plan
}

// bring prepares and applies, and lets the next reader see it.
func (d *desk) bring(t fataler, p *ingest.Parsed) *ingest.Plan {
	t.Helper()
	plan := d.prepare(t, p)
	if _, err := ingest.Apply(d.ctx, d.store, d.files, plan, ingest.ActImport, who); err != nil {
		t.Fatalf("%s: %v", p.File.Name, err)
	}
	d.refresh(t)
	return plan
}

func (d *desk) refresh(t fataler) {
	t.Helper()
	if err := d.keeper.Refresh(d.ctx); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) importFile(t fataler, name string, b []byte) *ingest.Plan {
	t.Helper()
	return d.bring(t, d.parse(t, name, b))
}

func (d *desk) importPath(t *testing.T, path string) *ingest.Plan {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return d.importFile(t, filepath.Base(path), b)
}

func (d *desk) review(t fataler, id upr.ReviewID) *record.Review {
	t.Helper()
	r, ok := d.keeper.View().Review(id)
	if !ok {
		t.Fatalf("the record knows nothing of %s", id)
	}
	return r
}

func (d *desk) answer(t fataler, decision ingest.Decision, qs ...*record.Question) {
	t.Helper()
	if _, err := ingest.AnswerAll(d.ctx, d.store, d.keeper.View(), qs, decision, who); err != nil {
		t.Fatal(err)
	}
	d.refresh(t)
}

// verify recomputes the whole record.
func (d *desk) verify(t fataler) store.Report {
	t.Helper()
	rep, err := d.store.Verify(d.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// head is the newest act; a test compares it before and after something that must change nothing.
func (d *desk) head(t fataler) store.Head {
	t.Helper()
	h, err := d.store.Head(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// content compares what two reviews say, whatever acts brought it and in whatever order.
var content = cmp.Options{
	cmpopts.IgnoreUnexported(record.Review{}),
	cmpopts.IgnoreFields(record.Review{}, "LastAct"),
	cmpopts.IgnoreFields(record.Item{}, "FactID", "Act", "EventAct"),
	cmpopts.IgnoreFields(record.Document{}, "Act"),
	cmpopts.IgnoreFields(record.Question{}, "FactID", "Act"),
	sorted(func(a, b *record.Document) bool { return a.SHA256 < b.SHA256 }),
	sorted(func(a, b *record.Question) bool { return a.ID < b.ID }),
	sorted(func(a, b record.Tag) bool {
		return a.SHA256+string(a.Scheme)+a.Label < b.SHA256+string(b.Scheme)+b.Label
	}),
	sorted(func(a, b record.Answer) bool { return a.Question < b.Question }),
	sorted(func(a, b upr.Tally) bool { return a.By < b.By }),
	sorted(func(a, b upr.Text) bool { return a.Lang < b.Lang }),
	sorted(func(a, b upr.PositionEvent) bool {
		if c := upr.CompareEvents(a, b); c != 0 {
			return c < 0
		}
		return a.Source.SHA256 < b.Source.SHA256
	}),
}

func sorted[T any](less func(a, b T) bool) cmp.Option { return cmpopts.SortSlices(less) }

// checkSome checks a property that needs several records a run with a fifth of the runs that others get.
func checkSome(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	all := checks.Value.String()
	n, err := strconv.Atoi(all)
	if err == nil {
		err = checks.Value.Set(strconv.Itoa(max(1, n/5)))
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := checks.Value.Set(all); err != nil {
			t.Error(err)
		}
	}()
	rapid.Check(t, property)
}

func samples(t testing.TB) map[reading.Kind]sample.File {
	t.Helper()
	all, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	out := map[reading.Kind]sample.File{}
	for i, k := range []reading.Kind{reading.WGReport, reading.Addendum, reading.ThematicList} {
		out[k] = all[i]
	}
	return out
}

// threeDocuments of a review in the order in which they are issued.
var threeDocuments = []reading.Kind{reading.WGReport, reading.Addendum, reading.ThematicList}

// permutations of a list.
func permutations[T any](in []T) [][]T {
	if len(in) < 2 {
		return [][]T{slices.Clone(in)}
	}
	var out [][]T
	for i := range in {
		rest := slices.Delete(slices.Clone(in), i, i+1)
		for _, p := range permutations(rest) {
			out = append(out, append([]T{in[i]}, p...))
		}
	}
	return out
}

func refusedWith(t *testing.T, err error, want ...document.Reason) {
	t.Helper()
	r, ok := document.AsRefused(err)
	if !ok || !slices.Contains(want, r.Code) {
		t.Errorf("got %v, want a file refused for %v", err, want)
	}
}
