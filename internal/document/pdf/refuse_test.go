package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/shareddata"
)

// replaced is the one-page file with a piece of its source replaced by one of the same length.
func replaced(old, now string) []byte {
	b := onePage(at("F1", 10, 100, 700, "Adopt a plan"))
	return bytes.Replace(b, []byte(old), []byte(now+strings.Repeat(" ", len(old)-len(now))), 1)
}

// drawing is a one-page file with a picture and the given content.
func drawing(pages int) []byte {
	var contents []string
	for range pages {
		contents = append(contents, "q 500 0 0 700 50 50 cm /I Do Q")
	}
	b := pagesOf("", contents...)
	img := b.stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", []byte{0})
	for i := range b.bodies {
		b.bodies[i] = strings.Replace(b.bodies[i], "/Resources<<", fmt.Sprintf("/Resources<</XObject<</I %d 0 R>>", img), 1)
	}
	return b.table()
}

func bomb() []byte {
	b := pagesOf("", "")
	data := deflate(bytes.Repeat([]byte(" "), 3<<20))
	b.set(5, fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(data), data))
	return b.table()
}

func deepPages() []byte {
	b := &builder{}
	b.add("<</Type/Catalog/Pages 2 0 R>>")
	for i := range 200 {
		b.add(fmt.Sprintf("<</Type/Pages/Count 1/Kids[%d 0 R]>>", i+3))
	}
	b.add("<</Type/Page>>")
	return b.table()
}

func TestUnreadableFilesAreRefused(t *testing.T) {
	whole := onePage(at("F1", 10, 100, 700, "Adopt a plan"))
	tests := []struct {
		name string
		file []byte
		lim  document.Limits
		want document.Reason
	}{
		{"no bytes", nil, document.Limits{}, document.Empty},
		{"above the size limit", make([]byte, 1001), document.Limits{Bytes: 1000}, document.TooLarge},
		{"no PDF", []byte("PK\x03\x04 something else"), document.Limits{}, document.Unknown},
		{"the second half missing", whole[:len(whole)/2], document.Limits{}, document.Truncated},
		{"the last tenth missing", whole[:len(whole)*9/10], document.Limits{}, document.Truncated},
		{"a linearized file cut short", []byte("%PDF-1.4\n1 0 obj\n<</Linearized 1/L 99999>>\nendobj\nstartxref\n0\n%%EOF\n"), document.Limits{}, document.Truncated},
		{"the catalog missing", replaced("/Type/Catalog/Pages 2 0 R", "/Type/Catalog"), document.Limits{}, document.Corrupt},
		{"a page missing", replaced("/Kids[6 0 R]", "/Kids[9 0 R]"), document.Limits{}, document.Corrupt},
		{"pages in a circle", replaced("/Kids[6 0 R]", "/Kids[2 0 R]"), document.Limits{}, document.Corrupt},
		{"damaged compressed text", func() []byte {
			b := pagesOf("", "")
			data := deflate([]byte(strings.Repeat("text ", 200)))
			b.set(5, fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(data)/2, data[:len(data)/2]))
			return b.table()
		}(), document.Limits{}, document.Corrupt},
		{"a text filter nobody knows", func() []byte {
			b := pagesOf("", "")
			b.set(5, "<</Filter/JBIG2Decode/Length 1>>\nstream\nx\nendstream")
			return b.table()
		}(), document.Limits{}, document.Corrupt},
		{"more after decompression than allowed", bomb(), document.Limits{Inflat: 1 << 20}, document.Bomb},
		{"nested arrays", onePageWith(strings.Repeat("[", 500) + strings.Repeat("]", 500)), document.Limits{}, document.TooDeep},
		{"a page tree too deep", deepPages(), document.Limits{}, document.TooDeep},
		{"too many pages", pagesOf("", "", "", "", "").table(), document.Limits{Pages: 3}, document.TooMany},
		{"too many lines", onePage(paragraph(10, 100, 700, "a", "b", "c", "d")), document.Limits{Blocks: 3}, document.TooMany},
		{"graphics states without end", onePage(strings.Repeat("q ", 5000)), document.Limits{}, document.TooDeep},
		{"pictures of pages", drawing(3), document.Limits{}, document.Scanned},
		{"no text at all", onePage("0 0 100 100 re f"), document.Limits{}, document.Scanned},
		{"letters nobody can name", pagesOf("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</BaseFont/X>>]>>", "BT /F3 10 Tf 100 700 Td <00030004> Tj ET").table(), document.Limits{}, document.Scanned},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := pdf.Read(context.Background(), tc.file, tc.lim)
			if got := refusal(t, err); got != tc.want {
				t.Errorf("refused as %q (%v), want %q", got, err, tc.want)
			}
		})
	}
}

// onePageWith is a file whose page has a nonsense entry.
func onePageWith(entry string) []byte {
	b := pagesOf("", at("F1", 10, 100, 700, "x"))
	b.set(6, strings.Replace(b.bodies[5], "/Resources", "/Odd "+entry+"/Resources", 1))
	return b.table()
}

func TestTwoHundredMegabytesAreRefusedBeforeAnyWork(t *testing.T) {
	big := make([]byte, 200<<20)
	copy(big, "%PDF-1.4\n")
	start := time.Now()
	_, err := pdf.Read(context.Background(), big, document.Limits{})
	if got := refusal(t, err); got != document.TooLarge {
		t.Errorf("refused as %q", got)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %v", d)
	}
}

func TestBrokenCrossReferencesAreRepairedOnlyIfNothingIsMissing(t *testing.T) {
	whole := onePage(at("F1", 10, 100, 700, "Adopt a plan"))
	shifted := bytes.Replace(whole, []byte("%PDF-1.4\n"), []byte("%PDF-1.4\n% a line too much\n"), 1)
	noTable := whole[:bytes.Index(whole, []byte("\nxref"))]
	noTable = append(bytes.Clone(noTable), "\ntrailer\n<</Root 1 0 R>>\nstartxref\n7\n%%EOF\n"...)
	wrongLength := bytes.Replace(whole, []byte("<</Length "), []byte("<</Length 1"), 1)
	wrongLength = bytes.Replace(wrongLength, []byte("0 6\n"), []byte("0 6\n"), 1)
	packedFile := packed(pagesOf("", at("F1", 10, 100, 700, "Adopt a plan")), false)
	cut := bytes.LastIndex(packedFile, []byte("startxref"))
	brokenPacked := append(bytes.Clone(packedFile[:cut]), "startxref\n3\n%%EOF\n"...)
	for name, file := range map[string][]byte{"offsets shifted": shifted, "no table": noTable, "a wrong length": wrongLength, "no place of the stream": brokenPacked} {
		t.Run(name, func(t *testing.T) {
			d := read(t, file)
			if diff := cmp.Diff([]string{"Adopt a plan"}, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if !warned(d, pdf.WarnRepaired) {
				t.Errorf("warnings %v", d.Warnings)
			}
		})
	}
	two := pagesOf("", at("F1", 10, 100, 700, "one"), at("F1", 10, 100, 700, "two")).table()
	for name, cut := range map[string]string{"a page's text": "5 0 obj", "a page": "8 0 obj", "a font": "3 0 obj"} {
		t.Run(name+" missing", func(t *testing.T) {
			file := bytes.Replace(shift(two), []byte("\n"+cut), []byte("\n"+strings.Replace(cut, "obj", "xxx", 1)), 1)
			_, err := pdf.Read(context.Background(), file, document.Limits{})
			if got := refusal(t, err); got != document.Corrupt && got != document.Truncated {
				t.Errorf("refused as %q", got)
			}
		})
	}
}

// shift breaks every offset of a file.
func shift(b []byte) []byte {
	return bytes.Replace(b, []byte("%PDF-1.4\n"), []byte("%PDF-1.4\n%    \n"), 1)
}

func TestTheDamagedReportIsRefusedWithAReason(t *testing.T) {
	b, err := os.ReadFile(shareddata.Data(t, "robustness", "corrupt_g0917123.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = pdf.Read(context.Background(), b, document.Limits{})
	r, ok := document.AsRefused(err)
	if !ok || r.Code != document.Corrupt || r.Detail == "" {
		t.Errorf("error %v", err)
	}
}

func TestAnEndedContextEndsReading(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := pdf.Read(ctx, onePage(at("F1", 10, 100, 700, "x")), document.Limits{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestHostileFilesEndSoon reads files made to take for ever.
func TestHostileFilesEndSoon(t *testing.T) {
	many := func(n int) []byte { // each form draws the next ten times
		b := pagesOf("", "/X Do")
		first := len(b.bodies) + 1
		for i := range n {
			b.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>", first+i+1), []byte(strings.Repeat("/X Do ", 10)))
		}
		b.stream("/Type/XObject/Subtype/Form", []byte("q Q"))
		b.set(6, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</XObject<</X %d 0 R>>>>>>", first))
		return b.table()
	}
	tests := map[string][]byte{
		"forms that multiply":        many(30),
		"one line of raised letters": onePage("BT " + strings.Repeat("/F1 10 Tf 1 0 0 1 100 700 Tm (a) Tj 4 Ts /F1 5 Tf (1) Tj 0 Ts ", 60_000) + "ET"),
		"a line of soft hyphens":     pagesOf("<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 1/Widths[0]/Encoding<</Differences[1/uni00AD]>>>>", at("F3", 10, 100, 700, "a"+strings.Repeat("\\001", 300_000)+"b")).table(),
		"a page of letters":          onePage(at("F1", 0.6, 100, 700, strings.Repeat("w", 500_000)) + "BT 0.001 Tz /F1 1 Tf (" + strings.Repeat("w", 500_000) + ") Tj ET"),
		"a page of brackets":         onePage(strings.Repeat("(", 1<<20)),
		"a page of keywords":         onePage(strings.Repeat("obj ", 1<<18)),
		"objects without end":        []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj <<", 1<<16) + "\nstartxref\n0\n%%EOF"),
		"a font's W of ranges": pagesOf("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</W["+strings.Repeat("0 65535 500 ", 2000)+"]>>]>>",
			"BT /F3 10 Tf (ab) Tj ET").table(),
	}
	for name, file := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, err := pdf.Read(context.Background(), file, document.Limits{})
			if err == nil && len(d.Blocks) == 0 {
				t.Error("nothing read and nothing said")
			}
			if err != nil {
				if got := refusal(t, err); got == document.Panicked {
					t.Error(err)
				}
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
