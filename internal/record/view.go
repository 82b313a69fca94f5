package record

import (
	"slices"
	"time"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// View is the record at one act, derived from its facts. It is immutable: readers share it, and a later act makes a
// new one that shares the reviews it did not touch.
type View struct {
	Act     uint64    // number of the last act that it holds
	At      time.Time // of that act; zero for an empty record
	Root    string    // tree head, base64
	reviews map[upr.ReviewID]*Review
	made    map[upr.State][]*Review // reviews in which the State made a recommendation

	mechanisms map[upr.State]*Mechanisms
	documents  map[string]inReview // by fingerprint
}

// Review is one State's review in one cycle, as the record knows it.
type Review struct {
	ID        upr.ReviewID
	Documents []*Document // in the order in which they came
	Units     []Unit
	Items     []*Item // in document order
	Pledges   []upr.Pledge
	Tallies   []upr.Tally
	Facts     []Sourced
	Questions []*Question // that wait
	Answers   []Answer

	Entries     []*Entry      // of other keepers' databases
	Placings    []Placing     // of people, on where rows belong
	Provisional []*Item       // made of entries while no report is at hand; absorbed when it comes
	Annotations []*Annotation // of OHCHR's index on this review
	Labels      []Label       // of people, on segments of this review
	Ties        []Tie         // of people, each kept with the review of A

	LastAct  uint64
	Count    upr.Count // items by current position
	Segments upr.Count
	Pairs    upr.Count

	ProvisionalCount upr.Count // provisional items by the position that their keeper gives; in no other count

	byID    map[upr.ItemID]*Item
	pledged map[string]string       // by an entry's subject: the pledge that it is
	madeOf  map[upr.ItemID][]*Entry // of which each provisional item was made
	makers  []upr.State             // of its items, each once
}

// Item with everything the record knows of it.
type Item struct {
	upr.Item
	By       ReadBy
	Events   []upr.PositionEvent // as it stood: by stage and date
	EventAct []uint64            // act that brought each event
	Position upr.Position        // current
	Claim    upr.Claim           // of the latest event that carries one
	Comments []Comment
	Tags     []Tag
	FactID   store.FactID
	Act      uint64 // that brought its present words
}

// WaitingItems counts items that are read but wait for a person: those that the record does not hold from another
// document meanwhile, each once.
func (r *Review) WaitingItems() int {
	waits := map[upr.ItemID]bool{}
	for _, q := range r.Questions {
		if it, _, ok := q.HeldItem(); ok && r.byID[it.ID] == nil {
			waits[it.ID] = true
		}
	}
	return len(waits)
}

// Item of the review by its identifier.
func (r *Review) Item(id upr.ItemID) (*Item, bool) {
	it, ok := r.byID[id]
	return it, ok
}

// Document of a kind that came last; nil when there is none. lang may be empty for any.
func (r *Review) Document(kind reading.Kind, lang string) *Document {
	for _, d := range slices.Backward(r.Documents) {
		if d.Kind == kind && (lang == "" || d.Lang == lang) {
			return d
		}
	}
	return nil
}

// Review by its identifier; ok is false when the record holds nothing of it.
func (v *View) Review(id upr.ReviewID) (*Review, bool) {
	r, ok := v.reviews[id]
	return r, ok
}

// Reviews in the order of State code and cycle.
func (v *View) Reviews() []*Review {
	out := make([]*Review, 0, len(v.reviews))
	for _, r := range v.reviews {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *Review) int { return compareReviews(a.ID, b.ID) })
	return out
}

// Received are the reviews of a State under review that the record holds, by cycle.
func (v *View) Received(s upr.State) []*Review {
	var out []*Review
	for _, r := range v.Reviews() {
		if r.ID.State == s {
			out = append(out, r)
		}
	}
	return out
}

// Made are the recommendations of a recommending State: its items by review, in the order of cycle and State code.
func (v *View) Made(s upr.State) []MadeIn {
	var out []MadeIn
	for _, r := range v.made[s] {
		m := MadeIn{Review: r, Items: upr.Count{Unit: upr.UnitItem}, Pairs: upr.Count{Unit: upr.UnitPair}}
		for _, it := range r.Items {
			n := 0
			for _, seg := range it.Segments {
				if slices.Contains(seg.States(), s) {
					n++
				}
			}
			if n > 0 {
				m.Which = append(m.Which, it)
				m.Items.Add(it.Position, 1)
				m.Pairs.Add(it.Position, n)
			}
		}
		out = append(out, m)
	}
	return out
}

// MadeIn is what a State recommended in one review.
type MadeIn struct {
	Review *Review
	Which  []*Item
	Items  upr.Count
	Pairs  upr.Count
}

// Item anywhere in the record.
func (v *View) Item(id upr.ItemID) (*Item, *Review, bool) {
	rid, ok := id.Review()
	if !ok {
		return nil, nil, false
	}
	r, ok := v.reviews[rid]
	if !ok {
		return nil, nil, false
	}
	it, ok := r.byID[id]
	return it, r, ok
}

// Document by its fingerprint.
func (v *View) Document(sha string) (*Document, *Review, bool) {
	in, ok := v.documents[sha]
	return in.Document, in.Review, ok
}

// inReview is a document with its review.
type inReview struct {
	Document *Document
	Review   *Review
}

// Questions that wait anywhere, by review and in the order in which they came.
func (v *View) Questions() []*Question {
	var out []*Question
	for _, r := range v.Reviews() {
		out = append(out, r.Questions...)
	}
	return out
}

// Question by its identifier.
func (v *View) Question(id string) (*Question, bool) {
	for _, r := range v.reviews {
		for _, q := range r.Questions {
			if q.ID == id {
				return q, true
			}
		}
	}
	return nil, false
}

func compareReviews(a, b upr.ReviewID) int {
	switch {
	case a.State < b.State:
		return -1
	case a.State > b.State:
		return 1
	default:
		return int(a.Cycle) - int(b.Cycle)
	}
}
