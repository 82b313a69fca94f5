package linear

import (
	"maps"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/words"
)

// Vocabulary numbers words from 1 up. Masked words have no number.
type Vocabulary struct {
	names   []string         // by number less one; "amend", "=amending", "#treaty:CAT"
	numbers map[string]int32 // of names
	forms   map[string][2]int32
	masked  map[string]bool
	open    bool
}

// Mask takes words out of what Word knows.
func (v *Vocabulary) Mask(masked map[string]bool) { v.masked = masked }

// NewVocabulary is empty and open: it numbers whatever it is asked for.
func NewVocabulary(masked map[string]bool) *Vocabulary {
	return &Vocabulary{numbers: map[string]int32{}, forms: map[string][2]int32{}, masked: masked, open: true}
}

// Close ends the growing: a word that has no number gets none any more.
func (v *Vocabulary) Close() { v.open = false }

// Name of a number.
func (v *Vocabulary) Name(n int32) string { return v.names[n-1] }

// Len is the highest number.
func (v *Vocabulary) Len() int { return len(v.names) }

// Word numbers a folded form by its stem, and by itself where its ending tells more than the stem; 0 is for none.
func (v *Vocabulary) Word(form string) (stem, whole int32) {
	if n, ok := v.forms[form]; ok {
		return n[0], n[1]
	}
	if v.masked[form] {
		return 0, 0
	}
	stem = v.Number(words.Stem(form, "en"))
	if strings.HasSuffix(form, "ing") {
		whole = v.Number("=" + form)
	}
	if v.open {
		v.forms[strings.Clone(form)] = [2]int32{stem, whole}
	}
	return stem, whole
}

// Number of a name, or 0.
func (v *Vocabulary) Number(name string) int32 {
	n := v.numbers[name]
	if n == 0 && v.open {
		name = strings.Clone(name)
		v.names = append(v.names, name)
		n = int32(len(v.names))
		v.numbers[name] = n
	}
	return n
}

// Know keeps the numbers of a form, so that a closed vocabulary need not find its stem again.
func (v *Vocabulary) Know(form string) {
	if _, ok := v.forms[form]; ok || v.masked[form] {
		return
	}
	stem, whole := v.Word(form)
	v.forms[strings.Clone(form)] = [2]int32{stem, whole}
}

// Forms that the vocabulary knows with their numbers.
func (v *Vocabulary) Forms() []string { return v.sortedForms() }

func (v *Vocabulary) sortedForms() []string { return slices.Sorted(maps.Keys(v.forms)) }
