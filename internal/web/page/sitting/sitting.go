package sitting

import (
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Sitting is one sitting.
type Sitting struct {
	ID        string
	Title     string
	Council   work.Link
	Facts     []Pair
	Agenda    []Item
	Present   []work.Count // by presence: "sittings.presence.<Code>"
	Missing   int          // members of whom nothing was recorded
	Quorum    string       // in a sentence; empty: no rule
	Held      bool
	Votes     []Row
	Decisions []Decision
	Minutes   work.Text

	Edit, EditAgenda, Attend, Vote, Decide string // empty: the reader does not keep the council
	History                                string
}

// Item of an agenda.
type Item struct {
	Number    int
	Words     work.Text
	Proposals []work.Link
	Edit      string
}

// Decision of a sitting.
type Decision struct {
	Number string
	Words  work.Text
	About  []work.Link
	Vote   work.Link
	Edit   string
}

// SittingForm is the form of a sitting.
type SittingForm struct {
	work.Form
	ID       string
	Council  work.Link
	Sitting  council.Sitting
	Sections []work.Option
	Held     []work.Option
	Back     string
}

// Agenda is the page on which an agenda is put together, item by item.
type Agenda struct {
	work.Form
	Council, Sitting work.Link
	Items            []Item
	Seen             string
	At               int // number of the item in the form; 0: a new one
	Place            int
	Words            plan.Names
	Proposals        string // "1–20, 35"
	Back             string
}

// Attendance is the page on which it is noted who came.
type Attendance struct {
	work.Form
	Council, Sitting work.Link
	Seen             string
	Rows             []Choice
	All              []work.Link // that choose the same for all
	Back             string
}

// Choice is a member with what is chosen for it.
type Choice struct {
	Name    string // of the field
	Number  int
	Member  work.Text
	Aside   string // category, or why the member may not choose
	Options []work.Option
	Not     string // why there is nothing to choose
}

// Vote is an open vote.
type Vote struct {
	ID               string
	Council, Sitting work.Link
	Question         work.Text
	About            work.Link
	Day              string
	Result           string
	Counts           []work.Count // by choice: "sittings.choice.<Code>"
	Ballots          []Choice     // Aside is the choice
	Edit             string
	History          string
}

// VoteForm is the form of a vote, with a ballot for each member.
type VoteForm struct {
	work.Form
	ID               string
	Council, Sitting work.Link
	SittingID        string
	Vote             council.Vote
	About            []work.Option
	Results          []work.Option
	Rows             []Choice
	All              []work.Link
	Numbers          bool // only numbers were recorded
	Back             string
}

// DecisionForm is the form of a decision.
type DecisionForm struct {
	work.Form
	ID               string
	Council, Sitting work.Link
	Decision         council.Decision
	Proposals        string
	Votes            []work.Option
	Back             string
}
