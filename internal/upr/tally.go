package upr

import "fmt"

// Unit in which a count is made. A count always says its unit and its date (handbook, I6).
type Unit string

const (
	UnitItem    Unit = "item"
	UnitSegment Unit = "segment"
	UnitPair    Unit = "pair" // (segment, recommending State), the row of UPR Info's export
)

// Count by position, in one unit.
type Count struct {
	Unit                               Unit
	Supported, Noted, Pending, Unclear int
}

// Received is the sum; received = supported + noted + pending + unclear (handbook, I6).
func (c Count) Received() int { return c.Supported + c.Noted + c.Pending + c.Unclear }

// Add counts n at position p.
func (c *Count) Add(p Position, n int) {
	switch p {
	case Supported:
		c.Supported += n
	case Noted:
		c.Noted += n
	case Unclear:
		c.Unclear += n
	default:
		c.Pending += n
	}
}

// Of is the count at position p.
func (c Count) Of(p Position) int {
	switch p {
	case Supported:
		return c.Supported
	case Noted:
		return c.Noted
	case Unclear:
		return c.Unclear
	default:
		return c.Pending
	}
}

// Tally is a count that somebody announced: the Council's President, a delegation, a database. It carries its source
// because announced counts differ (handbook, section 9). A negative number means "not said".
type Tally struct {
	Review    ReviewID
	By        string // who announced it, as printed
	Stage     Stage
	Unit      Unit
	Received  int
	Supported int
	Noted     int
	Source    Source
	Date      Date
}

// Check says what is wrong with a tally by itself.
func (t Tally) Check() error {
	if t.Received >= 0 && max(t.Supported, 0)+max(t.Noted, 0) > t.Received {
		return fmt.Errorf("tally of %s: %d supported and %d noted are more than %d received", t.Review, t.Supported, t.Noted, t.Received)
	}
	return nil
}
