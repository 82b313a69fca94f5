package corpus

import (
	"slices"

	"github.com/openupr/openupr/internal/words"
)

// mark finds in the text shown of every hit what the query looked for.
func (x *search) mark(hits []Hit, lang string) {
	type known struct {
		part int
		lang uint8
	}
	seen := map[known]*marker{}
	for i := range hits {
		at, d := x.s.find(hits[i].N)
		p := x.s.parts[at].part
		from, to := p.textsOf(d)
		if from == to {
			continue
		}
		text := from
		for n := to - 1; n >= from; n-- {
			if p.langs[p.textLang[n]] == lang {
				text = n
			}
		}
		key := known{at, p.textLang[text]}
		m := seen[key]
		if m == nil {
			m = x.marker(p, key.lang)
			seen[key] = m
		}
		hits[i].Marks = m.marks(p.text(text), p.termsOf(text))
	}
}

// marker knows what is looked for in one language of one part.
type marker struct {
	p       *part
	stems   []uint32 // of single words
	from    []span   // terms that begin as wanted
	phrases [][]uint32
	parted  [][]uint32 // words that their spelling parts, by stem
	near    []nearby
}

type nearby struct {
	a, b   uint32
	within int
}

func (x *search) marker(p *part, lang uint8) *marker {
	m := &marker{p: p}
	name := p.langs[lang]
	if !x.plan.sees(name) {
		return m
	}
	for _, w := range x.plan.wanted {
		if !w.counts || len(w.forms) == 0 {
			continue
		}
		switch w.wish {
		case wantPrefix:
			lo, hi := p.terms.prefix(int(lang), w.forms[0])
			m.from = append(m.from, span{lo, hi})
		case wantPhrase:
			if terms, ok := numbers(w.forms, func(f string) (uint32, bool) { return p.terms.find(int(lang), f) }); ok {
				m.phrases = append(m.phrases, terms)
			}
		default:
			stems, ok := numbers(append(slices.Clone(w.forms), w.other...), func(f string) (uint32, bool) {
				return p.stems.find(int(lang), words.Stem(f, name))
			})
			switch {
			case !ok:
			case w.wish == wantNear && len(stems) == 2:
				m.near = append(m.near, nearby{stems[0], stems[1], w.within})
			case len(stems) == 1:
				m.stems = append(m.stems, stems[0])
			default:
				m.parted = append(m.parted, stems)
			}
		}
	}
	return m
}

func numbers(forms []string, find func(string) (uint32, bool)) (out []uint32, ok bool) {
	for _, f := range forms {
		n, ok := find(f)
		if !ok {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

// marks gives the places in one text.
func (m *marker) marks(t Text, terms []uint32) []Mark {
	stemOf := m.p.stemOf
	marked := make([]bool, len(terms))
	any := false
	for i, term := range terms {
		if slices.Contains(m.stems, stemOf[term]) || slices.ContainsFunc(m.from, func(s span) bool { return s.from <= term && term < s.to }) {
			marked[i], any = true, true
		}
	}
	for _, ph := range m.phrases {
		for i := 0; i+len(ph) <= len(terms); i++ {
			if slices.Equal(terms[i:i+len(ph)], ph) {
				any = true
				for k := range ph {
					marked[i+k] = true
				}
			}
		}
	}
	for _, st := range m.parted {
		for i := 0; ; i++ {
			at := standsAsStems(terms[i:], stemOf, st)
			if at < 0 {
				break
			}
			any = true
			i += at
			for k := range st {
				marked[i+k] = true
			}
		}
	}
	for _, n := range m.near {
		closeBy(terms, stemOf, n.a, n.b, n.within, func(i, j int) bool {
			marked[i], marked[j], any = true, true, true
			return true
		})
	}
	if !any {
		return nil
	}
	var out []Mark
	i := 0
	words.Each(t.Words, t.Lang, func(_ []byte, from, to int) {
		if i < len(marked) && marked[i] {
			if n := len(out); n > 0 && out[n-1].To >= from { // characters that stand together
				out[n-1].To = max(out[n-1].To, to)
			} else {
				out = append(out, Mark{from, to})
			}
		}
		i++
	})
	return out
}
