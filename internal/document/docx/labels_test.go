package docx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lvl(i, format, text string, more ...string) string {
	out := `<w:lvl w:ilvl="` + i + `"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/>`
	for _, m := range more {
		out += m
	}
	return out + `</w:lvl>`
}

func abstract(id string, content string) string {
	return `<w:abstractNum w:abstractNumId="` + id + `">` + content + `</w:abstractNum>`
}

func num(id, abstract, overrides string) string {
	return `<w:num w:numId="` + id + `"><w:abstractNumId w:val="` + abstract + `"/>` + overrides + `</w:num>`
}

// item is a numbered paragraph.
func item(numID, level string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + numID + `"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`
}

func styled(style string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`
}

func TestAutomaticNumbers(t *testing.T) {
	outline := abstract("0", lvl("0", "decimal", "%1.")+lvl("1", "decimal", "%1.%2.")+lvl("2", "lowerLetter", "(%3)")+lvl("3", "lowerRoman", "(%4)"))
	for name, c := range map[string]struct {
		body string
		more parts
		want []string
	}{
		"levels restart below": {
			item("1", "0") + item("1", "1") + item("1", "1") + item("1", "2") + item("1", "2") + item("1", "3") + item("1", "0") + item("1", "1"),
			parts{"numbering": outline + num("1", "0", "")},
			[]string{"1.", "1.1.", "1.2.", "(a)", "(b)", "(i)", "2.", "2.1."}},
		"a level above that has not begun shows its start": {
			item("1", "1") + item("1", "0") + item("1", "1"), parts{"numbering": outline + num("1", "0", "")}, []string{"1.1.", "1.", "1.1."}},
		"lists of one definition count on": {
			item("1", "0") + item("2", "0") + item("1", "0"), parts{"numbering": outline + num("1", "0", "") + num("2", "0", "")}, []string{"1.", "2.", "3."}},
		"a start of its own restarts once": {
			item("1", "0") + item("2", "0") + item("2", "0"),
			parts{"numbering": outline + num("1", "0", "") + num("2", "0", `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="115"/></w:lvlOverride>`)},
			[]string{"1.", "115.", "116."}},
		"paragraph and item of a report": {
			item("1", "0") + item("1", "1") + item("1", "1"),
			parts{"numbering": outline + num("1", "0", `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="124"/></w:lvlOverride>`)},
			[]string{"124.", "124.1.", "124.2."}},
		"a level of its own": {
			item("2", "0"), parts{"numbering": outline + num("2", "0", `<w:lvlOverride w:ilvl="0">`+lvl("0", "upperRoman", "Part %1")+`</w:lvlOverride>`)}, []string{"Part I"}},
		"a level that never restarts": {
			item("1", "0") + item("1", "1") + item("1", "0") + item("1", "1"),
			parts{"numbering": abstract("0", lvl("0", "upperRoman", "%1.")+lvl("1", "decimal", "%2.", `<w:lvlRestart w:val="0"/>`)) + num("1", "0", "")},
			[]string{"I.", "1.", "II.", "2."}},
		"a level that restarts only after the first": {
			item("1", "0") + item("1", "2") + item("1", "1") + item("1", "2") + item("1", "0") + item("1", "2"),
			parts{"numbering": abstract("0", lvl("0", "decimal", "%1.")+lvl("1", "decimal", "%1.%2")+lvl("2", "decimal", "%3)", `<w:lvlRestart w:val="1"/>`)) + num("1", "0", "")},
			[]string{"1.", "1)", "1.1", "2)", "2.", "1)"}},
		"all in decimal": {
			item("1", "0") + item("1", "1"),
			parts{"numbering": abstract("0", lvl("0", "upperRoman", "%1.")+lvl("1", "decimal", "%1.%2", `<w:isLgl/>`)) + num("1", "0", "")},
			[]string{"I.", "1.1"}},
		"bullets and none": {
			item("1", "0") + item("1", "1") + item("1", "2"),
			parts{"numbering": abstract("0", lvl("0", "bullet", "\uf0b7", `<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>`)+lvl("1", "none", "")+lvl("2", "bullet", "–")) + num("1", "0", "")},
			[]string{"•", "", "–"}},
		"number taken away": {
			`<w:p><w:pPr><w:pStyle w:val="Num"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>` + styled("Num"),
			parts{"numbering": outline + num("1", "0", ""), "styles": `<w:style w:type="paragraph" w:styleId="Num"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`},
			[]string{"", "1."}},
		"levels linked to styles, inherited": {
			styled("H1") + styled("H2") + styled("H2b"),
			parts{
				"numbering": abstract("0", lvl("0", "upperRoman", "%1.", `<w:pStyle w:val="H1"/>`)+lvl("1", "upperLetter", "%2.", `<w:pStyle w:val="H2"/>`)) + num("1", "0", ""),
				"styles": `<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
					`<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>` +
					`<w:style w:type="paragraph" w:styleId="H2b"><w:basedOn w:val="H2"/></w:style>`},
			[]string{"I.", "A.", "B."}},
		"definition behind a numbering style": {
			item("2", "0") + item("2", "0"),
			parts{
				"numbering": abstract("0", lvl("0", "decimal", "%1)")+`<w:styleLink w:val="List"/>`) + abstract("1", `<w:numStyleLink w:val="List"/>`) + num("1", "0", "") + num("2", "1", ""),
				"styles":    `<w:style w:type="numbering" w:styleId="List"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`},
			[]string{"1)", "2)"}},
		"custom format falls back": {
			item("1", "0"),
			parts{"numbering": abstract("0", `<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>`) + num("1", "0", "")},
			[]string{"07"}},
		"deleted and hidden paragraphs do not count": {
			item("1", "0") +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>h</w:t></w:r></w:p>` +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>d</w:delText></w:r></w:del></w:p>` +
				item("1", "0"),
			parts{"numbering": outline + num("1", "0", "")}, []string{"1.", "2."}},
		"list that is not defined": {item("9", "0"), parts{"numbering": outline}, []string{""}},
		"styles in a circle": {styled("A"), parts{"numbering": outline, "styles": `<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>`},
			[]string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, b := range read(t, c.body, c.more).Blocks {
				got = append(got, b.Label)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNumberFormats(t *testing.T) {
	for format, want := range map[string]string{
		"decimal": "28", "upperRoman": "XXVIII", "lowerRoman": "xxviii", "upperLetter": "BB", "lowerLetter": "bb",
		"decimalZero": "28", "ordinal": "28th", "russianLower": "ю", "none": "", "numberInDash": "- 28 -", "somethingNew": "28",
	} {
		start := `<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="28"/></w:lvlOverride></w:num>`
		got := read(t, item("1", "0"), parts{"numbering": abstract("0", lvl("0", format, "%1")) + start}).Blocks[0].Label
		if got != want {
			t.Errorf("%s of 28: got %q, want %q", format, got, want)
		}
	}
}
