package upr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ItemID is the permanent identifier of an item: "UPR-KAZ-C2-126.27" (handbook, appendix A). With "-s2" it names the
// item's second segment, with "-s2-FRA" the recommendation of one State. An item whose words stand in section I of the
// report has the letter of its clause instead of a number: "UPR-CUB-C1-53.b". A provisional item, made of another
// database's rows while no report is at hand, has a key of its words instead of paragraph and number, behind a P:
// "UPR-CUB-C3-P5d1c09a2b3c4".
type ItemID string

// NewItemID builds the identifier from a review, a paragraph and the item's number or letter inside it.
func NewItemID(r ReviewID, paragraph int, number string) ItemID {
	return ItemID("UPR-" + string(r.State) + "-C" + strconv.Itoa(int(r.Cycle)) + "-" + strconv.Itoa(paragraph) + "." + number)
}

// NewProvisionalID builds the identifier of a provisional item from a key of its words: small hexadecimal digits.
func NewProvisionalID(r ReviewID, key string) ItemID {
	return ItemID("UPR-" + string(r.State) + "-C" + strconv.Itoa(int(r.Cycle)) + "-P" + key)
}

// Provisional says whether the identifier is that of a provisional item.
func (id ItemID) Provisional() bool {
	p, ok := ParseItemRef(string(id))
	return ok && p.Provisional != ""
}

// Segment is the identifier of the item's n-th segment.
func (id ItemID) Segment(n int) string { return string(id) + "-s" + strconv.Itoa(n) }

// Review is the review that the identifier names; ok is false when the identifier has not the right form.
func (id ItemID) Review() (r ReviewID, ok bool) {
	p, ok := ParseItemRef(string(id))
	return p.Review, ok && p.Segment == 0
}

// ItemRef is a parsed identifier.
type ItemRef struct {
	Review    ReviewID
	Paragraph int
	Number    string // "27", or a letter for items of section I
	Segment   int    // 0 when the whole item is named
	State     State  // recommending State, or empty

	Provisional string // the key of a provisional item; paragraph and number are then empty
}

// ID is the item's identifier without segment and State.
func (r ItemRef) ID() ItemID {
	if r.Provisional != "" {
		return NewProvisionalID(r.Review, r.Provisional)
	}
	return NewItemID(r.Review, r.Paragraph, r.Number)
}

// ParseItemRef reads an identifier with or without segment and State. One thing has one identifier: a sign, a leading
// zero or a blank is refused, so that what is read is written again the same.
func ParseItemRef(s string) (ItemRef, bool) {
	part := make([]string, 0, 7)
	for more := true; more && len(part) < cap(part); {
		var one string
		one, s, more = strings.Cut(s, "-")
		part = append(part, one)
	}
	if len(part) < 4 || len(part) > 6 || part[0] != "UPR" {
		return ItemRef{}, false
	}
	var r ItemRef
	c, okc := counting(part[2], "C")
	r.Review = ReviewID{State(part[1]), Cycle(c)}
	if !okc || !r.Review.Valid() {
		return ItemRef{}, false
	}
	if key, ok := strings.CutPrefix(part[3], "P"); ok {
		if !isKey(key) {
			return ItemRef{}, false
		}
		r.Provisional = key
	} else {
		para, num, ok := strings.Cut(part[3], ".")
		if r.Paragraph, okc = counting(para, ""); !okc || !ok || !isNumber(num) {
			return ItemRef{}, false
		}
		r.Number = num
	}
	if len(part) > 4 {
		if r.Segment, okc = counting(part[4], "s"); !okc {
			return ItemRef{}, false
		}
	}
	if len(part) > 5 {
		if r.State = State(part[5]); !r.State.Valid() {
			return ItemRef{}, false
		}
	}
	return r, true
}

// counting reads a number from 1 behind a prefix, as strconv.Itoa writes it.
func counting(s, prefix string) (n int, ok bool) {
	rest, ok := strings.CutPrefix(s, prefix)
	n, err := strconv.Atoi(rest)
	return n, ok && err == nil && n >= 1 && strconv.Itoa(n) == rest
}

// isKey says whether s can be the key of a provisional item.
func isKey(s string) bool {
	if len(s) < 8 || len(s) > 32 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// isNumber says whether s can be an item's number inside its paragraph: a number, a letter, or both as clauses of
// section I have them ("27", "b", "a.ii"); "0" is the whole paragraph.
func isNumber(s string) bool {
	if s == "" || len(s) > 20 {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || part[0] == '0' && part != "0" {
			return false
		}
		for _, c := range []byte(part) {
			if (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	return true
}

// Item is one numbered entry in section II of a Working Group report, or a clause of section I that a lead names.
type Item struct {
	ID        ItemID
	Review    ReviewID
	Symbol    string // of the report that prints it
	Paragraph int    // 0 where the document has none
	Number    string // inside the paragraph; empty where the document has none
	Label     string // as printed: "124.1.", "77. 24"
	Page      int    // 0 where the document has none
	Place     string // page and line, paragraph or row
	Sort      int    // place in the order of the document, from 1
	Texts     []Text // the verbatim text in each language at hand
	Segments  []Segment
	Delivered string // "as read during the interactive dialogue", from a footnote
}

// Origin of a text (architecture: every text is language, text, origin).
type Origin string

const (
	Authentic  Origin = "authentic"  // the language in which the document was issued as original
	Official   Origin = "official"   // official translation: another UN language version of the document
	Own        Origin = "own"        // translation by a user of this record
	Machine    Origin = "machine"    // always labelled
	FromSource Origin = "unverified" // taken from another database or typed
)

// Text is words in a language with their origin. Words are never changed: a correction is a new version.
type Text struct {
	Lang   string // BCP 47: "en", "fr", "es", "ru", "ar", "zh", "kk"
	Words  string
	Origin Origin
	Source Source
}

// Segment is one separately worded recommendation inside an item.
type Segment struct {
	N        int    // from 1
	Words    string // cleaned: without number, brackets of States and terminator
	AsRead   string // own words of an interleaved State, where Words repeats the whole clause
	By       []Attribution
	Language string // of Words; empty means the item's first text's
}

// States that made the segment, in the order in which they are printed.
func (s Segment) States() []State {
	out := make([]State, len(s.By))
	for i, a := range s.By {
		out[i] = a.State
	}
	return out
}

// Attribution is a recommending State of a segment with its name as printed.
type Attribution struct {
	State   State
	Printed string
}

// Pairs counts the (segment, State) pairs of the item: the unit in which UPR Info counts.
func (it Item) Pairs() int {
	n := 0
	for _, s := range it.Segments {
		n += len(s.By)
	}
	return n
}

// States that made any part of the item, each once, in printed order.
func (it Item) States() []State {
	var out []State
	for _, s := range it.Segments {
		for _, a := range s.By {
			if !slices.Contains(out, a.State) {
				out = append(out, a.State)
			}
		}
	}
	return out
}

// Check says which of the invariants the item breaks by itself: I1 (address), I13 (a State does not recommend to
// itself; each State once a segment).
func (it Item) Check() error {
	if r, ok := it.ID.Review(); !ok || r != it.Review {
		return fmt.Errorf("item %q does not belong to review %s", it.ID, it.Review)
	}
	if it.ID != NewItemID(it.Review, it.Paragraph, it.Number) {
		return fmt.Errorf("item %s has the address %d.%s", it.ID, it.Paragraph, it.Number)
	}
	if it.Symbol == "" {
		return fmt.Errorf("item %s has no document symbol", it.ID)
	}
	if len(it.Texts) == 0 || it.Texts[0].Words == "" {
		return fmt.Errorf("item %s has no words", it.ID)
	}
	for i, s := range it.Segments {
		if s.N != i+1 {
			return fmt.Errorf("item %s: segment %d stands in place %d", it.ID, s.N, i+1)
		}
		seen := map[State]bool{}
		for _, a := range s.By {
			switch {
			case !a.State.Valid():
				return fmt.Errorf("item %s: %q is not a State", it.ID, a.Printed)
			case a.State == it.Review.State:
				return fmt.Errorf("item %s: %s recommends to itself", it.ID, a.State)
			case seen[a.State]:
				return fmt.Errorf("item %s: %s twice in segment %d", it.ID, a.State, s.N)
			}
			seen[a.State] = true
		}
	}
	return nil
}

// Pledge is a voluntary commitment that the State under review itself labels so (handbook, 5.6). It has no
// recommending State and no position.
type Pledge struct {
	Review ReviewID
	N      int    // VP-1, VP-2 …; 0 for one that only another keeper's list has
	Key    string // of such a one: a key of its words
	Label  string
	Moment PledgeMoment
	Page   int
	Place  string
	Texts  []Text
}

// ID is the permanent identifier: "UPR-AUS-C1-VP-3", or with the key of its words "UPR-AUS-C1-VP-P5d1c09a2b3c4".
func (p Pledge) ID() string {
	if p.Key != "" {
		return fmt.Sprintf("UPR-%s-C%d-VP-P%s", p.Review.State, p.Review.Cycle, p.Key)
	}
	return fmt.Sprintf("UPR-%s-C%d-VP-%d", p.Review.State, p.Review.Cycle, p.N)
}

// PledgeMoment says when in the review a pledge was made.
type PledgeMoment string

const (
	PledgeBefore PledgeMoment = "before" // national report
	PledgeDuring PledgeMoment = "during" // Working Group report
	PledgeAfter  PledgeMoment = "after"  // addendum, plenary
)
