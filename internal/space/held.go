package space

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Held is a thing of a workspace as it stands. It is shared: do not change it.
type Held[T any] struct {
	ID    string
	Thing T
	Fact  store.FactID // the version: whoever saves over it names it
	Act   uint64       // that brought this version
	At    time.Time    // of that act

	Fields []plan.Field // as written
}

// Pick gets things by their ids; those that are not there are left out.
func Pick[T any](t *Table[*Held[T]], ids []string) []*Held[T] {
	var out []*Held[T]
	for _, id := range ids {
		if h, ok := t.Get(id); ok {
			out = append(out, h)
		}
	}
	return out
}

// ByTime puts things in the order of the acts that brought them, the oldest first.
func ByTime[T any](list []*Held[T]) []*Held[T] {
	slices.SortStableFunc(list, func(a, b *Held[T]) int { return cmp.Or(cmp.Compare(a.Act, b.Act), strings.Compare(a.ID, b.ID)) })
	return list
}

// Shelf is the table of one kind of thing in a view, whatever the thing's type. Changes alone puts things on it and takes them
// away, in a copy of a view that nobody has seen yet.
type Shelf interface {
	// Held tells the version of a thing and how it was written.
	Held(id string) (store.FactID, []plan.Field, bool)

	put(r store.Row, fields []plan.Field) error
	drop(id string)
	close()
}

// ShelfAt is the shelf that a table of a view is.
func ShelfAt[T any](at **Table[*Held[T]]) Shelf { return &shelf[T]{at: at} }

type shelf[T any] struct {
	at **Table[*Held[T]]
	e  *Editor[*Held[T]] // nil: nothing was changed
}

func (s *shelf[T]) editor() *Editor[*Held[T]] {
	if s.e == nil {
		s.e = Edit(*s.at)
	}
	return s.e
}

func (s *shelf[T]) put(r store.Row, fields []plan.Field) error {
	h := &Held[T]{ID: r.Fact.Subject, Fact: r.ID, Act: r.Act, At: r.Time, Fields: fields}
	if err := plan.Read(fields, &h.Thing); err != nil {
		return fmt.Errorf("%s %s: %w", r.Fact.Kind, r.Fact.Subject, err)
	}
	s.editor().Put(h.ID, h)
	return nil
}

func (s *shelf[T]) drop(id string) { s.editor().Drop(id) }

func (s *shelf[T]) Held(id string) (store.FactID, []plan.Field, bool) {
	h, ok := (*s.at).Get(id)
	if s.e != nil {
		h, ok = s.e.Get(id)
	}
	if !ok {
		return 0, nil, false
	}
	return h.Fact, h.Fields, true
}

func (s *shelf[T]) close() {
	if s.e != nil {
		*s.at, s.e = s.e.Done(), nil
	}
}
