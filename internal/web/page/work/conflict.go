package work

import (
	"time"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Conflict is a save over a version that is no longer the current one: nothing was written.
type Conflict struct {
	Kind   string
	Thing  Link // what it is about
	Action string
	Base   store.FactID // of the version that stands now
	Act    uint64
	When   time.Time
	By     string // who saved it: name, role and body, inside the workspace
	Gone   bool   // it was taken away
	Rows   []ConflictRow
	Form   []Pair // all that was posted, to be sent again
}

// Pair is a hidden field of a form.
type Pair struct{ Name, Value string }

// ConflictRow is one field in which the versions differ.
type ConflictRow struct {
	Name, Label        string
	Base, Mine, Theirs []string
	Clash              bool   // both changed it, and differently
	Choice             string // "mine", "theirs" or, where the person must say, nothing
	Merge              string // how both can stand together: "list", "words", "languages"; empty: one or the other
	Merged             []plan.Name
}
