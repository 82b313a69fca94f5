// Package forum draws the pages on which everyone sees participation: councils, proposals and what became of each, what an
// institution advises, what changed for whom in plain words. They are made of the published side of a workspace alone. Like
// package page it decides nothing: handlers (package web) fill the structs.
package forum

import (
	"net/url"

	"github.com/openupr/openupr/internal/web/page"
)

// Frame is what every public page of a State's participation shares.
type Frame struct {
	page.Frame
	State page.StateLink
	Feed  string // address of the feed that tells of what the page shows; empty: none
}

// Href is an address below the State's page. Every part is one segment of the path.
func (f Frame) Href(parts ...string) string {
	out := f.State.Href()
	for _, p := range parts {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// crumbs lead from the first page to one of participation.
func (f Frame) crumbs(steps ...page.Crumb) []page.Crumb {
	out := []page.Crumb{{Label: f.T("nav.home"), Href: "/"}, {Label: f.T("nav.states"), Href: "/states"}, {Label: f.State.Name, Href: f.State.Href()}}
	if len(steps) == 0 {
		return append(out, page.Crumb{Label: f.T("forum.crumb")})
	}
	return append(append(out, page.Crumb{Label: f.T("forum.crumb"), Href: f.Href("participation")}), steps...)
}

// Link is words with an address; without one they are words.
type Link struct{ Label, Href string }

// Text is words in a language.
type Text struct{ Words, Lang string }

// Fact is a named line of a page.
type Fact struct {
	Name  string // code of the message: "forum.fact.<Name>"
	Text  Text
	Links []Link
}

// Count is a number with the list behind it: "forum.count.<Code>".
type Count struct {
	Code string
	N    int
	Href string
}

// File is a form in which everything can be taken away: "forum.file.<Code>".
type File struct{ Code, Href string }

// Facet is a question of a list with its answers.
type Facet struct {
	Code   string // name of the field; the message is "forum.facet.<Code>"
	Values []Value
}

// Value is one answer with how many things it leaves.
type Value struct {
	Value, Label string
	N            int
	Chosen       bool
}
