package workbook

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Version of the layout, in the hidden sheet.
const Version = "openupr-workbook/1"

// NewRows is how many empty rows for new measures a workbook has.
const NewRows = 50

// maxCell is how much a cell of a workbook holds, in UTF-16 units.
const maxCell = 32_767

// Codes of columns that are no fields.
const (
	colKey    = "key"
	colNumber = "number"
	colWords  = "words"
	colAsked  = "asked" // day by which a report is asked for
	colLast   = "last"  // status last reported
	colRecs   = "recs"
	mark      = "openupr:" // begins the first cell of a sheet's row of codes
	idsSheet  = "openupr"
)

// columnsOf a sheet: what stands locked first, then what is filled in.
func columnsOf(sheet string) []string {
	if sheet == followup.SheetReports {
		return append([]string{colKey, colNumber, colWords, colAsked, colLast}, followup.BookFields[sheet]...)
	}
	return append([]string{colKey, colNumber, colRecs}, followup.BookFields[sheet]...)
}

// widths of columns, in characters; others have 24.
var widths = map[string]float64{colKey: 22, colNumber: 10, colWords: 60, colAsked: 12, colLast: 18, colRecs: 24, "text": 60, "title": 50, "status": 22, "kind": 22,
	"until": 12, "due": 12, "cost": 14, "currency": 9, "outcome": 40, "effect": 40, "obstacle": 40, "note": 40}

// dayFields hold days; listFields hold one of a list.
var (
	dayFields  = map[string]bool{"until": true, "due": true, colAsked: true}
	listFields = map[string]bool{"status": true, "kind": true}
)

// Write writes a workbook in a language.
func Write(w io.Writer, b *followup.Book, p i18n.Printer) error {
	f := excelize.NewFile()
	err := (&writer{f: f, book: b, p: p}).all(w)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

type writer struct {
	f    *excelize.File
	book *followup.Book
	p    i18n.Printer
	look looks
	ids  [][]string // of the hidden sheet
}

// looks are the styles of cells.
type looks struct{ head, locked, open, day, lockedDay, plain int }

func (w *writer) all(out io.Writer) error {
	if err := w.styles(); err != nil {
		return err
	}
	intro := sheetName(w.p.T("books.sheet.intro"))
	if err := w.f.SetSheetName("Sheet1", intro); err != nil {
		return err
	}
	name, _ := w.book.BodyNames.In(string(w.p.Lang()))
	if err := w.f.SetDocProps(&excelize.DocProperties{Title: name, Creator: "OpenUPR", Created: w.book.Made.Format(time.RFC3339), Modified: w.book.Made.Format(time.RFC3339)}); err != nil {
		return err
	}
	w.say("version", Version)
	w.say("workspace", w.book.Workspace)
	w.say("body", w.book.Body)
	w.say("act", strconv.FormatUint(w.book.Act, 10))
	w.say("lang", string(w.p.Lang()))
	w.say("made", w.book.Made.Format(time.RFC3339))
	lists := w.lists()
	if err := w.intro(intro, name); err != nil {
		return err
	}
	sheets := []string{followup.SheetMeasures}
	if w.book.Reports {
		sheets = []string{followup.SheetReports, followup.SheetMeasures}
	}
	for _, s := range sheets {
		if err := w.sheet(s, lists); err != nil {
			return err
		}
	}
	if err := w.hidden(); err != nil {
		return err
	}
	w.f.SetActiveSheet(0)
	return w.f.Write(out)
}

func (w *writer) say(cells ...string) { w.ids = append(w.ids, cells) }

func (w *writer) styles() (err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	locked, open := &excelize.Protection{Locked: true}, &excelize.Protection{Locked: false}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F1F1EE"}}
	text, day := 49, "yyyy-mm-dd"
	for _, s := range []struct {
		to    *int
		style excelize.Style
	}{
		{&w.look.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top, Protection: locked, Fill: grey}},
		{&w.look.locked, excelize.Style{Alignment: top, Protection: locked, Fill: grey, NumFmt: text}},
		{&w.look.lockedDay, excelize.Style{Alignment: top, Protection: locked, Fill: grey, CustomNumFmt: &day}},
		{&w.look.open, excelize.Style{Alignment: top, Protection: open, NumFmt: text}},
		{&w.look.day, excelize.Style{Alignment: top, Protection: open, CustomNumFmt: &day}},
		{&w.look.plain, excelize.Style{Alignment: top, Protection: locked}},
	} {
		if *s.to, err = w.f.NewStyle(&s.style); err != nil {
			return err
		}
	}
	return nil
}

// list is the words of a list in the hidden sheet of lists, and where they stand.
type list struct {
	labels map[string]string // by code
	ref    string
}

// lists gathers the words of lists; the hidden sheet says which code each is.
func (w *writer) lists() map[string]list {
	out := map[string]list{}
	add := func(kind, prefix string, codes []string) {
		l := list{labels: map[string]string{}}
		from := len(w.ids) + 1
		for _, c := range codes {
			l.labels[c] = w.p.T(prefix + c)
			w.say("list", kind, c, l.labels[c])
		}
		l.ref = fmt.Sprintf("%s!$D$%d:$D$%d", idsSheet, from, len(w.ids))
		out[kind] = l
	}
	add("status", "work.status.", codesOf(plan.Statuses))
	add("kind", "work.measure-kind.", codesOf(plan.MeasureKinds))
	return out
}

// intro says in the reader's language what the workbook is and how it is filled in.
func (w *writer) intro(sheet, body string) error {
	lines := []string{w.p.T("books.intro.title", "body", body), w.p.T("books.intro.made", "day", w.p.Date(w.book.Made), "act", w.p.Number(int(w.book.Act)))}
	for _, n := range []string{"fill", "locked", "lists", "days", "new", "sort", "back"} {
		lines = append(lines, w.p.T("books.intro."+n))
	}
	for i, l := range lines {
		style := w.look.plain
		if i == 0 {
			style = w.look.head
		}
		cell := "A" + strconv.Itoa(i+1)
		if err := errors.Join(w.f.SetCellStr(sheet, cell, text(l)), w.f.SetCellStyle(sheet, cell, cell, style)); err != nil {
			return err
		}
	}
	return errors.Join(w.f.SetColWidth(sheet, "A", "A", 100), w.protect(sheet))
}

func (w *writer) protect(sheet string) error {
	return w.f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, AutoFilter: true, Sort: true,
		FormatCells: true, FormatColumns: true, FormatRows: true})
}

// sheet writes the rows of a sheet: a hidden row of codes, the header, the rows, and empty ones for new measures.
func (w *writer) sheet(sheet string, lists map[string]list) error {
	name := sheetName(w.p.T("books.sheet." + sheet))
	if _, err := w.f.NewSheet(name); err != nil {
		return err
	}
	columns := columnsOf(sheet)
	s, err := w.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, c := range columns {
		width := widths[c]
		if width == 0 {
			width = 24
		}
		if err := s.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, XSplit: 2, YSplit: 2, TopLeftCell: "C3", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	codes, head := make([]any, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		codes[i] = excelize.Cell{StyleID: w.look.locked, Value: mark + sheet + ":" + c}
		label := w.p.T("books.col." + c)
		head[i] = excelize.Cell{StyleID: w.look.head, Value: text(label)}
		if c == colKey {
			w.say("head", sheet, text(label))
		}
	}
	if err := errors.Join(s.SetRow("A1", codes, excelize.RowOpts{Hidden: true}), s.SetRow("A2", head)); err != nil {
		return err
	}
	n := 2
	for i := range w.book.Rows {
		if r := &w.book.Rows[i]; r.Sheet == sheet {
			n++
			if err := s.SetRow("A"+strconv.Itoa(n), w.row(columns, r, lists)); err != nil {
				return err
			}
		}
	}
	if sheet == followup.SheetMeasures {
		for range NewRows {
			n++
			if err := s.SetRow("A"+strconv.Itoa(n), w.emptyRow(columns)); err != nil {
				return err
			}
		}
	}
	if err := w.validate(name, columns, n, lists); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(columns), max(n, 2))
	if err != nil {
		return err
	}
	if err := errors.Join(w.f.AutoFilter(name, "A2:"+last, nil), w.protect(name)); err != nil {
		return err
	}
	return s.Flush()
}

// row is one row, and what the hidden sheet says of it.
func (w *writer) row(columns []string, r *followup.BookRow, lists map[string]list) []any {
	out := make([]any, len(columns))
	digests := make([]string, 0, len(columns))
	for i, c := range columns {
		switch c {
		case colKey:
			out[i] = excelize.Cell{StyleID: w.look.locked, Value: text(r.Key)}
		case colNumber:
			out[i] = excelize.Cell{StyleID: w.look.locked, Value: text(r.Number)}
		case colWords:
			out[i] = excelize.Cell{StyleID: w.look.locked, Value: cut(text(r.Words.Text))}
		case colAsked:
			out[i] = excelize.Cell{StyleID: w.look.lockedDay, Value: dayValue(r.Due)}
		case colLast:
			out[i] = excelize.Cell{StyleID: w.look.locked, Value: text(label(lists["status"], r.Last))}
		case colRecs:
			out[i] = excelize.Cell{StyleID: w.look.locked, Value: cut(strings.Join(r.Recs, ", "))}
		default:
			v := r.Values[c]
			digests = append(digests, digest(c, v))
			switch {
			case dayFields[c]:
				d, _ := upr.ParseDate(v)
				out[i] = excelize.Cell{StyleID: w.look.day, Value: dayValue(d)}
			case listFields[c]:
				out[i] = excelize.Cell{StyleID: w.look.open, Value: textValue(label(lists[c], v))}
			case tooLong(text(v)):
				digests[len(digests)-1] = "long"
				out[i] = excelize.Cell{StyleID: w.look.locked, Value: text(w.p.T("books.too-long"))}
			default:
				out[i] = excelize.Cell{StyleID: w.look.open, Value: textValue(text(v))}
			}
		}
	}
	w.say("row", r.Sheet, r.Key, r.ID, strconv.FormatInt(int64(r.Base), 10), r.Lang, strings.Join(digests, " "))
	return out
}

func (w *writer) emptyRow(columns []string) []any {
	out := make([]any, len(columns))
	for i, c := range columns {
		style := w.look.open
		switch {
		case c == colKey, c == colNumber:
			style = w.look.locked
		case dayFields[c]:
			style = w.look.day
		}
		out[i] = excelize.Cell{StyleID: style}
	}
	return out
}

// validate puts lists and days on what is filled in.
func (w *writer) validate(sheet string, columns []string, last int, lists map[string]list) error {
	for i, c := range columns {
		if c == colAsked || !dayFields[c] && !listFields[c] {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprintf("%s3:%s%d", letter, letter, max(last, 3))
		if listFields[c] {
			v.SetSqrefDropList(lists[c].ref)
			v.SetError(excelize.DataValidationErrorStyleStop, w.p.T("books.valid.list"), w.p.T("books.valid.list-text"))
		} else {
			if err := v.SetRange(1, 2958465, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween); err != nil {
				return err
			}
			v.SetError(excelize.DataValidationErrorStyleStop, w.p.T("books.valid.day"), w.p.T("books.valid.day-text"))
		}
		if err := w.f.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

// hidden writes the sheet of identifiers and versions, with its checksum.
func (w *writer) hidden() error {
	if _, err := w.f.NewSheet(idsSheet); err != nil {
		return err
	}
	s, err := w.f.NewStreamWriter(idsSheet)
	if err != nil {
		return err
	}
	w.say("sum", checksum(w.ids))
	for i, row := range w.ids {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = c
		}
		if err := s.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	if err := w.protect(idsSheet); err != nil {
		return err
	}
	return errors.Join(s.Flush(), w.f.SetSheetVisible(idsSheet, false, true))
}
