package docx

import (
	"encoding/xml"

	"github.com/openupr/openupr/internal/document"
)

// paragraph is one paragraph while it is read.
type paragraph struct {
	props    paraProps
	text     textBuilder
	marks    []document.Mark
	boxes    []document.Block
	label    string
	labelled bool
	changed  bool
	letters  int
	bold     int
	sizes    []sized
}

type sized struct {
	half    int // half points
	letters int
}

// size of most of the letters in points; 0 where unknown.
func (p *paragraph) size() float64 {
	best := sized{}
	for _, s := range p.sizes {
		if s.letters > best.letters {
			best = s
		}
	}
	return float64(best.half) / 2
}

// add takes text of one look.
func (p *paragraph) add(text string, look runProps) {
	before := p.text.len()
	p.text.write(text)
	n := p.text.len() - before
	if n <= 0 {
		return
	}
	p.letters += n
	if look.bold != nil && *look.bold {
		p.bold += n
	}
	for i := range p.sizes {
		if p.sizes[i].half == look.size {
			p.sizes[i].letters += n
			return
		}
	}
	if len(p.sizes) < 16 {
		p.sizes = append(p.sizes, sized{look.size, n})
	}
}

// inline reads an element inside a paragraph.
func (y *story) inline(el xml.StartElement, p *paragraph) error {
	into := func(el xml.StartElement) error { return y.inline(el, p) }
	switch el.Name.Space {
	case nsCompat:
		if el.Name.Local != "AlternateContent" {
			return nil
		}
		return y.alternative(func(xml.StartElement) (bool, error) {
			before, boxes := p.text.len(), len(p.boxes)
			err := y.s.each(into)
			return p.text.len() > before || len(p.boxes) > boxes, err
		})
	case nsMath, nsMathStrict:
		return y.formula(el, p)
	}
	switch word(el) {
	case "r":
		return y.run(p)
	case "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo":
		return y.s.each(into)
	case "sdt":
		return y.control(into)
	case "ins", "moveTo":
		before := p.text.len()
		err := y.s.each(into)
		p.changed = p.changed || p.text.len() > before
		return err
	case "del", "moveFrom":
		return y.deleted(p)
	}
	return nil
}

// deleted passes by a tracked deletion and remembers whether it held any letters.
func (y *story) deleted(p *paragraph) error {
	return y.s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "t", "delText":
			p.changed = true
			return nil
		case "fldChar":
			y.fieldMark(el)
			return nil
		}
		return y.deleted(p)
	})
}

// formula keeps the letters of a formula in reading order.
func (y *story) formula(el xml.StartElement, p *paragraph) error {
	if el.Name.Local == "t" {
		s, err := y.s.text()
		p.add(s, runProps{})
		return err
	}
	return y.s.each(func(el xml.StartElement) error {
		if word(el) == "" {
			return y.formula(el, p)
		}
		return nil
	})
}
