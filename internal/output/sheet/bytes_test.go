package sheet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/output/sheet"
)

func TestTheSameTableGivesTheSameBytes(t *testing.T) {
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := sheet.WriteXLSX(b, sample([]any{"words", 1}, []any{"more", nil})); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("bytes differ")
	}
}

// What spreadsheets refuse or run must not stop a file from opening: control characters, long words, formulas in a header.
func TestHostileWordsLeaveASoundWorkbook(t *testing.T) {
	table := sample([]any{"\x00\x01\uFFFE=1+1", 1}, []any{strings.Repeat("é", 40_000), nil}, []any{"\t@SUM(A1)", nil}, []any{"_x000D_ as written", nil})
	table.Columns[0].Header = "=HYPERLINK(1)"
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, table); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	name := f.GetSheetList()[0]
	for _, cell := range []string{"A1", "A2", "A4"} {
		if formula, err := f.GetCellFormula(name, cell); err != nil || formula != "" {
			t.Errorf("%s holds the formula %q (%v)", cell, formula, err)
		}
	}
	if long, err := f.GetCellValue(name, "A3"); err != nil || len([]rune(long)) != 32_767 {
		t.Errorf("the long cell has %d letters (%v)", len([]rune(long)), err)
	}
	zr, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	rc, err := zr.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	xml, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(xml, []byte("<f>")) {
		t.Error("the sheet holds a formula")
	}
	if !bytes.Contains(xml, []byte(`state="frozen"`)) {
		t.Error("the header is not frozen")
	}
}

// A table with more rows than a sheet has goes on in a second sheet: no row is lost and the workbook opens.
func TestALongTableGoesOnInAFurtherSheet(t *testing.T) {
	const rows = 1_048_576 + 10
	table := sheet.Table{Name: "Items", Columns: []sheet.Column{{Header: "n"}}, Rows: func(yield func([]any) bool) {
		for i := range rows {
			if !yield([]any{i}) {
				return
			}
		}
	}}
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, table, sample([]any{"beside", 1})); err != nil {
		t.Fatal(err)
	}
	zr, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1_048_576, 12, 2} { // headers included
		rc, err := zr.Open("xl/worksheets/sheet" + string(rune('1'+i)) + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(xml, []byte("<row ")); got != want {
			t.Errorf("sheet %d has %d rows, want %d", i+1, got, want)
		}
	}
	book, err := zr.Open("xl/workbook.xml")
	if err != nil {
		t.Fatal(err)
	}
	names, err := io.ReadAll(book)
	if err != nil || !bytes.Contains(names, []byte(`name="Items 2"`)) {
		t.Errorf("%s %v", names, err)
	}
}
