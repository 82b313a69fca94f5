package page

import "github.com/openupr/openupr/internal/upr"

// Questions is what waits for a person.
type Questions struct {
	Review string // "KAZ/2" when only one review's are shown
	Groups []QuestionGroup
	Total  int
	MayAct bool
	Done   string // what the reader's last act did, once
}

// QuestionGroup is the questions of one kind in one review.
type QuestionGroup struct {
	Review string // name of the review
	Href   string // of the review
	Kind   string
	List   []QuestionRef
}

// QuestionRef names a question.
type QuestionRef struct{ Href, Number, Place string }

// Question is one screen: what is asked, what was read, the page beside, and the answers.
type Question struct {
	ID         string
	Href       string
	Reasons    []Reason
	Review     string
	ReviewHref string
	Symbol     string
	Document   string // address of the document
	Number     string // of the item; empty when it concerns none
	Held       *ItemRow
	HeldPage   int
	Options    []Option
	Alike      int // questions of the same kind, this one included
	Leaf       *Leaf
	Original   string
	Next       string // address of the next question, to leave this one for later
	Position   int    // of this question among those that wait, from 1
	Total      int
	MayAct     bool
	Error      string // code of a message
	ErrorArgs  []any
	Chosen     string // the answer that was not taken
	Note       string
	Done       string        // what the reader's last act did, once
	ByHand     []HandSegment // to write by hand; empty when the question holds no item
}

// Reason is why the program asks. Kind has messages "question.<kind>.title" and "question.<kind>"; Detail fills the
// slots of the second.
type Reason struct {
	Kind   string
	Detail []any // pairs of name and value
	Place  string
}

// Option is one possible answer.
type Option struct {
	Value string // of the form field
	Label string // in the reader's words
	Hint  string
}

// HandSegment is a segment as a person writes it.
type HandSegment struct{ Words, States string }

// positionOptions are the positions that a person may give by hand.
func positionOptions() []upr.Position { return upr.Positions }
