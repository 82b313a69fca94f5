package corpus

import (
	"sync"

	"github.com/openupr/openupr/internal/words"
)

// texts is the index of words. Terms are forms by language, in the order of language and letters; each has a stem of its
// language. Postings of terms, and of stems that have several, are the documents in order, with a byte each (lengths.go).
// The terms of every text stand in their order too: phrases and distances are read there.
type texts struct {
	terms   dictionary
	stems   dictionary
	stemOf  []uint32 // of each term
	posts   []uint32 // documents
	weights []uint8  // beside posts
	termAt  []int    // where the postings of each term begin, and the end of the last
	stemAt  []extent // where those of each stem are
	order   []uint32 // terms of all texts, one after another
	textAt  offsets  // where those of each text begin, and the end of the last
	pairs   pairs
	mean    []langSize // by language
}

type extent struct{ from, to int }

// langSize is how much there is in a language.
type langSize struct {
	docs  int // documents with a text in it
	words int
}

// index takes the texts of the stored documents apart.
func (p *part) index(workers int) {
	shards := make([]shard, workers)
	for i := range shards {
		shards[i] = shard{p: p, from: uint32(p.docs * i / workers), to: uint32(p.docs * (i + 1) / workers)}
	}
	each(shards, (*shard).read)
	p.number(shards)
	each(shards, (*shard).rename)
	p.findStems(workers)
	each(shards, (*shard).count)
	p.layOut(shards)
	each(shards, (*shard).countPairs)
	p.layOutPairs(shards)
	each(shards, (*shard).post)
}

func each(shards []shard, f func(*shard)) {
	var wg sync.WaitGroup
	for i := range shards[1:] {
		wg.Go(func() { f(&shards[i+1]) })
	}
	f(&shards[0])
	wg.Wait()
}

// shard is a stretch of documents that one worker takes apart.
type shard struct {
	p        *part
	from, to uint32
	table    formTable
	terms    []uint32 // of its texts, in its own numbers at first
	ends     []int    // of its texts
	own      []uint32 // its numbers of terms to the part's
	at       int      // of its terms in the part's
	mean     []langSize
	seen     []counter // by term
	seenStem []counter
	seenPair []counter
}

// counter counts in how many documents something stands, and then where its next posting goes.
type counter struct {
	last uint32 // document plus one
	n    uint32
}

func (s *shard) read() {
	p := s.p
	s.mean = make([]langSize, len(p.langs))
	first, _ := p.textsOf(s.from)
	if s.from == s.to {
		return
	}
	_, last := p.textsOf(s.to - 1)
	if first == last {
		return
	}
	bytes := p.wordsEnd.at(last - 1)
	if first > 0 {
		bytes -= p.wordsEnd.at(first - 1)
	}
	s.terms = make([]uint32, 0, bytes/6+16)
	s.ends = make([]int, 0, last-first)
	for n := first; n < last; n++ {
		lang := p.textLang[n]
		t := p.text(n)
		words.Each(t.Words, t.Lang, func(form []byte, _, _ int) {
			s.terms = append(s.terms, s.table.id(lang, form))
		})
		s.ends = append(s.ends, len(s.terms))
	}
}

// number brings the shards' terms together in one dictionary.
func (p *part) number(shards []shard) {
	var all formTable
	if len(shards) == 1 {
		all = shards[0].table
	}
	total := 0
	for i := range shards {
		s := &shards[i]
		s.own = make([]uint32, len(s.table.hash))
		for id := range s.own {
			if len(shards) == 1 {
				s.own[id] = uint32(id)
			} else {
				s.own[id] = all.id(s.table.lang[id], s.table.form(uint32(id)))
			}
		}
		s.at = total
		total += len(s.terms)
	}
	var number []uint32
	p.terms, number = all.sorted(len(p.langs))
	for i := range shards {
		for id, n := range shards[i].own {
			shards[i].own[id] = number[n]
		}
	}
	p.order = make([]uint32, total)
	p.textAt.add(0)
	for i := range shards {
		for _, end := range shards[i].ends {
			p.textAt.add(uint64(shards[i].at + end))
		}
	}
}

// rename writes the shard's terms in the part's numbers.
func (s *shard) rename() {
	out := s.p.order[s.at:]
	for i, t := range s.terms {
		out[i] = s.own[t]
	}
	s.terms, s.own, s.table = nil, nil, formTable{}
}

// findStems gives every term its stem. Stems are asked for once a term, not once a word.
func (p *part) findStems(workers int) {
	n := p.terms.len()
	of := make([]string, n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for t := n * w / workers; t < n*(w+1)/workers; t++ {
				of[t] = words.Stem(p.terms.at(uint32(t)), p.langs[p.terms.lang(uint32(t))])
			}
		})
	}
	wg.Wait()
	var table formTable
	p.stemOf = make([]uint32, n)
	var buf []byte
	lang := 0
	for t := range of {
		for uint32(t) >= p.terms.first[lang+1] {
			lang++
		}
		buf = append(buf[:0], of[t]...)
		p.stemOf[t] = table.id(uint8(lang), buf)
	}
	var number []uint32
	p.stems, number = table.sorted(len(p.langs))
	for t, s := range p.stemOf {
		p.stemOf[t] = number[s]
	}
}

// termsOf are the terms of a text in order.
func (t *texts) termsOf(text int) []uint32 { return t.order[t.textAt.at(text):t.textAt.at(text+1)] }

// postings of a term.
func (t *texts) term(n uint32) ([]uint32, []uint8) {
	return t.extent(extent{t.termAt[n], t.termAt[n+1]})
}

// stem's postings.
func (t *texts) stem(n uint32) ([]uint32, []uint8) { return t.extent(t.stemAt[n]) }

func (t *texts) extent(e extent) ([]uint32, []uint8) {
	return t.posts[e.from:e.to], t.weights[e.from:e.to]
}
