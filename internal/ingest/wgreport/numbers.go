package wgreport

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// number is what a line may begin with: "124." (paragraph or local item), "124.1." or "124.1" (dotted item).
type number struct {
	first, second int // second is 0 for a plain number
	label         string
	rest          string // the line behind the label
	loose         bool   // written in an unusual way: "135 9.", "77. 24"
}

var (
	dotted = regexp.MustCompile(`^(\d{1,3})\.(\d{1,3})(?:\.(?:\s|$)|\s+|$|\.?(?P<glued>[A-Z“"‘(]))`)
	spaced = regexp.MustCompile(`^(\d{1,3})(?:\s?[.,]\s|\s|\s\.)\s?(\d{1,3})(?:\s?\.\s|\s|$)`)
	plain  = regexp.MustCompile(`^(\d{1,3})\s?\.(?:\s+|$|(?P<glued>[A-Z“"‘(]))`)
)

// numbersOf are the ways to read the beginning of a line, the likeliest first.
func numbersOf(text string) []number {
	if text == "" || text[0] < '0' || text[0] > '9' {
		return nil
	}
	var out []number
	if m := dotted.FindStringSubmatchIndex(text); m != nil {
		out = append(out, numberAt(text, m, false))
	}
	if m := spaced.FindStringSubmatchIndex(text); m != nil {
		out = append(out, numberAt(text, m, true))
	}
	if m := plain.FindStringSubmatchIndex(text); m != nil {
		end := m[1]
		if g := m[4]; g >= 0 {
			end = g
		}
		n, _ := strconv.Atoi(text[m[2]:m[3]])
		out = append(out, number{first: n, label: strings.TrimSpace(text[:end]), rest: strings.TrimSpace(text[end:])})
	}
	return out
}

func numberAt(text string, m []int, loose bool) number {
	end := m[1]
	if len(m) > 6 && m[6] >= 0 {
		end = m[6]
	}
	a, _ := strconv.Atoi(text[m[2]:m[3]])
	b, _ := strconv.Atoi(text[m[4]:m[5]])
	return number{first: a, second: b, label: strings.TrimSpace(text[:end]), rest: strings.TrimSpace(text[end:]), loose: loose}
}

// opens says whether words can begin an item or a paragraph: a capital, a quotation mark, a bracket, or nothing yet.
func opens(s string) bool {
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“\"‘'(["))
	return s == "" || unicode.IsUpper(c) || !unicode.IsLower(c) && !unicode.IsDigit(c) && c != ',' && c != '.'
}

// closed says whether words end as an item or a lead does.
func closed(s string) bool {
	s = strings.TrimRight(s, " *0123456789")
	if s == "" {
		return true
	}
	return strings.ContainsRune(";.:)”\"", rune(s[len(s)-1])) || strings.HasSuffix(s, "”")
}
