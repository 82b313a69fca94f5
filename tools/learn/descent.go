package main

import (
	"math/rand/v2"
)

// example is a text as numbers of features with one value for all of them (its length is 1).
type example struct {
	at    []int32
	value float32
}

// settings of learning.
type settings struct {
	cost     float32 // of a mistake, against the size of the weights
	positive float32 // how much more a missed label costs than a wrong one
	rounds   int
	seed     uint64
}

// descend learns weights for all labels at once by dual coordinate descent for the squared hinge loss (Hsieh et al.,
// 2008). The result is weights[feature*labels+label]; the last feature is the bias. It is deterministic.
func descend(examples []example, marked func(i, label int) bool, features, labels int, s settings) []float32 {
	w := make([]float32, (features+1)*labels)
	alpha := make([]float32, len(examples)*labels)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(s.seed, 1))
	score := make([]float32, labels)
	step := make([]float32, labels)
	sign := make([]float32, len(examples)*labels)
	for i := range examples {
		for l := range labels {
			sign[i*labels+l] = -1
			if marked(i, l) {
				sign[i*labels+l] = 1
			}
		}
	}
	dPos, dNeg := 1/(2*s.cost*s.positive), 1/(2*s.cost)
	for range s.rounds {
		r.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			e := examples[i]
			q := e.value*e.value*float32(len(e.at)) + 1
			dot(w, e, labels, score)
			a, y := alpha[i*labels:][:labels], sign[i*labels:][:labels]
			any := false
			for l := range labels {
				d := dNeg
				if y[l] > 0 {
					d = dPos
				}
				g := y[l]*score[l] - 1 + a[l]*d
				step[l] = 0
				if a[l] == 0 && g >= 0 {
					continue
				}
				next := max(a[l]-g/(q+d), 0)
				if next != a[l] {
					step[l] = (next - a[l]) * y[l]
					a[l] = next
					any = true
				}
			}
			if any {
				move(w, e, labels, step)
			}
		}
	}
	return w
}

// dot is the score of each label.
func dot(w []float32, e example, labels int, out []float32) {
	bias := w[len(w)-labels:]
	for l := range out {
		out[l] = 0
	}
	for _, f := range e.at {
		row := w[int(f)*labels:][:len(out)]
		for l, x := range row {
			out[l] += x
		}
	}
	for l := range out {
		out[l] = out[l]*e.value + bias[l]
	}
}

func move(w []float32, e example, labels int, step []float32) {
	bias := w[len(w)-labels:]
	some := make([]int, 0, 8)
	for l, x := range step {
		if x != 0 {
			some = append(some, l)
			bias[l] += x
		}
	}
	if len(some)*4 > labels {
		for _, f := range e.at {
			row := w[int(f)*labels:][:len(step)]
			for l, x := range step {
				row[l] += x * e.value
			}
		}
		return
	}
	for _, f := range e.at {
		row := w[int(f)*labels:][:labels]
		for _, l := range some {
			row[l] += step[l] * e.value
		}
	}
}
