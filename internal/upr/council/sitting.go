package council

import (
	"fmt"
	"strings"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Sitting of a council.
type Sitting struct {
	Council string     `fact:"council"`
	Number  int        `fact:"number"`
	Names   plan.Names `fact:"name"`
	On      upr.Date   `fact:"on"`
	To      upr.Date   `fact:"to"` // last day; zero: one day
	Place   string     `fact:"place"`
	Minutes plan.Names `fact:"minutes"`
	Source  string     `fact:"source"` // where the minutes were published
	Held    bool       `fact:"held"`   // it took place; else it is planned
	Section string     `fact:"section"`
}

// AgendaItem of a sitting; its subject is AgendaID.
type AgendaItem struct {
	Sitting   string     `fact:"sitting"`
	Number    int        `fact:"number"`
	Words     plan.Names `fact:"text"`
	Proposals []string   `fact:"proposal"` // ids
}

// AgendaID names an item of an agenda.
func AgendaID(sitting string, number int) string { return fmt.Sprintf("%s %d", sitting, number) }

// Presence of a member at a sitting.
type Presence string

// Presences in the order in which they are shown.
const (
	Present Presence = "present"
	Remote  Presence = "remote"
	Excused Presence = "excused"
	Absent  Presence = "absent"
)

// Presences in the order in which they are shown.
var Presences = []Presence{Present, Remote, Excused, Absent}

// Attendance of a member at a sitting; its subject is AttendanceID.
type Attendance struct {
	Sitting  string   `fact:"sitting"`
	Member   string   `fact:"member"`
	Presence Presence `fact:"presence"`
}

// AttendanceID names the attendance of a member at a sitting.
func AttendanceID(sitting, member string) string { return sitting + " " + member }

// Choice of a member in an open vote.
type Choice string

// Choices in the order in which they are shown.
const (
	For     Choice = "for"
	Against Choice = "against"
	Abstain Choice = "abstain"
)

// Choices in the order in which they are shown.
var Choices = []Choice{For, Against, Abstain}

// Ballot is what a member chose in an open vote.
type Ballot struct {
	Member string
	Choice Choice
}

// MarshalText writes "for m12".
func (b Ballot) MarshalText() ([]byte, error) { return []byte(string(b.Choice) + " " + b.Member), nil }

// UnmarshalText reads what MarshalText writes.
func (b *Ballot) UnmarshalText(text []byte) error {
	choice, member, ok := strings.Cut(string(text), " ")
	if !ok || member == "" {
		return fmt.Errorf("%q is no ballot", text)
	}
	b.Member, b.Choice = member, Choice(choice)
	return nil
}

// Vote of a council by open ballot. Secret ballots are not taken: no library for them that is kept up and audited is at hand,
// and a program whose operator can read its memory cannot promise that a ballot stays secret.
type Vote struct {
	Council  string     `fact:"council"`
	Sitting  string     `fact:"sitting"` // may be empty: between sittings
	About    string     `fact:"about"`   // id of the proposal, amendment or decision
	Question plan.Names `fact:"question"`
	On       upr.Date   `fact:"on"`
	Ballots  []Ballot   `fact:"ballot"`
	For      int        `fact:"for"` // where only the numbers were recorded; else they follow from the ballots
	Against  int        `fact:"against"`
	Abstain  int        `fact:"abstain"`
	Result   string     `fact:"result"` // "carried" or "lost", as the chair announced it
}

// Count is the number of those who made a choice.
func (v Vote) Count(c Choice) int {
	if len(v.Ballots) == 0 {
		return map[Choice]int{For: v.For, Against: v.Against, Abstain: v.Abstain}[c]
	}
	n := 0
	for _, b := range v.Ballots {
		if b.Choice == c {
			n++
		}
	}
	return n
}

// Decision of a sitting.
type Decision struct {
	Council string     `fact:"council"`
	Sitting string     `fact:"sitting"`
	Number  string     `fact:"number"`
	Words   plan.Names `fact:"text"`
	About   []string   `fact:"about"` // ids of proposals
	Vote    string     `fact:"vote"`  // id; empty: without a vote
	On      upr.Date   `fact:"on"`
}
