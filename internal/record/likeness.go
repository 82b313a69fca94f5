package record

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// letters keeps the letters and digits of words, in small letters: what two keepers of the same words agree on, whatever
// they did to blanks, quotes and hyphens.
func letters(words string) string {
	b := make([]byte, 0, len(words))
	for i := 0; i < len(words); {
		c := words[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
				b = append(b, c)
			case c >= 'A' && c <= 'Z':
				b = append(b, c+'a'-'A')
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(words[i:])
		i += n
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b)
}

// grams are the runs of four bytes of a text of letters, each as often as it occurs, in order: a typing slip or a blank
// too many touches few of them.
type grams []uint32

func gramsOf(s string) grams {
	if len(s) < 4 {
		return nil
	}
	out := make(grams, len(s)-3)
	x := uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2])
	for i := 3; i < len(s); i++ {
		x = x<<8 | uint32(s[i])
		out[i-3] = x
	}
	slices.Sort(out)
	return out
}

// common counts the runs that both have.
func (g grams) common(o grams) int {
	n := 0
	for i, j := 0, 0; i < len(g) && j < len(o); {
		switch {
		case g[i] == o[j]:
			n++
			i++
			j++
		case g[i] < o[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// alike says how far two texts are the same words, and how far the first is a part of the second; 0 to 1.
func alike(a, b grams) (whole, part float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	n := float64(a.common(b))
	return 2 * n / float64(len(a)+len(b)), n / float64(len(a))
}
