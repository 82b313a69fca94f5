// Package page draws the pages: templ components and the data they are drawn from. It decides nothing: what stands in a
// page's struct is shown, and every text comes from the message catalogue. Handlers (package web) fill the structs.
//
// A page has one h1, landmarks, a title and, on words of a document, the language of these words. It can be read,
// filtered and submitted without JavaScript and has neither inline style nor inline script.
package page

import (
	"strings"
	"time"

	"github.com/openupr/openupr/internal/i18n"
)

// Frame is what every page shares: language, scheme, the reader, and how far the record goes.
type Frame struct {
	P             i18n.Printer
	Scheme        Scheme
	Path          string // path and query of this page, to come back to after a choice
	Canonical     string // absolute address without the reader's choices; empty when not known
	Person        *Person
	MayImport     bool
	MayAdminister bool
	AsOf          AsOf
	Assets        Assets
	Version       string // of the program
}

// T writes a message in the reader's language.
func (f Frame) T(code string, args ...any) string { return f.P.T(code, args...) }

// Scheme of colours: the reader's choice, or the system's.
type Scheme string

const (
	Auto  Scheme = "auto"
	Light Scheme = "light"
	Dark  Scheme = "dark"
)

// Schemes in the order in which they are offered.
var schemes = []Scheme{Auto, Light, Dark}

// ParseScheme reads a scheme from a cookie or a form; anything unknown is Auto.
func ParseScheme(s string) Scheme {
	switch Scheme(s) {
	case Light, Dark:
		return Scheme(s)
	}
	return Auto
}

// Person who is signed in.
type Person struct {
	Name string
	Role string // code of the role; message "role.<code>"
}

// AsOf says how far the record goes that a page was made from.
type AsOf struct {
	Act  int64
	At   time.Time
	Head string // tree head, as text
}

// Assets are the addresses of the built style sheet and scripts. Sealed is the script of sealed pages; empty where it was not
// built.
type Assets struct{ CSS, JS, Sealed string }

// Crumb is a step of the way from the first page.
type Crumb struct{ Label, Href string }

// StateLink names a State and leads to its page.
type StateLink struct{ Code, Name string }

// Href of the State's page.
func (s StateLink) Href() string { return "/states/" + s.Code }

// short is the beginning of a digest, enough to compare by eye.
func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return digest
}

// Anchor is the id of an item's place in a list.
func Anchor(number string) string {
	return "i-" + strings.ReplaceAll(number, " ", "")
}
