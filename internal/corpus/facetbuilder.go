package corpus

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// facetBuilder makes the columns of a part that are counted.
type facetBuilder struct {
	p        *part
	placeOf  map[placing]uint32
	langSets map[string]uint32
	item     string    // of the document before
	of       upr.State // likewise
	buf      [furtherLists][]uint32
}

func newFacetBuilder(p *part) *facetBuilder {
	for f := range p.codes {
		p.codes[f] = newCodes()
	}
	p.codes[fBy] = p.codes[fState] // the same States
	p.codes[fByGroup] = p.codes[fGroup]
	p.codes[fByOrg] = p.codes[fOrg]
	for a := 1; a <= 5; a++ {
		p.codes[fAction].of(numberText(a))
	}
	for _, o := range reference.Organisations() { // those known come first: they have bits in every row
		p.codes[fOrg].of(o.Code)
	}
	p.bearings = []bearings{{orgs: []uint32{0}}}
	return &facetBuilder{p: p, placeOf: map[placing]uint32{}, langSets: map[string]uint32{}}
}

// state codes a State and learns what it is.
func (b *facetBuilder) state(s upr.State) uint32 {
	c := b.p.codes[fState].of(string(s))
	if int(c) == len(b.p.bearings) {
		b.p.bearings = append(b.p.bearings, bearingsOf(s, b.p.codes[fGroup], b.p.codes[fOrg]))
	}
	return c
}

// add takes the next document.
func (b *facetBuilder) add(d *Doc) {
	p := b.p
	n := len(p.rows)
	p.rows, p.furtherAt = append(p.rows, row{}), append(p.furtherAt, 0)
	r := &p.rows[n]
	r.place = b.place(n, d)
	r.answer = uint8(min(b.p.codes[fPosition].of(string(d.Position)), 31)*answersPerPosition + actionCode(d.Action))
	if d.Provisional {
		r.flags |= provisional
	}
	b.number(n, d)
	b.buf[0] = b.buf[0][:0]
	for _, s := range d.By {
		if c := b.state(s); c != 0 {
			b.buf[0] = appendOnce(b.buf[0], 0, c)
		}
	}
	b.by(r)
	b.list(1, fIssue, d.Issues, &r.issue, &r.issue2, &r.issue3)
	b.list(2, fAffected, d.Affected, &r.person, &r.person2, &r.person3)
	b.list(3, fSDG, d.SDGs, &r.goal, &r.goal2, &r.goal3)
	b.list(4, fTreaty, d.Treaties, &r.treaty, &r.treaty2)
	for i, rest := range b.buf {
		if i > 0 && len(rest) > 0 {
			r.flags |= furthers
		}
	}
	if r.flags&(manyBy|furthers) != 0 {
		p.furtherAt[n] = uint32(len(p.further))
		for _, rest := range b.buf {
			p.further = append(p.further, uint16(min(len(rest), mostCodes)))
			for _, c := range rest[:min(len(rest), mostCodes)] {
				p.further = append(p.further, uint16(c))
			}
		}
	}
	b.langs(d, r)
}

// by puts the recommending States into the row, or leaves them among the further values when they are many.
func (b *facetBuilder) by(r *row) {
	by := b.buf[0]
	groups, orgs := uint32(0), uint32(0)
	for _, s := range by {
		at := &b.p.bearings[s]
		groups |= bit(at.group)
		for _, o := range at.orgs {
			orgs |= bit(o)
		}
	}
	if len(by) == 0 {
		groups, orgs = 1, 1
	}
	if groups > 1 { // none is only said where there is no other
		groups &^= 1
	}
	if orgs > 1 {
		orgs &^= 1
	}
	if groups>>8 != 0 || orgs>>16 != 0 {
		r.flags |= wide
	} else {
		r.groups, r.orgs, r.orgs2 = uint8(groups), uint8(orgs), uint8(orgs>>8)
	}
	r.by, r.by2, r.by3 = 0, none, none
	if rest := slots(by, &r.by, &r.by2, &r.by3); len(rest) > 0 {
		r.by, r.by2, r.by3 = none, none, none
		r.flags |= manyBy
	} else {
		b.buf[0] = by[:0]
	}
}

// bit of a code; those that do not fit share the highest.
func bit(code uint32) uint32 { return 1 << min(code, 31) }

// slots puts values in the bytes of a row, as many as fit, and gives the rest: all when one is too large for a byte.
func slots(values []uint32, at ...*uint8) (rest []uint32) {
	for _, v := range values {
		if v >= none {
			*at[0] = none
			return values
		}
	}
	for i, v := range values {
		if i == len(at) {
			return values[i:]
		}
		*at[i] = uint8(v)
	}
	return nil
}

// list puts the first values into the row and keeps the rest among the further ones.
func (b *facetBuilder) list(list, f int, values []string, at ...*uint8) {
	codes := b.buf[list][:0]
	for _, v := range values {
		if c := b.p.codes[f].of(v); c != 0 {
			codes = appendOnce(codes, 0, c)
		}
	}
	*at[0] = 0
	for _, a := range at[1:] {
		*a = none
	}
	rest := slots(codes, at...)
	b.buf[list] = codes[:copy(codes, rest)]
}

// place numbers the place where the document is printed.
func (b *facetBuilder) place(n int, d *Doc) uint32 {
	key := placing{d.Kind, d.Review, d.State, d.Session, d.Year, d.Symbol, d.Source}
	p := b.p
	if k := len(p.runs); k > 0 && p.places[p.runs[k-1].place] == key {
		return p.runs[k-1].place
	}
	at, ok := b.placeOf[key]
	if !ok {
		at = uint32(len(p.places))
		key.symbol, key.source = strings.Clone(key.symbol), strings.Clone(key.source)
		b.placeOf[key] = at
		p.places = append(p.places, key)
		p.placed = append(p.placed, placeCodes{
			state: b.state(d.State), cycle: p.codes[fCycle].of(numberText(int(d.Review.Cycle))),
			session: p.codes[fSession].of(numberText(int(d.Session))), year: p.codes[fYear].of(numberText(d.Year)),
			kind: p.codes[fKind].of(d.Kind.String()),
		})
	}
	p.runs = append(p.runs, run{uint32(n), at})
	return at
}

// number counts items: documents of one item stand together.
func (b *facetBuilder) number(n int, d *Doc) {
	p := b.p
	if n > 0 && b.item == d.Item && b.of == d.State {
		p.item = append(p.item, p.item[n-1])
		if p.rows[n-1].flags&siblings == 0 {
			p.rows[n-1].flags |= siblings
			p.family = append(p.family, uint32(n-1))
		}
		p.rows[n].flags |= siblings
		p.family = append(p.family, uint32(n))
		return
	}
	b.item, b.of = d.Item, d.State
	p.item = append(p.item, uint32(p.items))
	p.items++
}

// langs codes the languages of the texts.
func (b *facetBuilder) langs(d *Doc, r *row) {
	p := b.p
	var few [8]uint32
	set := few[:0]
	for _, t := range d.Texts {
		if c := p.codes[fLang].of(t.Lang); c != 0 {
			set = appendOnce(set, 0, c)
		}
	}
	set = orNone(set, 0)
	slices.Sort(set)
	var few2 [8]byte
	key := few2[:0]
	for _, c := range set {
		key = append(key, byte(c), byte(c>>8))
	}
	at, ok := b.langSets[string(key)]
	if !ok {
		if len(p.langSets) == none {
			r.lang, r.flags = none, r.flags|manyLangs
			return
		}
		at = uint32(len(p.langSets))
		b.langSets[string(key)] = at
		p.langSets = append(p.langSets, slices.Clone(set))
	}
	r.lang = uint8(at)
}
