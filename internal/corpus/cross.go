package corpus

import (
	"context"
	"slices"

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
	if len(s.parts) == 1 {
		l := &s.parts[0]
		t := l.crossed(x.hits[0], fr, fc, unit, l.pairsOf(x.plan.chosen), x.space)
		return s.table(t, unit, fr, fc, inverse(l.rank[fr]), inverse(l.rank[fc])), ctx.Err()
	}
	height, width := len(s.values[fr]), len(s.values[fc])
	sum := &plane{cells: make([]uint32, height*width), rows: make([]uint32, height), cols: make([]uint32, width), width: width}
	for i := range s.parts {
		l := &s.parts[i]
		sum.addRanked(l.crossed(x.hits[i], fr, fc, unit, l.pairsOf(x.plan.chosen), x.space), l.rank[fr], l.rank[fc])
		if err := ctx.Err(); err != nil {
			return Table{}, err
		}
	}
	return s.table(sum, unit, fr, fc, nil, nil), nil
}

// inverse gives the code at each rank.
func inverse(rank []uint32) []uint32 {
	out := make([]uint32, len(rank))
	for code, r := range rank {
		out[r] = uint32(code)
	}
	return out
}

// table writes what was counted, in the order of the facets' values. The orders say which row or column of the plane a
// value has; nil is its own.
func (s *Snapshot) table(p *plane, unit upr.Unit, fr, fc int, rowAt, colAt []uint32) Table {
	t := Table{Unit: unit, Total: p.total}
	shown := make([]uint32, 0, len(s.values[fc]))
	for r, v := range s.values[fc] {
		at := uint32(r)
		if colAt != nil {
			at = colAt[r]
		}
		if n := p.cols[at]; n > 0 {
			shown = append(shown, at)
			t.Cols, t.ColTotals = append(t.Cols, v), append(t.ColTotals, int(n))
		}
	}
	occur := 0
	for _, n := range p.rows {
		if n > 0 {
			occur++
		}
	}
	if occur == 0 {
		return t
	}
	t.Rows, t.RowTotals, t.Cells = make([]string, 0, occur), make([]int, 0, occur), make([][]int, 0, occur)
	all := make([]int, occur*len(shown))
	for r, v := range s.values[fr] {
		at := uint32(r)
		if rowAt != nil {
			at = rowAt[r]
		}
		if p.rows[at] == 0 {
			continue
		}
		line := all[:len(shown):len(shown)]
		all = all[len(shown):]
		from := p.cells[int(at)*p.width:][:p.width]
		for i, c := range shown {
			line[i] = int(from[c])
		}
		t.Rows, t.RowTotals, t.Cells = append(t.Rows, v), append(t.RowTotals, int(p.rows[at])), append(t.Cells, line)
	}
	return t
}

// plane is a cross-table of one part, by codes. One that is kept is not changed any more.
type plane struct {
	cells, rows, cols []uint32
	width             int
	total             int
}

// blank makes a plane for a part, all at nothing; it is only good until the next one of the same workspace.
func (x *crossSpace) blank(height, width int) *plane {
	n := height*width + height + width
	if cap(x.counts) < n {
		x.counts = make([]uint32, n)
	}
	all := x.counts[:n]
	clear(all)
	x.plane = plane{rows: all[:height:height], cols: all[height : height+width : height+width], cells: all[height+width:], width: width}
	return &x.plane
}

// clone is a plane of its own.
func (t *plane) clone() *plane {
	out := *t
	out.cells, out.rows, out.cols = slices.Clone(t.cells), slices.Clone(t.rows), slices.Clone(t.cols)
	return &out
}

// from makes the counts what is left of others.
func (t *plane) from(all *plane) {
	for i, n := range all.cells {
		t.cells[i] = n - t.cells[i]
	}
	for i, n := range all.rows {
		t.rows[i] = n - t.rows[i]
	}
	for i, n := range all.cols {
		t.cols[i] = n - t.cols[i]
	}
	t.total = all.total - t.total
}

// addRanked adds the counts of a part by the places of its codes.
func (t *plane) addRanked(o *plane, rows, cols []uint32) {
	t.total += o.total
	for b, n := range o.cols {
		t.cols[cols[b]] += n
	}
	for a, in := range o.rows {
		if in == 0 {
			continue
		}
		t.rows[rows[a]] += in
		to := t.cells[int(rows[a])*t.width:]
		for b, n := range o.cells[a*o.width : (a+1)*o.width] {
			if n != 0 {
				to[cols[b]] += n
			}
		}
	}
}

// crossed counts the cross-table of living documents. What all documents of a part hold is counted once and kept; where
// documents are more than half of all, the others are counted and taken away.
func (l *live) crossed(s set, fr, fc int, unit upr.Unit, chosen []bool, w *workspace) *plane {
	if chosen != nil || 2*s.n <= l.part.docs {
		return l.part.cross(s, fr, fc, unit, chosen, w)
	}
	if s.n == l.part.docs {
		return l.part.crossedAll(fr, fc, unit, w)
	}
	back := w.mem.mark()
	defer w.mem.release(back)
	if s.n == l.docs { // all that live: what is dead are whole items
		all := l.part.crossedAll(fr, fc, unit, w)
		t := l.part.cross(l.dead, fr, fc, unit, nil, w)
		t.from(all)
		return t
	}
	all := l.part.crossedAll(fr, fc, counted(unit), w)
	t := l.part.cross(w.mem.minus(l.part.everything(), s, l.part.docs), fr, fc, counted(unit), nil, w)
	t.from(all)
	if unit == upr.UnitItem { // items are not what is left of items
		c := crossing{p: l.part, rows: fr, cols: fc, t: t, x: w.crossing()}
		for _, d := range l.family {
			if s.has(d) {
				c.family(d)
			}
		}
		c.flush()
	}
	return t
}

// mostKeptCells is how large a table may be that is kept with a part.
const mostKeptCells = 1 << 18

// crossedAll is the table of all documents of a part. It is counted when it is first asked for: it serves every later
// question for many documents, and every later snapshot that has the part.
func (p *part) crossedAll(fr, fc int, unit upr.Unit, w *workspace) *plane {
	at := &p.crossings[fr][fc][unitIndex(unit)]
	if t := at.Load(); t != nil {
		return t
	}
	t := p.cross(p.everything(), fr, fc, unit, nil, w).clone()
	if len(t.cells) <= mostKeptCells {
		at.Store(t)
	}
	return t
}
