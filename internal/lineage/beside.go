package lineage

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/record"
)

// Like is a text that is like another.
type Like struct {
	N        int
	Doc      *corpus.Doc
	Likeness float32
	Why      Why
	Tie      *record.Tie // what a person said of the two; only where it is that they differ
}

// mostNear is how many texts near the threshold are told.
const mostNear = 12

// Near are texts to the same State in other reviews that come near to asking the same, the likest first, and those of
// which a person said that they do not: candidates for a person to confirm, or to take back.
func (x *Index) Near(ctx context.Context, id string, scope Scope) ([]Like, error) {
	n, ok := x.snapshot.Lookup(id)
	if !ok {
		return nil, nil
	}
	l, err := x.find(ctx, x.snapshot.Doc(n).State, scope)
	if err != nil {
		return nil, err
	}
	text, ok := l.text[id]
	if !ok {
		return nil, nil
	}
	with := map[int]bool{text: true}
	for _, c := range l.of[text] {
		for _, m := range l.chains[c].Members {
			with[l.text[m.Doc.ID]] = true
		}
	}
	var out []Like
	words, here := shown(l.docs[text]).Words, l.pieces[text]
	for o, d := range l.docs {
		if with[o] || occasion(d) == occasion(l.docs[text]) {
			continue
		}
		like := Like{N: l.number[o], Doc: d}
		for i := range here {
			for _, p := range l.pieces[o] {
				if v := likeness(&here[i].demand, &p.demand); p.lang == here[i].lang && v > like.Likeness {
					like.Likeness, like.Why = v, here[i].why(words, &p.demand)
				}
			}
		}
		if t, ok := x.Tie(id, d.ID); ok && !t.Same {
			like.Tie = &t
		}
		if like.Likeness >= near || like.Tie != nil {
			out = append(out, like)
		}
	}
	slices.SortStableFunc(out, func(a, b Like) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return out[:min(len(out), mostNear)], nil
}

// Limits of the search among other States: texts looked at, and likenesses told.
const (
	lookedAt      = 400
	mostElsewhere = 200
)

// Elsewhere are texts to other States that make the same demand, in the order of the record, and whether there may be
// more: the search looks at so many texts and no further.
func (x *Index) Elsewhere(ctx context.Context, id string, scope Scope) (out []Like, more bool, err error) {
	n, ok := x.snapshot.Lookup(id)
	if !ok {
		return nil, false, nil
	}
	d := x.snapshot.Doc(n)
	if len(d.Texts) == 0 {
		return nil, false, nil
	}
	t := shown(d)
	r := newReader(t.Lang)
	here := slices.Clone(r.demands(t.Words))
	seen := map[int]bool{}
	for i := range here {
		if i > 0 && i == len(here)-1 || len(out) >= mostElsewhere { // the whole text, after its parts
			break
		}
		q := query.Query{Text: asQuery(&here[i], t.Words), Filters: []query.Filter{{Field: query.State, Values: []string{string(d.State)}, Not: true}}}
		if scope == Reviews {
			q.Filters = append(q.Filters, query.Filter{Field: query.Kind, Values: []string{corpus.Recommendation.String()}})
		}
		if q.Text == nil {
			continue
		}
		found, err := x.snapshot.Search(ctx, q, corpus.Window{Order: query.Relevance, Limit: lookedAt})
		if err != nil {
			return nil, false, err
		}
		more = more || found.Totals.Segments > len(found.Hits)
		for _, h := range found.Hits {
			if seen[h.N] {
				continue
			}
			o := x.snapshot.Doc(h.N)
			like, j := float32(0), 0
			theirs := r.demands(wordsIn(o, t.Lang))
			for k := range theirs {
				if v := likeness(&here[i], &theirs[k]); v > like {
					like, j = v, k
				}
			}
			if like >= Threshold {
				seen[h.N] = true
				out = append(out, Like{N: h.N, Doc: o, Likeness: like, Why: here[i].why(t.Words, &theirs[j])})
			}
		}
	}
	if len(out) > mostElsewhere {
		out, more = out[:mostElsewhere], true
	}
	slices.SortFunc(out, func(a, b Like) int { return cmp.Compare(a.N, b.N) })
	return out, more, nil
}

func wordsIn(d *corpus.Doc, lang string) string {
	for _, t := range d.Texts {
		if t.Lang == lang {
			return t.Words
		}
	}
	return ""
}

// asQuery asks for the words of a demand that weigh most: all of the three heaviest.
func asQuery(d *demand, text string) query.Node {
	terms := slices.Clone(d.terms)
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(b.weight, a.weight) })
	var and query.And
	for _, t := range terms[:min(3, len(terms))] {
		if d.key == "" && t.weight < telling {
			break
		}
		for _, w := range strings.FieldsFunc(text[t.from:t.to], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if f := strings.ToLower(w); !small[f] && len(and.Of) < 8 {
				and.Of = append(and.Of, query.Word{Text: w})
			}
		}
	}
	if len(and.Of) == 0 {
		return nil
	}
	return and
}
