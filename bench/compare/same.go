package compare

import (
	"fmt"
	"maps"
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

// CheckCrossings counts every cross-table with both engines and says where they differ.
func CheckCrossings(ours, other Crosser, s Stemmer, docs []corpus.Doc, crossings []Crossing) ([]string, error) {
	same, err := SameForms(docs, s)
	if err != nil {
		return nil, err
	}
	var differ []string
	for _, c := range crossings {
		if slices.ContainsFunc(Words(c.Text), func(w string) bool { return !same[w] }) {
			continue
		}
		a, err := ours.Cross(c)
		if err != nil {
			return nil, fmt.Errorf("%s × %s: %w", c.Rows, c.Cols, err)
		}
		b, err := other.Cross(c)
		if err != nil {
			return nil, fmt.Errorf("%s × %s: %w", c.Rows, c.Cols, err)
		}
		if !maps.Equal(a, b) {
			differ = append(differ, fmt.Sprintf("%s × %s (%s): %d cells, the other has %d or other numbers", c.Rows, c.Cols, c.Kind, len(a), len(b)))
		}
	}
	return differ, nil
}
