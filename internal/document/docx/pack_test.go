package docx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
)

const (
	wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
		`xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ` +
		`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ` +
		`xmlns:v="urn:schemas-microsoft-com:vml"`
	relNS    = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts of a Word file by name. Those that a test does not give are added by pack.
type parts map[string]string

// pack makes a Word file with the content of the body and further parts; "styles", "numbering", "footnotes" … stand
// for the content of the part of that name.
func pack(t testing.TB, body string, more parts) []byte {
	t.Helper()
	files := parts{
		"_rels/.rels":       `<Relationships ` + relNS + `><Relationship Id="m" Type="` + relTypes + `officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`,
	}
	rels := ""
	for _, name := range slices.Sorted(maps.Keys(more)) {
		switch name {
		case "styles", "numbering", "footnotes", "endnotes", "settings":
			files["word/"+name+".xml"] = `<w:` + name + ` ` + wordNS + `>` + more[name] + `</w:` + name + `>`
			rels += `<Relationship Id="` + name + `" Type="` + relTypes + name + `" Target="` + name + `.xml"/>`
		case "header", "footer":
			files["word/"+name+"1.xml"] = `<w:hdr ` + wordNS + `>` + more[name] + `</w:hdr>`
			rels += `<Relationship Id="` + name + `" Type="` + relTypes + name + `" Target="/word/` + name + `1.xml"/>`
		default:
			files[name] = more[name]
		}
	}
	if _, ok := files["word/_rels/document.xml.rels"]; !ok {
		files["word/_rels/document.xml.rels"] = `<Relationships ` + relNS + `>` + rels + `</Relationships>`
	}
	return zipped(t, files)
}

func zipped(t testing.TB, files parts) []byte {
	t.Helper()
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := zw.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func read(t testing.TB, body string, more parts) *document.Document {
	t.Helper()
	doc, err := docx.Read(context.Background(), pack(t, body, more), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// refusal reads a file that has to be refused and says why it was.
func refusal(t testing.TB, b []byte, lim document.Limits) document.Reason {
	t.Helper()
	doc, err := docx.Read(context.Background(), b, lim)
	if err == nil {
		t.Fatalf("read %d blocks, want a refusal", len(doc.Blocks))
	}
	r, ok := document.AsRefused(err)
	if !ok {
		t.Fatalf("got %v, want a refusal", err)
	}
	return r.Code
}

func texts(blocks []document.Block) []string {
	var out []string
	for _, b := range blocks {
		s := b.Text
		if b.Label != "" {
			s = "[" + b.Label + "] " + s
		}
		out = append(out, s)
	}
	return out
}

// p is a paragraph of one run.
func p(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func codes(doc *document.Document) []string {
	var out []string
	for _, w := range doc.Warnings {
		out = append(out, w.Code)
	}
	return out
}
