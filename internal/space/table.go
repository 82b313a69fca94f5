package space

import (
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

// Table holds things by key. It is immutable: an Editor gives a new one that shares all but the one part that holds the key, so
// that a save in a large workspace costs what it costs in a small one.
type Table[T any] struct {
	parts [tableParts]map[string]T
	n     int
	show  func(T) bool // nil: all; what it does not show is not there for whoever reads
	line  *line[T]     // the things in the order of their keys, once somebody asked for it; nil: it is put in order each time
}

// line is a table's things in their order.
type line[T any] struct{ laid atomic.Pointer[[]entry[T]] }

type entry[T any] struct {
	key   string
	thing T
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

// Only is the table without what show does not show.
func (t *Table[T]) Only(show func(T) bool) *Table[T] {
	return &Table[T]{parts: t.parts, n: t.n, show: show, line: t.line}
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

// entries are all things in the order of their keys, also those not shown. They are put in order once.
func (t *Table[T]) entries() []entry[T] {
	if t.line != nil {
		if l := t.line.laid.Load(); l != nil {
			return *l
		}
	}
	out := make([]entry[T], 0, t.n)
	for _, p := range t.parts {
		for k, v := range p {
			out = append(out, entry[T]{k, v})
		}
	}
	slices.SortFunc(out, func(a, b entry[T]) int { return strings.Compare(a.key, b.key) })
	if t.line != nil {
		t.line.laid.Store(&out)
	}
	return out
}

// Keys in their order.
func (t *Table[T]) Keys() []string {
	out := make([]string, 0, t.n)
	for k := range t.All() {
		out = append(out, k)
	}
	return out
}

// All things in the order of their keys.
func (t *Table[T]) All() iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, e := range t.entries() {
			if (t.show == nil || t.show(e.thing)) && !yield(e.key, e.thing) {
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

// Editor changes a copy of a table and copies each part once.
type Editor[T any] struct {
	table   Table[T]
	own     [tableParts]bool
	changed map[string]bool
}

// Edit begins to change a copy of a table.
func Edit[T any](t *Table[T]) *Editor[T] { return &Editor[T]{table: *t, changed: map[string]bool{}} }

func (e *Editor[T]) part(key string) map[string]T {
	i := partOf(key)
	if !e.own[i] {
		e.own[i] = true
		if e.table.parts[i] = maps.Clone(e.table.parts[i]); e.table.parts[i] == nil {
			e.table.parts[i] = map[string]T{}
		}
	}
	return e.table.parts[i]
}

// Get is the thing with a key as it stands with the changes, shown or not.
func (e *Editor[T]) Get(key string) (T, bool) {
	v, ok := e.table.parts[partOf(key)][key]
	return v, ok
}

// Put sets the thing with a key.
func (e *Editor[T]) Put(key string, v T) {
	p := e.part(key)
	e.changed[key] = true
	if _, ok := p[key]; !ok {
		e.table.n++
	}
	p[key] = v
}

// Drop takes the thing with a key away.
func (e *Editor[T]) Drop(key string) {
	p := e.part(key)
	e.changed[key] = true
	if _, ok := p[key]; ok {
		e.table.n--
		delete(p, key)
	}
}

// Done is the table with the changes; the editor is not used after it. Where the one before was in order, so is this.
func (e *Editor[T]) Done() *Table[T] {
	old := e.table.line
	if len(e.changed) == 0 && old != nil {
		return &e.table
	}
	e.table.line = &line[T]{}
	if old == nil || len(e.changed) > relineMax {
		return &e.table
	}
	before := old.laid.Load()
	if before == nil {
		return &e.table
	}
	keys := slices.Sorted(maps.Keys(e.changed))
	out := make([]entry[T], 0, e.table.n)
	rest := *before
	for _, k := range keys {
		at, held := slices.BinarySearchFunc(rest, k, func(x entry[T], k string) int { return strings.Compare(x.key, k) })
		out = append(out, rest[:at]...)
		if held {
			at++
		}
		rest = rest[at:]
		if v, ok := e.table.parts[partOf(k)][k]; ok {
			out = append(out, entry[T]{k, v})
		}
	}
	out = append(out, rest...)
	e.table.line.laid.Store(&out)
	return &e.table
}

// relineMax is how many changes are put into the order of the table before; with more it is put in order anew when somebody asks.
const relineMax = 1000
