package page

import "github.com/openupr/openupr/internal/upr"

// Search is what was asked of the whole record, how it was understood, and what was found.
type Search struct {
	Typed   string
	Hidden  []Param // the rest of what was asked, which the form sends again
	On, Act string  // of the form; empty for now
	Literal bool
	Past    bool // the answer is not that of now
	AsOf    AsOf // the record that answered

	Mistake     *Mistake
	Notes       []SearchNote
	LiteralHref string // the same without synonyms; empty where none was used
	Chosen      []ChosenValue
	ClearHref   string

	Totals  []TotalLink
	Orders  []ChoiceLink
	Kinds   []KindLink
	Facets  []Facet
	Hits    []SearchHit
	Pages   Pagination
	First   int // number of the first hit on the page, from 1
	Spelled []ChoiceLink

	Permanent string // address of this very answer, with its act
	Take      string // files, citation, feed
	Chart     string // the same in charts
}

// Param is a parameter of an address.
type Param struct{ Name, Value string }

// Mistake says where what was typed is wrong: between Before and After.
type Mistake struct {
	Text                 string
	Before, Wrong, After string
	Hint                 string
	NowHref              string // the record of now; for an act that does not exist
}

// SearchNote says how something was understood, and what else it may mean.
type SearchNote struct {
	Text  string
	Links []ChoiceLink
}

// ChosenValue is a restriction that can be taken away.
type ChosenValue struct {
	Field, Value string
	Not          bool
	Href         string
}

// TotalLink is the total in one unit; it leads to the same answer counted in it.
type TotalLink struct {
	Unit    upr.Unit
	N       int
	Href    string
	Current bool
}

// ChoiceLink is one of several choices.
type ChoiceLink struct {
	Text, Href string
	Current    bool
}

// KindLink is a choice of what is searched, with its number.
type KindLink struct {
	ChoiceLink
	N int
}

// Facet is one field with the counts of its values.
type Facet struct {
	Field string // names its parts on the page
	Title string
	Base  string // address that a value is added to, escaped: "?q=torture&amp;"
	Open  bool
	Rows  []FacetRow
	Note  string // what the reader should know of the labels
}

// FacetRow is a value with its count in the unit chosen.
type FacetRow struct {
	Name *FacetName
	N    int
	Off  string // address without the value, where it is chosen
	Not  bool   // it is refused
}

// SearchHit is one segment found.
type SearchHit struct {
	Href        string
	Number      string // "126.27"; empty where the words have none
	Symbol      string
	Kind        string // message "facet.kind.<kind>"
	Provisional bool
	Source      string // message "search.source.<source>"; empty for documents
	To          StateLink
	Cycle       int
	ReviewHref  string
	Year        int
	By          []StateLink
	Position    upr.Position
	Lang        string
	Words       []Stretch
	Labels      []ChoiceLink
}

// Stretch is a part of a text; Found where it is what was looked for.
type Stretch struct {
	Text  string
	Found bool
}
