package followup

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// scan goes through the recommendations of a workspace once for a query.
type scan struct {
	v      *View
	recs   *Recs
	on     upr.Date
	words  []string
	asked  uint32   // facets of which values are asked for, as bits by their places in Facets
	wanted []bool   // by symbol
	all    []symbol // numbered so far
	facet  []uint8
	counts []int32 // by symbol

	stages map[Stage]uint32 // symbols
	late   [2]uint32        // not overdue, overdue
}

func (v *View) scan(recs *Recs, q Query, on upr.Date) *scan {
	s := &scan{v: v, recs: recs, on: on, words: strings.Fields(fold(q.Words)), stages: make(map[Stage]uint32, len(Stages))}
	for _, stage := range Stages {
		s.stages[stage] = recs.symbols.number(FacetStage, string(stage))
	}
	s.late = [2]uint32{recs.symbols.number(FacetOverdue, "no"), recs.symbols.number(FacetOverdue, "yes")}
	s.all, s.facet = recs.symbols.known()
	s.counts, s.wanted = make([]int32, len(s.all)), make([]bool, len(s.all))
	for i, f := range Facets {
		if len(q.Is[f]) > 0 {
			s.asked |= 1 << i
		}
	}
	if s.asked != 0 {
		for i, x := range s.all {
			s.wanted[i] = slices.Contains(q.Is[Facets[x.facet]], x.value)
		}
	}
	return s
}

// each tells of every recommendation that has the words asked for: the facets that it does not meet, as bits, and the
// symbols of its values. Those that miss more than one facet are left out: they count nowhere.
func (s *scan) each(tell func(r *Rec, misses uint32, has *[3][]uint32)) {
	var more [2]uint32
	cards := s.v.cardsOf(s.recs)
next:
	for i, r := range s.recs.All {
		for _, w := range s.words {
			if !strings.Contains(r.folded, w) {
				continue next
			}
		}
		has := [3][]uint32{r.symbols, s.recs.symbols.blank, more[:]}
		more = [2]uint32{s.stages[StageUnassigned], s.late[0]}
		if c := cards[i]; c != nil {
			has[1], more[0] = c.symbols, c.settled
			if under := s.v.under(c); under != nil {
				more[0] = s.stages[Stage(under.Thing.Step)]
			}
			if c.Overdue(s.on) {
				more[1] = s.late[1]
			}
		}
		misses := s.asked
		if misses != 0 {
			for _, list := range has {
				for _, x := range list {
					if s.wanted[x] {
						misses &^= 1 << s.facet[x]
					}
				}
			}
			if bits.OnesCount32(misses) > 1 {
				continue
			}
		}
		tell(r, misses, &has)
	}
}

// count counts the values of a recommendation: each facet as if nothing were asked of it.
func (s *scan) count(misses uint32, has *[3][]uint32) {
	for _, list := range has {
		for _, x := range list {
			if misses == 0 || misses == 1<<s.facet[x] {
				s.counts[x]++
			}
		}
	}
}

// counted are the values counted, by facet, the most first.
func (s *scan) counted() map[Facet][]Counted {
	out := make(map[Facet][]Counted, len(Facets))
	for i, n := range s.counts {
		if n > 0 {
			f := Facets[s.facet[i]]
			out[f] = append(out[f], Counted{s.all[i].value, int(n)})
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b Counted) int {
			if a.N != b.N {
				return b.N - a.N
			}
			return strings.Compare(a.Value, b.Value)
		})
	}
	return out
}
