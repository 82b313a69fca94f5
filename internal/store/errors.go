package store

import (
	"errors"
	"fmt"
)

// Changed is a save made from a preview that is no longer true: an act with the same scope was committed meanwhile.
// What to do: make the preview again.
type Changed struct {
	Scope string
	Base  uint64 // the act the preview was made at
	Act   uint64 // the newest act of the scope since
}

func (e *Changed) Error() string {
	return fmt.Sprintf("%s was changed by act %d since act %d", e.Scope, e.Act, e.Base)
}

// NotCurrent is the ending of a fact that is not there to be ended.
type NotCurrent struct {
	Fact    FactID
	EndedBy uint64 // the act that ended it already; 0 when an act not committed yet is about to, or there is no such fact
}

func (e *NotCurrent) Error() string {
	if e.EndedBy > 0 {
		return fmt.Sprintf("fact %d was ended by act %d", e.Fact, e.EndedBy)
	}
	return fmt.Sprintf("fact %d is not in the record or is being ended by an import under way", e.Fact)
}

// Errors of writing and reading.
var (
	ErrEmpty     = errors.New("the act brings and ends nothing")
	ErrDraftDone = errors.New("the draft is committed, abandoned or failed")
	ErrDraftLost = errors.New("the draft was taken away, as one whose program had stopped; begin again")
	ErrNoAct     = errors.New("there is no act with this number")
	ErrNoFact    = errors.New("there is no such fact")
)

// Damaged is a fact that cannot be read as it lies in the database: somebody changed it there. Verify says more.
type Damaged struct {
	Fact FactID
	Err  error
}

func (e *Damaged) Error() string {
	return fmt.Sprintf("fact %d is damaged in the database: %v", e.Fact, e.Err)
}
func (e *Damaged) Unwrap() error { return e.Err }
