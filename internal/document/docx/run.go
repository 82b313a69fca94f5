package docx

import (
	"encoding/xml"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/document"
)

// look is how the letters of a run appear: its own properties, then its style's, then the paragraph's style's. Toggles
// of both styles cancel each other (ECMA-376, part 1, 17.7.3).
func (y *story) look(p *paragraph, run runProps) runProps {
	id := p.props.style
	if id == "" {
		id = y.styles.defaultPara
	}
	para, char := y.styles.run(id), y.styles.run(run.style)
	out := run
	out.inherit(runProps{hidden: toggle(para.hidden, char.hidden), bold: toggle(para.bold, char.bold), size: char.size, font: char.font})
	out.inherit(para)
	out.inherit(y.styles.defaults)
	return out
}

func toggle(a, b *bool) *bool {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	v := *a != *b
	return &v
}

// run reads a w:r: a stretch of letters of one look.
func (y *story) run(p *paragraph) error {
	var props runProps
	look, known := runProps{}, false
	custom := -1 // index of a footnote mark that the author typed: what follows in the run is the mark
	put := func(s string) {
		if s == "" || y.inInstruction() {
			return
		}
		if !known {
			look, known = y.look(p, props), true
		}
		if look.hidden != nil && *look.hidden {
			y.warn(warnHidden)
			return
		}
		if custom >= 0 {
			var t textBuilder
			t.write(s)
			p.marks[custom].Note += t.String()
			y.notes.rename(p.marks[custom].Note)
			return
		}
		p.add(s, look)
	}
	var content func(el xml.StartElement) error
	content = func(el xml.StartElement) error {
		switch el.Name.Space {
		case nsCompat:
			return y.alternative(func(xml.StartElement) (bool, error) {
				before, boxes := p.text.len(), len(p.boxes)
				err := y.s.each(content)
				return p.text.len() > before || len(p.boxes) > boxes, err
			})
		case nsMath, nsMathStrict:
			return y.formula(el, p)
		}
		switch word(el) {
		case "rPr":
			known = false
			return y.s.runProps(&props)
		case "t":
			s, err := y.s.text()
			put(keepSpace(el, s))
			return err
		case "tab", "br", "cr", "ptab":
			put(" ")
		case "noBreakHyphen":
			put("-")
		case "softHyphen":
		case "sym":
			if r, ok := symbol(attr(el, "font"), attr(el, "char")); ok {
				put(string(r))
			} else {
				y.warn(warnSymbol)
			}
		case "fldChar":
			y.fieldMark(el)
		case "footnoteReference", "endnoteReference":
			if y.inInstruction() {
				return nil
			}
			typed := flag(el, "customMarkFollows")
			mark, ok, err := y.notes.refer(word(el), attr(el, "id"), typed)
			if err != nil || !ok {
				return err
			}
			p.marks = append(p.marks, document.Mark{Offset: p.text.len(), Note: mark})
			if custom = -1; typed {
				custom = len(p.marks) - 1
			}
		case "drawing", "pict", "object":
			return y.boxes(p)
		case "ruby":
			return y.s.descend("rubyBase", func(xml.StartElement) error {
				return y.s.each(func(el xml.StartElement) error { return y.inline(el, p) })
			})
		}
		return nil
	}
	return y.s.each(content)
}

// keepSpace drops white space at the ends of a w:t that does not ask to keep it, as Word does.
func keepSpace(el xml.StartElement, s string) string {
	if s == "" || attr(el, "space") == "preserve" {
		return s
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if xmlSpace(first) || xmlSpace(last) {
		return trimXML(s)
	}
	return s
}

func xmlSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

func trimXML(s string) string {
	for s != "" && xmlSpace(rune(s[0])) {
		s = s[1:]
	}
	for s != "" && xmlSpace(rune(s[len(s)-1])) {
		s = s[:len(s)-1]
	}
	return s
}

// fieldMark follows the beginning, the separator and the end of a field; only its result is text.
func (y *story) fieldMark(el xml.StartElement) {
	switch attr(el, "fldCharType") {
	case "begin":
		if len(y.field) < 64 {
			y.field = append(y.field, true)
		}
	case "separate":
		if n := len(y.field); n > 0 {
			y.field[n-1] = false
		}
	case "end":
		if n := len(y.field); n > 0 {
			y.field = y.field[:n-1]
		}
	}
}

func (y *story) inInstruction() bool {
	for _, in := range y.field {
		if in {
			return true
		}
	}
	return false
}

// boxes looks through a drawing for text boxes.
func (y *story) boxes(p *paragraph) error {
	var search func(el xml.StartElement) error
	search = func(el xml.StartElement) error {
		if word(el) == "txbxContent" {
			field := y.field
			y.field = nil
			err := y.flow(func(b document.Block) error {
				p.boxes = append(p.boxes, b)
				return nil
			})
			y.field = field
			return err
		}
		if el.Name.Space == nsCompat && el.Name.Local == "AlternateContent" {
			return y.alternative(func(xml.StartElement) (bool, error) {
				before := len(p.boxes)
				err := y.s.each(search)
				return len(p.boxes) > before, err
			})
		}
		return y.s.each(search)
	}
	return y.s.each(search)
}
