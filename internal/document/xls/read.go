// Package xls reads the cells of an Excel 97–2003 workbook (BIFF8 inside a compound file; [MS-XLS] 2.1, 2.4): texts and
// numbers of every sheet, nothing else. Formulas give their last result. It is our own because the readers at hand are
// no longer kept and panic on damaged files; the compound file itself is opened with richardlehane/mscfb.
package xls

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime/debug"
	"strconv"

	"github.com/richardlehane/mscfb"

	"github.com/openupr/openupr/internal/document"
)

// Sheet is one sheet with its rows from the first on; a row ends with its last cell that has something in it.
type Sheet struct {
	Name   string
	Rows   [][]string
	Merged []Range // in the order of the file, at most maxMerged
}

// Range of cells from the first row and column to the last, both counted from 0 and inside it.
type Range struct{ Row, Col, LastRow, LastCol int }

// Limits of a workbook, which the format itself has: 65,536 rows of 256 columns.
const (
	maxSheets = 256
	maxCells  = 4 << 20
	maxMerged = 64 << 10 // ranges of a sheet
)

// signature begins every compound file.
var signature = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// Detect says whether the bytes are a compound file with a workbook inside, and not, say, an old Word file.
func Detect(b []byte) bool {
	// The directory has names in UTF-16; the one of a BIFF8 workbook's stream is fixed.
	return bytes.HasPrefix(b, signature) && bytes.Contains(b, []byte("W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00\x00"))
}

// Read gives all sheets in the workbook's order. Its errors are *document.Refused, or the context's.
func Read(ctx context.Context, b []byte, lim document.Limits) (sheets []Sheet, err error) {
	defer func() {
		if p := recover(); p != nil {
			sheets, err = nil, &document.Refused{Code: document.Panicked, Err: fmt.Errorf("reader panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	stream, err := workbook(b, lim)
	if err != nil {
		return nil, err
	}
	return (&reader{ctx: ctx, b: stream}).sheets()
}

// workbook takes the workbook's stream out of the compound file.
func workbook(b []byte, lim document.Limits) ([]byte, error) {
	file, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return nil, &document.Refused{Code: document.Corrupt, Detail: "compound file", Err: err}
	}
	for {
		e, err := file.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, document.Refuse(document.NotExpected, "no workbook of Excel 97 or later")
		case err != nil:
			return nil, &document.Refused{Code: document.Corrupt, Detail: "compound file", Err: err}
		case e.Name != "Workbook":
			continue
		case e.Size < 0 || e.Size > int64(len(b)) || lim.Inflat > 0 && e.Size > lim.Inflat:
			return nil, document.Refuse(document.Corrupt, "size of the workbook")
		}
		out := make([]byte, e.Size)
		if _, err := io.ReadFull(e, out); err != nil {
			return nil, &document.Refused{Code: document.Truncated, Detail: "workbook", Err: err}
		}
		return out, nil
	}
}

// Record types ([MS-XLS] 2.3).
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recFilePass   = 0x002F
	recContinue   = 0x003C
	recBoundSheet = 0x0085
	recMulRK      = 0x00BD
	recMergeCells = 0x00E5
	recRString    = 0x00D6
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recNumber     = 0x0203
	recLabel      = 0x0204
	recString     = 0x0207
	recRK         = 0x027E
	recBOF        = 0x0809
)

// reader walks the records of a workbook's stream.
type reader struct {
	ctx   context.Context
	b     []byte
	at    int
	texts []string // the shared strings
	cells int
}

var errShort = document.Refuse(document.Truncated, "a record of the workbook")

// next is the record at the reader's place.
func (r *reader) next() (kind int, data []byte, err error) {
	if r.at+4 > len(r.b) {
		return 0, nil, errShort
	}
	kind = int(binary.LittleEndian.Uint16(r.b[r.at:]))
	n := int(binary.LittleEndian.Uint16(r.b[r.at+2:]))
	if r.at+4+n > len(r.b) {
		return 0, nil, errShort
	}
	data = r.b[r.at+4 : r.at+4+n]
	r.at += 4 + n
	return kind, data, nil
}

// peek is the kind of the record to come; 0 at the end.
func (r *reader) peek() int {
	if r.at+4 > len(r.b) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(r.b[r.at:]))
}

// part is a sheet's name and the place of its records.
type part struct {
	name string
	at   int
}

// sheets reads the globals, then every sheet that they name.
func (r *reader) sheets() ([]Sheet, error) {
	kind, data, err := r.next()
	if err != nil {
		return nil, err
	}
	if kind != recBOF || len(data) < 4 || binary.LittleEndian.Uint16(data) != 0x0600 {
		return nil, document.Refuse(document.NotExpected, "not a workbook of Excel 97 or later")
	}
	var parts []part
	for kind != recEOF {
		if kind, data, err = r.next(); err != nil {
			return nil, err
		}
		switch kind {
		case recFilePass:
			return nil, document.Refuse(document.Encrypted, "")
		case recBoundSheet:
			if len(data) < 8 || len(parts) == maxSheets {
				return nil, document.Refuse(document.Corrupt, "the list of sheets")
			}
			name, _ := shortText(data[6:])
			if data[5] == 0 { // a sheet of cells, no chart and no macros
				parts = append(parts, part{name, int(binary.LittleEndian.Uint32(data))})
			}
		case recSST:
			if err := r.sharedStrings(data); err != nil {
				return nil, err
			}
		}
	}
	out := make([]Sheet, 0, len(parts))
	for _, p := range parts {
		if p.at < 0 || p.at >= len(r.b) {
			return nil, document.Refuse(document.Corrupt, "the place of a sheet")
		}
		r.at = p.at
		s, err := r.sheet()
		if err != nil {
			return nil, err
		}
		s.Name = p.name
		out = append(out, s)
	}
	return out, nil
}

// sheet reads the cells of one sheet.
func (r *reader) sheet() (out Sheet, err error) {
	var rows [][]string
	set := func(row, col int, s string) {
		for len(rows) <= row {
			rows = append(rows, nil)
		}
		for len(rows[row]) <= col {
			rows[row] = append(rows[row], "")
		}
		rows[row][col] = s
	}
	lastRow, lastCol := 0, 0
	for n := 0; ; n++ {
		if n%4096 == 0 && r.ctx.Err() != nil {
			return out, r.ctx.Err()
		}
		kind, data, err := r.next()
		if err != nil {
			return out, err
		}
		if kind == recEOF {
			out.Rows = rows
			return out, nil
		}
		if kind == recString && lastRow >= 0 {
			s, _ := text(data)
			set(lastRow, lastCol, s)
			continue
		}
		if kind == recMergeCells {
			out.merge(data)
			continue
		}
		if len(data) < 6 {
			continue
		}
		row, col := int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:]))
		if col > 255 {
			continue
		}
		if r.cells++; r.cells > maxCells {
			return out, document.Refuse(document.TooMany, "%d cells", maxCells)
		}
		switch kind {
		case recLabelSST:
			if len(data) < 10 {
				return out, errShort
			}
			i := int(binary.LittleEndian.Uint32(data[6:]))
			if i < 0 || i >= len(r.texts) {
				return out, document.Refuse(document.Corrupt, "a cell names a text that is not there")
			}
			set(row, col, r.texts[i])
		case recLabel, recRString:
			s, _ := text(data[6:])
			set(row, col, s)
		case recNumber:
			if len(data) < 14 {
				return out, errShort
			}
			set(row, col, number(math.Float64frombits(binary.LittleEndian.Uint64(data[6:]))))
		case recRK:
			if len(data) < 10 {
				return out, errShort
			}
			set(row, col, number(rk(binary.LittleEndian.Uint32(data[6:]))))
		case recMulRK:
			for i := 4; i+6 <= len(data)-2 && col <= 255; i += 6 {
				set(row, col, number(rk(binary.LittleEndian.Uint32(data[i+2:]))))
				col++
			}
		case recFormula:
			if len(data) < 14 {
				return out, errShort
			}
			lastRow, lastCol = row, col // its text may follow
			if binary.LittleEndian.Uint16(data[12:]) != 0xFFFF {
				set(row, col, number(math.Float64frombits(binary.LittleEndian.Uint64(data[6:]))))
			}
		}
	}
}

// merge reads ranges of merged cells ([MS-XLS] 2.4.168). A range that ends before it begins is none.
func (s *Sheet) merge(data []byte) {
	for i := 2; i+8 <= len(data) && len(s.Merged) < maxMerged; i += 8 {
		at := func(n int) int { return int(binary.LittleEndian.Uint16(data[i+2*n:])) }
		m := Range{Row: at(0), LastRow: at(1), Col: at(2), LastCol: at(3)}
		if m.LastRow >= m.Row && m.LastCol >= m.Col && m.LastCol <= 255 {
			s.Merged = append(s.Merged, m)
		}
	}
}

// rk is a number packed into 30 bits ([MS-XLS] 2.5.122).
func rk(x uint32) float64 {
	var f float64
	if x&2 != 0 {
		f = float64(int32(x) >> 2)
	} else {
		f = math.Float64frombits(uint64(x&^3) << 32)
	}
	if x&1 != 0 {
		f /= 100
	}
	return f
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
