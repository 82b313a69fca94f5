package corpus

import (
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/words"
)

// Suggestion is a word that may have been meant for one that was typed. Meant is spelled as the record spells it, in small
// letters.
type Suggestion struct{ Typed, Meant string }

// Bounds of a search for spellings.
const (
	mostSuggestions = 8
	shortestMistake = 4 // letters: shorter words have too many neighbours
	rareWord        = 3 // documents; a word that stands in more is not a mistake
	farCommoner     = 50
	suggestTime     = 30 * time.Millisecond
)

// Suggest gives words that may have been meant for those of a query that stand nowhere, or hardly anywhere while a
// neighbour is far commoner. A neighbour is one or two mistakes away: a letter more, less, other, or two changed over. It
// takes at most some hundredths of a second, and gives what it has found by then.
func (s *Snapshot) Suggest(q query.Query) []Suggestion {
	p, err := makePlan(q)
	if err != nil {
		return nil
	}
	until := time.Now().Add(suggestTime)
	var out []Suggestion
	for _, w := range p.wanted {
		if !w.counts || w.wish == wantPrefix {
			continue
		}
		for _, form := range append(slices.Clone(w.forms), w.other...) {
			if len(out) == mostSuggestions || time.Now().After(until) {
				return out
			}
			if utf8.RuneCountInString(form) < shortestMistake || words.IsHan(form) || slices.ContainsFunc(out, func(o Suggestion) bool { return o.Typed == form }) {
				continue
			}
			if meant, ok := s.neighbour(p, form, until); ok {
				out = append(out, Suggestion{form, meant})
			}
		}
	}
	return out
}

// candidate is a neighbour: fewer mistakes are better, then more documents.
type candidate struct {
	mistakes, docs int
	part           int
	term           uint32
}

func (s *Snapshot) neighbour(p *plan, form string, until time.Time) (string, bool) {
	own := 0
	for i := range s.parts {
		for k, lang := range s.parts[i].langs {
			if st, ok := s.parts[i].stems.find(k, words.Stem(form, lang)); ok && p.sees(lang) {
				own += s.parts[i].stemAt[st].to - s.parts[i].stemAt[st].from
			}
		}
	}
	if own > rareWord {
		return "", false
	}
	typed := []rune(form)
	letters := lettersOf(form)
	var best candidate
	for i := range s.parts {
		l := &s.parts[i]
		for k, lang := range l.langs {
			if !p.sees(lang) {
				continue
			}
			for t := l.terms.first[k]; t < l.terms.first[k+1]; t++ {
				if t&1023 == 0 && time.Now().After(until) {
					break
				}
				docs := l.termAt[t+1] - l.termAt[t]
				if docs <= own*farCommoner || docs < 2 {
					continue
				}
				other := l.terms.at(t)
				if d := len(other) - len(form); d > 4 || d < -4 || bits.OnesCount64(letters^lettersOf(other)) > 4 {
					continue
				}
				most := 2
				if len(typed) < 6 {
					most = 1
				}
				if best.docs > 0 {
					most = min(most, best.mistakes)
				}
				m := mistakes(typed, other, most)
				if m == 0 || m > most || best.docs > 0 && m == best.mistakes && docs <= best.docs {
					continue
				}
				best = candidate{m, docs, i, t}
			}
		}
	}
	if best.docs == 0 {
		return "", false
	}
	return s.parts[best.part].spelled(best.term), true
}

// lettersOf is the set of letters, folded into 64.
func lettersOf(s string) (set uint64) {
	for _, r := range s {
		set |= 1 << (uint32(r) & 63)
	}
	return set
}

// mistakes counts how many separate two words; more than most is most+1. Two letters changed over are one mistake.
func mistakes(a []rune, other string, most int) int {
	const longest = 64
	var buf [longest]rune
	b := buf[:0]
	for _, r := range other {
		if len(b) == longest {
			return most + 1
		}
		b = append(b, r)
	}
	if len(a) > longest || len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var rows [3][longest + 1]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = 1 + min(d, last[j], now[j-1])
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			now[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}

// spelled is how the first text that has a term writes it.
func (p *part) spelled(term uint32) string {
	docs, _ := p.term(term)
	from, to := p.textsOf(docs[0])
	for n := from; n < to; n++ {
		i := slices.Index(p.termsOf(n), term)
		if i < 0 {
			continue
		}
		t, spelled := p.text(n), ""
		words.Each(t.Words, t.Lang, func(_ []byte, from, to int) {
			if i == 0 {
				spelled = strings.ToLower(t.Words[from:to])
			}
			i--
		})
		return spelled
	}
	return p.terms.at(term)
}
