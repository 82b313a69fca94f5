package corpus

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// row is what is counted of a document, in 24 bytes. A byte is the code of a value; none stands where a further value is
// missing, or where a value is kept elsewhere.
type row struct {
	place                    uint32 // in part.places
	answer                   uint8  // position and action: answersPerPosition
	lang                     uint8  // set of languages
	flags                    uint8
	groups                   uint8 // of the recommending States, a bit each; the first: none
	orgs, orgs2              uint8 // their organisations, likewise
	by, by2, by3             uint8 // recommending States
	issue, issue2, issue3    uint8
	person, person2, person3 uint8 // affected groups
	goal, goal2, goal3       uint8
	treaty, treaty2          uint8
}

const none = 255 // no value, or one that is among the further values

// Flags of a row.
const (
	manyBy      = 1 << iota // recommending States are all among the further values
	furthers                // issues, affected groups, goals or treaties have further values
	siblings                // the item has several segments
	provisional             // made from another database's rows
	manyLangs               // languages are found in the texts
	wide                    // groups or organisations do not fit into their bits
)

// placing is what all segments printed in one place have in common.
type placing struct {
	kind    Kind
	review  upr.ReviewID
	state   upr.State
	session upr.WGSession
	year    int
	symbol  string
	source  string
}

// codes gives numbers to the values of a facet; 0 is always the empty one.
type codes struct {
	values []string
	at     map[string]uint32
}

// mostCodes is how many values a facet may have; the review knows a few hundred at most.
const mostCodes = 1<<16 - 2

func newCodes() *codes { return &codes{values: []string{""}, at: map[string]uint32{"": 0}} }

func (c *codes) of(v string) uint32 {
	n, ok := c.at[v]
	if !ok && len(c.values) > mostCodes {
		return 0
	}
	if !ok {
		n, v = uint32(len(c.values)), strings.Clone(v)
		c.values = append(c.values, v)
		c.at[v] = n
	}
	return n
}

func (c *codes) find(v string) (uint32, bool) {
	n, ok := c.at[v]
	return n, ok
}

// numbered facets by their place in Facets.
const (
	fPosition = iota
	fState
	fBy
	fGroup
	fByGroup
	fOrg
	fByOrg
	fCycle
	fSession
	fYear
	fAction
	fIssue
	fAffected
	fSDG
	fTreaty
	fKind
	fLang
	facetCount
)

// facetOf says which facet a field is.
var facetOf = func() map[query.Field]int {
	m := map[query.Field]int{}
	for i, f := range Facets {
		m[f] = i
	}
	return m
}()

// bearings are what a State has by itself.
type bearings struct {
	group uint32
	orgs  []uint32 // at least one: none is code 0
}

func bearingsOf(s upr.State, groups, orgs *codes) bearings {
	info, _ := reference.State(s)
	b := bearings{group: groups.of(string(info.Group))}
	for _, o := range reference.OrganisationsOf(s) {
		b.orgs = append(b.orgs, orgs.of(o))
	}
	if len(b.orgs) == 0 {
		b.orgs = []uint32{0}
	}
	return b
}

// actions are 1 to 5; 0 is not known. Others do not exist and count as not known.
func actionCode(n int) uint32 {
	if n < 0 || n > 5 {
		return 0
	}
	return uint32(n)
}

const answersPerPosition = 8

// numberText is how a number is written as a value; 0 is not known.
func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// reference orders of values that have one.
var referenceOrder = sync.OnceValue(func() map[query.Field]map[string]int {
	m := map[query.Field]map[string]int{query.Position: {}, query.Issue: {}, query.Affected: {}, query.Treaty: {}, query.Kind: {}}
	for i, p := range upr.Positions {
		m[query.Position][string(p)] = i
	}
	for i, x := range reference.Issues() {
		m[query.Issue][x.Code] = i
	}
	for i, x := range reference.Affected() {
		m[query.Affected][x.Code] = i
	}
	for i, x := range reference.Treaties() {
		m[query.Treaty][x.Code] = i
	}
	for k := Recommendation; k <= OtherMechanism; k++ {
		m[query.Kind][k.String()] = int(k)
	}
	return m
})

// compareValues orders values of a facet as pages show them: in the order of the reference or by number or by code, what
// the reference does not know after that, and the empty value last.
func compareValues(f query.Field, a, b string) int {
	ra, na := valueRank(f, a)
	rb, nb := valueRank(f, b)
	return cmp.Or(cmp.Compare(ra, rb), cmp.Compare(na, nb), cmp.Compare(a, b))
}

func valueRank(f query.Field, v string) (class int, n float64) {
	if v == "" {
		return 2, 0
	}
	if order, ok := referenceOrder()[f]; ok {
		if i, ok := order[v]; ok {
			return 0, float64(i)
		}
		return 1, 0
	}
	switch f {
	case query.Cycle, query.Session, query.Year, query.Action, query.SDG:
		whole, target, _ := strings.Cut(v, ".")
		x, err := strconv.Atoi(whole)
		if err != nil {
			return 1, 0
		}
		y, err := strconv.Atoi(target) // "16.10" after "16.9", "16.b" after both
		if err != nil && target != "" {
			y = 1000
		}
		return 0, float64(x) + float64(min(y, 1000))/1024
	}
	return 0, 0
}

// inOrder is the order of a facet's values.
func inOrder(f query.Field, values []string) []string {
	out := slices.Clone(values)
	slices.SortFunc(out, func(a, b string) int { return compareValues(f, a, b) })
	return out
}
