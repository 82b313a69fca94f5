package plansheet

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/xls"
	"github.com/openupr/openupr/internal/upr"
)

// Limits of a file. A plan of a State has some hundred rows; the largest workbook that this program gives out has 5,000.
const (
	MaxBytes   = 32 << 20
	maxRows    = 20_000 // of all sheets
	maxColumns = 256
	maxCells   = 400_000
	maxCell    = 128 << 10 // bytes
	maxSheets  = 64
)

// Book is a file as its sheets.
type Book struct {
	Name     string // of the file
	SHA256   string
	Format   string // "xlsx", "xls" or "csv"
	Sheets   []Sheet
	Warnings []document.Warning
}

// Sheet is one sheet; row i of the file is Rows[i-1].
type Sheet struct {
	Name   string // empty for a CSV
	Hidden bool
	Rows   [][]Cell
}

// Cell is one cell as a person sees it.
type Cell struct {
	Text   string
	Number bool     // a number, not a text: 126.1 may have been typed as 126.10
	Date   upr.Date // of a cell that is formatted as a date
	From   string   // "B4": the cell whose text a merged one repeats; empty for a cell's own text
}

// Own says whether the cell itself holds something.
func (c Cell) Own() bool { return c.Text != "" && c.From == "" }

// at is the cell in a column; the empty one behind the end of a row.
func at(row []Cell, col int) Cell {
	if col < 0 || col >= len(row) {
		return Cell{}
	}
	return row[col]
}

// Ref names a cell as a spreadsheet does: "Plan!D14", of a CSV "D14". row and col count from 0.
func (s Sheet) Ref(row, col int) string {
	ref := columnName(col) + strconv.Itoa(row+1)
	if s.Name == "" {
		return ref
	}
	return s.Name + "!" + ref
}

// columnName is the letters of a column, from 0: A … Z, AA …
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// Read reads a workbook or a CSV. Its error is a *document.Refused, or the context's.
func Read(ctx context.Context, name string, b []byte) (book *Book, err error) {
	defer func() {
		if p := recover(); p != nil { // a panic in a reader is a refused file, never a stopped program
			book, err = nil, &document.Refused{Code: document.Panicked, Err: fmt.Errorf("reader panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	switch {
	case len(b) == 0:
		return nil, document.Refuse(document.Empty, "")
	case len(b) > MaxBytes:
		return nil, document.Refuse(document.TooLarge, "%d MB", MaxBytes>>20)
	}
	sum := sha256.Sum256(b)
	book = &Book{Name: name, SHA256: hex.EncodeToString(sum[:])}
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		book.Format = "xlsx"
		err = book.readXLSX(ctx, b)
	case xls.Detect(b):
		book.Format = "xls"
		err = book.readXLS(ctx, b)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		err = document.Refuse(document.NotExpected, "no workbook, or one with a password")
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		err = document.Refuse(document.NotExpected, "PDF")
	default:
		book.Format = "csv"
		err = book.readCSV(ctx, b)
	}
	if err != nil {
		var r *document.Refused
		if errors.As(err, &r) || ctx.Err() != nil {
			return nil, err
		}
		return nil, &document.Refused{Code: document.Corrupt, Err: err}
	}
	return book, book.check()
}

// check bounds what was read and refuses a file without anything.
func (b *Book) check() error {
	rows, cells := 0, 0
	for _, s := range b.Sheets {
		rows += len(s.Rows)
		for i, r := range s.Rows {
			if len(r) > maxColumns {
				return document.Refuse(document.TooMany, "row %d: %d columns", i+1, maxColumns)
			}
			for j, c := range r {
				if c.Own() {
					cells++
				}
				if len(c.Text) > maxCell {
					return document.Refuse(document.TooLarge, "%s: %d KB", s.Ref(i, j), maxCell>>10)
				}
			}
		}
	}
	switch {
	case rows > maxRows:
		return document.Refuse(document.TooMany, "%d rows", maxRows)
	case cells > maxCells:
		return document.Refuse(document.TooMany, "%d cells", maxCells)
	case cells == 0:
		return document.Refuse(document.Empty, "")
	}
	return nil
}

// readXLS takes the cells of an Excel 97 workbook.
func (b *Book) readXLS(ctx context.Context, file []byte) error {
	sheets, err := xls.Read(ctx, file, document.DefaultLimits())
	if err != nil {
		return err
	}
	for _, s := range sheets {
		out := Sheet{Name: s.Name}
		for _, row := range s.Rows {
			cells := make([]Cell, len(row))
			for j, text := range row {
				_, err := strconv.ParseFloat(text, 64)
				cells[j] = Cell{Text: clean(text), Number: err == nil}
			}
			out.Rows = append(out.Rows, cells)
		}
		filled := 0
		for _, m := range s.Merged {
			if err := out.fill(m.Row, m.Col, m.LastRow, m.LastCol, &filled); err != nil {
				return err
			}
		}
		b.Sheets = append(b.Sheets, out)
	}
	return nil
}

// clean takes away what a cell has round its words, and what no text holds.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsAny(s, "\r\x00\v\f") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "", "\v", "\n", "\f", "\n").Replace(s)
	}
	return strings.TrimFunc(s, blank)
}

// blank says whether a letter shows nothing.
func blank(r rune) bool {
	switch r {
	case ' ', '\n', '\t', '\r', '\u00a0', '\u200b', '\ufeff', '\u202f', '\u2060':
		return true
	}
	return false
}
