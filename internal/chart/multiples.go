package chart

// Multiples is one small line for each row of a table over an ordered axis: all from zero and to the same scale, so that
// heights compare. Where nothing is known the line breaks.
type Multiples struct {
	Caption
	Table
	Ticks []string // short words under the axis, one a column; empty words are left out
}

// Words of the chart.
func (c *Multiples) Words() *Caption { return &c.Caption }

// Numbers behind the chart.
func (c *Multiples) Numbers() Table { return c.Table }

const (
	panelWidth  = 232.0
	panelHeight = 150.0
	panelTop    = 52.0 // below the words of the panel
	panelFoot   = 126.0
	panelInset  = 14.0
	fewPoints   = 4 // so many have room for a number each
)

func (c *Multiples) pictures(s Setting) []picture {
	most := max(c.Max(), 1)
	var out []picture
	for i, r := range c.Rows {
		p := newPen(s, panelWidth)
		for k, l := range lines(r.Text, panelWidth, 2) {
			p.text("chart-title", "start", 0, 13+float64(k)*16, l)
		}
		p.line("chart-axis", 0, panelFoot, panelWidth, panelFoot)
		c.curve(p, s, i, most)
		c.ticks(p)
		out = append(out, picture{w: panelWidth, h: panelHeight, title: r.Text, desc: c.spoken(s, i), marks: p.b.String()})
	}
	return out
}

func (c *Multiples) at(j int) float64 {
	if len(c.Cols) < 2 {
		return panelWidth / 2
	}
	return panelInset + float64(j)*(panelWidth-2*panelInset)/float64(len(c.Cols)-1)
}

// curve draws the line, its points, and their numbers; of many only those of the first, the highest and the last.
func (c *Multiples) curve(p *pen, s Setting, i, most int) {
	cells, d, pen := c.Cells[i], "", "M"
	height := func(n int) float64 { return panelFoot - float64(n)/float64(most)*(panelFoot-panelTop) }
	first, high, last := -1, -1, -1
	for j, n := range cells {
		if n == None {
			pen = "M"
			continue
		}
		d += pen + num(p.x(c.at(j))) + " " + num(height(n))
		pen = "L"
		if first < 0 {
			first = j
		}
		if high < 0 || n > cells[high] {
			high = j
		}
		last = j
	}
	if d != "" {
		p.b.WriteString(`<path class="chart-line" d="` + d + `"/>`)
	}
	radius := 3.0
	if len(cells) > 16 {
		radius = 2
	}
	for j, n := range cells {
		if n != None {
			p.circle("chart-mark", c.at(j), height(n), radius, datum(c.Rows[i].Code, c.Cols[j].Code, n), said(s, "", c.Cols[j].Text, n))
		}
	}
	if len(cells) <= fewPoints {
		for j, n := range cells {
			if n != None {
				c.told(p, s, j, height(n), n)
			}
		}
		return
	}
	told := -100.0
	for _, j := range []int{high, first, last} {
		if j < 0 || j != high && (c.at(j)-c.at(high) < 44 && c.at(high)-c.at(j) < 44 || c.at(j)-told < 44) {
			continue
		}
		c.told(p, s, j, height(cells[j]), cells[j])
		if j != high {
			told = c.at(j)
		}
	}
}

// told writes a point's number above it.
func (c *Multiples) told(p *pen, s Setting, j int, y float64, n int) {
	anchor, x := "middle", c.at(j)
	switch {
	case x < 30:
		anchor, x = "start", x-6
	case x > panelWidth-30:
		anchor, x = "end", x+6
	}
	p.text("chart-number", anchor, x, y-7, s.Number(n))
}

func (c *Multiples) ticks(p *pen) {
	until := -1.0
	for j := range c.Cols {
		if j >= len(c.Ticks) || c.Ticks[j] == "" {
			continue
		}
		x := c.at(j)
		half := float64(len([]rune(c.Ticks[j]))) * letterWidth / 2
		if x-half < until {
			continue
		}
		until = x + half + 6
		p.line("chart-axis", x, panelFoot, x, panelFoot+4)
		p.text("chart-quiet", "middle", x, panelFoot+18, c.Ticks[j])
	}
}

// spoken is the line in words; a long one is told by its ends.
func (c *Multiples) spoken(s Setting, i int) string {
	out, n := "", len(c.Cols)
	for j, col := range c.Cols {
		if n > 12 && j >= 3 && j < n-3 {
			if j == 3 {
				out += " …"
			}
			continue
		}
		if out != "" {
			out += "; "
		}
		out += said(s, "", col.Text, c.Cells[i][j])
	}
	return out
}
