package page

import (
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/upr"
)

// Lineage is the part of an item's page that says where the same was asked.
type Lineage struct {
	State     StateLink
	Chains    []Chain
	Near      []NearText // may be the same: for a person to say
	Elsewhere []ElsewhereState
	More      bool // other States were not all looked at
	Looked    bool // other States were looked at
	ElseHref  string
	AllHref   string // every chain of the State
	Scope     ScopeSwitch
	MayTie    bool
	Done      string
	Next      string // to come back to after a decision
}

// ScopeSwitch leads to the same page with or without what other mechanisms asked.
type ScopeSwitch struct {
	All  bool
	Href string
}

// Chain is one demand on its occasions.
type Chain struct {
	ID        string
	Words     string // of its first text
	Lang      string
	Why       string // in the reader's language
	Confirmed int    // members that a person put there
	Occasions []ChainOccasion
}

// ChainOccasion is a review, or a document of another mechanism, at which the demand was made.
type ChainOccasion struct {
	Label     string
	Href      string
	States    int // different recommending States; 0 for other mechanisms
	Positions []PositionCount
	Members   []ChainMember
}

// PositionCount counts segments with a position.
type PositionCount struct {
	Position upr.Position
	N        int
}

// ChainMember is a text of a chain.
type ChainMember struct {
	ID       string
	Href     string // empty when the record has no page of it
	Number   string
	Words    string
	Lang     string
	States   []StateLink
	Position upr.Position
	Here     bool   // the text whose page this is
	Likeness string // in words: "91 %"; empty for the first
	Act      uint64 // of a person's word; 0: suggested by the words
	With     string // the text to which a decision ties it; empty: none is offered
}

// NearText is a text that may ask the same.
type NearText struct {
	ChainMember
	Occasion string
	Refused  bool // a person said that it does not
}

// ElsewhereState is another State that was asked the same.
type ElsewhereState struct {
	StateLink
	Texts []ChainMember
}

// Has says whether a text is among those of the State.
func (s ElsewhereState) Has(id string) bool {
	return slices.ContainsFunc(s.Texts, func(m ChainMember) bool { return m.ID == id })
}

// StateLineage is the page of all chains of a State.
type StateLineage struct {
	State    StateLink
	Chains   []Chain
	Found    int
	Position upr.Position // of the latest occasion; empty: all
	Order    string       // "document" or "words"
	Scope    ScopeSwitch
	Pages    Pagination
}

// Alike is the page of a review's near-duplicates.
type Alike struct {
	State      StateLink
	Cycle      int
	ReviewHref string
	Groups     []AlikeGroup
	Segments   int // in all groups together
}

// AlikeGroup is texts that ask the same.
type AlikeGroup struct {
	ID        string
	Why       []string
	Positions []PositionCount
	States    int
	Members   []ChainMember
}

func (f Frame) lineageScope(s ScopeSwitch) string {
	if s.All {
		return f.T("lineage.scope.reviews")
	}
	return f.T("lineage.scope.all")
}

// chainsFrom is the number of the first chain of the page.
func chainsFrom(s StateLineage) string {
	return strconv.Itoa((max(s.Pages.Current, 1)-1)*ChainsAPage + 1)
}

// ChainsAPage is how many chains a page of a State shows.
const ChainsAPage = 25
