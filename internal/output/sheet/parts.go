package sheet

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// Namespaces of a workbook (ECMA-376).
const (
	nsMain     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPackage  = "http://schemas.openxmlformats.org/package/2006/relationships"
	nsTypes    = "http://schemas.openxmlformats.org/package/2006/content-types"
	nsCore     = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
	typeBook   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// styles are plain, bold for headers, and wrapped; all of them at the top of the cell.
const styles = `<styleSheet xmlns="` + nsMain + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
	`<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>` +
	`<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
	`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/>` +
	`<xf xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf xfId="0" fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`

// close writes the parts that list the sheets, and the end of the file.
func (b *book) close(tables []Table) error {
	title := ""
	if len(tables) > 0 {
		title = tables[0].Name
	}
	var types, sheets, relations, filters strings.Builder
	for i, name := range b.names {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, typeBook)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(name), n, n)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, nsRelation, n)
		if b.refs[i] != "" {
			fmt.Fprintf(&filters, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">%s</definedName>`, i, escape(absolute(name, b.refs[i])))
		}
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(b.names)+1, nsRelation)
	names := ""
	if filters.Len() > 0 {
		names = "<definedNames>" + filters.String() + "</definedNames>"
	}
	for _, p := range []struct{ name, content string }{
		{"xl/workbook.xml", `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRelation + `"><sheets>` + sheets.String() + `</sheets>` + names + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + nsPackage + `">` + relations.String() + `</Relationships>`},
		{"xl/styles.xml", styles},
		{"docProps/core.xml", coreProperties(title, b.made)},
		{"_rels/.rels", `<Relationships xmlns="` + nsPackage + `"><Relationship Id="rId1" Type="` + nsRelation + `/officeDocument" Target="xl/workbook.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + nsTypes + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + typeBook + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + typeBook + `styles+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + types.String() + `</Types>`},
	} {
		w, err := b.part(p.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xml.Header+p.content); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

// coreProperties name the workbook and, where it is known, the day on which it was made.
func coreProperties(title string, made time.Time) string {
	stamp := ""
	if !made.IsZero() {
		day := made.UTC().Format(time.RFC3339)
		stamp = `<dcterms:created xsi:type="dcterms:W3CDTF">` + day + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + day + `</dcterms:modified>`
	}
	return `<cp:coreProperties xmlns:cp="` + nsCore + `" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:creator>OpenUPR</dc:creator><dc:title>` + escape(title) + `</dc:title>` + stamp + `</cp:coreProperties>`
}

// absolute is a range of a sheet as a defined name writes it: 'Items'!$A$1:$C$9.
func absolute(name, ref string) string {
	from, to, _ := strings.Cut(ref, ":")
	fix := func(cell string) string {
		at := strings.IndexAny(cell, "0123456789")
		return "$" + cell[:at] + "$" + cell[at:]
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'!" + fix(from) + ":" + fix(to)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
