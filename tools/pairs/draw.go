package main

import (
	"iter"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/openupr/openupr/internal/upr"
)

// pair of an earlier and a later text.
type pair struct {
	a, b *text
	like float64
}

// drawn is a pair with the number of pairs of the universe that it stands for.
type drawn struct {
	pair
	weight float64
	from   string // "all" or the band
}

// bands of shared words from which the second part of the draw comes: from, below.
var bands = []struct {
	name     string
	from, to float64
}{{"0.10", 0.10, 0.20}, {"0.20", 0.20, 0.35}, {"0.35", 0.35, 0.50}, {"0.50", 0.50, 0.75}, {"0.75", 0.75, 1.01}}

// bothCycles are the States of which texts of both cycles are at hand.
func bothCycles(texts []*text) map[upr.State]bool {
	first, out := map[upr.State]bool{}, map[upr.State]bool{}
	for _, t := range texts {
		if t.review.Cycle == 1 {
			first[t.review.State] = true
		}
	}
	for _, t := range texts {
		if t.review.Cycle == 2 && first[t.review.State] {
			out[t.review.State] = true
		}
	}
	return out
}

// universe is every pair of an earlier and a later text of the same State that have an issue in common, each once.
func universe(texts []*text, ok func(*text) bool) []pair {
	later := map[upr.State][]*text{}
	for _, t := range texts {
		if t.review.Cycle == 2 && ok(t) {
			later[t.review.State] = append(later[t.review.State], t)
		}
	}
	var out []pair
	for _, a := range texts {
		if a.review.Cycle != 1 || !ok(a) {
			continue
		}
		for _, b := range later[a.review.State] {
			if common(a.issues, b.issues) {
				out = append(out, pair{a, b, shared(a.forms, b.forms)})
			}
		}
	}
	return out
}

func common(a, b map[string]bool) bool {
	for i := range a {
		if b[i] {
			return true
		}
	}
	return false
}

// draw takes uniform pairs from the whole universe and so many from each band, there as evenly as possible from all States,
// since one State may have been asked one thing by many. No pair is taken twice. They are mixed, so that who labels does
// not see from where a pair comes. A pair's weight is one over the number of times it was to be expected: sums of weights
// estimate counts in the universe.
func draw(all []pair, seed uint64, uniform, each int) []drawn {
	r := rand.New(rand.NewPCG(seed, 2026))
	expected := map[pair]float64{}
	taken := map[pair]bool{}
	var out []drawn
	take := func(from []pair, n int, name string) {
		for _, p := range from {
			expected[p] += float64(n) / float64(len(from))
		}
		for _, i := range r.Perm(len(from)) {
			if n > 0 && !taken[from[i]] {
				taken[from[i]] = true
				out = append(out, drawn{pair: from[i], from: name})
				n--
			}
		}
	}
	take(all, uniform, "all")
	for _, b := range bands {
		in := map[upr.State][]pair{}
		for _, p := range all {
			if p.like >= b.from && p.like < b.to {
				in[p.a.review.State] = append(in[p.a.review.State], p)
			}
		}
		for s, n := range evenly(in, each) {
			take(in[s], n, b.name)
		}
	}
	for i, d := range out {
		out[i].weight = 1 / min(expected[d.pair], 1)
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// evenly says how many pairs each State gives, in the order of their codes: one each in turn until there are enough.
func evenly(in map[upr.State][]pair, n int) iter.Seq2[upr.State, int] {
	states := slices.Sorted(maps.Keys(in))
	gives := map[upr.State]int{}
	for more := true; more && n > 0; {
		more = false
		for _, s := range states {
			if n > 0 && gives[s] < len(in[s]) {
				gives[s]++
				n--
				more = true
			}
		}
	}
	return func(yield func(upr.State, int) bool) {
		for _, s := range states {
			if !yield(s, gives[s]) {
				return
			}
		}
	}
}
