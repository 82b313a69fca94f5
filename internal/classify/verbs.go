package classify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/words"
)

// verbTable finds the opening of a sentence in one language.
type verbTable struct {
	openings *phrases
	passed   map[string]bool // words that may stand before the opening verb
	and      map[string]bool
	adverb   string // the ending of adverbs
	lang     string
	bases    map[string]string // by its stem, a verb as the openings have it
}

var passedOver = map[string]string{
	"en": "to that should shall must will the government state states also and fully further immediately effectively actively promptly swiftly urgently as soon possible urgently please recommended recommends recommend recommendation encouraged encourages it is its would could well always even more better now again duly",
	"fr": "de que devrait doit recommande recommander il a le gouvernement davantage egalement d et",
	"es": "que debe deberia recomienda se a el gobierno tambien y",
	"ru": "и также необходимо следует рекомендуется продолжать_не",
}

// loadVerbs reads rules/action.<language>.tsv.
func loadVerbs() (map[string]verbTable, error) {
	out := map[string]verbTable{}
	for lang, and := range map[string]string{"en": "and", "fr": "et", "es": "y e", "ru": "и"} {
		rows, err := table("action." + lang + ".tsv")
		if err != nil {
			return nil, err
		}
		t := verbTable{openings: newPhrases(), passed: set(passedOver[lang]), and: set(and)}
		t.adverb = map[string]string{"en": "ly", "fr": "ment", "es": "mente"}[lang]
		for _, r := range rows {
			if n, err := strconv.Atoi(r[0]); err != nil || n < 1 || n > 5 {
				return nil, fmt.Errorf("openings in %s: there is no category %q", lang, r[0])
			}
			if err := t.openings.read(Action, r); err != nil {
				return nil, err
			}
		}
		t.lang, t.bases = lang, t.openings.firsts(lang)
		out[lang] = t
	}
	return out, nil
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// action applies the decision rules of the method note: the first verb decides; of two opening verbs the second does.
func (c *Classifier) action(t text, lang string) (Guess, bool) {
	best, ok := c.opening(t, lang)
	if !ok {
		return Guess{}, false
	}
	return Guess{
		Scheme: Action, Code: best.code, Origin: Rule, Confidence: best.confidence, Sure: best.confidence >= sureFrom,
		Reason: t.words(best.from, best.to),
	}, true
}

// opening is what the text asks for, by the verbs of its language.
func (c *Classifier) opening(t text, lang string) (found, bool) {
	v, ok := c.verbs[lang]
	if !ok || len(t.forms) == 0 {
		return found{}, false
	}
	if best, ok := v.opening(t, v.head(t, 0)); ok {
		return best, true
	}
	return v.later(t)
}

// head is the first word that is not passed over.
func (v verbTable) head(t text, at int) int {
	for i := at; i < len(t.forms) && i < at+12; i++ {
		f := t.forms[i]
		if v.passed[f] || v.adverb != "" && len(f) > len(v.adverb)+3 && strings.HasSuffix(f, v.adverb) {
			continue
		}
		return i
	}
	return at
}

// opening is the most telling pattern that begins at a word; of two opening verbs it is the second's.
func (v verbTable) opening(t text, at int) (found, bool) {
	first, ok := v.openings.best(t, at)
	if !ok {
		return found{}, false
	}
	for i := at + 1; i < len(t.forms) && i <= at+3; i++ {
		if !v.and[t.forms[i]] {
			if v.adverb != "" && strings.HasSuffix(t.forms[i], v.adverb) {
				continue
			}
			break
		}
		if second, ok := v.openings.best(t, v.head(t, i+1)); ok {
			second.from = at
			return second, true
		}
		break
	}
	return first, true
}

// openers are words behind which a verb may open what is asked.
var openers = set("to that be is are should been being par et que de a se sea sean y и быть")

// later looks for the first verb of the table, in any of its forms, where a sentence that opens otherwise comes to what it
// asks: behind a comma, or in "that … be established". It is never sure.
func (v verbTable) later(t text) (found, bool) {
	const furthest = 40
	bare := t
	bare.forms = nil
	for i := range min(len(t.forms), furthest) {
		opens := i == 0 || openers[t.forms[i-1]] || v.passed[t.forms[i-1]] || strings.ContainsAny(t.raw[t.to[i-1]:t.from[i]], ",:;")
		if !opens || v.passed[t.forms[i]] {
			continue
		}
		base := v.bases[words.Stem(t.forms[i], v.lang)]
		if base == "" {
			continue
		}
		if bare.forms == nil {
			bare.forms = slices.Clone(t.forms)
		}
		bare.forms[i] = base
		if f, ok := v.opening(bare, i); ok {
			f.confidence = min(f.confidence, 0.7)
			return f, true
		}
	}
	return found{}, false
}
