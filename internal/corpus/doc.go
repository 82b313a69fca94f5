// Package corpus finds, counts and compares over the whole record. A Snapshot is immutable and lies in memory: it is
// derived from the record's view, shared by all readers and swapped when an act was committed. No search is done in SQL.
package corpus

import (
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Kind of what is searched.
type Kind uint8

const (
	Recommendation Kind = iota
	Pledge
	TreatyBody
	SpecialProcedure
	OtherMechanism
)

// String is the code of the kind as queries and exports write it.
func (k Kind) String() string {
	return [...]string{"recommendation", "pledge", "treaty-body", "special-procedure", "other"}[min(k, OtherMechanism)]
}

// Doc is one searched document: a segment of an item, a pledge, or what another mechanism asked. Docs of one item stand
// one after another. Codes are those of package query.
type Doc struct {
	ID          string // "UPR-KAZ-C2-126.27-s1"; a pledge's or an annotation's own
	Item        string // what is counted as one item: "UPR-KAZ-C2-126.27"
	Kind        Kind
	Provisional bool // made from another database's rows while no report is at hand
	Review      upr.ReviewID
	State       upr.State   // under review, or addressed
	By          []upr.State // each once; one (segment, State) pair each
	Session     upr.WGSession
	Year        int
	Position    upr.Position // empty for what has none
	Action      int          // 1 to 5; 0 unknown
	Issues      []string
	Affected    []string
	SDGs        []string
	Treaties    []string
	Symbol      string
	Para        string // "126.27"
	Act         uint64 // the latest that brought or changed its words, its States or its position; 0 unknown
	Source      string // who keeps what it was made of, where that is not a document of the record: "uprinfo", "uhri"
	Texts       []Text // the first is shown unless the reader's language is among them
}

// Shown is the number of the text that a reader of a language sees: the one in it, else the first.
func (d *Doc) Shown(lang string) int {
	for i, t := range d.Texts {
		if t.Lang == lang {
			return i
		}
	}
	return 0
}

// Text is words in a language.
type Text struct {
	Lang  string
	Words string
}

// Facets are the fields that are counted on every query, in the order in which pages show them.
var Facets = []query.Field{query.Position, query.State, query.By, query.Group, query.ByGroup, query.Org, query.ByOrg,
	query.Cycle, query.Session, query.Year, query.Action, query.Issue, query.Affected, query.SDG, query.Treaty, query.Kind, query.Lang}

// Totals in the three units, from one pass. With a recommending-State filter Pairs are those of the chosen States.
type Totals struct{ Items, Segments, Pairs int }

// Of is the total in a unit.
func (t Totals) Of(u upr.Unit) int {
	switch u {
	case upr.UnitSegment:
		return t.Segments
	case upr.UnitPair:
		return t.Pairs
	default:
		return t.Items
	}
}

// Count of one value of a facet.
type Count struct {
	Value string // canonical code; empty: none known
	N     int
}

// Result of one search.
type Result struct {
	Totals Totals
	Facets map[query.Field][]Count // every value that occurs, in the facet's own order, never by count; in the unit asked
	Hits   []Hit                   // the page asked for
}

// Hit is one segment found.
type Hit struct {
	N     int // number of the segment inside the snapshot
	Score float32
	Marks []Mark // in the text shown
}

// Mark is a stretch of bytes to highlight.
type Mark struct{ From, To int }

// Window says which hits are wanted.
type Window struct {
	Order  query.Order
	Offset int
	Limit  int
	Unit   upr.Unit // of the facet counts; segment is the fastest
	Marks  bool     // highlights of the hits
	Lang   string   // of the reader: marks are in the text of that language where there is one (Doc.Shown)
}

// Table crosses two facets under a query.
type Table struct {
	Rows, Cols []string // values in the facets' own order
	Cells      [][]int  // [row][col] in the unit asked
	RowTotals  []int    // distinct things in the row: may be less than the sum of its cells, where one has several values
	ColTotals  []int
	Total      int
	Unit       upr.Unit
}
