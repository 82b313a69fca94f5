package work

// SealedDesk is a desk's page: its key, and what was sealed to it, which the reader's browser opens.
type SealedDesk struct {
	Form
	Bodies []SealedKey
	Months []Option
	Bundle string // address of all that is sealed in a month
	Public string // address of the desks of the State
	Most   string // letters of an answer
}

// SealedKey is the key of one body's desk.
type SealedKey struct {
	Body, Name string
	Recipient  string // empty: there is none
	Since      string
	Note       string
	Public     string // address of its form
}

var sealedSays = []string{"key", "later", "failed"}
