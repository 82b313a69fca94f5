package pdf_test

import (
	"context"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
)

// FuzzRead makes sure that no input brings the reader down, takes for ever or gives a document that contradicts itself.
// Seeds are the small files of the other tests: mutation finds its way in them faster than in real reports.
func FuzzRead(f *testing.F) {
	f.Add(onePage(at("F1", 10, 100, 700, "Adopt a plan")))
	f.Add(report(4, nothing))
	f.Add(packed(pagesOf("", at("F1", 10, 100, 700, "Adopt a plan")), true))
	f.Add(locked(4, true, ""))
	f.Add(locked(6, true, ""))
	f.Add(drawing(1))
	f.Add(update(onePage("BT /F1 9 Tf [(a) -300 (b)] TJ ET"), 5, "<</Length 2>>\nstream\nBT\nendstream", ""))
	f.Add(withUnicode("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</DW 500/W[1[600 700] 5 9 250]>>]/ToUnicode %d 0 R>>",
		"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <001A> <0061> endbfrange", "BT /F3 10 Tf 100 700 Td <000100020003> Tj ET").table())
	lim := document.Limits{Inflat: 8 << 20, Blocks: 20_000, Pages: 200}
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		d, err := pdf.Read(context.Background(), b, lim)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
		if err != nil {
			if got := refusal(t, err); got == document.Panicked {
				t.Fatal(err)
			}
			return
		}
		sound(t, d)
	})
}

// sound checks what every document promises.
func sound(t *testing.T, d *document.Document) {
	t.Helper()
	if len(d.Blocks) == 0 || d.Pages < 1 {
		t.Errorf("%d lines on %d pages", len(d.Blocks), d.Pages)
	}
	page, index := 0, 0
	for _, b := range d.Blocks {
		if b.Page != page {
			if b.Page < page {
				t.Errorf("page %d after page %d", b.Page, page)
			}
			page, index = b.Page, 0
		}
		if index++; b.Index != index || b.Page > d.Pages {
			t.Errorf("line %d of page %d stands %dth", b.Index, b.Page, index)
		}
		if b.Text == "" {
			t.Errorf("an empty line on page %d", b.Page)
		}
		last := 0
		for _, m := range b.Marks {
			if m.Offset < last || m.Offset > len(b.Text) || m.Note == "" {
				t.Errorf("mark %q at %d of %d", m.Note, m.Offset, len(b.Text))
			}
			last = m.Offset
		}
	}
}

// FuzzContent reaches into content streams and ToUnicode maps, which compression hides from FuzzRead.
func FuzzContent(f *testing.F) {
	f.Add([]byte("BT /F3 10 Tf 100 700 Td [(ab) -300 <0102>] TJ T* (c) ' ET"), []byte("1 beginbfrange <01> <03> <0061> endbfrange"))
	f.Add([]byte("/Span <</ActualText <FEFF00660066>>> BDC "+at("F3", 10, 100, 700, "xyz")+"EMC q 1 0 0 1 0 -50 cm 0 0 99 1 re f Q"), []byte("2 beginbfchar <01> <00660069> <02> /eacute endbfchar"))
	f.Add([]byte("BI /W 2 /H 2 ID xx EI "+at("F3", 10, 100, 700, `\(a\) caf\351`)), []byte("1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <01> <03> [<0078> <0079>] endbfrange"))
	const font = "<</Type/Font/Subtype/TrueType/BaseFont/X/ToUnicode %d 0 R>>"
	f.Fuzz(func(t *testing.T, content, cmapBody []byte) {
		d, err := pdf.Read(context.Background(), withUnicode(font, string(cmapBody), string(content)).table(), document.Limits{Inflat: 1 << 20})
		if err != nil {
			if got := refusal(t, err); got == document.Panicked {
				t.Fatal(err)
			}
			return
		}
		sound(t, d)
	})
}

// FuzzBoxes reads what pdftotext might answer.
func FuzzBoxes(f *testing.F) {
	f.Add([]byte("<page width=\"600\" height=\"800\">\n<word xMin=\"100\" yMin=\"90\" xMax=\"130\" yMax=\"99\">Adopt</word>\n<word xMin=\"130\" yMin=\"88\" xMax=\"133\" yMax=\"93.4\">1</word>\n</page>"))
	f.Fuzz(func(t *testing.T, answer []byte) {
		d, err := pdf.FromBoxes(context.Background(), answer, document.Limits{Blocks: 10_000, Pages: 100})
		if err != nil {
			if got := refusal(t, err); got == document.Panicked {
				t.Fatal(err)
			}
			return
		}
		sound(t, d)
	})
}
