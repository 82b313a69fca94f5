package plansheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/upr"
)

// Open opens a workbook within the limits of this package: nothing larger than they allow is unpacked. Its error is a
// *document.Refused. What a formula would do is never done; its last value is all that is read.
func Open(b []byte) (*excelize.File, error) {
	if err := weigh(b); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: document.DefaultLimits().Inflat,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return nil, refusedWorkbook(err)
	}
	return f, nil
}

// weigh looks at the list of a package before anything is unpacked.
func weigh(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return &document.Refused{Code: document.Corrupt, Detail: "XLSX", Err: err}
	}
	lim := document.DefaultLimits()
	if len(z.File) > 2000 {
		return document.Refuse(document.TooMany, "%d parts", len(z.File))
	}
	var size uint64
	book := false
	for _, f := range z.File {
		size += f.UncompressedSize64
		book = book || strings.EqualFold(f.Name, "xl/workbook.xml")
		if strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin") {
			return document.Refuse(document.Hostile, "macros")
		}
	}
	switch {
	case !book:
		return document.Refuse(document.NotExpected, "no workbook")
	case size > uint64(lim.Inflat):
		return document.Refuse(document.Bomb, "%d MB", lim.Inflat>>20)
	}
	return nil
}

func refusedWorkbook(err error) error {
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword):
		return &document.Refused{Code: document.Encrypted, Err: err}
	case strings.Contains(err.Error(), "unzip size exceeds"):
		return &document.Refused{Code: document.Bomb, Detail: "XLSX", Err: err}
	}
	return &document.Refused{Code: document.Corrupt, Detail: "XLSX", Err: err}
}

func (b *Book) readXLSX(ctx context.Context, file []byte) (err error) {
	f, err := Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	props, err := f.GetWorkbookProps()
	if err != nil {
		return refusedWorkbook(err)
	}
	names := f.GetSheetList()
	if len(names) > maxSheets {
		return document.Refuse(document.TooMany, "%d sheets", maxSheets)
	}
	left := maxRows
	for _, name := range names {
		s := Sheet{Name: name}
		if visible, err := f.GetSheetVisible(name); err == nil {
			s.Hidden = !visible
		}
		rows, err := streamRows(ctx, f, name, &left)
		if err != nil {
			return err
		}
		merges := 0
		if len(rows.raw) > 0 {
			merged, err := f.GetMergeCells(name, true)
			if err != nil {
				return refusedWorkbook(err)
			}
			merges = len(merged)
		}
		typed := func(row, col int) bool { // whether a cell that looks like a number is a text
			if merges > maxMerges {
				return true // each look goes through all of them
			}
			kind, err := f.GetCellType(name, columnName(col)+strconv.Itoa(row+1))
			return err == nil && (kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString)
		}
		s.Rows = cellsOf(rows, props.Date1904 != nil && *props.Date1904, typed)
		if len(rows.raw) > 0 {
			if err := s.merge(f); err != nil {
				return err
			}
		}
		b.Sheets = append(b.Sheets, s)
	}
	return nil
}

// sheetRows are a sheet's cells twice: as a person sees them and as they are kept.
type sheetRows struct{ shown, raw [][]string }

// streamRows reads a sheet row by row and stops at the limit.
func streamRows(ctx context.Context, f *excelize.File, name string, left *int) (out sheetRows, err error) {
	for _, raw := range []bool{false, true} {
		rows, err := f.Rows(name)
		if err != nil {
			return out, nil // a sheet of charts has none
		}
		list := &out.shown
		if raw {
			list = &out.raw
		}
		n, cells := 0, 0
		for rows.Next() {
			if n++; n > *left {
				return out, errors.Join(document.Refuse(document.TooMany, "%d rows", maxRows), rows.Close())
			}
			if n%256 == 0 && ctx.Err() != nil {
				return out, errors.Join(ctx.Err(), rows.Close())
			}
			row, err := rows.Columns(excelize.Options{RawCellValue: raw, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
			if err != nil {
				return out, errors.Join(refusedWorkbook(err), rows.Close())
			}
			if cells += len(row); cells > 2*maxCells {
				return out, errors.Join(document.Refuse(document.TooMany, "%d cells", maxCells), rows.Close())
			}
			*list = append(*list, row)
		}
		if err := errors.Join(rows.Error(), rows.Close()); err != nil {
			return out, refusedWorkbook(err)
		}
	}
	for len(out.raw) > 0 && len(out.raw[len(out.raw)-1]) == 0 {
		out.raw = out.raw[:len(out.raw)-1]
	}
	*left -= len(out.raw)
	return out, nil
}

// maxMerges is up to how many merged cells it is asked of which type a cell is.
const maxMerges = 2000

// pointed are numbers of which it matters whether they were typed as texts: 126.10 is not 126.1.
var pointed = regexp.MustCompile(`^\d{1,3}\.\d{1,2}$`)

// dateShown is how a number looks that is formatted as a day.
var dateShown = regexp.MustCompile(`^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?$`)

func cellsOf(rows sheetRows, use1904 bool, typed func(row, col int) bool) [][]Cell {
	out := make([][]Cell, len(rows.raw))
	for i, raw := range rows.raw {
		out[i] = make([]Cell, len(raw))
		for j, kept := range raw {
			shown := kept
			if i < len(rows.shown) && j < len(rows.shown[i]) {
				shown = rows.shown[i][j]
			}
			if out[i][j] = cellOf(shown, kept, use1904); out[i][j].Number && pointed.MatchString(kept) && typed(i, j) {
				out[i][j] = Cell{Text: clean(kept)}
			}
		}
	}
	return out
}

// cellOf is a cell as shown; a day that is kept as a number is written year first, so that nobody has to guess its layout.
func cellOf(shown, kept string, use1904 bool) Cell {
	n, err := strconv.ParseFloat(kept, 64)
	if err != nil {
		return Cell{Text: clean(shown)}
	}
	if shown != kept && dateShown.MatchString(shown) {
		if day, ok := serialDay(n, use1904); ok {
			return Cell{Text: day.String(), Date: day}
		}
	}
	if shown == "" || strings.HasPrefix(shown, "#") { // formats that hide, or do not fit
		shown = kept
	}
	return Cell{Text: clean(shown), Number: true}
}

// serialDay is the day of a spreadsheet's number.
func serialDay(n float64, use1904 bool) (upr.Date, bool) {
	if n < 1 || n > 2958465 { // 31 December 9999
		return upr.Date{}, false
	}
	t, err := excelize.ExcelDateToTime(n, use1904)
	if err != nil {
		return upr.Date{}, false
	}
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}, true
}

// merge repeats the text of merged cells in all that they cover.
func (s *Sheet) merge(f *excelize.File) error {
	merged, err := f.GetMergeCells(s.Name, true)
	if err != nil {
		return refusedWorkbook(err)
	}
	filled := 0
	for _, m := range merged {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			continue
		}
		if err := s.fill(r1-1, c1-1, r2-1, c2-1, &filled); err != nil {
			return err
		}
	}
	return nil
}

// fill repeats the text of a merged cell in every cell that it covers. Rows and columns count from 0, the last ones are inside;
// filled counts the cells of a sheet.
func (s *Sheet) fill(row, col, lastRow, lastCol int, filled *int) error {
	if row >= len(s.Rows) {
		return nil
	}
	first := at(s.Rows[row], col)
	if first.Text == "" {
		return nil
	}
	first.From = columnName(col) + strconv.Itoa(row+1)
	for r := row; r <= min(lastRow, len(s.Rows)-1); r++ {
		for c := col; c <= min(lastCol, maxColumns-1); c++ {
			if r == row && c == col || at(s.Rows[r], c).Text != "" {
				continue
			}
			if *filled++; *filled > maxCells {
				return document.Refuse(document.TooMany, "merged cells")
			}
			for len(s.Rows[r]) <= c {
				s.Rows[r] = append(s.Rows[r], Cell{})
			}
			s.Rows[r][c] = first
		}
	}
	return nil
}
