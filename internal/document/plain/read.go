// Package plain reads text files, whatever old encoding and line ends they come in: lists of recommendations were
// passed on as text saved by word processors of two decades.
package plain

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/document"
)

// Extractor is the name and version of this reader. Raise the version when the text of any file changes.
const Extractor = "openupr-text/1"

// Codes of warnings.
const (
	warnEncoding = "encoding-guessed" // Detail names the encoding
	warnRepaired = "repaired"         // Detail says how many letters could not be read
)

// maxText is the largest text, in bytes, whatever larger files of other kinds may be: the longest list of a review has a
// quarter of a megabyte.
const maxText = 16 << 20

// Read turns the bytes of a text file into a Document of lines. Blank lines are counted, not handed on. A form feed
// begins a new page; without one the file has no pages. Every error about the file is a *document.Refused.
func Read(ctx context.Context, b []byte, lim document.Limits) (*document.Document, error) {
	d := document.DefaultLimits()
	maxBytes, maxBlocks := min(cmp.Or(lim.Bytes, d.Bytes), maxText), cmp.Or(lim.Blocks, d.Blocks)
	switch {
	case len(b) == 0:
		return nil, document.Refuse(document.Empty, "the file has no bytes")
	case int64(len(b)) > maxBytes:
		return nil, document.Refuse(document.TooLarge, "%d bytes", len(b))
	}
	text, warnings, err := decode(b)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	doc := &document.Document{
		Format: document.Text, Extractor: Extractor, SHA256: hex.EncodeToString(sum[:]), Warnings: warnings,
	}
	pages := strings.Split(strings.TrimRight(text, "\f\r\n\t "), "\f")
	if len(pages) > 1 {
		if doc.Pages = len(pages); doc.Pages > cmp.Or(lim.Pages, d.Pages) {
			return nil, document.Refuse(document.TooMany, "%d pages", doc.Pages)
		}
	}
	for i, page := range pages {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading a text file: %w", err)
		}
		n := 0
		for line := range lines(page) {
			n++
			words := clean(line)
			if words == "" {
				continue
			}
			if len(doc.Blocks) == maxBlocks {
				return nil, document.Refuse(document.TooMany, "more than %d lines", maxBlocks)
			}
			block := document.Block{Kind: document.Line, Text: words, Index: n}
			if doc.Pages > 0 {
				block.Page = i + 1
			}
			doc.Blocks = append(doc.Blocks, block)
		}
	}
	if len(doc.Blocks) == 0 {
		return nil, document.Refuse(document.Empty, "the file holds only blanks")
	}
	return doc, nil
}

// lines of a text whose lines end with LF, with CR LF or with a bare CR (as on the Macintosh before 2001), also mixed.
func lines(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for {
			i := strings.IndexAny(s, "\r\n\u2028\u2029\u0085")
			if i < 0 {
				yield(s)
				return
			}
			if !yield(s[:i]) {
				return
			}
			_, n := utf8.DecodeRuneInString(s[i:])
			if strings.HasPrefix(s[i:], "\r\n") {
				n = 2
			}
			s = s[i+n:]
		}
	}
}

// clean makes white space single and drops soft hyphens and marks without width.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00AD' || r == '\u200B' || r == '\uFEFF':
			return -1
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			return -1 // what turns letters round would turn whatever stands beside them on a page
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// binary says whether bytes are no text: control characters that no text file has.
func binary(b []byte) bool {
	head := b[:min(len(b), 64<<10)]
	if bytes.HasPrefix(head, []byte("%PDF-")) || bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("{\\rtf")) {
		return true
	}
	odd := 0
	for _, c := range head {
		if c == 0 {
			return true
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1A {
			odd++
		}
	}
	return odd*100 > len(head)
}
