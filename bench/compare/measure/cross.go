package main

import (
	"fmt"
	"math"
	"time"

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
	first, err := firstAsked(docs, crossings)
	if err != nil {
		return err
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
	cold, coldThem, leastCold := []time.Duration(nil), []time.Duration(nil), math.Inf(1)
	for i := range crossings {
		if crossings[i].Kind == "everything" {
			cold, coldThem = append(cold, first[i]), append(coldThem, them[i])
			tell("  %-9s × %-9s %-16s %9.3f ms  %9.2f ms  %7.0f×", crossings[i].Rows, crossings[i].Cols, "everything, first", compare.Mean(first[i:i+1]), compare.Mean(them[i:i+1]), float64(them[i])/float64(first[i]))
			leastCold = min(leastCold, float64(them[i])/float64(first[i]))
		}
	}
	tell("%s: the least ratio of a table of everything that is asked for the first time is %.0f", e.Name(), leastCold)
	if len(differ) > 0 {
		return fmt.Errorf("%d cross-tables differ", len(differ))
	}
	if err := print("cross.mean", len(docs), compare.Mean(us), e.Name(), compare.Mean(them), "ms"); err != nil {
		return err
	}
	if err := print("cross.everything-first", len(docs), compare.Mean(cold), e.Name(), compare.Mean(coldThem), "ms"); err != nil {
		return err
	}
	return print("cross.least-ratio", len(docs), compare.Mean(us[at:at+1]), e.Name(), compare.Mean(them[at:at+1]), "ms")
}

// firstAsked are the times of each cross-table in a snapshot that was never asked for one: those of everything are kept
// from then on. The other tables are asked before, so that the memory of a search is there.
func firstAsked(docs []corpus.Doc, crossings []compare.Crossing) ([]time.Duration, error) {
	fresh := &compare.Ours{}
	if err := fresh.Load(docs); err != nil {
		return nil, err
	}
	out := make([]time.Duration, len(crossings))
	for _, everything := range []bool{false, true} {
		for i, c := range crossings {
			if (c.Kind == "everything") != everything {
				continue
			}
			began := time.Now()
			if err := fresh.OnlyCross(c); err != nil {
				return nil, err
			}
			out[i] = time.Since(began)
		}
	}
	return out, nil
}
