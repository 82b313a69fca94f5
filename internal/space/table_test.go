package space_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/space"
)

// A table says the same as a map, however often it was put in order between changes; and tables before a change stay.
func TestATableIsAMapThatStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, model := new(space.Table[int]), map[string]int{}
		key := rapid.StringMatching(`[a-d]{1,2}`)
		for range rapid.IntRange(0, 20).Draw(t, "acts") {
			before := table
			was := map[string]int{}
			for k, v := range before.All() {
				was[k] = v
			}
			put, drop := rapid.MapOf(key, rapid.Int()).Draw(t, "put"), rapid.SliceOf(key).Draw(t, "drop")
			e := space.Edit(table)
			for k, v := range put {
				e.Put(k, v)
			}
			for _, k := range drop {
				e.Drop(k)
			}
			table = e.Done()
			for k, v := range put {
				model[k] = v
			}
			for _, k := range drop {
				delete(model, k)
			}
			got, last := map[string]int{}, ""
			for k, v := range table.All() {
				if k <= last && last != "" {
					t.Fatalf("%q after %q", k, last)
				}
				got[k], last = v, k
				if one, ok := table.Get(k); !ok || one != v {
					t.Fatalf("%q is %d in order and %d by its key", k, v, one)
				}
			}
			if !cmp.Equal(got, model) || table.Len() != len(model) {
				t.Fatalf("%v, want %v", got, model)
			}
			for k, v := range before.Any() {
				if was[k] != v {
					t.Fatalf("the table before the change has %q as %d, it was %d", k, v, was[k])
				}
			}
			if before.Len() != len(was) {
				t.Fatal("the table before the change is another")
			}
		}
	})
}
