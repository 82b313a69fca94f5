package main

import (
	"maps"
	"slices"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/classify/linear"
	"github.com/openupr/openupr/internal/upr"
)

// task is one group of labels that are learned together.
type task struct {
	from, to int // places of its labels
	left     map[int]bool
	settings settings
}

// tasks, with settings found by cross-validation inside sessions 1 to 5, 10 to 13 and 20.
func tasks(labels int) []task {
	openings := map[int]bool{linear.Open: true, linear.OpenNext: true, linear.OpenPair: true, linear.Second: true, linear.OpenWith: true, linear.Lead: true}
	return []task{
		{0, classify.Degrees, map[int]bool{linear.Skip: true}, settings{cost: 1, positive: 1, rounds: 8, seed: 1}},
		{classify.Degrees, labels, openings, settings{cost: 1, positive: 1, rounds: 8, seed: 1}},
	}
}

// learn learns all labels from some rows: their weights by feature, and the bias of each.
func (c *corpus) learn(chosen []int) (weights map[linear.Feature][]float32, bias []float32) {
	weights, bias = map[linear.Feature][]float32{}, make([]float32, len(c.labels))
	for _, t := range tasks(len(c.labels)) {
		number := c.shared(chosen, t.left)
		n := t.to - t.from
		rows := chosen
		if t.from == 0 {
			rows = slices.DeleteFunc(slices.Clone(chosen), func(i int) bool { return c.rows[i].action == 0 })
		}
		w := descend(c.examples(rows, number), func(i, l int) bool {
			return slices.Contains(c.given[rows[i]], uint8(t.from+l))
		}, len(number), n, t.settings)
		copy(bias[t.from:t.to], w[len(w)-n:])
		for f, k := range number {
			all := weights[f]
			if all == nil {
				all = make([]float32, len(c.labels))
				weights[f] = all
			}
			copy(all[t.from:t.to], w[int(k)*n:][:n])
		}
	}
	return weights, bias
}

// model learns from some rows. Its labels have no thresholds yet.
func (c *corpus) model(chosen []int) *linear.Model {
	weights, bias := c.learn(chosen)
	labels := make([]linear.Label, len(c.labels))
	for i := range labels {
		labels[i] = linear.Label{Name: c.labels[i], Bias: bias[i]}
	}
	return linear.Build(c.words, labels, weights, leastStep)
}

// leastStep is the weight, of 127, below which a weight is left out of a model.
const leastStep = 1

// folds are sessions that stand together: what is predicted in a fold is learned from the others, as a new session's
// texts are from the sessions before. Each text of one State stands in one fold.
func (c *corpus) folds() [][]int {
	const groups = 6
	sizes := map[upr.WGSession]int{}
	for _, r := range c.rows {
		sizes[r.session]++
	}
	sessions := slices.Sorted(maps.Keys(sizes))
	per, in := (len(c.rows)+groups-1)/groups, map[upr.WGSession]int{}
	for fold, n, i := 0, 0, 0; i < len(sessions); i++ {
		in[sessions[i]] = fold
		if n += sizes[sessions[i]]; n >= per && fold < groups-1 {
			fold, n = fold+1, 0
		}
	}
	out := make([][]int, groups)
	for i, r := range c.rows {
		out[in[r.session]] = append(out[in[r.session]], i)
	}
	return slices.DeleteFunc(out, func(f []int) bool { return len(f) == 0 })
}

// crossed scores every row by a model learned from the other folds.
func (c *corpus) crossed() [][]float32 {
	out := make([][]float32, len(c.rows))
	folds := c.folds()
	for k, fold := range folds {
		var rest []int
		for j, f := range folds {
			if j != k {
				rest = append(rest, f...)
			}
		}
		c.score(c.model(rest), fold, out)
	}
	return out
}

// score scores some rows.
func (c *corpus) score(m *linear.Model, chosen []int, out [][]float32) {
	for _, i := range chosen {
		out[i] = make([]float32, len(c.labels))
		m.Scores(c.features[i], out[i], nil)
	}
}
