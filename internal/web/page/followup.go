package page

import (
	"github.com/openupr/openupr/internal/upr"
)

// FollowUp is what a State and others published on its recommendations.
type FollowUp struct {
	State     StateLink
	Published int // things; 0: nothing yet
	Counts    []FollowCount
	Total     int // recommendations that meet what is asked for
	All       int
	Asked     bool // something is asked for
	Facets    []FollowFacet
	Rows      []FollowRow
	Pages     Pagination
	Files     []FollowFile
	Reforms   string // address; empty: none is published
	// Indicators are the first of them; the page of reforms has all.
	Indicators []FollowIndicator
	Rule       string // address of the rule of standing
	On         string // the day by which overdue is said
}

// FollowCount is one count with the list behind it: "output.public.count.<code>".
type FollowCount struct {
	Code string
	N    int
	Href string
}

// FollowFacet is a question with its answers.
type FollowFacet struct {
	Code, Title string
	Values      []FollowValue
}

// FollowValue is one answer with the number of recommendations.
type FollowValue struct {
	Value, Label string
	N            int
	Chosen       bool
}

// FollowRow is a recommendation in the list.
type FollowRow struct {
	Href, Label string
	Words, Lang string
	Position    upr.Position
	Reported    string   // what the State reports, in a sentence; empty: nothing is published
	Others      []string // who shares, who contests, a sentence each
	Late        string   // what is overdue, in a sentence
}

// FollowFile is a form in which the data can be taken away.
type FollowFile struct{ Code, Href string }

// FollowRec is everything that is published on one recommendation.
type FollowRec struct {
	State       StateLink
	List        string
	Label       string
	Words, Lang string
	By          []string
	Position    upr.Position
	Item        string // address of its page in the record; empty: it is in no document
	Standing    []string
	Late        string
	Lead        string
	Reports     []FollowSaid
	Others      []FollowSaid
	Measures    []FollowMeasure
	Acts        []FollowAct
	Rule        string
	Traced      string // where the demands stand that it took up; empty where none is published
}

// FollowSaid is what a body says, with what it shows for it.
type FollowSaid struct {
	ID       string
	Who      string // body and voice
	Claim    string // what they claim, in words
	When     string
	Text     string
	Lang     string
	Effect   string
	Evidence []FollowLink
	Act      uint64
}

// FollowLink is words with an address; without one they are words.
type FollowLink struct{ Label, Href string }

// FollowMeasure is a measure with its steps.
type FollowMeasure struct {
	Title, Lang string
	About       string
	Steps       []string
}

// FollowAct is a legal or treaty act with all its dates.
type FollowAct struct {
	Title, Lang string
	Kind        string
	Dates       []FollowDate
	Source      FollowLink
	Sure        bool
	Recs        []FollowLink
	Claims      []string // of sources that differ
}

// FollowDate is one of the dates of an act: what happened, and when.
type FollowDate struct{ What, When string }

// FollowReforms are the published reforms of a State.
type FollowReforms struct {
	State    StateLink
	List     string
	Treaties []FollowAct
	Laws     []FollowAct
	Measures []FollowMeasure
	// Indicators as small multiples.
	Indicators []FollowIndicator
}

// FollowIndicator is an indicator with its picture and the table behind it.
type FollowIndicator struct {
	ID                       string // begins its ids
	Title, Lang              string
	Kind, Unit, Source, Body string
	Definition, Reading      string
	Notes                    []string // baseline and target
	Picture                  string   // SVG of package chart; empty: Gaps says why
	Gaps                     string
	Parts                    []string // names of what the values are of; empty: the whole
	Rows                     []FollowValues
}

// FollowValues are the values of all parts in one period, as they were given.
type FollowValues struct {
	Period string
	Values []string
}

// FollowRule is a dated rule of standing.
type FollowRule struct {
	Code, From, Source string
	Persons, Proofs    int
	Facts, Now         bool
}
