package rows

import (
	"fmt"
	"io"

	"github.com/openupr/openupr/internal/output/sheet"
)

// WriteCSV writes the columns' names and a line a row, for programs and for spreadsheets alike: in UTF-8 with its mark in
// front, lists with ListSign between the codes. A text that a spreadsheet would take for a formula has an apostrophe in
// front, which sheet.Plain takes away again.
func WriteCSV(w io.Writer, rows Rows, _ About) error {
	var failed error
	t := sheet.Table{Rows: cells(rows, &failed)}
	for _, c := range Columns() {
		t.Columns = append(t.Columns, sheet.Column{Header: c.Name})
	}
	if err := sheet.WriteCSV(w, t); err != nil {
		return fmt.Errorf("writing rows as CSV: %w", err)
	}
	return failed
}

// WriteXLSX writes a workbook: the rows under headers in the reader's language, and beside them what each column means and
// how to cite the whole.
func WriteXLSX(w io.Writer, rows Rows, about About) error {
	var failed error
	t := sheet.Table{Name: about.Say.T("takeaway.sheet.rows"), Rows: cells(rows, &failed), Made: about.At}
	for _, c := range Columns() {
		t.Columns = append(t.Columns, sheet.Column{Header: about.Say.T("takeaway.column." + c.Name), Width: c.Width, Wrap: c.Width >= 24 && c.Name != "id"})
	}
	if err := sheet.WriteXLSX(w, t, aboutSheet(about)); err != nil {
		return fmt.Errorf("writing rows as XLSX: %w", err)
	}
	return failed
}

// aboutSheet is the second sheet of a workbook.
func aboutSheet(about About) sheet.Table {
	say := about.Say
	return sheet.Table{
		Name:    say.T("takeaway.sheet.about"),
		Columns: []sheet.Column{{Header: say.T("takeaway.about.name"), Width: 28}, {Header: say.T("takeaway.about.meaning"), Width: 100, Wrap: true}},
		Rows: func(yield func([]any) bool) {
			for _, l := range about.lines() {
				if !yield([]any{l.name, l.value}) {
					return
				}
			}
			for _, c := range Columns() {
				if !yield([]any{say.T("takeaway.column." + c.Name), c.Name + ": " + say.T("takeaway.means."+c.Name)}) {
					return
				}
			}
		},
	}
}

// cells gives rows as a table takes them, and puts the error that ended them where the caller finds it.
func cells(rows Rows, failed *error) func(yield func([]any) bool) {
	columns := Columns()
	out := make([]any, len(columns))
	return func(yield func([]any) bool) {
		for r, err := range rows {
			if err != nil {
				*failed = err
				return
			}
			for i, c := range columns {
				out[i] = c.cell(r)
			}
			if !yield(out) {
				return
			}
		}
	}
}
