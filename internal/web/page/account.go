package page

import "time"

// SignIn asks for name and password.
type SignIn struct {
	Login  string
	Next   string
	Failed bool // name and password do not belong together
	Slow   bool // too many attempts: wait
	Needed bool // the reader came from a page that asks for it

	Passkeys      bool   // browsers have passkeys for this address
	PasskeyFailed bool   // the one that was used is not known here
	Provider      string // name of the OpenID provider; empty: none
}

// Setup makes the first account. Allowed says whether this visitor may: on this machine, or with a link.
type Setup struct {
	Allowed      bool
	Action       string // address that the form sends to
	Name         Field
	Body         Field
	Login        Field
	Password     Field
	Invited      bool // by link, not the first start
	PasswordOnly bool // the account exists; the link sets a new password
	Seat         *OfferedSeat
	Provider     string // by which an account may be made too
}

// Accounts is who may do more than read.
type Accounts struct {
	List    []AccountRow
	Link    string // a new link, shown once
	Expires time.Time

	States []StateChoice // whose workspace may be opened
	Mails  bool
}

// AccountRow is one account.
type AccountRow struct {
	ID, Name, Login, Role, Body string
	Disabled                    bool
	Self                        bool // the reader's own
	Sessions                    int
}
