package corpus_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

func TestAMisspeltWordIsAnsweredWithTheOneMeant(t *testing.T) {
	var docs []corpus.Doc
	for i, words := range []string{
		"Ratify the convention on enforced disappearances this decade", "Ratify the Convention against torture this decade", "Convention on torture and ratification",
		"Protéger les élèves", "Les élèves de l'école", "Права ребёнка", "Права детей и ребёнка",
	} {
		docs = append(docs, corpus.Doc{ID: string(rune('a' + i)), Item: string(rune('a' + i)), Texts: []corpus.Text{{Lang: []string{"en", "fr", "ru"}[max(0, i-1)/2%3], Words: words}}})
	}
	s := corpus.Build(docs, 1)
	for name, c := range map[string]struct {
		asked query.Node
		want  []corpus.Suggestion
	}{
		"a letter other":         {query.Word{Text: "convantion"}, []corpus.Suggestion{{Typed: "convantion", Meant: "convention"}}},
		"two letters changed":    {query.Word{Text: "Tortrue"}, []corpus.Suggestion{{Typed: "tortrue", Meant: "torture"}}},
		"accents are given back": {query.Word{Text: "eleyes"}, []corpus.Suggestion{{Typed: "eleyes", Meant: "élèves"}}},
		"another script":         {query.Word{Text: "рибенка"}, []corpus.Suggestion{{Typed: "рибенка", Meant: "ребёнка"}}},
		"in a phrase":            {query.Phrase{Words: []string{"the", "convenshion"}}, []corpus.Suggestion{{Typed: "convenshion", Meant: "convention"}}},
		"what stands there":      {query.Word{Text: "conventions"}, nil},
		"nothing is near":        {query.Word{Text: "xylophone"}, nil},
		"under NOT":              {query.Not{Of: query.Word{Text: "convantion"}}, nil},
		"short":                  {query.Word{Text: "tha"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, s.Suggest(query.Query{Text: c.asked})); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSuggestingIsBounded(t *testing.T) {
	w, s := benchWorld()
	var of []query.Node
	for range 100 {
		of = append(of, query.Word{Text: w.word() + "xq"})
	}
	began := cpuTime()
	s.Suggest(query.Query{Text: query.And{Of: of}})
	if took := cpuTime() - began; took > 200*time.Millisecond {
		t.Errorf("suggestions took %s", took)
	}
}
