package rows_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/upr"
)

// A file has as many rows as the search says, in each unit and whatever was chosen of recommending States.
func TestAFileHasAsManyRowsAsTheSearchSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := corpus.Build(docs(t), 7)
		filter := func(label string) query.Filter {
			f := query.Filter{Field: rapid.SampledFrom([]query.Field{query.By, query.ByGroup, query.ByOrg, query.Position}).Draw(t, label+" field"), Not: rapid.Bool().Draw(t, label+" not")}
			values := map[query.Field][]string{query.By: {"FJI", "TCD", "PER"}, query.ByGroup: {"AFR", "APA", "GRULAC"}, query.ByOrg: {"", "AU", "OAS"}, query.Position: {"noted"}}[f.Field]
			f.Values = rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, len(values), rapid.ID[string]).Draw(t, label+" values")
			return f
		}
		var q query.Query
		if rapid.Bool().Draw(t, "chosen") {
			q.Filters = append(q.Filters, filter("chosen"))
		}
		if rapid.Bool().Draw(t, "typed") {
			q.Text = query.And{Of: []query.Node{query.Has{Filter: filter("typed")}, query.Has{Filter: filter("typed too")}}}
		}
		found, err := s.Search(t.Context(), q, corpus.Window{Unit: upr.UnitSegment})
		if err != nil {
			t.Fatal(err)
		}
		each := func(yield func(*corpus.Doc, error) bool) {
			for n, err := range s.Each(t.Context(), q, query.Document) {
				if !yield(s.Doc(n), err) {
					return
				}
			}
		}
		for _, unit := range []upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair} {
			if got, want := len(kept(t, rows.From(each, unit, rows.Chosen(q)))), found.Totals.Of(unit); got != want {
				t.Errorf("%s: %d rows, the search says %d", unit, got, want)
			}
		}
	})
}
