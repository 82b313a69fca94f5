package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus"
)

// ours measures OpenUPR's search by itself: how its times grow with the number of segments.
func (m *measure) ours(ours *compare.Ours, questions []compare.Question, n int) error {
	times, err := ourTimes(ours, questions, 3*m.rounds)
	if err != nil {
		return err
	}
	if m.slow != "" {
		if err := m.slowest(ours, questions, times, n); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		name  string
		value float64
	}{{"alone.mean", compare.Mean(times)}, {"alone.p50", compare.Quantile(times, .5)}, {"alone.p99", compare.Quantile(times, .99)}} {
		if err := print(f.name, n, f.value, "", 0, "ms"); err != nil {
			return err
		}
	}
	return nil
}

// slowest writes down the twenty slowest questions with what one of each allocates.
func (m *measure) slowest(ours *compare.Ours, questions []compare.Question, times []time.Duration, n int) error {
	file, err := os.OpenFile(m.slow, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	fmt.Fprintf(file, "\n%d segments, %s: our mean %.3f ms, p50 %.3f, p99 %.3f\n", n, time.Now().Format("15:04"), compare.Mean(times), compare.Quantile(times, .5), compare.Quantile(times, .99))
	for _, k := range kinds(questions) {
		fmt.Fprintf(file, "  %-26s mean %8.3f ms\n", k, compare.Mean(of(k, questions, times)))
	}
	order := make([]int, len(questions))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(times[b] - times[a]) })
	for _, i := range order[:min(20, len(order))] {
		q := questions[i]
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := ours.Search(q.Query())
		if err != nil {
			return err
		}
		runtime.ReadMemStats(&after)
		fmt.Fprintf(file, "  %8.3f ms  %7d hits  %9d bytes in %6d allocations  %s: %v %v %v\n", compare.Mean(times[i:i+1]), r.Totals.Segments,
			after.TotalAlloc-before.TotalAlloc, after.Mallocs-before.Mallocs, q.Kind, q.Text, q.Where, q.Chosen)
	}
	return nil
}

// size measures what a snapshot takes in memory beside the bytes of its texts, and how long it took to build.
func size(docs *[]corpus.Doc, ours *compare.Ours, built time.Duration) error {
	n, text := len(*docs), 0
	for i := range *docs {
		text += len((*docs)[i].Texts[0].Words)
	}
	*docs = nil
	with := live()
	if err := ours.Close(); err != nil {
		return err
	}
	heap := float64(with - live())
	if err := print("build", n, built.Seconds(), "", 0, "s"); err != nil {
		return err
	}
	return print("heap", n, heap/1e6, "bytes of the texts", float64(text)/1e6, "MB")
}

// live is the heap that is reached.
func live() int64 {
	runtime.GC()
	runtime.GC() // what the first one's finalizers gave up
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}
