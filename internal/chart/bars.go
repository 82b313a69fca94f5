package chart

// Bars is a list with one bar for each row of a table of one column, from a zero line, its number at its end.
type Bars struct {
	Caption
	Table
	Together int // rows that stand together, with a gap after them; 0: no gaps
}

// Words of the chart.
func (c *Bars) Words() *Caption { return &c.Caption }

// Numbers behind the chart.
func (c *Bars) Numbers() Table { return c.Table }

const (
	barRow   = 40.0 // a line of words and its bar
	barGap   = 16.0
	barReach = 0.78 // share of the width that the longest bar takes: its number stands behind it
)

func (c *Bars) pictures(s Setting) []picture {
	p := newPen(s, 0)
	most, y := max(c.Max(), 1), 0.0
	for i, r := range c.Rows {
		if c.Together > 0 && i > 0 && i%c.Together == 0 {
			y += barGap
		}
		words := lines(r.Text, narrowest, 2)
		for k, l := range words {
			p.along("chart-label", "start", 0, 0, y+13+wordsLine*float64(k), l)
		}
		y += wordsLine * float64(max(len(words)-1, 0))
		n := None
		if len(c.Cols) > 0 {
			n = c.Cells[i][0]
		}
		share := float64(max(n, 0)) / float64(most) * barReach
		col := Label{}
		if len(c.Cols) > 0 {
			col = c.Cols[0]
		}
		p.bar("chart-mark", share, y+19, 13, datum(r.Code, col.Code, n), said(s, r.Text, "", n))
		value := s.None
		if n != None {
			value = s.Number(n)
		}
		p.along("chart-number", "start", share, 6, y+30, value)
		y += barRow
	}
	x := p.percent(0)
	p.b.WriteString(`<line class="chart-axis" x1="` + x + `" x2="` + x + `" y1="0" y2="` + num(y) + `"/>`)
	return []picture{{w: fluidWidth, h: max(y, 1), fluid: true, marks: p.b.String()}}
}
