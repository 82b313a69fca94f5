package corpus

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/words"
)

// Limits of one query, whoever made it. What people type has narrower ones (package query).
const (
	mostNodes  = 256
	mostDepth  = 64
	mostValues = 4096 // in all filters together
	mostWords  = 256  // forms of all words and phrases together
)

// plan is a query made ready to be evaluated in every part.
type plan struct {
	text    *expr    // nil: everything
	filters []*expr  // hold besides
	langs   []string // in which words are looked for; nil: all
	wanted  []*wanted
	chosen  []query.Filter // positive ones on recommending States: only their pairs count
	own     []own          // of each facet that is chosen by a filter
	nodes   int
	values  int
	words   int
}

// own is a facet that has a filter: its values are counted as if it had none.
type own struct {
	facet  int
	filter query.Field
	chosen []query.Filter
}

type operation uint8

const (
	opAnd operation = iota
	opOr
	opNot
	opWanted
	opHas
)

// expr is a node of a plan.
type expr struct {
	op    operation
	of    []*expr
	want  *wanted
	has   query.Filter
	keeps bool // holds something wanted whose set is needed to rank
}

type wish uint8

const (
	wantWord wish = iota
	wantPhrase
	wantPrefix
	wantNear
)

// wanted is words that are looked for.
type wanted struct {
	wish   wish
	forms  []string // folded; of a prefix the one beginning
	other  []string // of near: the second word
	within int
	counts bool // adds to the rank: it does not stand under a NOT
	df     int  // about how many documents have it, for its weight
}

// makePlan checks a query and makes it ready.
func makePlan(q query.Query) (*plan, error) {
	p := &plan{}
	var err error
	if q.Text != nil {
		if p.text, err = p.expr(q.Text, 0, true); err != nil {
			return nil, err
		}
	}
	for _, f := range q.Filters {
		e, err := p.expr(query.Has{Filter: f}, 0, false)
		if err != nil {
			return nil, err
		}
		p.filters = append(p.filters, e)
	}
	sure := append(slices.Clone(q.Filters), typed(q.Text, nil)...)
	for _, f := range sure {
		if !f.Not && len(f.Values) > 0 && f.Field == query.Lang {
			p.langs = common(p.langs, f.Values)
		}
	}
	p.chosen = choosing(q, "")
	for _, f := range q.Filters {
		facet, ok := facetOf[f.Field]
		if !ok || f.Not || slices.ContainsFunc(p.own, func(o own) bool { return o.facet == facet }) {
			continue
		}
		p.own = append(p.own, own{facet, f.Field, choosing(q, f.Field)})
	}
	return p, nil
}

// typed are the filters in a text that have to hold whatever else does.
func typed(n query.Node, out []query.Filter) []query.Filter {
	switch n := n.(type) {
	case query.And:
		for _, part := range n.Of {
			out = typed(part, out)
		}
	case query.Has:
		out = append(out, n.Filter)
	}
	return out
}

// choosing are the positive filters on recommending States, without those of one field beside the text.
func choosing(q query.Query, without query.Field) []query.Filter {
	var out []query.Filter
	keep := func(f query.Filter) {
		if (f.Field == query.By || f.Field == query.ByGroup || f.Field == query.ByOrg) && !f.Not && len(f.Values) > 0 {
			out = append(out, f)
		}
	}
	for _, f := range q.Filters {
		if f.Field != without {
			keep(f)
		}
	}
	for _, f := range typed(q.Text, nil) {
		keep(f)
	}
	return out
}

// common are the values that both have; a nil list has all.
func common(a, b []string) []string {
	if a == nil {
		return append([]string{}, b...)
	}
	return slices.DeleteFunc(a, func(v string) bool { return !slices.Contains(b, v) })
}

// tooMuch is the error of a query that asks for more than is answered.
func tooMuch(code, what string) error { return &query.Error{Code: code, What: what} }

func (p *plan) expr(n query.Node, depth int, counts bool) (*expr, error) {
	if p.nodes++; p.nodes > mostNodes {
		return nil, tooMuch("too-many", "")
	}
	if depth > mostDepth {
		return nil, tooMuch("too-deep", "")
	}
	switch n := n.(type) {
	case query.And:
		return p.parts(opAnd, n.Of, depth, counts)
	case query.Or:
		return p.parts(opOr, n.Of, depth, counts)
	case query.Not:
		return p.parts(opNot, []query.Node{n.Of}, depth, false)
	case query.Has:
		if p.values += len(n.Values); p.values > mostValues {
			return nil, tooMuch("too-many", string(n.Field))
		}
		return &expr{op: opHas, has: n.Filter}, nil
	case query.Word:
		return p.want(&wanted{wish: wantWord, forms: formsOf(n.Text), counts: counts}, n.Text)
	case query.Phrase:
		text := strings.Join(n.Words, " ")
		return p.want(&wanted{wish: wantPhrase, forms: formsOf(text), counts: counts}, text)
	case query.Prefix:
		w := &wanted{wish: wantPrefix, counts: counts}
		if n.Text != "" {
			w.forms = []string{n.Text}
		}
		return p.want(w, n.Text)
	case query.Near:
		return p.want(&wanted{wish: wantNear, forms: formsOf(n.A), other: formsOf(n.B), within: n.Within, counts: counts}, n.A)
	default: // nil among the parts holds everywhere
		return &expr{op: opAnd}, nil
	}
}

func (p *plan) parts(op operation, of []query.Node, depth int, counts bool) (*expr, error) {
	e := &expr{op: op}
	for _, n := range of {
		part, err := p.expr(n, depth+1, counts)
		if err != nil {
			return nil, err
		}
		e.keeps = e.keeps || part.keeps
		if part.op == op && op != opNot { // one level is enough
			e.of = append(e.of, part.of...)
		} else {
			e.of = append(e.of, part)
		}
	}
	return e, nil
}

func (p *plan) want(w *wanted, typed string) (*expr, error) {
	if p.words += len(w.forms) + len(w.other); p.words > mostWords {
		return nil, tooMuch("too-long", cut(typed))
	}
	p.wanted = append(p.wanted, w)
	return &expr{op: opWanted, want: w, keeps: w.counts && !w.weighted()}, nil
}

// single says that it is one word, whose postings have its weights.
func (w *wanted) single() bool { return w.wish == wantWord && len(w.forms) == 1 }

// weighted says that its postings have its weights: it is one word or one form.
func (w *wanted) weighted() bool {
	return len(w.forms) == 1 && (w.wish == wantWord || w.wish == wantPhrase)
}

func cut(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// formsOf folds what is looked for as texts are folded. Of characters that are not parted by blanks the outer single
// ones are left out: the pairs hold them.
func formsOf(text string) []string {
	var out []string
	words.Each(text, "", func(form []byte, _, _ int) {
		if len(out) <= mostWords { // one more is refused
			out = append(out, string(form))
		}
	})
	if n := len(out); n > 1 && words.IsHan(out[0]) && strings.HasPrefix(out[1], out[0]) && len(out[1]) > len(out[0]) {
		out = out[1:]
	}
	if n := len(out); n > 1 && words.IsHan(out[n-1]) && strings.HasSuffix(out[n-2], out[n-1]) && len(out[n-2]) > len(out[n-1]) {
		out = out[:n-1]
	}
	return out
}

// sees says whether words are looked for in texts of a language.
func (p *plan) sees(lang string) bool { return p.langs == nil || slices.Contains(p.langs, lang) }

// pairsOf makes the test which recommending States' pairs count; nil when all do.
func (p *part) pairsOf(chosen []query.Filter) []bool {
	if len(chosen) == 0 {
		return nil
	}
	out := make([]bool, len(p.bearings))
	for c := 1; c < len(out); c++ {
		out[c] = true
		for _, f := range chosen {
			out[c] = out[c] && p.bears(uint32(c), f)
		}
	}
	return out
}

// bears says whether a recommending State has one of a filter's values.
func (p *part) bears(state uint32, f query.Filter) bool {
	for _, v := range f.Values {
		facet := facetOf[f.Field]
		c, ok := p.codes[facet].find(v)
		if !ok {
			continue
		}
		switch facet {
		case fBy:
			ok = c == state
		case fByGroup:
			ok = c == p.bearings[state].group
		default:
			ok = slices.Contains(p.bearings[state].orgs, c)
		}
		if ok {
			return true
		}
	}
	return false
}

// unitOr gives the unit, or items when none is said.
func unitOr(u upr.Unit) upr.Unit {
	if u == upr.UnitSegment || u == upr.UnitPair {
		return u
	}
	return upr.UnitItem
}
