package council

import (
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Submission of an organisation, an institution or a coalition to a review (handbook, 2.3). Its words are its own until it is
// handed in or published.
type Submission struct {
	Review  string     `fact:"of-review"` // "KAZ/4"
	Body    string     `fact:"body"`      // that leads it
	Joint   bool       `fact:"joint"`
	Title   plan.Names `fact:"title"`
	Words   plan.Names `fact:"text"`  // the shared draft; paragraphs are divided by blank lines
	Limit   int        `fact:"limit"` // words, of the rule for its kind and cycle
	Rule    string     `fact:"rule"`  // its source
	Sure    bool       `fact:"confirmed"`
	Due     upr.Date   `fact:"due"`
	Step    plan.Step  `fact:"step"`  // plan.Draft, plan.Submitted (handed in) or plan.Published
	Given   upr.Date   `fact:"given"` // day on which it was handed in
	Symbol  string     `fact:"symbol"`
	URL     string     `fact:"url"`
	Outside bool       `fact:"outside"` // its organisation has no account: the desk entered it

	Organisation plan.Names `fact:"organisation"` // of Outside: whose submission it is; Body is then the desk that entered it
	Version      int64      `fact:"version"`      // fact id of the draft that was handed in
}

// Signature of an organisation under a joint submission; its subject is SignatureID.
type Signature struct {
	Submission string   `fact:"about"`
	Body       string   `fact:"body"`
	State      string   `fact:"state"` // "invited", "signed" or "declined"
	On         upr.Date `fact:"on"`
	Version    int64    `fact:"version"` // fact id of the draft that was signed

	Organisation plan.Names `fact:"organisation"` // of a signatory without account, whom the leading body entered; Body is then empty
}

// States of a signature.
const (
	Invited   = "invited"
	Signed    = "signed"
	NotSigned = "declined"
)

// SignatureID names the signature of a body under a submission.
func SignatureID(submission, body string) string { return submission + " " + body }

// Demand in a submission: what it asks the State under review to do.
type Demand struct {
	Submission string     `fact:"about"`
	Number     int        `fact:"number"`
	Words      plan.Names `fact:"text"`
}

// Suggestion of a demand to a delegation that may recommend it.
type Suggestion struct {
	Demand string     `fact:"about"`
	State  upr.State  `fact:"state"`
	Words  plan.Names `fact:"text"` // the recommendation as suggested
	On     upr.Date   `fact:"on"`
	Note   string     `fact:"note"` // never in the public copy
}

// Trace from a demand to a recommendation that took it up. The program may find it; a person confirms or refuses it.
type Trace struct {
	Demand  string   `fact:"demand"`
	Rec     string   `fact:"rec"`
	Because string   `fact:"because"`  // what speaks for it, in the program's or the person's words
	Alike   int      `fact:"likeness"` // of the words, in hundredths; 0: a person made it
	State   string   `fact:"state"`    // "confirmed" or "refused"
	Reason  string   `fact:"reason"`
	On      upr.Date `fact:"on"`
	Body    string   `fact:"body"`
	Author  string   `fact:"author"` // account; never in the public copy
}

// States of a trace. What the program found and nobody looked at is no trace.
const (
	TakenUp    = "confirmed" // a person says that the recommendation took the demand up
	NotTakenUp = "refused"   // a person says that it did not
)

// TraceID names the trace from a demand to a recommendation.
func TraceID(demand, rec string) string { return demand + " " + rec }
