package work

import "time"

// History is what became of a thing, the latest act first.
type History struct {
	Thing Link
	Acts  []PastAct
	More  bool // there is more than is shown
}

// PastAct is one act on the thing, field by field. Who did it is named inside the workspace only.
type PastAct struct {
	Act    uint64
	At     time.Time
	Kind   string // of the act
	By     string // name, role, body
	About  string // which of several things, where the page tells of more than one
	Fields []FieldChange
	Ended  bool // the thing was taken away
	Erased bool
}
