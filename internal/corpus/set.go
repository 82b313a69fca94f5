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

// scratch is memory for the sets of one search. It is given back whole; what is marked can be given back before.
type scratch struct {
	lists chunks[uint32]
	words chunks[uint64]
}

type mark struct{ lists, words place }

func (m *scratch) mark() mark { return mark{m.lists.at, m.words.at} }

func (m *scratch) release(to mark) { m.lists.at, m.words.at = to.lists, to.words }

// chunks hands out memory from pieces that are kept for the next search.
type chunks[T uint32 | uint64] struct {
	all [][]T
	at  place
}

type place struct{ chunk, used int }

const smallestChunk = 1 << 14

// take gives n elements with whatever they hold.
func (c *chunks[T]) take(n int) []T {
	for ; c.at.chunk < len(c.all); c.at = (place{c.at.chunk + 1, 0}) {
		if free := c.all[c.at.chunk][c.at.used:]; len(free) >= n {
			c.at.used += n
			return free[:n:n]
		}
	}
	c.all = append(c.all, make([]T, max(n, smallestChunk)))
	c.at = place{len(c.all) - 1, n}
	return c.all[len(c.all)-1][:n:n]
}

// blank gives bits for n documents, all zero.
func (m *scratch) blank(n int) []uint64 {
	b := m.words.take((n + 63) / 64)
	clear(b)
	return b
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

// and is what both sets have. a should be the smaller one.
func (m *scratch) and(a, b set) set {
	switch {
	case a.bits == nil && a.spans == nil:
		return m.listAnd(a.list, b)
	case b.bits == nil && b.spans == nil:
		return m.listAnd(b.list, a)
	case a.bits != nil && b.bits != nil:
		out := m.words.take(len(a.bits))
		n := 0
		for i, w := range a.bits {
			out[i] = w & b.bits[i]
			n += bits.OnesCount64(out[i])
		}
		return set{bits: out, n: n}
	case a.spans != nil && b.spans != nil:
		return spanSet(spansAnd(a.spans, b.spans))
	case a.spans != nil:
		return m.bitsInSpans(b.bits, a.spans)
	default:
		return m.bitsInSpans(a.bits, b.spans)
	}
}

func (m *scratch) bitsInSpans(b []uint64, spans []span) set {
	out := m.words.take(len(b))
	clear(out)
	for _, p := range spans {
		fillSpan(out, p)
	}
	n := 0
	for i := range out {
		out[i] &= b[i]
		n += bits.OnesCount64(out[i])
	}
	return set{bits: out, n: n}
}

func spansAnd(a, b []span) []span {
	out := []span{}
	for len(a) > 0 && len(b) > 0 {
		if p := (span{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); p.from < p.to {
			out = append(out, p)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

func (m *scratch) listAnd(list []uint32, b set) set {
	switch {
	case b.bits != nil:
		out, n := m.lists.take(len(list)), 0
		for _, d := range list {
			out[n] = d
			n += int(b.bits[d>>6] >> (d & 63) & 1)
		}
		return listSet(out[:n])
	case b.spans != nil:
		if len(b.spans) == 1 {
			return listSet(within(list, b.spans[0]))
		}
		out := m.lists.take(min(len(list), b.n))[:0]
		for _, p := range b.spans {
			list = list[gallop(list, p.from):]
			n := gallop(list, p.to)
			out = append(out, list[:n]...)
			if list = list[n:]; len(list) == 0 {
				break
			}
		}
		return listSet(out)
	}
	short, long := list, b.list
	if len(short) > len(long) {
		short, long = long, short
	}
	out, n := m.lists.take(len(short)), 0
	if len(long) < 8*len(short) {
		return listSet(out[:merge(out, short, long)])
	}
	for _, d := range short {
		long = long[gallop(long, d):]
		if len(long) == 0 {
			break
		}
		if long[0] == d {
			out[n] = d
			n++
		}
	}
	return listSet(out[:n])
}

// merge writes what two lists of about the same length have in common.
func merge(out, a, b []uint32) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		out[n] = x
		if x == y {
			n++
		}
		if x <= y {
			i++
		}
		if y <= x {
			j++
		}
	}
	return n
}

// within is the part of a list inside a span.
func within(list []uint32, p span) []uint32 {
	list = list[gallop(list, p.from):]
	return list[:gallop(list, p.to)]
}

// gallop gives the place of the first element that is not below d, looking near the front first.
func gallop(list []uint32, d uint32) int {
	if len(list) == 0 || list[0] >= d {
		return 0
	}
	lo, step := 0, 1
	for lo+step < len(list) && list[lo+step] < d {
		lo += step
		step *= 2
	}
	hi := min(lo+step, len(list))
	for lo+1 < hi { // list[lo] < d, list[hi] is not
		if mid := int(uint(lo+hi) >> 1); list[mid] < d {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// minus is what a has and b has not. docs is how many documents the part has.
func (m *scratch) minus(a, b set, docs int) set {
	if a.bits == nil && a.spans == nil {
		out, n := m.lists.take(len(a.list)), 0
		if b.bits == nil && b.spans == nil {
			rest := b.list
			for _, d := range a.list {
				rest = rest[gallop(rest, d):]
				if len(rest) == 0 || rest[0] != d {
					out[n] = d
					n++
				}
			}
			return listSet(out[:n])
		}
		for _, d := range a.list {
			if !b.has(d) {
				out[n] = d
				n++
			}
		}
		return listSet(out[:n])
	}
	out, drop := m.blank(docs), m.blank(docs)
	a.fill(out)
	b.fill(drop)
	for i, w := range drop {
		out[i] &^= w
	}
	return bitSet(out)
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

const blockSize = 1024

// blocks calls f with the documents in order, some hundreds at a time, until f says no.
func (s *set) blocks(f func(docs []uint32) bool) {
	switch {
	case s.bits != nil:
		var buf [blockSize + 64]uint32
		n := 0
		for i, w := range s.bits {
			for ; w != 0; w &= w - 1 {
				buf[n] = uint32(i<<6 + bits.TrailingZeros64(w))
				n++
			}
			if n >= blockSize {
				if !f(buf[:n]) {
					return
				}
				n = 0
			}
		}
		if n > 0 {
			f(buf[:n])
		}
	case s.spans != nil:
		var buf [blockSize]uint32
		for _, p := range s.spans {
			for from := p.from; from < p.to; {
				n := min(blockSize, int(p.to-from))
				for i := range buf[:n] {
					buf[i] = from + uint32(i)
				}
				if !f(buf[:n]) {
					return
				}
				from += uint32(n)
			}
		}
	default:
		for list := s.list; len(list) > 0; {
			n := min(blockSize, len(list))
			if !f(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}
