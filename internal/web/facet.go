package web

import (
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// facetName is what readers call a facet.
func facetName(p i18n.Printer, f query.Field) string { return p.T("facet." + string(f)) }

// facetValue is what readers call a value of a facet. The empty value stands for things without any.
func facetValue(p i18n.Printer, f query.Field, code string) string {
	if code == "" {
		if code := "facet.none." + string(f); p.Has(code) {
			return p.T(code)
		}
		return p.T("facet.none")
	}
	switch f {
	case query.State, query.By:
		return reference.Name(upr.State(code), string(p.Lang()), upr.Date{})
	case query.Group, query.ByGroup:
		return p.T("group." + code)
	case query.Position:
		return p.T("position." + code)
	case query.Kind:
		return p.T("facet.kind." + code)
	case query.Lang:
		if p.Has("facet.lang." + code) {
			return p.T("facet.lang." + code)
		}
	case query.Action:
		return p.T("facet.action." + code)
	case query.Cycle:
		return p.T("cycle.n", "n", code)
	case query.Session:
		return p.T("facet.session.n", "n", code)
	}
	if t := referenceTitle(p, f, code); t != "" {
		return t
	}
	return code
}

// referenceTitle is the title that the reference data gives a value; empty when it has none.
func referenceTitle(p i18n.Printer, f query.Field, code string) string {
	titled := func(titles map[string]string) string {
		if t := titles[string(p.Lang())]; t != "" {
			return t
		}
		return titles["en"]
	}
	switch f {
	case query.Org, query.ByOrg:
		for _, o := range reference.Organisations() {
			if o.Code == code {
				return titled(o.Title)
			}
		}
	case query.Issue:
		for _, i := range reference.Issues() {
			if i.Code == code {
				return titled(i.Title)
			}
		}
	case query.Affected:
		for _, a := range reference.Affected() {
			if a.Code == code {
				return titled(a.Title)
			}
		}
	case query.SDG:
		for _, g := range reference.SDGGoals() {
			if g.Code == code {
				return code + ". " + titled(g.Title)
			}
		}
	case query.Treaty:
		for _, t := range reference.Treaties() {
			if t.Code == code {
				return code
			}
		}
	}
	return ""
}

// guessed are the facets whose values come from labels: of a person or another keeper where there is one, else by rule
// or model.
var guessed = []query.Field{query.Action, query.Issue, query.Affected, query.SDG, query.Treaty}

func isGuessed(f query.Field) bool { return slices.Contains(guessed, f) }

// numbered are the facets whose values are numbers on an axis.
var numbered = []query.Field{query.Cycle, query.Session, query.Year}

// axis gives the whole numbers from the first to the last of some values; those that are no numbers are left out.
func axis(values []string) []string {
	from, to := 0, 0
	for _, v := range values {
		n, err := strconv.Atoi(v)
		if err != nil || n <= 0 {
			continue
		}
		if from == 0 || n < from {
			from = n
		}
		to = max(to, n)
	}
	var out []string
	for n := from; n > 0 && n <= to && len(out) < 400; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}
