package followup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Facet is something by which recommendations of a workspace are told apart.
type Facet string

// Facets; each is the name of its values in an address. What a voice says is "assessed.<voice>".
const (
	FacetPosition  Facet = "position"
	FacetLead      Facet = "lead"    // id of a body, or Nothing
	FacetSupport   Facet = "support" // ids of bodies, or Nothing
	FacetStage     Facet = "stage"
	FacetReported  Facet = "reported" // status that the State reports, or Nothing
	FacetOverdue   Facet = "overdue"  // "yes", "no"
	FacetEvidence  Facet = "evidence" // "none", "closed" or "public"
	FacetIndicator Facet = "indicator"
	FacetCluster   Facet = "cluster"
	FacetMeasure   Facet = "measure" // kinds of measures, or Nothing
	FacetKind      Facet = "kind"    // RecItem …
	FacetCycle     Facet = "cycle"
)

// FacetAssessed is the facet of what a voice says: a verdict, or Nothing.
func FacetAssessed(v plan.Voice) Facet { return Facet("assessed." + string(v)) }

// Nothing stands for a value that is not there: nobody leads it, nothing was assessed.
const Nothing = "none"

// Facets in the order in which they are shown.
var Facets = facets()

func facets() []Facet {
	out := []Facet{FacetPosition, FacetLead, FacetSupport, FacetStage, FacetReported}
	for _, v := range plan.OtherVoices {
		out = append(out, FacetAssessed(v))
	}
	return append(out, FacetOverdue, FacetEvidence, FacetIndicator, FacetCluster, FacetMeasure, FacetKind, FacetCycle)
}

// Query asks for recommendations of a workspace. Values of one facet are alternatives, facets narrow each other. It is
// written into an address and read from one.
type Query struct {
	Is    map[Facet][]string
	Words string // each must stand in the recommendation
	Page  int    // from 1
	Per   int    // cards a page; 0: PerPage
}

// Limits of a query. What goes beyond is left out.
const (
	PerPage    = 25
	PerPageMax = 200
	wordsMax   = 200
	valuesMax  = 50
	valueMax   = 100
	pageMax    = 100_000
)

// ParseQuery reads a query from an address. What it does not know is left out.
func ParseQuery(v url.Values) Query {
	q := Query{Is: map[Facet][]string{}, Words: strings.TrimSpace(clip(v.Get("q"), wordsMax)), Page: 1}
	for _, f := range Facets {
		for _, x := range v[string(f)] {
			if x != "" && len(x) <= valueMax && len(q.Is[f]) < valuesMax && !slices.Contains(q.Is[f], x) {
				q.Is[f] = append(q.Is[f], x)
			}
		}
		slices.Sort(q.Is[f])
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 && n <= pageMax {
		q.Page = n
	}
	if n, err := strconv.Atoi(v.Get("per")); err == nil && n >= 1 && n <= PerPageMax && n != PerPage {
		q.Per = n
	}
	return q
}

// Values writes the query for an address: what ParseQuery reads.
func (q Query) Values() url.Values {
	v := url.Values{}
	for f, list := range q.Is {
		for _, x := range list {
			v.Add(string(f), x)
		}
	}
	if q.Words != "" {
		v.Set("q", q.Words)
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	if q.Per > 0 && q.Per != PerPage {
		v.Set("per", strconv.Itoa(q.Per))
	}
	return v
}

// Has says whether a value of a facet is asked for.
func (q Query) Has(f Facet, value string) bool { return slices.Contains(q.Is[f], value) }

// With is the query that also asks for a value, from the first page.
func (q Query) With(f Facet, value string) Query {
	q.Is = q.clone()
	if !slices.Contains(q.Is[f], value) {
		q.Is[f] = append(q.Is[f], value)
		slices.Sort(q.Is[f])
	}
	q.Page = 1
	return q
}

// Without is the query that does not ask for a value, from the first page. Without a value it asks for none of the facet.
func (q Query) Without(f Facet, value string) Query {
	q.Is = q.clone()
	q.Is[f] = slices.DeleteFunc(q.Is[f], func(x string) bool { return x == value || value == "" })
	if len(q.Is[f]) == 0 {
		delete(q.Is, f)
	}
	q.Page = 1
	return q
}

func (q Query) clone() map[Facet][]string {
	out := make(map[Facet][]string, len(q.Is)+1)
	for f, list := range q.Is {
		out[f] = slices.Clone(list)
	}
	return out
}

func clip(s string, n int) string {
	for i := range s {
		if i > n {
			return s[:n]
		}
		if i == n {
			return s[:i]
		}
	}
	return s
}

// values appends the values that a recommendation has of a facet.
func values(to []string, f Facet, r *Rec, c *Card, on upr.Date) []string {
	one := func(s string) []string {
		if s == "" {
			s = Nothing
		}
		return append(to, s)
	}
	many := func(list []string) []string {
		if len(list) == 0 {
			return append(to, Nothing)
		}
		return append(to, list...)
	}
	switch f {
	case FacetPosition:
		return one(string(r.Position))
	case FacetLead:
		return one(c.Lead)
	case FacetSupport:
		return many(c.Support)
	case FacetStage:
		return append(to, string(c.Stage()))
	case FacetReported:
		return one(string(c.Status()))
	case FacetOverdue:
		if c.Overdue(on) {
			return append(to, "yes")
		}
		return append(to, "no")
	case FacetEvidence:
		switch {
		case c.Public > 0:
			return append(to, "public")
		case c.Evidence > 0:
			return append(to, "closed")
		}
		return append(to, Nothing)
	case FacetIndicator:
		return many(c.Indicators)
	case FacetCluster:
		return many(c.Clusters)
	case FacetMeasure:
		for _, m := range c.Measures {
			to = appendOnce(to, string(m.Thing.Kind))
		}
		if len(c.Measures) == 0 {
			to = append(to, Nothing)
		}
		return to
	case FacetKind:
		return append(to, r.Kind)
	case FacetCycle:
		if r.Review.Cycle == 0 {
			return append(to, Nothing)
		}
		return append(to, strconv.Itoa(int(r.Review.Cycle)))
	}
	voice, _ := strings.CutPrefix(string(f), "assessed.")
	n := len(to)
	for _, v := range c.Voices {
		if string(v.Voice) == voice && !slices.Contains(to[n:], string(v.Verdict)) {
			to = append(to, string(v.Verdict))
		}
	}
	if len(to) == n {
		to = append(to, Nothing)
	}
	return to
}
