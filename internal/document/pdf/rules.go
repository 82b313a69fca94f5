package pdf

import "math"

// rule is a drawn horizontal line or thin bar: the line above footnotes, the lines of tables.
type rule struct{ x0, x1, y float64 }

// path is the current path as far as rules need it.
type path struct {
	x, y, startX, startY float64
	bars                 []rule // candidates, painted or dropped by the next painting operator
}

const (
	maxBars  = 64   // candidates of one path: more is a drawing
	maxRules = 4096 // of a page
)

// pathOperator follows path construction and painting (8.5); other operators do nothing to text.
func (pt *painter) pathOperator(op []byte) {
	p := &pt.path
	switch string(op) {
	case "m":
		p.x, p.y = pt.num(1), pt.num(0)
		p.startX, p.startY = p.x, p.y
	case "l":
		x, y := pt.num(1), pt.num(0)
		pt.bar(p.x, p.y, x, y)
		p.x, p.y = x, y
	case "h":
		p.x, p.y = p.startX, p.startY
	case "c", "v", "y":
		p.x, p.y = pt.num(1), pt.num(0)
	case "re":
		x, y, w, h := pt.num(3), pt.num(2), pt.num(1), pt.num(0)
		pt.bar(x, y, x+w, y+h)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		if len(pt.out.rules)+len(p.bars) <= maxRules {
			pt.out.rules = append(pt.out.rules, p.bars...)
		}
		p.bars = p.bars[:0]
	case "n":
		p.bars = p.bars[:0]
	}
}

// bar notes what lies between two corners if it is a rule on the page.
func (pt *painter) bar(x0, y0, x1, y1 float64) {
	if len(pt.path.bars) >= maxBars {
		return
	}
	x0, y0 = pt.st.ctm.apply(x0, y0)
	x1, y1 = pt.st.ctm.apply(x1, y1)
	if math.Abs(y1-y0) > 2.5 || math.Abs(x1-x0) < 12 {
		return
	}
	pt.path.bars = append(pt.path.bars, rule{min(x0, x1), max(x0, x1), (y0 + y1) / 2})
}
