package compare

import (
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// codes number the values of all facets, so that the SQL engines keep and count small integers.
type codes struct {
	of    map[query.Field]map[string]int
	value []value // by number
}

type value struct {
	field query.Field
	code  string
}

func newCodes() *codes { return &codes{of: map[query.Field]map[string]int{}} }

// number of a value, a new one when it has none.
func (c *codes) number(f query.Field, code string) int {
	if c.of[f] == nil {
		c.of[f] = map[string]int{}
	}
	n, ok := c.of[f][code]
	if !ok {
		n = len(c.value)
		c.of[f][code] = n
		c.value = append(c.value, value{f, code})
	}
	return n
}

// all are the numbers of a segment's values in all facets.
func (c *codes) all(d *corpus.Doc) []int {
	var out []int
	v := Values(d)
	for _, f := range corpus.Facets {
		for _, code := range v[f] {
			out = append(out, c.number(f, code))
		}
	}
	return out
}

// some are the numbers of a filter's values; -1 for a value that no segment has.
func (c *codes) some(f query.Filter) []int {
	var out []int
	for _, v := range f.Values {
		n, ok := c.of[f.Field][v]
		if !ok {
			n = -1
		}
		out = append(out, n)
	}
	return out
}

// count enters how many segments have a value.
func (c *codes) count(a *Answer, number, n int) {
	v := c.value[number]
	if a.Counts[v.field] == nil {
		a.Counts[v.field] = map[string]int{}
	}
	a.Counts[v.field][v.code] = n
}

// without are the chosen filters but one.
func without(chosen []query.Filter, i int) []query.Filter {
	out := append([]query.Filter(nil), chosen[:i]...)
	return append(out, chosen[i+1:]...)
}
