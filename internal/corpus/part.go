package corpus

import (
	"math/bits"
	"sync/atomic"
)

// part is an index over documents in their order. It is immutable and holds few pointers: what there is of every
// document lies in flat columns.
type part struct {
	docs  int
	rows  []row
	items int      // distinct
	item  []uint32 // number of the item of each document, growing

	places []placing
	placed []placeCodes // of each place
	runs   []run        // documents of one place that stand together

	further   []uint16 // see furtherOf
	furtherAt []uint32 // of each document with the flag

	codes    [facetCount]*codes
	bearings []bearings        // of each State code
	sets     [facetCount][]set // documents of each value; nil for what follows from places that are long runs
	all      [3]*tally         // what everything counts, by unit: items, segments, pairs
	family   []uint32          // documents whose item has several
	bytes    byteColumns

	crossings [facetCount][facetCount][3]atomic.Pointer[plane] // of everything, by unit; nil until asked for

	stored
	texts
}

// placeCodes are the facets that follow from a place.
type placeCodes struct{ state, cycle, session, year, kind uint32 }

// run is where documents of a place begin; it ends where the next one begins.
type run struct{ from, place uint32 }

// placeFacet says whether a facet follows from the place.
func placeFacet(f int) bool {
	switch f {
	case fState, fGroup, fOrg, fCycle, fSession, fYear, fKind:
		return true
	}
	return false
}

// ofPlace gives the codes of a place in a facet that follows from it.
func (p *part) ofPlace(place uint32, f int, buf []uint32) []uint32 {
	c := &p.placed[place]
	switch f {
	case fState:
		return append(buf, c.state)
	case fGroup:
		return append(buf, p.bearings[c.state].group)
	case fOrg:
		return append(buf, p.bearings[c.state].orgs...)
	case fCycle:
		return append(buf, c.cycle)
	case fSession:
		return append(buf, c.session)
	case fYear:
		return append(buf, c.year)
	default:
		return append(buf, c.kind)
	}
}

// values gives the codes of a document in a facet, each once and at least one; 0 is that it has none.
func (p *part) values(d uint32, f int, buf []uint32) []uint32 {
	r := &p.rows[d]
	switch f {
	case fPosition:
		return append(buf, uint32(r.answer/answersPerPosition))
	case fAction:
		return append(buf, uint32(r.answer%answersPerPosition))
	case fBy:
		return p.by(d, buf)
	case fByGroup:
		if r.flags&wide == 0 {
			return appendBits(buf, uint32(r.groups))
		}
		return p.borne(d, buf, func(b *bearings) []uint32 { return []uint32{b.group} })
	case fByOrg:
		if r.flags&wide == 0 {
			return appendBits(buf, uint32(r.orgs)|uint32(r.orgs2)<<8)
		}
		return p.borne(d, buf, func(b *bearings) []uint32 { return b.orgs })
	case fIssue:
		return p.listed(d, r, r.issue, r.issue2, r.issue3, 1, buf)
	case fAffected:
		return p.listed(d, r, r.person, r.person2, r.person3, 2, buf)
	case fSDG:
		return p.listed(d, r, r.goal, r.goal2, r.goal3, 3, buf)
	case fTreaty:
		return p.listed(d, r, r.treaty, r.treaty2, none, 4, buf)
	case fLang:
		if r.flags&manyLangs == 0 {
			return append(buf, p.langSets[r.lang]...)
		}
		return p.langsOf(d, buf)
	default:
		return p.ofPlace(r.place, f, buf)
	}
}

func (p *part) listed(d uint32, r *row, first, second, third uint8, list int, buf []uint32) []uint32 {
	if first != none {
		buf = append(buf, uint32(first))
	}
	if second != none {
		buf = append(buf, uint32(second))
	}
	if third != none {
		buf = append(buf, uint32(third))
	}
	if r.flags&furthers != 0 {
		for _, v := range p.furtherOf(d, list) {
			buf = append(buf, uint32(v))
		}
	}
	return buf
}

// by gives the codes of the recommending States, or 0 when there are none.
func (p *part) by(d uint32, buf []uint32) []uint32 {
	r := &p.rows[d]
	if r.flags&manyBy != 0 {
		for _, s := range p.furtherOf(d, 0) {
			buf = append(buf, uint32(s))
		}
		return buf
	}
	buf = append(buf, uint32(r.by))
	if r.by2 != none {
		buf = append(buf, uint32(r.by2))
	}
	if r.by3 != none {
		buf = append(buf, uint32(r.by3))
	}
	return buf
}

// borne is what the recommending States of a document have by themselves, each once.
func (p *part) borne(d uint32, buf []uint32, of func(*bearings) []uint32) []uint32 {
	from := len(buf)
	var few [32]uint32
	for _, s := range p.by(d, few[:0]) {
		for _, c := range of(&p.bearings[s]) {
			if c != 0 {
				buf = appendOnce(buf, from, c)
			}
		}
	}
	return orNone(buf, from)
}

func appendBits(buf []uint32, mask uint32) []uint32 {
	for ; mask != 0; mask &= mask - 1 {
		buf = append(buf, uint32(bits.TrailingZeros32(mask)))
	}
	return buf
}

func appendOnce(buf []uint32, from int, v uint32) []uint32 {
	for _, x := range buf[from:] {
		if x == v {
			return buf
		}
	}
	return append(buf, v)
}

func orNone(buf []uint32, from int) []uint32 {
	if len(buf) == from {
		return append(buf, 0)
	}
	return buf
}

// The further values of a document are five lists one after another, each behind its length: recommending States,
// issues, affected groups, goals, treaties.
const furtherLists = 5

// furtherOf is one of the lists of a document that has the flag manyBy or furthers.
func (p *part) furtherOf(d uint32, list int) []uint16 {
	at := p.furtherAt[d]
	for ; list > 0; list-- {
		at += uint32(p.further[at]) + 1
	}
	n := uint32(p.further[at])
	return p.further[at+1 : at+1+n]
}

// span of a run.
func (p *part) span(i int) span {
	if i+1 < len(p.runs) {
		return span{p.runs[i].from, p.runs[i+1].from}
	}
	return span{p.runs[i].from, uint32(p.docs)}
}

// everything is the set of all documents.
func (p *part) everything() set {
	if p.docs == 0 {
		return set{}
	}
	return spanSet([]span{{0, uint32(p.docs)}})
}
