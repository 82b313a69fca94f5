package work

import (
	"time"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// Rec is one recommendation with everything that the workspace says of it.
type Rec struct {
	ID       string
	Label    string
	Kind     string // code
	Words    Text
	Others   []Text // in other languages
	By       []page.StateLink
	From     string // mechanism, where no States asked
	Position upr.Position
	Source   string
	Record   string // address in the public record; empty: none
	Date     string

	Standing Standing
	Reply    []Reply // what the reader's bodies are asked to take
	Parts    []Part
	Assign   *AssignForm
	Measures []MeasureRow
	NewOne   string // address of the form of a measure; empty for whoever may not
	Clusters []Link
	Figures  []Link // indicators
	Reports  []Report
	Write    []Link // forms of reports, one a body of the reader
	Voices   []VoiceColumn
	Assess   []Link // forms of assessments
	Evidence []Evidence
	AddProof string
	Notes    []Note
	History  string
}

// Standing is how a recommendation stands: what the State reports, and beside it what others say. Two sentences, never one.
type Standing struct {
	State  string // what the State reports, in a sentence
	Others string // how it stands with others, in a sentence
	Facts  []Link // sourced treaty and legal acts, which stand by themselves
	Rule   string // address of the rule
}

// Part is what a body does for the recommendation.
type Part struct {
	Body   Link
	Part   string
	Reply  string
	Reason string
	Due    string
	Late   bool
	Base   store.FactID
	ID     string // of the body
	Drop   bool   // the reader may take it from the body
}

// Reply is a body of the reader that is asked whether it takes the recommendation.
type Reply struct {
	Form
	Body   string
	Name   string
	Part   string
	Answer string // "accept" or "back", as given before
	Reason string
}

// AssignForm gives the recommendation to a body.
type AssignForm struct {
	Form
	Bodies []Option
	Due    upr.Date
}

// Report is what a body of the State says of the recommendation.
type Report struct {
	ID        string
	Base      store.FactID
	Body      Link
	Step      string
	Status    string
	Words     []Text
	Effect    string
	Obstacles string
	Until     string
	At        time.Time
	Reason    string
	Evidence  []Evidence
	Measures  []Link
	Edit      string // address of the form; empty for whoever may not
	Submit    bool
	Validate  bool
	Publish   bool
	Withdraw  bool
	Own       bool // written by the reader: four eyes forbid to validate it
	Action    string
	History   string
	Form      Form // of what was tried with it
}

// VoiceColumn is what bodies of one voice say.
type VoiceColumn struct {
	Voice string
	Said  []Assessment
}

// Assessment is what a body of another voice says.
type Assessment struct {
	ID       string
	Base     store.FactID
	Body     Link
	Verdict  string
	Status   string
	Words    []Text
	Effect   string
	Until    string
	At       time.Time
	Draft    bool
	Evidence []Evidence
	Source   string
	Edit     string
	Publish  bool
	Withdraw bool
	Reason   string
	Action   string
	History  string
}

// Evidence is a piece of evidence in a list.
type Evidence struct {
	Link   Link
	Access string
	URL    string
}

// Note is what an imported table said and no field holds, with the cell that it stood in.
type Note struct{ Column, Words, Place string }
