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
