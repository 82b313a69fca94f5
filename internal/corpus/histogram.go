package corpus

import (
	"math/bits"

	"github.com/openupr/openupr/internal/upr"
)

// histograms count the bytes of rows. The last place of each takes what is no value.
type histograms struct {
	answer, lang, groups, orgs, orgs2, by, issue, person, goal, treaty [256]uint32

	place  []uint32
	weight [256]uint32 // pairs that a recommending State's byte makes
}

// begin clears the histograms for a part and says which pairs count; nil is all.
func (h *histograms) begin(p *part, chosen []bool) {
	place := h.place
	if cap(place) < len(p.places) {
		place = make([]uint32, len(p.places))
	}
	*h = histograms{place: place[:len(p.places)]}
	clear(h.place)
	for by := 1; by < min(none, len(p.bearings)); by++ {
		if chosen == nil || chosen[by] {
			h.weight[by] = 1
		}
	}
}

// expand adds what the histograms counted to the tally.
func (c *counting) expand() {
	p, h, counts := c.p, c.h, &c.t.counts
	c.expandPlaces()
	for a, n := range h.answer {
		if n > 0 {
			counts[fPosition][a/answersPerPosition] += int32(n)
			counts[fAction][a%answersPerPosition] += int32(n)
		}
	}
	if c.only != everyFacet {
		return
	}
	for s, n := range h.lang[:len(p.langSets)] {
		if n > 0 {
			for _, v := range p.langSets[s] {
				counts[fLang][v] += int32(n)
			}
		}
	}
	addBytes(counts[fIssue], &h.issue)
	addBytes(counts[fAffected], &h.person)
	addBytes(counts[fSDG], &h.goal)
	addBytes(counts[fTreaty], &h.treaty)
	addBytes(counts[fBy], &h.by)
	if c.unit != upr.UnitPair {
		addBits(counts[fByGroup], &h.groups, 0)
		addBits(counts[fByOrg], &h.orgs, 0)
		addBits(counts[fByOrg], &h.orgs2, 8)
		return
	}
	for by, n := range counts[fBy] { // each pair has one State's
		if n > 0 {
			b := &p.bearings[by]
			counts[fByGroup][b.group] += n
			for _, o := range b.orgs {
				counts[fByOrg][o] += n
			}
		}
	}
}

// addBytes adds the counts of codes.
func addBytes(counts []int32, h *[256]uint32) {
	for v, n := range h[:min(none, len(counts))] {
		counts[v] += int32(n)
	}
}

// addBits adds the counts of masks to the codes of their bits.
func addBits(counts []int32, h *[256]uint32, first int) {
	for mask, n := range h {
		if n > 0 {
			for m := uint(mask); m != 0; m &= m - 1 {
				counts[first+bits.TrailingZeros(m)] += int32(n)
			}
		}
	}
}

// expandPlaces adds the facets that follow from the place.
func (c *counting) expandPlaces() {
	counts := &c.t.counts
	for at, n := range c.h.place {
		if n == 0 {
			continue
		}
		k, w := &c.p.placed[at], int32(n)
		b := &c.p.bearings[k.state]
		counts[fState][k.state] += w
		counts[fGroup][b.group] += w
		for _, o := range b.orgs {
			counts[fOrg][o] += w
		}
		counts[fCycle][k.cycle] += w
		counts[fSession][k.session] += w
		counts[fYear][k.year] += w
		counts[fKind][k.kind] += w
	}
}
