package corpus_test

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

func many(n int, node func(i int) query.Node) []query.Node {
	out := make([]query.Node, n)
	for i := range out {
		out[i] = node(i)
	}
	return out
}

func TestAHugeQueryIsRefused(t *testing.T) {
	_, s := benchWorld()
	deep := query.Node(query.Word{Text: "a"})
	for range 100000 {
		deep = query.Not{Of: deep}
	}
	for name, c := range map[string]struct {
		q    query.Query
		code string
	}{
		"deep":             {query.Query{Text: deep}, "too-deep"},
		"wide":             {query.Query{Text: query.Or{Of: many(5000, func(int) query.Node { return query.Word{Text: "a"} })}}, "too-many"},
		"a book as phrase": {query.Query{Text: query.Phrase{Words: slices.Repeat([]string{"a"}, 100000)}}, "too-long"},
		"a book as word":   {query.Query{Text: query.Word{Text: strings.Repeat("a-", 1<<20)}}, "too-long"},
		"many filters":     {query.Query{Filters: make([]query.Filter, 1000)}, "too-many"},
		"many values":      {query.Query{Filters: []query.Filter{{Field: query.By, Values: make([]string, 100000)}}}, "too-many"},
	} {
		t.Run(name, func(t *testing.T) {
			var e *query.Error
			if _, err := s.Search(t.Context(), c.q, corpus.Window{Limit: 20}); !errors.As(err, &e) || e.Code != c.code {
				t.Errorf("the error is %v", err)
			}
			if _, err := s.Cross(t.Context(), c.q, query.State, query.By, upr.UnitItem); !errors.As(err, &e) {
				t.Errorf("the error of a table is %v", err)
			}
			for _, err := range s.Each(t.Context(), c.q, query.Relevance) {
				if !errors.As(err, &e) {
					t.Errorf("the error of all is %v", err)
				}
			}
			s.Suggest(c.q)
		})
	}
}

// TestAHostileQueryIsBounded: whatever is allowed takes a bounded time and gives its memory back.
func TestAHostileQueryIsBounded(t *testing.T) {
	w, s := benchWorld()
	letters := strings.Split("abcdefghijklmnopqrstuvwxyz", "")
	phrase := func(i int) query.Node { return w.phrase(2 + i%3) }
	for name, n := range map[string]query.Node{
		"floods of prefixes":  query.Or{Of: many(200, func(i int) query.Node { return query.Prefix{Text: letters[i%26]} })},
		"all that is not":     query.And{Of: many(80, func(i int) query.Node { return query.Not{Of: query.Not{Of: query.Prefix{Text: letters[i%26]}}} })},
		"phrases":             query.Or{Of: many(60, phrase)},
		"nothing but nearest": query.Or{Of: many(60, func(int) query.Node { return query.Near{A: w.words[0], B: w.words[1], Within: 1 << 30} })},
		"nested both ways": query.Or{Of: many(10, func(int) query.Node {
			return query.And{Of: many(10, func(int) query.Node {
				return query.Or{Of: many(1, func(int) query.Node { return query.Word{Text: w.word()} })}
			})}
		})},
		"strange bytes": query.Or{Of: []query.Node{query.Word{Text: "\xff\xfe\x00"}, query.Prefix{Text: "\xff"}, query.Phrase{Words: []string{"", "\x00"}}, query.Near{Within: -5}}},
	} {
		t.Run(name, func(t *testing.T) {
			before, cpu := heap(), cpuTime()
			if _, err := s.Search(t.Context(), query.Query{Text: n}, corpus.Window{Limit: 1 << 40, Offset: 3, Marks: true}); err != nil {
				t.Fatal(err)
			}
			if took := cpuTime() - cpu; took > 3*time.Second {
				t.Errorf("it took %s", took)
			}
			runtime.GC() // pools are emptied by the second collection
			if after := heap(); after > before+64<<20 {
				t.Errorf("%d MB stay behind", (after-before)>>20)
			}
		})
	}
	if _, err := s.Search(t.Context(), query.Query{}, corpus.Window{Limit: -1, Offset: -7}); err != nil {
		t.Error(err)
	}
	if _, err := s.Cross(t.Context(), query.Query{}, "nonsense", query.By, upr.UnitItem); err == nil {
		t.Error("a table by an unknown field is made")
	}
}

func TestWhoeverLeavesIsNotWorkedFor(t *testing.T) {
	_, s := benchWorld()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q := query.Query{Text: query.Prefix{Text: "b"}}
	if _, err := s.Search(ctx, q, corpus.Window{Limit: 20}); !errors.Is(err, context.Canceled) {
		t.Errorf("searching: %v", err)
	}
	if _, err := s.Cross(ctx, q, query.State, query.By, upr.UnitItem); !errors.Is(err, context.Canceled) {
		t.Errorf("crossing: %v", err)
	}
	for _, err := range s.Each(ctx, q, query.Document) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("all: %v", err)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for seed := range uint64(3) { // long enough for every draw: a test that runs out of bytes counts as skipped
		chance := rand.NewPCG(seed, 9)
		bits := make([]byte, 0, 1<<18)
		for range 1 << 15 {
			bits = binary.LittleEndian.AppendUint64(bits, chance.Uint64())
		}
		f.Add(bits)
	}
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		docs := drawDocs(t)
		agree(t, corpus.Build(docs, 1), plain{docs}, drawQuery(t), drawnUnits.Draw(t, "unit"))
	}))
}
