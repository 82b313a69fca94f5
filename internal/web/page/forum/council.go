package forum

import "github.com/openupr/openupr/internal/web/page"

// Council is a council as everyone sees it.
type Council struct {
	ID        string
	Name      Text
	Ended     string // when it ended, in a sentence; empty: it exists
	Facts     []Fact // basis, period, predecessor, successor
	Rules     []Fact // who may propose, how long a body has, how contributions are looked at
	Counts    []Count
	Figures   []page.Figure // composition
	Sections  []Entry
	Sittings  []Entry
	Interests []Entry
	Members   string // address of the list
	Propose   string // address of the form for everyone; empty: the council's rule does not let citizens propose
	Follow    *Follow
}

// Members are the holders of a council's seats.
type Members struct {
	Council    Link
	Named      bool // names are public by the council's rule
	Category   []Value
	Asked      bool
	Rows       []Seat
	Total      int
	Pages      page.Pagination
	RegionHead bool
	GroupHead  bool
	Action     string
}

// Seat is one mandate.
type Seat struct {
	Label    string // "Seat 12"
	Name     Text   // empty where names are not public
	Category string
	Section  string
	Group    string
	Region   string
	Period   string
	Note     string // that it ended early, and why
}

// Sitting is one sitting of a council.
type Sitting struct {
	Council    Link
	Title      Text
	Facts      []Fact
	Agenda     []AgendaItem
	Attendance page.Figure
	Recorded   bool // attendance was recorded
	Present    []Entry
	Decisions  []Decision
	Minutes    Text
	Source     string
}

// AgendaItem is a line of an agenda with the proposals under it.
type AgendaItem struct {
	Number    string
	Words     Text
	Proposals []Link
}

// Decision of a sitting, with the vote.
type Decision struct {
	Number string
	Words  Text
	About  []Link
	Vote   *Vote
}

// Vote by open ballot.
type Vote struct {
	Question Text
	Result   string // in a sentence
	Choices  []Entry
}
