package docx

import (
	"encoding/xml"

	"github.com/openupr/openupr/internal/document"
)

// sink takes blocks in document order.
type sink func(document.Block) error

// story is one text of the file that is read from its beginning: the body, a header, a footnote.
type story struct {
	*reader
	s      *scanner
	labels *counters // nil where paragraphs get no number of the body's lists
	field  []bool    // open fields, innermost last; true while their instruction is read
	carry  *paragraph
	insert int // tracked insertions around blocks that are open
}

// flow reads block content up to the end of the current element: paragraphs, tables and what wraps them.
func (y *story) flow(out sink) error {
	outer := y.carry
	y.carry = nil
	if err := y.s.each(func(el xml.StartElement) error { return y.block(el, out) }); err != nil {
		return err
	}
	err := y.flush(out)
	y.carry = outer
	return err
}

func (y *story) block(el xml.StartElement, out sink) error {
	if el.Name.Space == nsCompat && el.Name.Local == "AlternateContent" {
		return y.alternative(func(el xml.StartElement) (bool, error) {
			some := false
			err := y.s.each(func(el xml.StartElement) error {
				return y.block(el, func(b document.Block) error {
					some = true
					return out(b)
				})
			})
			return some, err
		})
	}
	switch word(el) {
	case "p":
		return y.paragraph(out)
	case "tbl":
		if err := y.flush(out); err != nil {
			return err
		}
		return y.table(out)
	case "sdt":
		return y.control(func(el xml.StartElement) error { return y.block(el, out) })
	case "customXml", "smartTag":
		return y.s.each(func(el xml.StartElement) error { return y.block(el, out) })
	case "ins", "moveTo":
		y.insert++
		err := y.s.each(func(el xml.StartElement) error { return y.block(el, out) })
		y.insert--
		return err
	case "del", "moveFrom":
		y.warn(warnTracked)
	case "sectPr":
		return y.section()
	case "altChunk", "subDoc":
		y.warn(warnEmbedded)
	}
	return nil
}

// control reads the content of a w:sdt through fn. A prompt that waits for input is no text of the document.
func (y *story) control(fn func(xml.StartElement) error) error {
	prompt := false
	return y.s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "sdtPr":
			return y.s.each(func(el xml.StartElement) error {
				if word(el) == "showingPlcHdr" {
					prompt = on(el)
				}
				return nil
			})
		case "sdtContent":
			if prompt {
				return nil
			}
			return y.s.each(fn)
		}
		return nil
	})
}

// alternative reads an mc:AlternateContent: the first branch in which fn finds anything, and no other.
func (y *story) alternative(fn func(el xml.StartElement) (some bool, err error)) error {
	done := false
	return y.s.each(func(el xml.StartElement) error {
		if done || el.Name.Space != nsCompat {
			return nil
		}
		var err error
		done, err = fn(el)
		return err
	})
}

// paragraph reads a w:p and hands it on, unless it runs on into the next one.
func (y *story) paragraph(out sink) error {
	p := &paragraph{props: paraProps{numID: -1, level: -1}}
	if c := y.carry; c != nil {
		y.carry = nil
		*p = *c
		p.props = paraProps{numID: -1, level: -1}
	}
	p.changed = p.changed || y.insert > 0
	err := y.s.each(func(el xml.StartElement) error {
		if word(el) == "pPr" {
			return y.properties(p)
		}
		return y.inline(el, p)
	})
	if err != nil {
		return err
	}
	p.changed = p.changed || p.props.markGone || p.props.markNew
	if p.props.markGone || p.props.separator {
		if p.props.separator && !p.labelled {
			y.number(p)
		}
		y.carry = p
		return nil
	}
	return y.emit(p, out)
}

// properties reads w:pPr; a section may end with the paragraph.
func (y *story) properties(p *paragraph) error {
	return y.s.paraProps(&p.props, y.section)
}

// flush hands on a paragraph whose end was deleted where nothing follows it.
func (y *story) flush(out sink) error {
	p := y.carry
	if p == nil {
		return nil
	}
	y.carry = nil
	return y.emit(p, out)
}

func (y *story) number(p *paragraph) {
	p.labelled = true
	if y.labels != nil {
		p.label = y.labels.label(p.props)
	}
}

// emit hands a paragraph on, and after it the text boxes that hang on it. A paragraph without text and number is left
// out, but counted.
func (y *story) emit(p *paragraph, out sink) error {
	y.index++
	text := p.text.String()
	// A paragraph of hidden text whose end is hidden too is not there for Word either: it has no number.
	if !p.labelled && !(p.props.markHidden && text == "") {
		y.number(p)
	}
	if p.changed {
		y.warn(warnTracked)
	}
	if text != "" || p.label != "" || len(p.marks) > 0 {
		b := document.Block{
			Kind: document.Paragraph, Text: text, Label: p.label, Index: y.index, Marks: p.marks,
			Bold: p.bold*2 > p.letters, Size: p.size(), Change: p.changed,
		}
		if err := y.count(); err != nil {
			return err
		}
		if err := out(b); err != nil {
			return err
		}
	}
	for _, b := range p.boxes {
		if err := out(b); err != nil {
			return err
		}
	}
	return nil
}
