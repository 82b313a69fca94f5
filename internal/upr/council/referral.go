package council

import (
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Referral of an adopted proposal, an own recommendation or a question to a body. Its day is computed by the rule of whoever
// refers, in the same way for every body, and is not moved.
type Referral struct {
	About  string     `fact:"about"` // id of the Proposal or Advice; empty: a question of its own
	From   string     `fact:"from"`  // id of the body that refers: the council's, the institution's
	Body   string     `fact:"body"`  // id of the body that is to reply
	Words  plan.Names `fact:"text"`  // what is asked
	On     upr.Date   `fact:"on"`
	Due    upr.Date   `fact:"due"`
	Days   int        `fact:"days"` // of the rule on that day
	Rule   string     `fact:"rule"` // its source
	Number int        `fact:"number"`
}

// Overdue says whether no reply was published up to a day though it was due before.
func (r Referral) Overdue(published, on upr.Date) bool {
	return on.After(r.Due) && (published.IsZero() || published.After(on))
}

// Outcome is what a body says to what was referred to it.
type Outcome string

// Outcomes in the order in which they are shown.
const (
	Accepts  Outcome = "accepts"
	Partly   Outcome = "partly"
	Declines Outcome = "declines"
	Already  Outcome = "already" // done or under way before
	Examines Outcome = "examines"
)

// Outcomes in the order in which they are shown.
var Outcomes = []Outcome{Accepts, Partly, Declines, Already, Examines}

// Reply of a body to a referral. What follows from it is read from the measures that it names.
type Reply struct {
	Referral string     `fact:"about"`
	Body     string     `fact:"body"`
	Outcome  Outcome    `fact:"outcome"`
	Texts    plan.Names `fact:"text"`
	Measures []string   `fact:"measure"` // ids
	On       upr.Date   `fact:"on"`      // published
	Step     plan.Step  `fact:"step"`    // plan.Draft, plan.Submitted, plan.Returned or plan.Published
	Author   string     `fact:"author"`  // account; never in the public copy
	Issuer   string     `fact:"issuer"`  // account that published it: another one; never in the public copy
	Reason   string     `fact:"reason"`  // of returning; never in the public copy
	Next     upr.Date   `fact:"next"`    // of Examines: when it will say more
}
