package work

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// MeasureRow is a measure in a list.
type MeasureRow struct {
	Link   Link
	Number string
	Kind   string
	Status string
	Lead   Link
	Due    string
	Late   bool
	Recs   int
	Next   string // the next stage that is not reached
}

// Measures are a workspace's measures, page by page.
type Measures struct {
	Words   string
	Kinds   []Option
	Leads   []Option
	States  []Option // statuses
	Plans   []Option
	Total   int
	All     int
	Rows    []MeasureRow
	Pages   page.Pagination
	New     string // address of the form; empty for whoever may not
	Request string // address of the list of what is requested from the funds
}

// Measure is one measure.
type Measure struct {
	ID         string
	Title      Text
	More       []Text // its title in other languages
	Number     string
	Kind       string
	Text       []Text
	Outcome    string
	Status     string
	Due        string
	Late       bool
	Lead       Link
	Supporting []Link
	Plans      []Link
	Recs       []RecLine
	Stages     []StageLine
	Cost       string
	Funding    string
	Obstacles  string
	Assistance string
	Fund       string
	Legal      []Link
	Goals      []string
	Note       string
	Evidence   []Evidence
	Notes      []Note
	Edit       string
	Remove     bool
	Base       store.FactID
	History    string
}

// RecLine is a recommendation named by a thing.
type RecLine struct {
	ID       string
	Link     Link
	Words    Text
	Position string
}

// StageLine is a stage with its two days.
type StageLine struct {
	Name, Due, Done string
	Late            bool
}

// MeasureForm is the form of a measure.
type MeasureForm struct {
	Form
	ID      string // empty: a new one
	Measure plan.Measure
	Recs    []Option
	Add     string // numbers of further recommendations, as typed
	Leads   []Option
	Support []Option
	Plans   []Option
	Legal   []Option
	Funds   []Option
	Back    string
}

// stageRows are the stages of a form with empty ones to fill.
func (m MeasureForm) stageRows() []plan.Stage {
	return append(append([]plan.Stage{}, m.Measure.Stages...), make([]plan.Stage, 3)...)
}

// stageNames are the stages that the program knows by name; others may be written.
var stageNames = []string{"draft", "consulted", "submitted", "adopted", "in-force", "funded", "done"}

// Request is a measure for which help is asked.
type Request struct {
	Measure          Link
	Fund, Assistance string
	Cost             string
	Recs             []Link
}

type fact = store.FactID

func measureFormTitle(f Frame, m MeasureForm) string {
	if m.ID == "" {
		return f.T("work.measure.new")
	}
	return f.T("work.measure.edit")
}

// stageWords is a stage's name in the reader's language; own words stand as they are.
func stageWords(f Frame, name string) string {
	if name != "" && f.P.Has("work.stage."+name) {
		return f.T("work.stage." + name)
	}
	return name
}

// StageCode is the code of a stage that the program knows by its name in some language; else the words themselves.
func StageCode(f Frame, words string) string {
	for _, n := range stageNames {
		if words == f.T("work.stage."+n) {
			return n
		}
	}
	return words
}

// Requests are a page of the measures for which help is asked.
type Requests struct {
	Rows  []Request
	Total int
	Pages page.Pagination
}
