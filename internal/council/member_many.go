package council

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// MemberChange is what a row of a table of members does to a council.
type MemberChange struct {
	Row  MemberRow
	ID   string // of the mandate that it changes; empty: a new one
	Same bool   // it says what stands there
}

// MembersPlan is what a table of members would do: what a row says wins over what stands, what it does not say stays. Rows
// with something wrong are left out.
type MembersPlan struct {
	Changes    []MemberChange
	Categories []string // that the council does not have yet, in the order of the table
	Sections   []string
}

// Taken counts the rows that are taken: new mandates and changed ones; same is what stands there already, wrong is left out.
func (p MembersPlan) Taken() (added, changed, same, wrong int) {
	for _, c := range p.Changes {
		switch {
		case c.Row.Wrong != nil:
			wrong++
		case c.Same:
			same++
		case c.ID == "":
			added++
		default:
			changed++
		}
	}
	return added, changed, same, wrong
}

// PlanMembers says what a table of members would do to a council. A row is about the mandate that has its seat's number and
// its name, or its name alone where either says no number, and that has not ended.
func (v *View) PlanMembers(of string, rows []MemberRow) MembersPlan {
	var out MembersPlan
	c, ok := v.Councils.Get(of)
	if !ok {
		return out
	}
	all := slices.Clone(v.MembersOf(of))
	categories, sections := byWords(v.CategoriesOf(of), func(x council.Category) plan.Names { return x.Names }), byWords(v.SectionsOf(of), func(x council.Section) plan.Names { return x.Names })
	taken := map[string]bool{}
	for _, r := range rows {
		m := r.Member
		m.Council = of
		change := MemberChange{}
		if h := matching(all, m, taken); h != nil {
			change.ID = h.ID
			taken[h.ID] = true
			m = restated(h.Thing, m)
		}
		m.Category = cmp.Or(partFor(categories, r.Category), m.Category)
		m.Section = cmp.Or(partFor(sections, r.Section), m.Section)
		if r.Wrong == nil {
			r.Wrong = wrongWith(v, c.ID, all, change.ID, m)
		}
		if r.Wrong == nil {
			noteNew(&out.Categories, categories, r.Category)
			noteNew(&out.Sections, sections, r.Section)
			if change.ID == "" {
				all = append(all, &Held[council.Member]{Thing: m})
			} else if h, ok := v.Members.Get(change.ID); ok {
				change.Same = slices.Equal(h.Fields, plan.Fields(m))
			}
		}
		r.Member = m
		change.Row = r
		out.Changes = append(out.Changes, change)
	}
	return out
}

// wrongWith is why a row cannot be taken; nil when it can.
func wrongWith(v *View, of string, all []*Held[council.Member], id string, m council.Member) *Invalid {
	err := cmp.Or(checkMandate(v, of, m), alone(all, id, m))
	var x *Invalid
	if err == nil || errors.As(err, &x) {
		return x
	}
	return &Invalid{Code: "other", Field: "name"}
}

// folded is words as they are compared: without case and runs of blanks.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// byWords finds parts by their names in all languages.
func byWords[T any](list []*Held[T], names func(T) plan.Names) map[string]string {
	out := map[string]string{}
	for _, h := range list {
		for _, n := range names(h.Thing) {
			out[folded(n.Words)] = h.ID
		}
	}
	return out
}

func partFor(known map[string]string, words string) string { return known[folded(words)] }

func noteNew(list *[]string, known map[string]string, words string) {
	if words == "" || known[folded(words)] != "" || slices.ContainsFunc(*list, func(s string) bool { return folded(s) == folded(words) }) {
		return
	}
	*list = append(*list, words)
}

// matching is the mandate that a row is about.
func matching(all []*Held[council.Member], m council.Member, taken map[string]bool) *Held[council.Member] {
	for _, h := range all {
		if h.ID == "" || taken[h.ID] || !h.Thing.To.IsZero() && !m.From.IsZero() && m.From.After(h.Thing.To) {
			continue
		}
		if m.Number > 0 && h.Thing.Number > 0 && m.Number != h.Thing.Number {
			continue
		}
		if slices.ContainsFunc(h.Thing.Name, func(n plan.Name) bool { return folded(n.Words) == folded(originalOf(m.Name)) }) {
			return h
		}
	}
	return nil
}

// restated is a mandate with what a row says of it.
func restated(old, row council.Member) council.Member {
	out := old
	out.Number = cmp.Or(row.Number, old.Number)
	out.Group, out.Region, out.Gender = cmp.Or(row.Group, old.Group), cmp.Or(row.Region, old.Region), cmp.Or(row.Gender, old.Gender)
	out.From, out.To = cmpDate(row.From, old.From), cmpDate(row.To, old.To)
	return out
}

// BringMembers brings a table of members into a council, with the categories and sections that it names, as one act. It does
// what PlanMembers says as things stand now.
func (d *Desk) BringMembers(ctx context.Context, who account.Person, ws, of, lang string, rows []MemberRow) (MembersPlan, error) {
	var done MembersPlan
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActMandate}
		c, seat, err := s.councilOf(who, ws, account.EditCouncil, of)
		if err != nil {
			return seat, save, err
		}
		if len(rows) == 0 || len(rows) > MemberRowsMax {
			return seat, save, &Invalid{Code: "many", Field: "name"}
		}
		done = s.Closed.PlanMembers(c.ID, rows)
		categories, sections := map[string]string{}, map[string]string{}
		if len(done.Categories)+len(s.Closed.CategoriesOf(of)) > partsMax || len(done.Sections)+len(s.Closed.SectionsOf(of)) > partsMax {
			return seat, save, &Invalid{Code: "many", Field: "category"}
		}
		for i, words := range done.Categories {
			id := d.newID()
			categories[folded(words)] = id
			save.keep(council.KindCategory, id, 0, council.Category{Council: of, Names: named(lang, words), Order: min(len(s.Closed.CategoriesOf(of))+i+1, partsMax)})
		}
		for i, words := range done.Sections {
			id := d.newID()
			sections[folded(words)] = id
			save.keep(council.KindSection, id, 0, council.Section{Council: of, Names: named(lang, words), Order: min(len(s.Closed.SectionsOf(of))+i+1, partsMax)})
		}
		for _, x := range done.Changes {
			if x.Row.Wrong != nil || x.Same {
				continue
			}
			m := x.Row.Member
			m.Category = cmp.Or(categories[folded(x.Row.Category)], m.Category)
			m.Section = cmp.Or(sections[folded(x.Row.Section)], m.Section)
			base, _, _ := s.Closed.Shelf(council.KindMember).Held(x.ID)
			save.keep(council.KindMember, cmp.Or(x.ID, d.newID()), base, m)
		}
		return seat, save, nil
	})
	return done, err
}
