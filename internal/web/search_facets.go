package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// facetTables are the names of all values of all facets in every language of the pages, made once: a results page then
// only looks them up.
type facetTables map[i18n.Lang]*facetTable

type facetTable struct {
	p      i18n.Printer
	titles map[query.Field]string
	names  map[query.Field]map[string]*page.FacetName
}

func newFacetTables(c *i18n.Catalogue) facetTables {
	t := facetTables{}
	for _, l := range append(i18n.Languages(), i18n.Mirrored) {
		t[l] = newFacetTable(c.Printer(l))
	}
	return t
}

func (t facetTables) of(l i18n.Lang) *facetTable { return t[l] }

func newFacetTable(p i18n.Printer) *facetTable {
	t := &facetTable{p: p, titles: map[query.Field]string{}, names: map[query.Field]map[string]*page.FacetName{}}
	rank := map[string]int{}
	for i, s := range codesByName(p) {
		rank[s] = i
	}
	for _, f := range corpus.Facets {
		t.titles[f] = facetName(p, f)
		t.names[f] = map[string]*page.FacetName{}
		for _, code := range append(valuesOf(f), "") {
			t.names[f][code] = t.make(f, code, rank[code])
		}
	}
	return t
}

// codesByName are the States in the order of their names in the language.
func codesByName(p i18n.Printer) []string {
	all := reference.States()
	less := p.Less()
	slices.SortStableFunc(all, func(a, b reference.StateInfo) int { return less(stateName(p, a.Code), stateName(p, b.Code)) })
	out := make([]string, 0, len(all))
	for _, s := range all {
		out = append(out, string(s.Code))
	}
	for _, s := range reference.InventedStates() {
		out = append(out, string(s.Code))
	}
	return out
}

// valuesOf are the values of a facet that the reference data lists; others are named when they turn up.
func valuesOf(f query.Field) (out []string) {
	switch f {
	case query.State, query.By:
		for _, s := range append(reference.States(), reference.InventedStates()...) {
			out = append(out, string(s.Code))
		}
	case query.Org, query.ByOrg:
		for _, o := range reference.Organisations() {
			out = append(out, o.Code)
		}
	case query.Issue:
		for _, i := range reference.Issues() {
			out = append(out, i.Code)
		}
	case query.Affected:
		for _, a := range reference.Affected() {
			out = append(out, a.Code)
		}
	case query.SDG:
		for _, g := range reference.SDGGoals() {
			out = append(out, g.Code)
		}
	case query.Treaty:
		for _, x := range reference.Treaties() {
			out = append(out, x.Code)
		}
	case query.Position:
		for _, p := range upr.Positions {
			out = append(out, string(p))
		}
	case query.Group, query.ByGroup:
		for _, g := range []upr.Group{upr.Africa, upr.Asia, upr.EEG, upr.GRULAC, upr.WEOG} {
			out = append(out, string(g))
		}
	case query.Action:
		return numbers(1, 5)
	case query.Cycle:
		return numbers(1, 9)
	case query.Session:
		return numbers(1, 99)
	case query.Year:
		return numbers(2000, 2050)
	}
	return out
}

func numbers(from, to int) (out []string) {
	for n := from; n <= to; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

func (t *facetTable) make(f query.Field, code string, rank int) *page.FacetName {
	written := code
	if code == "" {
		written = "none"
	}
	return page.NewFacetName(f.Param(), written, facetValue(t.p, f, code), rank)
}

func (t *facetTable) name(f query.Field, code string) *page.FacetName {
	if n := t.names[f][code]; n != nil {
		return n
	}
	return t.make(f, code, 0)
}

// text is what readers call a value.
func (t *facetTable) text(f query.Field, code string) string { return t.name(f, code).Text }

// openFacets are those whose few values are in sight at once.
var openFacets = map[query.Field]bool{query.Position: true, query.Cycle: true, query.ByGroup: true, query.Action: true}

// facets gives every value of every facet with its count in the unit chosen. Values stand in the order of the language or
// of their numbers, never by count.
func (x *searching) facets() []page.Facet {
	out := make([]page.Facet, 0, len(corpus.Facets))
	for _, f := range corpus.Facets {
		if f == query.Kind {
			continue // the switch above the results
		}
		counts := x.found.Facets[f]
		wanted, refused := x.filters(f)
		if len(counts) == 0 && wanted == nil && refused == nil || len(counts) == 1 && counts[0].Value == "" && wanted == nil && refused == nil {
			continue
		}
		facet := page.Facet{Field: string(f), Title: x.names.titles[f], Base: x.base, Open: openFacets[f] || wanted != nil || refused != nil,
			Rows: make([]page.FacetRow, 0, len(counts)+2)}
		if wanted != nil && len(wanted.Values) == 0 { // a range: a value chosen takes its place
			facet.Base = baseOf(x.plain.WithoutField(f))
			wanted = nil
		}
		for _, c := range counts {
			facet.Rows = append(facet.Rows, page.FacetRow{Name: x.names.name(f, c.Value), N: c.N})
			row := &facet.Rows[len(facet.Rows)-1]
			x.mark(row, f, c.Value, wanted, refused)
		}
		x.missing(&facet, f, counts, wanted, refused)
		if f == query.State || f == query.By {
			order := func(a, b page.FacetRow) int { return cmp.Compare(a.Name.Rank, b.Name.Rank) }
			if !slices.IsSortedFunc(facet.Rows, order) {
				slices.SortStableFunc(facet.Rows, order)
			}
		}
		if isGuessed(f) && facet.Open {
			facet.Note = x.f.T("search.guessed")
		}
		out = append(out, facet)
	}
	return out
}

// filters are what is demanded and what is refused of a field.
func (x *searching) filters(f query.Field) (wanted, refused *query.Filter) {
	for i := range x.plain.Chosen {
		switch c := &x.plain.Chosen[i]; {
		case c.Field != f:
		case c.Not:
			refused = c
		default:
			wanted = c
		}
	}
	return wanted, refused
}

func (x *searching) mark(row *page.FacetRow, f query.Field, value string, wanted, refused *query.Filter) {
	switch {
	case wanted != nil && slices.Contains(wanted.Values, value):
		row.Off = searchHref(x.plain.Without(f, value, false))
	case refused != nil && slices.Contains(refused.Values, value):
		row.Off, row.Not = searchHref(x.plain.Without(f, value, true)), true
	}
}

// missing adds the chosen values that nothing has, so that they can be taken away.
func (x *searching) missing(facet *page.Facet, f query.Field, counts []corpus.Count, wanted, refused *query.Filter) {
	for _, c := range []*query.Filter{wanted, refused} {
		if c == nil {
			continue
		}
		for _, value := range c.Values {
			if slices.ContainsFunc(counts, func(n corpus.Count) bool { return n.Value == value }) {
				continue
			}
			row := page.FacetRow{Name: x.names.name(f, value)}
			x.mark(&row, f, value, wanted, refused)
			facet.Rows = append(facet.Rows, row)
		}
	}
}

// kinds is the switch between recommendations, pledges and other mechanisms.
func (x *searching) kinds() []page.KindLink {
	all := page.KindLink{ChoiceLink: page.ChoiceLink{Text: x.f.T("search.kinds.all"), Href: searchHref(x.plain.OfAllKinds())}}
	wanted, _ := x.filters(query.Kind)
	all.Current = wanted == nil && !x.asked.Implied
	out := []page.KindLink{}
	for _, c := range x.found.Facets[query.Kind] {
		all.N += c.N
		only := x.plain.WithoutField(query.Kind)
		if c.Value == "recommendation" { // the usual one needs no word in the address
			only.AllKinds = false
		} else {
			only = only.With(query.Kind, c.Value)
		}
		current := x.asked.Implied && c.Value == "recommendation" || wanted != nil && slices.Contains(wanted.Values, c.Value)
		out = append(out, page.KindLink{ChoiceLink: page.ChoiceLink{Text: x.names.text(query.Kind, c.Value), Href: searchHref(only), Current: current}, N: c.N})
	}
	if len(out) < 2 && !all.Current {
		return nil
	}
	return append(out, all)
}
