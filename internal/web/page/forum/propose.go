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
}

// Sent is what a contributor gets: a code, once.
type Sent struct {
	To   Link
	Code string
	Ask  string // address at which the code is used
}
