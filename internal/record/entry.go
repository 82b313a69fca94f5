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
