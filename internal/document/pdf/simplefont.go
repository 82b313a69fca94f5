package pdf

import "strings"

// simpleFont reads fonts of one-byte codes: Type 1, TrueType, Type 3.
func (f *file) simpleFont(ft *font, d dict, subtype object, unicode *cmap) error {
	desc, err := f.describe(ft, d)
	if err != nil {
		return err
	}
	codes, err := f.simpleEncoding(ft, d, desc, subtype)
	if err != nil {
		return err
	}
	widths, err := f.simpleWidths(ft, d, desc, codes)
	if err != nil {
		return err
	}
	if subtype == name("Type3") {
		ft.scale = 0.001
		m, err := f.array(d["FontMatrix"])
		if err != nil {
			return err
		}
		if v, ok := numbers(m, 6); ok && v[0] > 0 && v[0] <= 1 {
			ft.scale = v[0]
		}
	}
	ft.resolve = func(c uint32) (string, float64) {
		w := widths[c&0xFF]
		if unicode != nil {
			if s, ok := unicode.lookup(c); ok && useful(s) {
				return s, w
			}
		}
		return codes[c&0xFF], w
	}
	return nil
}

// useful says whether a ToUnicode entry says anything; some writers map what they do not know to U+0000 or U+FFFD.
func useful(s string) bool {
	for _, r := range s {
		if r != 0 && r != 0xFFFD {
			return true
		}
	}
	return false
}

// simpleEncoding is the text of each code by the font's encoding and differences (9.6.6).
func (f *file) simpleEncoding(ft *font, d, desc dict, subtype object) (*[256]string, error) {
	o, err := f.get(d["Encoding"])
	if err != nil {
		return nil, err
	}
	flags, err := f.integer(desc["Flags"])
	if err != nil {
		return nil, err
	}
	symbolic := flags&4 != 0
	base := standardEncoding
	switch {
	case isSymbolFont(ft.name):
		base = symbolEncoding
	case subtype == name("TrueType"):
		base = winAnsiEncoding
	}
	var diff array
	own := o == nil
	switch v := o.(type) {
	case name:
		if e := namedEncoding(v); e != nil && base != symbolEncoding {
			base = e
		}
	case dict:
		n, err := f.get(v["BaseEncoding"])
		if err != nil {
			return nil, err
		}
		bn, _ := n.(name)
		if e := namedEncoding(bn); e != nil {
			base = e
		} else {
			own = symbolic || subtype == name("Type1")
		}
		if diff, err = f.array(v["Differences"]); err != nil {
			return nil, err
		}
	}
	codes := new([256]string)
	if subtype != name("Type3") {
		for c, r := range base {
			if r != 0 {
				codes[c] = string(r)
			}
		}
	}
	if own {
		if err := f.builtIn(codes, desc); err != nil {
			return nil, err
		}
	}
	c := 0
	for _, o := range diff {
		switch v := o.(type) {
		case int:
			c = v
		case name:
			if c >= 0 && c < 256 {
				codes[c] = letters(string(v))
			}
			c++
		}
	}
	return codes, nil
}

func isSymbolFont(n string) bool {
	if i := strings.IndexByte(n, '+'); i == 6 {
		n = n[7:]
	}
	return n == "Symbol" || strings.HasPrefix(n, "Symbol,") || n == "SymbolMT"
}

// builtIn reads the encoding inside a Type 1 font program ("dup 65 /A put"), for fonts whose dictionary has none. That
// of a compact program is not read; its codes then stand for nothing.
func (f *file) builtIn(codes *[256]string, desc dict) error {
	compact, err := f.get(desc["FontFile3"])
	if err != nil {
		return err
	}
	if s, ok := compact.(*stream); ok {
		if b, err := f.decode(s); err == nil && customEncoding(b) {
			*codes = [256]string{}
		}
		return nil
	}
	o, err := f.get(desc["FontFile"])
	if err != nil {
		return err
	}
	s, ok := o.(*stream)
	if !ok {
		return nil
	}
	b, err := f.decode(s)
	if err != nil {
		return nil // the program only draws; its loss costs no letter that another map has
	}
	l := lexer{b: b[:min(len(b), 64<<10)]}
	for t := l.next(); t.kind != tokEOF; t = l.next() {
		l.scratch = l.scratch[:0]
		if t.kind != tokKeyword {
			continue
		}
		switch string(t.b) {
		case "eexec":
			return nil
		case "dup":
			at := l.pos
			c, n := l.next(), l.next()
			if c.kind == tokNumber && n.kind == tokName && c.num >= 0 && c.num < 256 {
				codes[int(c.num)] = letters(string(n.b))
			} else {
				l.pos = at
			}
		}
	}
	return nil
}

// simpleWidths is the width of each code.
func (f *file) simpleWidths(ft *font, d, desc dict, codes *[256]string) (*[256]float64, error) {
	w := new([256]float64)
	a, err := f.array(d["Widths"])
	if err != nil {
		return nil, err
	}
	if a == nil {
		standardWidths(ft.name, codes, w)
		return w, nil
	}
	first, err := f.integer(d["FirstChar"])
	if err != nil {
		return nil, err
	}
	missing, err := f.get(desc["MissingWidth"])
	if err != nil {
		return nil, err
	}
	if m, ok := number(missing); ok {
		for i := range w {
			w[i] = m
		}
	}
	for i, o := range a {
		o, err := f.get(o)
		if err != nil {
			return nil, err
		}
		if v, ok := number(o); ok && first+i >= 0 && first+i < 256 {
			w[first+i] = v
		}
	}
	return w, nil
}
