package xls_test

import (
	"os"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/xls"
	"github.com/openupr/openupr/internal/shareddata"
)

func TestUPRInfosWorkbookIsReadWhole(t *testing.T) {
	b, err := os.ReadFile(shareddata.Data(t, "bulk", "uprinfo_sessions_1-5.xls"))
	if err != nil {
		t.Fatal(err)
	}
	if !xls.Detect(b) {
		t.Error("not detected")
	}
	sheets, err := xls.Read(t.Context(), b, document.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if len(sheets) != 1 || len(sheets[0].Rows) != 6095 {
		t.Fatalf("%d sheets", len(sheets))
	}
	for i, row := range sheets[0].Rows {
		if len(row) != 11 {
			t.Errorf("row %d has %d cells", i, len(row))
		}
	}
}
