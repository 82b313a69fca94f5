package ingest_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/output/sheet"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/shareddata"
)

func parse(t *testing.T, b []byte, lim document.Limits) (*ingest.Parsed, error) {
	t.Helper()
	p := ingest.NewParser()
	p.Limits, p.Pdftotext = lim, ""
	return p.Parse(t.Context(), ingest.NewFile("handed in.docx", b))
}

// zipped makes a package of parts; a part's content repeats its text many times.
func zipped(t testing.TB, parts map[string]string, times int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range times {
			if _, err := io.WriteString(w, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func TestWhatIsNoDocumentOfAReviewIsRefused(t *testing.T) {
	good := samples(t)[reading.WGReport].Bytes
	var workbook bytes.Buffer
	if err := sheet.WriteXLSX(&workbook, sheet.Table{Name: "Items", Columns: []sheet.Column{{Header: "Item", Width: 9}}, Rows: func(func([]any) bool) {}}); err != nil {
		t.Fatal(err)
	}
	ole := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 504)...)
	nested := strings.Repeat("<w:tbl><w:tr><w:tc>", 200) + strings.Repeat("</w:tc></w:tr></w:tbl>", 200)
	document1 := func(body string) map[string]string {
		return map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": `<w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`}
	}
	damaged := bytes.Clone(good)
	for i := len(damaged) / 3; i < len(damaged)/2; i++ {
		damaged[i] ^= 0x5a
	}
	for name, c := range map[string]struct {
		file []byte
		lim  document.Limits
		want []document.Reason
	}{
		"no bytes":                           {nil, document.Limits{}, []document.Reason{document.Empty}},
		"blanks only":                        {[]byte("  \n\n \t"), document.Limits{}, []document.Reason{document.Empty, document.NotExpected}},
		"larger than the limit":              {good, document.Limits{Bytes: 1000}, []document.Reason{document.TooLarge}},
		"the end is missing":                 {good[:len(good)/2], document.Limits{}, []document.Reason{document.Truncated, document.Corrupt}},
		"damaged in the middle":              {damaged, document.Limits{}, []document.Reason{document.Corrupt, document.Truncated}},
		"a workbook":                         {workbook.Bytes(), document.Limits{}, []document.Reason{document.NotExpected}},
		"a presentation":                     {zipped(t, map[string]string{"ppt/presentation.xml": "<p/>"}, 1), document.Limits{}, []document.Reason{document.NotExpected}},
		"any other package":                  {zipped(t, map[string]string{"holiday.jpg": "x"}, 1), document.Limits{}, []document.Reason{document.Unknown}},
		"a package of nothing":               {zipped(t, nil, 1), document.Limits{}, []document.Reason{document.Unknown}},
		"true old Word":                      {append(bytes.Clone(ole), wide("WordDocument")...), document.Limits{}, []document.Reason{document.OldWord}},
		"a package with a password":          {append(bytes.Clone(ole), wide("EncryptedPackage")...), document.Limits{}, []document.Reason{document.Encrypted}},
		"a bomb":                             {zipped(t, document1(strings.Repeat(" ", 1<<20)), 40), document.Limits{Inflat: 4 << 20}, []document.Reason{document.Bomb, document.Corrupt}},
		"a bomb against the usual limit":     {zipped(t, map[string]string{"word/document.xml": strings.Repeat("\x00", 1<<20)}, 300), document.Limits{}, []document.Reason{document.Bomb, document.Corrupt}},
		"nested without end":                 {zipped(t, document1(nested), 1), document.Limits{}, []document.Reason{document.TooDeep}},
		"entities":                           {zipped(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document ` + wordNS + `><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`}, 1), document.Limits{}, []document.Reason{document.Hostile}},
		"a PDF with nothing behind its name": {[]byte("%PDF-1.7\n"), document.Limits{}, []document.Reason{document.Corrupt, document.Truncated}},
		"a picture":                          {append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 2000)...), document.Limits{}, []document.Reason{document.Unknown}},
		"random bytes":                       {bytes.Repeat([]byte{0x00, 0x13, 0xfe, 0x9c}, 500), document.Limits{}, []document.Reason{document.Unknown}},
		"a letter":                           {[]byte("Dear Madam,\nplease find the report attached.\n"), document.Limits{}, []document.Reason{document.NotExpected}},
		"a page of the web":                  {[]byte("<!doctype html><html><body>Report of the Working Group</body></html>"), document.Limits{}, []document.Reason{document.NotExpected}},
		"a letter in a package":              {zipped(t, document1("<w:p><w:r><w:t>Dear Madam</w:t></w:r></w:p>"), 1), document.Limits{}, []document.Reason{document.NotExpected}},
		"more paragraphs than the limit":     {good, document.Limits{Blocks: 20}, []document.Reason{document.TooMany}},
		"a scan":                             {scan(), document.Limits{}, []document.Reason{document.Scanned}},
	} {
		t.Run(name, func(t *testing.T) {
			lim := document.DefaultLimits()
			if c.lim.Bytes > 0 {
				lim.Bytes = c.lim.Bytes
			}
			if c.lim.Inflat > 0 {
				lim.Inflat = c.lim.Inflat
			}
			if c.lim.Blocks > 0 {
				lim.Blocks = c.lim.Blocks
			}
			p, err := parse(t, c.file, lim)
			if p != nil {
				t.Errorf("read as %+v", p.Reading)
			}
			refusedWith(t, err, c.want...)
		})
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// scan is a PDF of one page that holds a picture and no letter.
func scan() []byte {
	var b bytes.Buffer
	var at []int
	obj := func(s string) {
		at = append(at, b.Len())
		b.WriteString(s)
	}
	b.WriteString("%PDF-1.4\n")
	obj("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
	obj("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n")
	obj("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>\nendobj\n")
	obj("4 0 obj\n<< /Length 31 >>\nstream\nq 595 0 0 842 0 0 cm /Im0 Do Q \nendstream\nendobj\n")
	obj("5 0 obj\n<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream\nendobj\n")
	xref := b.Len()
	b.WriteString("xref\n0 6\n0000000000 65535 f \n")
	for _, o := range at {
		b.WriteString(strings.Repeat("0", 10-len(itoa(o))) + itoa(o) + " 00000 n \n")
	}
	b.WriteString("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + itoa(xref) + "\n%%EOF\n")
	return b.Bytes()
}

func TestTheCorruptSharedFileIsRefused(t *testing.T) {
	b, err := os.ReadFile(shareddata.Data(t, "robustness", "corrupt_g0917123.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse(t, b, document.DefaultLimits())
	if err == nil {
		if len(p.Doc.Warnings) == 0 {
			t.Error("a broken file was read as if nothing were wrong")
		}
		return
	}
	refusedWith(t, err, document.Corrupt, document.Truncated, document.NotExpected)
}

func TestNamesLie(t *testing.T) {
	f := samples(t)[reading.WGReport]
	for _, name := range []string{"report.doc", "report.pdf", "report", "../../etc/passwd", `C:\Desktop\report.docx`, strings.Repeat("x", 5000)} {
		p, err := ingest.NewParser().Parse(t.Context(), ingest.NewFile(name, f.Bytes))
		if err != nil || p.Reading.Kind != reading.WGReport || p.Doc.Format != document.DOCX {
			t.Errorf("%.40s: %v", name, err)
		}
	}
}

// TestALargeFileIsNeverRead: what is larger than the limit is refused before it is in memory.
func TestALargeFileIsNeverRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.pdf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(200<<20), f.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = ingest.ReadFile(path, document.DefaultLimits())
	refusedWith(t, err, document.TooLarge)
	var taken counter
	_, err = ingest.ReadLimited(io.TeeReader(endless{}, &taken), 1<<20)
	refusedWith(t, err, document.TooLarge)
	if taken > 1<<20+1 {
		t.Errorf("%d bytes of an endless file were read", taken)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func TestReadingAFileFromDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a report.txt")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := ingest.ReadFile(path, document.DefaultLimits())
	if err != nil || f.Name != "a report.txt" || string(f.Bytes) != "abc" || f.SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("%+v %v", f, err)
	}
	if _, err := ingest.ReadFile(filepath.Join(t.TempDir(), "nothing"), document.DefaultLimits()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if b, err := ingest.ReadLimited(strings.NewReader("abc"), 3); err != nil || string(b) != "abc" {
		t.Errorf("a file of exactly the limit: %q %v", b, err)
	}
}

func TestAStoppedReadingIsNoRefusal(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for k, f := range samples(t) {
		_, err := ingest.NewParser().Parse(ctx, ingest.NewFile(f.Name, f.Bytes))
		if _, refused := document.AsRefused(err); err == nil || refused {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// TestARefusedFileLeavesTheRecord: no door of an import lets a refused file near the record.
func TestARefusedFileLeavesTheRecord(t *testing.T) {
	d := newDesk(t)
	f := samples(t)[reading.WGReport]
	if _, err := d.parser.Parse(d.ctx, ingest.NewFile(f.Name, f.Bytes[:2000])); err == nil {
		t.Fatal("half a file is read")
	}
	if d.head(t).Number != 0 {
		t.Error("the record moved")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.Bytes)
		f.Add(s.Bytes[:len(s.Bytes)/2])
	}
	f.Add(scan())
	f.Add([]byte("A/HRC/99/7\nII. Conclusions and/or recommendations\n124. The following recommendations enjoy the support of Fiji:\n124.1. Plant trees (Chad);\n"))
	p := ingest.NewParser()
	p.Pdftotext = ""
	p.Limits = document.Limits{Bytes: 1 << 20, Inflat: 8 << 20, Blocks: 5000, Depth: 64, Pages: 50}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := p.Parse(t.Context(), ingest.NewFile("fuzz", b))
		if err != nil {
			refused, ok := document.AsRefused(err)
			if !ok {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			if refused.Code == document.Panicked {
				t.Fatal(refused.Err)
			}
			return
		}
		seen := map[string]bool{}
		for _, it := range r.Reading.Items {
			if seen[string(it.ID)] {
				t.Errorf("item %s twice", it.ID)
			}
			seen[string(it.ID)] = true
		}
	})
}
