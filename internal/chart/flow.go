package chart

import "math"

// Flow draws what goes from rows to columns as bands whose width is the number. A node is as tall as its bands together;
// its own number is the table's total, which may be less where one thing goes several ways.
type Flow struct {
	Caption
	Table
}

// Words of the chart.
func (c *Flow) Words() *Caption { return &c.Caption }

// Numbers behind the chart.
func (c *Flow) Numbers() Table { return c.Table }

const (
	flowWidth = 800.0
	flowWords = 236.0 // on either side
	flowNode  = 10.0
	flowTall  = 300.0 // of all bands together, where nodes are few
	flowSpace = 24.0  // between nodes: with the least node, room for two lines of words
	flowInset = 12.0
)

// node is a row or a column with the place of its bands.
type node struct {
	label  Label
	total  int // as the table says it
	sum    int // of its cells
	y, h   float64
	filled float64 // of h, by bands already drawn
}

func (c *Flow) nodes() (from, to []node) {
	for i, r := range c.Rows {
		n := node{label: r}
		for _, v := range c.Cells[i] {
			n.sum += max(v, 0)
		}
		if n.total = n.sum; c.RowTotals != nil {
			n.total = c.RowTotals[i]
		}
		from = append(from, n)
	}
	for j, l := range c.Cols {
		n := node{label: l}
		for i := range c.Rows {
			n.sum += max(c.Cells[i][j], 0)
		}
		if n.total = n.sum; c.ColTotals != nil {
			n.total = c.ColTotals[j]
		}
		to = append(to, n)
	}
	return from, to
}

func (c *Flow) pictures(s Setting) []picture {
	p := newPen(s, flowWidth)
	from, to := c.nodes()
	sum := 0
	for _, n := range from {
		sum += n.sum
	}
	scale := flowTall / float64(max(sum, 1))
	h := max(stack(from, scale, 0), stack(to, scale, 0))
	// The shorter side stands in the middle of the taller one.
	stack(from, scale, (h-stack(from, scale, 0))/2)
	stack(to, scale, (h-stack(to, scale, 0))/2)
	for i := range from {
		for j := range to {
			if n := c.Cells[i][j]; n > 0 {
				c.band(p, s, &from[i], &to[j], n, float64(n)*scale)
			}
		}
	}
	for _, n := range from {
		p.rect("chart-mark", flowWords, n.y, flowNode, max(n.h, 1), "", "")
		c.name(p, s, "end", flowWords-8, n)
	}
	for _, n := range to {
		p.rect("chart-mark", flowWidth-flowWords-flowNode, n.y, flowNode, max(n.h, 1), "", "")
		c.name(p, s, "start", flowWidth-flowWords+8, n)
	}
	return []picture{{w: flowWidth, h: h, marks: p.b.String()}}
}

// stack sets nodes one below the other and returns the height they take.
func stack(nodes []node, scale, top float64) float64 {
	y := top + flowInset
	for i := range nodes {
		nodes[i].h = float64(nodes[i].sum) * scale
		nodes[i].y = y
		y += math.Max(nodes[i].h, 10) + flowSpace
	}
	return y - flowSpace + flowInset - top
}

func (c *Flow) name(p *pen, s Setting, anchor string, x float64, n node) {
	y := n.y + n.h/2
	words := lines(n.label.Text, flowWords-10, 2)
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1] + "  " + s.Number(n.total)
	if float64(len([]rune(last)))*letterWidth > flowWords-8 {
		words[len(words)-1] = fit(words[len(words)-1], flowWords-10-letterWidth*float64(len(s.Number(n.total))+2)) + "  " + s.Number(n.total)
	} else {
		words[len(words)-1] = last
	}
	for k, l := range words {
		p.text("chart-label", anchor, x, y+5+16*(float64(k)-float64(len(words)-1)/2), l)
	}
}

func (c *Flow) band(p *pen, s Setting, a, b *node, n int, width float64) {
	x1, x2 := flowWords+flowNode, flowWidth-flowWords-flowNode
	middle := (x1 + x2) / 2
	y1, y2 := a.y+a.filled, b.y+b.filled
	a.filled += width
	b.filled += width
	at := func(x, y float64) string { return num(p.x(x)) + " " + fine(y) }
	d := "M" + at(x1, y1) + "C" + at(middle, y1) + " " + at(middle, y2) + " " + at(x2, y2) +
		"V" + fine(y2+width) + "C" + at(middle, y2+width) + " " + at(middle, y1+width) + " " + at(x1, y1+width) + "Z"
	p.b.WriteString(`<path class="chart-band" d="` + d + `"` + datum(a.label.Code, b.label.Code, n))
	p.end("path", said(s, a.label.Text, b.label.Text, n))
}
