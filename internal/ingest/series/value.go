package series

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/upr"
)

var (
	yearOnly   = regexp.MustCompile(`^(\d{4})$`)
	halfYear   = regexp.MustCompile(`^(\d{4})[- /]?[HhSs]([12])$`)
	quarter    = regexp.MustCompile(`^(\d{4})[- /]?[Qq]([1-4])$`)
	yearMonth  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`)
	monthYear  = regexp.MustCompile(`^(\d{1,2})[./](\d{4})$`)
	dayDotted  = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
	decimalSet = regexp.MustCompile(`^-?\d{1,30}(\.\d{1,20})?$`)
)

// Period is the last day of a year, half-year, quarter or month, or the day itself: "2024", "2024-H1", "2024-Q3",
// "2024-03", "03.2024", "2024-03-31", "31.03.2024". Days with the month first are not read: nobody could tell them apart.
func Period(s string) (upr.Date, bool) {
	s = strings.TrimSpace(s)
	num := func(t string) int { n, _ := strconv.Atoi(t); return n }
	end := func(year, month int) (upr.Date, bool) { // of a month
		if year < 1800 || year > 2200 || month < 1 || month > 12 {
			return upr.Date{}, false
		}
		return upr.Date{Year: year, Month: month, Day: time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()}, true
	}
	if m := yearOnly.FindStringSubmatch(s); m != nil {
		return end(num(m[1]), 12)
	}
	if m := halfYear.FindStringSubmatch(s); m != nil {
		return end(num(m[1]), 6*num(m[2]))
	}
	if m := quarter.FindStringSubmatch(s); m != nil {
		return end(num(m[1]), 3*num(m[2]))
	}
	if m := yearMonth.FindStringSubmatch(s); m != nil {
		return end(num(m[1]), num(m[2]))
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		return end(num(m[2]), num(m[1]))
	}
	if m := dayDotted.FindStringSubmatch(s); m != nil {
		s = m[3] + "-" + two(m[2]) + "-" + two(m[1])
	}
	d, err := upr.ParseDate(s)
	return d, err == nil && !d.IsZero() && d.Year >= 1800 && d.Year <= 2200
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// Decimal is a number as decimal text, with a point and without marks between thousands; the digits stay as they were
// given. A comma is the decimal sign where it can be nothing else.
func Decimal(s string) (string, Code) {
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(s, "%")
	for _, blank := range []string{" ", "\u00a0", "\u202f", "\u2009", "'", "’"} {
		s = strings.ReplaceAll(s, blank, "")
	}
	s = strings.Replace(s, "−", "-", 1)
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case commas == 1 && dots == 0:
		whole, rest, _ := strings.Cut(s, ",")
		if len(rest) == 3 && len(strings.TrimPrefix(whole, "-")) <= 3 && strings.TrimPrefix(whole, "-") != "0" {
			return "", Ambiguous
		}
		s = whole + "." + rest
	case commas > 1 && dots <= 1 && grouped(s, ",", "."):
		s = strings.ReplaceAll(s, ",", "")
	case commas == 1 && dots == 1 && strings.Index(s, ",") < strings.Index(s, ".") && grouped(s, ",", "."):
		s = strings.ReplaceAll(s, ",", "")
	case commas == 1 && dots >= 1 && grouped(s, ".", ","):
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case dots > 1 && commas == 0 && grouped(s, ".", ","):
		s = strings.ReplaceAll(s, ".", "")
	}
	if !decimalSet.MatchString(s) {
		return "", BadValue
	}
	return s, ""
}

// grouped says whether a mark stands between groups of three digits before the decimal sign.
func grouped(s, mark, decimal string) bool {
	whole, _, _ := strings.Cut(strings.TrimPrefix(s, "-"), decimal)
	for i, g := range strings.Split(whole, mark) {
		if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
			return false
		}
	}
	return true
}
