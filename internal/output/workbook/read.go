package workbook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/store"
)

// Limits of a workbook that comes back: rows of all sheets, and cells that are named as wrong.
const (
	maxRows  = 20_000
	maxWrong = 200
)

// Read reads a workbook that came back. A file that is none of this program's, or whose hidden sheet was changed, is a
// *document.Refused; a cell that cannot be taken is told in BookBack.Wrong.
func Read(ctx context.Context, b []byte) (back *followup.BookBack, err error) {
	defer func() {
		if p := recover(); p != nil { // a panic in a reader is a refused file, never a stopped program
			back, err = nil, &document.Refused{Code: document.Panicked, Err: fmt.Errorf("reader panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	switch {
	case len(b) == 0:
		return nil, document.Refuse(document.Empty, "")
	case len(b) > plansheet.MaxBytes:
		return nil, document.Refuse(document.TooLarge, "%d MB", plansheet.MaxBytes>>20)
	case !bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return nil, document.Refuse(document.NotExpected, "XLSX")
	}
	f, err := plansheet.Open(b)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := &reader{ctx: ctx, f: f, back: &followup.BookBack{}, rows: map[string]known{}, codes: map[string]map[string]string{}, heads: map[string]string{}, seen: map[string]bool{}}
	if r.formulas, err = hasFormulas(b); err != nil {
		return nil, err
	}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.use1904 = *props.Date1904
	}
	if err := r.hidden(); err != nil {
		return nil, err
	}
	for _, name := range f.GetSheetList() {
		if err := r.sheet(name); err != nil {
			return nil, err
		}
	}
	for key := range r.rows {
		if !r.seen[key] {
			r.back.Gone++
		}
	}
	return r.back, nil
}

// known is what the hidden sheet says of a row.
type known struct {
	sheet, key, id, lang string
	base                 store.FactID
	digests              []string
}

type reader struct {
	ctx      context.Context
	f        *excelize.File
	back     *followup.BookBack
	lang     string
	rows     map[string]known             // by sheet and key
	codes    map[string]map[string]string // of lists, by word
	heads    map[string]string
	seen     map[string]bool
	read     int
	use1904  bool
	formulas bool
}

// hidden reads the sheet of identifiers. It is found by what it says, not by its name.
func (r *reader) hidden() error {
	for _, name := range r.f.GetSheetList() {
		rows, err := r.f.Rows(name)
		if err != nil {
			continue
		}
		list, err := r.hiddenRows(rows)
		if cerr := rows.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
		if list != nil {
			return r.takeHidden(list)
		}
	}
	return document.Refuse(document.NotExpected, "no workbook of OpenUPR: its hidden sheet is not there")
}

// hiddenRows are the rows of a sheet when it is the hidden one; nil for another.
func (r *reader) hiddenRows(rows *excelize.Rows) ([][]string, error) {
	var out [][]string
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, refused(err)
		}
		if len(out) == 0 && (len(cells) < 2 || cells[0] != "version") {
			return nil, nil
		}
		if len(out) > 2*maxRows {
			return nil, document.Refuse(document.TooMany, "%d rows", maxRows)
		}
		out = append(out, slices.Clone(cells))
	}
	return out, refusedOrNil(rows.Error())
}

func (r *reader) takeHidden(list [][]string) error {
	tampered := document.Refuse(document.Corrupt, "the hidden sheet was changed: take the workbook out again")
	n := len(list)
	if n < 7 || len(list[n-1]) < 2 || list[n-1][0] != "sum" {
		return tampered
	}
	for i, row := range list[:n-1] { // what a reader leaves out at the end of a row was an empty cell
		want := map[string]int{"row": 7, "list": 4, "head": 3}[row[0]]
		for len(row) < want {
			row = append(row, "")
		}
		list[i] = row
	}
	if checksum(list[:n-1]) != list[n-1][1] {
		return tampered
	}
	for _, row := range list[:n-1] {
		switch row[0] {
		case "version":
			if row[1] != Version {
				return document.Refuse(document.NotExpected, "a workbook of another version: %s", row[1])
			}
		case "workspace":
			r.back.Workspace = row[1]
		case "body":
			r.back.Body = row[1]
		case "lang":
			r.lang = row[1]
		case "list":
			if r.codes[row[1]] == nil {
				r.codes[row[1]] = map[string]string{}
			}
			r.codes[row[1]][fold(row[3])] = row[2]
			r.codes[row[1]][fold(row[2])] = row[2]
		case "head":
			r.heads[row[1]] = row[2]
		case "row":
			base, err := strconv.ParseInt(row[4], 10, 64)
			if err != nil || base < 0 {
				return tampered
			}
			r.rows[row[1]+" "+row[2]] = known{row[1], row[2], row[3], row[5], store.FactID(base), strings.Fields(row[6])}
		}
	}
	return nil
}

func fold(s string) string { return strings.ToLower(text(s)) }

// sheet reads the rows of a sheet that has a row of codes; others are passed over.
func (r *reader) sheet(name string) error {
	rows, err := r.f.Rows(name)
	if err != nil {
		return nil // a sheet of charts has none
	}
	err = r.sheetRows(name, rows)
	return errors.Join(err, rows.Close())
}

func (r *reader) sheetRows(name string, rows *excelize.Rows) error {
	var columns map[int]string
	sheet := ""
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return refused(err)
		}
		if r.read++; r.read > 3*maxRows {
			return document.Refuse(document.TooMany, "%d rows", maxRows)
		}
		if r.read%256 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if columns == nil {
			if sheet, columns = codesIn(cells); columns == nil && n > 20 {
				return nil // no sheet of ours
			}
			continue
		}
		r.row(name, sheet, n, cells, columns)
	}
	return refusedOrNil(rows.Error())
}

// codesIn finds what each column is.
func codesIn(cells []string) (sheet string, columns map[int]string) {
	for i, c := range cells {
		rest, ok := strings.CutPrefix(c, mark)
		if !ok {
			continue
		}
		s, code, ok := strings.Cut(rest, ":")
		if !ok || followup.BookFields[s] == nil || !slices.Contains(columnsOf(s), code) || sheet != "" && s != sheet {
			continue
		}
		if columns == nil {
			sheet, columns = s, map[int]string{}
		}
		columns[i] = code
	}
	return sheet, columns
}

func (r *reader) wrong(cell, code, value string) {
	if len(r.back.Wrong) < maxWrong {
		r.back.Wrong = append(r.back.Wrong, followup.WrongCell{Cell: cell, Code: code, Value: value})
	}
}

// row reads one row: what of it differs from what was written.
func (r *reader) row(name, sheet string, n int, cells []string, columns map[int]string) {
	key, recs, filled := "", "", false
	for i, c := range cells {
		switch code := columns[i]; {
		case code == "":
			if text(c) != "" {
				r.back.Beside++
			}
		case code == colKey:
			key = text(c)
		case code == colRecs:
			recs = text(c)
			filled = filled || recs != ""
		case code != colNumber:
			filled = filled || text(c) != ""
		}
	}
	at := name + ", " + strconv.Itoa(n)
	k, ok := r.rows[sheet+" "+key]
	switch {
	case key == "" && !filled, key != "" && key == r.heads[sheet]:
		return
	case key == "" && sheet != followup.SheetMeasures:
		r.wrong(at, "no-key", "")
		return
	case key != "" && !ok:
		r.wrong(at, "key", key)
		return
	case key != "" && r.seen[sheet+" "+key]:
		r.wrong(at, "twice", key)
		return
	}
	r.seen[sheet+" "+key] = true
	back := followup.BackRow{Sheet: sheet, Key: key, ID: k.id, Base: k.base, Lang: k.lang, Row: at, Values: map[string]string{}}
	if key == "" {
		back.Lang, back.Recs = r.lang, recs
	}
	good := true
	for i, code := range columns {
		at := slices.Index(followup.BookFields[sheet], code)
		if at < 0 {
			continue
		}
		cell := ""
		if i < len(cells) {
			cell = cells[i]
		}
		if at < len(k.digests) && k.digests[at] == "long" {
			continue
		}
		ref := name + "!" + columnLetters(i) + strconv.Itoa(n)
		value, wrong := r.value(name, code, cell, i, n)
		if wrong != "" {
			r.wrong(ref, wrong, short(cell))
			good = false
			continue
		}
		if at < len(k.digests) && k.digests[at] == digest(code, value) || key == "" && value == "" {
			continue
		}
		back.Values[code] = value
	}
	switch {
	case !good:
	case len(back.Values) == 0 && key != "":
		r.back.Untouched++
	case key == "" && back.Values["title"] == "":
		r.wrong(at, "no-title", "")
	default:
		r.back.Rows = append(r.back.Rows, back)
	}
}

// value is a cell as the ledger writes it; wrong is the code of what is wrong with it.
func (r *reader) value(sheet, code, cell string, col, row int) (value, wrong string) {
	if r.formulas {
		ref, err := excelize.CoordinatesToCellName(col+1, row)
		if err == nil {
			if formula, err := r.f.GetCellFormula(sheet, ref); err != nil || formula != "" {
				return "", "formula"
			}
		}
	}
	cell = text(cell)
	switch {
	case cell == "":
		return "", ""
	case listFields[code]:
		if c, ok := r.codes[code][fold(cell)]; ok {
			return c, ""
		}
		return "", "list"
	case dayFields[code]:
		c := plansheet.Cell{Text: cell}
		if n, err := strconv.ParseFloat(cell, 64); err == nil {
			if n < 1000 || n > 200_000 {
				return "", "day"
			}
			t, err := excelize.ExcelDateToTime(n, r.use1904)
			if err != nil {
				return "", "day"
			}
			return t.Format("2006-01-02"), ""
		}
		d, how := plansheet.Day(c, "")
		if how != plansheet.Exact {
			return "", "day"
		}
		return d.String(), ""
	}
	return cell, ""
}

func columnLetters(i int) string {
	s, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "?"
	}
	return s
}

// short is what a message shows of a cell.
func short(s string) string {
	r := []rune(text(s))
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(r)
}

func refused(err error) error {
	if _, ok := document.AsRefused(err); ok {
		return err
	}
	return &document.Refused{Code: document.Corrupt, Detail: "XLSX", Err: err}
}

func refusedOrNil(err error) error {
	if err == nil {
		return nil
	}
	return refused(err)
}
