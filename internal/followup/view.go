package followup

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Held is a thing of a workspace as it stands. It is shared: do not change it.
type Held[T any] struct {
	ID    string
	Thing T
	Fact  store.FactID // the version: whoever saves over it names it
	Act   uint64       // that brought this version
	At    time.Time    // of that act

	Fields []plan.Field // as written
}

// View is a home of a workspace at one act, derived from its facts. It is immutable.
type View struct {
	Workspace string
	Open      bool   // the published side
	Act       uint64 // number of the last act of the record that it knows of

	Bodies       *Table[*Held[plan.Body]]
	Plans        *Table[*Held[plan.Plan]]
	Clusters     *Table[*Held[plan.Cluster]]
	Assignments  *Table[*Held[plan.Assignment]]
	Measures     *Table[*Held[plan.Measure]]
	LegalActs    *Table[*Held[plan.LegalAct]]
	TreatyActs   *Table[*Held[plan.TreatyAct]]
	Proposals    *Table[*Held[plan.Proposal]]
	Indicators   *Table[*Held[plan.Indicator]]
	Observations *Table[*Held[plan.Observation]]
	Evidence     *Table[*Held[plan.Evidence]]
	Reports      *Table[*Held[plan.Report]]
	Assessments  *Table[*Held[plan.Assessment]]
	Deadlines    *Table[*Held[plan.Deadline]]
	Columns      *Table[*Held[plan.Columns]]
	Notes        *Table[*Held[plan.SourceNote]]
	Own          *Table[*Held[plan.OwnRec]]
	Workspaces   *Table[*Held[plan.Workspace]] // at most one: this
	Claims       *Table[*Held[plan.Claim]]
	Answers      *Table[*Held[plan.Answer]] // positions that the State intends to give; for those who edit the plan

	about  *Table[[]Ref] // what is about a recommendation, measure, indicator …, by its id; in no order
	cards  *Table[*Card] // of recommendations of which the workspace says something
	reader *reader       // nil: the view is the program's own, which reads all

	symbols *symbols // of all views of the workspace
	board   *board   // cards in the order of the recommendations
	memo    *memo    // what was derived from it
}

// Ref names a thing of the workspace.
type Ref struct{ Kind, ID string }

// Self is the workspace's own description.
func (v *View) Self() (plan.Workspace, bool) {
	for _, w := range v.Workspaces.Any() {
		return w.Thing, true
	}
	return plan.Workspace{}, false
}

// About are the things of a kind that name another thing (a recommendation's id, a measure's …), by their ids.
func (v *View) About(kind, id string) []string {
	refs, _ := v.about.Get(id)
	var out []string
	for _, r := range refs {
		if r.Kind == kind && v.shows(r) {
			out = append(out, r.ID)
		}
	}
	slices.Sort(out)
	return out
}

// shows says whether whoever the view is for may read a thing.
func (v *View) shows(r Ref) bool {
	ok := true
	switch {
	case v.reader == nil:
	case r.Kind == plan.KindReport:
		_, ok = v.Reports.Get(r.ID)
	case r.Kind == plan.KindAssessment:
		_, ok = v.Assessments.Get(r.ID)
	case r.Kind == plan.KindEvidence:
		_, ok = v.Evidence.Get(r.ID)
	}
	return ok
}

// AssignmentsOf a recommendation: the lead first, then by body.
func (v *View) AssignmentsOf(rec string) []*Held[plan.Assignment] {
	out := pick(v.Assignments, v.About(plan.KindAssignment, rec))
	slices.SortStableFunc(out, func(a, b *Held[plan.Assignment]) int {
		return cmp.Or(cmp.Compare(a.Thing.Part, b.Thing.Part), cmp.Compare(a.Thing.Body, b.Thing.Body))
	})
	return out
}

// MeasuresOf a recommendation.
func (v *View) MeasuresOf(rec string) []*Held[plan.Measure] {
	return pick(v.Measures, v.About(plan.KindMeasure, rec))
}

// ReportsOf a recommendation, the oldest first.
func (v *View) ReportsOf(rec string) []*Held[plan.Report] {
	return byTime(pick(v.Reports, v.About(plan.KindReport, rec)))
}

// AssessmentsOf a recommendation, the oldest first.
func (v *View) AssessmentsOf(rec string) []*Held[plan.Assessment] {
	return byTime(pick(v.Assessments, v.About(plan.KindAssessment, rec)))
}

// EvidenceOf a thing.
func (v *View) EvidenceOf(id string) []*Held[plan.Evidence] {
	return byTime(pick(v.Evidence, v.About(plan.KindEvidence, id)))
}

// ClustersOf a recommendation.
func (v *View) ClustersOf(rec string) []*Held[plan.Cluster] {
	return pick(v.Clusters, v.About(plan.KindCluster, rec))
}

// NotesOf a recommendation or measure: what an imported table said of it and no field holds.
func (v *View) NotesOf(id string) []*Held[plan.SourceNote] {
	return pick(v.Notes, v.About(plan.KindSourceNote, id))
}

// pick gets things by their ids.
func pick[T any](t *Table[*Held[T]], ids []string) []*Held[T] {
	var out []*Held[T]
	for _, id := range ids {
		if h, ok := t.Get(id); ok {
			out = append(out, h)
		}
	}
	return out
}

func byTime[T any](list []*Held[T]) []*Held[T] {
	slices.SortStableFunc(list, func(a, b *Held[T]) int { return cmp.Or(cmp.Compare(a.Act, b.Act), strings.Compare(a.ID, b.ID)) })
	return list
}
