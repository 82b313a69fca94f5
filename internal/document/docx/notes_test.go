package docx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
)

func note(kind, id, content string) string {
	return `<w:` + kind + ` w:id="` + id + `">` + content + `</w:` + kind + `>`
}

func TestNotesAndTheirMarks(t *testing.T) {
	footnotes := `<w:footnote w:type="separator" w:id="-1">` + p("line") + `</w:footnote>` +
		note("footnote", "2", p("first")+p("goes on")) + note("footnote", "5", p("second")) + note("footnote", "6", p("typed")) + note("footnote", "7", p("never referred to"))
	endnotes := note("endnote", "2", p("end"))
	ref := func(id string) string { return `<w:r><w:footnoteReference w:id="` + id + `"/></w:r>` }
	doc := read(t, `<w:p><w:r><w:t>one</w:t></w:r>`+ref("5")+`<w:r><w:t xml:space="preserve"> (X)</w:t></w:r>`+ref("2")+`<w:r><w:t>;</w:t></w:r></w:p>`+
		`<w:p><w:r><w:t>recommendations</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="6"/><w:t>**</w:t></w:r><w:r><w:t>: all</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r></w:p>`+
		tbl(tr(tc("", `<w:p><w:r><w:t>c</w:t></w:r>`+ref("2")+`</w:p>`)))+`<w:p>`+ref("99")+`<w:r><w:t>x</w:t></w:r></w:p>`,
		parts{"footnotes": footnotes, "endnotes": endnotes})
	wantNotes := []document.Note{{Mark: "1", Text: "second"}, {Mark: "2", Text: "first goes on"}, {Mark: "**", Text: "typed"}, {Mark: "i", Text: "end"}, {Mark: "3", Text: "first goes on"}}
	if diff := cmp.Diff(wantNotes, doc.Notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"one (X);", "recommendations: all", "", "x"}, texts(doc.Blocks)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]document.Mark{{Offset: 3, Note: "1"}, {Offset: 7, Note: "2"}}, doc.Blocks[0].Marks); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]document.Mark{{Offset: 15, Note: "**"}, {Offset: 20, Note: "i"}}, doc.Blocks[1].Marks); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]document.Mark{{Offset: 1, Note: "3"}}, doc.Blocks[2].Cells[0].Paragraphs[0].Marks); diff != "" {
		t.Error(diff)
	}
}

func TestFormatOfNotesFromTheSection(t *testing.T) {
	body := `<w:p><w:r><w:t>x</w:t><w:endnoteReference w:id="1"/></w:r></w:p><w:sectPr><w:endnotePr><w:pos w:val="docEnd"/><w:numFmt w:val="decimal"/></w:endnotePr></w:sectPr>`
	doc := read(t, body, parts{"endnotes": note("endnote", "1", p("end"))})
	if diff := cmp.Diff([]document.Note{{Mark: "1", Text: "end"}}, doc.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestRunningHeadsOnce(t *testing.T) {
	section := `<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/></w:sectPr>`
	doc := read(t, `<w:p><w:pPr>`+section+`</w:pPr><w:r><w:t>x</w:t></w:r></w:p>`+section, parts{"header": p("UPR of Erewhon") + tbl(tr(tc("", p("in a table")))), "footer": p("foot") + p("UPR of Erewhon")})
	if diff := cmp.Diff([]string{"UPR of Erewhon", "in a table", "foot"}, doc.Running); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"x"}, texts(doc.Blocks)); diff != "" {
		t.Error(diff)
	}
}
