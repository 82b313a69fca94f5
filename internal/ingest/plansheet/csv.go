package plansheet

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/plain"
)

// readCSV reads rows whatever stands between their cells, in whatever encoding a spreadsheet saves them.
func (b *Book) readCSV(ctx context.Context, file []byte) error {
	text, warnings, err := decode(file)
	if err != nil {
		return err
	}
	b.Warnings = warnings
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") && utf8.RuneCountInString(first) == 5 {
		r = csv.NewReader(strings.NewReader(rest)) // as Excel writes it
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		r.Comma, _ = utf8.DecodeRuneInString(first[4:])
	} else {
		r.Comma = separator(text)
	}
	s := Sheet{}
	for cells := 0; ; {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			b.Sheets = []Sheet{s}
			return nil
		}
		if err != nil {
			return refusedCSV(err)
		}
		line, _ := r.FieldPos(0)
		for len(s.Rows) < line-1 && len(s.Rows) < maxRows && len(s.Rows) > 0 && blankLines(text) {
			s.Rows = append(s.Rows, nil) // the reader passes over lines without anything
		}
		if len(s.Rows) >= maxRows {
			return document.Refuse(document.TooMany, "%d rows", maxRows)
		}
		if len(s.Rows)%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(record) > maxColumns {
			return document.Refuse(document.TooMany, "row %d: %d columns", len(s.Rows)+1, maxColumns)
		}
		if cells += len(record); cells > 2*maxCells {
			return document.Refuse(document.TooMany, "%d cells", maxCells)
		}
		row := make([]Cell, len(record))
		for i, v := range record {
			row[i] = Cell{Text: clean(harmed(v))}
		}
		s.Rows = append(s.Rows, row)
	}
}

// blankLines says whether counting lines can say where a row stands: not when cells hold line ends.
func blankLines(text string) bool { return strings.IndexByte(text, '"') < 0 }

// harmed gives a text back that this program or another kept from acting as a formula: an apostrophe before a sign.
func harmed(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@", rune(s[1])) {
		return s[1:]
	}
	return s
}

// separator is what stands most evenly between the cells of the first lines.
func separator(text string) rune {
	best, score := ',', 0
	lines := strings.SplitN(text, "\n", 31)
	for _, c := range []rune{',', ';', '\t', '|'} {
		n := 0
		for _, l := range lines[:min(30, len(lines))] {
			if inside := strings.Count(l, `"`) % 2; inside == 0 {
				n += min(strings.Count(outside(l), string(c)), 20)
			}
		}
		if n > score {
			best, score = c, n
		}
	}
	return best
}

// outside is a line without what stands in quotes.
func outside(l string) string {
	if strings.IndexByte(l, '"') < 0 {
		return l
	}
	var b strings.Builder
	for i, part := range strings.Split(l, `"`) {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}

func refusedCSV(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &document.Refused{Code: document.Corrupt, Detail: "CSV, line " + strconv.Itoa(p.StartLine), Err: err}
	}
	return &document.Refused{Code: document.Corrupt, Detail: "CSV", Err: err}
}

// decode reads the encodings of package plain, and CP1251, in which Russian spreadsheets save.
func decode(b []byte) (string, []document.Warning, error) {
	if !utf8.Valid(b) && !marked(b) && cyrillic(b) {
		text, err := charmap.Windows1251.NewDecoder().Bytes(b)
		if err != nil {
			return "", nil, &document.Refused{Code: document.Corrupt, Detail: "CP1251", Err: err}
		}
		return string(text), []document.Warning{{Code: "encoding-guessed", Detail: "CP1251"}}, nil
	}
	return plain.Decode(b)
}

// marked says whether the file itself says its encoding.
func marked(b []byte) bool {
	return len(b) > 1 && (b[0] == 0xFF && b[1] == 0xFE || b[0] == 0xFE && b[1] == 0xFF)
}

// cyrillic says whether bytes above ASCII stand in runs, as Russian words in CP1251 do; accents of Latin letters stand
// alone.
func cyrillic(b []byte) bool {
	runs, alone := 0, 0
	for i := 0; i < len(b); {
		if b[i] < 0xA8 {
			if b[i] == 0 {
				return false
			}
			i++
			continue
		}
		n := 1
		for i+n < len(b) && b[i+n] >= 0xA8 {
			n++
		}
		if n > 2 {
			runs++
		} else {
			alone++
		}
		i += n
	}
	return runs > alone
}
