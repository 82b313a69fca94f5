package ingest_test

import (
	"os"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/shareddata"
)

// sharedTables are UPR Info's recommendations of sessions 1–5, 10–13 and 14–17.
var sharedTables = []string{"uprinfo_sessions_1-5.csv", "uprinfo_sessions_10-13.csv", "uprinfo_sessions_14-17.csv"}

// BenchmarkSharedRows brings all shared rows into an empty record, from the bytes of the files to the view that readers
// see.
func BenchmarkSharedRows(b *testing.B) {
	var tables [][]byte
	for _, name := range sharedTables {
		raw, err := os.ReadFile(shareddata.Data(b, "bulk", name))
		if err != nil {
			b.Fatal(err)
		}
		tables = append(tables, raw)
	}
	warm := newDesk(b)
	warm.bringRows(b, tables[0][:3000])
	for b.Loop() {
		b.StopTimer()
		d := newDesk(b)
		b.StartTimer()
		for _, raw := range tables {
			d.bringRows(b, raw)
		}
	}
}

// bringRows brings a table in, as the program does.
func (d *desk) bringRows(t fataler, raw []byte) *ingest.RowsPlan {
	t.Helper()
	p := d.parse(t, "rows.csv", raw)
	if p.Table == nil {
		t.Fatal("no table of rows")
	}
	plan, err := ingest.PrepareRows(d.ctx, d.keeper.View(), p.File, p.Table)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.ApplyRows(d.ctx, d.store, d.files, plan, who); err != nil {
		t.Fatal(err)
	}
	d.refresh(t)
	return plan
}
