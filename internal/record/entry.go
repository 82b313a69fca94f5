package record

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Entry is what another keeper of a database says of one recommendation: its words, the States that it names and its
// own labels. They stand beside what the document prints and never replace it.
type Entry struct {
	Subject  string // of the fact; the same whenever the same rows come again: "uprinfo/KAZ/2/5d1c09…"
	Keeper   string // "uprinfo"
	Review   upr.ReviewID
	Session  upr.WGSession
	Words    string
	Lang     string
	By       []upr.Attribution
	Response string       // as printed there: "Accepted"
	Position upr.Position // what that means
	Action   int          // their category, 1 to 5; 0 when not said
	Issues   []string     // codes of package reference
	Labels   []string     // their issue labels that the reference does not know, as printed
	Rows     []int        // in their file, from 1 without the header
	SHA256   string       // of that file
	FactID   store.FactID
	Act      uint64

	// Met is where the entry's words were found in the review's report: one place a State. It is derived anew whenever
	// the review is built, from the report and from what people decided. Empty when no report is at hand, or when the
	// words were not found: then Waits says why.
	Met   []Meeting
	Waits string // "" or a code with a message ("entry.waits.<code>")
}

// Meeting says that a State's row is a segment of an item.
type Meeting struct {
	State    upr.State
	Item     upr.ItemID
	Segment  int
	Likeness float64 // of the words, 0 to 1
	By       string  // "words", "person"
}

// Annotation is what a mechanism of the United Nations asked of a State, as OHCHR's index keeps it.
type Annotation struct {
	ID         string // AnnotationId of the index
	Mechanism  string // "upr", "treaty-body", "special-procedure", "other"
	Body       string // as printed, without the dash: "CRC"
	State      upr.State
	Review     upr.ReviewID // of the UPR only
	Item       upr.ItemID   // the item of the record that it is, when symbol and number meet one
	Type       string       // "recommendation", "concern", "other"
	Symbol     string
	Number     string // of the UPR: "121.4"
	Words      string // without markup and number
	Lang       string
	Themes     []string // as printed, without the dash
	Persons    []string
	SDGs       []string // codes: "16", "16.2"
	By         []upr.State
	Position   upr.Position
	Session    upr.WGSession
	Published  upr.Date
	OnUHRI     upr.Date
	SHA256     string
	FactID     store.FactID
	Act        uint64
	OtherState []string // names in Countries that the gazetteer does not know
}

// Label is what a person decided about one label of one segment. It wins over every source, rule and model.
type Label struct {
	Subject string // segment, pledge or annotation: "UPR-KAZ-C2-126.27-s1"
	Scheme  string // "action", "issue", "affected", "sdg", "treaty", "institution"
	Code    string
	Absent  bool // the label does not apply
	Note    string
	FactID  store.FactID
	Act     uint64
}

// Tie is what a person decided about two segments that ask the same, or seem to.
type Tie struct {
	A, B   string // segments, A before B in the alphabet
	Same   bool
	Note   string
	FactID store.FactID
	Act    uint64
}
