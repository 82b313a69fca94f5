package feed_test

import (
	"bytes"
	"encoding/xml"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/output/feed"
)

// read is a feed as a stranger's program sees it.
type read struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID       string   `xml:"id"`
		Title    string   `xml:"title"`
		Updated  string   `xml:"updated"`
		Authors  []string `xml:"author>name"`
		Category []struct {
			Term string `xml:"term,attr"`
		} `xml:"category"`
		Content string `xml:"content"`
	} `xml:"entry"`
}

func TestAFeedIsReadAsItWasWritten(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	words := rapid.StringOfN(rapid.SampledFrom([]rune("ab Zқ“’é,;\"'\t\n=<&>🙂中")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		title, text := words.Draw(t, "title"), words.Draw(t, "words")
		f := feed.Feed{ID: "https://upr.example/search?q=wells", Title: title, Self: "https://upr.example/search.atom?q=wells", Page: "https://upr.example/search?q=wells", Updated: at,
			Entries: []feed.Entry{{ID: "https://upr.example/id/UPR-ZZV-C2-9.1-s1", Title: "9.1", Words: text, Updated: at, Authors: []string{"Fiji", "Chad"}, Categories: []feed.Category{{Term: "noted"}}}}}
		var b bytes.Buffer
		if err := feed.Write(&b, f); err != nil {
			t.Fatal(err)
		}
		var got read
		if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%v in %s", err, &b)
		}
		if got.ID != f.ID || got.Title != title || got.Updated != "2026-11-23T12:00:00Z" || len(got.Links) != 2 || got.Links[0].Href != f.Self {
			t.Fatalf("%+v", got)
		}
		e := got.Entries[0]
		if e.ID != f.Entries[0].ID || e.Content != text || e.Category[0].Term != "noted" || cmp.Diff([]string{"Fiji", "Chad"}, e.Authors) != "" {
			t.Fatalf("%+v", e)
		}
	})
}

func TestLettersThatXMLDoesNotAllowLeaveASoundFeed(t *testing.T) {
	var b bytes.Buffer
	if err := feed.Write(&b, feed.Feed{Title: "\x00\x1b\ufffe", Entries: []feed.Entry{{Words: "\x01 wells"}}}); err != nil {
		t.Fatal(err)
	}
	var got read
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, &b)
	}
}
