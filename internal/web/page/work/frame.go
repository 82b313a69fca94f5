// Package work draws the pages of a workspace: the national plan, from a recommendation to a reform that can be shown.
// Like package page it decides nothing: handlers (package web) have asked the policy table and filled the structs.
package work

import (
	"net/url"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// Frame is what every page of one workspace shares.
type Frame struct {
	page.Frame
	WS    string   // id of the workspace, as in addresses: "KAZ"
	Title string   // of the workspace, in the reader's language
	Tabs  []Tab    // those that the reader may open
	Seats []string // who the reader is here: "Contributor, Ministry of Justice"
	Done  string   // what the reader's last act did, once
	Opens *Opening // how the thing on the page comes to the public; nil: the reader may not bring it there

	Together []Tab // areas of participation that the reader may open
}

// Tab is an area of the workspace. Its name is the message "work.tab.<code>".
type Tab struct {
	Code, Href string
	Here       bool
}

// Href is an address inside the workspace. Every part is one segment of the path: f.Href("recs", id).
func (f Frame) Href(parts ...string) string { return Href(f.WS, parts...) }

// Href is an address inside a workspace.
func Href(ws string, parts ...string) string {
	out := "/work/" + url.PathEscape(ws)
	for _, p := range parts {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// Crumbs lead from the workspaces to a page of this one. Only what stands above the page has an address.
func (f Frame) Crumbs(steps ...page.Crumb) []page.Crumb {
	out := []page.Crumb{{Label: f.T("nav.home"), Href: "/"}, {Label: f.T("work.title"), Href: "/work"}}
	if len(steps) == 0 {
		return append(out, page.Crumb{Label: f.Title})
	}
	return append(append(out, page.Crumb{Label: f.Title, Href: f.Href()}), steps...)
}

// Link is words with an address; without one they are words.
type Link struct{ Label, Href string }

// Text is words in a language.
type Text struct{ Words, Lang string }

// Form is what forms of things share: where it goes, the version that the person saw, and what is wrong with it.
type Form struct {
	Action string
	Base   store.FactID // 0: a new thing
	Errors []page.FieldError
}

// Wrong is what is wrong with a field; empty when it is right.
func (f Form) Wrong(field string) string {
	for _, e := range f.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// Count is a number of things that leads to the list of them. Its words are the message "work.count.<code>".
type Count struct {
	Code string
	N    int
	Href string
}

// Opening brings a thing to the public.
type Opening struct {
	ID     string
	Public bool // it is public already; what changed since comes with a new opening
}
