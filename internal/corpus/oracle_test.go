package corpus_test

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/words"
)

// plain answers by looking at every document in turn.
type plain struct{ docs []corpus.Doc }

func uniq(in []string) []string {
	var out []string
	for _, v := range in {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func plainGroup(s upr.State) string {
	i, _ := reference.State(s)
	return string(i.Group)
}

// values of a document in a field.
func plainValues(d *corpus.Doc, f query.Field) []string {
	var out []string
	switch f {
	case query.Position:
		out = []string{string(d.Position)}
	case query.State:
		out = []string{string(d.State)}
	case query.By:
		for _, s := range d.By {
			out = append(out, string(s))
		}
	case query.Group:
		out = []string{plainGroup(d.State)}
	case query.ByGroup:
		for _, s := range d.By {
			out = append(out, plainGroup(s))
		}
	case query.Org:
		out = reference.OrganisationsOf(d.State)
	case query.ByOrg:
		for _, s := range d.By {
			out = append(out, reference.OrganisationsOf(s)...)
		}
	case query.Cycle:
		out = []string{number(int(d.Review.Cycle))}
	case query.Session:
		out = []string{number(int(d.Session))}
	case query.Year:
		out = []string{number(d.Year)}
	case query.Action:
		out = []string{number(d.Action)}
	case query.Issue:
		out = d.Issues
	case query.Affected:
		out = d.Affected
	case query.SDG:
		out = d.SDGs
	case query.Treaty:
		out = d.Treaties
	case query.Kind:
		out = []string{d.Kind.String()}
	case query.Lang:
		for _, t := range d.Texts {
			out = append(out, t.Lang)
		}
	case query.Symbol:
		out = []string{d.Symbol}
	case query.Para:
		out = []string{d.Para}
	case query.ID:
		out = []string{d.ID, d.Item}
	}
	return uniq(out)
}

func plainHas(d *corpus.Doc, f query.Filter) bool {
	vs := plainValues(d, f.Field)
	ok := false
	switch {
	case len(f.Values) > 0:
		for _, v := range f.Values {
			ok = ok || slices.Contains(vs, v)
			if f.Field == query.Para && v != "" {
				ok = ok || strings.HasPrefix(d.Para, v+".")
			}
		}
	case (f.From != 0 || f.To != 0) && (f.Field == query.Cycle || f.Field == query.Session || f.Field == query.Year):
		n, err := strconv.Atoi(vs[0])
		ok = err == nil && n >= f.From && (f.To == 0 || n <= f.To)
	default:
		ok = true
	}
	return ok != f.Not
}

// conjuncts are the parts of a query that all have to hold.
func plainConjuncts(n query.Node) []query.Node {
	if a, ok := n.(query.And); ok {
		var out []query.Node
		for _, p := range a.Of {
			out = append(out, plainConjuncts(p)...)
		}
		return out
	}
	if n == nil {
		return nil
	}
	return []query.Node{n}
}

// positives are the filters that hold for sure, typed or chosen.
func plainPositives(q query.Query) []query.Filter {
	var out []query.Filter
	for _, f := range q.Filters {
		if !f.Not && len(f.Values) > 0 {
			out = append(out, f)
		}
	}
	for _, n := range plainConjuncts(q.Text) {
		if h, ok := n.(query.Has); ok && !h.Not && len(h.Values) > 0 {
			out = append(out, h.Filter)
		}
	}
	return out
}

type plainText struct {
	lang  string
	forms []string
	stems []string
}

func plainTexts(d *corpus.Doc, langs []string) []plainText {
	var out []plainText
	for _, t := range d.Texts {
		if langs != nil && !slices.Contains(langs, t.Lang) {
			continue
		}
		p := plainText{lang: t.Lang}
		for _, tok := range words.Tokens(t.Words, t.Lang) {
			p.forms = append(p.forms, tok.Form)
			p.stems = append(p.stems, words.Stem(tok.Form, t.Lang))
		}
		out = append(out, p)
	}
	return out
}

func forms(text, lang string, stem bool) []string {
	var out []string
	for _, t := range words.Tokens(text, lang) {
		if stem {
			out = append(out, words.Stem(t.Form, lang))
		} else {
			out = append(out, t.Form)
		}
	}
	return out
}

// runs counts where want stands in have as consecutive parts.
func runs(have, want []string) int {
	n := 0
	for i := 0; len(want) > 0 && i+len(want) <= len(have); i++ {
		if slices.Equal(have[i:i+len(want)], want) {
			n++
		}
	}
	return n
}

func plainHolds(d *corpus.Doc, texts []plainText, n query.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case query.And:
		for _, p := range n.Of {
			if !plainHolds(d, texts, p) {
				return false
			}
		}
		return true
	case query.Or:
		for _, p := range n.Of {
			if plainHolds(d, texts, p) {
				return true
			}
		}
		return false
	case query.Not:
		return !plainHolds(d, texts, n.Of)
	case query.Has:
		return plainHas(d, n.Filter)
	case query.Word:
		for _, t := range texts {
			if runs(t.stems, forms(n.Text, t.lang, true)) > 0 {
				return true
			}
		}
	case query.Phrase:
		for _, t := range texts {
			if runs(t.forms, forms(strings.Join(n.Words, " "), t.lang, false)) > 0 {
				return true
			}
		}
	case query.Prefix:
		for _, t := range texts {
			for _, f := range t.forms {
				if n.Text != "" && strings.HasPrefix(f, n.Text) {
					return true
				}
			}
		}
	case query.Near:
		for _, t := range texts {
			a, b := nearForm(n.A, t.lang), nearForm(n.B, t.lang)
			for i := range t.stems {
				for j := max(0, i-n.Within); j <= i+n.Within && j < len(t.stems); j++ {
					if len(a) == 1 && len(b) == 1 && i != j && t.stems[i] == a[0] && t.stems[j] == b[0] {
						return true
					}
				}
			}
		}
	}
	return false
}

// nearForm is what of a word NEAR looks for: of two characters that no blank parts their pair.
func nearForm(text, lang string) []string {
	f := forms(text, lang, true)
	if len(f) == 3 && words.IsHan(text) {
		return f[1:2]
	}
	return f
}

// found are the documents for which a query holds.
func (p plain) found(q query.Query, without query.Field) []int {
	var langs []string
	for _, f := range plainPositives(q) {
		if f.Field == query.Lang {
			if langs == nil {
				langs = append([]string{}, f.Values...)
			} else {
				langs = slices.DeleteFunc(langs, func(l string) bool { return !slices.Contains(f.Values, l) })
			}
		}
	}
	var out []int
next:
	for i := range p.docs {
		d := &p.docs[i]
		for _, f := range q.Filters {
			if (f.Field != without || f.Not) && !plainHas(d, f) {
				continue next
			}
		}
		if q.Text == nil || plainHolds(d, plainTexts(d, langs), q.Text) {
			out = append(out, i)
		}
	}
	return out
}

// chosen says whether a State's recommendations are among those asked for.
func plainChosen(q query.Query, without query.Field) func(upr.State) bool {
	fs := plainPositives(query.Query{Text: q.Text})
	for _, f := range q.Filters {
		if !f.Not && len(f.Values) > 0 && f.Field != without {
			fs = append(fs, f)
		}
	}
	return func(s upr.State) bool {
		one := corpus.Doc{By: []upr.State{s}}
		for _, f := range fs {
			if (f.Field == query.By || f.Field == query.ByGroup || f.Field == query.ByOrg) && !plainHas(&one, f) {
				return false
			}
		}
		return true
	}
}

// things are what a unit counts: each with the documents' values in some fields.
func (p plain) things(hits []int, unit upr.Unit, chosen func(upr.State) bool, fields ...query.Field) map[string][][]string {
	out := map[string][][]string{}
	for _, i := range hits {
		d := &p.docs[i]
		var vs [][]string
		for _, f := range fields {
			vs = append(vs, plainValues(d, f))
		}
		switch unit {
		case upr.UnitSegment:
			out[strconv.Itoa(i)] = vs
		case upr.UnitPair:
			for _, s := range d.By {
				if !chosen(s) {
					continue
				}
				one := corpus.Doc{By: []upr.State{s}}
				own := slices.Clone(vs)
				for k, f := range fields {
					if f == query.By || f == query.ByGroup || f == query.ByOrg {
						own[k] = plainValues(&one, f)
					}
				}
				out[strconv.Itoa(i)+string(s)] = own
			}
		default:
			key := d.Item + " " + string(d.State)
			old := out[key]
			if old == nil {
				out[key] = vs
				continue
			}
			if len(fields) == 2 { // what crosses, crosses in one segment
				continue
			}
			for k := range fields {
				for _, v := range vs[k] {
					if !slices.Contains(old[k], v) {
						old[k] = append(old[k], v)
					}
				}
			}
		}
	}
	return out
}

func (p plain) total(hits []int, unit upr.Unit, chosen func(upr.State) bool) int {
	return len(p.things(hits, unit, chosen))
}

func (p plain) count(hits []int, unit upr.Unit, chosen func(upr.State) bool, f query.Field) []corpus.Count {
	n := map[string]int{}
	for _, vs := range p.things(hits, unit, chosen, f) {
		for _, v := range vs[0] {
			n[v]++
		}
	}
	var out []corpus.Count
	for v, k := range n {
		out = append(out, corpus.Count{v, k})
	}
	slices.SortFunc(out, func(a, b corpus.Count) int { return plainCompare(f, a.Value, b.Value) })
	return out
}

func plainCompare(f query.Field, a, b string) int {
	rank := func(v string) int {
		if v == "" {
			return 1 << 30
		}
		i := -1
		switch f {
		case query.Position:
			i = slices.Index(upr.Positions, upr.Position(v))
		case query.Issue:
			i = slices.IndexFunc(reference.Issues(), func(x reference.Issue) bool { return x.Code == v })
		case query.Affected:
			i = slices.IndexFunc(reference.Affected(), func(x reference.AffectedGroup) bool { return x.Code == v })
		case query.Treaty:
			i = slices.IndexFunc(reference.Treaties(), func(x reference.Treaty) bool { return x.Code == v })
		case query.Cycle, query.Session, query.Year, query.Action, query.SDG:
			if x, err := strconv.ParseFloat(v, 64); err == nil {
				return int(math.Round(x * 1000))
			}
		case query.Kind:
			for k := corpus.Recommendation; k <= corpus.OtherMechanism; k++ {
				if k.String() == v {
					i = int(k)
				}
			}
		}
		if i < 0 {
			return 1 << 29
		}
		return i
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

func (p plain) search(q query.Query, w corpus.Window) corpus.Result {
	hits := p.found(q, "")
	chosen := plainChosen(q, "")
	r := corpus.Result{Facets: map[query.Field][]corpus.Count{}}
	r.Totals = corpus.Totals{p.total(hits, upr.UnitItem, chosen), p.total(hits, upr.UnitSegment, chosen), p.total(hits, upr.UnitPair, chosen)}
	for _, f := range corpus.Facets {
		own := slices.ContainsFunc(q.Filters, func(x query.Filter) bool { return x.Field == f && !x.Not })
		if own {
			r.Facets[f] = p.count(p.found(q, f), w.Unit, plainChosen(q, f), f)
		} else {
			r.Facets[f] = p.count(hits, w.Unit, chosen, f)
		}
	}
	for _, n := range hits[min(w.Offset, len(hits)):min(w.Offset+w.Limit, len(hits))] {
		r.Hits = append(r.Hits, corpus.Hit{N: n})
	}
	return r
}

func (p plain) cross(q query.Query, rows, cols query.Field, unit upr.Unit) corpus.Table {
	hits, chosen := p.found(q, ""), plainChosen(q, "")
	t := corpus.Table{Unit: unit, Total: p.total(hits, unit, chosen)}
	for _, c := range p.count(hits, unit, chosen, rows) {
		t.Rows, t.RowTotals = append(t.Rows, c.Value), append(t.RowTotals, c.N)
		t.Cells = append(t.Cells, nil)
	}
	for _, c := range p.count(hits, unit, chosen, cols) {
		t.Cols, t.ColTotals = append(t.Cols, c.Value), append(t.ColTotals, c.N)
	}
	for i := range t.Cells {
		t.Cells[i] = make([]int, len(t.Cols))
	}
	cell := func(vs [][]string, seen map[[2]int]bool) {
		for _, a := range vs[0] {
			for _, b := range vs[1] {
				at := [2]int{slices.Index(t.Rows, a), slices.Index(t.Cols, b)}
				if !seen[at] {
					seen[at] = true
					t.Cells[at[0]][at[1]]++
				}
			}
		}
	}
	if unit == upr.UnitItem {
		seen := map[string]map[[2]int]bool{}
		for _, i := range hits {
			d := &p.docs[i]
			key := d.Item + " " + string(d.State)
			if seen[key] == nil {
				seen[key] = map[[2]int]bool{}
			}
			cell([][]string{plainValues(d, rows), plainValues(d, cols)}, seen[key])
		}
		return t
	}
	for _, vs := range p.things(hits, unit, chosen, rows, cols) {
		cell(vs, map[[2]int]bool{})
	}
	return t
}
