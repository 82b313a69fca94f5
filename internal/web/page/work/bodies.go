package work

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// BodyRow is a body in a list.
type BodyRow struct {
	Link   Link
	Kind   string
	Period string
	Ended  bool
	Leads  int
	Find   string
	Vacant string // code of why nobody works for it; empty: somebody does
}

// Body is one body.
type Body struct {
	ID         string
	Name       Text
	Names      []Text // in other languages
	Kind       string
	Voice      string
	Period     string
	Before     []Link // bodies whose work it took over
	Successors []Link
	Legal      []Link
	Note       string
	Source     string
	Leads      Count
	Supports   Count
	Measures   Count
	People     []string // who sits for it: name and role, inside the workspace only
	Vacant     string
	Edit       string
	Succeed    []Option // bodies to which its open work may move
	Base       store.FactID
	History    string
}

// BodyForm is the form of a body.
type BodyForm struct {
	Form
	ID         string
	Body       plan.Body
	Successors []Option
	Legal      []Option
	Back       string
}

// Handover moves the open work of a person who leaves.
type Handover struct {
	Form
	From, To []Option
	Moves    []Link // what moves, once both are chosen
	Shown    bool   // both were chosen
	FromID   string
	ToID     string
	People   string // page of the people; empty for whoever may not
}

func bodyFormTitle(f Frame, b BodyForm) string {
	if b.ID == "" {
		return f.T("work.body.new")
	}
	return f.T("work.body.edit")
}
