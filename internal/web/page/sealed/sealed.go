// Package sealed draws the public pages of sealed submissions: the desks that take them, the form, and the answers. The
// scripts of these pages find their places by data attributes; without them the same forms work.
package sealed

import (
	"strconv"

	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/web/page"
)

// Desk that takes sealed submissions.
type Desk struct {
	Name, Lang string // of the body
	Href       string
	Recipient  string // its public key
	Since      string // day of the key
	Note       string
}

// List is the desks of a State.
type List struct {
	State  page.StateLink
	Desks  []Desk
	Answer string // address of the page of answers
}

// Form is a submission that is written.
type Form struct {
	State           page.StateLink
	List, Answer    string
	Desk            Desk
	Text, Pseudonym string
	Errors          []page.FieldError
}

// Wrong is what is wrong with a field.
func (f Form) Wrong(field string) string { return wrong(f.Errors, field) }

func wrong(list []page.FieldError, field string) string {
	for _, e := range list {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// Made is a submission that the program sealed.
type Made struct {
	State        page.StateLink
	List, Answer string
	Desk         Desk
	Code         string
	Left         []string // what may remain in the files
}

// Ask is the page of answers.
type Ask struct {
	State   page.StateLink
	List    string
	Action  string
	Asked   bool
	Answers []Answer
	Errors  []page.FieldError
}

// Answer that was opened.
type Answer struct{ Text, Lang string }

// Bounds as the forms say them.
func maxText() string      { return strconv.Itoa(seal.MaxText) }
func maxPseudonym() string { return strconv.Itoa(seal.MaxPseudonym) }

// scriptErrors are the sentences that the scripts may show.
var formSays = []string{"empty", "file-kind", "file-large", "file-many", "later", "failed"}
var askSays = []string{"code", "later", "failed"}
