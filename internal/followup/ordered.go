package followup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

// MeasuresInOrder are the measures in the order of the numbers that their plan gives them ("2" before "10", "2.1" before
// "2.10"), those without a number last; put in order once an act.
func (v *View) MeasuresInOrder() []*Held[plan.Measure] {
	return Once(v, "measures-in-order", func() []*Held[plan.Measure] {
		out := make([]*Held[plan.Measure], 0, v.Measures.Len())
		for _, m := range v.Measures.All() {
			out = append(out, m)
		}
		slices.SortStableFunc(out, func(a, b *Held[plan.Measure]) int {
			x, y := a.Thing.Number, b.Thing.Number
			if (x == "") != (y == "") {
				return cmp.Compare(len(y), len(x))
			}
			return CompareNumbers(x, y)
		})
		return out
	})
}

// CompareNumbers orders numbers of a plan as a reader counts: digits by what they are worth, the rest as it is written.
func CompareNumbers(a, b string) int {
	for a != "" && b != "" {
		x, restA := digits(a)
		y, restB := digits(b)
		if x == "" || y == "" {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		if m != n {
			return cmp.Compare(m, n)
		}
		a, b = restA, restB
	}
	return cmp.Compare(len(a), len(b))
}

// digits are at most nine digits at the beginning, and what follows.
func digits(s string) (number, rest string) {
	n := len(s) - len(strings.TrimLeft(s, "0123456789"))
	n = min(n, 9)
	return s[:n], s[n:]
}
