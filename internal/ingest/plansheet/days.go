package plansheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/upr"
)

// Exactness says how a day follows from what a cell says.
type Exactness string

// Kinds of exactness; each but Exact has a message ("tables.day.<code>").
const (
	NoDay   Exactness = ""        // the cell names no day
	Exact   Exactness = "exact"   //
	EndOf   Exactness = "end"     // only a period is named; its last day is taken
	Unclear Exactness = "unclear" // day and month cannot be told apart without a layout
)

// Layouts of days.
const (
	DMY = "dmy"
	MDY = "mdy"
	YMD = "ymd"
)

// Layouts in the order in which they are offered.
var Layouts = []string{DMY, MDY, YMD}

var (
	isoDay   = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ t]\d{1,2}:\d{2}.*)?$`)
	partsDay = regexp.MustCompile(`^(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{4}|\d{2})$`)
	wordDay  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\.?\s+([\p{L}]+)\.?,?\s+(\d{4})$`)
	yearDay  = regexp.MustCompile(`^(\d{4})\s+([\p{L}]+)\.?\s+(\d{1,2})$`) // 2026 жылғы 31 желтоқсан, without its words
	dayWord  = regexp.MustCompile(`^([\p{L}]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$`)
	backDay  = regexp.MustCompile(`^(\d{4})\s+(\d{1,2})\s+([\p{L}]+)$`)
	monthOf  = regexp.MustCompile(`^([\p{L}]+)\.?,?\s+(\d{4})$`)
	ofMonth  = regexp.MustCompile(`^(\d{4})\s+([\p{L}]+)$`)
	numMonth = regexp.MustCompile(`^(\d{1,2})[./](\d{4})$`)
	quarter  = regexp.MustCompile(`(?:^|\s)(?:q\s?([1-4])|([1-4]|iv|iii|ii|i)\s?-?(?:st|nd|rd|th|й|ий|ый|ши|ші|нши|нші)?\s?-?(?:quarter|qtr|кв(?:артал\p{L}*)?\.?|тоқсан\p{L}*|trimestre))(?:\s|$)`)
	half     = regexp.MustCompile(`(?:^|\s)(?:h\s?([12])|([12]|ii|i|first|second)\s?-?(?:st|nd|е|ое|ши|ші|нши)?\s?-?(?:half|полугоди\p{L}*|жартыжылды[қғ]\p{L}*|semestre))(?:\s|$)`)
	year     = regexp.MustCompile(`(?:^|\D)((?:19|20|21)\d{2})(?:\D|$)`)
	years    = regexp.MustCompile(`^((?:19|20)\d{2})\s?(?:-|to|по|until)\s?((?:19|20)\d{2})$`)
	noise    = regexp.MustCompile(`(?:^|\s)(?:by|to|until|before|till|up to|end|the|of|in|during|до|к|конца|конец|в|во|течение|года|году|годы|годов|гг|год|г|жылдың|жылғы|жылдар|жылы|жыл|ж|соңына|дейін|ішінде|соңы|аяғына|annee|ano|de|fin)(?:\.|\s|$)`)
)

// Day reads what a cell says of a day: a day in a layout (when the cell alone does not say which), a month, quarter, half
// or year, of which the last day is taken, or the end of a span of years. Serial numbers of spreadsheets are days too.
func Day(c Cell, layout string) (upr.Date, Exactness) {
	if !c.Date.IsZero() {
		return c.Date, Exact
	}
	s := fold(c.Text)
	if s == "" || len(s) > 120 {
		return upr.Date{}, NoDay
	}
	s = strings.NewReplacer("–", "-", "—", "-", "−", "-", "№", "", "(", " ", ")", " ", "\"", "", "«", "", "»", "").Replace(s)
	if c.Number {
		if n, err := strconv.ParseFloat(s, 64); err == nil {
			if n >= 1900 && n <= 2199 && n == float64(int(n)) {
				return upr.Date{Year: int(n), Month: 12, Day: 31}, EndOf
			}
			if n >= 20000 && n <= 80000 {
				if d, ok := serialDay(n, false); ok {
					return d, Exact
				}
			}
			return upr.Date{}, NoDay
		}
	}
	if m := isoDay.FindStringSubmatch(s); m != nil {
		return exact(m[1], m[2], m[3])
	}
	if m := partsDay.FindStringSubmatch(s); m != nil {
		return byLayout(m, layout)
	}
	bare := strings.Trim(s, " .,;")
	for range 4 { // words side by side share a blank
		bare = oneLine(noise.ReplaceAllString(bare, " "))
	}
	bare = strings.Trim(bare, " .,;")
	if d, e := named(bare); e != NoDay {
		return d, e
	}
	return period(bare)
}

// byLayout reads 03/04/2026: the layout is needed unless one of the numbers can only be a day.
func byLayout(m []string, layout string) (upr.Date, Exactness) {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	y := m[3]
	if len(y) == 2 {
		y = "20" + y
	}
	switch {
	case a > 12 && b <= 12:
		return exact(y, m[2], m[1])
	case b > 12 && a <= 12:
		return exact(y, m[1], m[2])
	case a == b:
		return exact(y, m[1], m[2])
	case layout == DMY:
		return exact(y, m[2], m[1])
	case layout == MDY:
		return exact(y, m[1], m[2])
	}
	return upr.Date{}, Unclear
}

func named(s string) (upr.Date, Exactness) {
	for _, f := range []struct {
		re              *regexp.Regexp
		day, month, yer int
	}{{wordDay, 1, 2, 3}, {dayWord, 2, 1, 3}, {yearDay, 3, 2, 1}, {backDay, 2, 3, 1}} {
		if m := f.re.FindStringSubmatch(s); m != nil {
			if n := monthNumber(m[f.month]); n > 0 {
				return exact(m[f.yer], strconv.Itoa(n), m[f.day])
			}
		}
	}
	for _, f := range []struct {
		re         *regexp.Regexp
		month, yer int
	}{{monthOf, 1, 2}, {ofMonth, 2, 1}} {
		if m := f.re.FindStringSubmatch(s); m != nil {
			if n := monthNumber(m[f.month]); n > 0 {
				y, _ := strconv.Atoi(m[f.yer])
				return endOf(y, n)
			}
		}
	}
	if m := numMonth.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		if n >= 1 && n <= 12 {
			return endOf(y, n)
		}
	}
	return upr.Date{}, NoDay
}

// period reads quarters, halves, years and spans of years.
func period(s string) (upr.Date, Exactness) {
	if m := years.FindStringSubmatch(s); m != nil {
		y, _ := strconv.Atoi(m[2])
		return endOf(y, 12)
	}
	m := year.FindAllStringSubmatch(s, -1)
	if len(m) != 1 {
		return upr.Date{}, NoDay
	}
	y, _ := strconv.Atoi(m[0][1])
	if q := quarter.FindStringSubmatch(s); q != nil {
		return endOf(y, 3*small(q[1]+q[2]))
	}
	if h := half.FindStringSubmatch(s); h != nil {
		return endOf(y, 6*small(h[1]+h[2]))
	}
	if strings.Trim(strings.Replace(s, m[0][1], "", 1), " .,;-") != "" {
		return upr.Date{}, NoDay // more than a year, and nobody here knows what
	}
	return endOf(y, 12)
}

func small(s string) int {
	switch s {
	case "1", "i", "first":
		return 1
	case "2", "ii", "second":
		return 2
	case "3", "iii":
		return 3
	}
	return 4
}

func endOf(y, month int) (upr.Date, Exactness) {
	if y < 1900 || y > 2199 {
		return upr.Date{}, NoDay
	}
	last := time.Date(y, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC)
	return upr.Date{Year: y, Month: month, Day: last.Day()}, EndOf
}

func exact(y, m, d string) (upr.Date, Exactness) {
	yy, _ := strconv.Atoi(y)
	mm, _ := strconv.Atoi(m)
	dd, _ := strconv.Atoi(d)
	t := time.Date(yy, time.Month(mm), dd, 0, 0, 0, 0, time.UTC)
	if yy < 1900 || yy > 2199 || t.Year() != yy || int(t.Month()) != mm || t.Day() != dd {
		return upr.Date{}, NoDay
	}
	return upr.Date{Year: yy, Month: mm, Day: dd}, Exact
}

// monthNames begin as the folded months do in English, Russian, Kazakh, French and Spanish.
var monthNames = [12][]string{
	{"jan", "янв", "қаңтар", "кантар", "janv", "ene"},
	{"feb", "фев", "ақпан", "акпан", "fev"},
	{"mar", "март", "наурыз"},
	{"apr", "апр", "сәуір", "сәуир", "avr", "abr"},
	{"may", "май", "мая", "маи", "мамыр", "mai"},
	{"jun", "июн", "маусым", "juin"},
	{"jul", "июл", "шілде", "шилде", "juil"},
	{"aug", "авг", "тамыз", "aou", "ago"},
	{"sep", "сен", "қыркүйек", "қыркүиек", "set"},
	{"oct", "окт", "қазан", "казан"},
	{"nov", "ноя", "қараша", "караша"},
	{"dec", "дек", "желтоқсан", "желтоксан", "dic"},
}

// foldedMonths are monthNames as they are compared.
var foldedMonths = func() (out [12][]string) {
	for i, names := range monthNames {
		for _, x := range names {
			out[i] = append(out[i], fold(x))
		}
	}
	return out
}()

// monthNumber is the month whose name begins a folded word, from 1; 0 for none.
func monthNumber(s string) int {
	best, n := 0, 0
	for i, names := range foldedMonths {
		for _, x := range names {
			if strings.HasPrefix(s, x) && len(x) > n {
				best, n = i+1, len(x)
			}
		}
	}
	return best
}

// LayoutOf is the layout in which the days of some cells are written, as far as they show it: numbers that can only be a
// day tell. sure is false when nothing shows it, or some show one and some another.
func LayoutOf(cells []Cell) (layout string, sure bool) {
	first, second := 0, 0
	for _, c := range cells {
		m := partsDay.FindStringSubmatch(fold(c.Text))
		if m == nil || !c.Date.IsZero() {
			continue
		}
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		if a > 12 {
			first++
		}
		if b > 12 {
			second++
		}
	}
	switch {
	case first > 0 && second == 0:
		return DMY, true
	case second > 0 && first == 0:
		return MDY, true
	}
	return DMY, false
}
