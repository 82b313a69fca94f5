package forum

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// Part of a council: those of its members who have something in common.
type Part struct {
	ID    string // of a category or section; for groups and regions the words themselves; empty: nothing is stated
	Seats int    // that the basis gives; 0: no number
	Held  int    // seats that are held
}

// Composition of a council on a day.
type Composition struct {
	Seats      int // that the basis gives it; 0: no number
	Held       int
	Categories []Part // in the council's order
	Sections   []Part // in the council's order
	Groups     []Part // by name; what is not stated comes last
	Regions    []Part
	Genders    []Part // in the order of spoken.Genders
}

// Seated are the mandates of a council that run on a day: by number of the seat, then by id.
func Seated(v *council.View, id string, on upr.Date) []*council.Held[spoken.Member] {
	out := slices.DeleteFunc(MembersOf(v, id), func(h *council.Held[spoken.Member]) bool { return !h.Thing.Sits(on) })
	return out
}

// MembersOf are all mandates of a council that ever were: by number of the seat, then by first day, then by id.
func MembersOf(v *council.View, id string) []*council.Held[spoken.Member] {
	out := slices.DeleteFunc(space.Pick(v.Members, v.About(spoken.KindMember, id)), func(h *council.Held[spoken.Member]) bool { return h.Thing.Council != id })
	slices.SortFunc(out, func(a, b *council.Held[spoken.Member]) int {
		return cmp.Or(cmp.Compare(a.Thing.Number, b.Thing.Number), a.Thing.From.Compare(b.Thing.From), strings.Compare(a.ID, b.ID))
	})
	return out
}

// SectionsOf a council in its order.
func SectionsOf(v *council.View, id string) []*council.Held[spoken.Section] {
	out := space.Pick(v.Sections, v.About(spoken.KindSection, id))
	slices.SortFunc(out, func(a, b *council.Held[spoken.Section]) int {
		return cmp.Or(cmp.Compare(a.Thing.Order, b.Thing.Order), strings.Compare(a.ID, b.ID))
	})
	return out
}

// CategoriesOf a council in its order.
func CategoriesOf(v *council.View, id string) []*council.Held[spoken.Category] {
	out := space.Pick(v.Categories, v.About(spoken.KindCategory, id))
	slices.SortFunc(out, func(a, b *council.Held[spoken.Category]) int {
		return cmp.Or(cmp.Compare(a.Thing.Order, b.Thing.Order), strings.Compare(a.ID, b.ID))
	})
	return out
}

// CompositionOf counts the seats of a council that are held on a day.
func CompositionOf(v *council.View, id string, on upr.Date) Composition {
	var out Composition
	if c, ok := v.Councils.Get(id); ok {
		out.Seats = c.Thing.Seats
	}
	held := map[string]map[string]int{"category": {}, "section": {}, "group": {}, "region": {}, "gender": {}}
	for _, m := range Seated(v, id, on) {
		out.Held++
		held["category"][m.Thing.Category]++
		held["section"][m.Thing.Section]++
		held["group"][m.Thing.Group]++
		held["region"][m.Thing.Region]++
		held["gender"][string(m.Thing.Gender)]++
	}
	for _, c := range CategoriesOf(v, id) {
		out.Categories = append(out.Categories, Part{c.ID, c.Thing.Seats, held["category"][c.ID]})
	}
	for _, s := range SectionsOf(v, id) {
		out.Sections = append(out.Sections, Part{ID: s.ID, Held: held["section"][s.ID]})
	}
	out.Categories, out.Sections = unstated(out.Categories, held["category"]), unstated(out.Sections, held["section"])
	out.Groups, out.Regions = byName(held["group"]), byName(held["region"])
	for _, g := range spoken.Genders {
		if n := held["gender"][string(g)]; n > 0 {
			out.Genders = append(out.Genders, Part{ID: string(g), Held: n})
		}
	}
	return out
}

// unstated adds those of whom nothing is stated.
func unstated(list []Part, held map[string]int) []Part {
	if n := held[""]; n > 0 && len(list) > 0 {
		list = append(list, Part{Held: n})
	}
	return list
}

// byName: the parts by name; nothing where nobody has one.
func byName(held map[string]int) []Part {
	var out []Part
	for name, n := range held {
		if name != "" {
			out = append(out, Part{ID: name, Held: n})
		}
	}
	slices.SortFunc(out, func(a, b Part) int { return strings.Compare(a.ID, b.ID) })
	return unstated(out, held)
}
