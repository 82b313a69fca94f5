// Package sheet writes tables for people who work in a spreadsheet: XLSX and CSV. No cell ever acts as a formula,
// whatever a document's words begin with.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
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

// maxCell is what one cell of a workbook holds, in UTF-16 units.
const maxCell = 32_767

// WriteXLSX streams the table into a workbook with one sheet: bold frozen header, filter arrows, widths.
func WriteXLSX(w io.Writer, t Table) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("writing a workbook: %w", cerr)
		}
	}()
	name := sheetName(t.Name)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	head, plain, wrap, err := styles(f)
	if err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	if err := writeRows(s, t, head, plain, wrap); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "OpenUPR", Title: t.Name, Created: stamp(t.Made), Modified: stamp(t.Made)}); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

func styles(f *excelize.File) (head, plain, wrap int, err error) {
	if head, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return
	}
	if plain, err = f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}}); err != nil {
		return
	}
	wrap, err = f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	return
}

func writeRows(s *excelize.StreamWriter, t Table, head, plain, wrap int) error {
	for i, c := range t.Columns {
		if c.Width > 0 {
			if err := s.SetColWidth(i+1, i+1, min(c.Width, 255)); err != nil {
				return err
			}
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = excelize.Cell{StyleID: head, Value: c.Header}
	}
	if err := s.SetRow("A1", cells); err != nil {
		return err
	}
	n := 1
	for row := range t.Rows {
		n++
		for i := range cells {
			style := plain
			if t.Columns[i].Wrap {
				style = wrap
			}
			cells[i] = excelize.Cell{StyleID: style, Value: cellValue(row[i])}
		}
		if err := s.SetRow("A"+strconv.Itoa(n), cells); err != nil {
			return err
		}
	}
	if n > 1 && len(t.Columns) > 0 {
		last, err := excelize.CoordinatesToCellName(len(t.Columns), n)
		if err != nil {
			return err
		}
		if err := s.AddTable(&excelize.Table{Range: "A1:" + last, Name: "items", StyleName: "TableStyleLight1", ShowRowStripes: new(bool)}); err != nil {
			return err
		}
	}
	return s.Flush()
}

// cellValue is a number or a text; a text is never a formula because the writer stores it as a string.
func cellValue(v any) any {
	s, ok := v.(string)
	if !ok {
		return v
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > maxCell {
			return s[:i]
		}
	}
	return s
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
// signs too, which a spreadsheet in Japanese takes for the same.
func harmless(s string) string {
	if r, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", r) {
		return "'" + s
	}
	return s
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

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
