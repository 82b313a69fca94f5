package followup

import (
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Visible is the workspace as a person may read it, by the policy table: what is validated and published is read by every
// seat; what is not yet, only by those who sit for the body whose text it is; evidence by its own level of access. What may
// not be read is not in the tables of the view that this gives. Without a seat it is empty.
func (v *View) Visible(who account.Person, workspace string) *View {
	if v.Open {
		return v
	}
	if workspace != v.Workspace || !who.MayIn(workspace, account.ReadWork, nil) {
		none := empty(v.Workspace, v.Open)
		none.symbols = v.symbols
		return none
	}
	var bodies []string
	for _, s := range who.In(workspace) {
		if s.Body != "" && !slices.Contains(bodies, s.Body) && who.MayIn(workspace, account.ReadDrafts, &account.Target{Bodies: []string{s.Body}}) {
			bodies = append(bodies, s.Body)
		}
	}
	out := *v
	out.reader = &reader{bodies}
	out.Reports = v.Reports.Only(func(h *Held[plan.Report]) bool { return out.reader.report(h.Thing) })
	out.Assessments = v.Assessments.Only(func(h *Held[plan.Assessment]) bool { return out.reader.assessment(h.Thing) })
	if !who.MayIn(workspace, account.EditPlan, nil) { // what the State intends is not said yet
		out.Answers = new(Table[*Held[plan.Answer]])
	}
	out.Evidence = v.Evidence.Only(func(h *Held[plan.Evidence]) bool { return out.reader.evidence(h.Thing) })
	return &out
}

// reader is what a person may read besides what every seat may: the texts of these bodies that are not validated.
type reader struct{ bodies []string }

func (r *reader) own(body string) bool { return slices.Contains(r.bodies, body) }

func (r *reader) report(x plan.Report) bool {
	return x.Step == plan.Validated || x.Step == plan.Published || r.own(x.Body)
}

func (r *reader) assessment(x plan.Assessment) bool { return x.Step == plan.Published || r.own(x.Body) }

func (r *reader) evidence(x plan.Evidence) bool { return x.Access != plan.BodyOnly || r.own(x.Body) }
