package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus"
)

// search compares the times of all questions that the engine knows.
func (m *measure) search(ours *compare.Ours, e compare.Comparator, docs []corpus.Doc, questions []compare.Question) error {
	c, err := compare.Check(ours, e, docs, questions)
	if err != nil {
		return err
	}
	for _, d := range c.Differences {
		tell("DIFFERENT from %s: %s", e.Name(), d)
	}
	tell("%s: the same totals and counts for %d questions; %d ask for words of which it means other forms, %d it does not know", e.Name(), c.Same, c.Other, c.Unknown)
	if err := print("search.same", len(docs), float64(c.Same), e.Name(), float64(c.Same+len(c.Differences)), "questions"); err != nil {
		return err
	}
	var known []compare.Question
	for _, q := range questions {
		if e.Can(q) {
			known = append(known, q)
		}
	}
	us, err := ourTimes(ours, known, 5*m.rounds)
	if err != nil {
		return err
	}
	them, err := compare.Times(len(known), m.rounds, func(i int) error {
		_, err := e.Ask(known[i])
		return err
	})
	if err != nil {
		return err
	}
	for _, k := range kinds(known) {
		a, b := of(k, known, us), of(k, known, them)
		tell("  %-26s %9.3f ms  %9.2f ms  %7.0f×", k, compare.Mean(a), compare.Mean(b), compare.Mean(b)/compare.Mean(a))
	}
	if len(c.Differences) > 0 {
		return fmt.Errorf("%d answers differ", len(c.Differences))
	}
	if err := print("search.mean", len(docs), compare.Mean(us), e.Name(), compare.Mean(them), "ms"); err != nil {
		return err
	}
	if err := print("search.p50", len(docs), compare.Quantile(us, .5), e.Name(), compare.Quantile(them, .5), "ms"); err != nil {
		return err
	}
	return print("search.p99", len(docs), compare.Quantile(us, .99), e.Name(), compare.Quantile(them, .99), "ms")
}

func ourTimes(ours *compare.Ours, questions []compare.Question, rounds int) ([]time.Duration, error) {
	return compare.Times(len(questions), rounds, func(i int) error {
		_, err := ours.Search(questions[i].Query())
		return err
	})
}

func print(name string, rows int, ours float64, comparator string, value float64, unit string) error {
	return compare.Figure{Name: name, Rows: rows, Ours: ours, Comparator: comparator, ComparatorValue: value, Unit: unit}.Print(os.Stdout)
}

func kinds(questions []compare.Question) []string {
	var out []string
	for _, q := range questions {
		if !slices.Contains(out, q.Kind) {
			out = append(out, q.Kind)
		}
	}
	return out
}

func of(kind string, questions []compare.Question, times []time.Duration) []time.Duration {
	var out []time.Duration
	for i, q := range questions {
		if q.Kind == kind {
			out = append(out, times[i])
		}
	}
	return out
}
