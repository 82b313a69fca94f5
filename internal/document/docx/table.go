package docx

import (
	"encoding/xml"

	"github.com/openupr/openupr/internal/document"
)

const maxColumns = 256 // Word itself knows 63

// row is a table row while it is read.
type row struct {
	cells   []document.Cell
	column  int
	deleted bool
	changed bool
	nested  bool // a table stands in one of its cells
}

// table reads a w:tbl row by row. A row with a single cell that holds a table is only layout: the inner rows stand in
// its place. Any other table inside a cell is read into the cell, paragraph by paragraph.
func (y *story) table(out sink) error {
	return y.rows(out, false)
}

func (y *story) rows(out sink, changed bool) error {
	return y.s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "tr":
			return y.row(out, changed)
		case "sdt":
			return y.control(func(el xml.StartElement) error {
				if word(el) == "tr" {
					return y.row(out, changed)
				}
				return nil
			})
		case "customXml":
			return y.rows(out, changed)
		case "ins", "moveTo":
			return y.rows(out, true)
		case "del", "moveFrom":
			y.warn(warnTracked)
		}
		return nil
	})
}

func (y *story) row(out sink, changed bool) error {
	r := &row{changed: changed}
	before := y.rowIndex
	if err := y.s.each(func(el xml.StartElement) error { return y.rowPart(el, r) }); err != nil {
		return err
	}
	if r.deleted {
		y.warn(warnTracked)
		return nil
	}
	if r.changed {
		y.warn(warnTracked)
	}
	if len(r.cells) == 1 && r.nested {
		for _, b := range r.cells[0].Paragraphs {
			b.Change = b.Change || r.changed
			if b.Kind == document.Paragraph {
				y.index++
				b.Index = y.index
			}
			if err := out(b); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range r.cells {
		r.cells[i].Paragraphs = flatten(r.cells[i].Paragraphs)
		for _, p := range r.cells[i].Paragraphs {
			r.changed = r.changed || p.Change
		}
	}
	y.rowIndex = before + 1 // rows of tables in its cells are not rows of their own
	if err := y.count(); err != nil {
		return err
	}
	return out(document.Block{Kind: document.Row, Index: y.rowIndex, Cells: r.cells, Change: r.changed})
}

// flatten replaces rows of inner tables by the paragraphs of their cells.
func flatten(in []document.Block) []document.Block {
	plain := true
	for _, b := range in {
		plain = plain && b.Kind != document.Row
	}
	if plain {
		return in
	}
	var out []document.Block
	for _, b := range in {
		if b.Kind != document.Row {
			out = append(out, b)
			continue
		}
		for _, c := range b.Cells {
			for _, p := range c.Paragraphs {
				p.Change = p.Change || b.Change
				out = append(out, p)
			}
		}
	}
	return out
}

func (y *story) rowPart(el xml.StartElement, r *row) error {
	switch word(el) {
	case "trPr":
		return y.s.each(func(el xml.StartElement) error {
			switch word(el) {
			case "gridBefore":
				r.column = min(max(number(el, "val", 0), 0), maxColumns)
			case "del":
				r.deleted = true
			case "ins":
				r.changed = true
			}
			return nil
		})
	case "tc":
		return y.cell(r)
	case "sdt":
		return y.control(func(el xml.StartElement) error { return y.rowPart(el, r) })
	case "customXml":
		return y.s.each(func(el xml.StartElement) error { return y.rowPart(el, r) })
	}
	return nil
}

// cell reads a w:tc. A cell merged with the one above has no paragraphs of its own; one merged with the cell before it
// (the old w:hMerge) only widens that cell.
func (y *story) cell(r *row) error {
	c := document.Cell{Column: r.column, Span: 1}
	var goesOn, widens, deleted bool
	outer := y.index
	y.index = 0
	field := y.field
	y.field = nil
	keep := func(b document.Block) error {
		r.nested = r.nested || b.Kind == document.Row
		c.Paragraphs = append(c.Paragraphs, b)
		return nil
	}
	outerCarry := y.carry
	y.carry = nil
	err := y.s.each(func(el xml.StartElement) error {
		if word(el) != "tcPr" {
			return y.block(el, keep)
		}
		return y.s.each(func(el xml.StartElement) error {
			switch word(el) {
			case "gridSpan":
				c.Span = min(max(number(el, "val", 1), 1), maxColumns)
			case "vMerge":
				goesOn = val(el) != "restart"
			case "hMerge":
				widens = val(el) != "restart"
			case "cellDel":
				deleted = true
			case "cellIns":
				r.changed = true
			}
			return nil
		})
	})
	if err == nil {
		err = y.flush(keep)
	}
	y.carry, y.field, y.index = outerCarry, field, outer
	if err != nil {
		return err
	}
	if (goesOn || widens) && len(c.Paragraphs) > 0 {
		y.warn(warnHidden) // Word keeps but never shows what stands in a cell that was merged away
		c.Paragraphs = nil
	}
	if deleted {
		r.changed = true
		c.Paragraphs = nil
	}
	r.column += c.Span
	if r.column > maxColumns*4 || len(r.cells) > maxColumns {
		return document.Refuse(document.TooMany, "a row of more than %d cells", maxColumns)
	}
	if widens && len(r.cells) > 0 {
		r.cells[len(r.cells)-1].Span += c.Span
		return nil
	}
	c.Merged = goesOn
	r.cells = append(r.cells, c)
	return y.count()
}
