package pdf_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
)

func TestReadGivesPrintedLines(t *testing.T) {
	tests := []struct {
		name, content string
		want          []string
	}{
		{"one line", at("F1", 10, 100, 700, "Adopt a plan"), []string{"Adopt a plan"}},
		{"top to bottom whatever the order drawn", at("F1", 10, 100, 600, "second") + at("F1", 10, 100, 700, "first"), []string{"first", "second"}},
		{"left to right on one baseline", at("F1", 10, 300, 700, "right") + at("F1", 10, 100, 700, "left"), []string{"left right"}},
		{"kerning is no blank", "BT /F1 10 Tf 100 700 Td [(W) 80 (A) 60 (TER)] TJ ET", []string{"WATER"}},
		{"a move as wide as a blank is one", "BT /F1 10 Tf 100 700 Td [(clean) -250 (water)] TJ ET", []string{"clean water"}},
		{"blanks are single", at("F1", 10, 100, 700, "  clean   water  "), []string{"clean water"}},
		{"a blank drawn apart", at("F1", 10, 100, 700, "clean") + at("F1", 10, 121.1, 700, " ") + at("F1", 10, 121.6, 700, "water"), []string{"clean water"}},
		{"quote operators begin lines", "BT /F1 10 Tf 12 TL 100 700 Td (one) Tj (two) ' 1 0 (three) \" ET", []string{"one", "two", "three"}},
		{"T* and TD", "BT /F1 10 Tf 100 700 Td (one) Tj 0 -14 TD (two) Tj T* (three) Tj ET", []string{"one", "two", "three"}},
		{"word and character spacing", "BT /F1 10 Tf 5 Tw 100 700 Td (clean water) Tj ET", []string{"clean water"}},
		{"spaced-out letters are one word", "BT /F1 10 Tf 3 Tc 100 700 Td (ANNEX) Tj ET", []string{"ANNEX"}},
		{"spaced-out words keep their blank", "BT /F1 10 Tf 3 Tc 100 700 Td (THE ANNEX) Tj ET", []string{"THE ANNEX"}},
		{"dots that lead to a number", "BT /F1 10 Tf 3 Tc 100 700 Td (........) Tj 0 Tc ( 33) Tj ET", []string{". . . . . . . . 33"}},
		{"stretched letters", "BT /F1 10 Tf 50 Tz 100 700 Td (narrow) Tj ET", []string{"narrow"}},
		{"saved states", "q 1 0 0 1 0 -100 cm " + at("F1", 10, 100, 700, "lower") + "Q " + at("F1", 10, 100, 700, "upper"), []string{"upper", "lower"}},
		{"a scaled page", "0.1 0 0 0.1 0 0 cm " + at("F1", 100, 1000, 7000, "scaled"), []string{"scaled"}},
		{"drawn twice for boldness", at("F1", 10, 100, 700, "Bold") + at("F1", 10, 100.3, 700, "Bold"), []string{"Bold"}},
		{"escapes in strings", at("F1", 10, 100, 700, `\(a\) caf\351 \\ x\
y`), []string{`(a) café \ xy`}},
		{"hexadecimal strings", "BT /F1 10 Tf 100 700 Td <48 69> Tj ET", []string{"Hi"}},
		{"comments", "BT /F1 10 Tf 100 700 Td % (no) Tj\n(yes) Tj ET", []string{"yes"}},
		{"a non-breaking blank is a blank", at("F1", 10, 100, 700, `clean\240water`), []string{"clean water"}},
		{"a hyphen at the end stays", paragraph(10, 100, 700, "non-", "discrimination"), []string{"non-", "discrimination"}},
		{"inline images are passed over", "q BI /W 2 /H 2 /BPC 8 /CS /G ID \x01(x)EI Q Tj EI Q " + at("F1", 10, 100, 700, "text"), []string{"text"}},
		{"replacement text", "/Span <</ActualText <FEFF00660066>>> BDC " + at("F1", 10, 100, 700, "xyz") + "EMC", []string{"ff"}},
		{"replacement text that is never closed", at("F1", 10, 100, 700, "kept ") + "/Span <</ActualText (new)>> BDC " + at("F1", 10, 119, 700, "xyz"), []string{"kept new"}},
		{"replacement by nothing", at("F1", 10, 100, 700, "kept") + "/Span <</ActualText ()>> BDC " + at("F1", 10, 200, 700, "xyz") + "EMC", []string{"kept"}},
		{"invisible text is none beside visible", "BT 3 Tr /F1 10 Tf 100 650 Td (ghost) Tj ET 0 Tr " + at("F1", 10, 100, 700, "seen"), []string{"seen"}},
		{"text outside of the page is none", at("F1", 10, 100, 900, "above") + at("F1", 10, 100, 700, "seen"), []string{"seen"}},
		{"turned text stands last", "BT /F1 10 Tf 0 1 -1 0 50 100 Tm (margin) Tj ET " + at("F1", 10, 100, 700, "text"), []string{"text", "margin"}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, texts(read(t, onePage(tc.content)))); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadSaysWhereALineStands(t *testing.T) {
	d := read(t, pagesOf("", at("F1", 10, 100, 700, "first"), at("F2", 14, 90, 650, "Heading")+at("F1", 10, 100, 600, "text")).table())
	want := []document.Block{
		{Text: "first", Page: 1, Index: 1, X: 100, Y: 100, Size: 10},
		{Text: "Heading", Page: 2, Index: 1, X: 90, Y: 150, Size: 14, Bold: true},
		{Text: "text", Page: 2, Index: 2, X: 100, Y: 200, Size: 10},
	}
	if diff := cmp.Diff(want, d.Blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if d.Pages != 2 || d.Extractor != pdf.Extractor || len(d.SHA256) != 64 || d.Format != document.PDF {
		t.Errorf("document %d pages, %q, %q, %q", d.Pages, d.Extractor, d.SHA256, d.Format)
	}
}

func TestBoldIsWhatMostLettersAre(t *testing.T) {
	d := read(t, onePage("BT /F1 10 Tf 100 700 Td (9.1 ) Tj /F2 10 Tf (Ratify the treaty) Tj ET"))
	if len(d.Blocks) != 1 || !d.Blocks[0].Bold || d.Blocks[0].Text != "9.1 Ratify the treaty" {
		t.Errorf("blocks %+v", d.Blocks)
	}
}

func TestTurnedPagesReadUpright(t *testing.T) {
	tests := []struct{ name, rotate, content string }{
		{"90", "90", "BT /F1 10 Tf 0 1 -1 0 100 100 Tm (first) Tj 0 -12 Td (second) Tj ET"},
		{"180", "180", "BT /F1 10 Tf -1 0 0 -1 300 100 Tm (first) Tj 0 -12 Td (second) Tj ET"},
		{"270", "270", "BT /F1 10 Tf 0 -1 1 0 300 700 Tm (first) Tj 0 -12 Td (second) Tj ET"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			b := pagesOf("", tc.content)
			last := len(b.bodies)
			b.set(last, b.bodies[last-1][:len(b.bodies[last-1])-2]+"/Rotate "+tc.rotate+">>")
			d := read(t, b.table())
			if diff := cmp.Diff([]string{"first", "second"}, texts(d)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if len(d.Warnings) != 0 {
				t.Errorf("warnings %v", d.Warnings)
			}
		})
	}
}

func TestInvisibleTextIsReadWhereThereIsNoOther(t *testing.T) {
	d := read(t, onePage("BT 3 Tr /F1 10 Tf 100 650 Td (recognised) Tj ET"))
	if diff := cmp.Diff([]string{"recognised"}, texts(d)); diff != "" {
		t.Error(diff)
	}
	if !warned(d, pdf.WarnOCR) {
		t.Errorf("warnings %v", d.Warnings)
	}
}

func TestRaisedLettersAreMarksOrText(t *testing.T) {
	tests := []struct {
		name, content, want string
		marks               []document.Mark
	}{
		{"a raised number is a mark", "BT /F1 10 Tf 100 700 Td (\\(Spain\\)) Tj /F1 6 Tf 4 Ts (1) Tj /F1 10 Tf 0 Ts (;) Tj ET", "(Spain);",
			[]document.Mark{{Offset: 7, Note: "1"}}},
		{"by a place of its own", at("F1", 10, 100, 700, "\\(Spain\\)") + at("F1", 6, 130.9, 704, "12") + at("F1", 10, 139.5, 700, "and"), "(Spain) and",
			[]document.Mark{{Offset: 7, Note: "12"}}},
		{"a raised ordinal is text", "BT /F1 10 Tf 100 700 Td (the 4) Tj /F1 6 Tf 4 Ts (th) Tj /F1 10 Tf 0 Ts ( cycle) Tj ET", "the 4th cycle", nil},
		{"a square is text", "BT /F1 10 Tf 100 700 Td (5 km) Tj /F1 6 Tf 4 Ts (2) Tj /F1 10 Tf 0 Ts ( of land) Tj ET", "5 km2 of land", nil},
		{"a power of ten is text", "BT /F1 10 Tf 100 700 Td (10) Tj /F1 6 Tf 4 Ts (6) Tj ET", "106", nil},
		{"a lowered number is text", "BT /F1 10 Tf 100 700 Td (CO) Tj /F1 6 Tf -2 Ts (2) Tj ET", "CO2", nil},
		{"two marks", "BT /F1 10 Tf 100 700 Td (aid) Tj /F1 6 Tf 4 Ts (3, 4) Tj ET", "aid", []document.Mark{{Offset: 3, Note: "3"}, {Offset: 3, Note: "4"}}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, onePage(tc.content))
			if len(d.Blocks) != 1 || d.Blocks[0].Text != tc.want {
				t.Fatalf("lines %q, want %q", texts(d), tc.want)
			}
			if diff := cmp.Diff(tc.marks, d.Blocks[0].Marks); diff != "" {
				t.Errorf("marks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSoftHyphenAtALinesEndJoinsTheWord(t *testing.T) {
	font := "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Differences[1/uni00AD]>>>>"
	d := read(t, pagesOf(font, at("F3", 10, 100, 700, "the co\\001operation imple\\001")+at("F3", 10, 100, 688, "mentation goes on")).table())
	if diff := cmp.Diff([]string{"the cooperation implementation", "goes on"}, texts(d)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestReplacementTextNamesLettersTheFontDoesNot(t *testing.T) {
	font := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>]>>"
	d := read(t, pagesOf(font, at("F1", 10, 100, 700, "12.1 ")+"BT /F3 10 Tf 119.5 700 Td /Span <</ActualText <FEFF8BAE>>> BDC <0000> Tj EMC ET").table())
	if diff := cmp.Diff([]string{"12.1 议"}, texts(d)); diff != "" {
		t.Error(diff)
	}
	if len(d.Warnings) != 0 {
		t.Errorf("warnings %v", d.Warnings)
	}
}

func TestTwoColumnsAreReadOneAfterTheOther(t *testing.T) {
	var page, table string
	var want []string
	for i := range 20 {
		y := 700 - float64(i)*14
		page += at("F1", 10, 50, y, "the left column has words enough for a whole line") + at("F1", 10, 320, y, "the right column has words enough for a whole one")
		want = append(want, "the left column has words enough for a whole line")
	}
	for range 20 {
		want = append(want, "the right column has words enough for a whole one")
	}
	d := read(t, onePage(page))
	if diff := cmp.Diff(want, texts(d)); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if !warned(d, pdf.WarnColumns) {
		t.Errorf("warnings %v", d.Warnings)
	}
	for i := range 6 {
		table += "50 " + []string{"710", "650", "590", "530", "470", "410"}[i] + " 500 0.5 re f "
	}
	d = read(t, onePage(table+page))
	if got := texts(d)[0]; got != "the left column has words enough for a whole line the right column has words enough for a whole one" {
		t.Errorf("a table's row was read as %q", got)
	}
}
