package docx

import (
	"context"
	"encoding/xml"
)

const levels = 9 // ECMA-376 knows nine levels of a list

// level of a list as defined (w:lvl).
type level struct {
	start   int
	format  string
	text    string // "%1.%2."
	restart int    // -1 after any level above; 0 never; n after level n
	style   string // paragraph style linked to the level
	font    string
	legal   bool // all numbers of the label in decimal
	hidden  bool
}

func newLevel() level { return level{start: 1, format: "decimal", restart: -1} }

// abstract is a list's definition (w:abstractNum); lists that share it count on together.
type abstract struct {
	level [levels]level
	link  string // numStyleLink: the definition stands with the list of this numbering style
}

// list is a use of a definition (w:num) with its own overrides.
type list struct {
	abstract string
	start    [levels]int // -1 where not overridden
	level    [levels]*level
}

// numbering is what numbering.xml defines.
type numbering struct {
	abstract map[string]*abstract
	list     map[int]*list
}

func readNumbering(ctx context.Context, b []byte, depth int) (*numbering, error) {
	n := &numbering{abstract: map[string]*abstract{}, list: map[int]*list{}}
	if b == nil {
		return n, nil
	}
	s := newScanner(ctx, "numbering.xml", b, depth)
	if _, err := s.root(); err != nil {
		return nil, err
	}
	err := s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "abstractNum":
			return n.readAbstract(s, attr(el, "abstractNumId"))
		case "num":
			return n.readList(s, number(el, "numId", -1))
		}
		return nil
	})
	return n, err
}

func (n *numbering) readAbstract(s *scanner, id string) error {
	a := &abstract{}
	for i := range a.level {
		a.level[i] = newLevel()
	}
	n.abstract[id] = a
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "numStyleLink":
			a.link = val(el)
		case "lvl":
			if i := number(el, "ilvl", -1); i >= 0 && i < levels {
				return s.level(&a.level[i])
			}
		}
		return nil
	})
}

func (n *numbering) readList(s *scanner, id int) error {
	l := &list{}
	for i := range l.start {
		l.start[i] = -1
	}
	if id > 0 {
		n.list[id] = l
	}
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "abstractNumId":
			l.abstract = val(el)
		case "lvlOverride":
			i := number(el, "ilvl", -1)
			if i < 0 || i >= levels {
				return nil
			}
			return s.each(func(el xml.StartElement) error {
				switch word(el) {
				case "startOverride":
					l.start[i] = number(el, "val", -1)
				case "lvl":
					lv := newLevel()
					l.level[i] = &lv
					return s.level(&lv)
				}
				return nil
			})
		}
		return nil
	})
}

// level reads a w:lvl. A number format of Word 2010 and later stands in an mc:AlternateContent; its plain fallback
// is what we read.
func (s *scanner) level(l *level) error {
	return s.each(func(el xml.StartElement) error {
		if el.Name.Space == nsCompat {
			return s.level(l)
		}
		switch word(el) {
		case "start":
			l.start = number(el, "val", 1)
		case "numFmt":
			if f := val(el); f != "custom" {
				l.format = f
			}
		case "lvlText":
			l.text = val(el)
			if len(l.text) > maxLabel {
				l.text = ""
			}
		case "lvlRestart":
			l.restart = number(el, "val", -1)
		case "pStyle":
			l.style = val(el)
		case "isLgl":
			l.legal = on(el)
		case "rPr":
			var p runProps
			err := s.runProps(&p)
			l.font, l.hidden = p.font, p.hidden != nil && *p.hidden
			return err
		}
		return nil
	})
}

// definition of a list: its abstract definition with links through numbering styles resolved, and the key under which
// lists that share it count.
func (n *numbering) definition(l *list, st *styles) (a *abstract, key string) {
	key = l.abstract
	for range 8 {
		a = n.abstract[key]
		if a == nil || a.link == "" {
			return a, key
		}
		d := st.by[a.link]
		if d == nil {
			return a, key
		}
		next := n.list[d.para.numID]
		if next == nil || next.abstract == key {
			return a, key
		}
		key = next.abstract
	}
	return a, key
}
