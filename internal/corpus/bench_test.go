package corpus_test

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// benchSize is how many documents are invented for measurements; OPENUPR_BENCH_DOCS asks for more.
func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("OPENUPR_BENCH_DOCS")); err == nil && n > 0 {
		return n
	}
	return 20000
}

var benchWorld = sync.OnceValues(func() (*world, *corpus.Snapshot) {
	w := newWorld(benchSize())
	return w, corpus.Build(w.docs, 1)
})

func BenchmarkSearch(b *testing.B) {
	w, s := benchWorld()
	kinds := w.kinds()
	for _, unit := range []upr.Unit{upr.UnitSegment, upr.UnitItem, upr.UnitPair} {
		for _, name := range slices.Sorted(maps.Keys(kinds)) {
			if unit != upr.UnitSegment && name != "word" && name != "filter" {
				continue
			}
			b.Run(fmt.Sprintf("%s/%s", unit, name), func(b *testing.B) {
				var took []time.Duration
				cpu := cpuTime()
				for b.Loop() {
					q := kinds[name]()
					at := time.Now()
					if _, err := s.Search(b.Context(), q, corpus.Window{Limit: 20, Unit: unit, Marks: true}); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(at))
				}
				slices.Sort(took)
				b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(len(took)), "cpu-µs/op")
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			})
		}
	}
}

func BenchmarkCross(b *testing.B) {
	_, s := benchWorld()
	for _, unit := range []upr.Unit{upr.UnitSegment, upr.UnitItem, upr.UnitPair} {
		for _, of := range [][2]query.Field{{query.State, query.Position}, {query.By, query.State}, {query.Issue, query.SDG}, {query.ByOrg, query.Org}} {
			b.Run(fmt.Sprintf("%s/%s-%s", unit, of[0], of[1]), func(b *testing.B) {
				cpu := cpuTime()
				for b.Loop() {
					if _, err := s.Cross(b.Context(), query.Query{}, of[0], of[1], unit); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N), "cpu-µs/op")
			})
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	w, _ := benchWorld()
	b.SetBytes(int64(w.bytes))
	cpu := cpuTime()
	for b.Loop() {
		corpus.Build(w.docs, 1)
	}
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N)/float64(len(w.docs)), "cpu-µs/doc")
}

// TestASnapshotIsSmall holds it to five times the bytes of its texts, the texts included.
func TestASnapshotIsSmall(t *testing.T) {
	w := newWorld(benchSize())
	before := heap()
	s := corpus.Build(w.docs, 1)
	after := heap()
	runtime.KeepAlive(w)
	runtime.KeepAlive(s)
	ratio := float64(after-before) / float64(w.bytes)
	t.Logf("%d documents: %.1f MB for %.1f MB of text, %.2f to one", s.Len(), float64(after-before)/1e6, float64(w.bytes)/1e6, ratio)
	if ratio > 5 {
		t.Errorf("a snapshot takes %.2f times its texts", ratio)
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// cpuTime is what the program has used. Other programs on the machine do not change it much.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkAct is what an act that changed one review costs until it can be searched.
func BenchmarkAct(b *testing.B) {
	w, s := benchWorld()
	n := min(300, len(w.docs)/2)
	cpu := cpuTime()
	for b.Loop() {
		s.Replace(n, 2*n, w.docs[n:2*n])
	}
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N), "cpu-µs/op")
}

// BenchmarkSearchWhileActsCome says how long searches take at rest and while a snapshot is swapped every second.
func BenchmarkSearchWhileActsCome(b *testing.B) {
	w, s := benchWorld()
	n := min(300, len(w.docs)/2)
	kinds := w.kinds()
	names := slices.Sorted(maps.Keys(kinds))
	for _, swapping := range []bool{false, true} {
		b.Run(fmt.Sprintf("swapping=%t", swapping), func(b *testing.B) {
			var now atomic.Pointer[corpus.Snapshot]
			now.Store(s)
			stop := make(chan struct{})
			var wg sync.WaitGroup
			if swapping {
				wg.Go(func() {
					for {
						select {
						case <-stop:
							return
						case <-time.After(time.Second):
							now.Store(s.Replace(n, 2*n, w.docs[n:2*n]))
						}
					}
				})
			}
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				q := kinds[names[i%len(names)]]()
				at := time.Now()
				if _, err := now.Load().Search(b.Context(), q, corpus.Window{Limit: 20, Unit: upr.UnitSegment, Marks: true}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(at))
			}
			close(stop)
			wg.Wait()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}
