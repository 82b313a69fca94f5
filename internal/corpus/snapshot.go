package corpus

import (
	"context"
	"iter"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Snapshot is the searched record at one act. It never changes.
type Snapshot struct {
	plain plain
	act   uint64
	at    map[string]int
}

// Build makes a snapshot of documents in their order: by State, cycle and place, those of one item one after another.
// The documents are not kept.
func Build(docs []Doc, act uint64) *Snapshot {
	s := &Snapshot{plain: plain{docs}, act: act, at: map[string]int{}}
	for i := range docs {
		if _, ok := s.at[docs[i].Item]; !ok {
			s.at[docs[i].Item] = i
		}
	}
	for i := range docs {
		s.at[docs[i].ID] = i
	}
	return s
}

// Search gives totals, facet counts and one page of hits.
func (s *Snapshot) Search(ctx context.Context, q query.Query, w Window) (Result, error) {
	return s.plain.search(q, w), ctx.Err()
}

// Cross counts every pair of values of two facets under a query.
func (s *Snapshot) Cross(ctx context.Context, q query.Query, rows, cols query.Field, unit upr.Unit) (Table, error) {
	return s.plain.cross(q, rows, cols, unit), ctx.Err()
}

// Each gives the numbers of all hits.
func (s *Snapshot) Each(ctx context.Context, q query.Query, _ query.Order) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for _, n := range s.plain.found(q, "") {
			if !yield(n, ctx.Err()) {
				return
			}
		}
	}
}

// Doc is the n-th document, from 0, in document order.
func (s *Snapshot) Doc(n int) *Doc { return &s.plain.docs[n] }

// Lookup finds a document by its identifier, or the first one of an item by the item's.
func (s *Snapshot) Lookup(id string) (int, bool) {
	n, ok := s.at[id]
	return n, ok
}

// Len is the number of documents.
func (s *Snapshot) Len() int { return len(s.plain.docs) }

// Act is the last act that the snapshot holds.
func (s *Snapshot) Act() uint64 { return s.act }

// Suggestion is a word that may have been meant.
type Suggestion struct{ Typed, Meant string }

// Suggest gives words that may have been meant for those that are not found.
func (s *Snapshot) Suggest(query.Query) []Suggestion { return nil }
