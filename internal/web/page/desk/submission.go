// Package desk draws the pages of a stakeholders' desk and of an institution's desk: submissions with their signatures,
// demands and what became of them, own recommendations, and the tables of a year. Like package page it decides nothing.
package desk

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Submissions is the list of them that the reader may read.
type Submissions struct {
	New    string // address of the form; empty: the reader may not
	Traces string
	Rows   []SubmissionRow
	Total  int
	Pages  page.Pagination
}

// SubmissionRow is a line of the list.
type SubmissionRow struct {
	Link                      work.Link
	By, Review, Step, Demands string
	Joint                     bool
}

// SubmissionForm is the form of a draft.
type SubmissionForm struct {
	work.Form
	ID      string
	Thing   council.Submission
	Lead    bool // the reader sits for the body that leads it; who only signs changes words alone
	Reviews []work.Option
	Bodies  []work.Option // in whose name; for a new one
	Joint   []work.Option
	Outside []work.Option
	DueHint string
	Count   Count
	Back    string
}

// Count says how long a submission is by its rule.
type Count struct {
	Words string // "2,801 words of at most 2,815"
	Over  string // by how many it is too long; empty: it is not
	Notes string
	Rule  string // source of the limit
	Sure  bool
	None  bool // the rule knows no limit in words
}

// Submission is one submission.
type Submission struct {
	work.Form // of what is typed on the page
	ID        string
	Title     work.Text
	By        string
	Desk      string // whose desk entered it, where its organisation has no account
	Review    work.Link
	Step      string
	Given     string
	Due       string
	Symbol    string
	URL       string
	Joint     bool
	Lang      string // of Text
	Text      []Paragraph
	Texts     []Version // in other languages
	Count     Count
	Signs     []Signature
	Demands   []DemandRow
	Base      store.FactID
	Edit      string // addresses of what the reader may do; empty: not this
	Add       string
	Invite    string
	Invitable []work.Option
	SignHere  []Sign
	HandIn    string
	Today     string
	Reopen    string
	Show      string
	Hide      string
	Remove    string
	Public    string // address of the public traces
	History   string
}

// Paragraph of a submission.
type Paragraph struct {
	Words string
	Note  bool // it is a footnote
}

// Version of a text in a language.
type Version struct {
	Lang string
	Text []Paragraph
}

// Signature under a submission.
type Signature struct {
	Name, State, On string
	Older           bool // of an older draft than the one that stands
	Outside         bool // of an organisation without account
	Remove          string
	ID              string
}

// Sign lets the reader sign for a body.
type Sign struct{ Action, Body, Name string }

// DemandRow is a demand with what is known of it.
type DemandRow struct {
	Number string
	Link   work.Link
	Lang   string
	Taken  string // how many recommendations took it up
	Open   string // how many the program found that nobody has looked at
}

// Demand is one demand: what may have taken it up, what did, and to whom it is suggested.
type Demand struct {
	work.Form
	ID          string
	Number      string
	Words       work.Text
	Value       plan.Names
	Submission  work.Link
	Save        string // address; empty: the reader may not
	Remove      string
	Base        store.FactID
	Decide      string // address that takes what a person says of a trace
	Candidates  []Candidate
	Said        []Said
	Suggest     string
	Suggestions []Suggestion
	States      []work.Option
	Asks        []Asks
	Issues      []work.Link // by which the counts can be had
	Issue       string      // by which they are
}

// Candidate is a recommendation that may have taken a demand up.
type Candidate struct {
	ID       string
	Rec      work.RecLine
	By       string
	Why      string
	Likeness string
	Because  string // as it is kept
	Alike    int
	Base     store.FactID
}

// Said is what a person said of a trace.
type Said struct {
	Candidate
	State, Reason, Who, On string
}

// Asks is a State with how often it asked for such things.
type Asks struct {
	State work.Link
	N     string
	Find  string
}

// Suggestion to a delegation.
type Suggestion struct {
	ID     string
	State  string
	Words  work.Text
	Note   string
	On     string
	Made   []work.Link // recommendations of that State that took the demand up
	Base   store.FactID
	Remove string
}

// Path is one way from a demand to what became of it, as pages draw it.
type Path struct {
	Submission work.Link
	By         string
	Number     string
	Demand     work.Text
	Href       string // of the demand; empty on public pages
	Rec        work.RecLine
	None       bool // nothing took it up, as far as anybody said
	Reason     string
	Who        string
	On         string
	Measures   []work.Link
	Statuses   []string
}

// Traces are all ways, in one of two directions.
type Traces struct {
	ByRec  bool
	Ways   [2]work.Link // from the demands, from the recommendations
	Paths  []Path
	Total  string
	Taken  string // how many demands were taken up
	Stand  string // how many of the recommendations are supported, noted, pending
	Pages  page.Pagination
	Public string
}
