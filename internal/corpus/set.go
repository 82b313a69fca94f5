package corpus

import (
	"math/bits"
	"sort"
)

// set of documents of a part, in one of three forms: a sorted list, a bit for each document, or spans that stand apart
// in order. It is never changed once made; it may share memory with the index.
type set struct {
	list  []uint32
	bits  []uint64
	spans []span
	n     int // documents in it
}

// span is documents from up to but not to.
type span struct{ from, to uint32 }

func listSet(list []uint32) set { return set{list: list, n: len(list)} }

func spanSet(spans []span) set {
	s := set{spans: spans}
	for _, p := range spans {
		s.n += int(p.to - p.from)
	}
	return s
}

func bitSet(b []uint64) set {
	s := set{bits: b}
	for _, w := range b {
		s.n += bits.OnesCount64(w)
	}
	return s
}

// fill puts the documents of a set into bits.
func (s *set) fill(b []uint64) {
	switch {
	case s.bits != nil:
		for i, w := range s.bits {
			b[i] |= w
		}
	case s.spans != nil:
		for _, p := range s.spans {
			fillSpan(b, p)
		}
	default:
		for _, d := range s.list {
			b[d>>6] |= 1 << (d & 63)
		}
	}
}

func fillSpan(b []uint64, p span) {
	if p.from >= p.to {
		return
	}
	first, last := p.from>>6, (p.to-1)>>6
	head, tail := ^uint64(0)<<(p.from&63), ^uint64(0)>>(63-(p.to-1)&63)
	if first == last {
		b[first] |= head & tail
		return
	}
	b[first] |= head
	for i := first + 1; i < last; i++ {
		b[i] = ^uint64(0)
	}
	b[last] |= tail
}

// has says whether a document is in the set.
func (s *set) has(d uint32) bool {
	switch {
	case s.bits != nil:
		return s.bits[d>>6]>>(d&63)&1 != 0
	case s.spans != nil:
		i := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].to > d })
		return i < len(s.spans) && s.spans[i].from <= d
	default:
		i := gallop(s.list, d)
		return i < len(s.list) && s.list[i] == d
	}
}
