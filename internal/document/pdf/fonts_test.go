package pdf_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document/pdf"
)

func TestSimpleFontsSayTheirLetters(t *testing.T) {
	tests := []struct{ name, font, codes, want string }{
		{"WinAnsi", times, `\223C\364te d\222Ivoire\224 \226 10 \200`, "“Côte d’Ivoire” – 10 €"},
		{"MacRoman", "<</Type/Font/Subtype/TrueType/BaseFont/Times/Encoding/MacRomanEncoding>>", `\322C\231te d\325Ivoire\323 \320`, "“Côte d’Ivoire” –"},
		{"Standard", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>", "it's \\256nal", "it’s final"},
		{"TrueType without an encoding", "<</Type/Font/Subtype/TrueType/BaseFont/Arial>>", `it\222s`, "it’s"},
		{"differences by name", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/ccaron/eacute 3/f_i/Oslash.alt]>>>>", `\001\002\003\004b`, "čéfiØb"},
		{"differences by number", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[1/uni0416/u1F600/uni00660069/afii10017]>>>>", `\001\002\003\004`, "Ж😀fiА"},
		{"ligatures in their letters", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[1/fi/fl/ffi]>>>>", `\001eld a\001rm \002ag o\003ce`, "field afirm flag office"},
		{"hyphens of all kinds", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[1/uni2010/uni2011/sfthyphen/uni0002]>>>>", `a\001b\002c\003d\004e`, "a-b-c-d-e"},
		{"zero-width marks go", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[1/uni200B/uniFEFF/uni200E]>>>>", `a\001b\002c\003d`, "abcd"},
		{"Symbol", "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>", `\267 a \263`, "• α ≥"},
		{"the hyphen of WinAnsi 173", times, `non\255governmental`, "non-governmental"},
		{"an unknown font name is read by its codes", "<</Type/Font/Subtype/Type1/BaseFont/Whatever>>", "plain", "plain"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, pagesOf(tc.font, at("F3", 10, 100, 700, tc.codes)).table())
			if diff := cmp.Diff([]string{tc.want}, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

// withUnicode is a page in a font whose ToUnicode map has the given body.
func withUnicode(font, cmapBody, content string) *builder {
	b := pagesOf("", content)
	m := b.stream("", []byte("/CIDInit /ProcSet findresource begin begincmap\n"+cmapBody+"\nendcmap"))
	f := b.add(fmt.Sprintf(font, m))
	page := len(b.bodies) - 2
	b.set(page, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R/F3 %d 0 R>>>>>>", page-1, f))
	return b
}

func TestToUnicodeMaps(t *testing.T) {
	const simple = "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 1/Widths[500 500 500 500]/ToUnicode %d 0 R>>"
	tests := []struct{ name, body, codes, want string }{
		{"single letters", "2 beginbfchar <01> <0041> <02> <0042> endbfchar", `\001\002`, "AB"},
		{"ligatures", "1 beginbfchar <01> <006600660069> endbfchar", `o\001ce`, "office"},
		{"beyond the first plane", "1 beginbfchar <01> <D83DDE00> endbfchar", `\001`, "😀"},
		{"ranges", "1 beginbfrange <01> <03> <0061> endbfrange", `\003\002\001`, "cba"},
		{"ranges with a list", "1 beginbfrange <01> <03> [<0078> <0079> <007A>] endbfrange", `\001\002\003`, "xyz"},
		{"an entry without meaning leaves the encoding", "1 beginbfchar <41> <0000> endbfchar", `A`, "A"},
		{"names", "1 beginbfchar <01> /eacute endbfchar", `\001`, "é"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, withUnicode(simple, tc.body, at("F3", 10, 100, 700, tc.codes)).table())
			if diff := cmp.Diff([]string{tc.want}, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompositeFonts(t *testing.T) {
	const composite = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500/W[1[600 700] 5 9 250]>>]/ToUnicode %d 0 R>>"
	body := "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <001A> <0061> endbfrange"
	d := read(t, withUnicode(composite, body, "BT /F3 10 Tf 100 700 Td <000100020003> Tj ET BT /F1 10 Tf 500 700 Td (x) Tj ET").table())
	if got := texts(d)[0]; got[:3] != "abc" {
		t.Errorf("text %q", got)
	}
	// Widths: a is 6, b 7 points wide; a letter placed right after them joins, one a blank's width further does not.
	d = read(t, withUnicode(composite, body, "BT /F3 10 Tf 100 700 Td <00010002> Tj ET BT /F3 10 Tf 113 700 Td <0003> Tj ET BT /F3 10 Tf 120.5 700 Td <0004> Tj ET").table())
	if diff := cmp.Diff([]string{"abc d"}, texts(d)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	d = read(t, withUnicode(`<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/X>>]/Dummy %d>>`, "", "BT /F3 10 Tf 100 700 Td <4E2D6587> Tj ET").table())
	if diff := cmp.Diff([]string{"中文"}, texts(d)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

// trueType is a font program with nothing but a cmap of format 4: glyph 3 draws A, 4 draws B.
func trueType() []byte {
	var sub []byte
	for _, v := range []uint16{4, 32, 0, 4, 4, 1, 0, 'B', 0xFFFF, 0, 'A', 0xFFFF, 0x10000 - 'A' + 3, 1, 0, 0} {
		sub = binary.BigEndian.AppendUint16(sub, v)
	}
	table := append([]byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}, sub...)
	b := []byte{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	b = append(b, "cmap\x00\x00\x00\x00"...)
	b = binary.BigEndian.AppendUint32(b, 28)
	b = binary.BigEndian.AppendUint32(b, uint32(len(table)))
	return append(b, table...)
}

func TestACompositeFontWithoutMapIsReadByItsProgram(t *testing.T) {
	b := pagesOf("", "BT /F3 10 Tf 100 700 Td <00030004> Tj ET")
	program := b.stream("", trueType())
	desc := b.add(fmt.Sprintf("<</Type/FontDescriptor/FontFile2 %d 0 R>>", program))
	f := b.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor %d 0 R>>]>>", desc))
	b.set(6, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F3 %d 0 R>>>>>>", f))
	if diff := cmp.Diff([]string{"AB"}, texts(read(t, b.table()))); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestChineseLettersStandApartWithoutBlanks(t *testing.T) {
	font := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/X>>]>>"
	d := read(t, pagesOf(font, "BT /F3 10 Tf 2 Tc 100 700 Td <4E2D65875EFA8BAE> Tj ET").table())
	if diff := cmp.Diff([]string{"中文建议"}, texts(d)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestRightToLeftLinesAreReadInTheirOrder(t *testing.T) {
	font := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/X>>]>>"
	tests := []struct{ name, drawn, want string }{
		{"letters", "العلم", "العلم"},
		{"figures and brackets", "124.4 العلم (مصر)", "124.4 العلم (مصر)"},
		{"Latin words", "قانون OP-CAT الجديد", "قانون OP-CAT الجديد"},
		{"two numbers", "المادتان 4 9 معا", "المادتان 4 9 معا"},
		{"forms by place in the word", "\uFEE3\uFEBC\uFEAE", "مصر"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, pagesOf(font, "BT /F3 10 Tf 100 700 Td <"+drawnLine(tc.drawn)+"> Tj ET").table())
			if diff := cmp.Diff([]string{tc.want}, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if !warned(d, pdf.WarnRightToLeft) {
				t.Errorf("warnings %v", d.Warnings)
			}
		})
	}
}

// drawnLine is a right-to-left line as it is drawn from the left, in UTF-16: reversed, figures and Latin words as they
// are, brackets as they look.
func drawnLine(s string) string {
	var out []rune
	for _, w := range strings.Fields(s) {
		rs := []rune(w)
		if !strings.ContainsAny(w, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			slices.Reverse(rs)
		}
		for i, r := range rs {
			if r == '(' {
				rs[i] = ')'
			} else if r == ')' {
				rs[i] = '('
			}
		}
		out = append(append(rs, ' '), out...)
	}
	var b strings.Builder
	for _, u := range utf16.Encode(out[:len(out)-1]) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// compact is a CFF program whose Top DICT places the encoding; nothing else is in it.
func compact(encoding byte) []byte {
	index := func(b ...byte) []byte { return append([]byte{0, 1, 1, 1, byte(len(b) + 1)}, b...) }
	b := append([]byte{1, 0, 4, 1}, index('X')...)
	return append(b, index(139+2, 15, 139+encoding, 16)...)
}

func TestFontProgramsWithAnEncodingOfTheirOwn(t *testing.T) {
	file := func(key string, program []byte) []byte {
		b := pagesOf("", at("F3", 10, 100, 700, "AB")+at("F1", 10, 100, 600, "other text"))
		p := b.stream("/Subtype/Type1C", program)
		f := b.add(fmt.Sprintf("<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 65/Widths[500 500]/FontDescriptor<</Flags 4/%s %d 0 R>>>>", key, p))
		b.set(6, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 3 0 R/F3 %d 0 R>>>>>>", f))
		return b.table()
	}
	tests := []struct {
		name string
		file []byte
		want []string
		warn bool
	}{
		{"Type 1", file("FontFile", []byte("/Encoding 256 array dup 65 /ccaron put dup 66 /eacute put readonly def currentfile eexec dup 65 /A put")), []string{"čé", "other text"}, false},
		{"compact, standard", file("FontFile3", compact(0)), []string{"AB", "other text"}, false},
		{"compact, its own", file("FontFile3", compact(40)), []string{"other text"}, true},
		{"compact, damaged", file("FontFile3", compact(0)[:9]), []string{"AB", "other text"}, false},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, tc.file)
			if diff := cmp.Diff(tc.want, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if warned(d, pdf.WarnUnmapped) != tc.warn {
				t.Errorf("warnings %v", d.Warnings)
			}
		})
	}
}

func TestLettersNobodyNamesAreReported(t *testing.T) {
	font := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>]>>"
	d := read(t, pagesOf(font, "BT /F3 10 Tf 100 700 Td <00030004> Tj ET"+at("F1", 10, 100, 600, "other text")).table())
	if !warned(d, pdf.WarnUnmapped) || d.Warnings[0].Page != 1 {
		t.Errorf("warnings %v", d.Warnings)
	}
}

func TestBoldFontsAreKnownByNameOrDescriptor(t *testing.T) {
	tests := []struct {
		name, font string
		want       bool
	}{
		{"name", "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+TimesNewRomanPS-BoldMT>>", true},
		{"name with a comma", "<</Type/Font/Subtype/TrueType/BaseFont/Times#20New#20Roman,Bold>>", true},
		{"weight", "<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</FontWeight 700>>>>", true},
		{"flag", "<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</Flags 262176>>>>", true},
		{"regular", "<</Type/Font/Subtype/TrueType/BaseFont/BOLDAA+Times/FontDescriptor<</FontWeight 400/Flags 32>>>>", false},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, pagesOf(tc.font, at("F3", 10, 100, 700, "Heading")).table())
			if d.Blocks[0].Bold != tc.want {
				t.Errorf("bold %v", d.Blocks[0].Bold)
			}
		})
	}
}
