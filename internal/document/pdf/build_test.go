package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
)

// builder writes small PDF files for tests, feature by feature.
type builder struct {
	bodies  []string // of object i+1
	trailer string   // more entries of the trailer
}

// add appends an object and returns its number.
func (b *builder) add(body string) int {
	b.bodies = append(b.bodies, body)
	return len(b.bodies)
}

// stream appends a stream object with the dictionary entries given beside /Length.
func (b *builder) stream(entries string, data []byte) int {
	return b.add(fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data))
}

// set replaces an object.
func (b *builder) set(n int, body string) { b.bodies[n-1] = body }

// object is object n as it stands in the file.
func (b *builder) object(n int) string {
	return fmt.Sprintf("%d 0 obj\n%s\nendobj\n", n, b.bodies[n-1])
}

// table writes the file with a classic cross-reference table. Object 1 is the root.
func (b *builder) table() []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(b.bodies))
	for i := range b.bodies {
		offsets[i] = out.Len()
		out.WriteString(b.object(i + 1))
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, b.trailer, at)
	return out.Bytes()
}

// times is a font without widths, as older reports have it: Times-Roman in WinAnsi.
const times = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"

// pagesOf makes a file of pages with the given contents. Fonts: F1 regular, F2 bold, F3 what the caller puts there.
func pagesOf(font3 string, contents ...string) *builder {
	b := &builder{}
	b.add("<</Type/Catalog/Pages 2 0 R>>")
	b.add("") // page tree, below
	f1 := b.add(times)
	f2 := b.add("<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>")
	fonts := fmt.Sprintf("/F1 %d 0 R/F2 %d 0 R", f1, f2)
	if font3 != "" {
		fonts += fmt.Sprintf("/F3 %d 0 R", b.add(font3))
	}
	var kids []string
	for _, c := range contents {
		s := b.stream("", []byte(c))
		p := b.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<<%s>>>>>>", s, fonts))
		kids = append(kids, fmt.Sprintf("%d 0 R", p))
	}
	b.set(2, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(kids)))
	return b
}

// onePage is a file of one page.
func onePage(content string) []byte { return pagesOf("", content).table() }

// at writes a string in a font and size at a place counted from the bottom left.
func at(font string, size, x, y float64, s string) string {
	return fmt.Sprintf("BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n", font, size, x, y, s)
}

// paragraph writes lines from y downwards, 12 points apart.
func paragraph(size, x, y float64, lines ...string) string {
	var b strings.Builder
	for i, l := range lines {
		b.WriteString(at("F1", size, x, y-float64(12*i), l))
	}
	return b.String()
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func read(t *testing.T, b []byte) *document.Document {
	t.Helper()
	d, err := pdf.Read(context.Background(), b, document.Limits{})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return d
}

func texts(d *document.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		out = append(out, b.Text)
	}
	return out
}

func refusal(t *testing.T, err error) document.Reason {
	t.Helper()
	r, ok := document.AsRefused(err)
	if !ok {
		t.Fatalf("error %v is no refusal", err)
	}
	return r.Code
}

func warned(d *document.Document, code string) bool {
	for _, w := range d.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}
