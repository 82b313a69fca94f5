package docx

import (
	"strconv"
	"strings"
)

const (
	maxRoman  = 32_767 // Word's own limit; above it a number is printed in digits
	maxLetter = 26 * 30
	maxLabel  = 255 // letters of a level's text, Word's own limit
)

// formatNumber prints a number in one of Word's formats. Formats that we do not know come as decimal.
func formatNumber(format string, n int) string {
	switch format {
	case "none", "bullet":
		return ""
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "lowerLetter":
		return letters(n, "abcdefghijklmnopqrstuvwxyz")
	case "upperLetter":
		return letters(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	case "russianLower":
		return letters(n, "абвгдежзиклмнопрстуфхцчшщыэюя")
	case "russianUpper":
		return letters(n, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "ordinal":
		return ordinal(n)
	case "chicago":
		return chicago(n)
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	}
	return strconv.Itoa(n)
}

// letters counts a, b … z, aa, bb … as Word does.
func letters(n int, alphabet string) string {
	abc := []rune(alphabet)
	if n < 1 || n > maxLetter {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(abc[(n-1)%len(abc)]), (n-1)/len(abc)+1)
}

func roman(n int) string {
	if n < 1 || n > maxRoman {
		return strconv.Itoa(n)
	}
	var out strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"},
		{9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			out.WriteString(r.text)
		}
	}
	return out.String()
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// chicago is the row of footnote marks *, †, ‡, §, **, ††…
func chicago(n int) string {
	marks := []string{"*", "†", "‡", "§"}
	if n < 1 || n > 40 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(marks[(n-1)%4], (n-1)/4+1)
}
