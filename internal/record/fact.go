// Package record gives the facts of the store their meaning: how each kind of fact is written, and the immutable View
// that every page, search and export reads. A View is derived from facts and is never a second truth; nothing here
// writes to the store.
package record

import (
	"fmt"
	"strconv"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/upr"
)

// Kinds of facts. The order of fields inside a kind is fixed by its encoder and is part of the canonical encoding:
// new fields are only ever added at the end of their group, and empty ones are left out.
const (
	KindDocument = "document" // a file that was taken in; subject: its SHA-256
	KindUnit     = "unit"     // a lead paragraph of a report; subject: "KAZ/2/124"
	KindItem     = "item"     // subject: the permanent identifier
	KindText     = "text"     // an item's words in a further language; subject: the identifier
	KindPosition = "position" // a dated position event; subject: the identifier
	KindComment  = "comment"  // the State's words on an item; subject: the identifier
	KindTag      = "tag"      // a label that a document's author put on an item; subject: the identifier
	KindPledge   = "pledge"   // subject: "UPR-AUS-C1-VP-3"
	KindTally    = "tally"    // an announced count; subject: "KAZ/2"
	KindSourced  = "sourced"  // a sourced value about a review; subject: "KAZ/2"
	KindQuestion = "question" // what waits for a person; subject: the question's id
	KindAnswer   = "answer"   // what a person decided; subject: the question's id

	KindEntry      = "entry"      // a recommendation in another keeper's database; subject: Entry.Subject
	KindMeeting    = "meeting"    // a person's word on where an entry belongs; subject: Entry.Subject
	KindAnnotation = "annotation" // an annotation of OHCHR's index; subject: "uhri/<AnnotationId>"
	KindLabel      = "label"      // a person's word on a label; subject: the segment
	KindTie        = "tie"        // a person's word on two segments that ask the same; subject: "<A> <B>"
)

// Fact is a fact of the record with the review that it belongs to.
type Fact struct {
	ledger.Fact
	Review string // its home: "KAZ/2", or "KAZ/-" for what no review holds; the store keeps it inside the fact under the name "review"
}

// writer collects a fact's fields in order and leaves out empty ones.
type writer struct{ f Fact }

func start(kind, subject string, review upr.ReviewID) *writer {
	return startAt(kind, subject, Home(review))
}

// startAt begins a fact at its home: see Home and HomeOf.
func startAt(kind, subject, home string) *writer {
	return &writer{Fact{Fact: ledger.Fact{Kind: kind, Subject: subject}, Review: home}}
}

func (w *writer) put(name, value string) {
	if value != "" {
		w.f.Fields = append(w.f.Fields, ledger.Field{Name: name, Value: value})
	}
}

func (w *writer) list(name string, values []string) {
	for _, v := range values {
		w.put(name, v)
	}
}

func (w *writer) num(name string, n int) {
	if n != 0 {
		w.put(name, strconv.Itoa(n))
	}
}

func (w *writer) source(prefix string, s upr.Source) {
	w.put(prefix+"symbol", s.Symbol)
	w.put(prefix+"para", s.Para)
	w.num(prefix+"page", s.Page)
	w.put(prefix+"sha256", s.SHA256)
}

// fieldReader walks a fact's fields and keeps the first error.
type fieldReader struct {
	fact ledger.Fact
	err  error
}

func (r *fieldReader) fail(name, want string) {
	if r.err == nil {
		r.err = fmt.Errorf("fact %s %s: field %q is not %s", r.fact.Kind, r.fact.Subject, name, want)
	}
}

func (r *fieldReader) num(f ledger.Field) int {
	n, err := strconv.Atoi(f.Value)
	if err != nil {
		r.fail(f.Name, "a number")
	}
	return n
}

func (r *fieldReader) date(f ledger.Field) upr.Date {
	d, err := upr.ParseDate(f.Value)
	if err != nil {
		r.fail(f.Name, "a day")
	}
	return d
}

// sourceField reads one field of a source; ok is false when the field is none of them.
func (r *fieldReader) sourceField(s *upr.Source, prefix string, f ledger.Field) (ok bool) {
	switch f.Name {
	case prefix + "symbol":
		s.Symbol = f.Value
	case prefix + "para":
		s.Para = f.Value
	case prefix + "page":
		s.Page = r.num(f)
	case prefix + "sha256":
		s.SHA256 = f.Value
	default:
		return false
	}
	return true
}

// SHA256 is the fingerprint of the file that a fact was read from; empty for facts that a person entered.
func (f Fact) SHA256() string {
	if f.Kind == KindDocument {
		return f.Subject
	}
	for _, x := range f.Fields {
		if x.Name == "sha256" {
			return x.Value
		}
	}
	return ""
}

// PositionOf reads a position fact; ok is false for facts of other kinds.
func PositionOf(f Fact) (upr.PositionEvent, bool) {
	if f.Kind != KindPosition {
		return upr.PositionEvent{}, false
	}
	e, err := readPosition(f.Fact)
	return e, err == nil
}

// FirstText reads the words of an item fact; ok is false for facts of other kinds.
func FirstText(f Fact) (upr.Text, bool) {
	if f.Kind != KindItem {
		return upr.Text{}, false
	}
	it, _, err := readItem(f.Fact)
	return it.Texts[0], err == nil
}

// ItemOf reads an item fact; ok is false for facts of other kinds.
func ItemOf(f Fact) (upr.Item, ReadBy, bool) {
	if f.Kind != KindItem {
		return upr.Item{}, ReadBy{}, false
	}
	it, by, err := readItem(f.Fact)
	return it, by, err == nil
}
