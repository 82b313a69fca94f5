package corpus

import (
	"slices"

	"github.com/openupr/openupr/internal/words"
)

// looksBetweenStops is how many texts are looked into before asking whether anybody still waits.
const looksBetweenStops = 1 << 12

// look keeps the candidates of which a text in a language has what ok looks for.
func (f *finder) look(candidates set, lang uint8, ok func(terms []uint32) bool) set {
	p := f.part
	out := f.mem.lists.take(candidates.n)[:0]
	looked := 0
	candidates.blocks(func(docs []uint32) bool {
		for _, d := range docs {
			from, to := p.textsOf(d)
			for n := from; n < to; n++ {
				if p.textLang[n] == lang && ok(p.termsOf(n)) {
					out = append(out, d)
					break
				}
			}
		}
		looked += len(docs)
		return looked%looksBetweenStops >= len(docs) || !f.stop()
	})
	return listSet(out)
}

// together is what all sets have in common, beginning with the smallest ones, as far as that is cheaper than looking.
func (f *finder) together(sets []set, limit *set) set {
	if limit != nil {
		sets = append(sets, *limit)
	}
	slices.SortFunc(sets, func(a, b set) int { return a.n - b.n })
	out := sets[0]
	for _, s := range sets[1:] {
		if out.n < 16 || s.n > 64*out.n {
			break
		}
		out = f.mem.and(out, s)
	}
	return out
}

// phrase gives the documents in which the forms stand one behind the other in a text of the language.
func (f *finder) phrase(lang uint8, forms []string, limit *set) set {
	p := f.part
	terms := make([]uint32, len(forms))
	sets := make([]set, 0, 2*len(forms))
	for i, form := range forms {
		t, ok := p.terms.find(int(lang), form)
		if !ok {
			return set{}
		}
		terms[i] = t
		if i > 0 {
			if docs, ok := p.pairs.of(terms[i-1], t); ok {
				sets = append(sets, listSet(docs))
				if len(forms) == 2 {
					return sets[len(sets)-1]
				}
			}
		}
		docs, _ := p.term(t)
		sets = append(sets, listSet(docs))
	}
	if len(terms) == 1 {
		return sets[0]
	}
	return f.look(f.together(sets, limit), lang, func(text []uint32) bool { return stands(text, terms) })
}

// stands says whether the terms stand in a text one behind the other.
func stands(text, terms []uint32) bool {
	for i := 0; i+len(terms) <= len(text); i++ {
		if text[i] == terms[0] && slices.Equal(text[i+1:i+len(terms)], terms[1:]) {
			return true
		}
	}
	return false
}

// stemPhrase is a word that its spelling parts, such as one with a hyphen: its parts stand behind each other in any form.
func (f *finder) stemPhrase(lang uint8, name string, forms []string, limit *set) set {
	p := f.part
	stems := make([]uint32, len(forms))
	sets := make([]set, len(forms))
	for i, form := range forms {
		st, ok := p.stems.find(int(lang), words.Stem(form, name))
		if !ok {
			return set{}
		}
		docs, _ := p.stem(st)
		stems[i], sets[i] = st, listSet(docs)
	}
	return f.look(f.together(sets, limit), lang, func(text []uint32) bool {
		return standsAsStems(text, p.stemOf, stems) >= 0
	})
}

func standsAsStems(text, stemOf, stems []uint32) int {
next:
	for i := 0; i+len(stems) <= len(text); i++ {
		for k, st := range stems {
			if stemOf[text[i+k]] != st {
				continue next
			}
		}
		return i
	}
	return -1
}

// near gives the documents in which the two words stand at most so many places apart, in any form and order.
func (f *finder) near(lang uint8, name string, w *wanted, limit *set) set {
	p := f.part
	a, okA := p.stems.find(int(lang), words.Stem(w.forms[0], name))
	b, okB := p.stems.find(int(lang), words.Stem(w.other[0], name))
	if !okA || !okB {
		return set{}
	}
	docsA, _ := p.stem(a)
	docsB, _ := p.stem(b)
	both := []set{listSet(docsA), listSet(docsB)}
	return f.look(f.together(both, limit), lang, func(text []uint32) bool {
		return !closeBy(text, p.stemOf, a, b, w.within, func(int, int) bool { return false })
	})
}

// closeBy calls f with the places of every a and b that stand near each other, nearest neighbours only, until f says no; it
// says whether f never did.
func closeBy(text, stemOf []uint32, a, b uint32, within int, f func(i, j int) bool) bool {
	lastA, lastB := -1, -1
	for i, t := range text {
		st := stemOf[t]
		if st == a && lastB >= 0 && i-lastB <= within && !f(lastB, i) {
			return false
		}
		if st == b && a != b && lastA >= 0 && i-lastA <= within && !f(lastA, i) {
			return false
		}
		if st == a {
			lastA = i
		}
		if st == b {
			lastB = i
		}
	}
	return true
}
