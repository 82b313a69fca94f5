package page

import "github.com/openupr/openupr/internal/upr"

// Rows is what another keeper's database lists of a review, beside the report.
type Rows struct {
	Review     StateLink
	Cycle      int
	ReviewHref string
	Href       string // of this page
	Keeper     string
	Report     bool // a report is at hand
	All        int  // rows: an entry has one for each State
	Met        int
	Waiting    []RowLine
	List       []RowLine
	MayAct     bool
	Done       string
	Placing    *PlacingForm
}

// RowLine is the row of a State.
type RowLine struct {
	State             StateLink // without a code when nobody here knows the name
	Words, Lang       string
	Response          string // as printed there
	Position          upr.Position
	Action            string // "4 – General action"
	Issues            []string
	Also              []string // values under headers that nobody here knows
	Number, Href      string   // of the item that it met
	Segment           int      // of that item, when it has several
	Likeness          int      // per cent
	ByPerson, Held    bool     // a person said so; the item itself waits
	Apart             bool     // a person said that it is not in the report
	Waits             string   // code; message "entry.waits.<code>"
	Decide            string   // address of the form to decide
	Note              string   // of the person
	SourceRow, Source string
}

// PlacingForm asks where a row belongs.
type PlacingForm struct {
	RowLine
	Entry   string
	Base    uint64
	Options []PlacingOption // what the State recommends in the report, in its order
	Chosen  string
	Decided bool // a person has decided before
	Error   string
}

// PlacingOption is a segment by the State.
type PlacingOption struct {
	Value, Number, Words, Lang string
	Position                   upr.Position
}

// RowsNote tells on a review's page what other keepers list of it.
type RowsNote struct {
	Keeper, Href      string
	Rows, Met, Waits  int
	Count             upr.Count // of provisional items
	Items             []ItemRow // provisional ones, shown while there is no report
	MoreHref          string
	Provisional       int
	Document, Missing string
}

// RowsPreview says what a table of rows would change.
type RowsPreview struct {
	Href, File, SHA256, Keeper string
	Size                       int64
	Base                       uint64
	Rows                       int
	Reviews                    []RowsReviewLine // where something changes
	Same                       int              // reviews where nothing does
	Sum                        RowsReviewLine
	Left                       []LeftRow
	MoreLeft                   int
	Unknown                    []string
	Nothing, Stale             bool
}

// RowsReviewLine is one review in the preview.
type RowsReviewLine struct {
	Title, Href                       string
	Session                           int
	Rows, New, Same, Gone, Kept, Pled int
	Report                            bool
}

// LeftRow is a row that is left out.
type LeftRow struct {
	N          int
	Code, What string
}
