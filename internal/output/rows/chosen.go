package rows

import (
	"slices"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Chosen says which of a segment's recommending States a query's pairs are made of: those that every restriction on
// recommending States allows, typed or chosen (query.By, query.ByGroup, query.ByOrg). It is nil where there is none.
func Chosen(q query.Query) func(*corpus.Doc) []upr.State {
	var allowed []func(upr.State) bool
	for _, f := range demanded(q) {
		switch f.Field {
		case query.By:
			allowed = append(allowed, func(s upr.State) bool { return slices.Contains(f.Values, string(s)) })
		case query.ByGroup:
			allowed = append(allowed, func(s upr.State) bool {
				info, _ := reference.State(s)
				return slices.Contains(f.Values, string(info.Group))
			})
		case query.ByOrg:
			allowed = append(allowed, func(s upr.State) bool {
				of := reference.OrganisationsOf(s)
				if len(of) == 0 {
					of = []string{""}
				}
				return slices.ContainsFunc(of, func(o string) bool { return slices.Contains(f.Values, o) })
			})
		}
	}
	if len(allowed) == 0 {
		return nil
	}
	var out []upr.State
	return func(d *corpus.Doc) []upr.State {
		out = out[:0]
	next:
		for _, s := range d.By {
			for _, may := range allowed {
				if !may(s) {
					continue next
				}
			}
			out = append(out, s)
		}
		return out
	}
}

// demanded are the restrictions that hold for every segment found: those chosen, and those typed beside everything else.
func demanded(q query.Query) []query.Filter {
	var out []query.Filter
	add := func(f query.Filter) {
		if !f.Not && len(f.Values) > 0 {
			out = append(out, f)
		}
	}
	for _, f := range q.Filters {
		add(f)
	}
	var walk func(query.Node)
	walk = func(n query.Node) {
		switch n := n.(type) {
		case query.And:
			for _, part := range n.Of {
				walk(part)
			}
		case query.Has:
			add(n.Filter)
		}
	}
	walk(q.Text)
	return out
}
