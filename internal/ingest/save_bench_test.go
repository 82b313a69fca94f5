package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// BenchmarkSaveDuringImport measures how long a person's save takes at rest and while all shared reports are read and
// imported beside it; it reports both p99 and their ratio.
func BenchmarkSaveDuringImport(b *testing.B) {
	ctx := context.Background()
	paths, err := filepath.Glob(filepath.Join(shareddata.Data(b, "wg-reports", "pdf"), "*.pdf"))
	if err != nil || len(paths) == 0 {
		b.Fatal("no shared reports", err)
	}
	rests := 2000
	if os.Getenv("OPENUPR_QUIET") == "" { // other things run: the ratio says little, so a few reports will do
		paths, rests = paths[:min(len(paths), 6)], 200
	}
	for b.Loop() {
		dir := b.TempDir()
		st, err := store.Open(ctx, store.Config{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		rest := saves(ctx, b, st, make(chan struct{}), rests)
		done := make(chan struct{})
		took := make(chan time.Duration, 1)
		go func() {
			defer close(done)
			begin := time.Now()
			importAll(ctx, b, st, dir, paths)
			took <- time.Since(begin)
		}()
		busy := saves(ctx, b, st, done, 1<<30)
		b.ReportMetric(float64(p99(rest).Microseconds()), "p99-rest-µs")
		b.ReportMetric(float64(p99(busy).Microseconds()), "p99-import-µs")
		b.ReportMetric(float64(p99(busy))/float64(p99(rest)), "p99-ratio")
		b.ReportMetric(float64(len(busy)), "saves-beside")
		b.ReportMetric((<-took).Seconds(), "import-s")
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// saves writes one small act after another, a moment apart as people do, until stop or count.
func saves(ctx context.Context, b *testing.B, st *store.Store, stop <-chan struct{}, count int) []time.Duration {
	var out []time.Duration
	id := upr.ReviewID{State: "SVN", Cycle: 3}
	for range count {
		select {
		case <-stop:
			return out
		case <-time.After(time.Millisecond):
		}
		f := record.Sourced{Review: id, Name: "note", Value: time.Now().String(), Source: "bench"}.Fact()
		begin := time.Now()
		if _, err := st.Write(ctx, store.Act{Kind: "save", Scope: id.String(), Role: "editor"}, []store.New{{Fact: f.Fact, Review: f.Review}}, nil); err != nil {
			b.Error(err)
			return out
		}
		out = append(out, time.Since(begin))
	}
	return out
}

func importAll(ctx context.Context, b *testing.B, st *store.Store, dir string, paths []string) {
	fs, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		b.Error(err)
		return
	}
	k, err := record.NewKeeper(ctx, st)
	if err != nil {
		b.Error(err)
		return
	}
	p := ingest.NewParser()
	p.Known, p.Pdftotext = k.Known, ""
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			b.Error(err)
			return
		}
		parsed, err := p.Parse(ctx, ingest.NewFile(filepath.Base(path), raw))
		if err != nil {
			b.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		plan, err := ingest.Prepare(ctx, st, k.View(), parsed)
		if err != nil {
			b.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		if _, err := ingest.Apply(ctx, st, fs, plan, ingest.ActImport, ingest.Who{Role: "operator"}); err != nil {
			b.Errorf("%s: %v", filepath.Base(path), err)
		}
		if err := k.Refresh(ctx); err != nil {
			b.Error(err)
		}
	}
}

func p99(d []time.Duration) time.Duration {
	if len(d) == 0 {
		return 0
	}
	s := slices.Clone(d)
	slices.Sort(s)
	return s[len(s)*99/100]
}
