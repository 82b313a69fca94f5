package pdf

import (
	"bytes"

	"github.com/openupr/openupr/internal/document"
)

// notCutShort refuses a file that ends before its end: a linearized file says its length, any other ends with %%EOF.
func (f *file) notCutShort() error {
	p := f.parserAt(f.base)
	if n, g, k := p.next(), p.next(), p.next(); n.kind == tokNumber && g.kind == tokNumber && k.kind == tokKeyword && string(k.b) == "obj" {
		if o, err := p.object(); err == nil {
			d, _ := o.(dict)
			if l, ok := d["L"].(int); ok && d["Linearized"] != nil && l > len(f.b) {
				return document.Refuse(document.Truncated, "%d of %d bytes are there", len(f.b), l)
			}
		}
	}
	tail := f.b[max(0, len(f.b)-4096):]
	if !bytes.Contains(tail, []byte("%%EOF")) && !bytes.Contains(tail, []byte("startxref")) {
		return document.Refuse(document.Truncated, "the end of the file is missing (%d bytes are there)", len(f.b))
	}
	return nil
}

// readXref follows the chain of cross-reference sections from the last one; what is newer comes first and wins.
func (f *file) readXref() error {
	at := bytes.LastIndex(f.b, []byte("startxref"))
	if at < 0 {
		return corrupt("no startxref")
	}
	l := lexer{b: f.b, pos: at + len("startxref")}
	t := l.next()
	if t.kind != tokNumber {
		return corrupt("startxref names no place")
	}
	next, seen := int(t.num), map[int]bool{}
	for {
		if seen[next] {
			return corrupt("cross references run in a circle")
		}
		seen[next] = true
		d, err := f.section(f.base + next)
		if err != nil {
			return err
		}
		if f.trailer == nil {
			f.trailer = d
		}
		prev, ok := number(d["Prev"])
		if !ok {
			return nil
		}
		next = int(prev)
	}
}

// section reads one cross-reference table or stream and returns its trailer.
func (f *file) section(at int) (dict, error) {
	if at < 0 || at >= len(f.b) {
		return nil, corrupt("cross references lie outside the file")
	}
	p := f.parserAt(at)
	t := p.next()
	if t.kind == tokKeyword && string(t.b) == "xref" {
		return f.table(p)
	}
	if t.kind != tokNumber {
		return nil, corrupt("no cross references at offset %d", at)
	}
	g, k := p.next(), p.next()
	if g.kind != tokNumber || k.kind != tokKeyword || string(k.b) != "obj" {
		return nil, corrupt("no cross references at offset %d", at)
	}
	o, err := f.body(p, ref{})
	if err != nil {
		return nil, corrupt("the cross-reference stream cannot be read")
	}
	s, ok := o.(*stream)
	if !ok || s.dict["Type"] != name("XRef") {
		return nil, corrupt("no cross references at offset %d", at)
	}
	s.bare = true
	return s.dict, f.xrefStream(s)
}

// table reads "xref" sections; the free entries are kept back until a hybrid file's stream has been read (7.5.8.4).
func (f *file) table(p *parser) (dict, error) {
	var free []int
	for {
		t := p.next()
		if t.kind == tokKeyword && string(t.b) == "trailer" {
			break
		}
		n := p.next()
		if t.kind != tokNumber || n.kind != tokNumber || t.num < 0 || n.num < 0 || t.num > maxObjects {
			return nil, corrupt("the cross-reference table is damaged")
		}
		first := int(t.num)
		for i := 0; i < int(n.num); i++ {
			off, gen, k := p.next(), p.next(), p.next()
			if off.kind != tokNumber || gen.kind != tokNumber || k.kind != tokKeyword || len(k.b) != 1 {
				return nil, corrupt("the cross-reference table is damaged")
			}
			switch k.b[0] {
			case 'n':
				f.enter(first+i, entry{kind: entryPlain, gen: int(gen.num), at: f.base + int(off.num)})
			case 'f':
				free = append(free, first+i)
			default:
				return nil, corrupt("the cross-reference table is damaged")
			}
			if len(f.entries)+len(free) > maxObjects {
				return nil, document.Refuse(document.TooMany, "more than %d objects", maxObjects)
			}
		}
	}
	o, err := p.object()
	d, ok := o.(dict)
	if err != nil || !ok {
		return nil, corrupt("the trailer cannot be read")
	}
	if at, ok := d["XRefStm"].(int); ok {
		if _, err := f.section(f.base + at); err != nil {
			return nil, err
		}
	}
	for _, num := range free {
		f.enter(num, entry{kind: entryFree})
	}
	return d, nil
}

func (f *file) enter(num int, e entry) {
	if _, newer := f.entries[num]; !newer {
		f.entries[num] = e
	}
}

// xrefStream reads a cross-reference stream (7.5.8).
func (f *file) xrefStream(s *stream) error {
	b, err := f.decode(s)
	if err != nil {
		return err
	}
	w, ok := s.dict["W"].(array)
	ws, ok2 := numbers(w, 3)
	if !ok || !ok2 {
		return corrupt("the cross-reference stream has no widths")
	}
	size, _ := s.dict["Size"].(int)
	index, ok := s.dict["Index"].(array)
	if !ok {
		index = array{0, size}
	}
	for _, v := range ws {
		if v < 0 || v > 8 {
			return corrupt("the cross-reference stream has widths that cannot be")
		}
	}
	w0, w1, w2 := int(ws[0]), int(ws[1]), int(ws[2])
	row := w0 + w1 + w2
	if row == 0 {
		return corrupt("the cross-reference stream has no widths")
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(int)
		n, ok2 := index[i+1].(int)
		if !ok1 || !ok2 || first < 0 || first > maxObjects {
			return corrupt("the cross-reference stream is damaged")
		}
		for j := 0; j < n && len(b) >= row; j++ {
			kind := 1
			if w0 > 0 {
				kind = bigEndian(b[:w0])
			}
			x, y := bigEndian(b[w0:w0+w1]), bigEndian(b[w0+w1:row])
			b = b[row:]
			switch kind {
			case 0:
				f.enter(first+j, entry{kind: entryFree})
			case 1:
				f.enter(first+j, entry{kind: entryPlain, gen: y, at: f.base + x})
			case 2:
				f.enter(first+j, entry{kind: entryPacked, at: x, idx: y})
			}
			if len(f.entries) > maxObjects {
				return document.Refuse(document.TooMany, "more than %d objects", maxObjects)
			}
		}
	}
	return nil
}

func bigEndian(b []byte) int {
	v := 0
	for _, c := range b {
		v = v<<8 | int(c)
	}
	return v & (1<<62 - 1)
}
