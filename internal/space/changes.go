package space

import (
	"maps"
	"slices"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Ref names a thing of a workspace.
type Ref struct{ Kind, ID string }

// About is what names a thing, by that thing's id; in no order.
type About = Table[[]Ref]

// Changes collects what acts changed in a home, for the next view of it. An area's own changes are one of these and what the
// area derives.
type Changes struct {
	shelf   func(kind string) Shelf
	names   func(field string) bool
	shelves map[string]Shelf
	about   *Editor[[]Ref]
	touched map[string]bool
}

// NewChanges begins from a copy of a view: shelf gives the copy's shelf of a kind (nil for what is none of the area's), about
// is what names what in the view, and names says whether a field holds the id of another thing.
func NewChanges(shelf func(kind string) Shelf, about *About, names func(field string) bool) *Changes {
	return &Changes{shelf: shelf, names: names, shelves: map[string]Shelf{}, about: Edit(about), touched: map[string]bool{}}
}

func (c *Changes) of(kind string) Shelf {
	s, ok := c.shelves[kind]
	if !ok {
		s = c.shelf(kind)
		c.shelves[kind] = s
	}
	return s
}

// Bring puts a fact on its shelf; what stood there under the same id was ended by the same act.
func (c *Changes) Bring(r store.Row) error {
	s := c.of(r.Fact.Kind)
	if s == nil {
		return nil
	}
	c.forget(r.Fact.Kind, r.Fact.Subject, s)
	fields := FieldsOf(r.Fact)
	if err := s.put(r, fields); err != nil {
		return err
	}
	ref := Ref{r.Fact.Kind, r.Fact.Subject}
	for _, name := range c.touch(ref.ID, fields) {
		list, _ := c.about.Get(name)
		c.about.Put(name, append(list, ref)) // only the newest view is ever appended to: older ones keep their length
	}
	return nil
}

// End takes an ended fact away, unless a later one stands in its place already.
func (c *Changes) End(r store.Row) {
	s := c.of(r.Fact.Kind)
	if s == nil {
		return
	}
	if id, _, ok := s.Held(r.Fact.Subject); ok && id == r.ID {
		c.forget(r.Fact.Kind, r.Fact.Subject, s)
		s.drop(r.Fact.Subject)
	}
}

// forget takes a thing's references out.
func (c *Changes) forget(kind, id string, s Shelf) {
	_, old, ok := s.Held(id)
	if !ok {
		return
	}
	for _, name := range c.touch(id, old) {
		list, _ := c.about.Get(name)
		c.about.Put(name, slices.DeleteFunc(slices.Clone(list), func(r Ref) bool { return r == Ref{kind, id} }))
	}
}

// touch notes that a thing was brought or ended, and gives the ids that it names, each once.
func (c *Changes) touch(id string, fields []plan.Field) []string {
	c.touched[id] = true
	var out []string
	for _, f := range fields {
		if c.names(f.Name) && !slices.Contains(out, f.Value) {
			c.touched[f.Value] = true
			out = append(out, f.Value)
		}
	}
	return out
}

// Close closes the shelves, and gives what names what in the next view.
func (c *Changes) Close() *About {
	for _, s := range c.shelves {
		if s != nil {
			s.close()
		}
	}
	return c.about.Done()
}

// Touched are the ids of what was brought or ended, and those that it names.
func (c *Changes) Touched() []string { return slices.Collect(maps.Keys(c.touched)) }

// FieldsOf are a fact's values as a thing is read from them.
func FieldsOf(f ledger.Fact) []plan.Field {
	out := make([]plan.Field, len(f.Fields))
	for i, x := range f.Fields {
		out[i] = plan.Field{Name: x.Name, Value: x.Value}
	}
	return out
}

// FactOf is a thing as it is written.
func FactOf(kind, id string, fields []plan.Field) ledger.Fact {
	f := ledger.Fact{Kind: kind, Subject: id}
	for _, x := range fields {
		f.Fields = append(f.Fields, ledger.Field{Name: x.Name, Value: x.Value})
	}
	return f
}
