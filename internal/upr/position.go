package upr

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Position of the State under review on a recommendation. "Supported" and "noted" are the only two that the Council
// knows (A/HRC/RES/5/1, annex, para. 32; A/HRC/43/2, para. 368); "pending" stands before the State has answered and
// "unclear" where its answer does not say which (a question for a person, never a guess).
type Position string

const (
	Supported Position = "supported"
	Noted     Position = "noted"
	Pending   Position = "pending"
	Unclear   Position = "unclear"
)

// Positions in the order in which they are shown.
var Positions = []Position{Supported, Noted, Pending, Unclear}

// Final says whether p is one of the two positions that the Council knows.
func (p Position) Final() bool { return p == Supported || p == Noted }

// Valid says whether p is one of the four.
func (p Position) Valid() bool { return slices.Contains(Positions, p) }

// Claim is what the State under review says in the same breath about implementation. It is a claim with an author,
// never a position and never an assessment (handbook, I4).
type Claim string

const (
	NoClaim              Claim = ""
	Implemented          Claim = "implemented"
	Ongoing              Claim = "ongoing"
	ImplementedOrOngoing Claim = "implemented-or-ongoing"
)

// Stage of the review at which a position was given.
type Stage string

const (
	StageWG       Stage = "wg"       // in the Working Group's report
	StageAddendum Stage = "addendum" // in the State's written views
	StagePlenary  Stage = "plenary"  // at the adoption of the outcome by the Council
	StageMidTerm  Stage = "mid-term"
	StageLater    Stage = "later"
)

var stageOrder = map[Stage]int{StageWG: 1, StageAddendum: 2, StagePlenary: 3, StageMidTerm: 4, StageLater: 5}

// Valid says whether s is a known stage.
func (s Stage) Valid() bool { return stageOrder[s] != 0 }

// AfterAdoption says whether the Council had already adopted the outcome. A change of position then needs a citation
// and is shown as such (handbook, I2).
func (s Stage) AfterAdoption() bool { return stageOrder[s] > stageOrder[StagePlenary] }

// PositionEvent is one dated statement of the State's position. Events are only ever added (handbook, I2).
type PositionEvent struct {
	Item    ItemID
	Segment int // 0: the whole item; otherwise the segment's number
	Stage   Stage
	Value   Position
	Raw     string // the words that were read: the lead sentence or the list's heading
	Claim   Claim
	Source  Source
	Date    Date // day of the source; zero when unknown, then the stage orders it
}

// Source is where something is said.
type Source struct {
	Symbol string // UN symbol, or a title where there is none
	Para   string // paragraph as printed; may be empty
	Page   int    // 0 unknown
	SHA256 string // of the file at hand; empty for facts entered by a person
}

// Check says what is wrong with an event by itself.
func (e PositionEvent) Check() error {
	switch {
	case !e.Value.Valid():
		return fmt.Errorf("position %q of %s is not known", e.Value, e.Item)
	case !e.Stage.Valid():
		return fmt.Errorf("stage %q of %s is not known", e.Stage, e.Item)
	case e.Source.Symbol == "":
		return fmt.Errorf("position of %s has no source", e.Item)
	case e.Stage.AfterAdoption() && e.Source.Para == "" && e.Raw == "":
		return fmt.Errorf("position of %s after adoption needs a citation", e.Item)
	}
	return nil
}

// CompareEvents orders events as they stood: by stage, and by date within a stage. Sorting with it must be stable:
// events of the same day keep the order in which the record learned them.
func CompareEvents(a, b PositionEvent) int {
	return cmp.Or(cmp.Compare(stageOrder[a.Stage], stageOrder[b.Stage]), a.Date.Compare(b.Date))
}

// NotBefore is, for each event, the day from which it counts: its own, or for an event whose source bears no day (an OHCHR
// list) the latest day known of its own or an earlier stage, before which it cannot have been said.
func NotBefore(events []PositionEvent) []Date {
	out := make([]Date, len(events))
	for i, e := range events {
		out[i] = e.Date
		if !e.Date.IsZero() {
			continue
		}
		for _, o := range events {
			if stageOrder[o.Stage] <= stageOrder[e.Stage] && o.Date.After(out[i]) {
				out[i] = o.Date
			}
		}
	}
	return out
}

// InOrder is the order of events as they stood: by stage, within a stage by the day from which they count, and for one
// day in the order in which the record learned them, which is the order of the slice. It gives indexes into events.
func InOrder(events []PositionEvent) []int {
	from := NotBefore(events)
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(stageOrder[events[a].Stage], stageOrder[events[b].Stage]), from[a].Compare(from[b]))
	})
	return order
}

// Current is the position that follows from events: the latest one about the whole item. An answer that is not clear
// does not undo an earlier clear one silently, it is current and shown as unclear. Events without a clear answer leave
// the item pending. asOf, when not zero, leaves out events that count only later.
func Current(events []PositionEvent, asOf Date) Position {
	if len(events) == 1 && events[0].Segment == 0 && asOf.IsZero() {
		return events[0].Value
	}
	from := NotBefore(events)
	p := Pending
	for _, i := range InOrder(events) {
		if events[i].Segment != 0 || !asOf.IsZero() && from[i].After(asOf) {
			continue
		}
		p = events[i].Value
	}
	return p
}

// Date is a calendar day without a time zone; the zero value means unknown.
type Date struct{ Year, Month, Day int }

// IsZero says whether the day is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// String is YYYY-MM-DD, or empty when unknown.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// ParseDate reads YYYY-MM-DD; the empty text is the unknown day.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day: expected YYYY-MM-DD", s)
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, nil
}

// Compare orders days; an unknown day comes first.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// After says whether d is later than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Time is midnight UTC of the day, for formatting.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}
