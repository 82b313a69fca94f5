package corpus

import "github.com/openupr/openupr/internal/upr"

// ofPair says whether a facet describes the recommending State of a pair.
func ofPair(f int) bool { return f == fBy || f == fByGroup || f == fByOrg }

// alone counts the cells of one document by its values.
func (c *crossing) alone(d uint32) {
	if c.unit == upr.UnitPair {
		c.pairs(d)
		return
	}
	var fewA, fewB [32]uint32
	c.t.total++
	c.add(c.p.values(d, c.rows, fewA[:0]), c.p.values(d, c.cols, fewB[:0]))
	if c.a == nil && c.unit == upr.UnitItem && c.p.rows[d].flags&siblings != 0 { // nobody else looks
		c.family(d)
	}
}

// add counts a thing with these values.
func (c *crossing) add(rows, cols []uint32) {
	t := c.t
	for _, b := range cols {
		t.cols[b]++
	}
	for _, a := range rows {
		t.rows[a]++
		line := t.cells[int(a)*t.width:]
		for _, b := range cols {
			line[b]++
		}
	}
}

// pairs counts every recommending State of a document.
func (c *crossing) pairs(d uint32) {
	var fewA, fewB, fewS [32]uint32
	rows, cols := fewA[:0], fewB[:0]
	if !ofPair(c.rows) {
		rows = c.p.values(d, c.rows, rows)
	}
	if !ofPair(c.cols) {
		cols = c.p.values(d, c.cols, cols)
	}
	for _, st := range c.p.by(d, fewS[:0]) {
		if st == 0 || c.chosen != nil && !c.chosen[st] {
			continue
		}
		if ofPair(c.rows) {
			rows = c.p.ofState(st, c.rows, fewA[:0])
		}
		if ofPair(c.cols) {
			cols = c.p.ofState(st, c.cols, fewB[:0])
		}
		c.t.total++
		c.add(rows, cols)
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

// family gathers the segments of one item.
func (c *crossing) family(d uint32) {
	if len(c.run) > 0 && c.p.item[c.run[0]] != c.p.item[d] {
		c.flush()
	}
	c.run = append(c.run, d)
}

// flush takes away what several segments of one item counted more than once.
func (c *crossing) flush() {
	docs := c.run
	c.run = c.run[:0]
	if len(docs) < 2 {
		return
	}
	t, x := c.t, c.x
	t.total -= len(docs) - 1
	if n := len(t.cells) + len(t.rows) + len(t.cols); len(x.seen) < n {
		x.seen, x.stamp = make([]uint32, n), 0
	}
	if x.stamp++; x.stamp == 0 {
		clear(x.seen)
		x.stamp = 1
	}
	inRow := x.seen[:len(t.rows)]
	inCol := x.seen[len(t.rows):][:len(t.cols)]
	cells := x.seen[len(t.rows)+len(t.cols):]
	again := func(seen, counts []uint32, at int) {
		if seen[at] == x.stamp {
			counts[at]--
		}
		seen[at] = x.stamp
	}
	var fewA, fewB [32]uint32
	for _, d := range docs {
		cols := c.p.values(d, c.cols, fewB[:0])
		for _, b := range cols {
			again(inCol, t.cols, int(b))
		}
		for _, a := range c.p.values(d, c.rows, fewA[:0]) {
			again(inRow, t.rows, int(a))
			for _, b := range cols {
				again(cells, t.cells, int(a)*t.width+int(b))
			}
		}
	}
}
