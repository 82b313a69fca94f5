package docx

import (
	"bytes"
	"context"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// notes are the footnotes and endnotes of the file: their texts by identifier and, as the body refers to them, their
// marks.
type notes struct {
	text   map[string]string // "footnoteReference 3"
	format map[string]string // by kind of reference
	next   map[string]int
	out    []document.Note
	limit  int
}

func newNotes(limit int) *notes {
	return &notes{
		text:   map[string]string{},
		format: map[string]string{"footnoteReference": "decimal", "endnoteReference": "lowerRoman"}, // Word's own
		next:   map[string]int{"footnoteReference": 1, "endnoteReference": 1},
		limit:  limit,
	}
}

// refer puts the note that a reference names in the list and gives its mark, which is empty where the author typed one.
// A reference to nothing is no mark.
func (n *notes) refer(kind, id string, typed bool) (mark string, ok bool, err error) {
	text, ok := n.text[kind+" "+id]
	if !ok {
		return "", false, nil
	}
	if len(n.out) >= n.limit {
		return "", false, document.Refuse(document.TooMany, "more than %d notes", n.limit)
	}
	if !typed {
		mark = formatNumber(n.format[kind], n.next[kind])
		n.next[kind]++
	}
	n.out = append(n.out, document.Note{Mark: mark, Text: text})
	return mark, true, nil
}

// rename gives the last note the mark that its author typed.
func (n *notes) rename(mark string) {
	if len(n.out) > 0 {
		n.out[len(n.out)-1].Mark = mark
	}
}

// properties reads w:footnotePr or w:endnotePr.
func (n *notes) properties(s *scanner, el xml.StartElement) error {
	kind := strings.TrimSuffix(word(el), "Pr") + "Reference"
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "numFmt":
			n.format[kind] = val(el)
		case "numStart":
			n.next[kind] = number(el, "val", 1)
		}
		return nil
	})
}

// A section says how its notes are numbered at its end, after the references to them.
var sectionNotes = regexp.MustCompile(`<\w+:(footnote|endnote)Pr>(?:[^<]|<\w+:(?:pos|numRestart)\b[^<>]*>)*<\w+:numFmt\s+\w+:val="(\w+)"`)

// lookAhead takes the formats of notes from the first section that says any, before the body is read. Sections that
// differ from each other are beyond what a report of the review does.
func (n *notes) lookAhead(body []byte) {
	at := bytes.Index(body, []byte("notePr>")) // searched for first: the expression alone takes as long as all the rest
	if at < 0 {
		return
	}
	body = body[max(0, at-32):]
	seen := map[string]bool{}
	for _, m := range sectionNotes.FindAllSubmatch(body, 16) {
		kind := string(m[1]) + "Reference"
		if !seen[kind] {
			n.format[kind] = string(m[2])
		}
		seen[kind] = true
	}
}

// readSettings takes what settings.xml says of notes.
func (n *notes) readSettings(ctx context.Context, b []byte, depth int) error {
	if b == nil {
		return nil
	}
	s := newScanner(ctx, "settings.xml", b, depth)
	if _, err := s.root(); err != nil {
		return err
	}
	return s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "footnotePr", "endnotePr":
			return n.properties(s, el)
		}
		return nil
	})
}

// readNotes reads footnotes.xml or endnotes.xml.
func (r *reader) readNotes(part, kind string, b []byte) error {
	if b == nil {
		return nil
	}
	y := r.story(part, b, nil)
	if _, err := y.s.root(); err != nil {
		return err
	}
	return y.s.each(func(el xml.StartElement) error {
		if w := word(el); w != "footnote" && w != "endnote" {
			return nil
		}
		if t := attr(el, "type"); t != "" && t != "normal" {
			return nil // separators and continuation notices
		}
		if _, err := strconv.Atoi(attr(el, "id")); err != nil {
			return nil
		}
		id := kind + " " + attr(el, "id")
		var text []string
		err := y.flow(func(b document.Block) error {
			text = append(text, plainText(b)...)
			return nil
		})
		r.notes.text[id] = strings.Join(text, " ")
		return err
	})
}

// plainText of a block, one text a paragraph.
func plainText(b document.Block) []string {
	if b.Kind != document.Row {
		if b.Text == "" {
			return nil
		}
		return []string{b.Text}
	}
	var out []string
	for _, c := range b.Cells {
		for _, p := range c.Paragraphs {
			out = append(out, plainText(p)...)
		}
	}
	return out
}
