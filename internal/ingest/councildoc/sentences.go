package councildoc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences of a text. The dots inside item numbers and abbreviations end none.
func Sentences(text string) []string {
	var out []string
	from := 0
	for i := 0; i+2 < len(text); i++ {
		if text[i] != '.' || text[i+1] != ' ' || !startsUpper(text[i+2:]) {
			continue
		}
		if w := lastWord(text[from:i]); strings.EqualFold(w, "nos") || strings.EqualFold(w, "no") || len(w) == 1 || abbreviated[w] {
			continue
		}
		out = append(out, strings.TrimSpace(text[from:i+1]))
		from = i + 2
	}
	return append(out, strings.TrimSpace(text[from:]))
}

var abbreviated = map[string]bool{"Mr": true, "Ms": true, "Mrs": true, "Dr": true, "St": true, "art": true, "para": true, "paras": true}

func lastWord(s string) string {
	f := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '(' || r == '.' })
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

func startsUpper(s string) bool {
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“\"‘'(["))
	return unicode.IsUpper(c)
}
