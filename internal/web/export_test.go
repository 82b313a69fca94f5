package web

import (
	"net/url"
	"time"
)

// DecodeForm reads a form into a thing as the pages of a workspace do. It gives the fields whose answers cannot be taken,
// each with why.
func DecodeForm(form url.Values, thing any) map[string]string {
	out := map[string]string{}
	for _, e := range decodeThing(form, thing) {
		out[e.Field] = e.Code
	}
	return out
}

// Guesses are sign-ins as they are counted.
type Guesses struct{ *attempts }

// NewGuesses counts from nothing.
func NewGuesses(now func() time.Time) Guesses { return Guesses{newAttempts(now)} }

// Allow counts one from a place.
func (g Guesses) Allow(login, from string) bool { return g.allow(login, from, "") }

// Keys are all that is kept.
func (g Guesses) Keys() (out []string) {
	for k := range g.seen {
		out = append(out, k)
	}
	return out
}
