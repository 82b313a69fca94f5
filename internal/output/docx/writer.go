// Package docx writes Word files (Office Open XML) as a stream: headings, paragraphs with automatic numbers, footnotes
// and tables. The same calls give the same bytes, so that a file can be checked by its hash.
//
// Why not a library: none under a free licence writes automatic numbers and footnotes and streams, and the few parts
// that a report needs are small.
package docx

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Settings of a file.
type Settings struct {
	Lang        string // BCP 47; the language of the text, for screen readers and spelling
	RightToLeft bool   // the text runs from right to left
	Title       string
	Author      string
	Made        time.Time // written into the file's properties; the zero time writes none
	Header      []Run     // on every page
	Footer      []Run
	Landscape   bool
	Compact     bool // smaller letters and narrow margins, for wide tables and for what must stand on one page
}

// Writer writes one file. Its methods keep the first error; Close returns it. It is not for use by several goroutines.
type Writer struct {
	zip   *zip.Writer
	part  *bufio.Writer // the main part, open until Close
	set   Settings
	lists []List
	nums  []num
	notes []note
	table *openTable
	err   error
}

// errOrder says that a caller began or ended something out of turn.
var errOrder = errors.New("a table is still open")

// NewWriter begins a file on w.
func NewWriter(w io.Writer, s Settings) *Writer {
	d := &Writer{zip: zip.NewWriter(w), set: s}
	for _, p := range []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", coreProperties(s)},
		{"word/_rels/document.xml.rels", documentRelations},
		{"word/settings.xml", documentSettings(s)},
		{"word/styles.xml", stylesPart(s)},
	} {
		d.write(p.name, p.content)
	}
	if f := d.create("word/document.xml"); f != nil {
		d.part = bufio.NewWriter(f)
		d.put(xmlHead + `<w:document ` + namespaces + `><w:body>`)
	}
	return d
}

// create opens a part. Parts have no time of their own: bytes must not differ from run to run.
func (d *Writer) create(name string) io.Writer {
	if d.err != nil {
		return nil
	}
	f, err := d.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		d.err = fmt.Errorf("writing a Word file: %w", err)
		return nil
	}
	return f
}

func (d *Writer) write(name, content string) {
	f := d.create(name)
	if f == nil {
		return
	}
	if _, err := io.WriteString(f, content); err != nil {
		d.err = fmt.Errorf("writing a Word file: %w", err)
	}
}

// put writes to the main part.
func (d *Writer) put(parts ...string) {
	for _, s := range parts {
		if d.err != nil {
			return
		}
		if _, err := d.part.WriteString(s); err != nil {
			d.err = fmt.Errorf("writing a Word file: %w", err)
		}
	}
}

// Title writes the title of the document.
func (d *Writer) Title(runs ...Run) { d.paragraph(`<w:pStyle w:val="Title"/>`, runs) }

// Heading writes a heading of level 1 to 4.
func (d *Writer) Heading(level int, runs ...Run) {
	d.paragraph(fmt.Sprintf(`<w:pStyle w:val="Heading%d"/>`, min(max(level, 1), 4)), runs)
}

// Paragraph writes a plain paragraph.
func (d *Writer) Paragraph(runs ...Run) { d.paragraph("", runs) }

func (d *Writer) paragraph(props string, runs []Run) {
	if d.table != nil {
		d.fail(errOrder)
		return
	}
	d.put(d.paragraphXML(props, runs))
}

func (d *Writer) fail(err error) {
	if d.err == nil {
		d.err = fmt.Errorf("writing a Word file: %w", err)
	}
}

// Close ends the file and returns the first error of any call. It does not close the writer below.
func (d *Writer) Close() error {
	if d.table != nil {
		d.fail(errOrder)
	}
	size := `<w:pgSz w:w="11906" w:h="16838"/>` // A4
	if d.set.Landscape {
		size = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`
	}
	margins := `<w:pgMar w:top="1440" w:right="1247" w:bottom="1440" w:left="1247" w:header="709" w:footer="709" w:gutter="0"/>`
	if d.set.Compact {
		margins = `<w:pgMar w:top="1134" w:right="964" w:bottom="1020" w:left="964" w:header="510" w:footer="510" w:gutter="0"/>`
	}
	d.put(`<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>`,
		size, margins,
		bidi(d.set, `<w:bidi/>`), `</w:sectPr></w:body></w:document>`)
	if d.err == nil {
		if err := d.part.Flush(); err != nil {
			d.fail(err)
		}
	}
	d.write("word/header1.xml", xmlHead+`<w:hdr `+namespaces+`>`+d.paragraphXML(`<w:pStyle w:val="Header"/>`, withoutNotes(d.set.Header))+`</w:hdr>`)
	d.write("word/footer1.xml", xmlHead+`<w:ftr `+namespaces+`>`+d.paragraphXML(`<w:pStyle w:val="Footer"/>`, withoutNotes(d.set.Footer))+`</w:ftr>`)
	d.write("word/footnotes.xml", d.notesPart())
	d.write("word/numbering.xml", d.numberingPart())
	if d.err != nil {
		return d.err
	}
	if err := d.zip.Close(); err != nil {
		d.fail(err)
	}
	return d.err
}

func bidi(s Settings, xml string) string {
	if s.RightToLeft {
		return xml
	}
	return ""
}

// withoutNotes are runs for a page head, where no footnote may stand.
func withoutNotes(runs []Run) []Run {
	out := make([]Run, len(runs))
	for i, r := range runs {
		r.Note = ""
		out[i] = r
	}
	return out
}

func joined(parts ...string) string { return strings.Join(parts, "") }
