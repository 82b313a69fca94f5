package docx

import (
	"fmt"
	"strings"
)

// Run is a stretch of text of one look. A line break in the text breaks the line; a tab is a tab.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
	Note   string // footnote whose mark stands behind the text
	Page   bool   // the number of the page, instead of the text; for page heads and feet
	Pages  bool   // the number of all pages, instead of the text
	Lang   string // BCP 47, where it is not that of the file: for screen readers, spelling and the direction of the text
}

// Text is a plain run.
func Text(s string) Run { return Run{Text: s} }

// Bold is a bold run.
func Bold(s string) Run { return Run{Text: s, Bold: true} }

// Italic is a run in italics.
func Italic(s string) Run { return Run{Text: s, Italic: true} }

// In is a plain run in a language.
func In(lang, s string) Run { return Run{Text: s, Lang: lang} }

// PageNumber is the number of the page.
func PageNumber() Run { return Run{Page: true} }

// PageCount is the number of all pages.
func PageCount() Run { return Run{Pages: true} }

type note struct{ text string }

// paragraphXML writes runs as a paragraph and takes their footnotes.
func (d *Writer) paragraphXML(props string, runs []Run) string {
	var b strings.Builder
	b.WriteString(`<w:p>`)
	if !d.foreign(runs) {
		props += bidi(d.set, `<w:bidi/>`)
	}
	if props != "" {
		b.WriteString(joined(`<w:pPr>`, props, `</w:pPr>`))
	}
	for _, r := range runs {
		d.runXML(&b, r)
	}
	b.WriteString(`</w:p>`)
	return b.String()
}

// foreign says whether a paragraph of a file that runs from right to left holds only words that run from left to right: it
// runs as they do, so that their full stop stands behind them.
func (d *Writer) foreign(runs []Run) bool {
	any := false
	for _, r := range runs {
		if r.Text == "" {
			continue
		}
		if any = true; r.Lang == "" || r.Lang == d.set.Lang || rightToLeft(r.Lang) {
			return false
		}
	}
	return any
}

func (d *Writer) runXML(b *strings.Builder, r Run) {
	props := ""
	if r.Bold {
		props += `<w:b/><w:bCs/>`
	}
	if r.Italic {
		props += `<w:i/><w:iCs/>`
	}
	props += d.languageXML(r.Lang)
	if props != "" {
		props = joined(`<w:rPr>`, props, `</w:rPr>`)
	}
	switch {
	case r.Page || r.Pages:
		field := "PAGE"
		if r.Pages {
			field = "NUMPAGES"
		}
		b.WriteString(joined(`<w:r>`, props, `<w:fldChar w:fldCharType="begin"/></w:r><w:r>`, props,
			`<w:instrText xml:space="preserve"> `, field, ` </w:instrText></w:r><w:r>`, props, `<w:fldChar w:fldCharType="separate"/></w:r><w:r>`, props,
			`<w:t>1</w:t></w:r><w:r>`, props, `<w:fldChar w:fldCharType="end"/></w:r>`))
	case r.Text != "":
		b.WriteString(joined(`<w:r>`, props))
		textXML(b, r.Text)
		b.WriteString(`</w:r>`)
	}
	if r.Note != "" {
		d.notes = append(d.notes, note{r.Note})
		fmt.Fprintf(b, `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, len(d.notes))
	}
}

// languageXML marks the direction of a run, and its language where it is not that of the file.
func (d *Writer) languageXML(lang string) string {
	if lang == "" || lang == d.set.Lang {
		return bidi(d.set, `<w:rtl/>`)
	}
	lang = escape(lang)
	mark := joined(`<w:lang w:val="`, lang, `" w:eastAsia="`, lang, `" w:bidi="`, lang, `"/>`)
	if rightToLeft(lang) {
		return `<w:rtl/>` + mark
	}
	return mark
}

// rightToLeft says whether a language is written from right to left.
func rightToLeft(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	switch base {
	case "ar", "fa", "he", "ps", "sd", "ug", "ur", "yi":
		return true
	}
	return false
}

// textXML writes text with its line breaks and tabs.
func textXML(b *strings.Builder, s string) {
	from := 0
	flush := func(to int) {
		if to > from {
			b.WriteString(joined(`<w:t xml:space="preserve">`, escape(s[from:to]), `</w:t>`))
		}
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\n', '\t':
			flush(i)
			from = i + 1
			if s[i] == '\n' {
				b.WriteString(`<w:br/>`)
			} else {
				b.WriteString(`<w:tab/>`)
			}
		}
	}
	flush(len(s))
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes any text safe inside XML. Characters that XML 1.0 does not allow are dropped.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF || r == 0x7F {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return escapes.Replace(s)
}

// notesPart is footnotes.xml: the two separators that Word asks for, then the notes.
func (d *Writer) notesPart() string {
	var b strings.Builder
	b.WriteString(joined(xmlHead, `<w:footnotes `, namespaces, `>`,
		`<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>`,
		`<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>`))
	for i, n := range d.notes {
		fmt.Fprintf(&b, `<w:footnote w:id="%d"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>%s</w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r>`, i+1, bidi(d.set, `<w:bidi/>`))
		textXML(&b, " "+n.text)
		b.WriteString(`</w:r></w:p></w:footnote>`)
	}
	b.WriteString(`</w:footnotes>`)
	return b.String()
}
