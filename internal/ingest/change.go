package ingest

import (
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/reading"
)

// trackedChange is the kind of the question about words that carry a tracked change.
const trackedChange = "tracked-change"

// wordsOfItsOwn is how long a changed passage must be, in letters and digits, to be found again by its words.
const wordsOfItsOwn = 12

// changedPassages asks about what carries a tracked change: the text stands as accepted, and a person says whether it
// was. A change in an item concerns the item, one in a lead sentence every item below it, and one in a document that
// answers by number the whole document.
func changedPassages(doc *document.Document, r *reading.Reading) {
	places := map[string]bool{}
	var texts []string
	for _, b := range doc.Blocks {
		if !b.Change {
			continue
		}
		places[b.Place()] = true
		if t := foldWords(b.Text); len(t) >= wordsOfItsOwn {
			texts = append(texts, t)
		}
		if len(r.Items) == 0 && len(r.Events) > 0 {
			r.Questions = append(r.Questions, reading.Question{Kind: trackedChange, Page: b.Page, Place: b.Place()})
		}
	}
	if len(places) == 0 {
		return
	}
	leads := map[int]bool{}
	for _, u := range r.Units {
		leads[u.Paragraph] = leads[u.Paragraph] || holdsAny(foldWords(u.Lead), texts)
	}
	for i := range r.Items {
		it := &r.Items[i]
		if places[it.Place] || leads[it.Paragraph] || len(it.Texts) > 0 && holdsAny(foldWords(it.Texts[0].Words), texts) {
			it.Questions = append(it.Questions, reading.Question{Kind: trackedChange, Item: it.ID, Page: it.Page, Place: it.Place})
		}
	}
}

// holdsAny says whether words hold one of the passages, or are a part of one.
func holdsAny(words string, passages []string) bool {
	for _, p := range passages {
		if len(words) >= wordsOfItsOwn && (strings.Contains(words, p) || strings.Contains(p, words)) {
			return true
		}
	}
	return false
}
