package plansheet

import (
	"unicode"
	"unicode/utf8"
)

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func lastRune(s string) rune { r, _ := utf8.DecodeLastRuneInString(s); return r }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// letters keeps the letters and digits of a text in small letters: what two writers of the same words agree on.
func letters(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if letter(r) {
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b)
}
