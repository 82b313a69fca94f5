package lineage

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// Chain is one demand to one State on two occasions or more: in two cycles, or by two mechanisms.
type Chain struct {
	Why     Why
	Members []Member // in the order of the record: by cycle and place; other mechanisms by date of the document
	id      string
}

// Member is a text of a chain.
type Member struct {
	N        int // number in the snapshot
	Doc      *corpus.Doc
	Likeness float32     // to the member most like it that stood there before; 1 for the first
	Tie      *record.Tie // a person's word that it belongs there, where there is one
}

// ID of a chain inside its State: its first member's with the instrument or thing, or with a number where that text begins
// several chains. It lasts while the first text stands.
func (c Chain) ID() string { return c.id }

// named gives each chain an identifier of its own.
func named(chains []Chain) {
	seen := map[string]int{}
	for i := range chains {
		c := &chains[i]
		c.id = c.Members[0].Doc.ID
		if c.Why.Thing != "" {
			c.id += "-" + c.Why.Thing
		}
		if seen[c.id]++; seen[c.id] > 1 {
			c.id += "-" + strconv.Itoa(seen[c.id])
		}
	}
}

// Occasion at which a demand was made: a review, or a document of another mechanism.
type Occasion struct {
	Kind    corpus.Kind
	Cycle   upr.Cycle
	Year    int
	Symbol  string
	Members []Member
}

// Occasions of a chain in order.
func (c Chain) Occasions() []Occasion {
	var out []Occasion
	for _, m := range c.Members {
		if n := len(out); n > 0 && occasion(out[n-1].Members[0].Doc) == occasion(m.Doc) {
			out[n-1].Members = append(out[n-1].Members, m)
			continue
		}
		out = append(out, Occasion{Kind: m.Doc.Kind, Cycle: m.Doc.Review.Cycle, Year: m.Doc.Year, Symbol: m.Doc.Symbol, Members: []Member{m}})
	}
	return out
}

// occasion is the same for texts of one review, or of one document.
func occasion(d *corpus.Doc) string {
	if d.Kind == corpus.Recommendation || d.Kind == corpus.Pledge && d.Review.Valid() {
		return d.Kind.String() + strconv.Itoa(int(d.Review.Cycle))
	}
	return d.Kind.String() + d.Symbol
}

// Chains of a State in the order of their first members.
func (x *Index) Chains(ctx context.Context, st upr.State, scope Scope) ([]Chain, error) {
	l, err := x.find(ctx, st, scope)
	if err != nil {
		return nil, err
	}
	return l.chains, nil
}

// Of are the chains in which a text stands.
func (x *Index) Of(ctx context.Context, id string, scope Scope) ([]Chain, error) {
	n, ok := x.snapshot.Lookup(id)
	if !ok {
		return nil, nil
	}
	l, err := x.find(ctx, x.snapshot.Doc(n).State, scope)
	if err != nil {
		return nil, err
	}
	var out []Chain
	if text, ok := l.text[id]; ok {
		for _, c := range l.of[text] {
			out = append(out, l.chains[c])
		}
	}
	return out, nil
}

func (x *Index) build(ctx context.Context, l *stateLineage, st upr.State, scope Scope) error {
	var err error
	l.docs, l.number, err = x.texts(ctx, scope, query.Filter{Field: query.State, Values: []string{string(st)}})
	if err != nil {
		return err
	}
	l.text = make(map[string]int, len(l.docs))
	for i, d := range l.docs {
		l.text[d.ID] = i
	}
	s := newSorter(Threshold, x.apart(l.docs))
	rs := readers{}
	for i, d := range l.docs {
		t := shown(d)
		s.add(i, t.Lang, rs.of(t.Lang).demands(t.Words))
	}
	l.pieces = map[int][]piece{}
	for _, p := range s.pieces {
		l.pieces[p.text] = append(l.pieces[p.text], p)
	}
	l.chains = x.chains(l, s)
	l.of = map[int][]int{}
	for c, chain := range l.chains {
		for _, m := range chain.Members {
			l.of[l.text[m.Doc.ID]] = append(l.of[l.text[m.Doc.ID]], c)
		}
	}
	return nil
}

// apart says which texts a person called different.
func (x *Index) apart(docs []*corpus.Doc) func(a, b int) bool {
	for _, t := range x.ties {
		if !t.Same {
			return func(a, b int) bool {
				t, ok := x.Tie(docs[a].ID, docs[b].ID)
				return ok && !t.Same
			}
		}
	}
	return nil // the common case: nobody said so of any
}

// chains makes the groups, and what people said, into chains.
func (x *Index) chains(l *stateLineage, s *sorter) []Chain {
	groups := make([][]int, len(s.groups)) // texts
	for g, pieces := range s.groups {
		for _, i := range pieces {
			if !slices.Contains(groups[g], s.pieces[i].text) {
				groups[g] = append(groups[g], s.pieces[i].text)
			}
		}
	}
	groups = x.tied(l, groups)
	var out []Chain
	for g, texts := range groups {
		slices.Sort(texts)
		c := Chain{}
		for _, t := range texts {
			m := Member{N: l.number[t], Doc: l.docs[t], Likeness: 1}
			if g < len(s.groups) {
				m.Likeness = likeIn(s, g, t)
			}
			for _, o := range texts {
				if tie, ok := x.Tie(l.docs[t].ID, l.docs[o].ID); ok && tie.Same {
					m.Tie = &tie
				}
			}
			c.Members = append(c.Members, m)
		}
		if len(c.Occasions()) < 2 {
			continue
		}
		c.Why = l.whyOf(s, g)
		if !slices.ContainsFunc(out, func(o Chain) bool { return o.Why.Demand == "words" && sameMembers(o, c) }) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Chain) int { return cmp.Compare(l.text[a.Members[0].Doc.ID], l.text[b.Members[0].Doc.ID]) })
	named(out)
	return out
}

// tied adds what people said: the second text comes to the groups of the first, or both make one of their own.
func (x *Index) tied(l *stateLineage, groups [][]int) [][]int {
	for _, k := range slices.SortedFunc(maps.Keys(x.ties), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }) {
		t := x.ties[k]
		a, okA := l.text[t.A]
		b, okB := l.text[t.B]
		if !t.Same || !okA || !okB || slices.ContainsFunc(groups, func(g []int) bool { return slices.Contains(g, a) && slices.Contains(g, b) }) {
			continue
		}
		at := slices.IndexFunc(groups, func(g []int) bool { return len(g) > 1 && slices.Contains(g, a) })
		if at < 0 {
			a, b = b, a
			at = slices.IndexFunc(groups, func(g []int) bool { return len(g) > 1 && slices.Contains(g, a) })
		}
		if at >= 0 {
			groups[at] = append(groups[at], b)
		} else {
			groups = append(groups, []int{a, b})
		}
	}
	return groups
}

func likeIn(s *sorter, g, text int) float32 {
	var like float32
	for _, i := range s.groups[g] {
		if s.pieces[i].text == text {
			like = max(like, s.pieces[i].like)
		}
	}
	return like
}

// whyOf tells what a group has in common: its key, or the words of the first that stand in most of the others.
func (l *stateLineage) whyOf(s *sorter, g int) Why {
	if g >= len(s.groups) {
		return Why{Demand: "person"}
	}
	first := s.pieces[s.groups[g][0]]
	if len(s.groups[g]) == 1 {
		return Why{Demand: "person"}
	}
	return first.why(shown(l.docs[first.text]).Words, &s.pieces[s.groups[g][1]].demand)
}

func sameMembers(a, b Chain) bool {
	return slices.EqualFunc(a.Members, b.Members, func(x, y Member) bool { return x.N == y.N })
}
