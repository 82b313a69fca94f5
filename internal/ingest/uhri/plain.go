package uhri

import (
	"html"
	"strings"
	"unicode"
)

// Plain is a text without markup: tags fall away, entities become letters, white space becomes single blanks. A "<" that
// opens no tag stays.
func Plain(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = untagged(s)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return r <= ' ' || unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0x7F
	}), " ")
}

// untagged leaves tags and comments out. Tags inside a line give nothing, the others a blank.
func untagged(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s, '>')
		if strings.HasPrefix(s, "<!--") {
			if end = strings.Index(s, "-->"); end >= 0 {
				end += 2
			}
		}
		name := strings.TrimPrefix(s[1:min(len(s), 12)], "/")
		if end < 0 || name == "" || !letter(name[0]) && name[0] != '!' {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		if !inline(name) {
			b.WriteByte(' ')
		}
		s = s[end+1:]
	}
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// inline says whether a tag changes only how letters look.
func inline(name string) bool {
	n := 0
	for n < len(name) && letter(name[n]) {
		n++
	}
	switch strings.ToLower(name[:n]) {
	case "b", "i", "u", "em", "strong", "span", "font", "a", "sup", "sub", "s", "o":
		return true
	}
	return false
}
