package page

import "github.com/openupr/openupr/internal/upr"

// State is a State's page: as State under review and as recommending State.
type State struct {
	StateLink
	Group    string // code of the regional group; message "group.<code>"; empty for observers
	Observer bool
	Invented bool // of the sample
	Reviews  []StateReview
	Made     []MadeCycle
}

// StateReview is one cycle of a State: the review as the calendar has it and as the record has it.
type StateReview struct {
	Cycle     int
	Session   int    // of the Working Group; 0 unknown
	When      string // days of the session or day of the dialogue, in the reader's language
	Expected  bool   // the calendar's row is not confirmed
	Href      string // of the review's page
	Count     upr.Count
	Waiting   int
	Places    []Place
	Documents int // filled places

	Provisional int // items made of another keeper's rows, in no count
}

// MadeCycle is what a State recommended in one cycle.
type MadeCycle struct {
	Cycle int
	Rows  []MadeRow
	Items upr.Count
	Pairs int
}

// MadeRow is what a State recommended in one review.
type MadeRow struct {
	To    StateLink
	Href  string // the review's list, filtered by the State
	Items upr.Count
	Pairs int
}
