package chart

import "strings"

// Beside sets the shares of up to three wholes beside each other, row by row: a State, its group, the world. A column's
// share is its cell of its total. The wholes are told apart by shape: a disc, a diamond, a stroke.
type Beside struct {
	Caption
	Table // of counts; ColTotals are the wholes
}

// Words of the chart.
func (c *Beside) Words() *Caption { return &c.Caption }

// Numbers behind the chart.
func (c *Beside) Numbers() Table { return c.Table }

const (
	besideHead = 26.0 // a line of the legend
	besideRow  = 42.0
)

func (c *Beside) pictures(s Setting) []picture {
	p := newPen(s, 0)
	y := 0.0
	for j, col := range c.Cols {
		p.stand(0, y+10, func() { p.shape(j, 8, "", "") })
		p.along("chart-label", "start", 0, 24, y+14, fit(col.Text, narrowest-24))
		y += besideHead
	}
	y += 8
	most := 0.0
	for i := range c.Rows {
		for j := range c.Cols {
			most = max(most, c.share(i, j))
		}
	}
	for i, r := range c.Rows {
		var shares []string
		for j := range c.Cols {
			shares = append(shares, s.Share(max(c.Cells[i][j], 0), c.ColTotals[j]))
		}
		figures := strings.Join(shares, " · ")
		words := lines(r.Text, narrowest-letterWidth*float64(len([]rune(figures))+1), 2)
		for k, l := range words {
			p.along("chart-label", "start", 0, 0, y+13+16*float64(k), l)
		}
		p.along("chart-number", "end", 1, 0, y+13, figures)
		y += 16 * float64(max(len(words)-1, 0))
		p.b.WriteString(`<line class="chart-axis" x1="1%" x2="99%" y1="` + num(y+27) + `" y2="` + num(y+27) + `"/>`)
		for j := len(c.Cols) - 1; j >= 0; j-- { // the first lies on top
			at := 0.01
			if most > 0 {
				at += c.share(i, j) / most * 0.97
			}
			col := c.Cols[j]
			p.stand(at, y+27, func() {
				p.shape(j, 0, datum(r.Code, col.Code, c.Cells[i][j]), r.Text+" – "+col.Text+": "+shares[j])
			})
		}
		y += besideRow
	}
	return []picture{{w: fluidWidth, h: max(y, 1), fluid: true, marks: p.b.String()}}
}

func (c *Beside) share(i, j int) float64 {
	if c.ColTotals[j] <= 0 {
		return 0
	}
	return float64(max(c.Cells[i][j], 0)) / float64(c.ColTotals[j])
}

// shape of a column, around a point that lies some pixels further on.
func (p *pen) shape(column int, further float64, attrs, title string) {
	if p.rtl {
		further = -further
	}
	x := num(further)
	switch column {
	case 0:
		p.b.WriteString(`<circle class="chart-mark" cx="` + x + `" cy="0" r="6"` + attrs)
		p.end("circle", title)
	case 1:
		p.b.WriteString(`<path class="chart-open" d="M` + num(further-7) + ` 0L` + x + ` -7L` + num(further+7) + ` 0L` + x + ` 7Z"` + attrs)
		p.end("path", title)
	default:
		p.b.WriteString(`<path class="chart-stroke" d="M` + x + ` -9V9"` + attrs)
		p.end("path", title)
	}
}
