package councildoc

import (
	"strconv"
	"strings"
)

var units = strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
var tens = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
	"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70}

// Ordinal reads "twentieth", "forty-eighth", "24th" or "24"; 0 when it is none.
func Ordinal(s string) int {
	s = strings.ToLower(strings.TrimSpace(s))
	if n, err := strconv.Atoi(strings.TrimRight(strings.TrimSpace(s), "stndrh ")); err == nil {
		return n
	}
	sum := 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == ' ' || r == '‑' }) {
		n := tens[w]
		for i, u := range units {
			if u == w {
				n = i + 1
			}
		}
		if n == 0 {
			return 0
		}
		sum += n
	}
	return sum
}
