package chart

// Map sets one mark for each row of a table of one column on a land outline without borders. All marks have the same size;
// how far a mark is filled says the class of its number. A State without a place is in the table only.
type Map struct {
	Caption
	Table
	Land    string           // path of the outline in the measures of the map; empty when the program was built without it
	Places  map[string]Point // by code of the row
	Missing string           // what a broken ring means: "nothing in the record"
	Zero    string           // what an empty ring means
}

// Words of the chart.
func (c *Map) Words() *Caption { return &c.Caption }

// Numbers behind the chart.
func (c *Map) Numbers() Table { return c.Table }

const (
	markRadius = 5.2
	markApart  = 11.6
	mapLegend  = 34.0
)

func (c *Map) pictures(s Setting) []picture {
	p := newPen(Setting{}, MapWidth) // the world is not mirrored
	if c.Land != "" {
		p.b.WriteString(`<path class="chart-land" d="` + escape(c.Land) + `"/>`)
	}
	bounds := c.Bounds()
	var rows []int
	var at [][2]float64
	for i, r := range c.Rows {
		if place, ok := c.Places[r.Code]; ok && len(c.Cols) > 0 {
			x, y := Project(place)
			rows, at = append(rows, i), append(at, [2]float64{x, y})
		}
	}
	spread(at, markApart)
	for k, i := range rows {
		n := c.Cells[i][0]
		p.fill(at[k][0], at[k][1], class(n, bounds), datum(c.Rows[i].Code, c.Cols[0].Code, n), said(s, c.Rows[i].Text, "", n))
	}
	c.legend(p, s, bounds)
	return []picture{{w: MapWidth, h: MapHeight + mapLegend, marks: p.b.String()}}
}

// Bounds are the greatest numbers of the four classes of a mark, equally wide; the last is not below the greatest number.
func (c *Map) Bounds() [4]int {
	most := 0
	for i := range c.Rows {
		for _, n := range c.Cells[i] {
			most = max(most, n)
		}
	}
	width := nice((most + 3) / 4)
	return [4]int{width, 2 * width, 3 * width, 4 * width}
}

// nice is the least number not below n of the form 1, 2, 5, 10, 20, 50 …, or its halves between.
func nice(n int) int {
	for unit := 1; unit < 1<<40; unit *= 10 {
		for _, k := range []int{1, 2, 3, 4, 5, 6, 8} {
			if k*unit >= n {
				return k * unit
			}
		}
	}
	return n
}

// class of a number: -1 unknown, 0 none, 1 to 4.
func class(n int, bounds [4]int) int {
	switch {
	case n == None:
		return -1
	case n == 0:
		return 0
	}
	for k, b := range bounds {
		if n <= b {
			return k + 1
		}
	}
	return len(bounds)
}

// fill draws one mark: a ring, and inside it a disc as large as its class.
func (p *pen) fill(x, y float64, class int, attrs, title string) {
	ring := "chart-ring"
	if class < 0 {
		ring = "chart-none"
	}
	p.circle(ring, x, y, markRadius, attrs, title)
	if class > 0 {
		p.circle("chart-mark", x, y, []float64{0, 1.6, 2.8, 4, markRadius}[class], ` pointer-events="none"`, "")
	}
}

func (c *Map) legend(p *pen, s Setting, bounds [4]int) {
	x, y := 12.0, MapHeight+mapLegend-12
	entry := func(k int, words string) {
		p.fill(x, y-4, k, "", "")
		p.text("chart-label", "middle", x+14+float64(len([]rune(words)))*letterWidth/2, y, words)
		x += 44 + float64(len([]rune(words)))*letterWidth
	}
	entry(-1, c.Missing)
	entry(0, c.Zero)
	from := 1
	for k, b := range bounds {
		entry(k+1, s.Number(from)+"–"+s.Number(b))
		from = b + 1
	}
}
