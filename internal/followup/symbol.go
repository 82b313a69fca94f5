package followup

import (
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// symbols number the values of facets of one workspace, so that counting them for thousands of recommendations is adding to
// places of a list. Numbers are only ever added.
type symbols struct {
	mu    sync.RWMutex
	of    map[symbol]uint32
	all   []symbol
	facet []uint8 // of each, as a place in Facets
	blank []uint32
}

// symbol is a value of a facet; the facet is its place in Facets.
type symbol struct {
	facet uint8
	value string
}

func newSymbols() *symbols {
	s := &symbols{of: map[symbol]uint32{}}
	s.blank = s.ofCard(&Card{})
	for _, stage := range Stages {
		s.number(FacetStage, string(stage))
	}
	s.number(FacetOverdue, "yes")
	s.number(FacetOverdue, "no")
	return s
}

// number of a value; a new one gets the next.
func (s *symbols) number(f Facet, value string) uint32 {
	k := symbol{uint8(slices.Index(Facets, f)), value}
	s.mu.RLock()
	n, ok := s.of[k]
	s.mu.RUnlock()
	if ok {
		return n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.of[k]; ok {
		return n
	}
	n = uint32(len(s.all))
	s.of[k] = n
	s.all, s.facet = append(s.all, k), append(s.facet, k.facet)
	return n
}

// known are the values numbered so far. What is given stays as it is.
func (s *symbols) known() (all []symbol, facet []uint8) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.all, s.facet
}

// Facets that follow from the recommendation, and those that follow from its card alone: the rest depends on who reads and when.
var (
	recFacets  = []Facet{FacetPosition, FacetKind, FacetCycle}
	cardFacets = slices.DeleteFunc(slices.Clone(Facets), func(f Facet) bool {
		return f == FacetStage || f == FacetOverdue || slices.Contains(recFacets, f)
	})
)

func (s *symbols) ofCard(c *Card) []uint32 { return s.numbers(cardFacets, &Rec{}, c) }

func (s *symbols) ofRec(r *Rec) []uint32 { return s.numbers(recFacets, r, &Card{}) }

func (s *symbols) numbers(facets []Facet, r *Rec, c *Card) []uint32 {
	var out []uint32
	var buf []string
	for _, f := range facets {
		buf = values(buf[:0], f, r, c, upr.Date{})
		for _, x := range buf {
			out = append(out, s.number(f, x))
		}
	}
	return slices.Clip(out)
}
