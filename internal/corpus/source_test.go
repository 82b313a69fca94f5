package corpus_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// brought is a record into which files came, one after the other.
func brought(t testing.TB, paths ...string) (*store.Store, *record.View) {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	fs, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := record.NewKeeper(ctx, st)
	if err != nil {
		t.Fatal(err)
	}
	p := ingest.NewParser()
	p.Known, p.Pdftotext = k.Known, ""
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := p.Parse(ctx, ingest.NewFile(path, b))
		if err != nil {
			t.Fatal(err)
		}
		if parsed.Table != nil {
			plan, err := ingest.PrepareRows(ctx, k.View(), parsed.File, parsed.Table)
			if err == nil {
				_, err = ingest.ApplyRows(ctx, st, fs, plan, ingest.Who{})
			}
			if err != nil {
				t.Fatal(err)
			}
		} else {
			plan, err := ingest.Prepare(ctx, st, k.View(), parsed)
			if err == nil {
				_, err = ingest.Apply(ctx, st, fs, plan, ingest.ActImport, ingest.Who{})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := k.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
	}
	var qs []*record.Question
	for _, q := range k.View().Questions() {
		if _, _, ok := q.HeldItem(); ok {
			qs = append(qs, q)
		}
	}
	if len(qs) > 0 { // a person confirms what was read
		if _, err := ingest.AnswerAll(ctx, st, k.View(), qs, ingest.Decision{Choice: "as-read"}, ingest.Who{}); err != nil {
			t.Fatal(err)
		}
		if err := k.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return st, k.View()
}

func reviewOf(t *testing.T, v *record.View, id upr.ReviewID) *record.Review {
	t.Helper()
	r, ok := v.Review(id)
	if !ok {
		t.Fatalf("the record knows nothing of %s", id)
	}
	return r
}

// units counts documents in the three units.
func units(docs []corpus.Doc) (t corpus.Totals) {
	items := map[string]bool{}
	for _, d := range docs {
		items[d.Item] = true
		t.Segments++
		t.Pairs += len(d.By)
	}
	t.Items = len(items)
	return t
}

func TestSharedReviewsHaveTheirUnits(t *testing.T) {
	report := func(name string) string { return shareddata.Data(t, "wg-reports", filepath.FromSlash(name)) }
	for name, x := range map[string]struct {
		file   string
		review upr.ReviewID
		want   corpus.Totals
		on     map[upr.Date]map[upr.Position]int
	}{
		"Kazakhstan 2014": {report("pdf/kazakhstan2014.pdf"), upr.ReviewID{State: "KAZ", Cycle: 2}, corpus.Totals{Items: 194, Segments: 194, Pairs: 198},
			map[upr.Date]map[upr.Position]int{{Year: 2014, Month: 1, Day: 1}: {}, {Year: 2015, Month: 6, Day: 1}: {upr.Supported: 143, upr.Noted: 51}}},
		"Slovenia 2025": {report("slovenia/A_HRC_59_15_report.pdf"), upr.ReviewID{State: "SVN", Cycle: 4}, corpus.Totals{Items: 254, Segments: 254, Pairs: 262}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, v := brought(t, x.file)
			docs := corpus.ReviewDocs(reviewOf(t, v, x.review), nil, upr.Date{})
			if got := units(docs); got != x.want {
				t.Errorf("%+v, not %+v", got, x.want)
			}
			for on, want := range x.on {
				got := map[upr.Position]int{}
				for _, d := range corpus.ReviewDocs(reviewOf(t, v, x.review), nil, on) {
					got[d.Position]++
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("on %s (-want +got):\n%s", on, d)
				}
			}
		})
	}
}

func TestACompositeItemIsSeveralDocuments(t *testing.T) {
	_, v := brought(t, shareddata.Data(t, "matrices", "UPR31_China_Matrix_2018.docx"))
	r := reviewOf(t, v, upr.ReviewID{State: "CHN", Cycle: 3})
	var of []corpus.Doc
	for _, d := range corpus.ReviewDocs(r, nil, upr.Date{}) {
		if d.Para == "28.9" {
			of = append(of, d)
		}
	}
	it, ok := r.Item("UPR-CHN-C3-28.9")
	if !ok {
		t.Fatal("item 28.9 is not there")
	}
	want := corpus.Totals{Items: 1, Segments: 6, Pairs: it.Pairs()}
	if got := units(of); got != want || got.Pairs < 6 {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestRowsOfAReportAreItsDocumentsAndNoOthers(t *testing.T) {
	kaz := upr.ReviewID{State: "KAZ", Cycle: 2}
	rows := shareddata.Data(t, "bulk", "uprinfo_KAZ_session20_extract_utf8.csv")
	_, alone := brought(t, rows)
	docs := corpus.ReviewDocs(reviewOf(t, alone, kaz), nil, upr.Date{})
	if got := units(docs); got.Pairs != 198 {
		t.Errorf("provisional: %+v", got)
	}
	for _, d := range docs {
		if !d.Provisional || d.Source != "uprinfo" || d.Action == 0 || len(d.Issues) == 0 || d.Session != 20 || d.Year != 2014 || d.Para != "" {
			t.Errorf("%+v", d)
		}
	}
	_, both := brought(t, rows, shareddata.Data(t, "wg-reports", "pdf", "kazakhstan2014.pdf"))
	docs = corpus.ReviewDocs(reviewOf(t, both, kaz), nil, upr.Date{})
	if got := units(docs); got != (corpus.Totals{Items: 194, Segments: 194, Pairs: 198}) {
		t.Errorf("with the report: %+v", got)
	}
	if slices.ContainsFunc(docs, func(d corpus.Doc) bool { return d.Provisional || d.Action == 0 || len(d.Issues) == 0 }) {
		t.Error("a recommendation of the report has not UPR Info's labels")
	}
}
