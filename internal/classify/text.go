package classify

import (
	"strings"
	"unicode"
)

// text is a recommendation taken apart: folded words with their place. Han characters stand one by one.
type text struct {
	raw   string
	forms []string
	from  []int
	to    []int
	clean []bool // nothing but blanks stands between this word and the one before
}

// words joins what was written from one word to another, for a reason; long stretches are cut.
func (t text) words(from, to int) string {
	const most = 90
	s := t.raw[t.from[from]:t.to[to-1]]
	if len(s) <= most {
		return s
	}
	cut := strings.LastIndexByte(s[:most], ' ')
	if cut < 0 {
		cut = most
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
	}
	return s[:cut] + "…"
}

// tokens takes a text apart. Words are runs of letters and digits; an apostrophe ends one, and a lone s after it goes.
func tokens(s string) text {
	t := text{raw: s}
	n := len(s)/6 + 4
	t.forms, t.from, t.to, t.clean = make([]string, 0, n), make([]int, 0, n), make([]int, 0, n), make([]bool, 0, n)
	start, clean, plain, quoted := -1, true, true, false
	add := func(from, to int) {
		f := s[from:to]
		if quoted && (f == "s" || f == "S") {
			quoted = false
			return
		}
		if !plain {
			f = fold(f)
		}
		t.forms, t.from, t.to, t.clean = append(t.forms, f), append(t.from, from), append(t.to, to), append(t.clean, clean)
		clean, plain, quoted = true, true, false
	}
	for i, r := range s {
		switch {
		case r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			if start < 0 {
				start = i
			}
			continue
		case unicode.Is(unicode.Han, r):
			if start >= 0 {
				add(start, i)
				start = -1
			}
			plain = true
			add(i, i+len(string(r)))
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
			plain = false
			continue
		}
		if start >= 0 {
			add(start, i)
			start = -1
		}
		switch r {
		case ' ', '\u00a0', '\n', '\t', '-':
		case '\'', '’':
			quoted = true
		default:
			clean = false
		}
	}
	if start >= 0 {
		add(start, len(s))
	}
	return t
}

// fold makes small letters without accents, one letter form in Arabic, and takes the Arabic article away.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	arabic := false
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case r < 0x80:
		case r >= 0xC0 && r < 0x180:
			if f, ok := latin[r]; ok {
				b.WriteString(f)
				continue
			}
		case r == 'ё':
			r = 'е'
		case r >= 0x600 && r < 0x700:
			arabic = true
			switch r {
			case 'أ', 'إ', 'آ', 'ٱ':
				r = 'ا'
			case 'ى':
				r = 'ي'
			case 'ة':
				r = 'ه'
			case 'ـ':
				continue
			}
			if unicode.Is(unicode.Mn, r) {
				continue
			}
		}
		b.WriteRune(r)
	}
	if arabic {
		return bareArabic(b.String())
	}
	return b.String()
}

// bareArabic takes the article, and a conjunction or preposition before it, from a word that stays long enough.
func bareArabic(s string) string {
	for _, p := range []string{"وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(s, p); ok && len(rest) >= 6 {
			return rest
		}
	}
	return s
}

var latin = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'æ': "ae", 'ç': "c", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e",
	'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ñ': "n", 'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ø': "o", 'ù': "u",
	'ú': "u", 'û': "u", 'ü': "u", 'ý': "y", 'ÿ': "y", 'œ': "oe", 'ß': "ss", 'š': "s", 'ž': "z", 'č': "c", 'ć': "c", 'ł': "l",
}
