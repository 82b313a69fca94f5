package forum

import "github.com/openupr/openupr/internal/web/page"

// Propose is the form for everyone. What was typed comes back when something is wrong with it.
type Propose struct {
	Action     string
	Council    Link
	HoldDays   int
	Rule       Text // of moderation, in the council's words
	Title      page.Field
	Words      string
	WordsWrong string
	Most       int // letters
	Langs      []Value
	Sections   []Value
	Recs       page.Field
	Pseudonym  page.Field
	Errors     []page.FieldError
	Harm       []string // what may tell who a person is; not empty: the writer is asked once more
	Once       string   // random word of the form
}

// Sent is what a contributor gets: a code, once.
type Sent struct {
	To   Link
	Code string // empty: the form had been sent before
	When string // when it will be seen
	Ask  string // address at which the code is used
}

// Code is where the holder of a return code sees what became of a proposal.
type Code struct {
	Action   string
	Comments string // where codes of comments are used
	Typed    string
	Wrong    string
	Done     string
	Asked    bool
	Mine     []Mine
}

// Mine is a proposal under a code.
type Mine struct {
	ID    string
	Title Text
	State string
	Href  string // empty: it is not public
	Notes []string
	May   bool // be withdrawn

	Removal string // id of the one that may be appealed against; empty: none
}
