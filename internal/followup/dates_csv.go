package followup

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Bounds of a table of days.
const (
	MaxDatesBytes = 256 << 10
	maxDatesRows  = 1000
)

// DateRow is a row of a table of days.
type DateRow struct {
	Line     int // of the file, from 1
	Deadline plan.Deadline
	BodyName string // as written
	Wrong    []DateWrong

	ID     string     // of the deadline that it is
	Change DateChange // what taking it would do
	Was    upr.Date   // the day that stands, where it changes
}

// DateWrong is why a row cannot be taken. Code has a message in the catalogue ("dates.csv.<code>").
type DateWrong struct{ Code, Column, Value string }

// DateChange is what taking a row would do.
type DateChange string

// Changes.
const (
	DateNew     DateChange = "new"
	DateMoved   DateChange = "changed"
	DateSame    DateChange = "same"
	DateRefused DateChange = "refused"
)

// DatesRefused is a table of days of which nothing can be taken. Code has a message in the catalogue ("dates.csv.<code>").
type DatesRefused struct {
	Code  string
	Line  int
	Value string
}

func (e *DatesRefused) Error() string {
	return fmt.Sprintf("table of days, line %d: %s %q", e.Line, e.Code, e.Value)
}

// dateColumns are the words by which the columns are known, in the languages of the program.
var dateColumns = map[string][]string{
	"title":     {"title", "what", "название", "что", "атауы"},
	"mechanism": {"mechanism", "механизм", "тетік"},
	"due":       {"due", "deadline", "date", "срок", "дата", "мерзімі", "күні"},
	"body":      {"body", "орган", "орган (id)", "ұйым"},
	"done":      {"done", "выполнено", "сделано", "орындалды"},
	"source":    {"source", "источник", "дереккөз"},
}

// ReadDates reads a table of days: CSV in UTF-8 with a head, separated by commas, semicolons or tabs. Its columns, in any
// order: title, mechanism, due, body, done, source; title and due must be there. A row that cannot be taken says why.
func ReadDates(b []byte) ([]DateRow, error) {
	b = bytes.TrimPrefix(b, []byte("\uFEFF"))
	switch {
	case len(b) > MaxDatesBytes:
		return nil, &DatesRefused{Code: "large"}
	case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
		return nil, &DatesRefused{Code: "encoding"}
	case len(bytes.TrimSpace(b)) == 0:
		return nil, &DatesRefused{Code: "empty"}
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma = separator(b)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, csvRefused(err)
	}
	at, err := columnsOf(head)
	if err != nil {
		return nil, err
	}
	var out []DateRow
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvRefused(err)
		}
		line, _ := r.FieldPos(0)
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		if len(out) == maxDatesRows {
			return nil, &DatesRefused{Code: "many", Line: line}
		}
		out = append(out, dateRow(line, record, at))
	}
	if len(out) == 0 {
		return nil, &DatesRefused{Code: "empty"}
	}
	return out, nil
}

func csvRefused(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &DatesRefused{Code: "broken", Line: p.Line}
	}
	return &DatesRefused{Code: "broken"}
}

// separator is the sign that comes most often in the head.
func separator(b []byte) rune {
	head, _, _ := bytes.Cut(b, []byte("\n"))
	best := ','
	for _, c := range []rune{';', '\t'} {
		if bytes.Count(head, []byte(string(c))) > bytes.Count(head, []byte(string(best))) {
			best = c
		}
	}
	return best
}

// columnsOf says where each column stands.
func columnsOf(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(h))
		for name, words := range dateColumns {
			for _, w := range words {
				if h != w {
					continue
				}
				if _, twice := at[name]; twice {
					return nil, &DatesRefused{Code: "twice", Line: 1, Value: h}
				}
				at[name] = i
			}
		}
	}
	for _, need := range []string{"title", "due"} {
		if _, ok := at[need]; !ok {
			return nil, &DatesRefused{Code: "column", Line: 1, Value: need}
		}
	}
	return at, nil
}

func dateRow(line int, record []string, at map[string]int) DateRow {
	row := DateRow{Line: line}
	get := func(name string) string {
		i, ok := at[name]
		if !ok || i >= len(record) {
			return ""
		}
		s := strings.Join(strings.Fields(record[i]), " ")
		if len(s) > deadlineTitle {
			row.Wrong = append(row.Wrong, DateWrong{"long", name, excerpt(s)})
			return ""
		}
		return s
	}
	day := func(name string) upr.Date {
		s := get(name)
		d, ok := anyDay(s)
		if !ok || !d.IsZero() && !sensible(d) {
			row.Wrong = append(row.Wrong, DateWrong{"day", name, excerpt(s)})
			return upr.Date{}
		}
		return d
	}
	row.Deadline = plan.Deadline{Title: get("title"), Mechanism: get("mechanism"), Due: day("due"), Done: day("done"), Source: get("source")}
	row.BodyName = get("body")
	switch {
	case len(row.Wrong) > 0:
	case row.Deadline.Title == "":
		row.Wrong = append(row.Wrong, DateWrong{"missing", "title", ""})
	case row.Deadline.Due.IsZero():
		row.Wrong = append(row.Wrong, DateWrong{"missing", "due", ""})
	}
	return row
}

// anyDay reads 2027-03-31 and 31.03.2027; the empty text is no day.
func anyDay(s string) (upr.Date, bool) {
	if s == "" {
		return upr.Date{}, true
	}
	for _, layout := range []string{"2006-01-02", "02.01.2006", "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}, true
		}
	}
	return upr.Date{}, false
}

// excerpt is the beginning of what somebody wrote, for a message about it.
func excerpt(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
