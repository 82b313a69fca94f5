package corpus

import (
	"math/bits"
	"slices"

	"github.com/openupr/openupr/internal/upr"
)

// byteColumns are the same values as rows, column by column: two facets of all documents lie in some hundred kilobytes, so
// that what is crossed stays in the processor's cache. A place facet with more values than a byte tells has no column.
type byteColumns struct {
	flags                             []uint8
	position, action                  []uint8
	by, issue, person, goal           [3][]uint8
	treaty                            [2][]uint8
	lang                              []uint8
	state, cycle, session, year, kind []uint8
	group, club                       []uint8    // of the State under review; its organisations, by their number in clubs
	masks                             [3][]uint8 // groups and organisations of the recommending States, by their number in maskOf
	maskOf                            [3][]uint8
	clubs                             [][]uint32
	odd                               []uint32 // documents whose values are not all in their bytes
}

// oddFlags are those of rows that do not hold all values.
const oddFlags = manyBy | furthers | manyLangs | wide

// setColumns makes the columns of the rows.
func (p *part) setColumns() {
	c := &p.bytes
	n := len(p.rows)
	all := make([]uint8, 0, 28*n)
	column := func() []uint8 {
		from := len(all)
		all = all[:from+n]
		return all[from : from+n : from+n]
	}
	for _, at := range []*[]uint8{&c.flags, &c.position, &c.action, &c.lang, &c.treaty[0], &c.treaty[1]} {
		*at = column()
	}
	var numbers [3][256]uint8 // one more than the number of a mask
	for i := range 3 {
		c.by[i], c.issue[i], c.person[i], c.goal[i], c.masks[i] = column(), column(), column(), column(), column()
	}
	for d := range p.rows {
		r := &p.rows[d]
		c.flags[d], c.position[d], c.action[d], c.lang[d] = r.flags, r.answer/answersPerPosition, r.answer%answersPerPosition, r.lang
		c.treaty[0][d], c.treaty[1][d] = r.treaty, r.treaty2
		c.by[0][d], c.by[1][d], c.by[2][d] = r.by, r.by2, r.by3
		c.issue[0][d], c.issue[1][d], c.issue[2][d] = r.issue, r.issue2, r.issue3
		c.person[0][d], c.person[1][d], c.person[2][d] = r.person, r.person2, r.person3
		c.goal[0][d], c.goal[1][d], c.goal[2][d] = r.goal, r.goal2, r.goal3
		for i, mask := range [3]uint8{r.groups, r.orgs, r.orgs2} {
			if numbers[i][mask] == 0 && len(c.maskOf[i]) < none {
				c.maskOf[i] = append(c.maskOf[i], mask)
				numbers[i][mask] = uint8(len(c.maskOf[i]))
			}
			c.masks[i][d] = numbers[i][mask] - 1 // none when there are too many
		}
		if r.flags&oddFlags != 0 {
			c.odd = append(c.odd, uint32(d))
		}
	}
	for _, x := range []struct {
		f  int
		at *[]uint8
	}{{fState, &c.state}, {fCycle, &c.cycle}, {fSession, &c.session}, {fYear, &c.year}, {fKind, &c.kind}, {fGroup, &c.group}} {
		if len(p.codes[x.f].values) < none {
			*x.at = column()
			p.setPlaces(*x.at, func(place uint32, few []uint32) uint8 { return uint8(p.ofPlace(place, x.f, few)[0]) })
		}
	}
	if len(p.codes[fState].values) < none {
		c.club = column()
		p.setPlaces(c.club, func(place uint32, _ []uint32) uint8 {
			orgs := p.bearings[p.placed[place].state].orgs
			i := slices.IndexFunc(c.clubs, func(o []uint32) bool { return slices.Equal(o, orgs) })
			if i < 0 {
				i = len(c.clubs)
				c.clubs = append(c.clubs, orgs)
			}
			return uint8(i)
		})
	}
}

// setPlaces fills a column by what follows from the place.
func (p *part) setPlaces(col []uint8, of func(place uint32, few []uint32) uint8) {
	var few [1]uint32
	for i := range p.runs {
		at, code := p.span(i), of(p.runs[i].place, few[:0])
		for d := at.from; d < at.to; d++ {
			col[d] = code
		}
	}
}

// lane are the bytes of a facet that mean the same: a document has one in each of its ways.
type lane struct {
	ways []([]uint8)
	f    int
	own  bool // of a pair: the bytes are recommending States, and the facet is theirs
	mask int  // which of the masks the bytes are
	size int  // of the bytes that mean something: smaller ones
	one  bool // every document has exactly one that means something
}

// lanes of a facet; none when it does not fit into bytes.
func (p *part) lanes(f int, unit upr.Unit) []lane {
	c := &p.bytes
	values := len(p.codes[f].values)
	if values >= none {
		return nil
	}
	single := func(col []uint8, size int) []lane {
		if col == nil {
			return nil
		}
		return []lane{{ways: [][]uint8{col}, f: f, size: size, one: true}}
	}
	switch f {
	case fPosition:
		return single(c.position, values)
	case fAction:
		return single(c.action, values)
	case fState:
		return single(c.state, values)
	case fGroup:
		return single(c.group, values)
	case fOrg:
		return single(c.club, len(c.clubs))
	case fCycle:
		return single(c.cycle, values)
	case fSession:
		return single(c.session, values)
	case fYear:
		return single(c.year, values)
	case fKind:
		return single(c.kind, values)
	case fLang:
		return []lane{{ways: [][]uint8{c.lang}, f: f, size: len(p.langSets)}}
	case fByGroup, fByOrg:
		if unit == upr.UnitPair {
			return []lane{{ways: c.by[:], f: f, own: true, size: min(none, len(p.codes[fBy].values))}}
		}
		masks := []lane{{ways: c.masks[:1], f: f, size: len(c.maskOf[0])}}
		if f == fByOrg {
			masks = []lane{{ways: c.masks[1:2], f: f, mask: 1, size: len(c.maskOf[1])}, {ways: c.masks[2:3], f: f, mask: 2, size: len(c.maskOf[2])}}
		}
		for i := range masks {
			if masks[i].size == none { // perhaps too many to be told by a byte
				return nil
			}
			masks[i].one = true
		}
		return masks
	case fBy:
		return []lane{{ways: c.by[:], f: f, own: unit == upr.UnitPair, size: values}}
	case fIssue:
		return []lane{{ways: c.issue[:], f: f, size: values}}
	case fAffected:
		return []lane{{ways: c.person[:], f: f, size: values}}
	case fSDG:
		return []lane{{ways: c.goal[:], f: f, size: values}}
	default:
		return []lane{{ways: c.treaty[:], f: f, size: values}}
	}
}

// same says whether a byte is the code of the value itself.
func (l *lane) same() bool {
	switch l.f {
	case fOrg, fByGroup, fByOrg, fLang:
		return false
	}
	return true
}

// codes gives what a byte of a lane means.
func (p *part) codesOf(l *lane, b int, buf []uint32) []uint32 {
	switch {
	case l.own && l.f == fByGroup:
		return append(buf, p.bearings[b].group)
	case l.own && l.f == fByOrg:
		return append(buf, p.bearings[b].orgs...)
	case l.f == fOrg:
		return append(buf, p.bytes.clubs[b]...)
	case l.f == fByGroup, l.f == fByOrg:
		high := 0
		if l.mask == 2 {
			high = 8
		}
		for m := uint(p.bytes.maskOf[l.mask][b]); m != 0; m &= m - 1 {
			buf = append(buf, uint32(high+bits.TrailingZeros(m)))
		}
		return buf
	case l.f == fLang:
		return append(buf, p.langSets[b]...)
	}
	return append(buf, uint32(b))
}
