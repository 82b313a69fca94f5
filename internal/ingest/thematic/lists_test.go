package thematic_test

import (
	"context"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/reading"
)

const (
	title  = "UPR of Kazakhstan (3rd Cycle – 34th session) Thematic list of recommendations Page 1 of 9"
	source = "Source of position: A/HRC/43/10/Add.1 - Para. 4"
)

var head3 = row([]string{"Recommendation"}, []string{"Position"}, []string{"Full list of themes"}, []string{"Assessment/comments on level of implementation"})

// row is a table row of one cell for each list of paragraphs.
func row(cells ...[]string) document.Block {
	b := document.Block{Kind: document.Row}
	for i, texts := range cells {
		c := document.Cell{Column: i, Span: 1}
		for _, t := range texts {
			c.Paragraphs = append(c.Paragraphs, document.Block{Kind: document.Paragraph, Text: t})
		}
		b.Cells = append(b.Cells, c)
	}
	return b
}

// heading is a row of one cell over the whole table.
func heading(text string) document.Block {
	b := row([]string{text})
	b.Cells[0].Span = 4
	return b
}

// list is a Word file with a table.
func list(running string, rows ...document.Block) *document.Document {
	for i := range rows {
		rows[i].Index = i + 1
	}
	return &document.Document{Format: document.DOCX, SHA256: "f00d", Running: []string{running}, Blocks: rows}
}

// saved is the same as text, a line each.
func saved(lines ...string) *document.Document {
	doc := &document.Document{Format: document.Text, SHA256: "f00d"}
	for i, l := range lines {
		if l != "" {
			doc.Blocks = append(doc.Blocks, document.Block{Kind: document.Line, Text: l, Index: i + 1})
		}
	}
	return doc
}

func read(t testing.TB, doc *document.Document) *reading.Reading {
	t.Helper()
	r, err := thematic.Read(context.Background(), doc, gazetteer.Default())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func kinds(qs []reading.Question) []string {
	var out []string
	for _, q := range qs {
		out = append(out, q.Kind)
	}
	return out
}
