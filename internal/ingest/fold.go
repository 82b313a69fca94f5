package ingest

import (
	"strings"
	"unicode"
)

// foldWords keeps the letters and digits of a text, in small letters: what two extractors must agree on. Blanks,
// hyphens, quotes and footnote layout may differ without the words being different.
func foldWords(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
