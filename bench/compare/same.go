package compare

import (
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// Difference between two answers, or "" when their totals, all counts and the number of segments shown are the same.
// Which segments are the most relevant is each engine's own opinion.
func Difference(ours, other Answer) string {
	if ours.Total != other.Total {
		return fmt.Sprintf("total %d, the other has %d", ours.Total, other.Total)
	}
	for _, pair := range [][2]Answer{{ours, other}, {other, ours}} {
		for f, counts := range pair[0].Counts {
			for v := range counts {
				if a, b := ours.Counts[f][v], other.Counts[f][v]; a != b {
					return fmt.Sprintf("%s:%s %d, the other has %d", f, v, a, b)
				}
			}
		}
	}
	if len(ours.Top) != len(other.Top) {
		return fmt.Sprintf("%d shown, the other shows %d", len(ours.Top), len(other.Top))
	}
	return ""
}

// Words are all words that a question asks for in all their forms.
func Words(n query.Node) []string {
	switch n := n.(type) {
	case query.And:
		return wordsOf(n.Of)
	case query.Or:
		return wordsOf(n.Of)
	case query.Not:
		return Words(n.Of)
	case query.Word:
		return []string{n.Text}
	case query.Near:
		return []string{n.A, n.B}
	}
	return nil
}

func wordsOf(nodes []query.Node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, Words(n)...)
	}
	return out
}

// Comparator is another engine.
type Comparator interface {
	Engine
	Stemmer
	Can(Question) bool // knows such a question
}

// Checked is what came of holding an engine's answers against ours.
type Checked struct {
	Same        int      // questions with the same totals and counts
	Other       int      // words of which the engine means other forms
	Unknown     int      // questions that the engine does not know
	Differences []string // where it should have been the same
}

// Check asks both engines every question.
func Check(ours Engine, e Comparator, docs []corpus.Doc, questions []Question) (Checked, error) {
	var c Checked
	same, err := SameForms(docs, e)
	if err != nil {
		return c, err
	}
	for i, q := range questions {
		switch {
		case !e.Can(q):
			c.Unknown++
			continue
		case slices.ContainsFunc(Words(q.Text), func(w string) bool { return !same[w] }):
			c.Other++
			continue
		}
		a, err := ours.Ask(q)
		if err != nil {
			return c, fmt.Errorf("question %d (%s): %w", i, q.Kind, err)
		}
		b, err := e.Ask(q)
		if err != nil {
			return c, fmt.Errorf("question %d (%s): %w", i, q.Kind, err)
		}
		if d := Difference(a, b); d != "" {
			c.Differences = append(c.Differences, fmt.Sprintf("question %d (%s) %v %v %v: %s", i, q.Kind, q.Text, q.Where, q.Chosen, d))
			continue
		}
		c.Same++
	}
	return c, nil
}
