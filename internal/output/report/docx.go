package report

import (
	"io"

	"github.com/openupr/openupr/internal/output/docx"
)

// MediaDOCX is the media type of a Word file.
const MediaDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// WriteDOCX writes a document as a Word file. The same document gives the same bytes.
func WriteDOCX(w io.Writer, d *Document) error {
	s := docx.Settings{Lang: d.Lang, RightToLeft: d.RTL, Title: d.Title, Author: "OpenUPR", Made: d.Made, Landscape: d.Landscape, Compact: d.Compact}
	for i, l := range d.Head {
		if i > 0 {
			l = "\n" + l
		}
		s.Header = append(s.Header, docx.Text(l))
	}
	if d.Foot != "" {
		s.Footer = append(s.Footer, docx.Text(d.Foot+" · "))
	}
	s.Footer = append(s.Footer, docx.PageNumber(), docx.Text("/"), docx.PageCount())
	f := docx.NewWriter(w, s)
	if d.Title != "" {
		f.Title(docx.Text(d.Title))
	}
	list := f.List(docx.List{{Format: docx.Decimal, Text: "%1."}})
	for _, b := range d.Blocks {
		switch b.Kind {
		case Heading:
			f.Heading(b.Level, words(b.Runs)...)
		case Paragraph, Line:
			f.Paragraph(words(b.Runs)...)
		case Numbered:
			f.Numbered(list, 1, words(b.Runs)...)
		case TableOf:
			writeTable(f, b.Table)
		}
	}
	return f.Close()
}

func writeTable(f *docx.Writer, t *Table) {
	f.BeginTable(t.Caption, t.Widths...)
	f.HeaderRow(cells(t.Head)...)
	for _, r := range t.Rows {
		f.Row(cells(r)...)
	}
	f.EndTable()
}

func cells(list []Cell) []docx.Cell {
	out := make([]docx.Cell, len(list))
	for i, c := range list {
		out[i] = docx.Cell{Span: c.Span}
		for _, p := range c.Paragraphs {
			out[i].Paragraphs = append(out[i].Paragraphs, words(p))
		}
	}
	return out
}

func words(runs []Run) []docx.Run {
	out := make([]docx.Run, len(runs))
	for i, r := range runs {
		out[i] = docx.Run{Text: r.Text, Lang: r.Lang, Bold: r.Bold}
	}
	return out
}
