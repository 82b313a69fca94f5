package pdf

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A PDF draws Arabic and Hebrew letters from the left like all others. A line of such letters is turned here into the
// order in which it is read; figures and Latin words in it keep theirs. This is less than the Unicode bidirectional
// algorithm, which goes the other way and needs what a drawing no longer has: a warning tells the reader.

// markSeat holds a footnote mark's place while its line is turned.
const markSeat = 0xF8D0

func rtl(r rune) bool {
	return r >= 0x590 && r < 0x900 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF
}

// readRightToLeft says whether most of a line's letters are of right-to-left scripts.
func readRightToLeft(s string) bool {
	right, left := 0, 0
	for _, r := range s {
		switch {
		case rtl(r):
			right++
		case unicode.IsLetter(r):
			left++
		}
	}
	return right > left
}

// turn puts a right-to-left line into reading order.
func (l *line) turn() {
	s := l.text
	for i := len(l.marks) - 1; i >= 0; i-- {
		at := l.marks[i].at
		s = s[:at] + string(rune(markSeat+i%32)) + s[at:]
	}
	rs := []rune(s)
	slices.Reverse(rs)
	restoreLeftToRight(rs)
	mirrorBrackets(rs)
	var b strings.Builder
	for _, r := range rs {
		switch {
		case r >= markSeat && r < markSeat+32 && int(r-markSeat) < len(l.marks):
			l.marks[r-markSeat].at = b.Len()
		case r >= 0xFB1D && rtl(r):
			b.WriteString(norm.NFKC.String(string(r))) // forms by place in the word, and ligatures of them
		default:
			b.WriteRune(r)
		}
	}
	slices.SortStableFunc(l.marks, func(a, b lineMark) int { return a.at - b.at })
	l.finish(b.String())
}

// restoreLeftToRight turns back what is read from the left inside a reversed line: figures with the signs between them,
// and Latin words with their blanks.
func restoreLeftToRight(rs []rune) {
	for i := 0; i < len(rs); {
		if !leftToRight(rs[i]) {
			i++
			continue
		}
		end := i + 1
		for j := end; j < len(rs) && !rtl(rs[j]) && !strings.ContainsRune("()[]«»", rs[j]); j++ {
			if leftToRight(rs[j]) {
				if between := rs[end:j]; figures(rs[end-1], rs[j]) && slices.Contains(between, ' ') {
					break // two numbers side by side keep the order of the line
				}
				end = j + 1
			}
		}
		slices.Reverse(rs[i:end])
		i = end
	}
}

func leftToRight(r rune) bool {
	return !rtl(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) || isArabicDigit(r)
}

func isArabicDigit(r rune) bool { return r >= 0x660 && r <= 0x669 || r >= 0x6F0 && r <= 0x6F9 }

func figures(a, b rune) bool {
	return (unicode.IsDigit(a) || isArabicDigit(a)) && (unicode.IsDigit(b) || isArabicDigit(b))
}

// brackets are signs that mean the opposite in the other direction, in pairs.
var brackets = []rune("()[]{}«»<>")

// mirrorBrackets mends brackets after a line was reversed. Some writers name the bracket that is drawn, and then each
// must be exchanged; others name the one that is meant. Whichever closes what it opens is right.
func mirrorBrackets(rs []rune) {
	if astray(rs, 0) < astray(rs, 1) {
		return
	}
	for i, r := range rs {
		if at := slices.Index(brackets, r); at >= 0 {
			rs[i] = brackets[at^1]
		}
	}
}

// astray counts brackets that close nothing or are not closed, with exchange 1 as if they were exchanged.
func astray(rs []rune, exchange int) int {
	open, n := 0, 0
	for _, r := range rs {
		at := slices.Index(brackets, r)
		switch {
		case at < 0:
		case (at^exchange)&1 == 0:
			open++
		case open > 0:
			open--
		default:
			n++
		}
	}
	return n + open
}
