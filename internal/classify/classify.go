// Package classify guesses what a recommendation asks for, of whom and about whom: its degree of action, the issues, the
// persons affected, goals of the 2030 Agenda, treaties and institutions named, and hints for drafting. It uses nothing but
// the words; it never sees which States are concerned, and their names are masked for the learned model.
//
// Each guess says whether a rule or the model made it, how sure it is and why. A guess that is not sure is a question for
// a person and is not counted. What a person or a human source said always wins; that is decided where labels are joined,
// not here. docs/notes/classify.md tells how it works, docs/accuracy.md how well.
package classify

import (
	"slices"

	"github.com/openupr/openupr/internal/classify/linear"
)

// Schemes of labels.
const (
	Action      = "action"      // "1" to "5", reference.ActionCategories
	Issue       = "issue"       // reference.Issues
	Affected    = "affected"    // reference.Affected
	SDG         = "sdg"         // "1" to "17", reference.SDGGoals
	Treaty      = "treaty"      // reference.Treaties
	Institution = "institution" // reference.Institutions
	Hint        = "hint"        // "specific", "measurable", "body", "time": what a drafter has said already; never a grade
)

// Origin of a label.
type Origin string

// Origins in order of precedence: what stands first wins.
const (
	Person Origin = "person" // decided in this record
	Source Origin = "source" // coded by people elsewhere: UPR Info, OHCHR
	Rule   Origin = "rule"   // words and phrases of package classify
	Model  Origin = "model"  // weights learned from human coding
)

// Guess is one label with its grounds.
type Guess struct {
	Scheme     string
	Code       string
	Origin     Origin
	Confidence float32 // 0 to 1: the share of such guesses that people would confirm
	Sure       bool    // may be counted; otherwise it is a question for a person
	Reason     string  // the words that led to it
}

// Labels are the guesses on one text, by scheme in the order of the constants, the surest first within a scheme.
type Labels []Guess

// Codes are the sure codes of a scheme.
func (l Labels) Codes(scheme string) []string {
	var out []string
	for _, g := range l {
		if g.Scheme == scheme && g.Sure {
			out = append(out, g.Code)
		}
	}
	return out
}

// Best is the first guess of a scheme, sure or not.
func (l Labels) Best(scheme string) (Guess, bool) {
	for _, g := range l {
		if g.Scheme == scheme {
			return g, true
		}
	}
	return Guess{}, false
}

// maxText is the length in bytes beyond which the rest of a text is not read. The longest recommendation known has
// under 3,000.
const maxText = 16 << 10

// Classifier may be used from several goroutines. Nothing changes what it says; it only remembers.
type Classifier struct {
	phrases *phrases
	verbs   map[string]verbTable // by language
	goals   map[string][]string  // of an issue
	model   *linear.Model
	label   map[string]int // place of an issue among the labels of the model
	memory  *memory
}

// New compiles the rules and reads the model. An error means that the program was built from damaged tables.
func New() (*Classifier, error) {
	c, err := Rules()
	if err != nil {
		return nil, err
	}
	if c.model, err = loadLearned(); err != nil {
		return nil, err
	}
	c.label = map[string]int{}
	for i, l := range c.model.Labels[Degrees:] {
		c.label[l.Name[len(Issue)+1:]] = Degrees + i
	}
	return c, nil
}

// Rules is a classifier without the learned model.
func Rules() (*Classifier, error) {
	p, err := loadPhrases()
	if err != nil {
		return nil, err
	}
	v, err := loadVerbs()
	if err != nil {
		return nil, err
	}
	g, err := loadGoals()
	if err != nil {
		return nil, err
	}
	return &Classifier{phrases: p, verbs: v, goals: g, memory: newMemory(mostTexts)}, nil
}

// Of guesses the labels of one text. lang is a code of BCP 47. Action is guessed in English, French, Spanish and Russian
// only; the learned model knows English. Names of treaties and other phrases are found whatever the language is said to be.
func (c *Classifier) Of(words, lang string) Labels { return c.of(words, lang, true) }

// Counted are the sure guesses on a text, without the learned model's reasons: what facets count, at about half the time.
func (c *Classifier) Counted(words, lang string) Labels {
	return slices.DeleteFunc(c.of(words, lang, false), func(g Guess) bool { return !g.Sure })
}

func (c *Classifier) of(words, lang string, reasons bool) Labels {
	if len(words) > maxText {
		words = words[:maxText]
	}
	t := tokens(words)
	named := c.named(make(Labels, 0, 16), t)
	out := make(Labels, 0, len(named)+8)
	if lang == "en" && c.model != nil && len(t.forms) > 0 {
		out = c.learned(out, t, named, reasons)
		named = without(named, Issue)
	} else if g, ok := c.action(t, lang); ok {
		out = append(out, g)
	}
	return c.withGoals(append(out, named...))
}

func without(l Labels, scheme string) Labels {
	return slices.DeleteFunc(l, func(g Guess) bool { return g.Scheme == scheme })
}
