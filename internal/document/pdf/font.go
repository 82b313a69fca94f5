package pdf

import (
	"slices"
	"strings"
)

// font is what the reader needs of a font: which letters its codes stand for and how wide they are.
type font struct {
	name      string
	bold      bool
	composite bool
	vertical  bool
	spaces    []codespace          // of a composite font
	pages     [256]*[256]glyphCode // codes of one or two bytes, filled when first met
	rest      map[uint32]glyphCode // longer codes
	multi     []string             // letters of codes that stand for several
	resolve   func(uint32) (string, float64)
	blank     float64 // width of a blank, thousandths of the size
	scale     float64 // of widths: 1/1000, or what a Type 3 font says
}

// glyphCode is what a code stands for.
type glyphCode struct {
	r     rune    // one letter; 0 for nothing; -1-i for font.multi[i]
	width float32 // in units of the font's size
	state uint8   // codeUnread, codeMapped, codeUnmapped
}

const (
	codeUnread uint8 = iota
	codeMapped
	codeUnmapped // the font draws something and does not say which letter
)

// glyph is the meaning of a code, from the cache if it was met before.
func (ft *font) glyph(c uint32) glyphCode {
	if c > 0xFFFF {
		g, ok := ft.rest[c]
		if !ok {
			g = ft.read(c)
			if ft.rest == nil {
				ft.rest = map[uint32]glyphCode{}
			}
			ft.rest[c] = g
		}
		return g
	}
	p := ft.pages[c>>8]
	if p == nil {
		p = new([256]glyphCode)
		ft.pages[c>>8] = p
	}
	g := &p[c&0xFF]
	if g.state == codeUnread {
		*g = ft.read(c)
	}
	return *g
}

func (ft *font) read(c uint32) glyphCode {
	s, w := ft.resolve(c)
	g := glyphCode{width: float32(w * ft.scale), state: codeMapped}
	if s == "" {
		g.state = codeUnmapped
		return g
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteString(fold(r))
	}
	out := []rune(b.String())
	switch len(out) {
	case 0:
	case 1:
		g.r = out[0]
	default:
		if rtl(out[0]) {
			slices.Reverse(out) // as it would stand if drawn letter by letter
		}
		ft.multi = append(ft.multi, string(out))
		g.r = rune(-len(ft.multi))
	}
	return g
}

// loadFont reads a font dictionary.
func (f *file) loadFont(d dict) (*font, error) {
	ft := &font{scale: 0.001}
	base, err := f.get(d["BaseFont"])
	if err != nil {
		return nil, err
	}
	if n, ok := base.(name); ok {
		ft.name = string(n)
	}
	var unicode *cmap
	if o, err := f.get(d["ToUnicode"]); err != nil {
		return nil, err
	} else if s, ok := o.(*stream); ok {
		b, err := f.decode(s)
		if err != nil {
			return nil, err
		}
		unicode = parseCMap(b)
	}
	subtype, err := f.get(d["Subtype"])
	if err != nil {
		return nil, err
	}
	if subtype == name("Type0") {
		err = f.compositeFont(ft, d, unicode)
	} else {
		err = f.simpleFont(ft, d, subtype, unicode)
	}
	if err != nil {
		return nil, err
	}
	if g := ft.glyph(' '); !ft.composite && g.r == ' ' && g.width > 0 {
		ft.blank = float64(g.width)
	} else {
		ft.blank = 0.25
	}
	return ft, nil
}

// describe takes from the font descriptor what tells bold from regular, and returns it.
func (f *file) describe(ft *font, d dict) (dict, error) {
	desc, err := f.dict(d["FontDescriptor"])
	if err != nil {
		return nil, err
	}
	flags, err := f.integer(desc["Flags"])
	if err != nil {
		return nil, err
	}
	weight, err := f.get(desc["FontWeight"])
	if err != nil {
		return nil, err
	}
	w, _ := number(weight)
	ft.bold = boldName(ft.name) || flags&(1<<18) != 0 || w >= 600
	return desc, nil
}

func boldName(n string) bool {
	if i := strings.IndexByte(n, '+'); i == 6 {
		n = n[7:]
	}
	n = strings.ToLower(n)
	for _, w := range [...]string{"bold", "black", "heavy", "-bd", ",bd", "demi"} {
		if strings.Contains(n, w) {
			return true
		}
	}
	return false
}

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

// builtIn reads the encoding inside a Type 1 font program ("dup 65 /A put"), for fonts whose dictionary has none.
func (f *file) builtIn(codes *[256]string, desc dict) error {
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
