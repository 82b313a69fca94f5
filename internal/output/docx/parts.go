package docx

import (
	"strings"
	"time"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	relation = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	wordType = `application/vnd.openxmlformats-officedocument.wordprocessingml.`

	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="` + wordType + `numbering+xml"/>` +
		`<Override PartName="/word/footnotes.xml" ContentType="` + wordType + `footnotes+xml"/>` +
		`<Override PartName="/word/header1.xml" ContentType="` + wordType + `header+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageRelations = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relation + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRelations = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relation + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + relation + `settings" Target="settings.xml"/>` +
		`<Relationship Id="rId3" Type="` + relation + `numbering" Target="numbering.xml"/>` +
		`<Relationship Id="rId4" Type="` + relation + `footnotes" Target="footnotes.xml"/>` +
		`<Relationship Id="rId5" Type="` + relation + `header" Target="header1.xml"/>` +
		`<Relationship Id="rId6" Type="` + relation + `footer" Target="footer1.xml"/></Relationships>`
)

func coreProperties(s Settings) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	b.WriteString(joined(`<dc:title>`, escape(s.Title), `</dc:title><dc:creator>`, escape(s.Author), `</dc:creator><dc:language>`, escape(s.Lang), `</dc:language>`))
	if !s.Made.IsZero() {
		at := s.Made.UTC().Format(time.RFC3339)
		b.WriteString(joined(`<dcterms:created xsi:type="dcterms:W3CDTF">`, at, `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`, at, `</dcterms:modified>`))
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

func documentSettings(s Settings) string {
	return joined(xmlHead, `<w:settings `, namespaces, `><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>`,
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>`,
		`<w:themeFontLang w:val="`, escape(s.Lang), `"/></w:settings>`)
}

// stylesPart holds Word's own styles by their built-in names, so that Word shows them in the reader's language and
// builds an outline from the headings.
func stylesPart(s Settings) string {
	lang := escape(s.Lang)
	langs := joined(`<w:lang w:val="`, lang, `" w:eastAsia="`, lang, `" w:bidi="`, lang, `"/>`)
	size, table, after, line := "22", "20", "120", "276"
	if s.Compact {
		size, table, after, line = "20", "18", "80", "252"
	}
	var b strings.Builder
	b.WriteString(joined(xmlHead, `<w:styles `, namespaces, `><w:docDefaults><w:rPrDefault><w:rPr>`,
		`<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/><w:sz w:val="`, size, `"/><w:szCs w:val="`, size, `"/>`, langs,
		`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="`, after, `" w:line="`, line, `" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`,
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>`,
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`))
	for _, st := range []struct{ id, name, para, run string }{
		{"Title", "Title", `<w:spacing w:after="240"/>`, `<w:b/><w:bCs/><w:sz w:val="40"/><w:szCs w:val="40"/>`},
		{"Heading1", "heading 1", `<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>`},
		{"Heading2", "heading 2", `<w:keepNext/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/>`},
		{"Heading3", "heading 3", `<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="2"/>`, `<w:b/><w:bCs/>`},
		{"Heading4", "heading 4", `<w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="3"/>`, `<w:i/><w:iCs/>`},
		{"ListParagraph", "List Paragraph", ``, ``},
		{"TableText", "Table Text", `<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="` + table + `"/><w:szCs w:val="` + table + `"/>`},
		{"TableHeader", "Table Header", `<w:keepNext/><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:bCs/><w:sz w:val="` + table + `"/><w:szCs w:val="` + table + `"/>`},
		{"Header", "header", `<w:spacing w:after="0"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`},
		{"Footer", "footer", `<w:spacing w:after="0"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`},
		{"FootnoteText", "footnote text", `<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`},
	} {
		b.WriteString(joined(`<w:style w:type="paragraph" w:styleId="`, st.id, `"><w:name w:val="`, st.name, `"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>`,
			st.para, `</w:pPr><w:rPr>`, st.run, `</w:rPr></w:style>`))
	}
	b.WriteString(`<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>`)
	edge := func(side string) string {
		return `<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="808080"/>`
	}
	b.WriteString(joined(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>`,
		edge("top"), edge("left"), edge("bottom"), edge("right"), edge("insideH"), edge("insideV"), `</w:tblBorders></w:tblPr></w:style></w:styles>`))
	return b.String()
}
