package store_test

import (
	"sync"
	"testing"

	"github.com/openupr/openupr/internal/store"
)

// Programs that start at once on an empty folder all get the record, and it is the same one.
func TestManyMayOpenAnEmptyRecordAtOnce(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		nodes := make([]*store.Store, 6)
		var wg sync.WaitGroup
		for i := range nodes {
			wg.Go(func() {
				var err error
				if nodes[i], err = store.Open(t.Context(), cfg); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, s := range nodes {
			if s == nil {
				continue
			}
			if s.Public() != nodes[0].Public() {
				t.Error("two programs sign with different keys")
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}
