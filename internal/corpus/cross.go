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
		sum, err := x.tally(i, x.hits[i], unit, x.plan.chosen, everyFacet)
		if err != nil {
			return Table{}, err
		}
		t.Total += sum.totals.Of(unit)
		l.addTo(rowTotals, fr, sum)
		l.addTo(colTotals, fc, sum)
		c := newCrossing(l.part, fr, fc, unit, l.pairsOf(x.plan.chosen))
		c.count(x.hits[i])
		for a := range l.codes[fr].values {
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
	for r, n := range rowTotals {
		if n == 0 {
			continue
		}
		t.Rows, t.RowTotals = append(t.Rows, s.values[fr][r]), append(t.RowTotals, n)
		line := make([]int, len(shownCols))
		for i, c := range shownCols {
			line[i] = cells[r*width+c]
		}
		t.Cells = append(t.Cells, line)
	}
	return t, nil
}

// crossing counts the cells of one part.
type crossing struct {
	p          *part
	rows, cols int
	unit       upr.Unit
	chosen     []bool
	width      int
	cells      []int32
	run        []uint32 // documents of one item with several segments
	seen       []uint32 // by cell: the last such item
	stamp      uint32
	buf        []uint32
	apart      uint8 // flags of rows that are counted by themselves
	grid       *grid // nil where a facet does not fit
}

func newCrossing(p *part, rows, cols int, unit upr.Unit, chosen []bool) *crossing {
	width := len(p.codes[cols].values)
	c := &crossing{p: p, rows: rows, cols: cols, unit: unit, chosen: chosen, width: width, cells: make([]int32, len(p.codes[rows].values)*width)}
	if p.fitsGrid(rows) && p.fitsGrid(cols) && unit != upr.UnitPair {
		c.grid = &grid{}
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
}

func (c *crossing) segments(docs []uint32) {
	p := c.p
	docs = c.plain(docs)
	if c.grid != nil {
		c.grid.count(p, docs, c.rows, c.cols)
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
	for _, a := range c.p.values(d, c.rows, fewA[:0]) {
		line := c.cells[int(a)*c.width:]
		for _, b := range cols {
			line[b]++
		}
	}
}

// fold adds what the grid counted.
func (c *crossing) fold() {
	if c.grid == nil {
		return
	}
	for a := range len(c.p.codes[c.rows].values) {
		for b := range c.width {
			c.cells[a*c.width+b] += int32(c.grid.cells[a<<8|b])
		}
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
			c.one(d)
		default:
			if len(c.run) > 0 && p.item[c.run[0]] != p.item[d] {
				c.flush()
			}
			c.run = append(c.run, d)
		}
	}
	c.buf = out
	return out
}

// flush counts the cells of an item with several segments, each once.
func (c *crossing) flush() {
	if len(c.run) == 0 {
		return
	}
	if c.seen == nil {
		c.seen = make([]uint32, len(c.cells))
	}
	c.stamp++
	var fewA, fewB [16]uint32
	for _, d := range c.run {
		cols := c.p.values(d, c.cols, fewB[:0])
		for _, a := range c.p.values(d, c.rows, fewA[:0]) {
			for _, b := range cols {
				if at := int(a)*c.width + int(b); c.seen[at] != c.stamp {
					c.seen[at] = c.stamp
					c.cells[at]++
				}
			}
		}
	}
	c.run = c.run[:0]
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
			for _, a := range rows {
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
