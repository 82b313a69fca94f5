package corpus

import (
	"context"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Cross counts the pairs of values of two facets under a query. Every value that occurs has its row or column. In pairs a
// recommending State's group and organisations are its own; a segment crosses all that it has. A field that is no facet is
// a *query.Error.
func (s *Snapshot) Cross(ctx context.Context, q query.Query, rows, cols query.Field, unit upr.Unit) (Table, error) {
	unit = unitOr(unit)
	for _, f := range []query.Field{rows, cols} {
		if _, ok := facetOf[f]; !ok {
			return Table{}, &query.Error{Code: "field", What: cut(string(f))}
		}
	}
	x, err := s.begin(ctx, q, false)
	if err != nil {
		return Table{}, err
	}
	defer x.space.free()
	fr, fc := facetOf[rows], facetOf[cols]
	width := len(s.values[fc])
	cells := make([]int, len(s.values[fr])*width)
	rowTotals, colTotals := make([]int, len(s.values[fr])), make([]int, width)
	t := Table{Unit: unit}
	for i := range s.parts {
		l := &s.parts[i]
		c := newCrossing(l.part, fr, fc, unit, l.pairsOf(x.plan.chosen), x.space)
		if c.chosen == nil && x.hits[i].n == l.docs { // what everything holds is known
			c.known = l.all[unitIndex(unit)]
		}
		c.count(x.hits[i])
		t.Total += c.total
		addRanked(rowTotals, l.rank[fr], c.rowTotals)
		addRanked(colTotals, l.rank[fc], c.colTotals)
		for a := range l.codes[fr].values {
			if c.rowTotals[a] == 0 {
				continue
			}
			row := cells[int(l.rank[fr][a])*width:]
			for b, n := range c.cells[a*c.width : (a+1)*c.width] {
				if n != 0 {
					row[l.rank[fc][b]] += int(n)
				}
			}
		}
		if err := ctx.Err(); err != nil {
			return Table{}, err
		}
	}
	shownCols := make([]int, 0, width)
	for c, n := range colTotals {
		if n > 0 {
			shownCols = append(shownCols, c)
			t.Cols, t.ColTotals = append(t.Cols, s.values[fc][c]), append(t.ColTotals, n)
		}
	}
	occur := 0
	for _, n := range rowTotals {
		if n > 0 {
			occur++
		}
	}
	all := make([]int, occur*len(shownCols))
	for r, n := range rowTotals {
		if n == 0 {
			continue
		}
		t.Rows, t.RowTotals = append(t.Rows, s.values[fr][r]), append(t.RowTotals, n)
		line := all[:len(shownCols):len(shownCols)]
		all = all[len(shownCols):]
		for i, c := range shownCols {
			line[i] = cells[r*width+c]
		}
		t.Cells = append(t.Cells, line)
	}
	return t, nil
}

func addRanked(to []int, rank []uint32, counts []int32) {
	for v, n := range counts {
		to[rank[v]] += int(n)
	}
}

// crossing counts the cells of one part, and what its rows and columns hold.
type crossing struct {
	p          *part
	rows, cols int
	unit       upr.Unit
	chosen     []bool
	width      int
	cells      []int32
	rowTotals  []int32
	colTotals  []int32
	total      int
	known      *tally   // has the totals; nil: they are counted with the cells
	run        []uint32 // documents of one item with several segments
	seen       seenCells
	buf        [blockSize + 64]uint32
	apart      uint8 // flags of rows that are counted by themselves
	grid       *grid // nil where a facet does not fit
}

// seenCells remember by row, column and cell the last item of several segments that was counted there.
type seenCells struct {
	rows, cols, cells []uint32
	stamp             uint32
}

func newCrossing(p *part, rows, cols int, unit upr.Unit, chosen []bool, w *workspace) *crossing {
	height, width := len(p.codes[rows].values), len(p.codes[cols].values)
	all := make([]int32, height*width+height+width)
	c := &crossing{p: p, rows: rows, cols: cols, unit: unit, chosen: chosen, width: width,
		rowTotals: all[:height:height], colTotals: all[height : height+width : height+width], cells: all[height+width:]}
	if p.fitsGrid(rows) && p.fitsGrid(cols) && unit != upr.UnitPair {
		c.grid = w.crossed(height, width)
		c.apart = beside(rows) | beside(cols)
	}
	if unit == upr.UnitItem {
		c.apart |= siblings
	}
	return c
}

// ofPair says whether a facet describes the recommending State of a pair.
func ofPair(f int) bool { return f == fBy || f == fByGroup || f == fByOrg }

func (c *crossing) count(s set) {
	s.blocks(func(docs []uint32) bool {
		switch {
		case c.unit == upr.UnitPair:
			c.pairs(docs)
		default:
			c.segments(docs)
		}
		return true
	})
	c.flush()
	c.fold()
	if c.known != nil {
		c.rowTotals, c.colTotals, c.total = c.known.counts[c.rows], c.known.counts[c.cols], c.known.totals.Of(c.unit)
	}
}

func (c *crossing) segments(docs []uint32) {
	p := c.p
	docs = c.plain(docs)
	c.total += len(docs)
	if c.grid != nil {
		c.grid.count(p, docs, c.rows, c.cols, c.known == nil)
		return
	}
	for _, d := range docs {
		c.one(d)
	}
}

// one counts the cells of one segment.
func (c *crossing) one(d uint32) {
	var fewA, fewB [32]uint32
	cols := c.p.values(d, c.cols, fewB[:0])
	for _, b := range cols {
		c.colTotals[b]++
	}
	for _, a := range c.p.values(d, c.rows, fewA[:0]) {
		c.rowTotals[a]++
		line := c.cells[int(a)*c.width:]
		for _, b := range cols {
			line[b]++
		}
	}
}

// fold adds what the grid counted.
func (c *crossing) fold() {
	g := c.grid
	if g == nil {
		return
	}
	for b := range c.width {
		c.colTotals[b] += int32(g.inCol[0][b] + g.inCol[1][b])
	}
	for a := range c.rowTotals {
		in := g.inRow[0][a] + g.inRow[1][a]
		if in == 0 && !g.sumRows && c.known == nil {
			continue
		}
		line := c.cells[a*c.width : (a+1)*c.width]
		for b := range line {
			n := g.of(a, b)
			line[b] += int32(n)
			if g.sumRows {
				in += n
			}
			if g.sumCols {
				c.colTotals[b] += int32(n)
			}
		}
		c.rowTotals[a] += int32(in)
	}
}

// plain leaves out the segments whose values are not all in their rows, and those of items that have several, and counts
// them by themselves.
func (c *crossing) plain(docs []uint32) []uint32 {
	p := c.p
	out := c.buf[:0]
	for _, d := range docs {
		flags := p.rows[d].flags & c.apart
		switch {
		case flags == 0:
			out = append(out, d)
		case flags&siblings == 0:
			c.total++
			c.one(d)
		default:
			if len(c.run) > 0 && p.item[c.run[0]] != p.item[d] {
				c.flush()
			}
			c.run = append(c.run, d)
		}
	}
	return out
}

// flush counts the cells of an item with several segments, each once.
func (c *crossing) flush() {
	if len(c.run) == 0 {
		return
	}
	c.total++
	s := &c.seen
	if s.cells == nil {
		s.cells, s.rows, s.cols = make([]uint32, len(c.cells)), make([]uint32, len(c.rowTotals)), make([]uint32, c.width)
	}
	s.stamp++
	var fewA, fewB [32]uint32
	for _, d := range c.run {
		cols := c.p.values(d, c.cols, fewB[:0])
		s.count(s.cols, c.colTotals, 0, cols)
		rows := c.p.values(d, c.rows, fewA[:0])
		s.count(s.rows, c.rowTotals, 0, rows)
		for _, a := range rows {
			s.count(s.cells, c.cells, int(a)*c.width, cols)
		}
	}
	c.run = c.run[:0]
}

// count counts each place once an item.
func (s *seenCells) count(seen []uint32, counts []int32, from int, values []uint32) {
	for _, v := range values {
		if at := from + int(v); seen[at] != s.stamp {
			seen[at] = s.stamp
			counts[at]++
		}
	}
}

// pairs counts every recommending State of a segment.
func (c *crossing) pairs(docs []uint32) {
	var fewA, fewB, fewS [16]uint32
	for _, d := range docs {
		states := c.p.by(d, fewS[:0])
		if states[0] == 0 {
			continue
		}
		rows, cols := fewA[:0], fewB[:0]
		if !ofPair(c.rows) {
			rows = c.p.values(d, c.rows, rows)
		}
		if !ofPair(c.cols) {
			cols = c.p.values(d, c.cols, cols)
		}
		for _, st := range states {
			if c.chosen != nil && !c.chosen[st] {
				continue
			}
			if ofPair(c.rows) {
				rows = c.p.ofState(st, c.rows, fewA[:0])
			}
			if ofPair(c.cols) {
				cols = c.p.ofState(st, c.cols, fewB[:0])
			}
			c.total++
			for _, b := range cols {
				c.colTotals[b]++
			}
			for _, a := range rows {
				c.rowTotals[a]++
				line := c.cells[int(a)*c.width:]
				for _, b := range cols {
					line[b]++
				}
			}
		}
	}
}

// ofState gives what a recommending State itself has in a facet.
func (p *part) ofState(state uint32, f int, buf []uint32) []uint32 {
	switch f {
	case fBy:
		return append(buf, state)
	case fByGroup:
		return append(buf, p.bearings[state].group)
	default:
		return append(buf, p.bearings[state].orgs...)
	}
}
