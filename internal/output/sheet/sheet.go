// Package sheet writes tables for people who work in a spreadsheet: XLSX and CSV. No cell ever acts as a formula,
// whatever a document's words begin with.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// Table is rows under a header. Every row has one value a column: a string, an int, or nil for an empty cell.
type Table struct {
	Name    string // of the sheet; shortened to what a workbook allows
	Columns []Column
	Rows    iter.Seq[[]any]
	Made    time.Time // written into the workbook's properties; the zero time writes none
}

// Column of a table.
type Column struct {
	Header string
	Width  float64 // in characters
	Wrap   bool    // long words: break lines inside the cell
}

// WriteCSV writes the table with a byte order mark, so that spreadsheets read it as UTF-8. A text that a spreadsheet
// would take for a formula gets an apostrophe in front.
func WriteCSV(w io.Writer, t Table) error {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	rec := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		rec[i] = harmless(col.Header)
	}
	flush := func() error {
		c.Flush()
		if err := c.Error(); err != nil {
			return err
		}
		_, err := b.WriteTo(w)
		return err
	}
	if err := c.Write(rec); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	for row := range t.Rows {
		for i := range rec {
			rec[i] = text(row[i])
		}
		if err := c.Write(rec); err != nil {
			return fmt.Errorf("writing a table: %w", err)
		}
		if b.Len() > 1<<16 {
			if err := flush(); err != nil {
				return fmt.Errorf("writing a table: %w", err)
			}
		}
	}
	if err := flush(); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	return nil
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	default:
		return fmt.Sprint(v)
	}
}

// harmless puts an apostrophe before a text that begins like a formula (OWASP, CSV injection), in the wide forms of those
// signs too, which a spreadsheet in Japanese takes for the same. A text that begins so behind apostrophes of its own gets
// one more, so that Plain gives back every text.
func harmless(s string) string {
	if formula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// Plain is a text as it was before WriteCSV made it harmless.
func Plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

func formula(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", r)
}

// sheetName is a name that a workbook allows: at most 31 characters, none of : \ / ? * [ ], no apostrophe at an end.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, s)
	r := []rune(strings.Trim(strings.TrimSpace(s), "'"))
	if len(r) > 31 {
		r = r[:31]
	}
	if len(r) == 0 {
		return "Table"
	}
	return string(r)
}
