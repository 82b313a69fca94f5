package main

import (
	"fmt"
	"math"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus"
)

// cross compares the times of cross-tables; the least ratio of all counts.
func (m *measure) cross(ours *compare.Ours, e compare.Comparator, other compare.Crosser, docs []corpus.Doc) error {
	crossings := compare.Crossings(docs)
	differ, err := compare.CheckCrossings(ours, other, e, docs, crossings)
	if err != nil {
		return err
	}
	for _, d := range differ {
		tell("DIFFERENT from %s: %s", e.Name(), d)
	}
	us, err := compare.Times(len(crossings), 5*m.rounds, func(i int) error { return ours.OnlyCross(crossings[i]) })
	if err != nil {
		return err
	}
	them, err := compare.Times(len(crossings), m.rounds, func(i int) error {
		_, err := other.Cross(crossings[i])
		return err
	})
	if err != nil {
		return err
	}
	least, at := math.Inf(1), 0
	for i := range crossings {
		ratio := float64(them[i]) / float64(us[i])
		tell("  %-9s × %-9s %-16s %9.3f ms  %9.2f ms  %7.0f×", crossings[i].Rows, crossings[i].Cols, crossings[i].Kind, compare.Mean(us[i:i+1]), compare.Mean(them[i:i+1]), ratio)
		if ratio < least {
			least, at = ratio, i
		}
	}
	if len(differ) > 0 {
		return fmt.Errorf("%d cross-tables differ", len(differ))
	}
	if err := print("cross.mean", len(docs), compare.Mean(us), e.Name(), compare.Mean(them), "ms"); err != nil {
		return err
	}
	return print("cross.least-ratio", len(docs), compare.Mean(us[at:at+1]), e.Name(), compare.Mean(them[at:at+1]), "ms")
}
