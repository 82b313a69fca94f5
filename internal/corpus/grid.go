package corpus

// grid counts pairs of bytes of rows. What is no value falls into the last row and column, which nobody reads, so that
// counting needs no question whether there is one. The facet with fewer values goes first: then what is touched is small.
type grid struct {
	cells        [2][1 << 16]uint32 // of every second document: one like the last need not wait for it
	inRow, inCol [2][256]uint32
	rows, cols   codeBytes
	turned       bool // columns go first
	sumRows      bool // the columns are a facet with one value a document, so a row is the sum of its cells
	sumCols      bool
}

// crossed gives a grid for so many rows and columns, all at nothing.
func (w *workspace) crossed(rows, cols int) *grid {
	if w.grid == nil {
		w.grid = &grid{}
	}
	g := w.grid
	g.turned = cols < rows
	if g.turned {
		rows, cols = cols, rows
	}
	for a := range rows {
		clear(g.cells[0][a<<8 : a<<8+cols])
		clear(g.cells[1][a<<8 : a<<8+cols])
	}
	g.inRow, g.inCol, g.sumRows, g.sumCols = [2][256]uint32{}, [2][256]uint32{}, false, false
	return g
}

// of is what a cell holds.
func (g *grid) of(row, col int) uint32 {
	if g.turned {
		row, col = col, row
	}
	return g.cells[0][row<<8|col] + g.cells[1][row<<8|col]
}

// codeBytes are the values of some documents in one facet, up to three each, none where there are fewer.
type codeBytes [3][blockSize + 64]uint8

// fitsGrid says whether all codes of a facet fit into bytes of rows, of most documents at least.
func (p *part) fitsGrid(f int) bool {
	return f != fOrg && f != fByOrg && f != fByGroup && f != fLang && len(p.codes[f].values) < none
}

// beside are the flags of rows whose values in a facet are not all in their bytes.
func beside(f int) uint8 {
	switch f {
	case fBy:
		return manyBy
	case fIssue, fAffected, fSDG, fTreaty:
		return furthers
	}
	return 0
}

// count counts the pairs of documents whose values are in their rows, and with totals what rows and columns hold.
func (g *grid) count(p *part, docs []uint32, rows, cols int, totals bool) {
	a, b := g.rows.read(p, docs, rows), g.cols.read(p, docs, cols)
	high, low, ways := &g.rows, &g.cols, [2]int{a, b}
	if g.turned {
		high, low, ways = &g.cols, &g.rows, [2]int{b, a}
	}
	n := len(docs)
	for x := range ways[0] {
		for y := range ways[1] {
			hi, lo := high[x][:n], low[y][:n]
			for len(hi) >= 2 && len(lo) >= 2 {
				g.cells[0][uint16(hi[0])<<8|uint16(lo[0])]++
				g.cells[1][uint16(hi[1])<<8|uint16(lo[1])]++
				hi, lo = hi[2:], lo[2:]
			}
			if len(hi) > 0 && len(lo) > 0 {
				g.cells[0][uint16(hi[0])<<8|uint16(lo[0])]++
			}
		}
	}
	if !totals {
		return
	}
	if b > 1 { // else the cells of a row add up to it
		inEach(&g.inRow, &g.rows, a, n)
	}
	if a > 1 {
		inEach(&g.inCol, &g.cols, b, n)
	}
	g.sumRows, g.sumCols = b == 1, a == 1
}

func inEach(in *[2][256]uint32, codes *codeBytes, ways, n int) {
	for x := range ways {
		v := codes[x][:n]
		for len(v) >= 2 {
			in[0][v[0]]++
			in[1][v[1]]++
			v = v[2:]
		}
		if len(v) > 0 {
			in[0][v[0]]++
		}
	}
}

// read gives how many values a document may have at most.
func (c *codeBytes) read(p *part, docs []uint32, f int) int {
	switch f {
	case fPosition:
		for i, d := range docs {
			c[0][i] = p.rows[d].answer / answersPerPosition
		}
	case fAction:
		for i, d := range docs {
			c[0][i] = p.rows[d].answer % answersPerPosition
		}
	case fBy:
		for i, d := range docs {
			r := &p.rows[d]
			c[0][i], c[1][i], c[2][i] = r.by, r.by2, r.by3
		}
		return 3
	case fIssue:
		for i, d := range docs {
			r := &p.rows[d]
			c[0][i], c[1][i], c[2][i] = r.issue, r.issue2, r.issue3
		}
		return 3
	case fAffected:
		for i, d := range docs {
			r := &p.rows[d]
			c[0][i], c[1][i], c[2][i] = r.person, r.person2, r.person3
		}
		return 3
	case fSDG:
		for i, d := range docs {
			r := &p.rows[d]
			c[0][i], c[1][i], c[2][i] = r.goal, r.goal2, r.goal3
		}
		return 3
	case fTreaty:
		for i, d := range docs {
			r := &p.rows[d]
			c[0][i], c[1][i] = r.treaty, r.treaty2
		}
		return 2
	default:
		var few [1]uint32
		last, code := ^uint32(0), uint8(0)
		for i, d := range docs {
			if at := p.rows[d].place; at != last { // documents of one place mostly stand together
				last, code = at, uint8(p.ofPlace(at, f, few[:0])[0])
			}
			c[0][i] = code
		}
	}
	return 1
}
