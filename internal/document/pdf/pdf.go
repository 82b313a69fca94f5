// Package pdf reads the text of a PDF into neutral lines, with nothing installed beside the program.
//
// Read gives one document.Block of kind document.Line for each printed line in reading order. What is not part of the
// running text is taken out of the lines and kept beside them: page furniture (symbol, page numbers, job numbers) in
// Document.Running, footnotes in Document.Notes, their marks in Block.Marks. Where it is not sure whether a line is
// furniture or a footnote the line stays: a line kept in vain costs a question, a line lost costs a recommendation.
//
// A hyphen at the end of a line is a real one in the documents of the United Nations, which do not hyphenate words
// ("non-" / "discrimination", "OP-" / "CAT"): it stays in the text, and whoever joins lines joins the next one to it
// without a blank. A soft hyphen (U+00AD) at a line's end is none: the rest of the broken word is taken up from the next
// line. ReadWithPdftotext gives the same from poppler's decoding, so that two readings can be compared.
//
// Every failure is a *document.Refused. A damaged file is read only where its repair is complete and certain (see
// repair.go); then Document.Warnings says "repaired".
package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/openupr/openupr/internal/document"
)

// Extractor is the name and version of this reader in every item's provenance. The number rises when the same file may
// give other words.
const Extractor = "openupr-pdf/1"

// Codes of document.Warning that this package gives.
const (
	WarnRepaired    = "repaired"           // cross references were broken; all objects were found by scanning
	WarnDecrypted   = "decrypted"          // the file is encrypted with the empty user password
	WarnNoText      = "pages-without-text" // a page shows a picture and no text
	WarnOCR         = "ocr-text"           // a page's only text is the invisible layer of a text recognition
	WarnUnmapped    = "unmapped-text"      // letters whose font does not say which they are were left out
	WarnColumns     = "columns"            // a page was read as two columns
	WarnVertical    = "turned-text"        // a page has text that is not horizontal; it stands after the other lines
	WarnRightToLeft = "right-to-left"      // Arabic or Hebrew lines were put into reading order by rule of thumb: the Word file is better
	WarnBrokenPart  = "broken-part"        // a part without running text (annotation, form, picture) could not be read
)

// Read turns the bytes of a PDF into a document. Zero fields of lim mean the defaults. The error is always a
// *document.Refused, except that of an ended ctx.
func Read(ctx context.Context, b []byte, lim document.Limits) (d *document.Document, err error) {
	defer func() {
		// No input is known to get here, and the fuzz target fails if one does; a server still must not fall over.
		if p := recover(); p != nil {
			d, err = nil, &document.Refused{Code: document.Panicked, Detail: "a mistake of the program", Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	lim = withDefaults(lim)
	if err := admit(b, lim); err != nil {
		return nil, err
	}
	f, err := open(ctx, b, lim)
	if err != nil {
		return nil, err
	}
	pages, err := f.pages()
	if err != nil {
		return nil, err
	}
	r := &reader{file: f, fonts: map[ref]*font{}, forms: map[ref]*form{}}
	d = &document.Document{Format: document.PDF, Extractor: Extractor, SHA256: hash(b), Pages: len(pages)}
	leaves, lines := make([]leaf, 0, len(pages)), 0
	var seen tally
	for i := range pages {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading PDF: %w", err)
		}
		s, err := r.sheet(ctx, i+1, &pages[i])
		if err != nil {
			return nil, err
		}
		seen.add(&s)
		leaves = append(leaves, layOut(d, &s))
		if lines += len(leaves[i].lines); lines > lim.Blocks {
			return nil, document.Refuse(document.TooMany, "more than %d lines", lim.Blocks)
		}
	}
	if err := seen.refuse(); err != nil {
		return nil, err
	}
	assemble(d, leaves)
	if len(d.Blocks) == 0 {
		return nil, document.Refuse(document.Scanned, "no text on any of %d pages", len(pages))
	}
	d.Warnings = append(f.warnings, d.Warnings...)
	return d, nil
}

// admit refuses by size and first bytes, before any work.
func admit(b []byte, lim document.Limits) error {
	switch {
	case len(b) == 0:
		return document.Refuse(document.Empty, "the file has no bytes")
	case int64(len(b)) > lim.Bytes:
		return document.Refuse(document.TooLarge, "%d MB, at most %d MB are read", len(b)>>20, lim.Bytes>>20)
	case !bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		return document.Refuse(document.Unknown, "no PDF header")
	}
	return nil
}

func withDefaults(lim document.Limits) document.Limits {
	def := document.DefaultLimits()
	if lim.Bytes <= 0 {
		lim.Bytes = def.Bytes
	}
	if lim.Inflat <= 0 {
		lim.Inflat = def.Inflat
	}
	if lim.Blocks <= 0 {
		lim.Blocks = def.Blocks
	}
	if lim.Depth <= 0 {
		lim.Depth = def.Depth
	}
	if lim.Pages <= 0 {
		lim.Pages = def.Pages
	}
	return lim
}

func hash(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func corrupt(detail string, args ...any) error {
	return document.Refuse(document.Corrupt, detail, args...)
}
