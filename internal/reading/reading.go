// Package reading holds what a grammar understood of one document: items, positions, pledges, tags and tallies, with a
// question wherever it was not sure. A Reading is a proposal: nothing of it is in the record before a person (or
// --yes, for what is certain) confirms it.
package reading

import "github.com/openupr/openupr/internal/upr"

// Kind of document, by its place in the review.
type Kind string

const (
	WGReport     Kind = "wg-report"     // report of the Working Group: A/HRC/28/10
	Addendum     Kind = "addendum"      // views of the State under review: A/HRC/28/10/Add.1
	ThematicList Kind = "thematic-list" // OHCHR list or matrix by theme; has no symbol of its own

	// Documents without items, kept at their place in the review.
	NationalReport   Kind = "national-report"   // A/HRC/WG.6/20/KAZ/1
	Compilation      Kind = "compilation"       // A/HRC/WG.6/20/KAZ/2
	Summary          Kind = "summary"           // A/HRC/WG.6/20/KAZ/3
	AdvanceQuestions Kind = "advance-questions" // without symbol, in batches
	Decision         Kind = "decision"          // of the Council on the outcome: A/HRC/DEC/28/106

	Rows Kind = "rows" // a table of another keeper's database, such as UPR Info's
)

// Reading of one document.
type Reading struct {
	Kind       Kind
	Symbol     string // of the document; for a thematic list the symbol of the report it lists, when known
	Title      string
	Lang       string // BCP 47 of the document
	Review     upr.ReviewID
	WGSession  upr.WGSession
	HRCSession upr.HRCSession
	Issued     upr.Date
	ReviewDate upr.Date // day of the dialogue, when printed
	Grammar    string   // name and version: "wgreport/1"
	Units      []Unit
	Items      []Item
	Events     []upr.PositionEvent // of documents without items of their own (addendum)
	Comments   []Comment           // of an addendum: the State's words on an item
	Pledges    []upr.Pledge
	Tags       []Tag
	Tallies    []upr.Tally
	Questions  []Question // those of no single item; an item's own are in the item
}

// Unit is a paragraph that leads a list: the whole lead sentence decides position and claim.
type Unit struct {
	Paragraph int
	Lead      string
	Position  upr.Position
	Claim     upr.Claim
	Items     int
	Page      int
	Deadline  upr.HRCSession // Council session by which pending items are answered; 0 when not said
}

// Item as read, with what the document says of its position.
type Item struct {
	upr.Item
	Position    upr.Position
	PositionRaw string
	Claim       upr.Claim
	PositionSrc upr.Source // where a list says the position comes from; zero for the document itself
	Questions   []Question
}

// Certain says whether the grammar has no question about the item.
func (it Item) Certain() bool { return len(it.Questions) == 0 }

// Comment is what the State under review says on an item beside its position.
type Comment struct {
	Item  upr.ItemID
	Words string
	Lang  string
	Page  int
	Place string
}

// Tag is a label that a document's author put on an item.
type Tag struct {
	Item   upr.ItemID
	Scheme Scheme
	Code   string // "A12", "16", or empty when the list has no codes
	Label  string // as printed
}

// Scheme of a tag.
type Scheme string

const (
	Theme   Scheme = "ohchr-theme"
	Persons Scheme = "ohchr-persons"
	SDG     Scheme = "sdg"
)

// Question is something the grammar will not decide alone. Kind is a stable code with a message in the catalogue
// ("question.<kind>"); Detail fills the message's slots.
type Question struct {
	Kind    string
	Item    upr.ItemID // empty when it concerns no single item
	Page    int
	Place   string
	Detail  map[string]string // short; may quote a printed name or label, never a whole passage
	Choices []Choice          // besides "as read", which every question has
}

// Choice is one possible answer. Its effect replaces a part of the item as read.
type Choice struct {
	Code     string       // stable, message "choice.<code>": "as-read", "leave-out", "state", "position", "label"
	State    upr.State    // for "state": who is meant by Detail["name"]
	Position upr.Position // for "position"
	Para     int          // for "label": the address to take
	Number   string
}
