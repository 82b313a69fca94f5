package lineage

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Strict is the likeness from which demands of one review are taken together.
const Strict = 0.85

// Group of texts of one review that ask the same in all of their demands, so that one answer may serve for all.
type Group struct {
	Why  []Why // of each demand
	N    []int
	Docs []*corpus.Doc
}

// Alike are the groups of two texts and more in a review, in the order of their first texts.
func (x *Index) Alike(ctx context.Context, id upr.ReviewID) ([]Group, error) {
	docs, number, err := x.texts(ctx, Reviews, query.Filter{Field: query.State, Values: []string{string(id.State)}},
		query.Filter{Field: query.Cycle, Values: []string{strconv.Itoa(int(id.Cycle))}})
	if err != nil {
		return nil, err
	}
	s, rs := newSorter(Strict, x.apart(docs)), readers{}
	for i, d := range docs {
		t := shown(d)
		s.add(i, t.Lang, rs.of(t.Lang).demands(t.Words))
	}
	asks := make([][]int, len(docs)) // the groups of demands of each text
	for _, p := range s.pieces {
		if !slices.Contains(asks[p.text], p.group) {
			asks[p.text] = append(asks[p.text], p.group)
		}
	}
	at := map[string]int{}
	var all []Group
	for i, groups := range asks {
		if len(groups) == 0 {
			continue
		}
		slices.Sort(groups)
		key := make([]string, len(groups))
		for k, g := range groups {
			key[k] = strconv.Itoa(g)
		}
		k, ok := at[strings.Join(key, " ")]
		if !ok {
			k = len(all)
			at[strings.Join(key, " ")] = k
			all = append(all, Group{})
			for _, g := range groups {
				p := s.pieces[s.groups[g][0]]
				all[k].Why = append(all[k].Why, p.why(shown(docs[p.text]).Words, &s.pieces[s.groups[g][min(1, len(s.groups[g])-1)]].demand))
			}
		}
		all[k].N, all[k].Docs = append(all[k].N, number[i]), append(all[k].Docs, docs[i])
	}
	return slices.DeleteFunc(all, func(g Group) bool { return len(g.N) < 2 }), nil
}
