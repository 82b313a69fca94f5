package page

import (
	"time"

	"github.com/openupr/openupr/internal/upr"
)

// Item is one recommendation with everything the record knows of it.
type Item struct {
	ItemRow
	To         StateLink
	Cycle      int
	ReviewHref string
	InList     string // the item's place in the list of its review
	Previous   string // addresses of the neighbours in the document; empty at the ends
	Next       string
	Texts      []ItemText
	Delivered  string
	Comments   []ItemComment
	History    []Event // as it stood: by stage and date of the source
	Known      []Event // as the record knew it: by act
	Tags       []TagGroup
	Provenance Provenance
	Ledger     []LedgerLine
	Labels     *ItemLabels
	Lineage    *Lineage  // nil where the search does not have the item
	Rows       []RowLine // what another keeper's database says of it
	Keeper     string    // of that database
	Citation   string
	Permanent  string // address to cite
	FollowUp   string // address of what is published on it; empty where nothing is
}

// ItemText is the item's words in a language, as printed.
type ItemText struct {
	Lang, Words string
	Origin      upr.Origin
	Source      string
}

// ItemComment is what the State under review says on the item beside its position.
type ItemComment struct {
	Words, Lang, Source, Href string
}

// Event is one statement of the position.
type Event struct {
	Stage    upr.Stage
	Position upr.Position
	Segment  int // 0: the whole item
	Claim    upr.Claim
	Date     time.Time // of the source; zero unknown
	Raw      string
	RawLang  string
	Source   string // symbol and paragraph
	Href     string // the source in this record
	Act      uint64
	Learned  time.Time
	Late     bool // after the outcome was adopted
}

// TagGroup is the labels of one scheme.
type TagGroup struct {
	Scheme string // message "scheme.tag.<scheme>"
	Labels []string
	Source string
}

// Provenance says where the words come from and which program read them.
type Provenance struct {
	Symbol, Paragraph, Label, Page, Place string
	SHA256, Extractor, Grammar            string
	PageHref                              string // the page as read, with the paragraph marked
	OriginalHref                          string // the file, opened at the page where the format allows
	PublishedHref                         string // at the United Nations
}

// LedgerLine is an act that touched the item.
type LedgerLine struct {
	Act  uint64
	At   time.Time
	Kind string // message "act.<kind>"
	By   string // public face: body and role
}
