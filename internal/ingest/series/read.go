// Package series reads the values of an indicator from a table in CSV: a period, a value, and what the value is of, in
// columns of any order that are known by their heads in English, Russian or Kazakh. What cannot be read is told with its
// line and why; nothing is guessed.
package series

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/upr"
)

// Bounds of a table.
const (
	MaxBytes = 512 << 10
	MaxRows  = 10_000
	maxCell  = 1000 // letters
)

// Row is one value.
type Row struct {
	Line   int      // in the file, from 1
	On     upr.Date // last day of the period
	Of     string   // what it is of: "women"; empty: all
	Value  string   // decimal text: "12.50"
	Source string
	Note   string
}

// Code says why a line, or the whole table, cannot be taken; it has a message in the catalogue ("series.wrong.<code>").
type Code string

// Codes.
const (
	NoTable   Code = "no-table"  // empty, or no table
	TooLarge  Code = "too-large" // beyond MaxBytes or MaxRows
	NotText   Code = "not-text"  // not UTF-8
	NoColumns Code = "columns"   // no column for the period or none for the value
	TwoHeads  Code = "two-heads" // two columns of one meaning
	BadPeriod Code = "period"
	BadValue  Code = "value"
	Ambiguous Code = "ambiguous" // "1,234": a thousand or a part of one
	Twice     Code = "twice"     // the same period of the same part stands in an earlier line
	TooLong   Code = "long"
	BadLine   Code = "line" // quotes or columns that do not close
)

// Wrong is what is wrong with a line; line 0 is the table as a whole.
type Wrong struct {
	Line  int
	Code  Code
	Value string
}

func (w *Wrong) Error() string { return fmt.Sprintf("line %d: %s %q", w.Line, w.Code, w.Value) }

// meaning of a column.
type meaning int

const (
	period meaning = iota
	value
	part
	source
	note
	meanings
)

// heads by which columns are known, folded.
var heads = map[string]meaning{
	"period": period, "date": period, "year": period, "on": period, "month": period, "quarter": period, "time": period,
	"период": period, "дата": period, "год": period, "кезең": period, "күні": period, "жыл": period, "жылы": period,
	"value": value, "number": value, "count": value, "значение": value, "показатель": value, "число": value, "мәні": value, "мән": value, "көрсеткіш": value,
	"of": part, "disaggregation": part, "group": part, "category": part, "by": part, "sex": part, "region": part, "age": part,
	"разбивка": part, "группа": part, "категория": part, "пол": part, "регион": part, "возраст": part, "бөлініс": part, "топ": part, "жынысы": part, "өңір": part, "жасы": part,
	"source": source, "источник": source, "дереккөз": source,
	"note": note, "comment": note, "remark": note, "примечание": note, "комментарий": note, "ескертпе": note,
}

// Heads are the words by which columns are known, for a page that says so, in the order of their meanings.
func Heads(lang string) []string {
	switch lang {
	case "ru":
		return []string{"период", "значение", "разбивка", "источник", "примечание"}
	case "kk":
		return []string{"кезең", "мәні", "бөлініс", "дереккөз", "ескертпе"}
	}
	return []string{"period", "value", "disaggregation", "source", "note"}
}

// Read reads a table. Either wrong is empty, or rows are those that could be read beside what is wrong.
func Read(b []byte) (rows []Row, wrong []Wrong) {
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	switch {
	case len(b) > MaxBytes:
		return nil, []Wrong{{0, TooLarge, fmt.Sprintf("%d KB", MaxBytes>>10)}}
	case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
		return nil, []Wrong{{0, NotText, ""}}
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace, r.ReuseRecord = delimiter(b), -1, true, true
	head, err := r.Read()
	if err != nil {
		return nil, []Wrong{{0, NoTable, ""}}
	}
	at, w := columns(head)
	if w != nil {
		return nil, []Wrong{*w}
	}
	seen := map[string]bool{}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			wrong = append(wrong, Wrong{bad.StartLine, BadLine, ""})
			break // what follows cannot be trusted
		}
		if err != nil {
			return nil, []Wrong{{0, NoTable, ""}} // reading from memory does not fail
		}
		line, _ := r.FieldPos(0)
		if empty(rec) {
			continue
		}
		if len(rows)+len(wrong) == MaxRows {
			return nil, []Wrong{{line, TooLarge, fmt.Sprint(MaxRows)}}
		}
		row, w := readRow(rec, at, line)
		if w == nil {
			key := row.On.String() + " " + row.Of
			if seen[key] {
				w = &Wrong{line, Twice, key}
			}
			seen[key] = true
		}
		if w != nil {
			wrong = append(wrong, *w)
			continue
		}
		rows = append(rows, row)
	}
	if len(rows)+len(wrong) == 0 {
		return nil, []Wrong{{0, NoTable, ""}}
	}
	return rows, wrong
}

// delimiter is the sign that stands most often in the first line.
func delimiter(b []byte) rune {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	best, n := ',', 0
	for _, c := range []rune{';', '\t', ','} {
		if m := bytes.Count(line, []byte(string(c))); m > n {
			best, n = c, m
		}
	}
	return best
}

// columns says where each meaning stands; -1 where it does not.
func columns(head []string) (at [meanings]int, wrong *Wrong) {
	for i := range at {
		at[i] = -1
	}
	for i, h := range head {
		m, ok := heads[strings.ToLower(strings.Join(strings.Fields(h), " "))]
		if !ok {
			continue
		}
		if at[m] >= 0 {
			return at, &Wrong{1, TwoHeads, cut(h)}
		}
		at[m] = i
	}
	if at[period] < 0 || at[value] < 0 {
		return at, &Wrong{1, NoColumns, cut(strings.Join(head, ", "))}
	}
	return at, nil
}

func readRow(rec []string, at [meanings]int, line int) (Row, *Wrong) {
	cell := func(m meaning) string {
		if at[m] < 0 || at[m] >= len(rec) {
			return ""
		}
		return strings.TrimSpace(rec[at[m]])
	}
	for m := range meanings {
		if utf8.RuneCountInString(cell(m)) > maxCell {
			return Row{}, &Wrong{line, TooLong, cut(cell(m))}
		}
	}
	row := Row{Line: line, Of: strings.Join(strings.Fields(visible(cell(part))), " "), Source: visible(cell(source)), Note: visible(cell(note))}
	var ok bool
	if row.On, ok = Period(cell(period)); !ok {
		return row, &Wrong{line, BadPeriod, cut(cell(period))}
	}
	var code Code
	if row.Value, code = Decimal(cell(value)); code != "" {
		return row, &Wrong{line, code, cut(cell(value))}
	}
	return row, nil
}

// visible leaves out signs that are not seen.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

func empty(rec []string) bool {
	return !slices.ContainsFunc(rec, func(s string) bool { return strings.TrimSpace(s) != "" })
}

func cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
