package main

import (
	"fmt"
	"io"
	"math"

	"github.com/openupr/openupr/internal/lineage"
)

// example is a labelled pair that is decided by words.
type example struct {
	seen [][]float32
	same bool
}

// examples are the labelled pairs of files that no key decides.
func examples(files []string, texts []*text) ([]example, error) {
	var out []example
	for _, name := range files {
		labelled, err := readPairs(name, texts)
		if err != nil {
			return nil, err
		}
		for _, p := range labelled {
			if seen, keyed := lineage.Observed(p.a.words, p.b.words); !keyed && len(seen) > 0 {
				out = append(out, example{seen, p.same})
			}
		}
	}
	return out, nil
}

// fit is a logistic regression on the pair of demands of each example that is alike the most, which are chosen anew in
// each round. It prints the bias and what each feature counts.
func fit(out io.Writer, all []example) {
	const rounds, steps, keepSmall = 12, 400, 0.02
	n := len(all[0].seen[0])
	w := make([]float64, n+1) // the last is the bias
	w[0], w[1], w[2], w[n] = 5, 2, 0.5, -3
	for range rounds {
		x := make([][]float64, len(all))
		for i, e := range all {
			x[i] = likest(w, e.seen)
		}
		mean, spread := make([]float64, n), make([]float64, n)
		for k := range n {
			for _, v := range x {
				mean[k] += v[k] / float64(len(x))
			}
			for _, v := range x {
				spread[k] += (v[k] - mean[k]) * (v[k] - mean[k]) / float64(len(x))
			}
			spread[k] = max(math.Sqrt(spread[k]), 1e-6)
		}
		v := make([]float64, n+1) // the same weights, for features of mean 0 and spread 1
		v[n] = w[n]
		for k := range n {
			v[k] = w[k] * spread[k]
			v[n] += w[k] * mean[k]
		}
		for range steps {
			slope := make([]float64, n+1)
			for i, e := range all {
				z := v[n]
				for k := range n {
					z += v[k] * (x[i][k] - mean[k]) / spread[k]
				}
				miss := 1 / (1 + math.Exp(-z))
				if e.same {
					miss--
				}
				for k := range n {
					slope[k] += miss * (x[i][k] - mean[k]) / spread[k] / float64(len(all))
				}
				slope[n] += miss / float64(len(all))
			}
			for k := range n {
				v[k] -= slope[k] + keepSmall*v[k]
			}
			v[n] -= slope[n]
		}
		w[n] = v[n]
		for k := range n {
			w[k] = v[k] / spread[k]
			w[n] -= w[k] * mean[k]
		}
	}
	fmt.Fprintf(out, "%d pairs\nbias %.3f\n", len(all), w[n])
	for k := range n {
		fmt.Fprintf(out, "%.3f\n", w[k])
	}
}

func likest(w []float64, seen [][]float32) []float64 {
	var best []float64
	most := math.Inf(-1)
	for _, s := range seen {
		z := w[len(s)]
		x := make([]float64, len(s))
		for k, f := range s {
			x[k] = float64(f)
			z += w[k] * x[k]
		}
		if z > most {
			best, most = x, z
		}
	}
	return best
}
