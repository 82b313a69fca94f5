package docx

import (
	"context"
	"encoding/xml"
)

// runProps are the properties of letters that matter for reading; nil or zero means not said.
type runProps struct {
	hidden *bool
	bold   *bool
	size   int // half points
	style  string
	font   string
}

// paraProps are the properties of paragraphs that matter for reading.
type paraProps struct {
	style      string
	numID      int  // -1 not said; 0 says: no number
	level      int  // -1 not said
	markGone   bool // the end of the paragraph is a tracked deletion: it runs on into the next one
	markNew    bool // the end of the paragraph is a tracked insertion: it was cut off what follows
	markHidden bool
	separator  bool // a style separator: printed in one line with the next paragraph
}

// style of a paragraph, of letters or of numbering.
type style struct {
	kind    string
	basedOn string
	para    paraProps
	run     runProps
}

// styles by identifier.
type styles struct {
	by          map[string]*style
	defaultPara string
	defaults    runProps
	resolved    map[string]runProps
}

func readStyles(ctx context.Context, b []byte, depth int) (*styles, error) {
	st := &styles{by: map[string]*style{}, resolved: map[string]runProps{}}
	if b == nil {
		return st, nil
	}
	s := newScanner(ctx, "styles.xml", b, depth)
	if _, err := s.root(); err != nil {
		return nil, err
	}
	err := s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "docDefaults":
			return s.descend("rPrDefault", func(xml.StartElement) error {
				return s.descend("rPr", func(xml.StartElement) error {
					return s.runProps(&st.defaults)
				})
			})
		case "style":
			return st.read(s, el)
		}
		return nil
	})
	return st, err
}

func (st *styles) read(s *scanner, el xml.StartElement) error {
	d := &style{kind: attr(el, "type"), para: paraProps{numID: -1, level: -1}}
	id := attr(el, "styleId")
	st.by[id] = d
	if d.kind == "paragraph" && flag(el, "default") {
		st.defaultPara = id
	}
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "basedOn":
			d.basedOn = val(el)
		case "pPr":
			return s.paraProps(&d.para, nil)
		case "rPr":
			return s.runProps(&d.run)
		}
		return nil
	})
}

// chain calls fn for the style and those it is based on, nearest first, until fn says stop. A circle of styles ends.
func (st *styles) chain(id string, fn func(id string, d *style) (stop bool)) {
	for range 32 {
		d := st.by[id]
		if d == nil || fn(id, d) {
			return
		}
		id = d.basedOn
	}
}

// run is what a style says of letters, with inheritance.
func (st *styles) run(id string) runProps {
	if p, ok := st.resolved[id]; ok || id == "" {
		return p
	}
	var out runProps
	st.chain(id, func(_ string, d *style) bool {
		out.inherit(d.run)
		return false
	})
	st.resolved[id] = out
	return out
}

// inherit takes from p what is not said yet.
func (r *runProps) inherit(p runProps) {
	if r.hidden == nil {
		r.hidden = p.hidden
	}
	if r.bold == nil {
		r.bold = p.bold
	}
	if r.size == 0 {
		r.size = p.size
	}
	if r.font == "" {
		r.font = p.font
	}
}

// descend goes through the children of the current element and calls fn for those of a name.
func (s *scanner) descend(name string, fn func(xml.StartElement) error) error {
	return s.each(func(el xml.StartElement) error {
		if word(el) == name {
			return fn(el)
		}
		return nil
	})
}

// runProps reads the children of w:rPr.
func (s *scanner) runProps(p *runProps) error {
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "vanish":
			v := on(el)
			p.hidden = &v
		case "b":
			v := on(el)
			p.bold = &v
		case "sz":
			p.size = number(el, "val", 0)
		case "rStyle":
			p.style = val(el)
		case "rFonts":
			p.font = attr(el, "ascii")
		}
		return nil
	})
}

// paraProps reads the children of w:pPr. What stood before a tracked change of formatting (w:pPrChange) is passed by.
//
// section reads a w:sectPr where the paragraph ends a section; nil passes it by.
func (s *scanner) paraProps(p *paraProps, section func() error) error {
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "sectPr":
			if section != nil {
				return section()
			}
		case "pStyle":
			p.style = val(el)
		case "numPr":
			return s.each(func(el xml.StartElement) error {
				switch word(el) {
				case "numId":
					p.numID = number(el, "val", -1)
				case "ilvl":
					p.level = number(el, "val", -1)
				}
				return nil
			})
		case "rPr": // of the paragraph's mark
			return s.each(func(el xml.StartElement) error {
				switch word(el) {
				case "del", "moveFrom":
					p.markGone = true
				case "ins", "moveTo":
					p.markNew = true
				case "vanish":
					p.markHidden = on(el)
				case "specVanish":
					p.separator = on(el)
				}
				return nil
			})
		}
		return nil
	})
}
