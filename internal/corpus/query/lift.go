package query

import (
	"slices"
	"strings"
)

// lift takes the restrictions that hold for everything out of the pieces, as far as neither chosen nor an earlier one
// holds the same field. rest is what was typed without them: it is read again to the same pieces.
func lift(typed string, pieces []piece, chosen []Filter) (q Query, rest string) {
	filters := slices.Clone(chosen)
	var left []Node
	var b strings.Builder
	last, apart := -1, false // the piece written last, and whether one was taken out since
	for i, x := range pieces {
		if f, ok := restricts(x.node); ok && takeIn(&filters, f) {
			apart = true
			continue
		}
		left = append(left, x.node)
		if last >= 0 && pieces[last].from == x.from {
			continue // typed together with the one before
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
			if apart || strings.TrimSpace(typed[pieces[i-1].to:x.from]) != "" {
				b.WriteString("AND ")
			}
		}
		b.WriteString(typed[x.from:x.to])
		last, apart = i, false
	}
	if len(left) == len(pieces) {
		return Query{Text: together(left), Filters: sorted(filters)}, typed
	}
	return Query{Text: together(left), Filters: sorted(filters)}, b.String()
}

// restricts says whether a node is a restriction by one field.
func restricts(n Node) (Filter, bool) {
	switch x := n.(type) {
	case Has:
		return x.Filter, true
	case Not:
		if h, ok := x.Of.(Has); ok {
			f := h.Filter
			f.Not = !f.Not
			return f, true
		}
	}
	return Filter{}, false
}

// takeIn adds a restriction to filters and says whether it could: refusals of one field add up, demands do not.
func takeIn(filters *[]Filter, f Filter) bool {
	for i, g := range *filters {
		if g.Field != f.Field || g.Not != f.Not {
			continue
		}
		switch {
		case g.From == f.From && g.To == f.To && slices.Equal(g.Values, f.Values):
			return true
		case f.Not && len(union(slices.Clone(g.expanded()), f.expanded())) <= MaxValues:
			(*filters)[i] = Filter{Field: f.Field, Values: union(slices.Clone(g.expanded()), f.expanded()), Not: true}
			return true
		}
		return false
	}
	*filters = append(*filters, f)
	return true
}

// sorted puts filters in the order of Fields, demands before refusals.
func sorted(filters []Filter) []Filter {
	slices.SortStableFunc(filters, func(a, b Filter) int {
		if d := slices.Index(Fields, a.Field) - slices.Index(Fields, b.Field); d != 0 {
			return d
		}
		if a.Not == b.Not {
			return 0
		}
		if b.Not {
			return -1
		}
		return 1
	})
	return filters
}
