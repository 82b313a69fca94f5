package council

import (
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Step of a proposal.
type Step string

// Steps of a proposal. Where one can go from another says Next.
const (
	Drafted   Step = "draft"     // seen by its proposer only
	Proposed  Step = "proposed"  // it waits for the endorsements that the council's rule asks for, and for a section
	Debated   Step = "debated"   // a section or a sitting has it before it
	Adopted   Step = "adopted"   // by the council; it is referred to a body
	Declined  Step = "declined"  // by the council, with a reason
	Merged    Step = "merged"    // into another; what was said stays with it
	Withdrawn Step = "withdrawn" // by its proposer; its words leave the public
)

// Steps in the order in which they are shown.
var Steps = []Step{Drafted, Proposed, Debated, Adopted, Declined, Merged, Withdrawn}

var next = map[Step][]Step{
	Drafted:  {Proposed, Withdrawn},
	Proposed: {Debated, Merged, Declined, Withdrawn},
	Debated:  {Adopted, Declined, Merged, Withdrawn},
	Declined: {Debated}, // a council may come back to it
}

// Next are the steps that can follow.
func (s Step) Next() []Step { return next[s] }

// Public says whether a proposal at this step is shown to everyone.
func (s Step) Public() bool { return s != Drafted && s != Withdrawn && s != "" }

// StepError is a step that cannot follow another.
type StepError struct{ From, To Step }

func (e *StepError) Error() string {
	return fmt.Sprintf("a proposal cannot go from %s to %s", e.From, e.To)
}

// Proposal to a council.
type Proposal struct {
	Council   string     `fact:"council"`
	Number    int        `fact:"number"` // in the council, from 1; given when it is proposed
	Section   string     `fact:"section"`
	Title     plan.Names `fact:"title"`
	Texts     plan.Names `fact:"text"`
	By        Proposer   `fact:"by"`
	Member    string     `fact:"member"`    // id, of ByMember
	Body      string     `fact:"body"`      // id, of ByOrganisation
	Pseudonym string     `fact:"pseudonym"` // of ByCitizen; empty: anonymous
	Recs      []string   `fact:"rec"`       // recommendations that it is about, of any cycle, position and mechanism
	Measures  []string   `fact:"measure"`
	Treaties  []string   `fact:"treaty"` // codes
	On        upr.Date   `fact:"on"`     // proposed
	Step      Step       `fact:"step"`
	Into      string     `fact:"into"`    // id of the proposal that it was merged into
	Reason    string     `fact:"reason"`  // of the last step, where it needs one
	Sitting   string     `fact:"sitting"` // that decided
	Author    string     `fact:"author"`  // account; empty for those without; never in the public copy
	Code      string     `fact:"code"`    // digest of the private return code; never in the public copy
	From      []string   `fact:"merged"`  // ids of the proposals that were merged into it
}

// Go takes the proposal to another step.
func (p *Proposal) Go(to Step) error {
	if !slices.Contains(p.Step.Next(), to) {
		return &StepError{p.Step, to}
	}
	p.Step = to
	return nil
}

// Amendment of a proposal's title or words. Both versions stay, so that the difference can be shown.
type Amendment struct {
	Proposal string     `fact:"about"`
	Before   plan.Names `fact:"before"` // words that it amends, as they stood
	After    plan.Names `fact:"after"`
	Member   string     `fact:"member"`
	Body     string     `fact:"body"`
	Reason   string     `fact:"reason"`
	On       upr.Date   `fact:"on"`
	State    string     `fact:"state"` // "offered", "taken" or "refused"
	Author   string     `fact:"author"`
	Vote     string     `fact:"vote"`
}

// Remark in the debate on a proposal.
type Remark struct {
	Proposal string     `fact:"about"`
	Member   string     `fact:"member"`
	Body     string     `fact:"body"`
	Words    plan.Names `fact:"text"`
	On       upr.Date   `fact:"on"`
	Author   string     `fact:"author"` // never in the public copy
}

// Endorsement of a proposal by a member or an organisation; its subject is EndorsementID.
type Endorsement struct {
	Proposal string   `fact:"about"`
	Member   string   `fact:"member"`
	Body     string   `fact:"body"`
	On       upr.Date `fact:"on"`
}

// EndorsementID names the endorsement of a proposal by a member or a body.
func EndorsementID(proposal, by string) string { return proposal + " " + by }
