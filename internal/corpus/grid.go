package corpus

// grid counts pairs of bytes of rows. What is no value falls into the last row and column, so that counting needs no
// question whether there is one.
type grid struct {
	cells [1 << 16]uint32
	rows  codeBytes
	cols  codeBytes
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

// count counts the pairs of documents whose values are in their rows.
func (g *grid) count(p *part, docs []uint32, rows, cols int) {
	a, b := g.rows.read(p, docs, rows), g.cols.read(p, docs, cols)
	for i := range docs {
		for x := range a {
			at := uint16(g.rows[x][i]) << 8
			for y := range b {
				g.cells[at|uint16(g.cols[y][i])]++
			}
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
