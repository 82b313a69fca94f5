package corpus

import (
	"sort"

	"github.com/openupr/openupr/internal/upr"
)

// crossSpace is the memory of one cross-table, kept for the next one.
type crossSpace struct {
	grid   grid
	plane  plane
	counts []uint32
	seen   []uint32 // by row, column and cell: the last item of several segments that was counted there
	stamp  uint32
}

// crossing gives the memory for cross-tables.
func (w *workspace) crossing() *crossSpace {
	if w.cross == nil {
		w.cross = &crossSpace{}
	}
	return w.cross
}

// crossing counts the cells of one part, and what its rows and columns hold.
type crossing struct {
	p          *part
	rows, cols int
	unit       upr.Unit
	chosen     []bool
	t          *plane
	x          *crossSpace
	run        []uint32 // documents of one item with several segments
	apart      uint8    // flags of documents that are counted by themselves
	a, b       *lane
	first      bool        // the first lanes: what is counted once is counted now
	inA, inB   bool        // the totals of rows, of columns are counted
	states     *[256]uint8 // of pairs: what a recommending State's byte counts as
}

// cross counts documents of a part. The plane is good until the next one of the workspace.
func (p *part) cross(s set, rows, cols int, unit upr.Unit, chosen []bool, w *workspace) *plane {
	x := w.crossing()
	c := crossing{p: p, rows: rows, cols: cols, unit: unit, chosen: chosen, x: x}
	c.t = x.blank(len(p.codes[rows].values), len(p.codes[cols].values))
	as, bs := p.lanes(rows, unit), p.lanes(cols, unit)
	if as == nil || bs == nil || unit == upr.UnitPair && len(p.codes[fBy].values) >= none {
		s.blocks(func(docs []uint32) bool {
			for _, d := range docs {
				c.alone(d)
			}
			return true
		})
		c.flush()
		return c.t
	}
	c.apart = beside(rows, unit) | beside(cols, unit)
	if unit == upr.UnitPair {
		c.apart |= manyBy
		c.states = c.counts()
	}
	for i := range as {
		for j := range bs {
			c.a, c.b, c.first, c.inA, c.inB = &as[i], &bs[j], i == 0 && j == 0, j == 0, i == 0
			c.lane(s)
		}
	}
	c.flush()
	return c.t
}

// lane counts documents by two lanes of bytes.
func (c *crossing) lane(s set) {
	c.x.grid.begin(c.a.size, c.b.size, s.n)
	// Stretches between documents that are counted apart are worth it only when they are long.
	few := c.apart == 0 || 64*len(c.p.bytes.odd) < c.p.docs
	if s.spans != nil && c.states == nil && few {
		for _, at := range s.spans {
			c.span(at)
		}
	} else {
		s.blocks(func(docs []uint32) bool {
			for len(docs) > 0 { // blocks of bits are a little longer
				n := min(len(docs), blockSize)
				c.gather(docs[:n])
				docs = docs[n:]
			}
			return true
		})
	}
	c.x.grid.fold(c.p, c.t, c.a, c.b, c.inA, c.inB)
}

// span counts documents that follow one another, where they stand.
func (c *crossing) span(at span) {
	p := c.p
	from := at.from
	if c.apart != 0 {
		odd := p.bytes.odd[sort.Search(len(p.bytes.odd), func(i int) bool { return p.bytes.odd[i] >= from }):]
		for _, d := range odd {
			if d >= at.to {
				break
			}
			if p.bytes.flags[d]&c.apart != 0 {
				c.stretch(from, d)
				if c.first {
					c.alone(d)
				}
				from = d + 1
			}
		}
	}
	c.stretch(from, at.to)
	if c.first && c.unit == upr.UnitItem {
		family := p.family[sort.Search(len(p.family), func(i int) bool { return p.family[i] >= at.from }):]
		for _, d := range family {
			if d >= at.to {
				break
			}
			c.family(d)
		}
	}
}

func (c *crossing) stretch(from, to uint32) {
	if from == to {
		return
	}
	if c.first {
		c.t.total += int(to - from)
	}
	g := &c.x.grid
	for at := from; at < to; at += blockSize {
		var rows, cols [3][]uint8
		end := min(at+blockSize, to)
		for i, a := range c.a.ways {
			rows[i] = a[at:end]
		}
		for j, b := range c.b.ways {
			cols[j] = b[at:end]
		}
		g.product(rows, cols, len(c.a.ways), len(c.b.ways))
	}
	if !c.b.one {
		for _, a := range c.a.ways {
			eachByte(&g.inRow, a[from:to])
		}
	}
	if c.inB && !c.a.one {
		for _, b := range c.b.ways {
			eachByte(&g.inCol, b[from:to])
		}
	}
}

// gather counts documents that stand anywhere.
func (c *crossing) gather(docs []uint32) {
	flags := c.p.bytes.flags
	apart := c.apart
	if c.unit == upr.UnitItem {
		apart |= siblings
	}
	plain := &c.x.grid.plain
	if apart != 0 {
		n := 0
		for _, d := range docs {
			plain[n] = d
			switch f := flags[d] & apart; {
			case f == 0:
				n++
			default:
				if f&c.apart == 0 {
					n++
				} else if c.first {
					c.alone(d)
				}
				if f&siblings != 0 && c.first {
					c.family(d)
				}
			}
		}
		docs = plain[:n]
	}
	g := &c.x.grid
	n := len(docs)
	for i, a := range c.a.ways {
		c.read(g.rows[i][:n], a, docs, c.a.own)
	}
	for i, b := range c.b.ways {
		c.read(g.cols[i][:n], b, docs, c.b.own)
	}
	switch {
	case c.states == nil:
		if c.first {
			c.t.total += n
		}
	case c.a.own && c.b.own:
		for i := range c.a.ways {
			own := g.rows[i][:n]
			g.pairs(own, own)
			eachByte(&g.inRow, own)
			if c.inB {
				eachByte(&g.inCol, own)
			}
			c.counted(own)
		}
		return
	case c.a.own || c.b.own:
		if c.first {
			for i := range 3 {
				if c.a.own {
					c.counted(g.rows[i][:n])
				} else {
					c.counted(g.cols[i][:n])
				}
			}
		}
	default:
		c.weigh(docs)
		w := g.weights[:n]
		for i := range c.a.ways {
			for j := range c.b.ways {
				g.weighted(g.rows[i][:n], g.cols[j][:n], w)
			}
			if !c.b.one {
				eachWeighted(&g.inRow, g.rows[i][:n], w)
			}
		}
		if c.inB && !c.a.one {
			for j := range c.b.ways {
				eachWeighted(&g.inCol, g.cols[j][:n], w)
			}
		}
		return
	}
	var rows, cols [3][]uint8
	for i := range 3 {
		rows[i], cols[i] = g.rows[i][:n], g.cols[i][:n]
	}
	g.product(rows, cols, len(c.a.ways), len(c.b.ways))
	c.totals(n)
}

// totals counts what rows and columns hold.
func (c *crossing) totals(n int) {
	g := &c.x.grid
	if !c.b.one {
		for i := range c.a.ways {
			if c.b.own { // a pair for each State that counts
				for j := range c.b.ways {
					eachBeside(&g.inRow, g.rows[i][:n], g.cols[j][:n])
				}
				continue
			}
			eachByte(&g.inRow, g.rows[i][:n])
		}
	}
	if c.inB && !c.a.one {
		for j := range c.b.ways {
			if c.a.own {
				for i := range c.a.ways {
					eachBeside(&g.inCol, g.cols[j][:n], g.rows[i][:n])
				}
				continue
			}
			eachByte(&g.inCol, g.cols[j][:n])
		}
	}
}

// eachBeside counts bytes where another one is there.
func eachBeside(in *[2][256]uint32, bytes, other []uint8) {
	for i, b := range bytes {
		if other[i] != none {
			in[0][b]++
		}
	}
}

// read gathers a column, of pairs with States that do not count as none.
func (c *crossing) read(to, col []uint8, docs []uint32, own bool) {
	if own && c.states != nil {
		for i, d := range docs {
			to[i] = c.states[col[d]]
		}
		return
	}
	for i, d := range docs {
		to[i] = col[d]
	}
}

// counts says for each recommending State's byte whether its pairs count: itself or none.
func (c *crossing) counts() *[256]uint8 {
	t := &[256]uint8{}
	for b := range t {
		t[b] = none
		if b > 0 && b < len(c.p.bearings) && (c.chosen == nil || c.chosen[b]) {
			t[b] = uint8(b)
		}
	}
	return t
}

// counted adds pairs to the total.
func (c *crossing) counted(states []uint8) {
	if !c.first {
		return
	}
	for _, s := range states {
		if s != none {
			c.t.total++
		}
	}
}

// weigh says how many pairs each document makes.
func (c *crossing) weigh(docs []uint32) {
	by, w := &c.p.bytes.by, &c.x.grid.weights
	for i, d := range docs {
		w[i] = 0
		for _, col := range by {
			if c.states[col[d]] != none {
				w[i]++
			}
		}
		if c.first {
			c.t.total += int(w[i])
		}
	}
}

// beside are the flags of documents whose values in a facet are not all in their bytes.
func beside(f int, unit upr.Unit) uint8 {
	switch f {
	case fBy:
		return manyBy
	case fByGroup, fByOrg:
		if unit == upr.UnitPair {
			return manyBy
		}
		return wide
	case fIssue, fAffected, fSDG, fTreaty:
		return furthers
	case fLang:
		return manyLangs
	}
	return 0
}
