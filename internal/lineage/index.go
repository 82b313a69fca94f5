package lineage

import (
	"context"
	"fmt"
	"sync"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// Index finds chains in one snapshot. What it found of a State it keeps; it is safe for use by several at once.
type Index struct {
	snapshot *corpus.Snapshot
	ties     map[[2]string]record.Tie

	mu   sync.Mutex
	made map[asked]*stateLineage
}

// asked is a State with what is looked at.
type asked struct {
	state upr.State
	scope Scope
}

// Scope says which texts are looked at.
type Scope uint8

const (
	Reviews Scope = iota // recommendations of the review
	All                  // and pledges, and what other mechanisms asked
)

// New is an index over a snapshot with what people decided. A State's chains are found when they are first asked for.
func New(s *corpus.Snapshot, ties []record.Tie) *Index {
	x := &Index{snapshot: s, ties: make(map[[2]string]record.Tie, len(ties)), made: map[asked]*stateLineage{}}
	for _, t := range ties { // in the order of acts: the last word counts
		x.ties[[2]string{t.A, t.B}] = t
	}
	return x
}

// Snapshot in which the members' numbers count.
func (x *Index) Snapshot() *corpus.Snapshot { return x.snapshot }

// Tie is a person's word on two texts, in any order.
func (x *Index) Tie(a, b string) (record.Tie, bool) {
	a, b = record.FirstOf(a, b)
	t, ok := x.ties[[2]string{a, b}]
	return t, ok
}

// stateLineage is what was found of a State.
type stateLineage struct {
	once   sync.Once
	err    error
	docs   []*corpus.Doc
	number []int // in the snapshot, by text
	text   map[string]int
	chains []Chain
	of     map[int][]int // chains by text
	pieces map[int][]piece
}

// find makes or takes what was found of a State.
func (x *Index) find(ctx context.Context, st upr.State, scope Scope) (*stateLineage, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k := asked{st, scope}
	x.mu.Lock()
	l := x.made[k]
	if l == nil {
		l = &stateLineage{}
		x.made[k] = l
	}
	x.mu.Unlock()
	// Others may wait for the same chains, so a reader who leaves does not stop them: they take a moment.
	l.once.Do(func() { l.err = x.build(context.WithoutCancel(ctx), l, st, scope) })
	if l.err != nil {
		x.mu.Lock()
		if x.made[k] == l {
			delete(x.made, k)
		}
		x.mu.Unlock()
	}
	return l, l.err
}

// texts takes the documents that hold under filters, in the order of the record.
func (x *Index) texts(ctx context.Context, scope Scope, filters ...query.Filter) (docs []*corpus.Doc, number []int, err error) {
	for n, err := range x.snapshot.Each(ctx, query.Query{Filters: filters}, query.Document) {
		if err != nil {
			return nil, nil, fmt.Errorf("lineage: %w", err)
		}
		d := x.snapshot.Doc(n)
		if len(d.Texts) == 0 || scope == Reviews && d.Kind != corpus.Recommendation {
			continue
		}
		docs, number = append(docs, d), append(number, n)
	}
	return docs, number, nil
}

// shown is the text that is compared: English where there is one.
func shown(d *corpus.Doc) corpus.Text {
	for _, t := range d.Texts {
		if t.Lang == "en" {
			return t
		}
	}
	return d.Texts[0]
}

// readers are one for each language.
type readers map[string]*reader

func (rs readers) of(lang string) *reader {
	r := rs[lang]
	if r == nil {
		r = newReader(lang)
		rs[lang] = r
	}
	return r
}
