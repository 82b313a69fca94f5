// Package docx reads Word files of today (Office Open XML) with archive/zip and a stream of XML tokens: paragraphs and
// table rows in document order, with the numbers that Word would print before them, footnotes with their marks, and
// tracked changes as accepted. It follows nothing that leads out of the file and refuses what no honest file has.
//
// Why not a library: those that exist under a free licence read neither automatic numbers nor tracked changes, and
// both decide what an item of a report says and how it is cited.
package docx

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/document"
)

// Extractor is the name and version of this reader, part of every item's provenance. Raise the version when the text
// of any file changes.
const Extractor = "openupr-docx/1"

// Codes of warnings.
const (
	warnTracked  = "tracked-changes"
	warnHidden   = "hidden-text-left-out"
	warnSymbol   = "symbol-left-out"
	warnEmbedded = "embedded-part-left-out"
)

// reader holds what the parts of one file share while it is read.
type reader struct {
	ctx      context.Context
	lim      document.Limits
	archive  *archive
	styles   *styles
	notes    *notes
	warned   map[string]int
	heads    []string // relations to headers and footers, in order
	blocks   int
	index    int // of the last paragraph
	rowIndex int
}

// Read turns the bytes of a DOCX into a Document. Every error about the file is a *document.Refused; the context's own
// error comes through when it ends.
func Read(ctx context.Context, b []byte, lim document.Limits) (*document.Document, error) {
	lim = withDefaults(lim)
	if int64(len(b)) > lim.Bytes {
		return nil, document.Refuse(document.TooLarge, "%d bytes", len(b))
	}
	if err := sniff(b); err != nil {
		return nil, err
	}
	a, err := openArchive(b, lim)
	if err != nil {
		return nil, err
	}
	r := &reader{ctx: ctx, lim: lim, archive: a, notes: newNotes(lim.Blocks), warned: map[string]int{}}
	doc, err := r.read()
	if err != nil {
		if _, ok := document.AsRefused(err); ok {
			return nil, err
		}
		return nil, fmt.Errorf("reading a Word file: %w", err)
	}
	sum := sha256.Sum256(b)
	doc.Format, doc.Extractor, doc.SHA256 = document.DOCX, Extractor, hex.EncodeToString(sum[:])
	return doc, nil
}

func withDefaults(l document.Limits) document.Limits {
	d := document.DefaultLimits()
	return document.Limits{
		Bytes: cmp.Or(l.Bytes, d.Bytes), Inflat: cmp.Or(l.Inflat, d.Inflat), Blocks: cmp.Or(l.Blocks, d.Blocks),
		Depth: cmp.Or(l.Depth, d.Depth), Pages: cmp.Or(l.Pages, d.Pages),
	}
}

func (r *reader) read() (*document.Document, error) {
	top, err := r.archive.relations(r.ctx, "", r.lim.Depth)
	if err != nil {
		return nil, err
	}
	main := cmp.Or(target(top, "officeDocument"), "word/document.xml")
	body, ok, err := r.archive.read(main)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, document.Refuse(document.Unknown, "a ZIP file without a Word document inside")
	}
	rels, err := r.archive.relations(r.ctx, main, r.lim.Depth)
	if err != nil {
		return nil, err
	}
	labels, err := r.definitions(rels)
	if err != nil {
		return nil, err
	}
	r.notes.lookAhead(body)
	doc := &document.Document{}
	if err := r.body(body, labels, doc); err != nil {
		return nil, err
	}
	if err := r.running(rels, doc); err != nil {
		return nil, err
	}
	doc.Notes = r.notes.out
	for _, code := range slices.Sorted(maps.Keys(r.warned)) {
		doc.Warnings = append(doc.Warnings, document.Warning{Code: code, Detail: strconv.Itoa(r.warned[code])})
	}
	return doc, nil
}

// definitions reads the parts that the body needs: styles, lists, settings, notes.
func (r *reader) definitions(rels []relation) (*counters, error) {
	part := func(kind string) ([]byte, error) {
		b, _, err := r.archive.read(target(rels, kind))
		return b, err
	}
	b, err := part("styles")
	if err != nil {
		return nil, err
	}
	if r.styles, err = readStyles(r.ctx, b, r.lim.Depth); err != nil {
		return nil, err
	}
	if b, err = part("numbering"); err != nil {
		return nil, err
	}
	numbering, err := readNumbering(r.ctx, b, r.lim.Depth)
	if err != nil {
		return nil, err
	}
	if b, err = part("settings"); err != nil {
		return nil, err
	}
	if err := r.notes.readSettings(r.ctx, b, r.lim.Depth); err != nil {
		return nil, err
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if b, err = part(kind + "s"); err != nil {
			return nil, err
		}
		if err := r.readNotes(kind+"s.xml", kind+"Reference", b); err != nil {
			return nil, err
		}
	}
	return newCounters(numbering, r.styles), nil
}

func (r *reader) story(part string, b []byte, labels *counters) *story {
	return &story{reader: r, s: newScanner(r.ctx, part, b, r.lim.Depth), labels: labels}
}

func (r *reader) body(b []byte, labels *counters, doc *document.Document) error {
	r.index, r.rowIndex = 0, 0
	y := r.story("document.xml", b, labels)
	root, err := y.s.root()
	if err != nil {
		return err
	}
	if word(root) != "document" {
		return document.Refuse(document.Unknown, "the main part is no Word document")
	}
	found := false
	err = y.s.descend("body", func(xml.StartElement) error {
		found = true
		return y.flow(func(b document.Block) error {
			doc.Blocks = append(doc.Blocks, b)
			return nil
		})
	})
	if err == nil && !found {
		return document.Refuse(document.Corrupt, "the Word document has no body")
	}
	return err
}

// running reads the headers and footers that sections of the body name.
func (r *reader) running(rels []relation, doc *document.Document) error {
	read := map[string]bool{}
	for _, id := range r.heads {
		i := slices.IndexFunc(rels, func(x relation) bool { return x.ID == id })
		if i < 0 || read[rels[i].Target] {
			continue
		}
		read[rels[i].Target] = true
		b, ok, err := r.archive.read(rels[i].Target)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		y := r.story(rels[i].Type+".xml", b, nil)
		if _, err := y.s.root(); err != nil {
			return err
		}
		err = y.flow(func(b document.Block) error {
			for _, t := range plainText(b) {
				if !slices.Contains(doc.Running, t) && len(doc.Running) < 256 {
					doc.Running = append(doc.Running, t)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// section notes the headers and footers of a w:sectPr.
func (y *story) section() error {
	return y.s.each(func(el xml.StartElement) error {
		switch word(el) {
		case "headerReference", "footerReference":
			if id := attr(el, "id"); !slices.Contains(y.heads, id) && len(y.heads) < 256 {
				y.heads = append(y.heads, id)
			}
		}
		return nil
	})
}

func (r *reader) warn(code string) { r.warned[code]++ }

// count holds the number of blocks, rows and cells of the file within its limit.
func (r *reader) count() error {
	if r.blocks++; r.blocks > r.lim.Blocks {
		return document.Refuse(document.TooMany, "more than %d paragraphs", r.lim.Blocks)
	}
	return nil
}
