package words

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ascii holds the small letter or the digit that a byte stands for, and 0 where it stands for neither.
var ascii = func() (t [utf8.RuneSelf]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	return t
}()

// latin holds the plain small letters of the accented Latin ones, from U+00C0 on.
var latin = func() (t [0x250 - 0xC0]string) {
	for i := range t {
		t[i] = plainLatin(rune(i) + 0xC0)
	}
	return t
}()

// whole letters that Unicode does not take apart.
var whole = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ŋ': "n", 'ħ': "h"}

func plainLatin(r rune) string {
	if !unicode.IsLetter(r) {
		return ""
	}
	small := unicode.ToLower(r)
	if w, ok := whole[small]; ok {
		return w
	}
	for _, base := range norm.NFKD.String(string(small)) { // what follows are the accents
		if base >= 0x2BC && base <= 0x2BF { // the apostrophe of ŉ
			continue
		}
		base = unicode.ToLower(base)
		if w, ok := whole[base]; ok { // one of them with an accent
			return w
		}
		return string(base)
	}
	return ""
}

// foldRune appends the folded form of a letter or digit. It appends nothing for what stands in a word without being
// part of its form: accents, vowel signs of Arabic, the tatweel, soft hyphens. ok is false where no word goes on.
func foldRune(form []byte, r rune) (_ []byte, ok bool) {
	switch {
	case r < utf8.RuneSelf:
		if r < 0 || ascii[r] == 0 {
			return form, false
		}
		return append(form, ascii[r]), true
	case r < 0xC0:
		switch r {
		case 0xAD: // soft hyphen
			return form, true
		case 'ª':
			return append(form, 'a'), true
		case 'º':
			return append(form, 'o'), true
		}
		return form, false
	case r < 0x250:
		l := latin[r-0xC0]
		return append(form, l...), l != ""
	case r >= 0x300 && r < 0x370:
		return foldAccent(form, r), true
	case r >= 0x400 && r < 0x530:
		return foldCyrillic(form, r)
	case r >= 0x600 && r < 0x700:
		return foldArabic(form, r)
	default:
		return foldOther(form, r)
	}
}

// foldAccent drops an accent, save where a Cyrillic letter is another one with it: short i.
func foldAccent(form []byte, r rune) []byte {
	const i = "и"
	if n := len(form) - len(i); r == 0x306 && n >= 0 && string(form[n:]) == i {
		return append(form[:n], "й"...)
	}
	return form
}

func foldCyrillic(form []byte, r rune) ([]byte, bool) {
	switch {
	case r >= 0x410 && r < 0x430:
		r += 0x20
	case r >= 0x430 && r < 0x450:
	case r < 0x410:
		r += 0x50
	case r >= 0x483 && r <= 0x489: // marks of numbers and old accents
		return form, true
	case r >= 0x48A && r < 0x4C0, r >= 0x4D0:
		r |= 1
	default:
		r = unicode.ToLower(r)
	}
	if r == 'ё' || r == 'ѐ' {
		r = 'е'
	}
	return utf8.AppendRune(form, r), true
}

func foldArabic(form []byte, r rune) ([]byte, bool) {
	switch {
	case r == 0x640, r >= 0x64B && r <= 0x65F, r == 0x670, r >= 0x610 && r <= 0x61A, r >= 0x6D6 && r <= 0x6ED && r != 0x6DD && r != 0x6DE && r != 0x6E9:
		return form, true // tatweel and vowel signs
	case r >= 0x660 && r <= 0x669:
		return append(form, byte(r-0x660)+'0'), true
	case r >= 0x6F0 && r <= 0x6F9:
		return append(form, byte(r-0x6F0)+'0'), true
	}
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		r = 'ا'
	case 'ى', 'ئ', 'ی':
		r = 'ي'
	case 'ؤ':
		r = 'و'
	case 'ة':
		r = 'ه'
	case 'ک':
		r = 'ك'
	}
	if (r < 0x621 || r > 0x64A) && !unicode.IsLetter(r) {
		return form, false
	}
	return utf8.AppendRune(form, r), true
}

// foldOther folds what is rare: full-width and presentation forms, ligatures, further accented letters, other scripts.
func foldOther(form []byte, r rune) ([]byte, bool) {
	switch {
	case r >= 0x200C && r <= 0x200F, r == 0x2060, r == 0xFEFF, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return form, true // joiners and signs of direction
	case r >= 0x2BC && r <= 0x2BF, r == utf8.RuneError:
		return form, false
	}
	if !unicode.In(r, unicode.L, unicode.Nd, unicode.M) {
		return form, false
	}
	var b [utf8.UTFMax]byte
	n := utf8.EncodeRune(b[:], r)
	parts := norm.NFKD.Properties(b[:n]).Decomposition()
	if len(parts) == 0 || unicode.Is(unicode.Hangul, r) {
		if small := unicode.ToLower(r); small < 0x250 && small != r { // ẞ, whose small letter is two
			return foldRune(form, small)
		}
		return utf8.AppendRune(form, unicode.ToLower(r)), true
	}
	ok := false
	for len(parts) > 0 {
		p, size := utf8.DecodeRune(parts)
		parts = parts[size:]
		if p >= 0x370 && (p < 0x400 || p >= 0x700) { // taken apart already
			if unicode.In(p, unicode.L, unicode.Nd) || unicode.Is(unicode.M, p) && !accent(p) {
				form, ok = utf8.AppendRune(form, unicode.ToLower(p)), true
			}
			continue
		}
		var one bool
		form, one = foldRune(form, p)
		ok = ok || one
	}
	return form, ok
}

// accent says whether a mark may be dropped in scripts that have it beside the letter.
func accent(r rune) bool {
	return r >= 0x300 && r < 0x370 || r >= 0x1DC0 && r < 0x1E00 || r >= 0x20D0 && r < 0x2100
}

// sign gives the plain form of a character that is no part of a word; size is 0 for blanks.
func sign(r rune) (b [utf8.UTFMax]byte, size int) {
	switch {
	case isApostrophe(r), r == 0xFF40: // the last one of full width
		r = '\''
	case r == '“' || r == '”' || r == '„' || r == '«' || r == '»' || r == '″' || r == '「' || r == '」':
		r = '"'
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0xFE58, r == 0xFE63, r == 0xFF0D:
		r = '-'
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return b, 0
	case r >= 0xFF01 && r <= 0xFF5E: // full-width signs of Chinese
		r -= 0xFEE0
	}
	return b, utf8.EncodeRune(b[:], r)
}
