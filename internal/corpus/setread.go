package corpus

import "math/bits"

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

// count says how many documents of the set lie in a span.
func (s *set) count(at span) int {
	n := 0
	switch {
	case s.bits != nil:
		if at.from >= at.to {
			return 0
		}
		first, last := at.from>>6, (at.to-1)>>6
		for i := first; i <= last; i++ {
			n += bits.OnesCount64(clipped(s.bits[i], i, at))
		}
	case s.spans != nil:
		for _, p := range s.spans {
			if from, to := max(p.from, at.from), min(p.to, at.to); from < to {
				n += int(to - from)
			}
		}
	default:
		n = len(within(s.list, at))
	}
	return n
}

// clipped is the i-th word of bits without what lies outside a span.
func clipped(w uint64, i uint32, at span) uint64 {
	if i == at.from>>6 {
		w &= ^uint64(0) << (at.from & 63)
	}
	if i == (at.to-1)>>6 {
		w &= ^uint64(0) >> (63 - (at.to-1)&63)
	}
	return w
}

// each gives the documents in a span, without the first ones, until f says no.
func (s *set) each(at span, skip int, f func(d uint32) bool) {
	switch {
	case s.bits != nil:
		if at.from >= at.to {
			return
		}
		for i := at.from >> 6; i <= (at.to-1)>>6; i++ {
			w := clipped(s.bits[i], i, at)
			if n := bits.OnesCount64(w); n <= skip {
				skip -= n
				continue
			}
			for ; w != 0; w &= w - 1 {
				if skip > 0 {
					skip--
				} else if !f(i<<6 + uint32(bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	case s.spans != nil:
		for _, p := range s.spans {
			from, to := max(p.from, at.from), min(p.to, at.to)
			if from >= to {
				continue
			}
			n := min(skip, int(to-from))
			skip -= n
			for d := from + uint32(n); d < to; d++ {
				if !f(d) {
					return
				}
			}
		}
	default:
		for _, d := range within(s.list, at)[skip:] {
			if !f(d) {
				return
			}
		}
	}
}
