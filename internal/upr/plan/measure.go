package plan

import (
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// PlanType is what a plan is for (handbook, 6.6).
type PlanType string

// Types of plans.
const (
	UPRPlan    PlanType = "upr"
	NHRAP      PlanType = "nhrap" // national human rights action plan
	SectorPlan PlanType = "sector"
	SDGPlan    PlanType = "sdg"
)

// PlanTypes in the order in which they are shown.
var PlanTypes = []PlanType{UPRPlan, NHRAP, SectorPlan, SDGPlan}

// Plan is a set of measures that somebody approved.
type Plan struct {
	Title    Names    `fact:"title"`
	Type     PlanType `fact:"type"`
	From     upr.Date `fact:"from"`
	To       upr.Date `fact:"to"`
	Approval string   `fact:"approval"`    // act that approved it: number and title; empty: a draft
	Approved upr.Date `fact:"approved"`    // day of that act
	At       int64    `fact:"approved-at"` // act of the ledger at which the approved version stands; 0: none
	Version  string   `fact:"version"`     // as its authors call it
	Source   string   `fact:"source"`
}

// ClusterBasis is what recommendations were put together by.
type ClusterBasis string

// Bases of clusters.
const (
	ByIssue   ClusterBasis = "issue"
	ByGroup   ClusterBasis = "group"   // of affected persons
	ByLineage ClusterBasis = "lineage" // the same demand again
	ByArea    ClusterBasis = "area"    // of a plan, by hand
	ByHand    ClusterBasis = "hand"
)

// ClusterBases in the order in which they are shown.
var ClusterBases = []ClusterBasis{ByIssue, ByGroup, ByLineage, ByArea, ByHand}

// Cluster is a set of recommendations that the same measures answer. A recommendation may stand in several.
type Cluster struct {
	Title Names        `fact:"title"`
	Basis ClusterBasis `fact:"basis"`
	Code  string       `fact:"code"` // of the issue, group or chain; empty by hand
	Recs  []string     `fact:"rec"`
	Plan  string       `fact:"plan"` // id of the plan whose cluster it is; may be empty
	Lead  string       `fact:"lead"` // id of the body that leads it; may be empty
}

// Part is what a body does for a recommendation.
type Part string

// Parts.
const (
	Leads    Part = "lead" // one body at most
	Supports Part = "support"
)

// Reply of a body to an assignment.
type Reply string

// Replies.
const (
	Waiting    Reply = "waiting"
	Accepted   Reply = "accepted"
	HandedBack Reply = "handed-back" // with a reason; then the recommendation has no such body
)

// Assignment of a recommendation to a body.
type Assignment struct {
	Rec    string   `fact:"rec"`
	Body   string   `fact:"body"`
	Part   Part     `fact:"part"`
	Reply  Reply    `fact:"reply"`
	Reason string   `fact:"reason"` // of handing back
	Due    upr.Date `fact:"due"`    // next report; zero: none
	Person string   `fact:"person"` // account that works on it; empty: nobody in particular
	Note   string   `fact:"note"`
}

// AssignmentID is the subject of an assignment.
func AssignmentID(rec, body string) string { return rec + " " + body }

// ID of the assignment.
func (a Assignment) ID() string { return AssignmentID(a.Rec, a.Body) }

// Stands says whether the body has the recommendation, or may still say that it has not.
func (a Assignment) Stands() bool { return a.Reply != HandedBack }

// MeasureKind is what is to be done.
type MeasureKind string

// Kinds of measures.
const (
	LawMeasure         MeasureKind = "law"
	ByLawMeasure       MeasureKind = "by-law"
	ConstitutionChange MeasureKind = "constitution"
	TreatyMeasure      MeasureKind = "treaty"
	InstitutionMeasure MeasureKind = "institution"
	ProgrammeMeasure   MeasureKind = "programme"
	TrainingMeasure    MeasureKind = "training"
	BudgetMeasure      MeasureKind = "budget"
	CourtMeasure       MeasureKind = "court"
	OtherMeasure       MeasureKind = "other"
)

// MeasureKinds in the order in which they are shown.
var MeasureKinds = []MeasureKind{LawMeasure, ByLawMeasure, ConstitutionChange, TreatyMeasure, InstitutionMeasure, ProgrammeMeasure,
	TrainingMeasure, BudgetMeasure, CourtMeasure, OtherMeasure}

// Status of implementation as somebody claims it at a date (handbook, 6.5). It is never a position.
type Status string

// Statuses.
const (
	NotStarted Status = "not-started"
	Planned    Status = "planned"
	Ongoing    Status = "ongoing"
	Partial    Status = "partial"
	Full       Status = "full"
	Continuous Status = "continuous" // a continuing obligation is being met
	NotApplied Status = "not-applicable"
	Unknown    Status = "unknown"
)

// Statuses in the order in which they are shown.
var Statuses = []Status{NotStarted, Planned, Ongoing, Partial, Full, Continuous, NotApplied, Unknown}

// Stage of a measure with the day planned and the day on which it was reached.
type Stage struct {
	Name string // a code of the catalogue or own words
	Due  upr.Date
	Done upr.Date
}

// MarshalText writes "due|done|name".
func (s Stage) MarshalText() ([]byte, error) {
	return []byte(s.Due.String() + "|" + s.Done.String() + "|" + s.Name), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Stage) UnmarshalText(b []byte) error {
	p := strings.SplitN(string(b), "|", 3)
	if len(p) != 3 {
		s.Name = string(b)
		return nil
	}
	var err error
	if s.Due, err = upr.ParseDate(p[0]); err != nil {
		return err
	}
	s.Done, err = upr.ParseDate(p[1])
	s.Name = p[2]
	return err
}

// Measure answers recommendations of any cycle, position and mechanism, and pledges.
type Measure struct {
	Title      Names       `fact:"title"`
	Kind       MeasureKind `fact:"kind"`
	Text       Names       `fact:"text"`
	Outcome    string      `fact:"outcome"` // what shall be different afterwards
	Recs       []string    `fact:"rec"`
	Plans      []string    `fact:"plan"`
	Lead       string      `fact:"lead"`
	Supporting []string    `fact:"support"`
	Status     Status      `fact:"status"`
	Due        upr.Date    `fact:"due"`
	Stages     []Stage     `fact:"stage"`
	Cost       string      `fact:"cost"` // amount as its source gives it
	Currency   string      `fact:"currency"`
	Funding    string      `fact:"funding"` // where the money comes from
	Obstacles  string      `fact:"obstacle"`
	Assistance string      `fact:"assistance"` // that is requested
	Fund       string      `fact:"fund"`       // of whom: "participation", "implementation", or words
	Legal      []string    `fact:"legal-act"`
	Note       string      `fact:"note"`
	Number     string      `fact:"number"` // as the plan calls it
	Goals      []string    `fact:"sdg"`
}
