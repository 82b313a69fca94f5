package work

import (
	"time"

	"github.com/openupr/openupr/internal/web/page"
)

// People are who sits in a workspace and which invitations wait.
type People struct {
	Form     PeopleForm
	Action   string
	Count    int // people in all
	List     []Person
	Pages    page.Pagination
	Waiting  []Waiting
	Roles    []Option
	Bodies   []Option
	Mails    bool // mail is configured
	HandOver bool // the reader may hand open work from one person to another
}

// PeopleForm is an invitation as it was filled in.
type PeopleForm struct {
	Form
	Name, Mail, Role, Body string
}

// Person sits in the workspace.
type Person struct {
	ID, Name, Login string
	Seats           []SeatRow
	Self            bool // the reader
	Gone            bool // the account is closed
	Recover         bool // may be given a link to get back in
}

// SeatRow is one seat. Role has a message ("role.<code>").
type SeatRow struct {
	ID, Role, Body, BodyName string
	Since                    time.Time
}

// Waiting is an invitation that nobody has used.
type Waiting struct {
	ID, Name, Mail, Role, Body string
	Expires                    time.Time
}
