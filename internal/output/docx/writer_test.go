package docx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/document"
	reader "github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/output/docx"
)

// write makes a file and reads it back with our own reader.
func write(t interface {
	Helper()
	Fatal(...any)
}, s docx.Settings, content func(*docx.Writer)) ([]byte, *document.Document) {
	t.Helper()
	var b bytes.Buffer
	w := docx.NewWriter(&b, s)
	content(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	doc, err := reader.Read(context.Background(), b.Bytes(), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), doc
}

func report(w *docx.Writer) {
	w.Title(docx.Text("Report"))
	w.Heading(1, docx.Text("Conclusions"))
	list := w.List(docx.List{{Format: docx.Decimal, Text: "%1.", Start: 95}, {Format: docx.Decimal, Text: "%1.%2"}, {Format: docx.LowerRoman, Text: "(%3)"}})
	w.Numbered(list, 1, docx.Text("The following:"))
	w.Numbered(list, 2, docx.Text("Plant "), docx.Bold("trees"), docx.Run{Text: " (Erewhon);", Note: "As read: <plant> & water."})
	w.Numbered(list, 2, docx.Text("Water them;"))
	w.Numbered(list, 3, docx.Italic("daily"))
	w.Numbered(list, 1, docx.Text("Another."))
	again := w.Restart(list, 7)
	w.Numbered(again, 1, docx.Text("Again."))
	w.Numbered(again, 2, docx.Text("And on;"))
	w.BeginTable("Items", 3, 1, 2)
	w.HeaderRow(docx.Words(docx.Text("Words")), docx.Cell{Paragraphs: [][]docx.Run{{docx.Text("Both")}}, Span: 2})
	w.Row(docx.Cell{Paragraphs: [][]docx.Run{{docx.Text("tall")}, {docx.Text("two")}}, Down: 2}, docx.Words(docx.Text("a")), docx.Words())
	w.Row(docx.Words(docx.Text("b")), docx.Words(docx.Run{Text: "c", Note: "In a cell."}))
	w.EndTable()
	w.Paragraph(docx.Text("End\tof\nit & <all> “quoted” \"plain\" Қазақстан"))
}

var settings = docx.Settings{Lang: "en", Title: "A & B", Author: "OpenUPR", Made: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	Header: []docx.Run{docx.Text("UPR of Erewhon"), {Note: "left out"}}, Footer: []docx.Run{docx.Text("p. "), docx.PageNumber()}}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	_, doc := write(t, settings, report)
	var got []string
	for _, b := range doc.Blocks {
		line := strings.TrimSpace(b.Label + " " + b.Text)
		for _, c := range b.Cells {
			var words []string
			for _, p := range c.Paragraphs {
				words = append(words, p.Text)
			}
			line += fmt.Sprintf("[%d+%d %v %s]", c.Column, c.Span, c.Merged, strings.Join(words, "|"))
		}
		got = append(got, line)
	}
	want := []string{
		"Report", "Conclusions", "95. The following:", "95.1 Plant trees (Erewhon);", "95.2 Water them;", "(i) daily", "96. Another.", "7. Again.", "7.1 And on;",
		"[0+1 false Words][1+2 false Both]", "[0+1 false tall|two][1+1 false a][2+1 false ]", "[0+1 true ][1+1 false b][2+1 false c]",
		"End of it & <all> “quoted” \"plain\" Қазақстан",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]document.Note{{Mark: "1", Text: "As read: <plant> & water."}, {Mark: "2", Text: "In a cell."}}, doc.Notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"UPR of Erewhon", "p. 1"}, doc.Running); diff != "" {
		t.Error(diff)
	}
	if len(doc.Warnings) > 0 || !doc.Blocks[1].Bold || doc.Blocks[1].Size != 16 || !doc.Blocks[9].Cells[0].Paragraphs[0].Bold {
		t.Errorf("warnings %v, heading bold %v of %v points", doc.Warnings, doc.Blocks[1].Bold, doc.Blocks[1].Size)
	}
}

func TestTheSameCallsGiveTheSameBytes(t *testing.T) {
	one, _ := write(t, settings, report)
	two, _ := write(t, settings, report)
	if !bytes.Equal(one, two) {
		t.Error("bytes differ")
	}
}

func TestEveryPartIsWellFormedAndDeclared(t *testing.T) {
	s := settings
	s.RightToLeft, s.Landscape, s.Lang = true, true, "ar"
	b, _ := write(t, s, report)
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range zr.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		dec := xml.NewDecoder(bytes.NewReader(content))
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		parts[f.Name] = string(content)
	}
	for name := range parts {
		if strings.HasSuffix(name, ".rels") || name == "[Content_Types].xml" {
			continue
		}
		if !strings.Contains(parts["[Content_Types].xml"], `PartName="/`+name+`"`) {
			t.Errorf("%s is not declared", name)
		}
	}
	for what, has := range map[string]bool{
		"language":            strings.Contains(parts["word/styles.xml"], `<w:lang w:val="ar"`),
		"direction":           strings.Contains(parts["word/document.xml"], `<w:bidi/>`),
		"repeated header row": strings.Contains(parts["word/document.xml"], `<w:tblHeader/>`),
		"caption":             strings.Contains(parts["word/document.xml"], `<w:tblCaption w:val="Items"/>`),
		"title":               strings.Contains(parts["docProps/core.xml"], `A &amp; B`),
		"time":                strings.Contains(parts["docProps/core.xml"], `2026-01-02T03:04:05Z`),
		"landscape":           strings.Contains(parts["word/document.xml"], `w:orient="landscape"`),
	} {
		if !has {
			t.Errorf("no %s", what)
		}
	}
}

func TestWrongUseIsAnError(t *testing.T) {
	for name, use := range map[string]func(*docx.Writer){
		"a table left open":        func(w *docx.Writer) { w.BeginTable("", 1) },
		"a paragraph in a table":   func(w *docx.Writer) { w.BeginTable("", 1); w.Paragraph(); w.EndTable() },
		"a table in a table":       func(w *docx.Writer) { w.BeginTable("", 1); w.BeginTable("", 1); w.EndTable() },
		"a table of no columns":    func(w *docx.Writer) { w.BeginTable("") },
		"a row outside":            func(w *docx.Writer) { w.Row(docx.Words()) },
		"an end without beginning": func(w *docx.Writer) { w.EndTable() },
		"too few cells":            func(w *docx.Writer) { w.BeginTable("", 1, 1); w.Row(docx.Words()); w.EndTable() },
		"too many cells":           func(w *docx.Writer) { w.BeginTable("", 1); w.Row(docx.Words(), docx.Words()); w.EndTable() },
		"too wide a cell":          func(w *docx.Writer) { w.BeginTable("", 1); w.Row(docx.Cell{Span: 2}); w.EndTable() },
		"too tall a cell":          func(w *docx.Writer) { w.BeginTable("", 1); w.Row(docx.Cell{Down: 2}); w.EndTable() },
		"a list never begun":       func(w *docx.Writer) { w.Numbered(3, 1) },
		"a level too deep":         func(w *docx.Writer) { w.Numbered(w.List(docx.List{{Format: docx.Bullet, Text: "•"}}), 2) },
		"a list without levels":    func(w *docx.Writer) { w.List(nil) },
		"a restart of nothing":     func(w *docx.Writer) { w.Restart(1, 1) },
	} {
		w := docx.NewWriter(io.Discard, docx.Settings{})
		use(w)
		if err := w.Close(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

var errFull = errors.New("no space left")

func TestAFullDiskIsReported(t *testing.T) {
	for _, room := range []int{0, 500, 3000} {
		w := docx.NewWriter(&full{room}, settings)
		for range 2000 {
			w.Paragraph(docx.Text("some words that take room"), docx.Text(strings.Repeat("x", room%7)))
		}
		if err := w.Close(); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: got %v", room, err)
		}
	}
}

func TestAnyTextComesThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.String().Draw(t, "words")
		_, doc := write(t, docx.Settings{Lang: "en"}, func(w *docx.Writer) { w.Paragraph(docx.Text("a" + words + "z")) })
		clean := func(s string) string {
			s = strings.Map(func(r rune) rune {
				turns := r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 // the reader leaves them out
				if unicode.IsControl(r) && r != '\t' && r != '\n' && r != 0x85 || turns || r == 0xFFFE || r == 0xFFFF || r == 0xAD || r == 0x200B || r == 0xFEFF {
					return -1
				}
				return r
			}, s)
			return strings.Join(strings.Fields(s), " ")
		}
		if want := clean("a" + words + "z"); doc.Blocks[0].Text != want {
			t.Fatalf("got %q, want %q", doc.Blocks[0].Text, want)
		}
	})
}
