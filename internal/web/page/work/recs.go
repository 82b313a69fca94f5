package work

import (
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// Recs is a search of the workspace's recommendations.
type Recs struct {
	Words      string
	Facets     []Facet
	Asked      []Link // what is asked for; each leads to the search without it
	Total, All int
	Rows       []RecRow
	Pages      page.Pagination
	Bulk       *Bulk // nil for whoever may not assign
}

// Facet is something by which recommendations are told apart. Its title is the message "work.facet.<code>".
type Facet struct {
	Code, Title string
	Open        bool
	Values      []FacetValue
	More        int // values that are not shown
}

// FacetValue is one value with the number of recommendations that have it.
type FacetValue struct {
	Value, Label string
	N            int
	Asked        bool
}

// RecRow is a recommendation in a list, with what the workspace says of it at a glance.
type RecRow struct {
	ID       string
	Link     Link
	Words    Text
	By       []string
	Position upr.Position
	Stage    string // code
	Lead     Link
	Waiting  bool // the lead has not accepted
	Support  int
	Status   string // code of what the State reports; empty: nothing
	Voices   []VoiceSays
	Due      string
	Late     bool
	Chosen   bool
}

// VoiceSays is the word of one voice, by codes.
type VoiceSays struct{ Voice, Verdict string }

// Bulk is what may be done with chosen recommendations in one act.
type Bulk struct {
	Form
	Query    string // the search, to come back to and to take all of it
	Bodies   []Option
	Clusters []Option
	Part     string
	Due      upr.Date
	New      string
	All      bool
}
