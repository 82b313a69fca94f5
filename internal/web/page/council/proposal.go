// Package council draws the pages of participation inside a workspace: councils, proposals and referrals. Like package work,
// whose frame and forms it uses, it decides nothing: handlers (package web) have asked the policy table and filled the structs.
package council

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
	"github.com/openupr/openupr/internal/words"
)

// Proposals is a list of proposals.
type Proposals struct {
	New      string // address of the form; empty: the reader may not propose
	Action   string
	Councils []work.Option
	Steps    []work.Option
	Words    string
	Rows     []ProposalRow
	Total    int
	Pages    page.Pagination
	Resolve  *Resolve // of those that are chosen; nil: the reader may not record what the council decided
}

// ProposalRow is a proposal in a list.
type ProposalRow struct {
	ID      string
	Base    store.FactID
	Label   string // "No. 12"
	Title   work.Text
	Href    string
	Council string
	Step    string // code
	By      string
	Answers []Answer
	Choose  bool // what the council decides on it can be recorded
}

// Answer is how a referral stands, in a line.
type Answer struct {
	Words string
	Late  bool
}

// Proposal is one proposal with everything that was said of it and became of it.
type Proposal struct {
	ID       string
	Base     store.FactID
	Label    string
	Title    work.Text
	Words    work.Text
	Council  work.Link
	Section  string
	Step     string
	By       string
	On       string
	Reason   string
	Into     work.Link
	From     []work.Link
	Recs     []work.Link
	Measures []work.Link
	Treaties []string
	Needed   int // endorsements that the council's rule asks for; 0: none

	Endorsed  []string
	Amended   []Amendment
	Remarks   []Remark
	Votes     []string
	Referrals []ReferralRow

	Edit    string // of a draft
	Propose bool   // the reader may bring it before the council
	Back    bool   // the reader may take it back
	LetIn   bool   // a citizen's proposal is held back, and the reader may show it
	Harm    []string
	Voices  []work.Option // in whose name the reader may speak
	Amend   plan.Names    // words to begin an amendment with
	Resolve *Resolve
	Merge   []work.Option
}

// Amendment shows what an amendment changes word by word.
type Amendment struct {
	ID     string
	Base   store.FactID
	Head   string
	State  string // code
	Reason string
	Lang   string
	Words  []words.Stretch
	Decide bool
	Votes  []work.Option
}

// Remark of the debate.
type Remark struct {
	Head  string
	Words work.Text
}

// Resolve is the form by which what a council decided is recorded.
type Resolve struct {
	work.Form
	Steps    []work.Option
	Sittings []work.Option
	Sections []work.Option
	Bodies   []work.Option
	Days     int  // that every body has for its reply
	More     bool // it was adopted already and can be referred to more bodies
}

// ProposalForm is the form of a draft.
type ProposalForm struct {
	work.Form
	ID        string
	Council   work.Link
	CouncilID string
	Title     plan.Names
	Texts     plan.Names
	Voices    []work.Option
	Sections  []work.Option
	Recs      []work.Option
	Add       string
	Measures  []work.Option
	Treaties  string
	Back      string
}

// Choice is a page that asks to which council somebody proposes.
type Choice struct{ Councils []work.Link }
