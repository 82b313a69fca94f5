package council

import (
	"slices"

	"github.com/openupr/openupr/internal/upr/council"
)

// Before are the councils that a council took over from, and After those that took over from it, as either of the two says.
func (v *View) Before(id string) []string {
	return v.beside(id, func(c council.Council) ([]string, []string) { return c.Predecessors, c.Successors })
}

// After are the councils that took over from a council.
func (v *View) After(id string) []string {
	return v.beside(id, func(c council.Council) ([]string, []string) { return c.Successors, c.Predecessors })
}

func (v *View) beside(id string, of func(council.Council) (said, saidBack []string)) []string {
	var out []string
	if c, ok := v.Councils.Get(id); ok {
		out, _ = of(c.Thing)
		out = slices.Clone(out)
	}
	for at, c := range v.Councils.All() {
		if _, back := of(c.Thing); slices.Contains(back, id) {
			out = append(out, at)
		}
	}
	return distinct(out)
}

// before says whether a council, or one before it, is another.
func before(v *View, id, other string, seen map[string]bool) bool {
	if id == other && id != "" {
		return true
	}
	c, ok := v.Councils.Get(id)
	if !ok || seen[id] {
		return false
	}
	seen[id] = true
	return slices.ContainsFunc(c.Thing.Predecessors, func(p string) bool { return before(v, p, other, seen) })
}
