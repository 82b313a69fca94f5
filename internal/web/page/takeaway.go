package page

import (
	"time"

	"github.com/openupr/openupr/internal/upr"
)

// Taking is the answer to a query with every way to take it away.
type Taking struct {
	Asked       string // as a person writes it; empty for everything
	Search      string // the answer as a page
	Address     string // absolute, of the same answer for ever
	Citation    string
	Units       []TakingUnit
	Package     string
	Description string
	Method      string
	Checkpoint  string
	Feed        string
	API         string
	Provisional int
	MayKeep     bool
	Query       string // parameters to keep
}

// TakingUnit is a row of files, whose rows are all of one unit.
type TakingUnit struct {
	Unit  upr.Unit
	N     int
	Href  string // of the answer as a page, counted in the unit
	Files []TakingFile
}

// TakingFile is one file to take.
type TakingFile struct{ Code, Href string }

// Searches is what a person kept.
type Searches struct {
	Done  string
	List  []SearchRow
	Name  Field  // of a query that could not be kept under the name given
	Query string // that query's parameters; empty when there is none
	Asked string
}

// SearchRow is one query that was kept.
type SearchRow struct {
	Name, Asked, Href, Feed, Take string
	At                            time.Time
	Then, Now                     int // segments
}
