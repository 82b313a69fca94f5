package work

import (
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// ReportForm is where a body of the State writes what was done.
type ReportForm struct {
	Form
	ID       string // empty: a new one
	Report   plan.Report
	Rec      Link
	Words    Text // of the recommendation
	Position upr.Position
	Body     string // its name
	Measures []Option
	Evidence []Option
}

// AssessmentForm is where a body of another voice says how it sees a recommendation.
type AssessmentForm struct {
	Form
	ID         string
	Assessment plan.Assessment
	Rec        Link
	Words      Text
	Position   upr.Position
	Body       string
	State      string // what the State reports, in a sentence
	Evidence   []Option
}
