package wording

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	leadJoin = regexp.MustCompile(`(?i)^(?:[\s,;.:/&]+|(?:and|or)\s+)+`)
)

// fold makes white space single and drops characters that only steer the setting of lines.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u200e', '\u200f':
			return -1
		case '\u00a0', '\u2007', '\u202f', '\t', '\n', '\r', '\f', '\v':
			return ' '
		case '\uff08':
			return '('
		case '\uff09':
			return ')'
		}
		return r
	}, s)
	return single(s)
}

// clean is a segment's words: without the joining word before it and the terminator behind it.
func clean(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimLeft(s, " ,;.:/&")
	s = strings.TrimRight(s, " ,;.:/(")
	s = single(s)
	for _, stop := range []string{",", ";", "."} {
		s = strings.ReplaceAll(s, " "+stop, stop)
	}
	return strings.ReplaceAll(s, ",,", ",")
}

// single is a text with single blanks and none at its ends.
func single(s string) string {
	if !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// unjoin takes the joining word off the beginning of a part.
func unjoin(s string) string {
	if m := leadJoin.FindStringIndex(s); m != nil {
		return s[m[1]:]
	}
	return s
}

// afterMark is what follows a bracket without a footnote mark: digits or asterisks that are glued to the bracket, or
// that stand before a separator.
func afterMark(s string) string {
	t := strings.TrimLeft(s, " ")
	n := 0
	for n < len(t) && (t[n] == '*' || (t[n] >= '0' && t[n] <= '9')) {
		n++
	}
	if n == 0 || n > 3 {
		return s
	}
	rest := t[n:]
	closed := strings.TrimLeft(rest, " ") == "" || strings.ContainsRune(";.,/", rune(strings.TrimLeft(rest, " ")[0]))
	glued := len(t) == len(s) && strings.HasPrefix(rest, " ")
	if closed || glued {
		return rest
	}
	return s
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }
