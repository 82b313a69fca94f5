package corpus

// grid counts pairs of bytes. What means nothing falls outside of what is read, so that counting needs no question whether
// there is a value. The lane with fewer bytes goes first: then what is touched is small.
type grid struct {
	cells        [2][1 << 16]uint32 // of every second document: one like the last need not wait for it
	inRow, inCol [2][256]uint32
	turned       bool // columns go first
	few          bool // documents: all are counted in the first cells
	codes        []uint32
	codeAt       [257]uint32 // codes of each byte of the columns
	line         []uint32    // of one row's byte, by column

	rows, cols [3][blockSize]uint8 // of some documents
	weights    [blockSize]uint32
	having     [blockSize]uint16
	plain      [blockSize]uint32 // documents that have nothing to be counted apart
}

// fewDocs are too few to count every second one elsewhere, and to clear and add up those cells.
const fewDocs = 4096

// begin makes room for so many bytes, all at nothing, and so many documents.
func (g *grid) begin(rows, cols, docs int) {
	g.turned, g.few = cols < rows, docs < fewDocs
	if g.turned {
		rows, cols = cols, rows
	}
	for a := range rows {
		clear(g.cells[0][a<<8 : a<<8+cols])
		if !g.few {
			clear(g.cells[1][a<<8 : a<<8+cols])
		}
	}
	g.inRow, g.inCol = [2][256]uint32{}, [2][256]uint32{}
}

// of is what a pair of bytes was counted.
func (g *grid) of(row, col int) uint32 {
	at := row<<8 | col
	if g.turned {
		at = col<<8 | row
	}
	if g.few {
		return g.cells[0][at]
	}
	return g.cells[0][at] + g.cells[1][at]
}

// pairs counts the pairs of bytes of documents.
func (g *grid) pairs(rows, cols []uint8) {
	hi, lo := rows, cols[:len(rows)]
	if g.turned {
		hi, lo = lo, hi
	}
	if g.few {
		for i, h := range hi {
			g.cells[0][uint16(h)<<8|uint16(lo[i])]++
		}
		return
	}
	for len(hi) >= 2 && len(lo) >= 2 {
		g.cells[0][uint16(hi[0])<<8|uint16(lo[0])]++
		g.cells[1][uint16(hi[1])<<8|uint16(lo[1])]++
		hi, lo = hi[2:], lo[2:]
	}
	if len(hi) > 0 && len(lo) > 0 {
		g.cells[0][uint16(hi[0])<<8|uint16(lo[0])]++
	}
}

// some counts the pairs of bytes of those documents alone that have the first one.
func (g *grid) some(have, other []uint8, turned bool) {
	other = other[:len(have)]
	n := 0
	for i, b := range have {
		g.having[n] = uint16(i)
		if b != none {
			n++
		}
	}
	if turned {
		for _, i := range g.having[:n] {
			g.cells[0][uint16(other[i])<<8|uint16(have[i])]++
		}
		return
	}
	for _, i := range g.having[:n] {
		g.cells[0][uint16(have[i])<<8|uint16(other[i])]++
	}
}

// product counts the pairs of all ways. Most documents have one value or two, so further ways are counted where there is
// something.
func (g *grid) product(rows, cols [3][]uint8, a, b int) {
	if a == 1 || b == 1 {
		for i := range a {
			for j := range b {
				g.pairs(rows[i], cols[j])
			}
		}
		return
	}
	g.pairs(rows[0], cols[0])
	for i := 1; i < a; i++ {
		for j := range b {
			g.some(rows[i], cols[j], g.turned)
		}
	}
	for j := 1; j < b; j++ {
		g.some(cols[j], rows[0], !g.turned)
	}
}

// weighted counts pairs of bytes as often as the weights say.
func (g *grid) weighted(rows, cols []uint8, weights []uint32) {
	hi, lo := rows, cols
	if g.turned {
		hi, lo = lo, hi
	}
	for i, w := range weights {
		g.cells[0][uint16(hi[i])<<8|uint16(lo[i])] += w
	}
}

// eachByte counts bytes by themselves.
func eachByte(in *[2][256]uint32, bytes []uint8) {
	for len(bytes) >= 2 {
		in[0][bytes[0]]++
		in[1][bytes[1]]++
		bytes = bytes[2:]
	}
	if len(bytes) > 0 {
		in[0][bytes[0]]++
	}
}

func eachWeighted(in *[2][256]uint32, bytes []uint8, weights []uint32) {
	for i, w := range weights {
		in[0][bytes[i]] += w
	}
}

// fold adds what was counted to a table: cells, and the totals of rows and columns when they are asked for.
func (g *grid) fold(p *part, t *plane, rows, cols *lane, inRows, inCols bool) {
	if cap(g.line) < t.width {
		g.line = make([]uint32, t.width)
	}
	g.codes = g.codes[:0]
	for y := range cols.size {
		g.codeAt[y] = uint32(len(g.codes))
		if !cols.same() {
			g.codes = p.codesOf(cols, y, g.codes)
		}
	}
	g.codeAt[cols.size] = uint32(len(g.codes))
	var few [32]uint32
	for x := range rows.size {
		sum := g.inRow[0][x] + g.inRow[1][x]
		if sum == 0 && !cols.one {
			continue
		}
		line := g.line[:t.width]
		if rows.same() {
			line = t.cells[x*t.width:][:t.width]
		} else {
			clear(line)
		}
		if n := g.row(x, cols, line); cols.one {
			sum = n
		}
		if sum == 0 {
			continue
		}
		if rows.same() {
			if inRows {
				t.rows[x] += sum
			}
			if inCols && rows.one {
				g.addCols(t, cols, x)
			}
			continue
		}
		for _, a := range p.codesOf(rows, x, few[:0]) {
			if inRows {
				t.rows[a] += sum
			}
			to := t.cells[int(a)*t.width:][:t.width]
			for b, n := range line {
				to[b] += n
			}
		}
		if inCols && rows.one {
			g.addCols(t, cols, x)
		}
	}
	if inCols && !rows.one {
		for y := range cols.size {
			if n := g.inCol[0][y] + g.inCol[1][y]; n != 0 {
				if cols.same() {
					t.cols[y] += n
				}
				for _, b := range g.codes[g.codeAt[y]:g.codeAt[y+1]] {
					t.cols[b] += n
				}
			}
		}
	}
}

// row adds one row's bytes to a line by column, and gives their sum.
func (g *grid) row(x int, cols *lane, line []uint32) (sum uint32) {
	if cols.same() {
		if g.turned {
			for y := range cols.size {
				n := g.of(x, y)
				line[y] += n
				sum += n
			}
			return sum
		}
		line = line[:cols.size]
		for y, n := range g.cells[0][x<<8:][:cols.size] {
			line[y] += n
			sum += n
		}
		if !g.few {
			for y, n := range g.cells[1][x<<8:][:cols.size] {
				line[y] += n
				sum += n
			}
		}
		return sum
	}
	for y := range cols.size {
		n := g.of(x, y)
		if n == 0 {
			continue
		}
		sum += n
		for _, b := range g.codes[g.codeAt[y]:g.codeAt[y+1]] {
			line[b] += n
		}
	}
	return sum
}

// addCols adds a row's bytes, of which every document has one, to the totals of columns.
func (g *grid) addCols(t *plane, cols *lane, x int) {
	for y := range cols.size {
		n := g.of(x, y)
		if cols.same() {
			t.cols[y] += n
			continue
		}
		if n != 0 {
			for _, b := range g.codes[g.codeAt[y]:g.codeAt[y+1]] {
				t.cols[b] += n
			}
		}
	}
}
