package compare

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	search "github.com/blevesearch/bleve/v2/search/query"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/words"
)

// Bleve keeps one merged segment in memory-backed files: a field of the forms as written, a stemmed one, and each facet as
// keywords with column values. A question is one request with all facets and highlights.
type Bleve struct {
	dir        string
	index      bleve.Index
	most       map[query.Field]int // values of each facet
	everything *Answer             // when nothing is asked: kept, as any program would
}

// NewBleve keeps its files in dir, which goes when it is closed.
func NewBleve(dir string) *Bleve {
	return &Bleve{dir: filepath.Join(dir, "compare.bleve"), most: map[query.Field]int{}}
}

// Name of the engine.
func (*Bleve) Name() string { return "bleve" }

// forms is a tokenizer that gives Bleve the same words that OpenUPR reads.
type forms struct{}

// Tokenize keeps the places in the text, for highlights.
func (forms) Tokenize(text []byte) analysis.TokenStream {
	var out analysis.TokenStream
	words.Each(string(text), "en", func(form []byte, from, to int) {
		out = append(out, &analysis.Token{Start: from, End: to, Term: append([]byte(nil), form...), Position: len(out) + 1, Type: analysis.AlphaNumeric})
	})
	return out
}

const tokenizer = "openupr-forms"

func init() {
	err := registry.RegisterTokenizer(tokenizer, func(map[string]any, *registry.Cache) (analysis.Tokenizer, error) { return forms{}, nil })
	if err != nil {
		panic(err)
	}
}

func (e *Bleve) mapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	for name, filters := range map[string][]any{"form": {}, "stem": {en.SnowballStemmerName}} {
		if err := m.AddCustomAnalyzer(name, map[string]any{"type": custom.Name, "tokenizer": tokenizer, "token_filters": filters}); err != nil {
			return nil, err
		}
	}
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{"form", "stem"} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.IncludeInAll, f.DocValues = name, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	for _, facet := range corpus.Facets {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.IncludeTermVectors, f.SkipFreqNorm = keyword.Name, false, false, false, true
		doc.AddFieldMappingsAt(string(facet), f)
	}
	m.DefaultMapping = doc
	return m, nil
}

// Load builds the index offline, which merges it, and opens it.
func (e *Bleve) Load(docs []corpus.Doc) error {
	m, err := e.mapping()
	if err != nil {
		return err
	}
	b, err := bleve.NewBuilder(e.dir, m, map[string]any{"batchSize": 10_000, "buildPathPrefix": filepath.Dir(e.dir)})
	if err != nil {
		return err
	}
	seen := newCodes()
	for i := range docs {
		text := docs[i].Texts[0].Words
		fields := map[string]any{"form": text, "stem": text}
		for f, values := range Values(&docs[i]) {
			fields[string(f)] = values
			for _, v := range values {
				seen.number(f, v)
			}
		}
		if err := b.Index(strconv.Itoa(i), fields); err != nil {
			return err
		}
	}
	if err := b.Close(); err != nil {
		return err
	}
	for f, of := range seen.of {
		e.most[f] = len(of)
	}
	if e.index, err = bleve.OpenUsing(e.dir, map[string]any{"read_only": true}); err != nil {
		return err
	}
	all, err := e.Ask(Question{})
	e.everything = &all
	return err
}

// Ask sends one request, and one more for each facet of which values are chosen.
func (e *Bleve) Ask(q Question) (Answer, error) {
	a := Answer{Counts: map[query.Field]map[string]int{}}
	if e.everything != nil && q.Text == nil && len(q.Where)+len(q.Chosen) == 0 {
		return *e.everything, nil
	}
	for i, f := range q.Chosen {
		r := bleve.NewSearchRequestOptions(e.query(q, without(q.Chosen, i)), 0, 0, false)
		r.Score = "none"
		r.AddFacet(string(f.Field), bleve.NewFacetRequest(string(f.Field), e.most[f.Field]))
		if _, err := e.send(r, &a); err != nil {
			return a, err
		}
	}
	r := bleve.NewSearchRequestOptions(e.query(q, q.Chosen), top, 0, false)
	for _, f := range corpus.Facets {
		if !chosenField(q, f) && e.most[f] > 0 {
			r.AddFacet(string(f), bleve.NewFacetRequest(string(f), e.most[f]))
		}
	}
	field := "stem"
	if q.Forms {
		field = "form"
	}
	if q.Text != nil {
		r.Highlight = bleve.NewHighlightWithStyle("html")
		r.Highlight.AddField(field)
	} else {
		r.Score, r.Fields = "none", []string{"form"}
	}
	res, err := e.send(r, &a)
	if err != nil {
		return a, err
	}
	a.Total = int(res.Total)
	for _, h := range res.Hits {
		n, err := strconv.Atoi(h.ID)
		if err != nil {
			return a, err
		}
		a.Top = append(a.Top, Found{n, strings.Count(strings.Join(h.Fragments[field], ""), "<mark>")})
	}
	return a, nil
}

func (e *Bleve) send(r *bleve.SearchRequest, a *Answer) (*bleve.SearchResult, error) {
	res, err := e.index.Search(r)
	if err != nil {
		return nil, err
	}
	for name, f := range res.Facets {
		counts := map[string]int{}
		for _, t := range f.Terms.Terms() {
			counts[t.Term] = t.Count
		}
		if len(counts) > 0 {
			a.Counts[query.Field(name)] = counts
		}
	}
	return res, nil
}

func (e *Bleve) query(q Question, chosen []query.Filter) search.Query {
	var all []search.Query
	if q.Text != nil {
		all = append(all, node(q.Text, q.Forms))
	}
	for _, f := range append(append([]query.Filter(nil), q.Where...), chosen...) {
		var of []search.Query
		for _, v := range f.Values {
			t := bleve.NewTermQuery(v)
			t.SetField(string(f.Field))
			of = append(of, t)
		}
		all = append(all, either(of))
	}
	switch len(all) {
	case 0:
		return bleve.NewMatchAllQuery()
	case 1:
		return all[0]
	}
	return bleve.NewConjunctionQuery(all...)
}

func either(of []search.Query) search.Query {
	if len(of) == 1 {
		return of[0]
	}
	return bleve.NewDisjunctionQuery(of...)
}

// node writes the words as Bleve's queries.
func node(n query.Node, asForms bool) search.Query {
	switch n := n.(type) {
	case query.And:
		q := bleve.NewBooleanQuery()
		for _, x := range n.Of {
			if not, ok := x.(query.Not); ok {
				q.AddMustNot(node(not.Of, asForms))
			} else {
				q.AddMust(node(x, asForms))
			}
		}
		return q
	case query.Or:
		var of []search.Query
		for _, x := range n.Of {
			of = append(of, node(x, asForms))
		}
		return either(of)
	case query.Word:
		q := bleve.NewMatchQuery(n.Text)
		q.SetField("stem")
		return q
	case query.Prefix:
		q := bleve.NewPrefixQuery(n.Text)
		q.SetField("form")
		return q
	case query.Phrase:
		if len(n.Words) == 1 {
			q := bleve.NewTermQuery(n.Words[0])
			q.SetField("form")
			return q
		}
		return bleve.NewPhraseQuery(n.Words, "form")
	}
	panic(fmt.Sprintf("Bleve is not asked for %T", n))
}

// Can says whether Bleve knows such a question: it has no "near".
func (*Bleve) Can(q Question) bool {
	_, near := q.Text.(query.Near)
	return !near
}

// Close closes the index and removes the folder.
func (e *Bleve) Close() error { return errors.Join(e.index.Close(), os.RemoveAll(filepath.Dir(e.dir))) }

// Stems asks the filter.
func (*Bleve) Stems(forms []string) ([]string, error) {
	out := make([]string, len(forms))
	for i, f := range forms {
		tokens := en.NewEnglishStemmerFilter().Filter(analysis.TokenStream{{Term: []byte(f)}})
		out[i] = string(tokens[0].Term)
	}
	return out, nil
}
