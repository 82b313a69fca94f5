package corpus

import (
	"cmp"
	"slices"
)

// pairs lists the documents in which two of the commonest words stand one behind the other. Without it a phrase made of
// common words has to look into a large share of all texts.
type pairs struct {
	code  []uint8 // of each term; 0: not among the commonest
	first []uint32
	docs  []uint32
}

const (
	mostCommon  = 255
	commonShare = 64  // a common word stands in more than this part of the documents
	commonLeast = 256 // and in more than so many
)

// choosePairs finds the commonest terms.
func (p *part) choosePairs() {
	var common []uint32
	for t := range p.terms.len() {
		if n := p.termAt[t+1] - p.termAt[t]; n > commonLeast && n > p.docs/commonShare {
			common = append(common, uint32(t))
		}
	}
	if len(common) == 0 {
		return
	}
	size := func(t uint32) int { return p.termAt[t+1] - p.termAt[t] }
	slices.SortFunc(common, func(a, b uint32) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a, b)) })
	p.pairs.code = make([]uint8, p.terms.len())
	for i, t := range common[:min(len(common), mostCommon)] {
		p.pairs.code[t] = uint8(i + 1)
	}
}

func (s *shard) eachPair(terms []uint32, f func(pair uint32)) {
	code := s.p.pairs.code
	before := uint32(0)
	for _, t := range terms {
		c := uint32(code[t])
		if before != 0 && c != 0 {
			f(before<<8 | c)
		}
		before = c
	}
}

func (s *shard) countPairs() {
	if s.p.pairs.code == nil {
		return
	}
	s.seenPair = make([]counter, 1<<16)
	s.walk(func(d uint32, _ uint8, terms []uint32) {
		s.eachPair(terms, func(pair uint32) {
			if c := &s.seenPair[pair]; c.last != d+1 {
				c.last = d + 1
				c.n++
			}
		})
	})
}

func (p *part) layOutPairs(shards []shard) {
	if p.pairs.code == nil {
		return
	}
	p.pairs.first = make([]uint32, 1<<16+1)
	at := 0
	for pair := range 1 << 16 {
		p.pairs.first[pair] = uint32(at)
		at = layList(shards, at, func(s *shard) *counter { return &s.seenPair[pair] })
	}
	p.pairs.first[1<<16] = uint32(at)
	p.pairs.docs = make([]uint32, at)
}

func (s *shard) postPairs(d uint32, terms []uint32) {
	if s.p.pairs.code == nil {
		return
	}
	s.eachPair(terms, func(pair uint32) {
		if c := &s.seenPair[pair]; c.last != d+1 {
			c.last = d + 1
			s.p.pairs.docs[c.n] = d
			c.n++
		}
	})
}

// of gives the documents in which b stands right behind a; ok is false when the pair is not listed.
func (p *pairs) of(a, b uint32) (docs []uint32, ok bool) {
	if p.code == nil || p.code[a] == 0 || p.code[b] == 0 {
		return nil, false
	}
	pair := uint32(p.code[a])<<8 | uint32(p.code[b])
	return p.docs[p.first[pair]:p.first[pair+1]], true
}
