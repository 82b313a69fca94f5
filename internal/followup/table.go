package followup

import (
	"hash/maphash"
	"iter"
	"maps"
	"slices"
)

// Table holds things by key. It is immutable: with gives a new one that shares all but the one part that holds the key, so
// that a save in a large workspace costs what it costs in a small one.
type Table[T any] struct {
	parts [tableParts]map[string]T
	n     int
	show  func(T) bool // nil: all; what it does not show is not there for whoever reads
}

const tableParts = 256

var tableSeed = maphash.MakeSeed()

func partOf(key string) int { return int(maphash.String(tableSeed, key) % tableParts) }

// Get is the thing with a key.
func (t *Table[T]) Get(key string) (T, bool) {
	v, ok := t.parts[partOf(key)][key]
	if ok && t.show != nil && !t.show(v) {
		var none T
		return none, false
	}
	return v, ok
}

// only is the table without what show does not show.
func (t *Table[T]) only(show func(T) bool) *Table[T] {
	return &Table[T]{parts: t.parts, n: t.n, show: show}
}

// Len counts the things.
func (t *Table[T]) Len() int {
	if t.show == nil {
		return t.n
	}
	n := 0
	for range t.Any() {
		n++
	}
	return n
}

// Keys in their order.
func (t *Table[T]) Keys() []string {
	out := make([]string, 0, t.n)
	for _, p := range t.parts {
		if t.show == nil {
			out = slices.AppendSeq(out, maps.Keys(p))
			continue
		}
		for k, v := range p {
			if t.show(v) {
				out = append(out, k)
			}
		}
	}
	slices.Sort(out)
	return out
}

// All things in the order of their keys.
func (t *Table[T]) All() iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, k := range t.Keys() {
			if v, _ := t.Get(k); !yield(k, v) {
				return
			}
		}
	}
}

// Any yields all things in no order.
func (t *Table[T]) Any() iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, p := range t.parts {
			for k, v := range p {
				if (t.show == nil || t.show(v)) && !yield(k, v) {
					return
				}
			}
		}
	}
}

// editor changes a copy of a table and copies each part once.
type editor[T any] struct {
	table Table[T]
	own   [tableParts]bool
}

func edit[T any](t *Table[T]) *editor[T] { return &editor[T]{table: *t} }

func (e *editor[T]) part(key string) map[string]T {
	i := partOf(key)
	if !e.own[i] {
		e.own[i] = true
		if e.table.parts[i] = maps.Clone(e.table.parts[i]); e.table.parts[i] == nil {
			e.table.parts[i] = map[string]T{}
		}
	}
	return e.table.parts[i]
}

func (e *editor[T]) put(key string, v T) {
	p := e.part(key)
	if _, ok := p[key]; !ok {
		e.table.n++
	}
	p[key] = v
}

func (e *editor[T]) drop(key string) {
	p := e.part(key)
	if _, ok := p[key]; ok {
		e.table.n--
		delete(p, key)
	}
}

func (e *editor[T]) done() *Table[T] { return &e.table }
