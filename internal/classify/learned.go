package classify

import (
	"cmp"
	_ "embed" // the model is part of the program
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/classify/linear"
	"github.com/openupr/openupr/internal/reference"
)

//go:embed learned.model
var learnedFile []byte

// loadLearned reads the model that tools/learn wrote.
func loadLearned() (*linear.Model, error) {
	m, err := linear.Read(learnedFile)
	if err != nil {
		return nil, err
	}
	if want := Degrees + len(reference.Issues()); len(m.Labels) != want {
		return nil, fmt.Errorf("the learned model has %d labels, not %d", len(m.Labels), want)
	}
	masked, err := Masked()
	m.Vocabulary.Mask(masked)
	return m, err
}

// Degrees is the number of categories of action. They are the first labels of the model; the issues follow in the order
// of reference.Issues.
const Degrees = 5

// offered is how many issues are offered to a person at most, and offeredOdds the logarithm of the odds from which one is
// (a confidence of 0.15).
const (
	offered     = 5
	offeredOdds = -1.735
)

// learned guesses the degree of action and the issues of an English text.
func (c *Classifier) learned(out Labels, t text, named Labels, reasons bool) Labels {
	m := c.model
	r := c.read(t, named, m.Vocabulary)
	var features [256]linear.Feature
	var known [256]linear.Known
	var buffer [64]float32
	scores := buffer[:len(m.Labels)]
	k := m.Scores(r.Features(features[:0]), scores, known[:0])
	from := len(out)
	out = append(out, c.degree(t, r, scores))
	out = c.issues(out, scores[Degrees:])
	if reasons {
		c.explain(out[from:], t, r, k)
	}
	return out
}

// degree takes the category with the highest score. How sure it is follows from the lead over the second. Where the rules
// say the same it is theirs.
func (c *Classifier) degree(t text, r *reading, scores []float32) Guess {
	best, lead := Leader(scores[:Degrees])
	l := c.model.Labels[best]
	g := Guess{Scheme: Action, Code: degrees[best], Origin: Model, Confidence: l.Right(lead)}
	g.Sure = g.Confidence >= l.Sure
	if r.opens && r.opening.code == g.Code {
		g.Origin, g.Reason = Rule, t.words(r.opening.from, r.opening.to)
	}
	return g
}

var degrees = [Degrees]string{"1", "2", "3", "4", "5"}

// Leader is the place of the highest score and its lead over the second.
func Leader(scores []float32) (best int, lead float32) {
	second := -1
	for i := 1; i < len(scores); i++ {
		switch {
		case scores[i] > scores[best]:
			best, second = i, best
		case second < 0 || scores[i] > scores[second]:
			second = i
		}
	}
	return best, scores[best] - scores[second]
}

// issues takes those whose score reaches their threshold, and offers the next best to a person.
func (c *Classifier) issues(out Labels, scores []float32) Labels {
	from := len(out)
	for i, s := range scores {
		l := &c.model.Labels[Degrees+i]
		given := s >= l.Threshold
		if !given && s*l.Slope+l.Shift < offeredOdds {
			continue
		}
		right := l.Right(s)
		out = append(out, Guess{Scheme: Issue, Code: l.Name[len(Issue)+1:], Origin: Model, Confidence: right, Sure: given && right >= l.Sure})
	}
	slices.SortStableFunc(out[from:], func(a, b Guess) int {
		if a.Sure != b.Sure {
			return side(b.Sure) - side(a.Sure)
		}
		return cmp.Compare(b.Confidence, a.Confidence)
	})
	last := from
	for last < len(out) && (out[last].Sure || last < from+offered) {
		last++
	}
	return out[:last]
}

func side(b bool) int {
	if b {
		return 1
	}
	return 0
}

// explain gives each guess its reason: the words of the text that speak most for it.
func (c *Classifier) explain(guesses Labels, t text, r *reading, known []linear.Known) {
	const most = 3
	labels := make([]int, len(guesses))
	for i, g := range guesses {
		if g.Scheme == Issue {
			labels[i] = c.label[g.Code]
		} else {
			labels[i] = int(g.Code[0] - '1')
		}
	}
	var said [most]string
	for i, features := range c.model.Why(known, labels, 3*most) {
		n := 0
		for _, f := range features {
			s := c.written(t, r, f)
			k := slices.IndexFunc(said[:n], func(x string) bool { return strings.Contains(x, s) || strings.Contains(s, x) })
			switch {
			case s == "":
			case k >= 0:
				if len(s) > len(said[k]) {
					said[k] = s
				}
			case n < most:
				said[n] = s
				n++
			}
		}
		if guesses[i].Reason == "" {
			guesses[i].Reason = strings.Join(said[:n], ", ")
		}
	}
}

// empty are words that say nothing by themselves; a feature with one of them is no reason.
var empty = set("the a an of to in for on by its it their and or all that with as at be is are from this these which who up any has have not no into such other")

// written are the words of a feature as the text has them; empty where they are no reason.
func (c *Classifier) written(t text, r *reading, f linear.Feature) string {
	a, b := f.Words()
	i := place(r, a)
	if i < 0 || empty[t.forms[i]] {
		return ""
	}
	s := t.raw[t.from[i]:t.to[i]]
	if b == 0 {
		return s
	}
	j := place(r, b)
	switch {
	case j < 0 || j == i:
		return s
	case empty[t.forms[j]]:
		return ""
	case j == i+1:
		return t.raw[t.from[i]:t.to[j]]
	default:
		return s + " … " + t.raw[t.from[j]:t.to[j]]
	}
}

// place of the first word with a number, or -1.
func place(r *reading, number int32) int {
	for i := range r.Stems {
		if r.Stems[i] == number || r.Forms[i] == number {
			return i
		}
	}
	return -1
}
