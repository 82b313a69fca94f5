// Package feed writes what is new in the answer to a query as an Atom feed (RFC 4287), so that a reader of news or a
// mail program tells a person when a State was asked for something again.
package feed

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Feed is the newest of an answer.
type Feed struct {
	ID       string // of the query, for ever: its address without an act
	Title    string
	Subtitle string
	Lang     string
	Self     string // address of the feed
	Page     string // address of the answer as a page
	Version  string // of the program
	Rights   string // to whom the words are owed
	Updated  time.Time
	Entries  []Entry // the newest first
}

// Entry is one thing that the answer holds.
type Entry struct {
	ID         string // an address that never changes; the same when the entry is changed by a later act
	Title      string
	Page       string
	Words      string
	Lang       string // of the words
	Updated    time.Time
	Authors    []string // recommending States by name
	Categories []Category
}

// Category is a label of an entry.
type Category struct {
	Scheme string // address of the field: "https://upr.example/api#column-position"
	Term   string // code
	Label  string
}

// Media is the type of a feed in answers.
const Media = "application/atom+xml; charset=utf-8"

// Write writes the feed. Letters that XML does not allow become the sign for what cannot be shown.
func Write(w io.Writer, f Feed) error {
	out := atomFeed{NS: "http://www.w3.org/2005/Atom", Lang: f.Lang, ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Updated: stamp(f.Updated),
		Links:     []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.Page}},
		Generator: atomGenerator{Version: f.Version, Name: "OpenUPR"}, Rights: f.Rights, Author: atomAuthor{"OpenUPR"}}
	for _, e := range f.Entries {
		x := atomEntry{ID: e.ID, Title: e.Title, Updated: stamp(e.Updated), Link: atomLink{Rel: "alternate", Type: "text/html", Href: e.Page},
			Content: atomContent{Type: "text", Lang: e.Lang, Words: e.Words}}
		for _, name := range e.Authors {
			x.Authors = append(x.Authors, atomAuthor{name})
		}
		for _, c := range e.Categories {
			x.Categories = append(x.Categories, atomCategory(c))
		}
		out.Entries = append(out.Entries, x)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	if err := xml.NewEncoder(w).Encode(out); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

type atomFeed struct {
	XMLName   xml.Name      `xml:"feed"`
	NS        string        `xml:"xmlns,attr"`
	Lang      string        `xml:"xml:lang,attr,omitempty"`
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Subtitle  string        `xml:"subtitle,omitempty"`
	Updated   string        `xml:"updated"`
	Author    atomAuthor    `xml:"author"`
	Links     []atomLink    `xml:"link"`
	Rights    string        `xml:"rights,omitempty"`
	Generator atomGenerator `xml:"generator"`
	Entries   []atomEntry   `xml:"entry"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Authors    []atomAuthor   `xml:"author"`
	Link       atomLink       `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Content    atomContent    `xml:"content"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomGenerator struct {
	Version string `xml:"version,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type atomCategory struct {
	Scheme string `xml:"scheme,attr"`
	Term   string `xml:"term,attr"`
	Label  string `xml:"label,attr"`
}

type atomContent struct {
	Type  string `xml:"type,attr"`
	Lang  string `xml:"xml:lang,attr,omitempty"`
	Words string `xml:",chardata"`
}
