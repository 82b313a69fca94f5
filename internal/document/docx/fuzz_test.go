package docx_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
)

// FuzzRead gives the reader damaged containers.
func FuzzRead(f *testing.F) {
	f.Add(pack(f, p("x")+tbl(tr(tc("", p("y")))), nil))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
	f.Fuzz(check)
}

// FuzzBody gives it damaged content in a sound container.
func FuzzBody(f *testing.F) {
	f.Add(item("1", "0")+`<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>`, abstract("0", lvl("0", "decimal", "%1."))+num("1", "0", ""))
	f.Add(tbl(tr(tc(`<w:vMerge/><w:gridSpan w:val="3"/>`, tbl(tr(tc("", p("x"))))))), "")
	f.Add(`<w:p><w:r>`+alternative(textbox("a"), textbox("b"))+`<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:sym w:font="Symbol" w:char="F0B7"/></w:r></w:p>`, "")
	f.Add(`<w:p>`+field("REF", "x")+`</w:p>`, abstract("0", `<w:numStyleLink w:val="x"/>`))
	f.Fuzz(func(t *testing.T, body, numbering string) {
		check(t, pack(t, body, parts{"numbering": numbering, "footnotes": note("footnote", "1", p("n"))}))
	})
}

// check reads any bytes: never a panic, only typed errors, and what is read holds to the contract.
func check(t *testing.T, b []byte) {
	lim := document.Limits{Bytes: 1 << 20, Inflat: 4 << 20, Blocks: 2000}
	doc, err := docx.Read(context.Background(), b, lim)
	if err != nil {
		if _, ok := document.AsRefused(err); !ok {
			t.Fatalf("an error that is no refusal: %v", err)
		}
		return
	}
	var look func(bs []document.Block)
	look = func(bs []document.Block) {
		for _, b := range bs {
			if !utf8.ValidString(b.Text) || strings.TrimSpace(b.Text) != b.Text || strings.Contains(b.Text, "  ") {
				t.Errorf("text %q is not clean", b.Text)
			}
			for _, m := range b.Marks {
				if m.Offset < 0 || m.Offset > len(b.Text) {
					t.Errorf("mark at %d of %d", m.Offset, len(b.Text))
				}
			}
			for _, c := range b.Cells {
				if c.Span < 1 || c.Column < 0 {
					t.Errorf("cell at %d over %d", c.Column, c.Span)
				}
				look(c.Paragraphs)
			}
		}
	}
	look(doc.Blocks)
}
