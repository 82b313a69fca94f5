package corpus

import "math/bits"

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
