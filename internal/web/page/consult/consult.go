// Package consult draws the pages of consultations: a draft in passages, comments by everyone, what became of each, and the
// desks that look at them and answer. It decides nothing: handlers (package web) have asked and filled the structs.
package consult

import (
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Text is words in a language.
type Text = work.Text

// Row is a consultation in a list.
type Row struct {
	Href   string
	Title  Text
	Body   string
	Dates  string // "Open from … to …" in a sentence
	State  string // code of "consult.state.<code>": draft, soon, open, over
	Counts []string
}

// List is the consultations of a State.
type List struct {
	State        page.StateLink
	Rows         []Row
	Code, Remove string // where to ask with a code, and what was removed
}

// Passage of a draft with how much was said of it.
type Passage struct {
	Number   int
	Heading  bool
	Words    Text
	Comment  string // where to comment on it; empty: not now
	Comments string // "12 comments", leading to Href
	Href     string
}

// Consultation is one for everyone.
type Consultation struct {
	State    page.StateLink
	List     string
	Row      Row
	About    Text
	Lead     Text
	Facts    []Fact
	Counts   []string
	Whole    string // where to comment on the whole
	Comments string
	Answers  string
	Paper    string
	Method   string
	Code     string
	Removed  string
	Result   string
	Rule     Text
	Passages []Passage
	Pages    page.Pagination
	Versions []work.Link // other versions of the draft
}

// Fact is a line of a list of facts.
type Fact struct{ Label, Value string }

// Comment as everyone reads it, or as a desk does.
type Comment struct {
	ID      string
	Number  int
	Passage work.Link
	Quote   string
	Words   Text
	By      string // who says so, in words
	On      string
	Groups  []string
	Recs    []work.Link
	State   string // in words, when it is not shown
	Answers []Answer
	Harm    []string
	Chosen  bool
}

// Answer of the body to one comment or to many.
type Answer struct {
	Href    string // of the answer with all its comments
	Outcome string
	Theme   Text
	Words   Text
	On      string
	Count   string // "to 12 comments"
	Change  work.Link
	Numbers []work.Link // of the comments that it answers
	Draft   bool
	ID      string
}

// Comments of a consultation, and the answers.
type Comments struct {
	State   page.StateLink
	Title   Text
	List    string // of consultations
	Back    string // the consultation
	Choices []Choice
	Found   string
	Rows    []Comment
	Answers []Answer
	Pages   page.Pagination
	Action  string
	Words   string
}

// Choice narrows a list.
type Choice struct {
	Name, Label string
	Options     []work.Option
}

// Form is where anyone comments.
type Form struct {
	State     page.StateLink
	Title     Text
	Back      string
	List      string
	Action    string
	Passage   string // id
	Number    string // "Passage 12", or "the whole draft"
	Words     Text   // of the passage
	Once      string
	Errors    []page.FieldError
	Harm      []string // what was found in the words, in words
	Text      string
	Quote     string
	Pseudonym string
	Code      string
	DeskOnly  bool
	Groups    []work.Option
	Hold      string // when it will be shown
	Rule      Text
}

// Taken says that a comment came in, and the code.
type Taken struct {
	State  page.StateLink
	Title  Text
	List   string
	Back   string
	Lines  []string
	Code   string
	Ask    string
	Number string
}

// Mine is a contribution for whoever holds its code.
type Mine struct {
	Comment
	Of        work.Link
	Removed   string // on which ground, and the reason; empty: it was not
	Removal   string
	Appeals   []string
	MayAppeal bool
	MayTake   bool
}

// Code is where to ask with a code what became of a contribution.
type Code struct {
	State  page.StateLink
	List   string
	Action string
	Typed  string
	Errors []page.FieldError
	Asked  bool
	Rows   []Mine
	Done   string
}

// Removed is what was taken from the public, for everyone.
type Removed struct {
	ID, What, Ground, Why, By, On string
	State                         string // in words: it stands, an appeal waits, it is shown again
	Appeals                       []string
	Appeal                        bool // it may be appealed
}

// Register is the list of removals.
type Register struct {
	State  page.StateLink
	List   string
	Action string
	Counts []string
	Rows   []Removed
	Pages  page.Pagination
	Errors []page.FieldError
	About  string // id of the removal that an appeal is written against
	Words  string
	Done   string
}

// Sheet is a paper form.
type Sheet struct {
	State   page.StateLink
	Title   Text
	List    string
	Back    string
	Code    string
	Address string
	Closes  string
	Where   string
	Lines   []int // numbers of the boxes
	Short   []Passage
}

// Method is the section on methodology and consultation.
type Method struct {
	State page.StateLink
	Title Text
	List  string
	Back  string
	Doc   *report.Document
	DOCX  string
}

// Desk is the consultations of a workspace.
type Desk struct {
	Rows  []Row
	New   string
	Queue string
}

// Edit is the form of a consultation.
type Edit struct {
	work.Form
	ID       string
	Thing    council.Consultation
	Bodies   []work.Option
	Back     string
	Public   bool
	HoldMost int
}

// DraftForm is where a draft is pasted or handed in as a file.
type DraftForm struct {
	work.Form
	Title   string
	Text    string
	Lang    []work.Option
	Problem *page.Refusal
	Back    string
	Public  bool
	Count   string // paragraphs that were found; empty: nothing was read yet
	MB      int
}

// Inside is one consultation in the workspace: its draft, what came in, and what is to be answered.
type Inside struct {
	Row      Row
	About    Text
	Facts    []Fact
	Counts   []string
	Edit     string
	Draft    string
	Open     string // where to open it to everyone; empty: it is, or the reader may not
	Base     store.FactID
	Missing  []string // what it needs before it can be opened
	Public   string
	Answer   string // where comments are answered
	Paper    string
	Type     string
	Queue    string
	Method   string
	Say      string // where a body comments in its own name
	SayAs    []work.Option
	Said     []page.FieldError
	SaidText string
	Passages []Passage
	Pages    page.Pagination
}

// Answering is where comments are chosen and answered.
type Answering struct {
	work.Form
	Title    Text
	Back     string
	Find     string // where the search goes
	Choices  []Choice
	Words    string
	Found    string
	Total    int
	All      string // the search as it stands, to be sent with the answer
	Rows     []Comment
	Pages    page.Pagination
	Counts   []string
	Outcomes []work.Option
	Passages []work.Option
	Theme    plan.Names
	Texts    plan.Names
	Answers  []Answer
	Chosen   bool // all that were found
	Publish  bool
}

// Answered is the form of an answer that was given.
type Answered struct {
	work.Form
	Title    Text
	Back     string
	Comments []Comment
	Outcomes []work.Option
	Passages []work.Option
	Theme    plan.Names
	Texts    plan.Names
	Public   bool
}

// Typing is where what came on paper is typed in.
type Typing struct {
	work.Form
	Title    Text
	Back     string
	Code     string
	Passages []work.Option
	Rows     []TypedRow
	Sheet    string
}

// TypedRow is one comment of a sheet.
type TypedRow struct {
	Passage string
	Words   string
}

// Queue is what waits to be looked at, and appeals.
type Queue struct {
	work.Form
	Rows    []Waiting
	Found   string
	Pages   page.Pagination
	Grounds []work.Option
	Shown   []Comment // that were shown, to be removed; of a search
	Held    []HeldProposal
	Appeals []Appealed
	Hear    string
	Rule    string
	Why     string
	Find    string
	Words   string
	Action  string
}

// Waiting is a comment that waits.
type Waiting struct {
	Comment
	Of     work.Link
	Until  string
	Person bool
}

// HeldProposal is a proposal of a citizen that waits, or that is shown and may be removed.
type HeldProposal struct {
	ID    string
	Base  store.FactID
	Link  work.Link
	Words Text
	Until string // when it is shown, or that it is
	Harm  []string
	LetIn bool // it waits
}

// Appealed is an appeal to be heard.
type Appealed struct {
	ID      string
	Base    store.FactID
	What    Comment
	Head    string // which contribution of Of; empty: Of is it
	Of      work.Link
	Ground  string
	Why     string
	By      string
	Words   string
	On      string
	MayHear bool
}
