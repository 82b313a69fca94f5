package lineage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
)

// Threshold is the likeness from which two texts are said to make the same demand. It was chosen on pairs of other States
// than those it is measured on (docs/notes/lineage.md).
const Threshold = 0.75

// Why two texts make the same demand, or seem to.
type Why struct {
	Demand string   // "join", "withdraw", "named" or "words"
	Thing  string   // of the first three: the instrument or thing, as the reference or phrases.txt calls it
	Words  []string // of the last: what they have weighs most of what they have in common, as printed in the first text, in its order
}

// Compare says how alike the demands of two texts are, 0 to 1, and why. It compares the English words where both have
// them, else those of a language that both have; without one the likeness is 0.
func Compare(a, b *corpus.Doc) (likeness float32, why Why) {
	lang, x, y := common(a, b)
	if lang == "" {
		return 0, Why{}
	}
	r := newReader(lang)
	ofX, ofY := r.demands(x), r.demands(y)
	like, i, j := best(ofX, ofY)
	if like == 0 {
		return 0, Why{}
	}
	return like, ofX[i].why(x, &ofY[j])
}

// common finds the words to compare.
func common(a, b *corpus.Doc) (lang, x, y string) {
	for _, t := range a.Texts {
		for _, u := range b.Texts {
			if t.Lang == u.Lang && (lang == "" || t.Lang == "en") {
				lang, x, y = t.Lang, t.Words, u.Words
			}
		}
	}
	return lang, x, y
}

// mostWords is how many words in common are told.
const mostWords = 8

// why tells what a demand of a text has in common with another.
func (d *demand) why(text string, other *demand) Why {
	if d.key != "" {
		kind, thing, ok := strings.Cut(d.key, " ")
		if !ok {
			return Why{Demand: "named", Thing: d.key}
		}
		thing, _, _ = strings.Cut(thing, " ")
		return Why{Demand: kind, Thing: thing}
	}
	var shared []term
	j := 0
	for _, t := range d.terms {
		for j < len(other.terms) && other.terms[j].name < t.name {
			j++
		}
		if j < len(other.terms) && other.terms[j].name == t.name && t.weight >= 1 {
			shared = append(shared, t)
		}
	}
	slices.SortFunc(shared, func(a, b term) int { return cmp.Compare(b.weight, a.weight) })
	shared = shared[:min(len(shared), mostWords)]
	slices.SortFunc(shared, func(a, b term) int { return cmp.Compare(a.from, b.from) })
	w := Why{Demand: "words"}
	for _, t := range shared {
		w.Words = append(w.Words, text[t.from:t.to])
	}
	return w
}
