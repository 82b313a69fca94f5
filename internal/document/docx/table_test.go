package docx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
)

func tc(props string, content ...string) string {
	if len(content) == 0 {
		content = []string{`<w:p/>`}
	}
	return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + strings.Join(content, "") + `</w:tc>`
}

func tr(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }

func tbl(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid/>` + strings.Join(rows, "") + `</w:tbl>`
}

// shape prints rows as "column+span:text|text".
func shape(doc *document.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		if b.Kind != document.Row {
			out = append(out, "¶ "+b.Text)
			continue
		}
		var cells []string
		for _, c := range b.Cells {
			merged := ""
			if c.Merged {
				merged = "^"
			}
			cells = append(cells, fmt.Sprintf("%d+%d%s:%s", c.Column, c.Span, merged, strings.Join(texts(c.Paragraphs), "|")))
		}
		out = append(out, b.Place()+" "+strings.Join(cells, " / "))
	}
	return out
}

func TestTables(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"in the order of the document": {p("before") + tbl(tr(tc("", p("a"), p("b")), tc("", p("c")))) + p("after"), []string{"¶ before", "row 1 0+1:a|b / 1+1:c", "¶ after"}},
		"spans and a merge downwards": {tbl(
			tr(tc(`<w:gridSpan w:val="2"/>`, p("wide")), tc(`<w:vMerge w:val="restart"/>`, p("tall"))),
			tr(tc("", p("x")), tc("", p("y")), tc(`<w:vMerge/>`))),
			[]string{"row 1 0+2:wide / 2+1:tall", "row 2 0+1:x / 1+1:y / 2+1^:"}},
		"columns left free before":       {tbl(`<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>` + tc("", p("x")) + `</w:tr>`), []string{"row 1 2+1:x"}},
		"old merge to the side":          {tbl(tr(tc(`<w:hMerge w:val="restart"/>`, p("x")), tc(`<w:hMerge/>`), tc("", p("y")))), []string{"row 1 0+2:x / 2+1:y"}},
		"a table in a cell is flattened": {tbl(tr(tc("", p("a"), tbl(tr(tc("", p("b")), tc("", p("c")))), p("d")), tc("", p("e")))), []string{"row 1 0+1:a|b|c|d / 1+1:e"}},
		"a frame of one cell is layout":  {tbl(tr(tc("", p("title"), tbl(tr(tc("", p("b")), tc("", p("c"))))))), []string{"¶ title", "row 1 0+1:b / 1+1:c"}},
		"a deleted row is dropped":       {tbl(`<w:tr><w:trPr><w:del/></w:trPr>`+tc("", p("x"))+`</w:tr>`, tr(tc("", p("y")))), []string{"row 1 0+1:y"}},
		"rows and cells in controls":     {tbl(`<w:sdt><w:sdtContent>` + tr(`<w:sdt><w:sdtContent>`+tc("", p("x"))+`</w:sdtContent></w:sdt>`) + `</w:sdtContent></w:sdt>`), []string{"row 1 0+1:x"}},
		"a senseless span is bounded":    {tbl(tr(tc(`<w:gridSpan w:val="999999999"/>`, p("x")))), []string{"row 1 0+256:x"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, shape(read(t, c.body, nil))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAChangedCellMarksItsRow(t *testing.T) {
	doc := read(t, tbl(tr(tc("", `<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>`)), tr(tc("", p("y")))), nil)
	if !doc.Blocks[0].Change || doc.Blocks[1].Change {
		t.Errorf("change: %v, %v; want true, false", doc.Blocks[0].Change, doc.Blocks[1].Change)
	}
}
