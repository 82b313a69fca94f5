package plan

import "github.com/openupr/openupr/internal/upr"

// Step of a text on its way to the public: draft → submitted → returned or validated → published. Validated is said by a
// second person.
type Step string

// Steps.
const (
	Draft     Step = "draft"
	Submitted Step = "submitted"
	Returned  Step = "returned" // with a reason
	Validated Step = "validated"
	Published Step = "published"
)

// Steps in their order.
var Steps = []Step{Draft, Submitted, Returned, Validated, Published}

// Report is what a body of the State says of a recommendation: one dated text with the status that it claims.
type Report struct {
	Rec       string   `fact:"rec"`
	Body      string   `fact:"body"`
	Status    Status   `fact:"status"`
	Texts     Names    `fact:"text"`
	Effect    string   `fact:"effect"` // what changed for people; apart from the status
	Until     upr.Date `fact:"until"`  // day up to which it reports
	Evidence  []string `fact:"evidence"`
	Measures  []string `fact:"measure"`
	Step      Step     `fact:"step"`
	Author    string   `fact:"author"`    // account; never in the public copy
	Validator string   `fact:"validator"` // account; never in the public copy
	Reason    string   `fact:"reason"`    // of returning
	Obstacles string   `fact:"obstacle"`
	With      []string `fact:"with"` // further accounts whose words went into it, or that it was handed over from; never in the public copy
}

// Assessment is what somebody else says of a recommendation: agreement with what the State reports, or not, and why.
type Assessment struct {
	Rec      string   `fact:"rec"`
	Body     string   `fact:"body"`
	Voice    Voice    `fact:"voice"`
	Verdict  Verdict  `fact:"verdict"`
	Status   Status   `fact:"status"` // that the assessor would give; may be empty
	Texts    Names    `fact:"text"`
	Effect   string   `fact:"effect"`
	Until    upr.Date `fact:"until"`
	Evidence []string `fact:"evidence"`
	Step     Step     `fact:"step"` // draft or published: nobody validates another's assessment
	Author   string   `fact:"author"`
	Of       string   `fact:"report"` // id of the published report that it answers; may be empty
	Source   string   `fact:"source"` // document, where the voice is taken from one
	Reason   string   `fact:"reason"` // of taking it back from the public; never in the public copy
}

// Verdict of an assessment on what the State reports.
type Verdict string

// Verdicts.
const (
	Shares   Verdict = "shares"
	Contests Verdict = "contests"
	Neither  Verdict = "neither" // says something without comparing
)

// Verdicts in the order in which they are shown.
var Verdicts = []Verdict{Shares, Contests, Neither}

// Proposal of a status, made by the program because something happened (a deposit), for a person to decide.
type Proposal struct {
	Rec     string   `fact:"rec"`
	Status  Status   `fact:"status"`
	Because string   `fact:"because"` // id of the treaty or legal act
	On      upr.Date `fact:"on"`
	Decided string   `fact:"decided"` // "", "taken" or "refused"
	Reason  string   `fact:"reason"`
}

// Access says who may open a piece of evidence.
type Access string

// Levels of access, from the widest.
const (
	Public        Access = "public"    // everyone, once what it proves is published
	WorkspaceOnly Access = "workspace" // who has a seat
	BodyOnly      Access = "body"      // who has a seat for the body that brought it
)

// Accesses in the order in which they are shown.
var Accesses = []Access{Public, WorkspaceOnly, BodyOnly}

// Evidence is a file or a link that proves something.
type Evidence struct {
	Title    string   `fact:"title"`
	About    []string `fact:"about"` // recommendations, measures, reports, indicators
	Body     string   `fact:"body"`  // that brought it
	Access   Access   `fact:"access"`
	SHA256   string   `fact:"sha256"` // of the file kept, or of the link's archived copy
	Name     string   `fact:"file"`   // file name as handed in
	Type     string   `fact:"type"`   // media type as recognised
	Size     int64    `fact:"size"`
	URL      string   `fact:"url"`
	Archived upr.Date `fact:"archived"` // day on which the copy of the link was made
	Stripped bool     `fact:"stripped"` // metadata was taken out; SHA256 is of what is left
	Date     upr.Date `fact:"date"`     // of the thing itself
	Author   string   `fact:"author"`   // account; never in the public copy
}
