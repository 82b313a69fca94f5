package work

import (
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// Indicators is the list of what is measured.
type Indicators struct {
	Rows  []IndicatorRow
	Total int
	Pages page.Pagination
	Types []Count
	Type  string
	New   string
}

// IndicatorRow is an indicator with its small picture.
type IndicatorRow struct {
	Link    Link
	Type    string
	Unit    string
	Latest  string // value with its day; empty: none yet
	Body    Link
	Picture string // SVG of the values of the whole
}

// Indicator is one indicator with its values.
type Indicator struct {
	IndicatorRow
	Title      Text
	Definition string
	Source     string
	Baseline   string // with its day
	Target     string
	Frequency  string
	By         []string
	Goal       string
	Recs       []Link
	Measures   []Link
	Figure     *SeriesFigure
	Evidence   []Link
	CSV        string
	History    string

	Edit  *IndicatorForm
	Value *ValueForm
	Table *TableForm
}

// SeriesFigure is the small multiples with the table behind them.
type SeriesFigure struct {
	Question, Reading, Unit, Source, AsOf string
	Notes                                 []string
	Picture                               string
	Parts                                 []string // names of what the values are of; empty: the whole
	Rows                                  []ValueRow
	Pages                                 page.Pagination
	Gaps                                  string // why some or all values are not drawn
}

// ValueRow is a period with the values of all parts, as they were given.
type ValueRow struct {
	Period string
	Values []Value
}

// Value as it was given.
type Value struct {
	Text, Note string
	Drop       *Drop
}

// IndicatorForm changes an indicator.
type IndicatorForm struct {
	Form
	Indicator plan.Indicator
	Types     []Option
	Bodies    []Option
	Measures  []Option
	New       bool
}

// ValueForm adds one value.
type ValueForm struct {
	Form
	Observation plan.Observation
	Period      string
	Show        bool
}

// TableForm takes a table in CSV and shows what it would change.
type TableForm struct {
	Form
	Text  string
	Heads string
	Show  bool
	Wrong []WrongLine
	Plan  *TablePlan
}

// WrongLine is a line that cannot be taken.
type WrongLine struct {
	Line int
	Why  string
}

// TablePlan is what a table would change.
type TablePlan struct {
	Digest       string
	New, Changed int
	Same         int
	Rows         []SeriesRow
	More         int
}

// SeriesRow is one value that a table would bring.
type SeriesRow struct{ Period, Of, Old, New string }
