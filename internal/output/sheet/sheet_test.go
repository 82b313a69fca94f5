package sheet_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/output/sheet"
)

func sample(rows ...[]any) sheet.Table {
	return sheet.Table{Name: "Items: [all]/2", Columns: []sheet.Column{{Header: "Words", Width: 40, Wrap: true}, {Header: "Count"}}, Rows: slices.Values(rows)}
}

func TestWorkbookHoldsWhatWasWritten(t *testing.T) {
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, sample([]any{"=1+1", 7}, []any{"two\nlines", nil}, []any{"Қазақстан & <Côte d’Ivoire>", 0})); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	name := f.GetSheetList()[0]
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Words", "Count"}, {"=1+1", "7"}, {"two\nlines"}, {"Қазақстан & <Côte d’Ivoire>", "0"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if formula, _ := f.GetCellFormula(name, "A2"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
	if strings.ContainsAny(name, `:\/?*[]`) {
		t.Errorf("sheet name %q", name)
	}
}

func TestCSVGivesBackWhatWasWrittenAndNoFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.String(), 1, 5).Draw(t, "words")
		var rows [][]any
		for i, w := range words {
			rows = append(rows, []any{strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(w, ""), "\r", ""), "\x00", ""), i})
		}
		var b bytes.Buffer
		if err := sheet.WriteCSV(&b, sample(rows...)); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			cell := got[i+1][0]
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Fatalf("cell %q begins like a formula", cell)
			}
			if strings.TrimPrefix(cell, "'") != strings.TrimPrefix(r[0].(string), "'") {
				t.Fatalf("cell %q, written %q", cell, r[0])
			}
		}
	})
}
