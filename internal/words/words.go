// Package words takes texts of the record apart: tokens with their place, folded forms, stems, and the language of a
// text. Pure functions; nothing here knows what a recommendation is.
//
// A word is a run of letters and digits. Everything else parts words: blanks, hyphens, strokes, points, apostrophes.
// "A/HRC/28/10" is the words a, hrc, 28, 10 and "OP-CAT" is op, cat; asked for as a phrase they are found together. The
// possessive 's of English is dropped with its apostrophe.
package words

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Token is a word with its place in the text, in bytes.
type Token struct {
	Form     string // folded: small letters, no accents, one letter form
	From, To int
}

// maxForm is the length in bytes at which a form is cut. The longest words of the languages read here have about 70.
const maxForm = 96

// Each calls f with the folded form of every word of a text in order, and with its place in bytes. The number of the
// call is the position of the word; a phrase stands where the forms of its words have positions one after another. form
// is only valid during the call. The language does not change what a word is, so that a query, whose language nobody
// knows, meets texts in any.
//
// Chinese and Japanese do not part words. There every character is a form, and between two characters that stand
// together the pair is a form too: ABC gives A, AB, B, BC, C, each with a position of its own. The same characters give
// the same sequence wherever they stand, hence any run of characters is found as the phrase of its forms, and a word of
// one or two characters as the one form that it is.
//
// Each allocates once a text, not once a word.
func Each(text, _ string, f func(form []byte, from, to int)) {
	form := make([]byte, 0, maxForm+utf8.UTFMax)
	for i := 0; i < len(text); {
		if n := startsHan(text[i:]); n > 0 {
			i = eachHan(text, i, n, form, f)
			continue
		}
		word, end := scan(text, i, form)
		if end == i { // no word begins here
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		if len(word) > 0 {
			f(word, i, end)
		}
		i = end
		if possessive(text[i:]) {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size + 1
		}
	}
}

// scan reads a word that begins at i and gives its folded form and where it ends.
func scan(text string, i int, form []byte) (word []byte, end int) {
	form = form[:0]
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			l := ascii[c]
			if l == 0 {
				break
			}
			if len(form) < maxForm {
				form = append(form, l)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if isHan(r) {
			break
		}
		longer, ok := foldRune(form, r)
		if !ok {
			break
		}
		if len(longer) <= maxForm {
			form = longer
		}
		i += size
	}
	return form, i
}

// eachHan gives the characters and the pairs of a run that begins at i with a character of n bytes.
func eachHan(text string, i, n int, form []byte, f func([]byte, int, int)) (end int) {
	for n > 0 {
		f(appendHan(form[:0], text[i:i+n]), i, i+n)
		next := startsHan(text[i+n:])
		if next > 0 {
			f(appendHan(appendHan(form[:0], text[i:i+n]), text[i+n:i+n+next]), i, i+n+next)
		}
		i, n = i+n, next
	}
	return i
}

// possessive says whether a text goes on with an apostrophe and an s that ends the word.
func possessive(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	if !isApostrophe(r) || len(rest) <= size || rest[size]|0x20 != 's' {
		return false
	}
	rest = rest[size+1:]
	if rest == "" {
		return true
	}
	r, _ = utf8.DecodeRuneInString(rest)
	_, letter := foldRune(nil, r)
	return !letter && !isApostrophe(r)
}

// Tokens are the words of a text as Each gives them.
func Tokens(text, lang string) []Token {
	var out []Token
	Each(text, lang, func(form []byte, from, to int) {
		out = append(out, Token{string(form), from, to})
	})
	return out
}

// Fold writes a text in small letters without accents, with one form of each letter, straight quotes and plain hyphens;
// blanks become one space and fall away at both ends. It is for comparing what people type with names and titles.
func Fold(s string) string {
	var b []byte
	blank := false
	for _, r := range s {
		if longer, ok := foldRune(b, r); ok {
			if blank && len(b) > 0 && len(longer) > len(b) {
				longer, _ = foldRune(append(b, ' '), r)
			}
			blank = blank && len(longer) == len(b)
			b = longer
			continue
		}
		mark, size := sign(r)
		if size == 0 {
			blank = true
			continue
		}
		if blank && len(b) > 0 {
			b = append(b, ' ')
		}
		b, blank = append(b, mark[:size]...), false
	}
	return string(b)
}

// IsHan says whether a text begins with a character of a script that does not part words.
func IsHan(s string) bool { return startsHan(s) > 0 }

// startsHan is the length of the character of such a script that a text begins with, or 0.
func startsHan(s string) int {
	if s == "" || s[0] < 0xE3 {
		return 0
	}
	r, size := utf8.DecodeRuneInString(s)
	if !isHan(r) {
		return 0
	}
	if isHalfWidth(r) { // its sign of voice stands behind it
		if r, mark := utf8.DecodeRuneInString(s[size:]); r == 0xFF9E || r == 0xFF9F {
			if voiced := norm.NFKC.String(s[:size+mark]); utf8.RuneCountInString(voiced) == 1 {
				return size + mark
			}
		}
	}
	return size
}

// appendHan appends the form of a character as startsHan measures it: half-width ones in their full width.
func appendHan(form []byte, s string) []byte {
	if r, _ := utf8.DecodeRuneInString(s); isHalfWidth(r) {
		return norm.NFKC.AppendString(form, s)
	}
	return append(form, s...)
}

// isHalfWidth covers the Katakana of half width and its signs of voice.
func isHalfWidth(r rune) bool { return r >= 0xFF66 && r <= 0xFF9F }

// isHan covers the ideographs and the two Japanese syllabaries.
func isHan(r rune) bool {
	return isHalfWidth(r) || r >= 0x3041 && r <= 0x30FF && r != 0x30FB || r >= 0x3400 && r <= 0x4DBF || r >= 0x4E00 && r <= 0x9FFF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x323AF || r == 0x3005 || r == 0x3007
}

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ`´′", r) }
