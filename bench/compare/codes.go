package compare

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// codes number the values of all facets, so that the SQL engines keep and count small integers.
type codes struct {
	of    map[query.Field]map[string]int
	value map[int]value // by number
}

// span of the numbers of one facet: those of the i-th begin at i×span.
const span = 1 << 12

type value struct {
	field query.Field
	code  string
}

func newCodes() *codes {
	return &codes{of: map[query.Field]map[string]int{}, value: map[int]value{}}
}

// first number of a facet.
func first(f query.Field) int { return slices.Index(corpus.Facets, f) * span }

// number of a value, a new one when it has none.
func (c *codes) number(f query.Field, code string) int {
	if c.of[f] == nil {
		c.of[f] = map[string]int{}
	}
	n, ok := c.of[f][code]
	if !ok {
		n = first(f) + len(c.of[f])
		c.of[f][code] = n
		c.value[n] = value{f, code}
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

// one is the number of a facet's only value; nil when the segment has none.
func (c *codes) one(v map[query.Field][]string, f query.Field) *int {
	if len(v[f]) == 0 {
		return nil
	}
	n := c.number(f, v[f][0])
	return &n
}

// single are the facets of which a segment has one value at most; the others have any number.
var single = []query.Field{query.Position, query.State, query.Group, query.Cycle, query.Session, query.Year, query.Action, query.Kind}

// column of a facet in a table: its name without the stroke.
func column(f query.Field) string { return "f_" + strings.ReplaceAll(string(f), "-", "_") }

func columns(fields []query.Field) []string {
	var out []string
	for _, f := range fields {
		out = append(out, column(f))
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
