package main

import (
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/classify/linear"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// fewest is the number of States to whom texts with a word, or with a feature, must have been addressed for it to be
// learned. What stands in the texts on one or two States only would tell the State.
const fewest = 3

// corpus is the coded rows as features, with the labels that people gave them.
type corpus struct {
	rows     []row
	words    *linear.Vocabulary
	features [][]linear.Feature // by row
	labels   []string
	given    [][]uint8 // by row, the places of its labels
}

// read takes the features of the rows chosen, over a vocabulary of the words that these rows share.
func read(rows []row, c *classify.Classifier) (*corpus, error) {
	masked, err := classify.Masked()
	if err != nil {
		return nil, err
	}
	grown := linear.NewVocabulary(masked)
	counts := map[int32]*states{}
	for _, r := range rows {
		for _, f := range c.Features(r.words, grown) {
			if f.Kind() == linear.Length {
				continue
			}
			a, b := f.Words()
			count(counts, a, r.state)
			count(counts, b, r.state)
		}
	}
	out := &corpus{rows: rows, words: linear.NewVocabulary(masked)}
	for w := int32(1); int(w) <= grown.Len(); w++ {
		if s := counts[w]; s != nil && s.several() {
			out.words.Number(grown.Name(w))
		}
	}
	out.words.Close()
	for _, r := range rows {
		out.features = append(out.features, c.Features(r.words, out.words))
	}
	for _, f := range grown.Forms() {
		out.words.Know(f)
	}
	out.label()
	return out, nil
}

// label numbers the labels: five degrees of action, then the issues in the order of the reference.
func (c *corpus) label() {
	for _, a := range reference.ActionCategories() {
		c.labels = append(c.labels, classify.Action+":"+string(rune('0'+a.Number)))
	}
	place := map[string]uint8{}
	for _, i := range reference.Issues() {
		place[i.Code] = uint8(len(c.labels))
		c.labels = append(c.labels, classify.Issue+":"+i.Code)
	}
	for _, r := range c.rows {
		var given []uint8
		if r.action > 0 {
			given = append(given, uint8(r.action-1))
		}
		for _, i := range r.issues {
			if p, ok := place[i]; ok {
				given = append(given, p)
			}
		}
		c.given = append(c.given, given)
	}
}

// states are up to a few States, each once.
type states [fewest]upr.State

func (s *states) add(st upr.State) {
	for i, x := range s {
		if x == st {
			return
		}
		if x == "" {
			s[i] = st
			return
		}
	}
}

func (s *states) several() bool { return s[fewest-1] != "" }

func count[K comparable](counts map[K]*states, k K, st upr.State) {
	s := counts[k]
	if s == nil {
		s = &states{}
		counts[k] = s
	}
	s.add(st)
}

// shared numbers the features of some kinds that the rows chosen share.
func (c *corpus) shared(chosen []int, left map[int]bool) map[linear.Feature]int32 {
	counts := map[linear.Feature]*states{}
	for _, i := range chosen {
		for _, f := range c.features[i] {
			if !left[f.Kind()] {
				count(counts, f, c.rows[i].state)
			}
		}
	}
	out := map[linear.Feature]int32{}
	for _, i := range chosen {
		for _, f := range c.features[i] {
			if s := counts[f]; s != nil && s.several() {
				if _, ok := out[f]; !ok {
					out[f] = int32(len(out))
				}
			}
		}
	}
	return out
}

// examples of some rows with the features that have a number.
func (c *corpus) examples(chosen []int, number map[linear.Feature]int32) []example {
	out := make([]example, len(chosen))
	for k, i := range chosen {
		for _, f := range c.features[i] {
			if n, ok := number[f]; ok {
				out[k].at = append(out[k].at, n)
			}
		}
		out[k].value = linear.Value(len(c.features[i]))
	}
	return out
}
