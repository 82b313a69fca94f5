package i18n

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	textmessage "golang.org/x/text/message"
)

// numberForm is how a language groups the digits of a whole number.
type numberForm struct{ group string }

// newNumberForm takes the grouping from CLDR by writing a number and looking between its digits.
func newNumberForm(tag language.Tag) numberForm {
	s := textmessage.NewPrinter(tag).Sprintf("%d", 1234567)
	_, rest, _ := strings.Cut(s, "1")
	group, _, _ := strings.Cut(rest, "234")
	return numberForm{group}
}

// Number writes a whole number in the language's form: 24,739 · 24 739.
func (p Printer) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "\u2212", s[1:]
	}
	if len(s) < 4 {
		return sign + s
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(p.loc.number.group)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Date writes a day: 30 October 2014. The zero time gives the message "date.unknown".
func (p Printer) Date(t time.Time) string {
	if t.IsZero() {
		return p.T("date.unknown")
	}
	return p.T("date.day", "day", strconv.Itoa(t.Day()), "month", p.T("month."+strconv.Itoa(int(t.Month()))),
		"year", strconv.Itoa(t.Year()))
}

// DateTime writes a day and the time of day in UTC, which it names.
func (p Printer) DateTime(t time.Time) string {
	if t.IsZero() {
		return p.T("date.unknown")
	}
	t = t.UTC()
	return p.T("date.time", "date", p.Date(t), "time", t.Format("15:04"))
}

// Bytes writes a size of a file in the unit a person reads best.
func (p Printer) Bytes(n int64) string {
	switch {
	case n >= 1<<20:
		return p.T("size.mb", "n", p.Number(int((n+1<<19)>>20)))
	case n >= 1<<10:
		return p.T("size.kb", "n", p.Number(int((n+1<<9)>>10)))
	default:
		return p.T("size.bytes", "count", int(n))
	}
}

// List joins names: A · A and B · A, B and C.
func (p Printer) List(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	last := len(names) - 1
	return p.T("list.last", "list", strings.Join(names[:last], ", "), "last", names[last])
}

// Less gives the order of words in the language, for lists of names.
func (p Printer) Less() func(a, b string) int {
	c := collate.New(language.Make(string(p.loc.lang)))
	return c.CompareString
}
