package docx

import (
	"unicode"
	"unicode/utf8"
)

// textBuilder collects a paragraph's text with single white space and without soft hyphens, so that an offset taken
// while it grows stays true in the end.
type textBuilder struct {
	b     []byte
	space bool // white space waits for the next letter
}

func (t *textBuilder) len() int { return len(t.b) }

func (t *textBuilder) write(s string) {
	for _, r := range s {
		switch {
		case r == '\u00AD' || r == '\u200B' || r == '\uFEFF':
			continue
		case r == ' ' || unicode.IsSpace(r):
			t.space = true
			continue
		case unicode.IsControl(r), r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			continue // what turns letters round would turn whatever stands beside them on a page
		}
		if t.space && len(t.b) > 0 {
			t.b = append(t.b, ' ')
		}
		t.space = false
		t.b = utf8.AppendRune(t.b, r)
	}
}

func (t *textBuilder) String() string { return string(t.b) }
