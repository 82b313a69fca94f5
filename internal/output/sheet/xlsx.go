package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// Bounds of a workbook: what one cell holds, in UTF-16 units, and how many rows a sheet has.
const (
	maxCell = 32_767
	maxRows = 1_048_576
)

// WriteXLSX streams tables into a workbook, a sheet each: bold frozen header, filter arrows, widths. A row is on its way
// to the reader when the next one is asked for, so memory does not grow with the rows and nothing is put on disk. A
// table with more rows than a sheet has goes on in a further sheet under the same header.
func WriteXLSX(w io.Writer, tables ...Table) error {
	b := &book{zip: zip.NewWriter(w)}
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	if len(tables) > 0 {
		b.made = tables[0].Made
	}
	for _, t := range tables {
		if err := b.table(t); err != nil {
			return fmt.Errorf("writing a workbook: %w", err)
		}
	}
	if err := b.close(tables); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

// book is a workbook while it is written: its sheets come first, the parts that list them last.
type book struct {
	zip   *zip.Writer
	made  time.Time
	names []string // of the sheets so far
	refs  []string // cells under their filter arrows
}

// table writes one table into as many sheets as it needs.
func (b *book) table(t Table) error {
	var s *sheetPart
	for row := range t.Rows {
		if s != nil && s.rows == maxRows {
			if err := b.finish(s, t); err != nil {
				return err
			}
			s = nil
		}
		if s == nil {
			var err error
			if s, err = b.begin(t); err != nil {
				return err
			}
		}
		s.row(row, 0, t.Columns)
		if s.err() != nil {
			return s.err()
		}
	}
	if s == nil {
		var err error
		if s, err = b.begin(t); err != nil {
			return err
		}
	}
	return b.finish(s, t)
}

// sheetPart is one sheet while it is written.
type sheetPart struct {
	*bufio.Writer
	rows int
}

func (s *sheetPart) err() error {
	_, err := s.Write(nil)
	return err
}

func (b *book) begin(t Table) (*sheetPart, error) {
	name := sheetName(t.Name)
	for n := 2; b.has(name); n++ {
		tail := " " + strconv.Itoa(n)
		head := []rune(sheetName(t.Name))
		name = string(head[:min(len(head), 31-len(tail))]) + tail
	}
	b.names = append(b.names, name)
	part, err := b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.names)))
	if err != nil {
		return nil, err
	}
	s := &sheetPart{Writer: bufio.NewWriterSize(part, 1<<16)}
	s.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	if widths(t.Columns) {
		s.WriteString("<cols>")
		for i, c := range t.Columns {
			if c.Width > 0 {
				fmt.Fprintf(s, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, min(c.Width, 255))
			}
		}
		s.WriteString("</cols>")
	}
	s.WriteString("<sheetData>")
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Header
	}
	s.row(head, styleHead, nil)
	return s, s.err()
}

func widths(columns []Column) bool {
	for _, c := range columns {
		if c.Width > 0 {
			return true
		}
	}
	return false
}

func (b *book) has(name string) bool {
	for _, n := range b.names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

func (b *book) finish(s *sheetPart, t Table) error {
	s.WriteString("</sheetData>")
	ref := ""
	if s.rows > 1 && len(t.Columns) > 0 {
		ref = "A1:" + columnName(len(t.Columns)-1) + strconv.Itoa(s.rows)
		s.WriteString(`<autoFilter ref="` + ref + `"/>`)
	}
	b.refs = append(b.refs, ref)
	s.WriteString("</worksheet>")
	return s.Flush()
}

// Styles of a cell, as styles.xml lists them.
const (
	stylePlain = 1
	styleHead  = 2
	styleWrap  = 3
)

// row writes one row; columns say how a cell looks where style is 0. What goes wrong is kept by the buffer.
func (s *sheetPart) row(cells []any, style int, columns []Column) {
	s.rows++
	n := strconv.Itoa(s.rows)
	s.WriteString(`<row r="` + n + `">`)
	for i, v := range cells {
		if v == nil {
			continue
		}
		look := style
		if look == 0 {
			look = stylePlain
			if columns[i].Wrap {
				look = styleWrap
			}
		}
		s.WriteString(`<c r="` + columnName(i) + n + `" s="` + strconv.Itoa(look) + `"`)
		switch v := v.(type) {
		case int:
			s.WriteString("><v>" + strconv.Itoa(v) + "</v></c>")
		default:
			s.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
			_ = xml.EscapeText(s, []byte(cellText(fmt.Sprint(v)))) // into the buffer, which keeps the error
			s.WriteString("</t></is></c>")
		}
	}
	s.WriteString("</row>")
}

// likeEscape is what a workbook takes for one character where a text has it letter by letter.
var likeEscape = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// cellText is a text as a cell holds it: sound, not too long, and nothing in it read as an escape.
func cellText(s string) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > maxCell {
			s = s[:i]
			break
		}
	}
	if strings.Contains(s, "_x") {
		s = likeEscape.ReplaceAllString(s, "_x005F_$1")
	}
	return s
}

// columnName is the letters of a column, from 0: A … Z, AA …
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// part begins a file inside the workbook. All have one date, so that the same tables give the same bytes.
func (b *book) part(name string) (io.Writer, error) {
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}
