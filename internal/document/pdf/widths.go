package pdf

import (
	"strings"
	"unicode/utf8"
)

// The widths of the standard fonts for codes 32 to 126, in thousandths of the size, as their published metrics give
// them. They serve files that name such a font without widths; a letter with an accent is as wide as without.
var (
	helveticaWidths     = [95]uint16{278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584}
	helveticaBoldWidths = [95]uint16{278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584}
	timesWidths         = [95]uint16{250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541}
	timesBoldWidths     = [95]uint16{250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520}
	timesItalicWidths   = [95]uint16{250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833, 667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500, 333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541}
	timesBoldItalic     = [95]uint16{250, 389, 555, 500, 500, 833, 778, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 832, 667, 667, 667, 722, 667, 667, 722, 778, 389, 500, 667, 611, 889, 722, 722, 611, 722, 667, 556, 611, 722, 667, 889, 667, 611, 611, 333, 278, 333, 570, 500, 333, 500, 500, 444, 500, 444, 333, 500, 556, 278, 278, 500, 278, 778, 556, 500, 500, 500, 389, 389, 278, 556, 444, 667, 500, 444, 389, 348, 220, 348, 570}
)

// plainLetters undresses accented letters; it turns accentNames around.
var plainLetters = func() map[rune]rune {
	m := map[rune]rune{}
	for _, a := range accentNames {
		plain := []rune(a.plain)
		i := 0
		for _, r := range a.accented {
			m[r] = plain[i]
			i++
		}
	}
	return m
}()

// standardWidths fills the widths of a font that brings none, by the family its name speaks of.
func standardWidths(font string, codes *[256]string, w *[256]float64) {
	n := strings.ToLower(font)
	if strings.Contains(n, "courier") || strings.Contains(n, "mono") {
		for c := range w {
			w[c] = 600
		}
		return
	}
	bold, italic := boldName(font), strings.Contains(n, "italic") || strings.Contains(n, "oblique")
	table := &timesWidths
	switch {
	case strings.Contains(n, "helvetica") || strings.Contains(n, "arial") || strings.Contains(n, "sans"):
		if table = &helveticaWidths; bold {
			table = &helveticaBoldWidths
		}
	case bold && italic:
		table = &timesBoldItalic
	case bold:
		table = &timesBoldWidths
	case italic:
		table = &timesItalicWidths
	}
	for c, s := range codes {
		w[c] = float64(standardWidth(table, s))
	}
}

func standardWidth(table *[95]uint16, s string) uint16 {
	r, _ := utf8.DecodeRuneInString(s)
	if p, ok := plainLetters[r]; ok {
		r = p
	}
	switch r {
	case 0xA0:
		r = ' '
	case '‘', '’', '‚':
		return table[':'-32]
	case '–', '•':
		return 500
	case '—', '…', '‰', '™':
		return 1000
	}
	if r >= 32 && r <= 126 {
		return table[r-32]
	}
	if s == "" {
		return 0
	}
	return 500
}
