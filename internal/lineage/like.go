package lineage

import (
	"math"
	"math/bits"
	"slices"
	"strings"
)

// features of two demands by their words.
type features [9]float32

// What the features count, and from where: a logistic regression on tuning.tsv and near.tsv, pairs of other States than those
// that are tested. Made by `go run ./tools/pairs fit` (docs/notes/lineage.md).
const bias = -3.985

func learned() features {
	return features{
		2.268,  // weight in common, by the weight of both
		2.635,  // by that of the lighter
		1.168,  // its logarithm
		0.080,  // logarithm of the lighter's weight
		-0.330, // of the heavier's
		1.023,  // things in common, by the things of both
		-0.423, // logarithm of the things that only one names, of the side with fewer
		-0.467, // means that only one names
		0.340,  // means that both name
	}
}

// compare two worded demands. ok is false where they can not be the same: nothing of weight in common, or different
// instruments.
func compare(a, b *demand) (f features, ok bool) {
	var common, things, thingsA, thingsB float32
	insA, insB, insC := 0, 0, 0
	i, j := 0, 0
	one := func(t *term, ins *int, th *float32) {
		if isInstrument(t.name) {
			*ins++
		}
		if t.thing {
			*th += t.weight
		}
	}
	for i < len(a.terms) || j < len(b.terms) {
		switch {
		case j == len(b.terms) || i < len(a.terms) && a.terms[i].name < b.terms[j].name:
			one(&a.terms[i], &insA, &thingsA)
			i++
		case i == len(a.terms) || a.terms[i].name > b.terms[j].name:
			one(&b.terms[j], &insB, &thingsB)
			j++
		default:
			w := min(a.terms[i].weight, b.terms[j].weight)
			common += w
			if isInstrument(a.terms[i].name) {
				insC++
			}
			if a.terms[i].thing {
				things += w
			}
			i++
			j++
		}
	}
	if common < 2 || insA > 0 && insB > 0 && insC == 0 {
		return f, false
	}
	lighter, heavier := min(a.sum, b.sum), max(a.sum, b.sum)
	f[0] = common / (a.sum + b.sum - common)
	f[1] = common / lighter
	f[2] = log(common)
	f[3] = log(lighter)
	f[4] = log(heavier)
	if all := things + thingsA + thingsB; all > 0 {
		f[5] = things / all
	}
	f[6] = log(1 + min(thingsA, thingsB))
	f[7] = float32(bits.OnesCount16(a.means ^ b.means))
	f[8] = float32(bits.OnesCount16(a.means & b.means))
	return f, true
}

func log(x float32) float32 { return float32(math.Log(float64(x))) }

// likeness of two demands, 0 to 1.
func likeness(a, b *demand) float32 {
	if a.key != "" || b.key != "" {
		if a.key != "" && sameKey(a.key, b.key) {
			return 1
		}
		return 0
	}
	f, ok := compare(a, b)
	if !ok {
		return 0
	}
	z := float32(bias)
	for i, w := range learned() {
		z += w * f[i]
	}
	return float32(1 / (1 + math.Exp(-float64(z))))
}

// sameKey compares keys; a reservation without articles is any of that treaty.
func sameKey(a, b string) bool {
	if a == b {
		return true
	}
	if keyStem(a) != keyStem(b) {
		return false
	}
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) < 2 {
		return false
	}
	x, y = x[2:], y[2:]
	return len(x) == 0 || len(y) == 0 || slices.ContainsFunc(x, func(n string) bool { return slices.Contains(y, n) })
}

// keyStem is a key without the articles of a treaty: "withdraw CEDAW 16" gives "withdraw CEDAW".
func keyStem(key string) string {
	if f := strings.Fields(key); len(f) > 2 {
		return f[0] + " " + f[1]
	}
	return key
}

// best is the best likeness of a demand of one text to one of the other.
func best(a, b []demand) (like float32, x, y int) {
	for i := range a {
		for j := range b {
			if l := likeness(&a[i], &b[j]); l > like {
				like, x, y = l, i, j
			}
		}
	}
	return like, x, y
}
