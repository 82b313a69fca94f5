package pdf_test

import (
	"bytes"
	"encoding/ascii85"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"pgregory.net/rapid"
)

// packed writes a builder's file with all objects but streams in an object stream, found by a cross-reference stream.
func packed(b *builder, predictor bool) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n")
	n := len(b.bodies)
	offsets, places := map[int]int{}, map[int]int{}
	var head, body strings.Builder
	for i, s := range b.bodies {
		if strings.Contains(s, "\nstream\n") {
			offsets[i+1] = out.Len()
			out.WriteString(b.object(i + 1))
			continue
		}
		places[i+1] = len(places)
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.WriteString(s + " ")
	}
	data := deflate([]byte(head.String() + body.String()))
	offsets[n+1] = out.Len()
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", n+1, len(places), head.Len(), len(data), data)
	at := out.Len()
	offsets[n+2] = at
	rows := []byte{0, 0, 0, 0}
	for i := 1; i <= n+2; i++ {
		if p, ok := places[i]; ok {
			rows = append(rows, 2, byte((n+1)>>8), byte(n+1), byte(p))
			continue
		}
		rows = append(rows, 1, byte(offsets[i]>>8), byte(offsets[i]), 0)
	}
	params := ""
	if predictor {
		params = "/DecodeParms<</Predictor 12/Columns 4>>"
		rows = upPredicted(rows, 4)
	}
	data = deflate(rows)
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 2 1]/Root 1 0 R/Filter/FlateDecode%s/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", n+2, n+3, params, len(data), data, at)
	return out.Bytes()
}

// upPredicted puts the PNG predictor "Up" before each row.
func upPredicted(b []byte, row int) []byte {
	var out []byte
	prior := make([]byte, row)
	for ; len(b) >= row; b = b[row:] {
		out = append(out, 2)
		for i := range row {
			out = append(out, b[i]-prior[i])
		}
		prior = b[:row]
	}
	return out
}

func TestFileStructures(t *testing.T) {
	page := func() *builder { return pagesOf("", at("F1", 10, 100, 700, "Adopt a plan")) }
	tests := []struct {
		name string
		file []byte
	}{
		{"cross-reference table", page().table()},
		{"object and cross-reference streams", packed(page(), false)},
		{"with a predictor", packed(page(), true)},
		{"bytes before the header", append([]byte("junk before\n"), page().table()...)},
		{"bytes after the end", append(page().table(), "\r\n\r\n   "...)},
		{"line ends of the Macintosh", bytes.ReplaceAll(page().table(), []byte("endobj\n"), []byte("endobj\r"))},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, tc.file)
			if diff := cmp.Diff([]string{"Adopt a plan"}, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if warned(d, pdf.WarnRepaired) {
				t.Errorf("warnings %v", d.Warnings)
			}
		})
	}
}

// update appends an incremental update that replaces object n.
func update(file []byte, n int, body string, more string) []byte {
	prev := bytes.LastIndex(file, []byte("startxref\n"))
	var prevAt int
	fmt.Sscanf(string(file[prev+len("startxref\n"):]), "%d", &prevAt)
	var out bytes.Buffer
	out.Write(file)
	off := out.Len()
	fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, body)
	at := out.Len()
	fmt.Fprintf(&out, "xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n", n, off, prevAt, more, at)
	return out.Bytes()
}

func TestTheNewestVersionOfAnObjectCounts(t *testing.T) {
	b := pagesOf("", at("F1", 10, 100, 700, "old words"))
	content := at("F1", 10, 100, 700, "new words")
	file := update(b.table(), 5, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content), "")
	if diff := cmp.Diff([]string{"new words"}, texts(read(t, file))); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestAHybridFilesStreamFindsItsObjects(t *testing.T) {
	// The page's fonts lie in an object stream that only the XRefStm entry knows.
	b := pagesOf("", at("F1", 10, 100, 700, "hybrid"))
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n")
	off := map[int]int{}
	for i := range b.bodies {
		if i+1 == 3 {
			continue
		}
		off[i+1] = out.Len()
		out.WriteString(b.object(i + 1))
	}
	n := len(b.bodies)
	off[n+1] = out.Len()
	inner := "3 0 " + b.bodies[2]
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/ObjStm/N 1/First 4/Length %d>>\nstream\n%s\nendstream\nendobj\n", n+1, len(inner), inner)
	stm := out.Len()
	rows := []byte{2, 0, byte(n + 1), 0, 1, byte(off[n+1] >> 8), byte(off[n+1]), 0}
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 2 1]/Index[3 1 %d 1]/Length 8>>\nstream\n%s\nendstream\nendobj\n", n+2, n+3, n+1, rows)
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", n+1)
	for i := 1; i <= n; i++ {
		if o, ok := off[i]; ok {
			fmt.Fprintf(&out, "%010d 00000 n \n", o)
			continue
		}
		out.WriteString("0000000000 65535 f \n")
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n", n+3, stm, at)
	if diff := cmp.Diff([]string{"hybrid"}, texts(read(t, out.Bytes()))); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestFilters(t *testing.T) {
	content := []byte(strings.Repeat(at("F1", 10, 100, 700, "Adopt a plan"), 1))
	var a85 bytes.Buffer
	w := ascii85.NewEncoder(&a85)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, entries string
		data          []byte
	}{
		{"none", "", content},
		{"Flate", "/Filter/FlateDecode", deflate(content)},
		{"Flate without its checksum", "/Filter[/FlateDecode]", deflate(content)[:len(deflate(content))-4]},
		{"ASCII85", "/Filter/ASCII85Decode", append(a85.Bytes(), "~>"...)},
		{"ASCIIHex", "/Filter/ASCIIHexDecode", []byte(hex.EncodeToString(content) + ">")},
		{"two after each other", "/Filter[/ASCIIHexDecode/FlateDecode]", []byte(hex.EncodeToString(deflate(content)) + ">")},
		{"RunLength", "/Filter/RunLengthDecode", runLength(content)},
		{"LZW", "/Filter/LZWDecode", lzw(content, 1)},
		{"a PNG predictor", fmt.Sprintf("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns %d>>", len(content)), deflate(upPredicted(content, len(content)))},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			b := pagesOf("", "")
			b.set(5, fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", tc.entries, len(tc.data), tc.data))
			if diff := cmp.Diff([]string{"Adopt a plan"}, texts(read(t, b.table()))); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func runLength(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		n := min(len(b), 128)
		out = append(append(out, byte(n-1)), b[:n]...)
		b = b[n:]
	}
	return append(out, 128)
}

// lzw compresses as PDF and TIFF do; early is 1 where the code grows one entry before it must.
func lzw(b []byte, early int) []byte {
	var out []byte
	acc, bits, width := uint64(0), 0, 9
	put := func(code int) {
		acc, bits = acc<<width|uint64(code), bits+width
		for ; bits >= 8; bits -= 8 {
			out = append(out, byte(acc>>(bits-8)))
		}
	}
	table := map[string]int{}
	reset := func() {
		put(256)
		clear(table)
		for i := range 256 {
			table[string([]byte{byte(i)})] = i
		}
		width = 9
	}
	reset()
	next, cur := 258, ""
	for _, c := range b {
		if _, ok := table[cur+string([]byte{c})]; ok {
			cur += string([]byte{c})
			continue
		}
		put(table[cur])
		table[cur+string([]byte{c})] = next
		// The reader is one entry behind the writer when it decides how wide the next code is.
		if next++; next-1+early >= 1<<width {
			width++
		}
		if next == 4095 {
			put(int(c))
			reset()
			next, cur = 258, ""
			continue
		}
		cur = string([]byte{c})
	}
	if cur != "" {
		put(table[cur])
		if next+early >= 1<<width && width < 12 {
			width++
		}
	}
	put(257)
	put(0)
	return out
}

func TestLZWOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		early := rapid.IntRange(0, 1).Draw(t, "early")
		word := rapid.StringMatching(`[a-z]{1,6}`).Draw(t, "word")
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,9}`), 1, 400).Draw(t, "words")
		line := word + " " + strings.Join(words, " ")
		b := pagesOf("", "")
		data := lzw([]byte("BT /F1 1 Tf 10 700 Td ("+line+") Tj ET"), early)
		b.set(5, fmt.Sprintf("<</Filter/LZWDecode/DecodeParms<</EarlyChange %d>>/Length %d>>\nstream\n%s\nendstream", early, len(data), data))
		d, err := pdf.Read(t.Context(), b.table(), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		// Text beyond the page's edge is not read, so the line is a beginning of what was written.
		if got := texts(d); len(got) != 1 || !strings.HasPrefix(line, got[0]) || len(got[0]) < min(len(line), 500) {
			t.Fatalf("read %q of %q", got, line)
		}
	})
}

func TestFormsAreDrawn(t *testing.T) {
	b := pagesOf("", "q 1 0 0 1 0 -100 cm /X Do Q "+at("F1", 10, 100, 700, "page"))
	inner := b.stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 0 -50]", []byte(at("F1", 10, 100, 700, "form")))
	b.set(6, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[5 0 R]/Resources<</XObject<</X %d 0 R>>/Font<</F1 3 0 R>>>>>>", inner))
	d := read(t, b.table())
	if diff := cmp.Diff([]string{"page", "form"}, texts(d)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if d.Blocks[1].Y != 250 {
		t.Errorf("the form stands at %v", d.Blocks[1].Y)
	}
}

func TestAFormThatDrawsItselfIsDrawnOnce(t *testing.T) {
	b := pagesOf("", "/X Do")
	n := len(b.bodies) + 1
	b.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/Resources<</XObject<</X %d 0 R>>/Font<</F1 3 0 R>>>>", n), []byte(at("F1", 10, 100, 700, "form")+"/X Do"))
	b.set(6, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</XObject<</X %d 0 R>>>>>>", n))
	d := read(t, b.table())
	if diff := cmp.Diff([]string{"form"}, texts(d)); diff != "" || !warned(d, pdf.WarnBrokenPart) {
		t.Errorf("text (-want +got):\n%s\nwarnings %v", diff, d.Warnings)
	}
}

func TestHiddenLayersAreNotRead(t *testing.T) {
	b := pagesOf("", "/OC /L BDC "+at("F1", 10, 100, 650, "hidden")+"EMC "+at("F1", 10, 100, 700, "shown"))
	layer := b.add("<</Type/OCG/Name(draft)>>")
	b.set(1, fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[%d 0 R]/D<</OFF[%d 0 R]>>>>>>", layer, layer))
	b.set(6, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Properties<</L %d 0 R>>/Font<</F1 3 0 R>>>>>>", layer))
	if diff := cmp.Diff([]string{"shown"}, texts(read(t, b.table()))); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}
