package page

import (
	"strconv"

	"github.com/openupr/openupr/internal/i18n"
)

// AnalysisKind is one of the ways to look at what was found: "cross", "series", "flow", "map". Messages
// "analysis.<kind>.title" and ".lede".
type AnalysisKind struct{ Code, Href string }

// AnalysisHome is the choice of ways. Within says of what; Wrong what could not be understood of it.
type AnalysisHome struct {
	Kinds         []AnalysisKind
	Within, Wrong string
}

// Analysis is a page of counts under a query, each with its picture, its table and the list behind every number.
type Analysis struct {
	Kind     string
	Title    string // the h1
	Lede     string
	Action   string // address of the form
	Asked    string // what was typed
	Hidden   []Kept // the rest of the query, which the form sends again
	Within   []Taken
	Controls []Control
	Found    string // the total, in its unit
	Search   string // the list of everything counted here
	AsOf     string
	Wrong    string // what of the query could not be understood; then there are no figures
	Figures  []Figure
	Others   []AnalysisKind
}

// Kept is a parameter that a form sends along.
type Kept struct{ Name, Value string }

// Taken is a restriction of the query, with the address of the page without it.
type Taken struct{ Field, Value, Without string }

// Control is a choice of the form. Label is in the reader's language.
type Control struct {
	Name, Label string
	Options     []Pick
}

// Pick is one answer to a choice.
type Pick struct {
	Value, Text string
	Chosen      bool
}

// Figure is one chart with its words, its table and its files.
type Figure struct {
	Name     string // begins its ids
	Question string
	Reading  string
	Unit     string
	AsOf     string
	Source   string
	Notes    []string
	Picture  string // SVG of package chart; empty where the table is the picture
	Parts    bool   // several pictures beside each other
	Wide     bool   // keeps its size and scrolls sideways where the window is narrow
	Table    FigureTable
	Open     bool   // the table stands open
	SVG      string // addresses of its files
	CSV      string
	Embed    string
	Page     string // in a frame on another site: the address of the whole page here
}

// FigureTable is the numbers of a figure, each leading to the list behind it.
type FigureTable struct {
	RowHead string
	ColHead string
	Cols    []FigureHead
	Rows    []FigureRow
	Foot    *FigureRow
	Totals  bool // there is a column of totals
	Sort    *FigureSort
	More    []Pagination // of rows, of columns
	MoreOf  []string     // their names
}

// FigureHead is a column's head.
type FigureHead struct{ Text, Href string }

// FigureRow is a row of a figure's table.
type FigureRow struct {
	Text, Href string
	Cells      []FigureCell
	Total      FigureCell
}

// FigureCell is one number. Tint is its shade, 0 to 5.
type FigureCell struct {
	N     int
	Known bool
	Share string
	Href  string
	Tint  int
}

// FigureSort changes the order of the rows: only the reader does.
type FigureSort struct {
	ByCount bool
	Href    string // of the other order
}

func (c FigureCell) class() string {
	if c.Tint == 0 {
		return "number"
	}
	return "number tint-" + strconv.Itoa(c.Tint)
}

func (t FigureTable) wideHead(p i18n.Printer) string {
	if t.ColHead == "" {
		return t.RowHead
	}
	return p.T("analysis.crossed", "rows", t.RowHead, "columns", t.ColHead)
}
