package corpus

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus/query"
)

// has gives the documents for which a filter holds, its sign left aside.
func (p *part) has(f query.Filter, mem *scratch) set {
	if len(f.Values) == 0 && (f.From == 0 && f.To == 0 || !ranged(f.Field)) {
		return p.everything()
	}
	switch f.Field {
	case query.Symbol:
		return p.atPlaces(func(i int) bool { return slices.Contains(f.Values, p.places[i].symbol) })
	case query.Para:
		return p.atParas(f.Values, mem)
	case query.ID:
		return p.named(f.Values, mem)
	}
	facet, ok := facetOf[f.Field]
	if !ok {
		return set{}
	}
	wanted := make([]bool, len(p.codes[facet].values))
	for _, v := range f.Values {
		if c, ok := p.codes[facet].find(v); ok {
			wanted[c] = true
		}
	}
	if len(f.Values) == 0 {
		for c, v := range p.codes[facet].values {
			n, err := strconv.Atoi(v)
			wanted[c] = err == nil && n >= f.From && (f.To == 0 || n <= f.To)
		}
	}
	if placeFacet(facet) && p.sets[facet] == nil {
		var few [16]uint32
		return p.atPlaces(func(i int) bool {
			for _, c := range p.ofPlace(uint32(i), facet, few[:0]) {
				if wanted[c] {
					return true
				}
			}
			return false
		})
	}
	var found []set
	for c, ok := range wanted {
		if ok && c < len(p.sets[facet]) && p.sets[facet][c].n > 0 {
			found = append(found, p.sets[facet][c])
		}
	}
	switch len(found) {
	case 0:
		return set{}
	case 1:
		return found[0]
	}
	b := mem.blank(p.docs)
	for i := range found {
		found[i].fill(b)
	}
	return bitSet(b)
}

func ranged(f query.Field) bool { return f == query.Cycle || f == query.Session || f == query.Year }

// atPlaces gives the documents of some places. Those of one place mostly stand together.
func (p *part) atPlaces(ok func(place int) bool) set {
	wanted := make([]bool, len(p.places))
	for i := range wanted {
		wanted[i] = ok(i)
	}
	spans := []span{}
	for i, r := range p.runs {
		if !wanted[r.place] {
			continue
		}
		at := p.span(i)
		if n := len(spans); n > 0 && spans[n-1].to == at.from {
			spans[n-1].to = at.to
		} else {
			spans = append(spans, at)
		}
	}
	return spanSet(spans)
}

// atParas gives the documents with one of the numbers, or below one: "124" has 124.1.
func (p *part) atParas(values []string, mem *scratch) set {
	wanted := make([]bool, len(p.paras))
	for _, v := range values {
		if i, ok := slices.BinarySearch(p.paras, v); ok {
			wanted[i] = true
		}
		if v == "" {
			continue
		}
		below := v + "."
		for i := sort.SearchStrings(p.paras, below); i < len(p.paras) && strings.HasPrefix(p.paras[i], below); i++ {
			wanted[i] = true
		}
	}
	out := mem.lists.take(p.docs)[:0]
	for d, n := range p.paraOf {
		if wanted[n] {
			out = append(out, uint32(d))
		}
	}
	return listSet(out)
}

// named gives the documents with one of the identifiers, their own or their item's.
func (p *part) named(ids []string, mem *scratch) set {
	var out []uint32
	for _, id := range ids {
		if d, ok := get(p.byID, id, p.id); ok {
			out = append(out, d)
		}
		if d, ok := get(p.byItem, id, p.itemID); ok {
			for ; int(d) < p.docs && p.itemID(d) == id; d++ {
				out = append(out, d)
			}
		}
	}
	return listSet(mergeSorted(nil, out))
}
