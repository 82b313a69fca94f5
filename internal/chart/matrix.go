package chart

import (
	"math"
	"unicode/utf8"
)

// Matrix crosses rows and columns in equal cells. A cell has its number and a square of the size of the number by area;
// with Tint the cell's ground is shaded instead, in five steps, so that it reads as a table.
type Matrix struct {
	Caption
	Table
	Tint bool
}

// Words of the chart.
func (c *Matrix) Words() *Caption { return &c.Caption }

// Numbers behind the chart.
func (c *Matrix) Numbers() Table { return c.Table }

const (
	levelHeads = 7   // up to so many columns have words that lie; more have words that stand
	headWidth  = 112 // of a column whose words lie
	cellWidth  = 46  // of one whose words stand
	cellHeight = 46
	tallest    = 168 // words that stand
	rowWords   = 224 // a longer one takes two lines
	biggest    = 24  // side of the square of the greatest number
)

func (c *Matrix) pictures(s Setting) []picture {
	level := len(c.Cols) <= levelHeads
	cell, left, head := float64(cellWidth), 0.0, 0.0
	for _, r := range c.Rows {
		left = max(left, min(float64(utf8.RuneCountInString(r.Text)), rowWords/letterWidth)*letterWidth+14)
	}
	heads := make([][]string, len(c.Cols))
	for j, l := range c.Cols {
		if level {
			heads[j] = lines(l.Text, headWidth-4, 4)
			head = max(head, float64(len(heads[j]))*16+8)
		} else {
			heads[j] = []string{fit(l.Text, tallest)}
			head = max(head, float64(utf8.RuneCountInString(heads[j][0]))*letterWidth+10)
		}
	}
	if level {
		cell = headWidth
	}
	w, h := left+cell*float64(len(c.Cols)), head+cellHeight*float64(len(c.Rows))
	p := newPen(s, w)
	for j := range c.Cols {
		x := left + cell*(float64(j)+0.5)
		if !level {
			p.upright("chart-label", x+4, head-6, heads[j][0])
			continue
		}
		for k, l := range heads[j] {
			p.text("chart-label", "middle", x, head-8-16*float64(len(heads[j])-1-k), l)
		}
	}
	most := max(c.Max(), 1)
	if c.Tint {
		most = max(c.MaxNamed(), 1)
	}
	for i, r := range c.Rows {
		y := head + cellHeight*float64(i)
		p.line("chart-axis", 0, y, w, y)
		words := lines(r.Text, rowWords, 2)
		for k, l := range words {
			p.text("chart-label", "start", 0, y+cellHeight/2+5+16*(float64(k)-float64(len(words)-1)/2), l)
		}
		for j := range c.Cols {
			c.cell(p, s, i, j, left+cell*float64(j), y, cell, most)
		}
	}
	p.line("chart-axis", 0, h-0.5, w, h-0.5)
	return []picture{{w: max(w, 1), h: max(h, 1), marks: p.b.String()}}
}

func (c *Matrix) cell(p *pen, s Setting, i, j int, x, y, w float64, most int) {
	n, row, col := c.Cells[i][j], c.Rows[i], c.Cols[j]
	title, class := said(s, row.Text, col.Text, n), "chart-number"
	value := s.None
	if n != None {
		value = s.Number(n)
	}
	if n <= 0 {
		class = "chart-quiet"
	}
	if c.Tint {
		p.rect("chart-tint", x, y, w, cellHeight, ` fill-opacity="`+tint(n, most)+`"`+datum(row.Code, col.Code, n), title)
		p.text(class, "middle", x+w/2, y+cellHeight/2+5, value)
		return
	}
	side := biggest * math.Sqrt(float64(max(n, 0))/float64(most))
	p.rect("chart-mark", x+w/2-side/2, y+4+(biggest-side)/2, side, side, datum(row.Code, col.Code, n), title)
	p.text(class, "middle", x+w/2, y+cellHeight-5, value)
}

// TintSteps is how many shades a table has, from the lightest; 0 is the ground itself.
const TintSteps = 5

// TintStep is the shade of a number among numbers up to most.
func TintStep(n, most int) int {
	if n <= 0 || most <= 0 {
		return 0
	}
	return min((n*TintSteps+most-1)/most, TintSteps)
}

// tint keeps the shade so light that words on it have their contrast in both schemes of colours.
func tint(n, most int) string {
	return []string{"0", "0.06", "0.12", "0.18", "0.24", "0.3"}[TintStep(n, most)]
}
