package corpus

import "github.com/openupr/openupr/internal/upr"

// facet counts one facet and nothing else.
func (c *counting) facet(docs []uint32) {
	p, f := c.p, c.only
	counts := c.t.counts[f]
	pair := c.unit == upr.UnitPair
	var few, own [32]uint32
	for _, d := range docs {
		r := &p.rows[d]
		if c.unit != upr.UnitPair && r.flags&siblings != 0 {
			c.family(d)
		}
		if pair && ofPair(f) {
			for _, s := range p.by(d, few[:0]) {
				if s == 0 || c.chosen != nil && !c.chosen[s] {
					continue
				}
				for _, v := range p.ofState(s, f, own[:0]) {
					counts[v]++
				}
			}
			continue
		}
		w := uint32(1)
		if pair {
			w = c.weight(d)
		}
		switch {
		case placeFacet(f):
			c.h.place[r.place] += w
		case f == fPosition || f == fAction:
			c.h.answer[r.answer] += w
		default:
			for _, v := range p.values(d, f, few[:0]) {
				counts[v] += int32(w)
			}
		}
	}
}
