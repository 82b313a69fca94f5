package corpus

import (
	"slices"
	"strings"
	"sync"
)

// partBuilder gathers the columns of a part, document by document.
type partBuilder struct {
	p      *part
	facets *facetBuilder
	words  strings.Builder
	ids    strings.Builder
	paraAt map[string]uint32
	actAt  map[uint64]uint32
}

// newPartBuilder prepares for about so many documents.
func newPartBuilder(docs int) *partBuilder {
	p := &part{}
	p.rows, p.item, p.furtherAt = make([]row, 0, docs), make([]uint32, 0, docs), make([]uint32, 0, docs)
	p.itemLen, p.paraOf, p.actOf = make([]uint8, 0, docs), make([]uint32, 0, docs), make([]uint32, 0, docs)
	p.textLang = make([]uint8, 0, docs)
	return &partBuilder{p: p, facets: newFacetBuilder(p), paraAt: map[string]uint32{}, actAt: map[uint64]uint32{}}
}

// makePart indexes documents with some workers.
func makePart(docs []Doc, workers int) *part { return makePartOf([][]Doc{docs}, workers) }

// makePartOf indexes the documents of several lists, one after another.
func makePartOf(lists [][]Doc, workers int) *part {
	n, words, ids := 0, 0, 0
	for _, docs := range lists {
		n += len(docs)
		for i := range docs {
			ids += len(docs[i].ID)
			for _, t := range docs[i].Texts {
				words += len(t.Words)
			}
		}
	}
	b := newPartBuilder(n)
	b.words.Grow(words)
	b.ids.Grow(ids)
	for _, docs := range lists {
		b.addWords(docs)
	}
	return b.finish(workers, func() {
		for _, docs := range lists {
			b.addRest(docs)
		}
	})
}

// finish makes the part of what was added; rest adds what is still wanting beside the words.
func (b *partBuilder) finish(workers int, rest func()) *part {
	p := b.p
	workers = min(workers, 1+p.docs/2000)
	p.words = b.words.String()
	var wg sync.WaitGroup
	wg.Go(func() {
		rest()
		p.ids = b.ids.String()
		p.orderParas(b.paraAt)
		p.name()
	})
	p.index(workers)
	wg.Wait()
	p.setColumns()
	p.findSets(workers)
	p.all = p.counts(p.everything())
	return p
}

// addWords keeps the texts of documents.
func (b *partBuilder) addWords(docs []Doc) {
	p := b.p
	for i := range docs {
		texts := docs[i].Texts
		if len(texts) != 1 && p.textEnd == nil {
			p.textEnd = make([]uint32, p.docs, max(cap(p.rows), p.docs+len(docs)))
			for d := range p.textEnd {
				p.textEnd[d] = uint32(d + 1)
			}
		}
		for _, t := range texts {
			b.words.WriteString(t.Words)
			p.wordsEnd.add(uint64(b.words.Len()))
			p.textLang = append(p.textLang, p.langOf(t.Lang))
		}
		if p.textEnd != nil {
			p.textEnd = append(p.textEnd, uint32(len(p.textLang)))
		}
		p.docs++
	}
}

// mostLangs is how many languages an index tells apart; texts in further ones count as the last.
const mostLangs = 255

func (s *stored) langOf(lang string) uint8 {
	if i := slices.Index(s.langs, lang); i >= 0 {
		return uint8(i)
	}
	if len(s.langs) < mostLangs {
		s.langs = append(s.langs, strings.Clone(lang))
	}
	return uint8(len(s.langs) - 1)
}

// addRest keeps everything else of documents.
func (b *partBuilder) addRest(docs []Doc) {
	p := b.p
	for i := range docs {
		d := &docs[i]
		b.ids.WriteString(d.ID)
		p.idEnd.add(uint64(b.ids.Len()))
		if n := len(d.Item); n > 0 && n < 256 && strings.HasPrefix(d.ID, d.Item) {
			p.itemLen = append(p.itemLen, uint8(n))
		} else {
			if p.oddItem == nil {
				p.oddItem = map[uint32]string{}
			}
			p.oddItem[uint32(len(p.itemLen))] = strings.Clone(d.Item)
			p.itemLen = append(p.itemLen, 0)
		}
		at, ok := b.paraAt[d.Para]
		if !ok {
			at = uint32(len(b.paraAt))
			b.paraAt[strings.Clone(d.Para)] = at
		}
		p.paraOf = append(p.paraOf, at)
		if at, ok = b.actAt[d.Act]; !ok {
			at = uint32(len(p.acts))
			b.actAt[d.Act] = at
			p.acts = append(p.acts, d.Act)
		}
		p.actOf = append(p.actOf, at)
		b.facets.add(d)
	}
}

// orderParas numbers paragraphs in their order.
func (s *stored) orderParas(at map[string]uint32) {
	for v := range at {
		s.paras = append(s.paras, v)
	}
	slices.Sort(s.paras)
	rank := make([]uint32, len(s.paras))
	for n, v := range s.paras {
		rank[at[v]] = uint32(n)
	}
	for d, old := range s.paraOf {
		s.paraOf[d] = rank[old]
	}
}

// name makes the tables of identifiers.
func (s *stored) name() {
	n := len(s.itemLen)
	s.byID, s.byItem = newTable(n), newTable(n)
	item := ""
	for d := range uint32(n) {
		put(s.byID, s.id(d), d, s.id)
		if next := s.itemID(d); d == 0 || next != item {
			item = next
			put(s.byItem, item, d, s.itemID)
		}
	}
}
