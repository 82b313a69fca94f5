package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// line is one printed line.
type line struct {
	text   string
	x0, x1 float64
	y      float64 // baseline
	size   float64 // of most letters
	bold   bool
	marks  []lineMark
	cells  []float64 // left edges of what stands apart on the line; at least one
}

// lineMark is a raised number, letter or sign that may be a footnote mark. Its text is not part of line.text.
type lineMark struct {
	at   int // byte offset into text
	mark string
	sure bool // nothing else than a footnote mark
}

// row is what stands on one baseline, before it is written out.
type row struct {
	y, size float64
	pieces  []piece
}

// lines puts a page's letters of one direction into lines from top to bottom, or column by column.
func (s *sheet) lines(turn uint8) (out []line, columned bool) {
	rows := rowsOf(pieces(s.glyphs, turn))
	if turn == 0 {
		if c, ok := columns(rows, s.w, s.rules); ok {
			rows, columned = c, true
		}
	}
	return written(rows), columned
}

// written writes rows out as lines.
func written(rows []row) []line {
	rows = attachRaised(rows)
	out := make([]line, 0, len(rows))
	for i := range rows {
		if l := rows[i].line(); l.text != "" || len(l.marks) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// rowsOf groups pieces by baseline.
func rowsOf(ps []piece) []row {
	slices.SortStableFunc(ps, func(a, b piece) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x0, b.x0)) })
	var rows []row
	for _, p := range ps {
		if n := len(rows); n > 0 {
			if r := &rows[n-1]; p.y-r.y <= 0.22*min(p.size, r.size) {
				r.add(p)
				continue
			}
		}
		rows = append(rows, row{p.y, p.size, []piece{p}})
	}
	return rows
}

// add puts a piece into the row; the largest letters give the row its baseline.
func (r *row) add(p piece) {
	if p.size > 1.05*r.size {
		r.y, r.size = p.y, p.size
	}
	r.pieces = append(r.pieces, p)
}

// maxPieces of a row are looked at for raised ones; a line of a table has about 20.
const maxPieces = 1000

// small is how large raised and lowered letters are at most, against those of their line.
const small = 0.85

// attachRaised moves pieces of smaller letters that stand a little above (footnote marks, ordinals) or below (chemical
// formulas) the baseline of a neighbouring row, and touch what stands there, into that row.
func attachRaised(rows []row) []row {
	for i := range rows {
		r := &rows[i]
		if len(r.pieces) > maxPieces {
			continue // no printed line; looking at each beside each would take for ever
		}
		kept := r.pieces[:0]
		for _, p := range r.pieces {
			switch {
			case i+1 < len(rows) && len(rows[i+1].pieces) <= maxPieces && p.above(&rows[i+1]):
				p.raised = true
				rows[i+1].pieces = append(rows[i+1].pieces, p)
			case i > 0 && len(rows[i-1].pieces) <= maxPieces && p.below(&rows[i-1]):
				rows[i-1].pieces = append(rows[i-1].pieces, p)
			default:
				p.raised = p.raised || p.size < small*r.size && r.y-p.y > 0.08*r.size
				kept = append(kept, p)
			}
		}
		r.pieces = kept
	}
	return slices.DeleteFunc(rows, func(r row) bool { return len(r.pieces) == 0 })
}

func (p *piece) above(r *row) bool {
	return p.size < small*r.size && r.y-p.y < 0.65*r.size && p.touches(r)
}

func (p *piece) below(r *row) bool {
	return p.size < small*r.size && p.y-r.y < 0.35*r.size && p.touches(r)
}

// touches says whether the piece stands directly after or before larger letters of the row, or begins the row as a
// footnote's mark does, with a tabulator after it.
func (p *piece) touches(r *row) bool {
	first := true
	for i := range r.pieces {
		q := &r.pieces[i]
		if q.size*small <= p.size {
			continue
		}
		if d := p.x0 - q.x1; d > -0.4*q.size && d < 0.8*q.size {
			return true
		}
		if d := q.x0 - p.x1; d > -0.4*q.size && d < 0.8*q.size {
			return true
		}
		first = first && q.x0 > p.x0
	}
	if !first || len(p.glyphs) > 4 {
		return false
	}
	for i := range r.pieces {
		if d := r.pieces[i].x0 - p.x1; d > 0 && d < 2.5*r.size {
			return true
		}
	}
	return false
}

// line writes a row out.
func (r *row) line() line {
	slices.SortStableFunc(r.pieces, func(a, b piece) int { return cmp.Compare(a.x0, b.x0) })
	l := line{x0: r.pieces[0].x0, y: r.y, size: r.size, cells: []float64{r.pieces[0].x0}}
	var b strings.Builder
	var prev *piece
	letters, bold := 0, 0
	var bySize sizes
	for i := range r.pieces {
		p := &r.pieces[i]
		if prev != nil && prev.same(p) {
			continue
		}
		if prev != nil {
			gap := p.x0 - prev.x1
			if gap > 1.5*r.size {
				l.cells = append(l.cells, p.x0)
			}
			wide := minBlank
			if p.raised || prev.raised {
				wide = 0.2
			}
			if gap > wide*min(r.size, max(p.size, prev.size)) || (prev.blankAfter || p.blankBefore) && gap > -0.3*r.size {
				blank(&b)
			}
		}
		if mark, ok := p.mark(); ok {
			l.marks = append(l.marks, lineMark{at: b.Len(), mark: mark, sure: sureMark(mark, b.String())})
		} else {
			p.write(&b)
			n := len(p.glyphs)
			bySize.add(p.size, n)
			letters += n
			for j := range p.glyphs {
				if p.glyphs[j].font.bold {
					bold++
				}
			}
		}
		l.x1 = max(l.x1, p.x1)
		prev = p
	}
	if most := bySize.most(); most > 0 {
		l.size = most
	}
	l.bold = bold*2 > letters
	l.finish(b.String())
	if readRightToLeft(l.text) {
		l.turn()
	}
	return l
}

// sizes counts letters by size; a line has hardly more than two.
type sizes []struct {
	size    float64
	letters int
}

func (s *sizes) add(size float64, letters int) {
	for i := range *s {
		if (*s)[i].size == size {
			(*s)[i].letters += letters
			return
		}
	}
	*s = append(*s, struct {
		size    float64
		letters int
	}{size, letters})
}

// most is the size of most letters, the larger of equals; 0 when there are none.
func (s sizes) most() float64 {
	n, size := 0, 0.0
	for _, e := range s {
		if e.letters > n || e.letters == n && e.size > size {
			n, size = e.letters, e.size
		}
	}
	return size
}

// finish sets the text without a blank at its end and keeps marks inside of it.
func (l *line) finish(s string) {
	l.text = strings.TrimRight(s, " ")
	for i := range l.marks {
		l.marks[i].at = min(l.marks[i].at, len(l.text))
	}
}

// mark is the piece's text if it is raised and could be a footnote mark: a number of up to three digits, signs, or a
// single letter.
func (p *piece) mark() (string, bool) {
	if !p.raised || len(p.glyphs) > 8 {
		return "", false
	}
	var b strings.Builder
	p.write(&b)
	s := strings.Trim(b.String(), " ,")
	if s == "" {
		return "", false
	}
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		} else if !strings.ContainsRune("*†‡§, ", r) && !(len(s) == 1 && unicode.IsLower(r)) {
			return "", false
		}
	}
	return s, digits <= 3 || strings.ContainsAny(s, ", ")
}

// sureMark says that a mark after this text is nothing else: not a letter ("1a", "2o"), not the square of a unit or a
// power of ten. What is not sure counts as a mark only where a footnote has it.
func sureMark(mark, before string) bool {
	if r := mark[0]; r >= 'a' && r <= 'z' {
		return false
	}
	if before == "" {
		return true
	}
	last := before[len(before)-1]
	if last >= '0' && last <= '9' {
		return false
	}
	word := before[strings.LastIndexAny(before, " (0123456789")+1:]
	switch word {
	case "m", "km", "cm", "mm", "dm", "ft", "CO":
		return false
	}
	return true
}
