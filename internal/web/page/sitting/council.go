package sitting

import (
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Council is one council.
type Council struct {
	ID        string
	Name      work.Text
	Names     []work.Text // in other languages
	Facts     []Pair
	Held      int
	Seats     int
	By        []Composition
	Interests []Interest
	Sittings  []Row
	Votes     []Row // between sittings
	Members   string
	Public    string // address of the page for everyone
	Edit      string // empty: the reader does not keep the council
	Table     string
	Seat      string
	Sit       string
	Vote      string
	History   string
}

// Interest that a member declared.
type Interest struct {
	Member work.Link
	About  work.Link
	Words  string
	Period string
	Edit   string // address that ends it; empty: the reader may not
	ID     string
	Base   string
}

// CouncilForm is the form of a council.
type CouncilForm struct {
	work.Form
	ID           string
	Council      council.Council
	Bodies       []work.Option // of a new one
	Body         string        // name of it, when it is there
	Legal        []work.Option
	Predecessors []work.Option
	Successors   []work.Option
	Proposers    []work.Option
	Named        []work.Option
	Back         string
}

// PartForm is the form of a section or a category.
type PartForm struct {
	work.Form
	Kind     string // "sections" or "categories"
	ID       string
	Council  work.Link
	Section  council.Section // its names and order are those of both
	Seats    int
	Category bool
	Back     string
}

// Members are the seats of a council.
type Members struct {
	Council    work.Link
	Categories []work.Option
	Sections   []work.Option
	Ended      bool // also mandates that ended
	Rows       []Member
	Count      int
	Pages      page.Pagination
	Action     string
	Seat       string
	Table      string
}

// Member is one mandate.
type Member struct {
	ID        string
	Link      work.Link
	Name      work.Text
	Number    int
	Category  string
	Section   string
	Group     string
	Region    string
	Gender    string // code
	Period    string
	Ended     string
	Interests int
}

// MemberPage is what is known of a mandate.
type MemberPage struct {
	Council   work.Link
	Member    Member
	Person    string // who signs in for it
	Interests []Interest
	Declare   *Declare
	Edit      string
	History   string
}

// Declare is the form with which a member declares an interest.
type Declare struct {
	work.Form
	Proposals []work.Option
	Words     string
}

// MemberForm is the form of a mandate.
type MemberForm struct {
	work.Form
	ID         string
	Council    work.Link
	Member     council.Member
	Categories []work.Option
	Sections   []work.Option
	Genders    []work.Option
	Accounts   []work.Option
	Named      bool
	Back       string
}
