package sample

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/output/docx"
)

// File is one document of the sample, to be imported like any file.
type File struct {
	Name  string
	Bytes []byte
}

// Symbol of the sample's report. No report of the Council has so high a number.
const Symbol = "A/HRC/59/999"

// banner stands on every page: nobody shall take the sample for a document of the United Nations.
const banner = "Invented sample, not a document of the United Nations"

// Files are the documents of the invented review in the order in which a review brings them: the Working Group's
// report, the State's views, the list by theme. The bytes are the same in every run.
func Files() ([]File, error) {
	all, err := items()
	if err != nil {
		return nil, err
	}
	var out []File
	for _, f := range []struct {
		name, title, head string
		write             func(*docx.Writer) error
	}{
		{"velmora-2025-report.docx", "Report of the Working Group: Velmora (invented)", Symbol, writeReport},
		{"velmora-2025-addendum.docx", "Views of Velmora (invented)", Symbol + "/Add.1", writeAddendum},
		{"velmora-2025-thematic-list.docx", "Thematic list: Velmora (invented)",
			"UPR of Velmora (4th Cycle – 48th Session)\nThematic list of recommendations",
			func(w *docx.Writer) error { return writeList(w, all) }},
	} {
		var b bytes.Buffer
		w := docx.NewWriter(&b, docx.Settings{
			Lang: "en", Title: f.title, Author: "OpenUPR", Made: time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC),
			Header: []docx.Run{docx.Text(f.head)}, Footer: []docx.Run{docx.Text(banner)},
		})
		if err := f.write(w); err != nil {
			return nil, fmt.Errorf("building %s: %w", f.name, err)
		}
		if err := w.Close(); err != nil {
			return nil, fmt.Errorf("building %s: %w", f.name, err)
		}
		out = append(out, File{f.name, b.Bytes()})
	}
	return out, nil
}

// typedList is the paragraph whose entries have typed numbers, as older reports do; the others number themselves, as a
// word processor does. Only a typed number can hold a slip.
const typedList = 28

// writeReport writes paragraphs and entries with automatic numbers.
func writeReport(w *docx.Writer) error {
	ps, err := parts("report.txt")
	if err != nil {
		return err
	}
	list := w.List(docx.List{{Format: docx.Decimal, Text: "%1."}, {Format: docx.Decimal, Text: "%1.%2"}})
	paragraph := ""
	for _, p := range ps {
		run := docx.Run{Text: p.text, Note: p.note}
		switch {
		case p.kind == numbered:
			paragraph = strings.TrimSuffix(p.number, ".")
			w.Numbered(list, 1, run)
		case p.kind == entry && paragraph == fmt.Sprint(typedList):
			run.Text = p.number + "\t" + p.text
			w.Paragraph(run)
		case p.kind == entry:
			w.Numbered(list, 2, run)
		default:
			writePart(w, p)
		}
	}
	return nil
}

// writeAddendum writes typed numbers throughout.
func writeAddendum(w *docx.Writer) error {
	ps, err := parts("addendum.txt")
	if err != nil {
		return err
	}
	for _, p := range ps {
		if p.kind == numbered {
			p.text = p.number + "\t" + p.text
		}
		writePart(w, p)
	}
	return nil
}

func writePart(w *docx.Writer, p part) {
	switch p.kind {
	case title:
		w.Paragraph(docx.Bold(p.text))
	case heading:
		w.Heading(1, docx.Text(p.text))
	default:
		w.Paragraph(docx.Text(p.text))
	}
}
