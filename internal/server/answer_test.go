package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
)

// Whatever a form says, an answer is one that the question offers or it changes nothing.
func TestHostileAnswersChangeNothing(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Editor)
	before := h.state()
	many := url.Values{"answer": {"by-hand"}}
	for range 5000 {
		many.Add("words", "Do this")
		many.Add("states", "Drellmark")
	}
	for _, q := range h.Keeper.View().Questions() {
		for what, form := range map[string]url.Values{
			"nothing":               {},
			"an unknown choice":     {"answer": {"drop table"}},
			"a choice out of range": {"answer": {"state:99"}},
			"a negative choice":     {"answer": {"state:-1"}},
			"a huge choice":         {"answer": {"label:99999999999999999999"}},
			"another form":          {"answer": {"state:0x0"}},
			"no segments":           {"answer": {"by-hand"}},
			"segments of blanks":    {"answer": {"by-hand"}, "words": {" "}, "states": {" "}},
			"a State of nobody":     {"answer": {"by-hand"}, "words": {"Do this"}, "states": {marked}},
			"more words than names": {"answer": {"by-hand"}, "words": {"Do this", "and that"}, "states": {"Nowhere at all"}},
			"words that are none":   {"answer": {"by-hand"}, "words": {"a\x00b\xff"}, "states": {"Nowhere"}},
			"endless segments":      many,
			"an endless word":       {"answer": {"by-hand"}, "words": {strings.Repeat("x", 900_000)}, "states": {"Nowhere"}},
		} {
			w := b.post("/questions/"+q.ID, form)
			if w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s %s: %s answers %d", q.Kind(), q.ID, what, w.Code)
			}
			if unescaped(w.Body.String()) {
				t.Errorf("%s comes back unescaped", what)
			}
		}
	}
	if after := h.state(); after != before {
		t.Errorf("the record went from %s to %s", before, after)
	}
	h.verified()
	if w := b.post("/questions/no-such-question", url.Values{"answer": {"as-read"}}); w.Code != http.StatusNotFound {
		t.Errorf("a question that is not there answers %d", w.Code)
	}
}

// Words that a person types are kept as letters: nothing in them breaks the record, on either database.
func TestWordsTypedByHandAreKeptAsLetters(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		h := node(t, t.TempDir(), dsn)
		h.addAccount("editor", account.Editor)
		for _, f := range sampleFiles(t) {
			h.bring(f.Name, f.Bytes)
		}
		b := h.as(account.Editor)
		for _, q := range h.Keeper.View().Questions() {
			it, _, ok := q.HeldItem()
			if !ok {
				continue
			}
			w := b.post("/questions/"+q.ID, url.Values{"answer": {"by-hand"}, "words": {"Do\x00 this \xff\xfe" + marked + "\u202e\r\nnow"}, "states": {"France"}, "note": {"a\x00b\xff"}})
			if w.Code != http.StatusSeeOther {
				t.Fatalf("answers %d", w.Code)
			}
			for _, target := range []string{"/reviews/ZZV/4", "/items/" + url.PathEscape(string(it.ID)), "/api/v1/reviews/ZZV/4/items", "/reviews/ZZV/4/items.xlsx"} {
				if w := b.get(target); w.Code >= 500 || unescaped(w.Body.String()) && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
					t.Errorf("%s answers %d", target, w.Code)
				}
			}
			h.verified()
			for _, it := range h.Keeper.View().Reviews()[0].Items {
				for _, s := range it.Segments {
					if strings.ContainsAny(s.Words, "\x00\u202e\r\n\uFFFD") {
						t.Errorf("%s says %q", it.ID, s.Words)
					}
				}
			}
			return
		}
		t.Fatal("the sample has no question that holds an item")
	})
}
