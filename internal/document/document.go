// Package document holds what a reader found in a file, in a form that no longer knows the file's format.
//
// A reader (document/pdf, document/docx, document/sheet) turns bytes into a Document; a grammar (ingest/wgreport,
// ingest/addendum, ingest/thematic) reads blocks and knows nothing of pages drawn or XML. Everything a grammar later
// has to prove an item with (page, place, extractor, hash) is carried here.
package document

import "fmt"

// Format is the kind of file a Document was read from.
type Format string

const (
	PDF  Format = "pdf"
	DOCX Format = "docx"
	Text Format = "text"
)

// Document is a file's content in reading order. It is never changed after its reader returned it.
type Document struct {
	Format    Format
	Extractor string   // name and version of the reader, part of every item's provenance: "openupr-pdf/1"
	SHA256    string   // of the file's bytes, lower-case hexadecimal
	Pages     int      // number of pages; 0 where the format has none
	Running   []string // running heads and feet (page headers of DOCX, furniture of PDF), each text once
	Blocks    []Block
	Notes     []Note    // footnotes, in order of their marks
	Warnings  []Warning // what the reader had to repair, decide or leave out
}

// Kind says what a block is in the file.
type Kind uint8

const (
	Line      Kind = iota // one printed line of a PDF or of plain text; paragraphs are for the grammar to join
	Paragraph             // one paragraph of a word processor file
	Row                   // one row of a table; its text is in Cells
)

// Block is one printed line, one paragraph or one table row.
type Block struct {
	Kind   Kind
	Text   string  // without the label and without footnote marks; soft hyphens removed, white space single
	Label  string  // automatic number as it would print ("124.1."), never part of Text; only from word processors
	Page   int     // 1-based; 0 where the format has no pages
	Index  int     // 1-based: line on its page, paragraph or row in the document
	X      float64 // left edge in points from the page's left; 0 where unknown
	Y      float64 // baseline in points from the page's top; 0 where unknown
	Size   float64 // size of most of the letters in points; 0 where unknown
	Bold   bool    // most letters are bold
	Marks  []Mark
	Cells  []Cell // of a Row, left to right
	Change bool   // Text contains a tracked change (Text stands as accepted)
}

// Mark is where a footnote mark stands.
type Mark struct {
	Offset int    // byte offset into Text (or into the paragraph's text in a cell)
	Note   string // the mark as printed: "1", "**"
}

// Cell is one cell of a table row.
type Cell struct {
	Column     int  // first column it covers, 0-based
	Span       int  // columns it covers, at least 1
	Merged     bool // goes on from the cell above (merged down): it has no paragraphs of its own
	Paragraphs []Block
}

// Note is a footnote with its mark as printed.
type Note struct {
	Mark string
	Page int
	Text string
}

// Warning is something a person should know about how the file was read. Code is stable and has a message in the
// catalogue ("document.warning.<code>").
type Warning struct {
	Code   string // "repaired", "tracked-changes", "hidden-text-left-out" …
	Detail string // safe to show, short; never a passage of the document
	Page   int
}

// Place says where a block stands, in words that need no translation: "p. 12, l. 5", "¶ 214", "row 5".
func (b Block) Place() string {
	switch {
	case b.Page > 0:
		return fmt.Sprintf("p. %d, l. %d", b.Page, b.Index)
	case b.Kind == Row:
		return fmt.Sprintf("row %d", b.Index)
	default:
		return fmt.Sprintf("¶ %d", b.Index)
	}
}

// Limits bound what a reader takes in. The zero value of a field means the default.
type Limits struct {
	Bytes  int64 // size of the file
	Inflat int64 // bytes after decompression, all parts together
	Blocks int
	Depth  int // nesting of elements or objects
	Pages  int
}

// DefaultLimits are generous for the documents of a review: the longest seen has about 40 pages and 4 MB.
func DefaultLimits() Limits {
	return Limits{Bytes: 64 << 20, Inflat: 128 << 20, Blocks: 200_000, Depth: 64, Pages: 2_000}
}
