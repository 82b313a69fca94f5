package docx_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/output/docx"
)

// documentXML is the main part of a file of one paragraph.
func documentXML(t *testing.T, s docx.Settings, runs ...docx.Run) string {
	t.Helper()
	b, _ := write(t, s, func(w *docx.Writer) { w.Paragraph(runs...) })
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := zr.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	x, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(x)
}

func TestARunInAnotherLanguageIsMarkedWithItsDirection(t *testing.T) {
	for name, c := range map[string]struct {
		file, run, want string
		rtl             bool
	}{
		"its own language needs no mark": {"en", "en", `<w:r><w:t`, false},
		"another language":               {"en", "kk", `<w:rPr><w:lang w:val="kk" w:eastAsia="kk" w:bidi="kk"/></w:rPr>`, false},
		"Arabic in an English file":      {"en", "ar", `<w:rPr><w:rtl/><w:lang w:val="ar" w:eastAsia="ar" w:bidi="ar"/></w:rPr>`, false},
		"English in an Arabic file":      {"ar", "en-GB", `<w:rPr><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="en-GB"/></w:rPr>`, true},
		"a language that would be XML":   {"en", `"/><w:b/>`, `<w:lang w:val="&quot;/&gt;&lt;w:b/&gt;"`, false},
	} {
		if x := documentXML(t, docx.Settings{Lang: c.file, RightToLeft: c.rtl}, docx.In(c.run, "words")); !strings.Contains(x, c.want) {
			t.Errorf("%s: no %s in %s", name, c.want, x)
		}
	}
}

func TestAParagraphOfForeignWordsRunsAsTheyDo(t *testing.T) {
	arabic := docx.Settings{Lang: "ar", RightToLeft: true}
	if x := documentXML(t, arabic, docx.In("en", "Plant trees (Fiji);")); strings.Contains(x, "<w:pPr><w:bidi/>") {
		t.Errorf("English words run from right to left: %s", x)
	}
	if x := documentXML(t, arabic, docx.Text("شجرة "), docx.In("en", "trees")); !strings.Contains(x, "<w:pPr><w:bidi/>") {
		t.Errorf("a mixed paragraph does not run as its file does: %s", x)
	}
}

func TestACompactFileHasSmallerLettersAndMargins(t *testing.T) {
	wide, narrow := documentXML(t, docx.Settings{Lang: "en"}), documentXML(t, docx.Settings{Lang: "en", Compact: true})
	if !strings.Contains(wide, `w:left="1247"`) || !strings.Contains(narrow, `w:left="964"`) {
		t.Error("the margins do not differ")
	}
}

func TestAPageSaysHowManyThereAre(t *testing.T) {
	x := documentXML(t, docx.Settings{Lang: "en"}, docx.PageNumber(), docx.Text("/"), docx.PageCount())
	if !strings.Contains(x, " PAGE ") || !strings.Contains(x, " NUMPAGES ") {
		t.Errorf("no fields in %s", x)
	}
}
