package main

import (
	"cmp"
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

// draw takes uniform pairs from the whole universe and so many from each band, none twice, and mixes them, so that who
// labels does not see from where a pair comes. A pair's weight is one over the number of times it was to be expected:
// sums of weights estimate counts in the universe.
func draw(all []pair, seed uint64, uniform, each int) []drawn {
	r := rand.New(rand.NewPCG(seed, 2026))
	rate := float64(uniform) / float64(len(all))
	taken := map[int]bool{}
	var out []drawn
	take := func(from []int, n int, name string) {
		for _, i := range r.Perm(len(from)) {
			if n > 0 && !taken[from[i]] {
				taken[from[i]] = true
				out = append(out, drawn{pair: all[from[i]], from: name})
				n--
			}
		}
	}
	everything := make([]int, len(all))
	in := make([][]int, len(bands))
	for i, p := range all {
		everything[i] = i
		if k := band(p.like); k >= 0 {
			in[k] = append(in[k], i)
		}
	}
	take(everything, uniform, "all")
	for k, of := range in {
		take(of, each, bands[k].name)
	}
	for i, d := range out {
		expected := rate
		if k := band(d.like); k >= 0 {
			expected += float64(min(each, len(in[k]))) / float64(len(in[k]))
		}
		out[i].weight = 1 / min(expected, 1)
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func band(like float64) int {
	return slices.IndexFunc(bands, func(b struct {
		name     string
		from, to float64
	}) bool {
		return cmp.Compare(like, b.from) >= 0 && like < b.to
	})
}
