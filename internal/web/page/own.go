package page

import "time"

// OfferedSeat is what an invitation offers.
type OfferedSeat struct {
	Workspace, Role, Body string // names; Role has a message ("role.<code>")
	For, By               string // people
	Expires               time.Time
	SignIn                string // address for those who have an account
	As                    string // who is signed in and would take the seat; empty: nobody
}

// Invitation is a link shown once, to print or to copy.
type Invitation struct {
	Seat          OfferedSeat
	Link          string
	Mail          string
	Sent, NotSent bool // by mail, where an address was given
	Back          string
}

// Recovery is a link to get back in, shown once.
type Recovery struct {
	Name, Login, Link string
	Expires           time.Time
	Back              string
}

// Code asks for the code of the second factor.
type Code struct{ Failed, Slow bool }

// Own is a person's account as they see it.
type Own struct {
	Done     string
	Errors   []FieldError
	Login    string
	Password bool // the account has a password, which changes ask for
	Fresh    bool // there is none, and the person signed in so lately that nothing more is asked
	Factor   bool // codes by the clock are asked for
	Offer    *FactorOffer
	Codes    []string // new recovery codes, shown once
	Left     int      // recovery codes that are not used
	Passkeys []PasskeyRow
	Here     bool // browsers make passkeys for this address
	Sessions []SessionRow
	Seats    []string
	Provider string // name of the OpenID provider; empty: none
	Linked   bool
}

// FactorOffer is a second factor that waits for its first code.
type FactorOffer struct {
	Secret  string
	Picture string // a data: address
}

// PasskeyRow is one passkey.
type PasskeyRow struct {
	ID, Name string
	Created  time.Time
	Used     time.Time
}

// SessionRow is one sign-in that lasts. How has a message ("own.how.<code>").
type SessionRow struct {
	ID, How, Agent string
	Began, Seen    time.Time
	This           bool
}

// StateChoice is a State to choose.
type StateChoice struct{ Code, Name string }

// Leaving leads to the OpenID provider.
type Leaving struct {
	Name, Host, Href string
}
