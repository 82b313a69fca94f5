package corpus

import (
	"github.com/openupr/openupr/internal/upr"
)

// tally counts documents and the values of their facets in one unit.
type tally struct {
	totals Totals
	counts [facetCount][]int32 // by code
}

func (p *part) newTally() *tally {
	t := &tally{}
	size := 0
	for f := range t.counts {
		size += len(p.codes[f].values)
	}
	all := make([]int32, size)
	for f := range t.counts {
		n := len(p.codes[f].values)
		t.counts[f], all = all[:n:n], all[n:]
	}
	return t
}

// counter of a search: what is counted of the documents found, in one pass.
type counting struct {
	p      *part
	unit   upr.Unit
	chosen []bool // recommending States whose pairs count; nil: all
	t      *tally
	h      *histograms
	run    []uint32 // documents of one item with several segments
	seen   [facetCount][]uint32
	stamp  uint32
}

// histograms count the bytes of rows. The last place of each takes what is no value.
type histograms struct {
	answer, by, issue, person, goal, treaty, lang [256]uint32
	place                                         []uint32
	weight                                        [256]uint32 // pairs of a document by its byte of recommending State
}

// count everything in a set.
func (p *part) count(s set, unit upr.Unit, chosen []bool, h *histograms) *tally {
	c := counting{p: p, unit: unit, chosen: chosen, t: p.newTally(), h: h}
	h.clear(len(p.places))
	for by := range h.weight {
		switch {
		case by == 0 || by == none || by >= len(p.bearings):
			h.weight[by] = 0
		case chosen == nil || chosen[by]:
			h.weight[by] = 1
		default:
			h.weight[by] = 0
		}
	}
	s.blocks(func(docs []uint32) bool {
		if unit == upr.UnitPair {
			c.pairs(docs)
		} else {
			c.segments(docs)
		}
		return true
	})
	c.flush()
	c.t.totals.Segments = s.n
	c.t.totals.Items += s.n
	c.expand()
	return c.t
}

func (h *histograms) clear(places int) {
	w, place := h.weight, h.place
	*h = histograms{weight: w}
	if cap(place) < places {
		place = make([]uint32, places)
	}
	h.place = place[:places]
	clear(h.place)
}

// segments counts each document once. Most rows need nothing else.
func (c *counting) segments(docs []uint32) {
	rows, h := c.p.rows, c.h
	pairs := uint32(0)
	var odd [blockSize + 64]uint32
	n := 0
	for _, d := range docs {
		r := &rows[d]
		h.place[r.place]++
		h.answer[r.answer]++
		h.by[r.by]++
		h.issue[r.issue]++
		h.issue[r.issue2]++
		h.person[r.person]++
		h.person[r.other]++
		h.goal[r.goal]++
		h.goal[r.goal2]++
		h.treaty[r.treaty]++
		h.treaty[r.treaty2]++
		h.lang[r.lang]++
		pairs += h.weight[r.by]
		odd[n] = d
		if r.flags&^provisional != 0 {
			n++
		}
	}
	c.t.totals.Pairs += int(pairs)
	for _, d := range odd[:n] {
		c.odd(d, 1)
	}
}

// pairs counts each document as often as it has recommending States that count.
func (c *counting) pairs(docs []uint32) {
	rows, h := c.p.rows, c.h
	pairs := uint32(0)
	var odd [blockSize + 64]uint32
	n := 0
	for _, d := range docs {
		r := &rows[d]
		w := h.weight[r.by]
		if r.flags&manyBy != 0 {
			w = c.manyPairs(d)
		} else {
			pairs += w
		}
		h.place[r.place] += w
		h.answer[r.answer] += w
		h.by[r.by] += w
		h.issue[r.issue] += w
		h.issue[r.issue2] += w
		h.person[r.person] += w
		h.person[r.other] += w
		h.goal[r.goal] += w
		h.goal[r.goal2] += w
		h.treaty[r.treaty] += w
		h.treaty[r.treaty2] += w
		h.lang[r.lang] += w
		odd[n] = d
		if r.flags&^provisional != 0 {
			n++
		}
	}
	c.t.totals.Pairs += int(pairs)
	for _, d := range odd[:n] {
		r := &rows[d]
		w := h.weight[r.by]
		if r.flags&manyBy != 0 {
			w = c.manyPairs(d)
		}
		c.odd(d, int32(w))
	}
}

// manyPairs of a document with several recommending States.
func (c *counting) manyPairs(d uint32) uint32 {
	states := c.p.furtherOf(d, 0)
	if c.chosen == nil {
		return uint32(len(states))
	}
	n := uint32(0)
	for _, s := range states {
		if c.chosen[s] {
			n++
		}
	}
	return n
}

// odd counts what a row does not say: further values, and that a segment's item may have been counted already.
func (c *counting) odd(d uint32, w int32) {
	p, t := c.p, c.t
	r := &p.rows[d]
	if r.flags&manyBy != 0 {
		t.totals.Pairs += int(c.manyPairs(d))
		var few [32]uint32
		if c.unit == upr.UnitPair {
			for _, s := range p.furtherOf(d, 0) {
				if c.chosen == nil || c.chosen[s] {
					t.counts[fBy][s]++
					t.counts[fByGroup][p.bearings[s].group]++
					for _, o := range p.bearings[s].orgs {
						t.counts[fByOrg][o]++
					}
				}
			}
		} else {
			for _, f := range [...]int{fBy, fByGroup, fByOrg} {
				for _, v := range p.values(d, f, few[:0]) {
					t.counts[f][v]++
				}
			}
		}
	}
	if r.flags&furthers != 0 {
		at := p.furtherAt[d]
		for list := range furtherLists {
			n := uint32(p.further[at])
			if list > 0 {
				for _, v := range p.further[at+1 : at+1+n] {
					t.counts[furtherFacet[list]][v] += w
				}
			}
			at += n + 1
		}
	}
	if r.flags&manyLangs != 0 {
		var few [32]uint32
		for _, v := range p.langsOf(d, few[:0]) {
			t.counts[fLang][v] += w
		}
	}
	if r.flags&siblings != 0 {
		if len(c.run) > 0 && p.item[c.run[0]] != p.item[d] {
			c.flush()
		}
		c.run = append(c.run, d)
	}
}

var furtherFacet = [furtherLists]int{fBy, fIssue, fAffected, fSDG, fTreaty}

// flush takes away what several segments of one item counted more than once.
func (c *counting) flush() {
	docs := c.run
	c.run = c.run[:0]
	if len(docs) < 2 {
		return
	}
	c.t.totals.Items -= len(docs) - 1
	if c.unit == upr.UnitSegment || c.unit == upr.UnitPair {
		return
	}
	c.stamp++
	var few [32]uint32
	for f := range c.seen {
		if c.seen[f] == nil {
			c.seen[f] = make([]uint32, len(c.p.codes[f].values))
		}
		seen, counts := c.seen[f], c.t.counts[f]
		for _, d := range docs {
			for _, v := range c.p.values(d, f, few[:0]) {
				if seen[v] == c.stamp {
					counts[v]--
				}
				seen[v] = c.stamp
			}
		}
	}
}

// expand adds what the histograms counted.
func (c *counting) expand() {
	p, h := c.p, c.h
	counts := &c.t.counts
	for at, n := range h.place {
		if n == 0 {
			continue
		}
		k, w := &p.placed[at], int32(n)
		counts[fState][k.state] += w
		b := &p.bearings[k.state]
		counts[fGroup][b.group] += w
		for _, o := range b.orgs {
			counts[fOrg][o] += w
		}
		counts[fCycle][k.cycle] += w
		counts[fSession][k.session] += w
		counts[fYear][k.year] += w
		counts[fKind][k.kind] += w
	}
	for a, n := range h.answer {
		if n > 0 {
			counts[fPosition][a/answersPerPosition] += int32(n)
			counts[fAction][a%answersPerPosition] += int32(n)
		}
	}
	for by, n := range h.by[:none] {
		if n > 0 {
			b := &p.bearings[by]
			counts[fBy][by] += int32(n)
			counts[fByGroup][b.group] += int32(n)
			for _, o := range b.orgs {
				counts[fByOrg][o] += int32(n)
			}
		}
	}
	for _, l := range [...]struct {
		f int
		h *[256]uint32
	}{{fIssue, &h.issue}, {fAffected, &h.person}, {fSDG, &h.goal}, {fTreaty, &h.treaty}} {
		counts := counts[l.f]
		for v, n := range l.h[:min(none, len(counts))] {
			counts[v] += int32(n)
		}
	}
	for s, n := range h.lang[:len(p.langSets)] {
		if n > 0 {
			for _, v := range p.langSets[s] {
				counts[fLang][v] += int32(n)
			}
		}
	}
}
