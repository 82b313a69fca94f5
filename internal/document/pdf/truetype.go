package pdf

import "encoding/binary"

// glyphsOfProgram turns the cmap table of an embedded TrueType program around: which letter a glyph draws. It serves
// composite fonts whose ToUnicode map is missing or has gaps, where the code is the glyph's number. Nil when there is
// nothing to turn; a damaged program is none.
func (f *file) glyphsOfProgram(child, desc dict) map[uint32]rune {
	if child["Subtype"] != name("CIDFontType2") {
		return nil
	}
	o, err := f.get(desc["FontFile2"])
	if err != nil {
		return nil
	}
	s, ok := o.(*stream)
	if !ok {
		return nil
	}
	b, err := f.decode(s)
	if err != nil {
		return nil
	}
	return glyphLetters(b)
}

// glyphLetters reads a TrueType program's Unicode cmap (formats 4 and 12). Where several letters share a glyph the
// smallest code point wins.
func glyphLetters(b []byte) map[uint32]rune {
	table := sfntTable(b, "cmap")
	if len(table) < 4 {
		return nil
	}
	var best []byte
	for i := range int(u16(table, 2)) {
		rec := 4 + 8*i
		if rec+8 > len(table) {
			break
		}
		platform, enc, at := u16(table, rec), u16(table, rec+2), binary.BigEndian.Uint32(table[rec+4:])
		if int64(at)+4 > int64(len(table)) || platform != 0 && (platform != 3 || enc != 1 && enc != 10) {
			continue
		}
		sub := table[at:]
		if f := u16(sub, 0); f == 12 || f == 4 && best == nil {
			best = sub
		}
	}
	out := map[uint32]rune{}
	add := func(glyph uint32, r rune) {
		if old, ok := out[glyph]; glyph != 0 && r >= 0x20 && (!ok || r < old) {
			out[glyph] = r
		}
	}
	switch u16(best, 0) {
	case 4:
		format4(best, add)
	case 12:
		format12(best, add)
	}
	return out
}

func format4(t []byte, add func(uint32, rune)) {
	n := int(u16(t, 6)) / 2
	for i := range n {
		end, start := u16(t, 14+2*i), u16(t, 16+2*n+2*i)
		delta, offAt := u16(t, 16+4*n+2*i), 16+6*n+2*i
		off := int(u16(t, offAt))
		if start > end {
			continue
		}
		for c := int(start); c <= int(end) && c != 0xFFFF; c++ {
			g := uint16(c) + delta
			if off != 0 {
				g = u16(t, offAt+off+2*(c-int(start)))
				if g != 0 {
					g += delta
				}
			}
			add(uint32(g), rune(c))
		}
	}
}

func format12(t []byte, add func(uint32, rune)) {
	if len(t) < 16 {
		return
	}
	n := int(binary.BigEndian.Uint32(t[12:]))
	budget := 1 << 17
	for i := 0; i < n && 28+12*i <= len(t); i++ {
		g := t[16+12*i:]
		lo, hi, first := binary.BigEndian.Uint32(g), binary.BigEndian.Uint32(g[4:]), binary.BigEndian.Uint32(g[8:])
		for c := lo; c <= hi && c <= 0x10FFFF && budget > 0; c++ {
			add(first+c-lo, rune(c))
			budget--
		}
	}
}

// sfntTable is one table of a TrueType or OpenType program; nil when it is not there.
func sfntTable(b []byte, tag string) []byte {
	for i := range int(u16(b, 4)) {
		rec := 12 + 16*i
		if rec+16 > len(b) {
			return nil
		}
		if string(b[rec:rec+4]) == tag {
			at, n := int64(binary.BigEndian.Uint32(b[rec+8:])), int64(binary.BigEndian.Uint32(b[rec+12:]))
			if at > int64(len(b)) {
				return nil
			}
			return b[at:min(at+n, int64(len(b)))]
		}
	}
	return nil
}

// u16 is the big-endian number at an offset, 0 beyond the end.
func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}
