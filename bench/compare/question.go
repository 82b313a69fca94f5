package compare

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// Question is one of the measured questions.
type Question struct {
	Kind  string
	Text  query.Node     // words only; nil: every segment
	Where []query.Filter // hold besides, as typed: "sur:KAZ"
	// Chosen are several values of facets, chosen on the page: they hold besides, and the counts of such a facet's own
	// values are those that would be there without it.
	Chosen []query.Filter
	Forms  bool // asks for forms as written (phrase, prefix), not for all forms of a word
}

// Query is the question as OpenUPR's search takes it.
func (q Question) Query() query.Query {
	var all []query.Node
	if q.Text != nil {
		all = append(all, q.Text)
	}
	for _, f := range q.Where {
		all = append(all, query.Has{Filter: f})
	}
	out := query.Query{Filters: q.Chosen}
	switch len(all) {
	case 0:
	case 1:
		out.Text = all[0]
	default:
		out.Text = query.And{Of: all}
	}
	return out
}

// Kinds of questions and how many of each: 264.
var kinds = []struct {
	name string
	n    int
	make func(*asker) Question
}{
	{"common word", 10, func(a *asker) Question { return Question{Text: a.word(0.02, 0.3)} }},
	{"word", 12, func(a *asker) Question { return Question{Text: a.word(0.001, 0.02)} }},
	{"rare word", 8, func(a *asker) Question { return Question{Text: a.word(0, 0.001)} }},
	{"form", 16, func(a *asker) Question { return Question{Text: a.phrase(1), Forms: true} }},
	{"two words", 20, func(a *asker) Question { return Question{Text: query.And{Of: a.together(2)}} }},
	{"three words", 14, func(a *asker) Question { return Question{Text: query.And{Of: a.together(3)}} }},
	{"either word", 14, func(a *asker) Question {
		return Question{Text: query.Or{Of: []query.Node{a.said(), a.said()}}}
	}},
	{"any of five words", 6, func(a *asker) Question {
		q := query.Or{}
		for range 5 {
			q.Of = append(q.Of, a.said())
		}
		return Question{Text: q}
	}},
	{"word without another", 14, func(a *asker) Question {
		w := a.together(2)
		return Question{Text: query.And{Of: []query.Node{w[0], query.Not{Of: w[1]}}}}
	}},
	{"brackets", 10, func(a *asker) Question {
		x, y := a.together(2), a.together(2)
		return Question{Text: query.And{Of: []query.Node{query.Or{Of: []query.Node{x[0], y[0]}}, query.Or{Of: []query.Node{x[1], y[1]}}}}}
	}},
	{"phrase of two", 16, func(a *asker) Question { return Question{Text: a.phrase(2), Forms: true} }},
	{"phrase of three", 10, func(a *asker) Question { return Question{Text: a.phrase(3), Forms: true} }},
	{"phrase of five", 6, func(a *asker) Question { return Question{Text: a.phrase(5), Forms: true} }},
	{"prefix", 16, func(a *asker) Question { return Question{Text: a.prefix(), Forms: true} }},
	{"near", 10, func(a *asker) Question { return Question{Text: a.near()} }},
	{"one filter", 16, func(a *asker) Question { return Question{Where: a.filters(1)} }},
	{"two filters", 12, func(a *asker) Question { return Question{Where: a.filters(2)} }},
	{"filter and word", 20, func(a *asker) Question { return Question{Text: a.said(), Where: a.filters(1)} }},
	{"two filters and words", 12, func(a *asker) Question {
		return Question{Text: query.And{Of: a.together(2)}, Where: a.filters(2)}
	}},
	{"filter and phrase", 8, func(a *asker) Question {
		return Question{Text: a.phrase(2), Forms: true, Where: a.filters(1)}
	}},
	{"chosen values and word", 12, func(a *asker) Question {
		return Question{Text: a.said(), Chosen: a.chosen()}
	}},
	{"everything", 2, func(*asker) Question { return Question{} }},
}

// Questions draws the questions from the segments' own words and values, always the same from the same segments.
func Questions(docs []corpus.Doc) []Question { return MoreQuestions(docs, 1) }

// MoreQuestions draws so many times the questions, of each kind so many times as many.
func MoreQuestions(docs []corpus.Doc, times int) []Question {
	a := newAsker(docs)
	var out []Question
	for range times {
		for _, k := range kinds {
			for range k.n {
				q := k.make(a)
				q.Kind = k.name
				out = append(out, q)
			}
		}
	}
	return out
}

// asker draws what questions are made of.
type asker struct {
	*rand.Rand
	docs  []corpus.Doc
	words []string       // plain words of three letters or more that are no stop words, in the order of the alphabet
	in    map[string]int // number of segments with the word
}

// sample is how many segments questions are drawn from, evenly among all.
const sample = 400_000

func newAsker(docs []corpus.Doc) *asker {
	if every := len(docs) / sample; every > 1 {
		some := make([]corpus.Doc, 0, sample+1)
		for i := 0; i < len(docs); i += every {
			some = append(some, docs[i])
		}
		docs = some
	}
	a := &asker{Rand: rand.New(rand.NewPCG(2006, 251)), docs: docs, in: map[string]int{}}
	for i := range docs {
		forms := Forms(docs[i].Texts[0].Words)
		slices.Sort(forms)
		for _, f := range slices.Compact(forms) {
			a.in[f]++
		}
	}
	for w := range a.in {
		if a.plain(w) {
			a.words = append(a.words, w)
		}
	}
	slices.Sort(a.words)
	return a
}

// stop are words that PostgreSQL's and Bleve's English dictionaries leave out, as far as they have three letters: nobody
// is asked for them, since two of the engines would not look.
var stop = strings.Fields(`the and for with that this these those from into its are was were been being have has had having not
	but all any can will just than too very she her him his they them their theirs you your our ours who whom what which when
	where why how both each few more most other some such only own same then once here there again further out off over under
	about above below between during before after through against until while because does did doing itself himself
	herself themselves myself yourself ourselves nor now don should down has hers could would`)

func (a *asker) plain(w string) bool {
	if len(w) < 3 || slices.Contains(stop, w) {
		return false
	}
	for _, r := range w {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}

// word is one that between from and to of all segments have.
func (a *asker) word(from, to float64) query.Node {
	for range 10_000 {
		w := a.words[a.IntN(len(a.words))]
		if share := float64(a.in[w]) / float64(len(a.docs)); share >= from && share < to {
			return query.Word{Text: w}
		}
	}
	return query.Word{Text: a.words[0]} // no such word in these few segments
}

func (a *asker) forms() []string {
	return Forms(a.docs[a.IntN(len(a.docs))].Texts[0].Words)
}

// said is a word as often as it is said, or any of the vocabulary as often.
func (a *asker) said() query.Node {
	if a.IntN(2) == 0 {
		return a.word(0.0003, 1)
	}
	return a.together(1)[0]
}

// together are different words of one segment.
func (a *asker) together(n int) []query.Node {
	for {
		var out []query.Node
		forms := a.forms()
		for _, i := range a.Perm(len(forms)) {
			if w := (query.Word{Text: forms[i]}); a.plain(w.Text) && !slices.Contains(out, query.Node(w)) {
				if out = append(out, w); len(out) == n {
					return out
				}
			}
		}
	}
}

// phrase is n words as they stand in a segment, at least one of them plain.
func (a *asker) phrase(n int) query.Node {
	for {
		forms := a.forms()
		if len(forms) < n {
			continue
		}
		at := a.IntN(len(forms) - n + 1)
		if p := forms[at : at+n]; slices.ContainsFunc(p, a.plain) {
			return query.Phrase{Words: p}
		}
	}
}

func (a *asker) prefix() query.Node {
	for {
		if w := a.forms(); len(w) > 0 {
			w := w[a.IntN(len(w))]
			if n := 3 + a.IntN(4); a.plain(w) && utf8.RuneCountInString(w) > n {
				return query.Prefix{Text: w[:n]}
			}
		}
	}
}

// near are two plain words that stand at most five apart in a segment.
func (a *asker) near() query.Node {
	for {
		forms := a.forms()
		if len(forms) < 6 {
			continue
		}
		at := a.IntN(len(forms) - 5)
		x, y := forms[at], forms[at+1+a.IntN(4)]
		if a.plain(x) && a.plain(y) && x != y {
			return query.Near{A: x, B: y, Within: 5}
		}
	}
}

// filters are n different fields with a value of the same segment.
func (a *asker) filters(n int) []query.Filter {
	for {
		values := Values(&a.docs[a.IntN(len(a.docs))])
		var out []query.Filter
		for _, i := range a.Perm(len(filtered)) {
			if v := values[filtered[i]]; len(v) > 0 {
				if out = append(out, query.Filter{Field: filtered[i], Values: []string{v[a.IntN(len(v))]}}); len(out) == n {
					return out
				}
			}
		}
	}
}

var filtered = []query.Field{query.State, query.By, query.Group, query.ByGroup, query.Org, query.ByOrg, query.Cycle, query.Session,
	query.Position, query.Action, query.Issue, query.Affected, query.SDG, query.Treaty, query.Year}

// chosen are two values of one facet, of two segments.
func (a *asker) chosen() []query.Filter {
	for {
		f := a.filters(1)[0]
		if more := Values(&a.docs[a.IntN(len(a.docs))])[f.Field]; len(more) > 0 && more[0] != f.Values[0] {
			f.Values = append(f.Values, more[0])
			return []query.Filter{f}
		}
	}
}
