package docx

import (
	"fmt"
	"strings"
)

// Cell of a table.
type Cell struct {
	Paragraphs [][]Run
	Span       int // columns that it covers; 0 means 1
	Down       int // rows that it covers; 0 means 1
}

// Words is a cell of one paragraph.
func Words(runs ...Run) Cell { return Cell{Paragraphs: [][]Run{runs}} }

type openTable struct {
	widths []int
	down   []int // by column: rows that a cell above still covers
	spans  []int // by column: how wide that cell is
}

// BeginTable opens a table with columns of relative widths. Caption says in a few words what the table holds; it is
// read to people who cannot see the page.
func (d *Writer) BeginTable(caption string, widths ...float64) {
	if d.table != nil || len(widths) == 0 || len(widths) > 63 {
		d.fail(fmt.Errorf("a table of %d columns cannot begin here", len(widths)))
		return
	}
	total := 0.0
	for _, w := range widths {
		total += max(w, 0)
	}
	t := &openTable{widths: make([]int, len(widths)), down: make([]int, len(widths)), spans: make([]int, len(widths))}
	d.put(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>`, bidi(d.set, `<w:bidiVisual/>`), `<w:tblW w:w="5000" w:type="pct"/><w:tblLook w:firstRow="1"/><w:tblCaption w:val="`, escape(caption), `"/></w:tblPr><w:tblGrid>`)
	for i, w := range widths {
		t.widths[i] = 5000 / len(widths)
		if total > 0 {
			t.widths[i] = int(max(w, 0) / total * 5000)
		}
		d.put(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, t.widths[i]*9412/5000))
	}
	d.put(`</w:tblGrid>`)
	d.table = t
}

// HeaderRow writes a row of headers. It is printed again at the top of every page.
func (d *Writer) HeaderRow(cells ...Cell) { d.row(true, cells) }

// Row writes a row: a cell for every column that no cell above covers.
func (d *Writer) Row(cells ...Cell) { d.row(false, cells) }

func (d *Writer) row(header bool, cells []Cell) {
	t := d.table
	if t == nil {
		d.fail(fmt.Errorf("a row outside a table"))
		return
	}
	props := `<w:cantSplit/>`
	if header {
		props += `<w:tblHeader/>`
	}
	var b strings.Builder
	b.WriteString(joined(`<w:tr><w:trPr>`, props, `</w:trPr>`))
	next := 0
	for col := 0; col < len(t.widths); {
		if t.down[col] > 0 { // covered from above: Word asks for a cell all the same
			span := t.spans[col]
			b.WriteString(d.cellXML(Cell{Span: span}, t.width(col, span), `<w:vMerge/>`, false))
			t.down[col]--
			col += span
			continue
		}
		if next == len(cells) {
			d.fail(fmt.Errorf("a row of %d cells leaves column %d empty", len(cells), col+1))
			return
		}
		c := cells[next]
		next++
		c.Span = max(c.Span, 1)
		merge := ""
		if !t.free(col, c.Span) {
			d.fail(fmt.Errorf("a cell of %d columns does not fit at column %d", c.Span, col+1))
			return
		}
		if c.Down > 1 {
			t.down[col], t.spans[col] = c.Down-1, c.Span
			merge = `<w:vMerge w:val="restart"/>`
		}
		b.WriteString(d.cellXML(c, t.width(col, c.Span), merge, header))
		col += c.Span
	}
	if next < len(cells) {
		d.fail(fmt.Errorf("a row of %d cells in a table of %d columns", len(cells), len(t.widths)))
		return
	}
	b.WriteString(`</w:tr>`)
	d.put(b.String())
}

func (t *openTable) width(col, span int) int {
	w := 0
	for _, x := range t.widths[col : col+span] {
		w += x
	}
	return w
}

// free says whether a cell fits beside those that reach down from above.
func (t *openTable) free(col, span int) bool {
	if col+span > len(t.widths) {
		return false
	}
	for _, n := range t.down[col : col+span] {
		if n > 0 {
			return false
		}
	}
	return true
}

func (d *Writer) cellXML(c Cell, width int, merge string, header bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="pct"/>`, width)
	if c.Span > 1 {
		fmt.Fprintf(&b, `<w:gridSpan w:val="%d"/>`, c.Span)
	}
	b.WriteString(merge + `</w:tcPr>`)
	if len(c.Paragraphs) == 0 {
		b.WriteString(`<w:p/>`)
	}
	for _, runs := range c.Paragraphs {
		style := `<w:pStyle w:val="TableText"/>`
		if header {
			style = `<w:pStyle w:val="TableHeader"/>`
		}
		b.WriteString(d.paragraphXML(style, runs))
	}
	b.WriteString(`</w:tc>`)
	return b.String()
}

// EndTable closes the table.
func (d *Writer) EndTable() {
	if d.table == nil {
		d.fail(fmt.Errorf("a table ends that never began"))
		return
	}
	for col, n := range d.table.down {
		if n > 0 {
			d.fail(fmt.Errorf("a cell in column %d reaches below the table", col+1))
		}
	}
	d.table = nil
	d.put(`</w:tbl><w:p/>`) // two tables in a row would run into each other
}
