package forum

import "github.com/openupr/openupr/internal/web/page"

// Plain is something said in plain words: each sentence stands alone.
type Plain struct {
	Title  Text
	Lines  []string
	Lang   string
	About  *Link
	By     string // who wrote it, and when
	Tried  bool   // people for whom it is written have read it
	Follow *Follow
}

// PlainPage is what is said in plain words of a State, or what changed for one group of people.
type PlainPage struct {
	Title  string
	Group  string // name; empty: of everything
	Says   []PlainCount
	Texts  []Plain
	Groups []Entry // that have pages of their own
	Pages  page.Pagination
	Follow *Follow
	All    string // address of the page about everything
}

// PlainCount is a count in a short sentence, leading to what it counts.
type PlainCount struct{ Words, Href string }
