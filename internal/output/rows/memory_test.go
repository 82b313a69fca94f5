package rows_test

import (
	"io"
	"os"
	"runtime"
	"testing"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/rows"
)

// held gives rows and notes, now and then, how much memory is held after what is no longer needed was given back.
func held(all rows.Rows, every int, note func(n int, bytes uint64)) rows.Rows {
	return func(yield func(*rows.Row, error) bool) {
		n := 0
		for r, err := range all {
			if n++; n%every == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				note(n, m.HeapAlloc)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// TestMemoryDoesNotGrowWithTheRows: what is held after the second half of many rows is what was held after the first.
func TestMemoryDoesNotGrowWithTheRows(t *testing.T) {
	const n, allowed = 24_000, 2 << 20
	for _, f := range rows.Formats() {
		var half, most uint64
		note := func(at int, bytes uint64) {
			if at <= n/2 {
				half = max(half, bytes)
			}
			most = max(most, bytes)
		}
		if err := f.Write(io.Discard, held(many(n), 2_000, note), about(t, i18n.English)); err != nil {
			t.Fatal(err)
		}
		if most > half+allowed {
			t.Errorf("%s: %d KB held in the first half, %d KB in the second", f.Code, half>>10, most>>10)
		}
	}
}

// BenchmarkWrite writes 350,000 rows in each format and tells the most that was held meanwhile; a twentieth of them where
// not OPENUPR_QUIET says that nothing else runs.
func BenchmarkWrite(b *testing.B) {
	n := 350_000
	if os.Getenv("OPENUPR_QUIET") == "" {
		n /= 20
	}
	for _, f := range rows.Formats() {
		b.Run(f.Code, func(b *testing.B) {
			for b.Loop() {
				var most uint64
				size := &sized{}
				if err := f.Write(size, held(many(n), n/10, func(_ int, bytes uint64) { most = max(most, bytes) }), about(b, i18n.English)); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(most)/(1<<20), "MB-held")
				b.ReportMetric(float64(size.n)/(1<<20), "MB-written")
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

type sized struct{ n int }

func (s *sized) Write(b []byte) (int, error) { s.n += len(b); return len(b), nil }
