package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/store"
	"pgregory.net/rapid"
)

// model is the record as anybody would keep it on paper: which facts are current after each act.
type model struct {
	current []map[store.FactID]string // by act number; words by fact
	brought map[store.FactID]uint64
	ended   map[store.FactID]uint64
}

func (m *model) act(add []string, end []store.FactID, ids map[string]store.FactID) {
	now := maps.Clone(m.current[len(m.current)-1])
	n := uint64(len(m.current))
	for _, id := range end {
		delete(now, id)
		m.ended[id] = n
	}
	for _, text := range add {
		now[ids[text]] = text
		m.brought[ids[text]] = n
	}
	m.current = append(m.current, now)
}

func TestRecordAgreesWithAModelAsOfEveryAct(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			if n++; n > 25 { // each case is a database of its own
				return
			}
			own := cfg
			own.Dir, own.DSN = t.TempDir(), dsnLike(t, cfg)
			s, err := store.Open(t.Context(), own)
			if err != nil {
				rt.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					rt.Error(err)
				}
			}()
			m := &model{current: []map[store.FactID]string{{}}, brought: map[store.FactID]uint64{}, ended: map[store.FactID]uint64{}}
			words := 0
			for range rapid.IntRange(1, 12).Draw(rt, "acts") {
				var add []string
				var facts []store.New
				for range rapid.IntRange(0, 90).Draw(rt, "add") {
					words++
					add = append(add, fmt.Sprintf("invented words %d", words))
					facts = append(facts, item(words%7, add[len(add)-1]))
				}
				var end []store.FactID
				for _, id := range slices.Sorted(maps.Keys(m.current[len(m.current)-1])) {
					if rapid.IntRange(0, 5).Draw(rt, "end") == 0 {
						end = append(end, id)
					}
				}
				how := rapid.SampledFrom([]string{"write", "draft", "abandon"}).Draw(rt, "how")
				if how == "write" {
					_, err = s.Write(t.Context(), save, facts, end)
				} else {
					d, beginErr := s.Begin(t.Context(), save)
					if beginErr != nil {
						rt.Fatal(beginErr)
					}
					if err = errors.Join(d.Add(t.Context(), facts...), d.End(t.Context(), end...)); err != nil {
						rt.Fatal(err)
					}
					if how == "abandon" {
						if err := d.Abandon(t.Context()); err != nil {
							rt.Fatal(err)
						}
						continue
					}
					_, err = d.Commit(t.Context())
				}
				if len(facts)+len(end) == 0 {
					if !errors.Is(err, store.ErrEmpty) {
						rt.Fatalf("an empty act: %v", err)
					}
					continue
				}
				if err != nil {
					rt.Fatal(err)
				}
				ids := map[string]store.FactID{}
				for r, err := range s.Facts(t.Context(), store.Filter{Since: uint64(len(m.current) - 1)}) {
					if err != nil {
						rt.Fatal(err)
					}
					ids[r.Fact.Get("text")] = r.ID
				}
				m.act(add, end, ids)
			}
			m.check(t, rt, s)
		})
	})
}

func (m *model) check(t *testing.T, rt *rapid.T, s *store.Store) {
	last := uint64(len(m.current) - 1)
	for at := uint64(1); at <= last; at++ {
		got := map[store.FactID]string{}
		for r, err := range s.Facts(t.Context(), store.Filter{At: at}) {
			if err != nil {
				rt.Fatal(err)
			}
			if r.Act != m.brought[r.ID] || r.EndedBy != 0 {
				rt.Fatalf("row %+v, brought by %d", r, m.brought[r.ID])
			}
			got[r.ID] = r.Fact.Get("text")
		}
		if d := cmp.Diff(m.current[at], got); d != "" {
			rt.Fatalf("as of act %d: %s", at, d)
		}
	}
	// What changed between two acts leads from the one state to the other.
	from := rapid.Uint64Range(1, max(1, last)).Draw(rt, "from")
	to := rapid.Uint64Range(from, max(from, last)).Draw(rt, "to")
	if last > 0 {
		state := maps.Clone(m.current[from])
		for r, err := range s.Facts(t.Context(), store.Filter{Since: from, At: to}) {
			if err != nil {
				rt.Fatal(err)
			}
			if r.EndedBy > 0 {
				delete(state, r.ID)
			} else {
				state[r.ID] = r.Fact.Get("text")
			}
		}
		if d := cmp.Diff(m.current[to], state); d != "" {
			rt.Fatalf("changes from act %d to %d: %s", from, to, d)
		}
	}
	r, err := s.Verify(t.Context(), nil)
	if err != nil || r.Problem != nil || r.Acts != last {
		rt.Fatalf("%+v, %v", r, err)
	}
}
