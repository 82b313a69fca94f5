package work

import (
	"github.com/openupr/openupr/internal/web/page"
)

// Dates are the calendar of a workspace.
type Dates struct {
	Rows    []DateRow
	Pages   page.Pagination
	Total   int
	Views   []DatesView
	Public  string // address of what everyone may see of it
	Notices string // address of the page with one's own calendar address; empty when the reader has none

	May    bool // keep it
	Edit   *DateForm
	Table  DatesTable
	Filter string // query of this view
}

// DatesView is a choice of what the calendar shows.
type DatesView struct {
	Code, Href string
	Here       bool
}

// DateRow is one day.
type DateRow struct {
	ID          string
	Day         string
	Late, Done  bool
	Title       Link
	Lang        string
	Kind        string // code
	Mechanism   string
	Bodies      []Link
	Unconfirmed bool
	Source      string
	By          string // who set the day; empty: computed, or part of the plan
	Computed    string // what the rule says, where somebody set another day
	Public      bool
	Edit        string // address of its form; empty when the reader may not or when it is changed elsewhere
}

// DateForm sets a day.
type DateForm struct {
	Form
	ID        string
	Rule      string // words of the rule in whose place it stands
	Title     string
	Mechanism string
	Due, Done string
	Bodies    []Option
	Source    string
	Public    bool
	Computed  string
}

// DatesTable takes days from a table.
type DatesTable struct {
	Form
	Text    string // of the table, to be taken
	Rows    []DateTableRow
	Ready   bool
	Refused string
	New     int
	Moved   int
	Same    int
	Wrong   int
}

// DateTableRow is a row of the table with what taking it would do.
type DateTableRow struct {
	Line   int
	Title  string
	Day    string
	Was    string
	Body   string
	Change string
	Wrong  []string
}
