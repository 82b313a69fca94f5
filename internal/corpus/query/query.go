// Package query is the language in which the record is asked: what a person types, the fields and facets that a page
// adds, and the address that carries both. It knows words and codes, not where they are found.
package query

import (
	"github.com/openupr/openupr/internal/upr"
)

// Field of a segment that a query can restrict. The name is what a person types before the colon and the name of the
// parameter in an address.
type Field string

// Fields. Values are canonical codes once a query is parsed; what people type is looked up and said back (Note).
const (
	State    Field = "sur"      // State under review, or the State that a mechanism addresses: "KAZ"
	By       Field = "by"       // recommending State
	Group    Field = "group"    // regional group of the State under review: "AFR"
	ByGroup  Field = "by-group" // of the recommending State
	Org      Field = "org"      // organisation of States to which the State under review belongs: "EU"
	ByOrg    Field = "by-org"   // to which the recommending State belongs
	Cycle    Field = "cycle"    // "2"
	Session  Field = "session"  // of the Working Group: "20"
	Position Field = "position" // "supported", "noted", "pending", "unclear"
	Action   Field = "action"   // "1" to "5"
	Issue    Field = "issue"    // code of reference.Issues: "death-penalty"
	Affected Field = "affected" // code of reference.Affected
	SDG      Field = "sdg"      // "5"
	Treaty   Field = "treaty"   // code of reference.Treaties
	Kind     Field = "kind"     // "recommendation", "pledge", "treaty-body", "special-procedure", "other"
	Year     Field = "year"     // of the report, or of the document: "2014"
	Lang     Field = "lang"     // language of a text at hand: "en"
	Symbol   Field = "symbol"   // of the document: "A/HRC/28/10"
	Para     Field = "para"     // "124", or "124.1"
	ID       Field = "id"       // permanent identifier of an item or a segment
)

// Node is a part of a parsed query.
type Node interface{ node() }

// The kinds of nodes.
type (
	// And holds where all of its parts hold in the same segment.
	And struct{ Of []Node }
	// Or holds where one of its parts holds.
	Or struct{ Of []Node }
	// Not holds where its part does not.
	Not struct{ Of Node }
	// Word holds where the segment has the word in any of its forms.
	Word struct{ Text string }
	// Prefix holds where a word begins so; Text is folded and without the star.
	Prefix struct{ Text string }
	// Phrase holds where these words stand one after another, in the very forms written (accents and letter forms
	// folded). A phrase of one word asks for that form only.
	Phrase struct{ Words []string }
	// Near holds where the two words stand, in any form and order, at most Within words apart.
	Near struct {
		A, B   string
		Within int
	}
	// Has holds where a field has one of some values.
	Has struct{ Filter }
)

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Prefix) node() {}
func (Phrase) node() {}
func (Near) node()   {}
func (Has) node()    {}

// Filter says that a field has one of the values, or a number from From to To (both included; 0: open).
type Filter struct {
	Field    Field
	Values   []string // canonical, each once, in the order chosen; an empty one stands for things without any ("none")
	From, To int      // cycle, session and year only; used when Values is empty
	Not      bool     // none of them
}

// Query is what is asked. The zero value asks for everything.
type Query struct {
	Text    Node     // nil: every segment
	Filters []Filter // hold besides Text, each field at most once per sign; a facet's own counts leave its filter out
}

// Order of results.
type Order string

const (
	Relevance Order = "relevance"
	Document  Order = "document" // State, cycle, place in the report
)

// Request is a query with everything else that an address says. The same request gives the same answer on every page,
// in every export and in the API.
type Request struct {
	Query
	Typed    string   // as the person typed it
	Rest     string   // what is left of it when the restrictions that stand in Filters are taken out
	Chosen   []Filter // what the address adds to what was typed, one for each field and sign; Filters holds both
	AllKinds bool     // pledges and other mechanisms too ("kind=all")
	Implied  bool     // nothing was said of kinds: Filters asks for recommendations only
	Unit     upr.Unit // in which numbers are shown; item when not said
	Order    Order    // relevance when there are words, document otherwise
	Page     int      // from 1
	On       upr.Date // as it stood on that day; zero: now
	Act      uint64   // as the record knew it at that act; 0: now
	Literal  bool     // field synonyms are off: "accepted" is a word like any other
	Notes    []Note   // what was understood of what was typed
	Mistaken *Error   // what could not be understood; then Query is empty
}

// Note says how something typed was understood. Code has a message ("query.note.<code>").
type Note struct {
	Code  string // "position", "state", "treaty", "field-value" …
	Typed string
	Field Field
	Value string // canonical
}

// Error says where a query is wrong and what. Code has a message ("query.error.<code>").
type Error struct {
	Code string
	At   int    // byte offset in what was typed
	Len  int    // bytes concerned
	What string // the words concerned, short
	Hint string // a value or word that may have been meant; may be empty
}

// Error is for logs; people see the message of Code.
func (e *Error) Error() string { return "query: " + e.Code + " at " + e.What }
