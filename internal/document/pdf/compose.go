package pdf

import (
	"fmt"
	"math"

	"github.com/openupr/openupr/internal/document"
)

// leaf is a page as lines, on its way to blocks.
type leaf struct {
	number int
	w, h   float64
	lines  []line
	rules  []rule
	notes  []document.Note
}

// rightToLeft says whether more than a name or two is written in Arabic or Hebrew letters.
func rightToLeft(blocks []document.Block) bool {
	n, all := 0, 0
	for i := range blocks {
		for _, r := range blocks[i].Text {
			all++
			if rtl(r) {
				n++
			}
		}
	}
	return n*10 > all
}

// assemble fills a document from pages of lines; both extractors end here.
func assemble(d *document.Document, leaves []leaf) {
	d.Running = takeFurniture(leaves)
	takeFootnotes(leaves)
	for i := range leaves {
		lf := &leaves[i]
		settleMarks(lf)
		joinSoftHyphens(lf.lines)
		index := 0
		for j := range lf.lines {
			l := &lf.lines[j]
			if l.text == "" {
				continue
			}
			index++
			d.Blocks = append(d.Blocks, l.block(lf.number, index))
		}
		d.Notes = append(d.Notes, lf.notes...)
	}
	if rightToLeft(d.Blocks) {
		d.Warnings = append(d.Warnings, document.Warning{Code: WarnRightToLeft})
	}
}

// layOut turns a page's letters into lines, and says what was not plain.
func layOut(d *document.Document, s *sheet) leaf {
	upright, columned := s.lines(0)
	lf := leaf{number: s.number, w: s.w, h: s.h, rules: s.rules, lines: upright}
	turned := 0
	for _, turn := range [...]uint8{2, 3, 1} {
		ls, _ := s.lines(turn)
		for i := range ls {
			ls[i].y = s.h // after all that stands upright
		}
		turned += len(ls)
		lf.lines = append(lf.lines, ls...)
	}
	warn := func(code, detail string, args ...any) {
		d.Warnings = append(d.Warnings, document.Warning{Code: code, Detail: fmt.Sprintf(detail, args...), Page: s.number})
	}
	if columned {
		warn(WarnColumns, "two columns")
	}
	if turned > 0 || s.slanted > 0 {
		warn(WarnVertical, "%d lines turned, %d letters slanted", turned, s.slanted)
	}
	if s.hidden > 0 {
		warn(WarnOCR, "%d letters", s.hidden)
	}
	if s.unmapped > 0 {
		warn(WarnUnmapped, "%d letters", s.unmapped)
	}
	if len(s.glyphs) == 0 && s.images > 0 {
		warn(WarnNoText, "%d pictures", s.images)
	}
	return lf
}

// tally counts what the pages show, to tell text from pictures of text.
type tally struct{ pages, pictures, letters, unmapped int }

func (t *tally) add(s *sheet) {
	t.pages++
	if len(s.glyphs) == 0 && s.images > 0 {
		t.pictures++
	}
	t.letters += len(s.glyphs)
	t.unmapped += s.unmapped
}

// refuse refuses a document whose pages are pictures, or whose letters cannot be told.
func (t *tally) refuse() error {
	switch {
	case t.letters == 0 && t.unmapped == 0 && t.pictures > 0, t.pictures*2 > t.pages && t.letters < 200*t.pages:
		return document.Refuse(document.Scanned, "%d of %d pages are pictures without text", t.pictures, t.pages)
	case t.unmapped > t.letters:
		return document.Refuse(document.Scanned, "the fonts do not say which letters they draw (%d of %d)", t.unmapped, t.unmapped+t.letters)
	case t.letters == 0:
		return document.Refuse(document.Scanned, "no text on any of %d pages", t.pages)
	}
	return nil
}

// block is the line as the grammar gets it.
func (l *line) block(page, index int) document.Block {
	b := document.Block{
		Kind: document.Line, Text: l.text, Page: page, Index: index,
		X: tenth(l.x0), Y: tenth(l.y), Size: tenth(l.size), Bold: l.bold,
	}
	for _, m := range l.marks {
		for _, n := range m.each() { // "1, 2" are two notes at one place
			b.Marks = append(b.Marks, document.Mark{Offset: m.at, Note: n})
		}
	}
	return b
}

// tenth rounds to a tenth of a point: what is finer is noise and differs between extractors.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }
