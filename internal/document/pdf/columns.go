package pdf

// Columns. Documents of the United Nations are set in one column; what stands side by side in them is a table, whose
// cells belong together line by line. A page is read as two columns only if its geometry leaves no doubt: an empty
// gutter near the middle, long lines on both sides of it down the page, and no drawn rules as tables have.

const (
	columnRows  = 14   // lines on each side, at least
	columnFill  = 0.28 // mean width of the lines of a side, as a share of the page's width
	columnCross = 0.25 // share of lines that may run across the gutter: headings
)

// columns splits rows at a gutter into the order in which they are read; ok is false where there is no gutter.
func columns(rows []row, w float64, rules []rule) (out []row, ok bool) {
	if len(rows) < columnRows {
		return nil, false
	}
	best, fewest := 0.0, len(rows)+1
	for share := 0.40; share <= 0.60; share += 0.01 {
		if n, ok := gutter(rows, share*w, w, rules); ok && n < fewest {
			best, fewest = share*w, n
		}
	}
	if best == 0 {
		return nil, false
	}
	var left, right []row
	for i := range rows {
		l, r, across := rows[i].split(best)
		if across {
			out = append(append(append(out, left...), right...), rows[i])
			left, right = nil, nil
			continue
		}
		if len(l.pieces) > 0 {
			left = append(left, l)
		}
		if len(r.pieces) > 0 {
			right = append(right, r)
		}
	}
	return append(append(out, left...), right...), true
}

// gutter says whether x is in a gutter, and how many rows run across it.
func gutter(rows []row, x, w float64, rules []rule) (across int, ok bool) {
	var n [2]int
	var width [2]float64
	most := int(columnCross * float64(len(rows)))
	for i := range rows {
		sides, over := rows[i].sides(x)
		if over {
			if across++; across > most {
				return 0, false
			}
			continue
		}
		for k, s := range sides {
			if s.x1 > s.x0 {
				n[k]++
				width[k] += s.x1 - s.x0
			}
		}
	}
	if min(n[0], n[1]) < columnRows {
		return 0, false
	}
	for side := range n {
		if width[side] < columnFill*w*float64(n[side]) {
			return 0, false
		}
	}
	lines := 0
	for _, r := range rules {
		if r.x1-r.x0 > 0.2*w {
			lines++
		}
	}
	return across, lines < 4
}

// span is how far a row reaches on one side of a gutter.
type span struct{ x0, x1 float64 }

// sides measures a row on both sides of x; across is true where a piece runs over it or the gap there is no wider than
// a blank.
func (r *row) sides(x float64) (sides [2]span, across bool) {
	const far = 1e9
	sides = [2]span{{far, -far}, {far, -far}}
	for i := range r.pieces {
		p, k := &r.pieces[i], 0
		switch {
		case p.x1 <= x:
		case p.x0 >= x:
			k = 1
		default:
			return sides, true
		}
		sides[k].x0, sides[k].x1 = min(sides[k].x0, p.x0), max(sides[k].x1, p.x1)
	}
	return sides, sides[1].x0-sides[0].x1 < r.size
}

// split parts a row at x; across is as in sides.
func (r *row) split(x float64) (left, right row, across bool) {
	if _, across = r.sides(x); across {
		return row{}, row{}, true
	}
	left, right = row{y: r.y, size: r.size}, row{y: r.y, size: r.size}
	for _, p := range r.pieces {
		if p.x1 <= x {
			left.pieces = append(left.pieces, p)
		} else {
			right.pieces = append(right.pieces, p)
		}
	}
	return left, right, false
}
