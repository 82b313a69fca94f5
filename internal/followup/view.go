package followup

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// What the engine of a workspace calls them (package space).
type (
	Held[T any]  = space.Held[T]
	Table[T any] = space.Table[T]
	Ref          = space.Ref
)

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

	about  *space.About  // what is about a recommendation, measure, indicator …, by its id; in no order
	cards  *Table[*Card] // of recommendations of which the workspace says something
	reader *reader       // nil: the view is the program's own, which reads all

	symbols *symbols    // of all views of the workspace
	board   *board      // cards in the order of the recommendations
	memo    *space.Memo // what was derived from it
}

// Home is whose facts the view holds.
func (v *View) Home() string { return homeName(v.Workspace, v.Open) }

// Seen is the last act of the record that the view knows of.
func (v *View) Seen() uint64 { return v.Act }

// later is the view as of a later act that was about something else.
func (v *View) later(act uint64) *View {
	same := *v
	same.Act = act
	return &same
}

// Once gives what make derives from a view, and derives it once for each name and for all who may read the same. What is
// given is shared: do not change it. make must not ask for anything but the view, and what the name says beside it.
func Once[T any](v *View, name string, make func() T) T {
	if v.reader != nil {
		name += "\x00" + strings.Join(v.reader.bodies, "\x00")
	}
	return space.Once(v.memo, name, make)
}

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
	out := space.Pick(v.Assignments, v.About(plan.KindAssignment, rec))
	slices.SortStableFunc(out, func(a, b *Held[plan.Assignment]) int {
		return cmp.Or(cmp.Compare(a.Thing.Part, b.Thing.Part), cmp.Compare(a.Thing.Body, b.Thing.Body))
	})
	return out
}

// MeasuresOf a recommendation.
func (v *View) MeasuresOf(rec string) []*Held[plan.Measure] {
	return space.Pick(v.Measures, v.About(plan.KindMeasure, rec))
}

// ReportsOf a recommendation, the oldest first.
func (v *View) ReportsOf(rec string) []*Held[plan.Report] {
	return space.ByTime(space.Pick(v.Reports, v.About(plan.KindReport, rec)))
}

// AssessmentsOf a recommendation, the oldest first.
func (v *View) AssessmentsOf(rec string) []*Held[plan.Assessment] {
	return space.ByTime(space.Pick(v.Assessments, v.About(plan.KindAssessment, rec)))
}

// EvidenceOf a thing.
func (v *View) EvidenceOf(id string) []*Held[plan.Evidence] {
	return space.ByTime(space.Pick(v.Evidence, v.About(plan.KindEvidence, id)))
}

// ClustersOf a recommendation.
func (v *View) ClustersOf(rec string) []*Held[plan.Cluster] {
	return space.Pick(v.Clusters, v.About(plan.KindCluster, rec))
}

// NotesOf a recommendation or measure: what an imported table said of it and no field holds.
func (v *View) NotesOf(id string) []*Held[plan.SourceNote] {
	return space.Pick(v.Notes, v.About(plan.KindSourceNote, id))
}
