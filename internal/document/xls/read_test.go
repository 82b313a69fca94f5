package xls_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/xls"
)

// compound is a compound file of version 3 with one stream: [MS-CFB] 2.2 to 2.6. The stream has at least 4,096 bytes, so
// that it lies in whole sectors.
func compound(name string, stream []byte) []byte {
	const sector = 512
	stream = append(stream, make([]byte, max(0, 4096-len(stream)))...)
	stream = append(stream, make([]byte, (sector-len(stream)%sector)%sector)...)
	n := len(stream) / sector
	u16 := func(b []byte, v int) { b[0], b[1] = byte(v), byte(v>>8) }
	u32 := func(b []byte, v uint32) { b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24) }
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	u16(head[24:], 0x3e)
	u16(head[26:], 3)
	u16(head[28:], 0xfffe)
	u16(head[30:], 9)
	u16(head[32:], 6)
	u32(head[44:], 1)          // one sector of the allocation table: number 0
	u32(head[48:], 1)          // the directory: sector 1
	u32(head[56:], 4096)       // smaller streams lie elsewhere
	u32(head[60:], 0xfffffffe) // no mini table
	u32(head[68:], 0xfffffffe)
	for i := range 109 {
		u32(head[76+4*i:], 0xffffffff)
	}
	u32(head[76:], 0)
	table := bytes.Repeat([]byte{0xff}, sector)
	u32(table, 0xfffffffd)
	u32(table[4:], 0xfffffffe)
	for i := range n {
		next := uint32(i + 3)
		if i == n-1 {
			next = 0xfffffffe
		}
		u32(table[8+4*i:], next)
	}
	directory := make([]byte, sector)
	entry := func(i int, name string, kind byte, child uint32, start uint32, size int) {
		e := directory[128*i:]
		for j, c := range []byte(name) {
			e[2*j] = c
		}
		u16(e[64:], 2*len(name)+2)
		e[66], e[67] = kind, 1
		u32(e[68:], 0xffffffff)
		u32(e[72:], 0xffffffff)
		u32(e[76:], child)
		u32(e[116:], start)
		u32(e[120:], uint32(size))
	}
	entry(0, "Root Entry", 5, 1, 0xfffffffe, 0)
	entry(1, name, 2, 0xffffffff, 2, len(stream))
	return bytes.Join([][]byte{head, table, directory, stream}, nil)
}

// record is one record of a workbook.
func record(kind int, data ...byte) []byte {
	return append([]byte{byte(kind), byte(kind >> 8), byte(len(data)), byte(len(data) >> 8)}, data...)
}

// workbook is an invented workbook of one sheet with these records.
func workbook(shared []byte, cells ...[]byte) []byte {
	begin := record(0x809, 0, 6, 5, 0, 0, 0, 0, 0)
	globals := append(append([]byte{}, begin...), shared...)
	at := len(globals) + 4 + 8 + 1 + 4
	globals = append(globals, record(0x85, byte(at), byte(at>>8), 0, 0, 0, 0, 1, 0, 'S')...)
	globals = append(globals, record(0x0a)...)
	sheet := append(append([]byte{}, begin...), bytes.Join(cells, nil)...)
	return append(append(globals, sheet...), record(0x0a)...)
}

func TestEveryKindOfCell(t *testing.T) {
	// Two shared texts: the first is cut by the end of its record, and goes on with letters of two bytes.
	shared := append(record(0xfc, 2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 'a', 'b'), record(0x3c, 1, 0x16, 0x04, 'd', 0, 2, 0, 8, 1, 0, 'x', 'y', 0, 0, 0, 0)...)
	b := compound("Workbook", workbook(shared,
		record(0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), record(0xfd, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0),
		record(0x27e, 1, 0, 0, 0, 0, 0, 0x52, 0, 0, 0), // 20, packed
		record(0x203, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f),
		record(0xbd, 1, 0, 2, 0, 0, 0, 0x0a, 0, 0, 0, 0, 0, 0x0e, 0, 0, 0, 3, 0),
		record(0x204, 2, 0, 0, 0, 0, 0, 2, 0, 0, 'h', 0xe9),
		record(0x006, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), record(0x207, 2, 0, 0, 'o', 'k'),
		record(0xe5, 2, 0, 2, 0, 4, 0, 0, 0, 1, 0, 9, 0, 3, 0, 0, 0, 0, 0))) // rows 2 to 4, columns 0 to 1; and one that ends before it begins
	if !xls.Detect(b) {
		t.Error("not detected")
	}
	sheets, err := xls.Read(t.Context(), b, document.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"abЖd", "xy"}, {"20", "1.5", "2", "3"}, {"hé", "ok"}}
	if len(sheets) != 1 || sheets[0].Name != "S" || len(sheets[0].Rows) != len(want) {
		t.Fatalf("%+v", sheets)
	}
	if diff := cmp.Diff([]xls.Range{{Row: 2, Col: 0, LastRow: 4, LastCol: 1}}, sheets[0].Merged); diff != "" {
		t.Error(diff)
	}
	for i, row := range want {
		for j, cell := range row {
			if got := sheets[0].Rows[i][j]; got != cell {
				t.Errorf("row %d, column %d: %q, not %q", i, j, got, cell)
			}
		}
	}
}

func TestWhatIsNoWorkbookIsRefused(t *testing.T) {
	good := compound("Workbook", workbook(nil, record(0x204, 0, 0, 0, 0, 0, 0, 1, 0, 0, 'x')))
	for name, x := range map[string]struct {
		bytes []byte
		want  []document.Reason
	}{
		"an old Word file":    {compound("WordDocument", nil), []document.Reason{document.NotExpected}},
		"cut in the middle":   {good[:1500], []document.Reason{document.Corrupt, document.Truncated}},
		"with a password":     {compound("Workbook", workbook(record(0x2f, 0, 0))), []document.Reason{document.Encrypted}},
		"a text not there":    {compound("Workbook", workbook(nil, record(0xfd, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0))), []document.Reason{document.Corrupt}},
		"of an older Excel":   {compound("Workbook", record(0x809, 0, 5, 5, 0, 0, 0, 0, 0)), []document.Reason{document.NotExpected}},
		"texts without end":   {compound("Workbook", workbook(record(0xfc, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f))), []document.Reason{document.TooMany}},
		"a text without end":  {compound("Workbook", workbook(record(0xfc, 1, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0, 'x'))), []document.Reason{document.Corrupt}},
		"no end of the sheet": {compound("Workbook", bytes.TrimSuffix(workbook(nil), record(0x0a))), []document.Reason{document.Truncated}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := xls.Read(t.Context(), x.bytes, document.DefaultLimits())
			r, ok := document.AsRefused(err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			for _, w := range x.want {
				if r.Code == w {
					return
				}
			}
			t.Errorf("refused for %s, not %v", r.Code, x.want)
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(workbook(record(0xfc, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 'x'), record(0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
	f.Add(workbook(nil, record(0x203, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f), record(0xbd, 1, 0, 2, 0, 0, 0, 0x0a, 0, 0, 0, 3, 0)))
	f.Fuzz(func(t *testing.T, stream []byte) {
		sheets, err := xls.Read(t.Context(), compound("Workbook", stream), document.DefaultLimits())
		if r, ok := document.AsRefused(err); err != nil && (!ok || r.Code == document.Panicked) {
			t.Fatal(err)
		}
		for _, s := range sheets {
			if len(s.Rows) > 1<<16 {
				t.Fatalf("%d rows", len(s.Rows))
			}
		}
	})
}
