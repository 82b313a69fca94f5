// Package uprinfo reads the tables that UPR Info publishes from its database: recommendations and voluntary pledges as
// CSV or Excel 97 workbook in the layout of 2015, and as CSV in today's (Uwazi). What a column means follows from its
// name; columns that nobody here knows are kept with their names. It gives typed rows and knows nothing of the record.
package uprinfo

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/xls"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/upr"
)

// Keeper is the name of this source in the record (record.Entry).
const Keeper = "uprinfo"

// Limits of a table. The whole database had about 60,000 rows in 2018, one State a row.
const (
	MaxBytes = 256 << 20
	maxRows  = 1_000_000
	maxCell  = 64 << 10 // bytes
	maxCols  = 256
)

// Table is a file as it was understood.
type Table struct {
	Rows     []Row
	Left     []Left   // rows that cannot be taken in, with the reason
	Unknown  []string // headers that nobody here knows; their values are in Row.Also
	Sessions []upr.WGSession
	Warnings []document.Warning
}

// Row is one row: a recommendation of one State, of several in today's layout, or a voluntary pledge.
type Row struct {
	N        int // in the file, from 1 without the header
	Session  upr.WGSession
	Review   upr.ReviewID
	By       []upr.Attribution // a name that nobody here knows has no State
	Words    string
	Response string       // as printed
	Position upr.Position // what that means
	Pledge   bool
	Action   int      // 1 to 5; 0 when not said
	Issues   []string // codes of package reference
	Labels   []string // issues that the reference does not know, as printed
	Also     []Also
}

// Also is a value under a header that nobody here knows.
type Also struct{ Header, Value string }

// Left is a row that cannot be taken in. Code has a message ("rows.left.<code>").
type Left struct {
	N    int
	Code string // "words", "state", "session", "self"
	What string // the printed value, short
}

// Codes of Left.
const (
	LeftWords   = "words"   // it has none
	LeftState   = "state"   // the State under review is not known
	LeftSession = "session" // it is not said or is no session of the Working Group
	LeftReview  = "review"  // the State is not reviewed
)

// Detect says whether bytes are one of UPR Info's tables, by their headers.
func Detect(b []byte) bool {
	if xls.Detect(b) {
		return true // refused later with its reason when the headers are others: nobody else reads workbooks of this kind
	}
	c, ok := headOf(b)
	return ok && c.enough()
}

// Read reads a table. Its error is a *document.Refused, or the context's.
func Read(ctx context.Context, b []byte, g *gazetteer.Gazetteer) (t *Table, err error) {
	defer func() {
		if p := recover(); p != nil { // a panic in a reader is a refused file, never a stopped program
			t, err = nil, &document.Refused{Code: document.Panicked, Err: fmt.Errorf("reader panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	if len(b) > MaxBytes {
		return nil, document.Refuse(document.TooLarge, "%d MB", MaxBytes>>20)
	}
	r := newReader(g)
	if xls.Detect(b) {
		err = r.workbook(ctx, b)
	} else {
		err = r.text(ctx, b)
	}
	if err != nil {
		return nil, err
	}
	r.finish()
	return &r.table, nil
}
