package evidence_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/evidence"
)

func recognise(b []byte) (evidence.Kind, error) {
	return evidence.Recognise(bytes.NewReader(b), int64(len(b)))
}

func why(err error) evidence.Code {
	var r *evidence.Refused
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func TestAFileIsWhatItsBytesSay(t *testing.T) {
	for name, tt := range map[string]struct {
		bytes string
		want  string
	}{
		"PDF": {string(pdfWith(t)), "application/pdf"}, "JPEG": {string(jpegWith(t)), "image/jpeg"}, "PNG": {string(pngWith(t)), "image/png"},
		"Word": {string(docxWith(t)), evidence.DOCX.Type}, "Excel": {string(xlsxWith(t)), evidence.XLSX.Type}, "PowerPoint": {string(pptxWith(t)), evidence.PPTX.Type},
		"OpenDocument": {string(odtWith(t)), evidence.ODT.Type}, "text": {"Сказано: сделано\n", "text/plain"}, "older Cyrillic": {"\xd1\xea\xe0\xe7\xe0\xed\xee", "text/plain"},
		"a page": {"  <!DOCTYPE html><title>x</title>", "text/html"}, "a page by its script": {"words <script>alert(1)</script>", "text/html"},
		"a drawing": {`<?xml version="1.0"?><svg onload="alert(1)"/>`, "image/svg+xml"}, "a film": {"\x00\x00\x00\x18ftypmp42", "video/mp4"},
	} {
		if k, err := recognise([]byte(tt.bytes)); err != nil || k.Type != tt.want {
			t.Errorf("%s: %s, %v", name, k.Type, err)
		}
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	tar := make([]byte, 600)
	copy(tar[257:], "ustar")
	for name, tt := range map[string]struct {
		bytes string
		want  evidence.Code
	}{
		"nothing":                {"", evidence.Empty},
		"a Windows program":      {"MZ\x90\x00", evidence.Program},
		"a Linux program":        {"\x7fELF\x02", evidence.Program},
		"a script":               {"#!/bin/sh\nrm -rf /\n", evidence.Program},
		"an archive":             {string(packed(t, "a.txt", "x")), evidence.Archive},
		"a bomb":                 {string(packed(t, "a.txt", strings.Repeat("\x00", 10<<20))), evidence.Archive},
		"an archive in disguise": {string(packed(t, "[Content_Types].xml", "<Types/>", "a.exe", "MZ")), evidence.Archive},
		"gzip":                   {"\x1f\x8b\x08", evidence.Archive}, "7z": {"7z\xbc\xaf\x27\x1c", evidence.Archive}, "RAR": {"Rar!\x1a\x07\x01", evidence.Archive},
		"tar":          {string(tar), evidence.Archive},
		"macros":       {string(packed(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>", "word/vbaProject.bin", "x")), evidence.Macros},
		"a broken ZIP": {"PK\x03\x04 and nothing else", evidence.Damaged},
		"unknown":      {"\x00\x01\x02\x03 something", evidence.Unknown},
		"text with a control character far behind": {strings.Repeat("words ", 20_000) + "\x00", evidence.Unknown},
	} {
		if k, err := recognise([]byte(tt.bytes)); why(err) != tt.want {
			t.Errorf("%s: %s, %v; want %s", name, k.Type, err, tt.want)
		}
	}
}

func TestNamesAreMadeHarmless(t *testing.T) {
	for given, want := range map[string]string{
		"report.pdf": "report.pdf", "Отчёт за 2024 год.PDF": "Отчёт за 2024 год.PDF",
		"../../etc/passwd": "passwd.pdf", `C:\Users\aigul\report.pdf`: "report.pdf", "/": "file.pdf", "": "file.pdf", "...": "file.pdf",
		"photo.jpg": "photo.jpg.pdf", "report.pdf.exe": "report.pdf.exe.pdf", "fdp.\u202egpj.exe": "fdp.gpj.exe.pdf", "a\x00b\r\nc\x1b[31m.pdf": "abc[31m.pdf",
		"\u200bzero\ufeff.pdf": "zero.pdf", "con.pdf": "_con.pdf", "COM1": "_COM1.pdf", ".htaccess": "htaccess.pdf", "-rf.pdf": "rf.pdf",
		`a"b<c>d|e?f*g:h.pdf`: "a_b_c_d_e_f_g_h.pdf", "a . . .pdf": "a.pdf", "bad\xffutf.pdf": "badutf.pdf", "two  blanks\u00a0here.pdf": "two blanks here.pdf",
	} {
		got, changed := evidence.Name(given, evidence.PDF)
		if got != want || changed != (got != given) {
			t.Errorf("%q: %q (changed: %v), want %q", given, got, changed, want)
		}
	}
	long, _ := evidence.Name(strings.Repeat("ы", 5000)+".pdf", evidence.PDF)
	if utf8.RuneCountInString(long) > 120 || len(long) > 204 || !strings.HasSuffix(long, ".pdf") {
		t.Errorf("a very long name becomes %d letters, %d bytes", utf8.RuneCountInString(long), len(long))
	}
}

func clean(t *testing.T, b []byte) (evidence.Kind, []byte, []evidence.Left) {
	t.Helper()
	k, err := recognise(b)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	left, err := k.Clean(&out, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return k, out.Bytes(), left
}

// all is what a file holds, its parts unpacked.
func all(t *testing.T, b []byte) string {
	t.Helper()
	s := string(b)
	if z, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			c, err := io.ReadAll(r)
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			s += "\n" + f.Name + "\n" + string(c)
		}
	}
	return s
}

func TestACleanedFileDoesNotSayWhoMadeIt(t *testing.T) {
	for name, tt := range map[string]struct {
		bytes []byte
		keeps []string
	}{
		"JPEG": {jpegWith(t), nil}, "PNG": {pngWith(t), nil}, "text": {[]byte("words that were said\n"), []string{"words that were said"}},
		"Word":         {docxWith(t), []string{"What was said &gt; 1", `w:author=""`, "Said", `w:date="2024-01-01"`}},
		"Excel":        {xlsxWith(t), []string{"kept", `id="{1}"`, "<author></author>"}},
		"PowerPoint":   {pptxWith(t), []string{"kept", `name="Title 1"`}},
		"OpenDocument": {odtWith(t), []string{"kept", "application/vnd.oasis.opendocument.text"}},
		"PDF":          {pdfWith(t), []string{"What the page says", "/Author (", "startxref"}},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := recognise(tt.bytes)
			k, out, _ := clean(t, tt.bytes)
			s := all(t, out)
			for _, hidden := range []string{secret, secret[:5]} {
				if strings.Contains(s, hidden) {
					t.Errorf("it still says %s", hidden)
				}
			}
			for _, w := range tt.keeps {
				if !strings.Contains(s, w) {
					t.Errorf("it no longer says %q:\n%.3000q", w, s)
				}
			}
			if again, err := recognise(out); err != nil || again.Type != before.Type {
				t.Errorf("it became %s: %v", again.Type, err)
			}
			if _, twice, _ := clean(t, out); !bytes.Equal(twice, out) && k.Type != evidence.DOCX.Type && k.Type != evidence.ODT.Type {
				t.Error("cleaning again changes it")
			}
		})
	}
}

func TestACleanedPictureLooksTheSame(t *testing.T) {
	for name, tt := range map[string]struct {
		bytes  []byte
		decode func(io.Reader) (image.Image, error)
	}{"JPEG": {jpegWith(t), jpeg.Decode}, "PNG": {pngWith(t), png.Decode}} {
		want, err := tt.decode(bytes.NewReader(tt.bytes))
		if err != nil {
			t.Fatal(err)
		}
		_, out, _ := clean(t, tt.bytes)
		got, err := tt.decode(bytes.NewReader(out))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for x := range 40 {
			for y := range 30 {
				if want.At(x, y) != got.At(x, y) {
					t.Fatalf("%s differs at %d, %d", name, x, y)
				}
			}
		}
		if name == "JPEG" && !bytes.Contains(out, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
			t.Error("which side is up was lost")
		}
	}
}

func TestACleanedPDFKeepsItsPlaces(t *testing.T) {
	b := pdfWith(t)
	_, out, left := clean(t, b)
	if len(out) != len(b) {
		t.Errorf("%d bytes became %d", len(b), len(out))
	}
	if !slices.Contains(left, evidence.LeftNotes) {
		t.Errorf("what may be left is not told: %v", left)
	}
}

func TestWhatCannotBeCleanedIsSaid(t *testing.T) {
	plain := string(pdfWith(t))
	for name, tt := range map[string]struct {
		bytes string
		want  evidence.Code
	}{
		"a film":                     {"\x00\x00\x00\x18ftypmp42", evidence.Unclean},
		"an old office document":     {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", evidence.Unclean},
		"a locked PDF":               {strings.Replace(plain, "/Info 5 0 R", "/Info 5 0 R /Encrypt 9 0 R", 1), evidence.Encrypted},
		"a PDF with packed facts":    {strings.Replace(plain, "/Info 5 0 R", "/Info 55 0 R", 1), evidence.Unclean},
		"a picture that breaks off":  {string(jpegWith(t)[:300]), evidence.Damaged},
		"a drawing that breaks off":  {string(pngWith(t)[:60]), evidence.Damaged},
		"a part that swells":         {string(packed(t, "[Content_Types].xml", "<Types/>", "word/document.xml", strings.Repeat(" ", 20<<20))), evidence.Unclean},
		"two parts of the same name": {string(packed(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "a", "word/document.xml", "b")), evidence.Damaged},
	} {
		k, err := recognise([]byte(tt.bytes))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := k.Clean(io.Discard, strings.NewReader(tt.bytes), int64(len(tt.bytes))); why(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// FuzzClean wants every file to be refused with a reason or to become one of its kind, without the secret where the cleaner
// knows the place, and never a panic.
func FuzzClean(f *testing.F) {
	for _, b := range [][]byte{jpegWith(f), pngWith(f), docxWith(f), xlsxWith(f), odtWith(f), pdfWith(f), []byte("words"), []byte("%PDF-/Info 1 0 R 1 0 obj(((")} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := recognise(b)
		if err != nil {
			if why(err) == "" {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		var out bytes.Buffer
		if _, err := k.Clean(&out, bytes.NewReader(b), int64(len(b))); err != nil {
			if why(err) == "" {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		if again, err := recognise(out.Bytes()); err != nil || again.Type != k.Type {
			t.Fatalf("%s became %s: %v", k.Type, again.Type, err)
		}
		if k.Type == evidence.PDF.Type && out.Len() != len(b) {
			t.Fatalf("a PDF of %d bytes became %d", len(b), out.Len())
		}
	})
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"a.pdf", "../x", "\u202e", "con", strings.Repeat("x", 300), "..", "a\x00.pdf"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, _ := evidence.Name(s, evidence.PDF)
		if got == "" || len(got) > 204 || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\"<>:|?*") || strings.HasPrefix(got, ".") ||
			!strings.EqualFold(got[len(got)-4:], ".pdf") || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q became %q", s, got)
		}
		if again, changed := evidence.Name(got, evidence.PDF); changed {
			t.Fatalf("%q became %q and then %q", s, got, again)
		}
	})
}
