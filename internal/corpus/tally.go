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

// without takes counts away from counts of the same part.
func (t *tally) without(o *tally) *tally {
	out := &tally{totals: Totals{t.totals.Items - o.totals.Items, t.totals.Segments - o.totals.Segments, t.totals.Pairs - o.totals.Pairs}}
	for f := range t.counts {
		out.counts[f] = make([]int32, len(t.counts[f]))
		for v, n := range t.counts[f] {
			out.counts[f][v] = n - o.counts[f][v]
		}
	}
	return out
}

// everyFacet, in place of a facet, has all of them counted.
const everyFacet = -1

// counting is one pass over documents found.
type counting struct {
	p      *part
	unit   upr.Unit
	only   int    // the facet that is counted, or everyFacet
	chosen []bool // recommending States whose pairs count; nil: all
	t      *tally
	h      *histograms
	run    []uint32 // documents of one item with several segments
	seen   [facetCount][]uint32
	stamp  uint32
}

// count counts living documents. Where they are most of all, the others are counted and taken away.
func (l *live) count(s set, unit upr.Unit, chosen []bool, only int, w *workspace) *tally {
	if chosen == nil && s.n == l.docs {
		return l.all[unitIndex(unit)]
	}
	c := counting{p: l.part, unit: unit, only: only, chosen: chosen, t: l.newTally(), h: &w.hist}
	if chosen != nil || 2*s.n <= l.docs {
		c.add(s)
		return c.t
	}
	back := w.mem.mark()
	defer w.mem.release(back)
	rest := w.mem.minus(l.everything(), s, l.part.docs)
	if l.dead.n > 0 {
		rest = w.mem.minus(rest, l.dead, l.part.docs)
	}
	all := l.all[1]
	if unit == upr.UnitPair {
		all = l.all[2]
	}
	c.unit = counted(unit)
	c.add(rest)
	out := all.without(c.t)
	out.totals.Items, out.totals.Segments = s.n, s.n
	c.t, c.unit = out, unit
	for _, d := range l.family { // items are not what is left of items
		if s.has(d) {
			c.family(d)
		}
	}
	c.flush()
	return out
}

// counted is a unit in which counts of two sets add up: segments for items.
func counted(unit upr.Unit) upr.Unit {
	if unit == upr.UnitPair {
		return unit
	}
	return upr.UnitSegment
}

// add counts a set.
func (c *counting) add(s set) {
	c.h.begin(c.p, c.chosen)
	s.blocks(func(docs []uint32) bool {
		switch {
		case c.only != everyFacet:
			c.facet(docs)
		case c.unit == upr.UnitPair:
			c.pairs(docs)
		default:
			c.segments(docs)
		}
		return true
	})
	c.flush()
	c.t.totals.Segments += s.n
	c.t.totals.Items += s.n
	c.expand()
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
		h.lang[r.lang]++
		h.groups[r.groups]++
		h.orgs[r.orgs]++
		h.orgs2[r.orgs2]++
		h.by[r.by]++
		h.by[r.by2]++
		h.by[r.by3]++
		h.issue[r.issue]++
		h.issue[r.issue2]++
		h.issue[r.issue3]++
		h.person[r.person]++
		h.person[r.person2]++
		h.person[r.person3]++
		h.goal[r.goal]++
		h.goal[r.goal2]++
		h.goal[r.goal3]++
		h.treaty[r.treaty]++
		h.treaty[r.treaty2]++
		pairs += h.weight[r.by] + h.weight[r.by2] + h.weight[r.by3]
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
	for _, d := range docs {
		r := &rows[d]
		w := c.weight(d)
		c.t.totals.Pairs += int(w)
		h.place[r.place] += w
		h.answer[r.answer] += w
		h.lang[r.lang] += w
		h.by[r.by] += h.weight[r.by]
		h.by[r.by2] += h.weight[r.by2]
		h.by[r.by3] += h.weight[r.by3]
		h.issue[r.issue] += w
		h.issue[r.issue2] += w
		h.issue[r.issue3] += w
		h.person[r.person] += w
		h.person[r.person2] += w
		h.person[r.person3] += w
		h.goal[r.goal] += w
		h.goal[r.goal2] += w
		h.goal[r.goal3] += w
		h.treaty[r.treaty] += w
		h.treaty[r.treaty2] += w
		if r.flags&^provisional != 0 {
			c.odd(d, int32(w))
		}
	}
}

// weight is how many pairs of a document count.
func (c *counting) weight(d uint32) uint32 {
	r := &c.p.rows[d]
	if r.flags&manyBy == 0 {
		return c.h.weight[r.by] + c.h.weight[r.by2] + c.h.weight[r.by3]
	}
	n := uint32(0)
	for _, s := range c.p.furtherOf(d, 0) {
		if c.chosen == nil || c.chosen[s] {
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
		if c.unit != upr.UnitPair { // there they are counted already
			t.totals.Pairs += int(c.weight(d))
		}
		for _, s := range p.furtherOf(d, 0) {
			if c.unit != upr.UnitPair || c.chosen == nil || c.chosen[s] {
				t.counts[fBy][s]++
			}
		}
	}
	if r.flags&wide != 0 && c.unit != upr.UnitPair {
		var few [32]uint32
		for _, f := range [...]int{fByGroup, fByOrg} {
			for _, v := range p.values(d, f, few[:0]) {
				t.counts[f][v]++
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
		c.family(d)
	}
}

var furtherFacet = [furtherLists]int{fBy, fIssue, fAffected, fSDG, fTreaty}

// family gathers the segments of one item.
func (c *counting) family(d uint32) {
	if len(c.run) > 0 && c.p.item[c.run[0]] != c.p.item[d] {
		c.flush()
	}
	c.run = append(c.run, d)
}

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
		if c.only != everyFacet && c.only != f {
			continue
		}
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
