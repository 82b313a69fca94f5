package corpus

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
