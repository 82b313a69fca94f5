package pdf

import (
	"bytes"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/document"
)

const maxMarked = 1024 // parts open at a time

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

// closeMarked ends what a page or form left open.
func (pt *painter) closeMarked() {
	for len(pt.marked) > 0 {
		pt.endMarked()
	}
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
