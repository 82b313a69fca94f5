package page

import "github.com/openupr/openupr/internal/upr"

// Place is where a document of a review belongs: filled, or empty with what it brings and where to find it.
type Place struct {
	Kind     string // code: "wg-report"; messages "document.kind.<kind>" and "document.brings.<kind>"
	Review   string // "KAZ/2", sent along with a dropped file
	Symbol   string // of the document; expected when empty and Expected is set
	Expected bool   // the symbol follows from the rule and was not seen
	Where    string // address at which the United Nations publish it; empty when the symbol is not known
	Files    []PlacedFile
	MayDrop  bool
}

// ID of the place on its page.
func (p Place) ID() string { return "place-" + p.Kind }

// PlacedFile is a file that fills a place.
type PlacedFile struct {
	Href string // the document in this record
	Name string
	Lang string
	Size int64
	Act  uint64
}

// ItemRow is an item in a list.
type ItemRow struct {
	ID       upr.ItemID
	Number   string // as people cite it: "126.27"
	Segments []SegmentRow
	Position upr.Position
	Claim    upr.Claim
	Moved    bool // the position changed after the Working Group
	Lead     *Lead
	Review   string // "Kazakhstan, cycle 2", in lists over several reviews; else empty
}

// Href of the item's own page.
func (it ItemRow) Href() string { return "/items/" + string(it.ID) }

// SegmentRow is one worded recommendation with the States that made it.
type SegmentRow struct {
	N      int
	Words  string
	Lang   string
	States []StateLink // names as printed
}

// Lead is the sentence that opens the items of a paragraph.
type Lead struct {
	Paragraph int
	Words     string
	Lang      string
	Items     int
}
