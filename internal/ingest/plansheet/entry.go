package plansheet

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Table is what a file says, read as a person confirmed it.
type Table struct {
	Kind      string
	Entries   []Entry
	Stray     []Kept // cells above, beside and below the table, and of other sheets
	Statuses  []Word
	Bodies    []BodyWord
	Questions []Question
	Read      int // rows below the header that hold something
	Carried   int // rows that take their recommendation from the row above
	Periods   int // deadlines that name a period only
	Unread    int // deadlines that name no day; kept as notes
	Joint     int // cells of lead bodies with several names: the first leads
	Unclear   int // deadlines that need a layout
}

// Entry is a measure, or what a table says of recommendations without one.
type Entry struct {
	Sheet  string
	Row    int    // 1-based, as the file counts
	Ref    string // "Plan!A7"
	Key    string // of the question on its recommendations; empty when it has none
	Number string // as printed
	Words  string // of the recommendation, as printed
	Recs   []string
	How    string // "number", "words", "person", "carried", ""

	Title, Details, Item, Outcome, Note, Cost, Currency, Funding, Indicator, Area, Obstacle, Assistance string
	Lead                                                                                                []string // names as the table has them; the first leads
	Support                                                                                             []string
	Due                                                                                                 upr.Date
	Status                                                                                              plan.Status
	Goals                                                                                               []string
	Begins                                                                                              upr.Date // of an indicator
	Every                                                                                               int      // months between its values
	Of                                                                                                  []string // numbers of the measures that it belongs to
	Kept                                                                                                []Kept
	Has                                                                                                 map[Role]bool // columns that the table has, so that an empty cell says something
}

// Kept is a cell that no field holds.
type Kept struct {
	Cell, Column, Words string
}

// Word is a word of a status column.
type Word struct {
	Word     string
	Count    int
	Proposed plan.Status
	Means    string // as a person said; empty: nobody said
}

// BodyWord is a name of a body.
type BodyWord struct {
	Name  string
	Count int
	ID    string // known by its very name, or as a person said: an id, "new:<kind>" or "-"
	Said  bool   // by a person
	Like  []Hit
}

// Question is about which recommendations some rows speak.
type Question struct {
	Key      string
	Kind     string // "several", "unknown", "words", "differ"; each has a message ("tables.ask.<code>")
	Number   string
	Words    string
	Rows     []string // cells
	Options  []Hit
	Proposed []string // a strong match by words, to be confirmed
	Means    string   // as a person said: ids with commas, or "-"
}

// Open says whether nobody answered.
func (q Question) Open() bool { return q.Means == "" }

// Codes of how an entry met its recommendations.
const (
	ByNumber = "number"
	ByWords  = "words"
	ByPerson = "person"
	ByAbove  = "carried"
)

// text is the field of a role that is kept as it stands.
func (e *Entry) text(r Role) *string {
	switch r {
	case Details:
		return &e.Details
	case Item:
		return &e.Item
	case Outcome:
		return &e.Outcome
	case Note:
		return &e.Note
	case Cost:
		return &e.Cost
	case Currency:
		return &e.Currency
	case Funding:
		return &e.Funding
	case Indicator:
		return &e.Indicator
	case Area:
		return &e.Area
	case Obstacle:
		return &e.Obstacle
	case Assistance:
		return &e.Assistance
	}
	return &e.Title
}

// join takes over what a further row of the same measure says.
func (e *Entry) join(o Entry) {
	for _, id := range o.Recs {
		if !slices.Contains(e.Recs, id) {
			e.Recs = append(e.Recs, id)
		}
	}
	for _, n := range append(slices.Clone(o.Lead), o.Support...) {
		if !slices.Contains(e.Lead, n) && !slices.Contains(e.Support, n) {
			e.Support = append(e.Support, n)
		}
	}
	for _, r := range []Role{Details, Item, Outcome, Note, Cost, Currency, Funding, Indicator, Area, Obstacle, Assistance} {
		mine, theirs := e.text(r), *o.text(r)
		switch {
		case *mine == "":
			*mine = theirs
		case theirs != "" && theirs != *mine:
			e.Kept = append(e.Kept, Kept{o.Ref, string(r), theirs})
		}
	}
	for _, g := range o.Goals {
		if !slices.Contains(e.Goals, g) {
			e.Goals = append(e.Goals, g)
		}
	}
	switch {
	case e.Due.IsZero():
		e.Due = o.Due
	case !o.Due.IsZero() && o.Due != e.Due:
		e.Kept = append(e.Kept, Kept{o.Ref, string(Due), o.Due.String()})
	}
	switch {
	case e.Status == "":
		e.Status = o.Status
	case o.Status != "" && o.Status != e.Status:
		e.Kept = append(e.Kept, Kept{o.Ref, string(Status), string(o.Status)})
	}
	e.Kept = append(e.Kept, o.Kept...)
	e.Number = strings.Trim(e.Number+"; "+o.Number, "; ")
}
