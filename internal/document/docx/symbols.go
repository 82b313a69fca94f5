package docx

import (
	"strconv"
	"strings"
)

// Letters of the picture fonts, by the low byte of their place. Only those that office files use for bullets, ticks,
// arrows and comparison; anything else of such a font has no meaning outside it.
var (
	symbolFont = map[rune]rune{
		0x20: ' ', 0x2D: '−', 0xB7: '•', 0xA7: '♣', 0xA3: '≤', 0xB3: '≥', 0xB0: '°', 0xB1: '±', 0xB4: '×', 0xAE: '→',
		0xAC: '←', 0xDE: '⇒', 0xB9: '≠', 0xBB: '≈', 0xD6: '√', 0xE2: '®', 0xE3: '©', 0xE4: '™', 0xBC: '…', 0x61: 'α',
		0x62: 'β', 0x67: 'γ', 0x6D: 'μ', 0x70: 'π', 0x71: 'θ', 0x6C: 'λ', 0x73: 'σ', 0x57: 'Ω',
	}
	wingdings = map[rune]rune{
		0x20: ' ', 0x6C: '●', 0x6E: '■', 0x6F: '□', 0x71: '❑', 0x75: '◆', 0x76: '❖', 0x9F: '•', 0xA7: '▪', 0xA8: '◻',
		0xD8: '➢', 0xDF: '←', 0xE0: '→', 0xE8: '➔', 0xF0: '⇨', 0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑',
	}
)

// symbol is the letter that a font shows at a place given in hexadecimal (w:sym); ok is false when only the font knows.
func symbol(font, hex string) (r rune, ok bool) {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || n == 0 || n > 0x10FFFF {
		return 0, false
	}
	return fontLetter(font, rune(n))
}

func fontLetter(font string, r rune) (rune, bool) {
	var table map[rune]rune
	switch {
	case strings.EqualFold(font, "Symbol"):
		table = symbolFont
	case strings.HasPrefix(strings.ToLower(font), "wingdings"):
		table = wingdings
	}
	private := r >= 0xF000 && r <= 0xF0FF
	switch {
	case table != nil && (private || r < 0x100):
		out, ok := table[r&0xFF]
		return out, ok
	case private:
		return 0, false
	}
	return r, true
}
