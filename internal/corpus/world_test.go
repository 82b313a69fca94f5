package corpus_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// world invents a record of a size: made-up words, some of them far commoner than others, real codes.
type world struct {
	*rand.Rand
	words []string
	zipf  *rand.Zipf
	docs  []corpus.Doc
	bytes int // of the texts
}

func newWorld(n int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(1, 2))}
	endings := []string{"", "s", "ed", "ing", "ation", "ly"}
	seen := map[string]bool{}
	for len(w.words) < 40000 {
		var b strings.Builder
		for range 2 + w.IntN(3) {
			b.WriteByte("bcdfglmnprstvz"[w.IntN(14)])
			b.WriteByte("aeiou"[w.IntN(5)])
		}
		for range 1 + w.IntN(3) {
			if word := b.String() + endings[w.IntN(len(endings))]; !seen[word] {
				seen[word] = true
				w.words = append(w.words, word)
			}
		}
	}
	w.zipf = rand.NewZipf(w.Rand, 1.08, 4, uint64(len(w.words)-1))
	states := reference.States()
	issues, persons, treaties := reference.Issues(), reference.Affected(), reference.Treaties()
	perReview := max(1, n/(190*4))
	for s := 0; len(w.docs) < n; s = (s + 1) % 190 {
		for cycle := 1; cycle <= 4; cycle++ {
			review := upr.ReviewID{State: states[s].Code, Cycle: upr.Cycle(cycle)}
			base := corpus.Doc{Review: review, State: review.State, Session: upr.WGSession(12*(cycle-1) + 1 + s%12), Year: 2008 + 4*cycle + s%4, Symbol: fmt.Sprintf("A/HRC/%d/%d", 8+cycle*12, 1+s)}
			for i := 0; i < perReview && len(w.docs) < n; i++ {
				item := fmt.Sprintf("UPR-%s-C%d-%d.%d", review.State, cycle, 124+i/200, 1+i%200)
				segments := 1
				if w.IntN(30) == 0 {
					segments = 2 + w.IntN(3)
				}
				for k := range segments {
					d := base
					d.ID, d.Item, d.Para = fmt.Sprintf("%s-s%d", item, k+1), item, fmt.Sprintf("%d.%d", 124+i/200, 1+i%200)
					for range 1 + w.few(8) {
						d.By = append(d.By, states[w.IntN(len(states))].Code)
					}
					d.Position = []upr.Position{upr.Supported, upr.Supported, upr.Supported, upr.Noted}[w.IntN(4)]
					d.Action = 1 + w.IntN(5)
					for range 1 + w.few(3) {
						d.Issues = append(d.Issues, issues[w.IntN(len(issues))].Code)
					}
					for range w.few(2) {
						d.Affected = append(d.Affected, persons[w.IntN(len(persons))].Code)
					}
					for range 1 + w.few(3) {
						d.SDGs = append(d.SDGs, fmt.Sprint(1+w.IntN(17)))
					}
					for range w.few(5) {
						d.Treaties = append(d.Treaties, treaties[w.IntN(len(treaties))].Code)
					}
					lang := "en"
					if w.IntN(20) == 0 {
						lang = []string{"fr", "es", "ru"}[w.IntN(3)]
					}
					d.Texts = []corpus.Text{{Lang: lang, Words: w.text()}}
					w.bytes += len(d.Texts[0].Words)
					w.docs = append(w.docs, d)
				}
			}
		}
	}
	return w
}

// few is mostly 0, one in `of` times more.
func (w *world) few(of int) int {
	if w.IntN(of) == 0 {
		return 1 + w.IntN(3)
	}
	return 0
}

func (w *world) word() string { return w.words[w.zipf.Uint64()] }

func (w *world) text() string {
	var b strings.Builder
	for i := range 12 + w.IntN(46) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.word())
	}
	b.WriteByte('.')
	return b.String()
}

// phrase takes words from a text that is there.
func (w *world) phrase(n int) query.Node {
	f := strings.Fields(strings.TrimSuffix(w.docs[w.IntN(len(w.docs))].Texts[0].Words, "."))
	at := w.IntN(len(f) - n)
	return query.Phrase{Words: f[at : at+n]}
}

func (w *world) filter() query.Filter {
	d := &w.docs[w.IntN(len(w.docs))]
	switch w.IntN(8) {
	case 0:
		return query.Filter{Field: query.State, Values: []string{string(d.State)}}
	case 1:
		return query.Filter{Field: query.By, Values: []string{string(d.By[0])}}
	case 2:
		return query.Filter{Field: query.Issue, Values: []string{d.Issues[0]}}
	case 3:
		return query.Filter{Field: query.Position, Values: []string{string(d.Position)}}
	case 4:
		return query.Filter{Field: query.Cycle, From: 2, To: 3}
	case 5:
		return query.Filter{Field: query.ByGroup, Values: []string{"WEOG", "AFR"}}
	case 6:
		return query.Filter{Field: query.SDG, Values: []string{d.SDGs[0]}}
	default:
		return query.Filter{Field: query.Action, Values: []string{"4", "5"}}
	}
}

// kinds of queries, each drawn anew.
func (w *world) kinds() map[string]func() query.Query {
	word := func() query.Node { return query.Word{Text: w.word()} }
	of := func(n query.Node, f ...query.Filter) query.Query { return query.Query{Text: n, Filters: f} }
	return map[string]func() query.Query{
		"word":    func() query.Query { return of(word()) },
		"and":     func() query.Query { return of(query.And{Of: []query.Node{word(), word()}}) },
		"or":      func() query.Query { return of(query.Or{Of: []query.Node{word(), word(), word()}}) },
		"not":     func() query.Query { return of(query.And{Of: []query.Node{word(), query.Not{Of: word()}}}) },
		"phrase2": func() query.Query { return of(w.phrase(2)) },
		"phrase3": func() query.Query { return of(w.phrase(3)) },
		"prefix":  func() query.Query { return of(query.Prefix{Text: w.word()[:3]}) },
		"near":    func() query.Query { return of(query.Near{A: w.word(), B: w.word(), Within: 5}) },
		"filter":  func() query.Query { return of(nil, w.filter()) },
		"both":    func() query.Query { return of(word(), w.filter()) },
		"all":     func() query.Query { return of(nil) },
	}
}
