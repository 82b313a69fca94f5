package corpus

import (
	"context"
	"iter"

	"github.com/openupr/openupr/internal/corpus/query"
)

// Each gives the numbers of all hits, for what takes them all away. An error, when there is one, comes last.
func (s *Snapshot) Each(ctx context.Context, q query.Query, order query.Order) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		x, err := s.begin(ctx, q, order != query.Document)
		if err != nil {
			yield(0, err)
			return
		}
		defer x.space.free()
		if order != query.Document && x.ranks() {
			for _, r := range x.best(x.total) {
				if !yield(r.n, nil) {
					return
				}
			}
			return
		}
		x.inOrder(0, x.total, func(n int) bool { return yield(n, nil) })
	}
}
