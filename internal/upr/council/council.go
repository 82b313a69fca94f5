package council

import (
	"slices"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Council of a State in which members, organisations and officials bring public questions to the government. It is a body of
// the workspace (plan.Body of kind plan.Council); its predecessor and successor stand there and here.
type Council struct {
	Body         string     `fact:"body"` // id of the plan.Body that it is
	Names        plan.Names `fact:"name"`
	Basis        plan.Names `fact:"basis"`       // the act that founds it, by title and number
	Legal        []string   `fact:"legal-act"`   // ids of legal acts of the workspace
	Source       string     `fact:"source"`      // where the basis can be read
	Predecessors []string   `fact:"predecessor"` // ids of councils
	Successors   []string   `fact:"successor"`   // ids of councils
	From         upr.Date   `fact:"from"`
	To           upr.Date   `fact:"to"`
	Seats        int        `fact:"seats"` // that the basis gives it; 0: no number

	Proposers    []Proposer `fact:"proposer"`     // who may propose
	Endorsements int        `fact:"endorsements"` // that a proposal needs before it is debated; 0: none
	AnswerDays   int        `fact:"answer-days"`  // days that a body has for its reply; the same for every body
	Rule         string     `fact:"rule"`         // source of these rules
	Named        bool       `fact:"named"`        // members' names are public by its rule
	Moderation   plan.Names `fact:"moderation"`   // its moderation rule in words
	HoldDays     int        `fact:"hold-days"`    // days for which contributions are held back before they are shown
	Note         string     `fact:"note"`
	Quorum       int        `fact:"quorum"` // members who must be present for a decision; 0: no rule
}

// Exists says whether the council exists on a day.
func (c Council) Exists(on upr.Date) bool {
	return (c.From.IsZero() || !c.From.After(on)) && (c.To.IsZero() || !on.After(c.To))
}

// Proposer is who makes a proposal.
type Proposer string

// Proposers in the order in which they are shown.
const (
	ByMember       Proposer = "member"
	ByOrganisation Proposer = "organisation"
	ByCitizen      Proposer = "citizen"
)

// Proposers in the order in which they are shown.
var Proposers = []Proposer{ByMember, ByOrganisation, ByCitizen}

// May says whether the council's rule lets them propose.
func (c Council) May(p Proposer) bool { return slices.Contains(c.Proposers, p) }

// Section of a council: those of its members who work on one subject.
type Section struct {
	Council string     `fact:"council"`
	Names   plan.Names `fact:"name"`
	Order   int        `fact:"order"`
}

// Category of a council's seats: parliament, rights organisations, regions …
type Category struct {
	Council string     `fact:"council"`
	Names   plan.Names `fact:"name"`
	Seats   int        `fact:"seats"` // that the basis gives it; 0: no number
	Order   int        `fact:"order"`
}

// Gender as the composition counts it; a member whose gender nobody states is counted as not stated.
type Gender string

// Genders in the order in which they are shown.
const (
	Woman     Gender = "woman"
	Man       Gender = "man"
	Other     Gender = "other"
	NotStated Gender = ""
)

// Genders in the order in which they are shown.
var Genders = []Gender{Woman, Man, Other, NotStated}

// Member holds a seat of a council from a day to a day: a mandate.
type Member struct {
	Council  string     `fact:"council"`
	Name     plan.Names `fact:"name"`     // public only where the council's rule says so
	Number   int        `fact:"number"`   // of the seat; 0: none
	Category string     `fact:"category"` // id
	Section  string     `fact:"section"`  // id; may be empty
	Group    string     `fact:"group"`    // that the member stands for (persons with disabilities, youth …), as the council names it
	Region   string     `fact:"region"`   // as the council names it
	Gender   Gender     `fact:"gender"`
	From     upr.Date   `fact:"from"`
	To       upr.Date   `fact:"to"`
	Ended    string     `fact:"ended"`   // why it ended early
	Account  string     `fact:"account"` // who signs in for it; never in the public copy
}

// Sits says whether the mandate runs on a day.
func (m Member) Sits(on upr.Date) bool {
	return (m.From.IsZero() || !m.From.After(on)) && (m.To.IsZero() || !on.After(m.To))
}

// Interest that a member declared in a matter. Who declared one does not vote on it.
type Interest struct {
	Council string   `fact:"council"`
	Member  string   `fact:"member"`
	About   string   `fact:"about"` // id of a proposal; empty: a standing interest
	Words   string   `fact:"text"`
	On      upr.Date `fact:"on"`
	Ended   upr.Date `fact:"ended"`
}
