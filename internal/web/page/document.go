package page

import (
	"time"

	"github.com/openupr/openupr/internal/upr"
)

// Document is a document in the record, shown as the program read it.
type Document struct {
	Kind     string // message "document.kind.<kind>"
	Symbol   string
	Title    string // as printed, or the file's name
	Lang     string
	State    StateLink
	Cycle    int
	Review   string // address of the review's page
	File     string
	Size     int64
	SHA256   string
	Read     string // extractor and grammar
	Act      uint64
	At       time.Time
	Pages    int
	Count    upr.Count // of its items by the position that it gives; zero when it has none
	Pairs    int
	Warnings []string // codes; message "document.warning.<code>"
	Original string   // address of the file, opened at the page where the format allows
	Leaf     *Leaf    // nil when the original cannot be read now
	Leaves   Pagination
	Item     string // address of the item that is marked; empty when none is
	Number   string // of that item
}

// Leaf is a page of a document, or a stretch of one without pages, as the program read it.
type Leaf struct {
	Page  int // 0 where the document has none
	Lang  string
	Lines []LeafLine
}

// LeafLine is a line, a paragraph or a row of a table.
type LeafLine struct {
	Text   string
	Cells  []string // of a row
	Marked bool
}
