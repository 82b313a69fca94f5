// Package upr is the language of the Universal Periodic Review: States, cycles, sessions, reviews, items, positions and
// the rules between them. It knows no file, no database and no page, and imports only the standard library.
//
// Rules carry their UN source. A rule that could not be confirmed against its source is marked unconfirmed in the
// dated data of package reference, never hidden here as a constant.
package upr

import (
	"fmt"
	"strconv"
	"strings"
)

// State is the UN-protocol code of a State: ISO 3166-1 alpha-3, with VAT (Holy See) and PSE (State of Palestine) as
// observers. Identity is by code; names are shown as printed in the source (handbook, I9).
type State string

// Valid says whether s has the form of a code. Whether such a State exists is for package reference to know.
func (s State) Valid() bool {
	if len(s) != 3 {
		return false
	}
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// Group is one of the five regional groups of the United Nations.
type Group string

const (
	Africa  Group = "AFR"
	Asia    Group = "APG" // Asia-Pacific
	EEG     Group = "EEG" // Eastern European
	GRULAC  Group = "GRULAC"
	WEOG    Group = "WEOG" // Western European and others
	NoGroup Group = ""
)

// Cycle of the review: 1 (2008–2011), 2 (2012–2016), 3 (2017–2022), 4 (from November 2022).
type Cycle int

// ReviewID is one State's review in one cycle.
type ReviewID struct {
	State State
	Cycle Cycle
}

// String is the form used in addresses and facts: "KAZ/2".
func (r ReviewID) String() string { return string(r.State) + "/" + strconv.Itoa(int(r.Cycle)) }

// Valid says whether both parts have a possible value.
func (r ReviewID) Valid() bool { return r.State.Valid() && r.Cycle >= 1 && r.Cycle <= 9 }

// ParseReviewID reads the form that String writes; letters may be small.
func ParseReviewID(s string) (ReviewID, error) {
	st, c, _ := strings.Cut(s, "/")
	n, ok := counting(c, "")
	r := ReviewID{State(strings.ToUpper(st)), Cycle(n)}
	if len(st) != 3 || !ok || !r.Valid() { // the length first: some letters outside ASCII have capitals inside it
		return ReviewID{}, fmt.Errorf("%q is not a review: expected a State code and a cycle, such as KAZ/2", s)
	}
	return r, nil
}
