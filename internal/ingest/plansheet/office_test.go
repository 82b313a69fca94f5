package plansheet_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/ingest/plansheet"
)

// TestAnOldWorkbookGivesTheSameRows: testdata/plan.xls is the invented table of official(), with a true date, saved as a
// workbook of Excel 97 by LibreOffice 7.4. It is understood as the one of today: merged cells across and down, days that are
// numbers in the file.
func TestAnOldWorkbookGivesTheSameRows(t *testing.T) {
	old, err := os.ReadFile(filepath.Join("testdata", "plan.xls"))
	if err != nil {
		t.Fatal(err)
	}
	cells := official()
	cells["План"]["E9"] = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	type row struct {
		Item, Title, Area, Due string
		Recs, Lead, Support    []string
	}
	rows := func(name string, b []byte) (out []row) {
		book, l := look(t, name, b)
		if "."+book.Format != filepath.Ext(name) {
			t.Errorf("%s is read as %s", name, book.Format)
		}
		for _, e := range take(t, book, l, plansheet.Answers{}).Entries {
			out = append(out, row{e.Item, e.Title, e.Area, e.Due.String(), e.Recs, e.Lead, e.Support})
		}
		return out
	}
	want, got := rows("plan.xlsx", workbook(t, cells, officialMerges...)), rows("plan.xls", old)
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 3 {
		t.Errorf("%d rows: %s", len(got), diff)
	}
}
