package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/classify/linear"
)

// sent is the share of guesses, the least sure ones, that go to a person.
const sent = 0.1

// scored is one score with whether the label is right.
type scored struct {
	score float32
	right bool
}

// tune sets thresholds and the meaning of scores after the crossed scores of the rows.
func (c *corpus) tune(labels []linear.Label, crossed [][]float32) {
	var leads []scored
	for i, s := range crossed {
		if c.rows[i].action > 0 {
			best, lead := classify.Leader(s[:classify.Degrees])
			leads = append(leads, scored{lead, best == c.rows[i].action-1})
		}
	}
	slope, shift := odds(leads, 1, 0)
	var rights []float32
	for _, x := range leads {
		rights = append(rights, linear.Label{Slope: slope, Shift: shift}.Right(x.score))
	}
	for l := range classify.Degrees {
		labels[l].Slope, labels[l].Shift, labels[l].Sure = slope, shift, lowest(rights, sent)
	}

	var all []scored
	for l := classify.Degrees; l < len(labels); l++ {
		all = append(all, c.column(crossed, l)...)
	}
	slope, shift = odds(all, 4, 0)
	var given []float32
	for l := classify.Degrees; l < len(labels); l++ {
		x := &labels[l]
		column := c.column(crossed, l)
		x.Threshold = threshold(column)
		x.Slope, x.Shift = odds(column, slope, shift)
		for _, s := range column {
			if s.score >= x.Threshold {
				given = append(given, x.Right(s.score))
			}
		}
	}
	for l := classify.Degrees; l < len(labels); l++ {
		labels[l].Sure = lowest(given, sent)
	}
}

func (c *corpus) column(crossed [][]float32, label int) []scored {
	out := make([]scored, len(crossed))
	for i, s := range crossed {
		out[i] = scored{s[label], slices.Contains(c.given[i], uint8(label))}
	}
	return out
}

// lowest is the value below which a share of values lies.
func lowest(values []float32, share float64) float32 {
	slices.Sort(values)
	if len(values) == 0 {
		return 0
	}
	return values[int(share*float64(len(values)))]
}

// threshold gives the best F1. Where a range of thresholds is about as good, it is the one in the middle of their ranks:
// the very best is luck where a label is rare.
func threshold(column []scored) float32 {
	slices.SortStableFunc(column, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	right, best := 0, 0.0
	for _, s := range column {
		if s.right {
			right++
		}
	}
	if right == 0 {
		return 1
	}
	f := make([]float64, len(column))
	hit := 0
	for i, s := range column {
		if s.right {
			hit++
		}
		f[i] = 2 * float64(hit) / float64(i+1+right)
		best = max(best, f[i])
	}
	var good []int
	for i := range f {
		if f[i] >= best-0.004 {
			good = append(good, i)
		}
	}
	return column[good[len(good)/2]].score
}

// odds fits the share that is right as a logistic function of the score (Platt, 1999), by Newton's method. Where there is
// little to learn from it stays near the slope and shift given.
func odds(column []scored, slope, shift float32) (float32, float32) {
	const pull = 3
	a0, b0 := float64(slope), float64(shift)
	a, b := a0, b0
	for range 25 {
		ga, gb, haa, hab, hbb := pull*(a-a0), pull*(b-b0)*0.1, float64(pull), 0.0, pull*0.1
		for _, s := range column {
			x := float64(s.score)
			p := 1 / (1 + math.Exp(-(a*x + b)))
			y := 0.0
			if s.right {
				y = 1
			}
			w := p * (1 - p)
			ga, gb = ga+(p-y)*x, gb+(p-y)
			haa, hab, hbb = haa+w*x*x, hab+w*x, hbb+w
		}
		det := haa*hbb - hab*hab
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		a, b = a-da, b-db
		if math.Abs(da)+math.Abs(db) < 1e-6 {
			break
		}
	}
	return float32(a), float32(b)
}
