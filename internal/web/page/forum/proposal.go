package forum

import (
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/words"
)

// Proposals is a list of proposals with what became of each.
type Proposals struct {
	Action string
	Words  string
	Facets []Facet
	Asked  bool
	Rows   []ProposalRow
	Total  int
	All    int
	Pages  page.Pagination
}

// ProposalRow is a proposal in a list.
type ProposalRow struct {
	Href    string
	Label   string // "No. 12"
	Title   Text
	By      string // "a member, Section on law"
	Step    string // how far it came
	Answers []Answer
}

// Answer is how a referral stands, in a line.
type Answer struct {
	Words string
	Late  bool
}

// Proposal is one proposal with everything that was said of it and became of it.
type Proposal struct {
	Label     string
	Title     Text
	Council   Link
	Words     Text
	By        string
	Step      string
	Reason    string // of the step, where there is one
	Facts     []Fact // section, recommendations, treaties, measures
	Story     []Event
	Into      *Link
	From      []Link
	Amended   []Amendment
	Remarks   []Remark
	Endorsed  []Entry
	Votes     []Vote
	Referrals []Referral
	Plain     *Plain
	Follow    *Follow
}

// Event is a dated line of what became of a thing.
type Event struct {
	On   string
	What string
	Href string
	Late bool
}

// Amendment shows what an amendment changed word by word.
type Amendment struct {
	ID     string
	Head   string // who, when, and what became of it
	Reason string
	Lang   string
	Words  []words.Stretch
	Same   bool // it changes nothing in this language
}

// Remark of the debate.
type Remark struct {
	Head  string
	Words Text
}

// Referral to a body, with its reply if there is one.
type Referral struct {
	ID       string
	Head     string // to whom, when, due when
	Asked    Text
	Rule     string
	Late     string // by how many days
	Waiting  string // that the answer is due, and when
	Reply    *Reply
	Measures []Measure
}

// Reply of a body.
type Reply struct {
	Head  string // outcome and day
	Words Text
	Next  string
	Act   uint64
}

// Measure that a reply names, with how it stands.
type Measure struct {
	Title  Text
	Status string
	Href   string
}
