package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// narrow is a request that finds, of what r finds, what has the value. Where r asks for other values of a field that can
// have several (recommending States, issues), both have to hold: the value is then typed beside what is chosen.
func narrow(r query.Request, f query.Field, value string) query.Request {
	r = r.Plain()
	for i, c := range r.Filters {
		if c.Field != f || c.Not || f == query.Kind && r.Implied {
			continue
		}
		if !filterHas(c, value) {
			typed := f.Param() + ":" + value
			if value == "" {
				typed = f.Param() + ":none"
			}
			if r.Typed != "" {
				typed = "(" + r.Typed + ") " + typed
			}
			r.Typed, r.Rest = typed, typed
			return r
		}
		r.Filters = slices.Delete(slices.Clone(r.Filters), i, i+1)
		break
	}
	return r.With(f, value)
}

// filterHas says whether a filter asks for the value among others.
func filterHas(c query.Filter, value string) bool {
	if len(c.Values) > 0 {
		return slices.Contains(c.Values, value)
	}
	n, err := strconv.Atoi(value)
	return err == nil && n >= c.From && (c.To == 0 || n <= c.To)
}

// list is the address of the list behind a number: what the query finds, narrowed by pairs of field and value.
func (x *analysis) list(by ...string) string {
	r := x.req
	r.Page = 1
	for i := 0; i+1 < len(by); i += 2 {
		if by[i+1] != whole {
			r = narrow(r, query.Field(by[i]), by[i+1])
		}
	}
	v := r.Values()
	v.Del(query.ParamPage)
	return withQuery("/search", v)
}

// kept is what the form sends again: the query without what was typed and without what a control asks.
func (x *analysis) kept() []page.Kept {
	var asked []string
	for _, c := range x.controls {
		asked = append(asked, c.Name)
	}
	var out []page.Kept
	add := func(v url.Values) {
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if name == query.ParamTyped || name == query.ParamPage || name == "rowpage" || name == "colpage" || slices.Contains(asked, name) {
				continue
			}
			for _, value := range v[name] {
				out = append(out, page.Kept{Name: name, Value: value})
			}
		}
	}
	if x.req.Mistaken == nil {
		add(x.req.Plain().Values())
	}
	add(x.own)
	return out
}

// within is the restrictions of the query, each with the address without it.
func (x *analysis) within() []page.Taken {
	if x.req.Mistaken != nil {
		return nil
	}
	var out []page.Taken
	for _, f := range x.req.Plain().Chosen {
		less := *x
		less.req = x.req.WithoutField(f.Field)
		out = append(out, page.Taken{Field: facetOrField(x.f.P, f.Field), Value: filterWords(x.f.P, f), Without: less.address(x.path, "rowpage", "", "colpage", "")})
	}
	return out
}

// withinLine says under which query a figure was made.
func (x *analysis) withinLine() string {
	var parts []string
	p := x.req.Plain()
	if p.Typed != "" {
		parts = append(parts, "“"+p.Typed+"”")
	}
	for _, f := range p.Chosen {
		parts = append(parts, facetOrField(x.f.P, f.Field)+": "+filterWords(x.f.P, f))
	}
	if len(parts) == 0 {
		return ""
	}
	return x.f.T("analysis.within") + " " + strings.Join(parts, " · ")
}

func facetOrField(p i18n.Printer, f query.Field) string {
	if p.Has("facet." + string(f)) {
		return facetName(p, f)
	}
	return string(f)
}

// filterWords are the values of a filter as a reader knows them.
func filterWords(p i18n.Printer, f query.Filter) string {
	var out string
	switch {
	case len(f.Values) > 0:
		var names []string
		for _, v := range f.Values {
			names = append(names, facetValue(p, f.Field, v))
		}
		out = strings.Join(names, ", ")
	case f.To == 0:
		out = strconv.Itoa(f.From) + "–"
	case f.From == 0:
		out = "–" + strconv.Itoa(f.To)
	default:
		out = strconv.Itoa(f.From) + "–" + strconv.Itoa(f.To)
	}
	if f.Not {
		return p.T("analysis.not", "values", out)
	}
	return out
}

// wrongQuery says what of a query could not be understood.
func wrongQuery(p i18n.Printer, e *query.Error) string {
	return p.T("query.error."+e.Code, "what", e.What, "hint", e.Hint)
}

// share writes a part of a whole in hundredths; a part that is not nothing is never written as 0.
func share(p i18n.Printer, part, whole int) string {
	switch {
	case whole <= 0:
		return p.T("analysis.none")
	case part > 0 && part*200 < whole:
		return p.T("analysis.share-under")
	}
	return p.T("analysis.share", "n", (part*200+whole)/(2*whole))
}

// unitControl chooses the unit.
func (x *analysis) unitControl() page.Control {
	c := page.Control{Name: query.ParamUnit, Label: x.f.T("analysis.unit-choice")}
	for _, u := range []upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair} {
		c.Options = append(c.Options, page.Pick{Value: string(u), Text: x.f.T("unit." + string(u)), Chosen: u == x.req.Unit})
	}
	return c
}

// control chooses among codes with a message each: prefix and code.
func (x *analysis) control(name, label string, codes []string, chosen string, say func(string) string) page.Control {
	c := page.Control{Name: name, Label: x.f.T(label)}
	for _, code := range codes {
		c.Options = append(c.Options, page.Pick{Value: code, Text: say(code), Chosen: code == chosen})
	}
	return c
}

// facetCodes are the codes of facets, for a choice.
func facetCodes(fields []query.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out
}
