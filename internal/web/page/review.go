package page

import "github.com/openupr/openupr/internal/upr"

// Review is one State's review in one cycle.
type Review struct {
	State     StateLink
	Cycle     int
	ID        string // "KAZ/2"
	Stages    []Stage
	Facts     []SourcedFact
	Session   int    // of the Working Group; 0 unknown
	When      string // its days, in the reader's language
	Symbol    string // of the report, when the record holds it
	Expected  bool   // the calendar's row is not confirmed
	Places    []Place
	Counts    []upr.Count // items, segments, pairs, by present position
	Waiting   int         // items read that wait for a person
	Questions int
	Lines     []TallyLine
	Gaps      []Gap  // what does not agree
	Moved     []Gap  // positions that a later stage changed: no disagreement, but named
	Invented  bool   // the sample's
	Done      string // what the reader's last act did, once
	Filter    ReviewFilter
	States    []StateOption // recommending States of the review
	Items     []ItemRow
	Found     int
	Pages     Pagination
	XLSX, CSV string
	Pledges   []PledgeRow
	Rows      *RowsNote // of other keepers' databases
}

// Href of the review's page.
func (r Review) Href() string { return "/reviews/" + r.ID }

// Stage is a step of the review with its day and source.
type Stage struct {
	Code        string // message "stage.<code>"
	When        string // in the reader's language; empty when not known
	Reached     bool
	Source      string
	Unconfirmed bool
}

// SourcedFact is a value about the review that somebody published.
type SourcedFact struct {
	Name        string // message "sourced.<name>"
	Value       string
	Source      string
	Unconfirmed bool
}

// TallyLine is a count that somebody made beside the record's own count at the same stage, in the same unit. A
// negative number was not said.
type TallyLine struct {
	By                                  string
	Stage                               upr.Stage
	Unit                                upr.Unit
	Received, Supported, Noted, Pending int
	Ours                                upr.Count
	Source, SourceHref                  string
}

// Gap is a difference between two sources, in the reader's words.
type Gap struct{ Text, Href string }

// ReviewFilter is what the reader chose to see.
type ReviewFilter struct {
	Position upr.Position // empty: all
	State    string       // recommending State, empty: all
	Number   string       // as typed, when no item has it
	All      bool         // every item on one page
}

// Chosen says whether anything is left out.
func (rf ReviewFilter) Chosen() bool { return rf.Position != "" || rf.State != "" }

// StateOption is a recommending State with the number of its items in the review.
type StateOption struct {
	StateLink
	Items int
}

// PledgeRow is a voluntary commitment.
type PledgeRow struct {
	ID, Words, Lang string
	Keeper          string // of the list that has it, where no document at hand does
}
