package work

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// PlanEntry is a plan in a list.
type PlanEntry struct {
	Link     Link
	Type     string
	Period   string
	Approval string
	Approved string
	Measures int
}

// Plan is one plan.
type Plan struct {
	ID       string
	Title    Text
	Type     string
	Period   string
	Version  string
	Source   string
	Approval string
	Approved string
	Compare  string // the comparison with what was approved; empty while nothing was
	Measures Count
	Clusters []Link
	Edit     string
	Approve  *ApproveForm
	Remove   bool
	Base     store.FactID
	History  string
}

// ApproveForm says that an act of the State approved the plan as it stands.
type ApproveForm struct {
	Form
	Approval string
	On       upr.Date
}

// PlanForm is the form of a plan.
type PlanForm struct {
	Form
	ID   string
	Plan plan.Plan
	Back string
}

// Comparison is a plan as it stands beside what was approved.
type Comparison struct {
	Title    string
	Back     string
	Approval string
	Approved string
	Act      uint64
	Added    []Link // measures and clusters
	Removed  []Link
	Changed  []Changed
	Same     int
}

// Changed is a thing whose fields are not the same.
type Changed struct {
	Thing  Link
	Fields []FieldChange
}

// FieldChange is a field before and after.
type FieldChange struct {
	Label         string
	Before, After []string
}

func planFormTitle(f Frame, p PlanForm) string {
	if p.ID == "" {
		return f.T("work.plan.new")
	}
	return f.T("work.plan.edit")
}
