package pdf

import (
	"bytes"
	"context"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/document"
)

const (
	maxMarked = 1024 // marked content open at a time
	formCost  = 50   // drawing a form costs as much as so many operators
)

// beginMarked handles BMC and BDC: replacement text (14.9.4) and layers that are not shown (8.11).
func (pt *painter) beginMarked(props bool) error {
	m := markedContent{start: len(pt.out.glyphs)}
	if props && len(pt.args) >= 2 {
		tag, p := pt.args[len(pt.args)-2], pt.args[len(pt.args)-1]
		isLayer := tag.kind == tokName && string(tag.b) == "OC"
		switch {
		case p.kind == tokDictOpen && bytes.Contains(p.b, []byte("ActualText")):
			prs := &parser{lexer: lexer{b: p.b}, maxDepth: pt.r.file.lim.Depth}
			if o, err := prs.object(); err == nil {
				if d, ok := o.(dict); ok {
					m.setActual(d)
				}
			}
		case p.kind == tokName:
			list, err := pt.r.file.dict(pt.resources["Properties"])
			if err != nil {
				return err
			}
			o := list[name(p.b)]
			if isLayer {
				id, ok := o.(ref)
				m.hidden = ok && pt.r.layerOff(id)
				break
			}
			d, err := pt.r.file.dict(o)
			if err != nil {
				return err
			}
			m.setActual(d)
		}
	}
	if len(pt.marked) >= maxMarked {
		return document.Refuse(document.TooDeep, "more than %d parts of marked content in each other", maxMarked)
	}
	if m.hidden {
		pt.hidden++
	}
	if m.has {
		pt.replaced++
	}
	pt.marked = append(pt.marked, m)
	return nil
}

func (m *markedContent) setActual(d dict) {
	if s, ok := d["ActualText"].(text); ok {
		m.actual, m.has = textString(s), true
	}
}

// endMarked handles EMC. Replacement text stands where the first letter stood and is as long as all of them.
func (pt *painter) endMarked() {
	n := len(pt.marked)
	if n == 0 {
		return
	}
	m := pt.marked[n-1]
	pt.marked = pt.marked[:n-1]
	if m.hidden {
		pt.hidden--
	}
	if m.has {
		pt.replaced--
	}
	inside := pt.out.glyphs[min(m.start, len(pt.out.glyphs)):]
	if !m.has || len(inside) == 0 {
		return
	}
	var folded bytes.Buffer
	for _, r := range m.actual {
		folded.WriteString(fold(r))
	}
	g := &inside[0]
	for _, o := range inside[1:] {
		if o.turn == g.turn && o.y == g.y {
			g.x1 = max(g.x1, o.x1)
		}
	}
	if folded.Len() == 0 {
		pt.out.glyphs = pt.out.glyphs[:m.start]
		return
	}
	g.font.multi = append(g.font.multi, folded.String())
	g.r = rune(-len(g.font.multi))
	if r := []rune(folded.String()); len(r) == 1 {
		g.r = r[0]
	}
	pt.out.glyphs = pt.out.glyphs[:m.start+1]
}

// textString decodes a text string (7.9.2.2): UTF-16 or UTF-8 with a mark, else PDFDocEncoding, read as Windows-1252.
func textString(s text) string {
	b := []byte(s)
	switch {
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return string(utf16.Decode(units(b[2:])))
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return string(b[3:])
	}
	out := make([]rune, len(b))
	for i, c := range b {
		if out[i] = rune(c); c >= 0x7F {
			out[i] = winAnsiEncoding[c]
		}
	}
	return string(out)
}

// layerOff says whether the file's default configuration hides an optional content group.
func (r *reader) layerOff(id ref) bool {
	if r.layersOff == nil {
		r.layersOff = map[ref]bool{}
		root, err := r.file.catalog()
		if err != nil {
			return false
		}
		props, err := r.file.dict(root["OCProperties"])
		if err != nil {
			return false
		}
		conf, err := r.file.dict(props["D"])
		if err != nil {
			return false
		}
		off, err := r.file.array(conf["OFF"])
		if err != nil {
			return false
		}
		for _, o := range off {
			if g, ok := o.(ref); ok {
				r.layersOff[g] = true
			}
		}
	}
	return r.layersOff[id]
}

// draw handles Do: a form is interpreted, a picture only counted.
func (pt *painter) draw(ctx context.Context) error {
	if len(pt.args) == 0 || pt.args[len(pt.args)-1].kind != tokName {
		return nil
	}
	f := pt.r.file
	list, err := f.dict(pt.resources["XObject"])
	if err != nil {
		return err
	}
	o := list[name(pt.args[len(pt.args)-1].b)]
	id, _ := o.(ref)
	fm, known := pt.r.forms[id]
	if !known {
		if o, err = f.get(o); err != nil {
			return err
		}
		s, ok := o.(*stream)
		if !ok {
			return nil
		}
		if s.dict["Subtype"] != name("Form") {
			if s.dict["Subtype"] == name("Image") {
				pt.out.images++
			}
			return nil
		}
		if fm, err = pt.r.form(s); err != nil {
			return err
		}
		if id.num > 0 {
			pt.r.forms[id] = fm
		}
	}
	if fm.active {
		f.warn(WarnBrokenPart, "a form that draws itself", pt.out.number)
		return nil
	}
	if pt.depth >= f.lim.Depth {
		f.warn(WarnBrokenPart, "forms nested too deep", pt.out.number)
		return nil
	}
	return pt.drawForm(ctx, fm)
}

// form reads a form XObject.
func (r *reader) form(s *stream) (*form, error) {
	b, err := r.file.decode(s)
	if err != nil {
		return nil, err
	}
	fm := &form{content: b, matrix: identity}
	a, err := r.file.array(s.dict["Matrix"])
	if err != nil {
		return nil, err
	}
	if v, ok := numbers(a, 6); ok {
		fm.matrix = matrix(v)
	}
	fm.resources, err = r.file.dict(s.dict["Resources"])
	return fm, err
}

func (pt *painter) drawForm(ctx context.Context, fm *form) error {
	st, stack, tm, tlm := pt.st, pt.stack, pt.tm, pt.tlm
	res, fonts, marked, p := pt.resources, pt.fonts, pt.marked, pt.path
	hidden, replaced := pt.hidden, pt.replaced
	pt.stack, pt.marked, pt.path = nil, nil, path{}
	if c := fm.matrix.mul(pt.st.ctm); c.finite() {
		pt.st.ctm = c
	}
	if fm.resources != nil {
		pt.resources, pt.fonts = fm.resources, nil
	}
	pt.depth++
	pt.r.operators += formCost
	fm.active = true
	err := pt.run(ctx, fm.content)
	fm.active = false
	pt.depth--
	pt.st, pt.stack, pt.tm, pt.tlm = st, stack, tm, tlm
	pt.resources, pt.fonts, pt.marked, pt.path = res, fonts, marked, p
	pt.hidden, pt.replaced = hidden, replaced
	return err
}

// inlineImage passes over BI … ID data EI. The data may hold anything; its end is an EI between white space after which
// the content reads on as text.
func (pt *painter) inlineImage() {
	pt.out.images++
	l := pt.lex
	for t := l.next(); t.kind != tokEOF; t = l.next() {
		if t.kind == tokKeyword && string(t.b) == "ID" {
			break
		}
	}
	for at := l.pos + 1; at+1 < len(l.b); {
		i := bytes.Index(l.b[at:], []byte("EI"))
		if i < 0 {
			break
		}
		at += i
		if charClass[l.b[at-1]] == white && (at+2 >= len(l.b) || charClass[l.b[at+2]] == white) && readable(l.b[at+2:]) {
			l.pos = at + 2
			return
		}
		at += 2
	}
	l.pos = len(l.b)
}

func readable(b []byte) bool {
	for _, c := range b[:min(len(b), 16)] {
		if c >= 0x7F || c < 0x20 && charClass[c] != white || c == 0 {
			return false
		}
	}
	return true
}
