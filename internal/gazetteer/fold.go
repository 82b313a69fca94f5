package gazetteer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName is the length in bytes beyond which nothing is a name. The longest known ones have about 150 (Arabic,
// Russian).
const maxName = 240

// fold reduces a name to what two spellings of it have in common: its letters and digits, in small letters, without
// accents. Quotes, hyphens, blanks, line ends and brackets fall away; "&" is "and". A test over all names makes sure
// that no two States fall together.
func fold(s string) string {
	if ascii(s) {
		return foldASCII(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	latin := true // whether the letter before is one of the Latin alphabet
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r == '&':
			b.WriteString("and")
		case unicode.Is(unicode.Lm, r):
			// Letters that only modify stand for quotes: "Côte dʼIvoire".
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			latin = unicode.Is(unicode.Latin, r)
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) && !latin:
			// An accent over a Latin letter is dropped; in other alphabets it is part of the letter.
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func foldASCII(s string) string {
	var buf [maxName]byte
	b := buf[:0]
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b = append(b, c)
		case c == '&':
			b = append(b, "and"...)
		}
	}
	return string(b)
}

// words of a name, folded one by one.
func words(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’'
	}) {
		if k := fold(w); k != "" {
			out = append(out, k)
		}
	}
	return out
}
