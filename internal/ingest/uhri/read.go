// Package uhri reads the exports of OHCHR's Universal Human Rights Index: one array of JSON objects, or a workbook of 16
// columns. It gives one annotation after another and never holds the file: exports have some 400 MB and a quarter of a
// million annotations. It knows nothing of what the record already holds.
package uhri

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/record"
)

// Keeper is the name of this source in the record.
const Keeper = "uhri"

// Limits of an export. That of March 2025 had 250,021 annotations and 360 MB.
const (
	MaxBytes       = 2 << 30
	maxAnnotations = 2_000_000
	maxObject      = 2 << 20 // bytes of one annotation in the file
	maxText        = 256 << 10
	maxValues      = 1000 // of one list
	maxLeft        = 1000 // left out that are named one by one
	maxNames       = 1000 // that nobody here knows
)

// Options of a reading.
type Options struct {
	Lang      string               // of the export, when its name says so; otherwise each text says its own
	Gazetteer *gazetteer.Gazetteer // nil: the States as they are
}

// Summary is what an export held.
type Summary struct {
	Read    int            // annotations that were given
	Left    []Left         // what was left out, the first thousand
	LeftOut int            // how many
	Names   []string       // of States, as printed, that nobody here knows
	Shared  []string       // "A/HRC/28/10 124.1": numbers that one document of the UPR has more than once, the first thousand
	Bodies  map[string]int // how many annotations of each mechanism
}

// Left is what cannot be taken in. Code has a message ("uhri.left.<code>").
type Left struct {
	N    int // in the file, from 1
	Code string
	What string // short
}

// Codes of Left.
const (
	LeftID    = "id"    // it has no AnnotationId
	LeftTwice = "twice" // its AnnotationId came before
	LeftWords = "words" // it has none
	LeftShape = "shape" // a value is an object, or a list of lists
	LeftLong  = "long"  // its text or a list of it is above the limits
)

// Each is given every annotation in the order of the file. It may keep them.
type Each func(n int, a *record.Annotation) error

// JSON reads an export in JSON. Its error is a *document.Refused, the context's, or that of each; what was given before
// is then worth nothing.
func JSON(ctx context.Context, r io.Reader, o Options, each Each) (*Summary, error) {
	return guarded(func() (*Summary, error) { return readJSON(ctx, r, newReader(o, each)) })
}

// Workbook reads an export as a workbook (XLSX). Errors are those of JSON.
func Workbook(ctx context.Context, path string, o Options, each Each) (*Summary, error) {
	return guarded(func() (*Summary, error) { return readWorkbook(ctx, path, newReader(o, each)) })
}

// guarded makes of a panic in a reader a refused file, never a stopped program.
func guarded(read func() (*Summary, error)) (s *Summary, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, &document.Refused{Code: document.Panicked, Err: fmt.Errorf("reader panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	return read()
}
