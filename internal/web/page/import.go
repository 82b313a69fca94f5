package page

import (
	"time"

	"github.com/openupr/openupr/internal/upr"
)

// Import is where files are handed in.
type Import struct {
	Problem  *Refusal // why the last file was not taken
	Waiting  []Upload // read, not yet confirmed
	Limit    int64    // largest file, in bytes
	Example  string   // a Working Group report's symbol, as an example
	Question int      // questions that wait in the record
	Done     string   // what the reader's last act did, once
}

// Upload is a file that was read and waits for a person to confirm it.
type Upload struct {
	Href, Name, Kind, Symbol string
	Review                   string
	At                       time.Time
}

// Refusal says why a file was not taken. Code has a message ("document.refused.<code>").
type Refusal struct {
	File, Code, Detail string
}

// Preview says what bringing a file into the record would change.
type Preview struct {
	Href       string // to confirm
	Base       uint64 // the act that the preview was made against
	File       string
	Size       int64
	SHA256     string
	Kind       string
	Symbol     string
	Lang       string
	State      StateLink
	Cycle      int
	ReviewHref string
	Session    int
	Pages      int
	Read       string
	Nothing    bool // the record holds it already
	Counts     []upr.Count
	Units      []UnitRow
	New        int
	Changed    []ItemRef
	Same       int
	Positions  int // position events that are new
	Contrary   []ContraryRow
	Questions  []KindCount
	Settled    int // questions answered earlier
	Warnings   []string
	Stale      bool   // the review changed since: look again
	Elsewhere  string // the review on whose page the file was dropped, when it is another one
}

// Waiting is the number of questions.
func (p Preview) Waiting() int {
	n := 0
	for _, q := range p.Questions {
		n += q.N
	}
	return n
}

// UnitRow is a lead with the items below it.
type UnitRow struct {
	Paragraph int
	Lead      string
	Position  upr.Position
	Claim     upr.Claim
	Items     int
}

// ItemRef names an item.
type ItemRef struct{ Number, Href string }

// ContraryRow is a position that contradicts one in the record.
type ContraryRow struct {
	ItemRef
	Here, There upr.Position
	Source      string
}

// KindCount is how many questions of a kind there are. Kind has a message ("question.<kind>.title").
type KindCount struct {
	Kind string
	N    int
}
