package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/words"
)

func sortParams(list []page.Param) {
	slices.SortFunc(list, func(a, b page.Param) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
}

// notes says how what was typed was understood, and offers what else may be meant.
func (x *searching) notes() (out []page.SearchNote, literal string) {
	synonyms := false
	for _, n := range x.asked.Notes {
		value := x.valueText(n.Field, n.Value)
		if n.Code == "field-value" && words.Fold(n.Typed) == words.Fold(value) {
			continue // nothing to say
		}
		note := page.SearchNote{Text: x.f.T("query.note."+n.Code, "typed", n.Typed, "value", value, "field", x.fieldText(n.Field))}
		switch n.Code {
		case "state":
			note.Links = x.stateLinks(n)
		case "position", "treaty", "sdg", "symbol", "id":
			synonyms = true
		}
		out = append(out, note)
	}
	if synonyms {
		plainly := x.asked
		plainly.Literal, plainly.Page = true, 1
		literal = searchHref(plainly)
	}
	return out, literal
}

// stateLinks offers the State that a plain word names as the one under review, as the one that recommends, and its page.
func (x *searching) stateLinks(n query.Note) []page.ChoiceLink {
	rest := x.asked.Plain()
	rest.Typed = withoutWords(rest.Typed, n.Typed)
	rest.Rest = rest.Typed
	link := func(code string, f query.Field) page.ChoiceLink {
		return page.ChoiceLink{Text: x.f.T(code), Href: searchHref(rest.With(f, n.Value))}
	}
	return []page.ChoiceLink{link("search.state.to", query.State), link("search.state.by", query.By),
		{Text: x.f.T("search.state.page"), Href: "/states/" + n.Value}}
}

// withoutWords takes the first run of some words out of what was typed.
func withoutWords(typed, run string) string {
	have, want := words.Tokens(typed, ""), words.Tokens(run, "")
	if len(want) == 0 {
		return typed
	}
	for i := 0; i+len(want) <= len(have); i++ {
		same := true
		for j := range want {
			same = same && have[i+j].Form == want[j].Form
		}
		if same {
			return typed[:have[i].From] + typed[have[i+len(want)-1].To:]
		}
	}
	return typed
}

// chosen are the restrictions that hold, each with the address without it.
func (x *searching) chosen() []page.ChosenValue {
	var out []page.ChosenValue
	for _, f := range x.plain.Chosen {
		if len(f.Values) == 0 {
			out = append(out, page.ChosenValue{Field: x.fieldText(f.Field), Value: rangeText(f), Not: f.Not, Href: searchHref(x.plain.WithoutField(f.Field))})
		}
		for _, v := range f.Values {
			out = append(out, page.ChosenValue{Field: x.fieldText(f.Field), Value: x.valueText(f.Field, v), Not: f.Not, Href: searchHref(x.plain.Without(f.Field, v, f.Not))})
		}
	}
	return out
}

func rangeText(f query.Filter) string {
	switch {
	case f.From == 0:
		return "≤ " + strconv.Itoa(f.To)
	case f.To == 0:
		return "≥ " + strconv.Itoa(f.From)
	}
	return strconv.Itoa(f.From) + "–" + strconv.Itoa(f.To)
}

func (x *searching) fieldText(f query.Field) string {
	switch f {
	case "":
		return ""
	case query.Symbol, query.Para, query.ID:
		return x.f.T("search.field." + string(f))
	}
	return x.names.titles[f]
}

func (x *searching) valueText(f query.Field, value string) string {
	switch f {
	case "", query.Symbol, query.Para, query.ID:
		return value
	}
	return x.names.text(f, value)
}

// spelled offers the query with words that the record has, where it has not those typed.
func (x *searching) spelled() []page.ChoiceLink {
	var out []page.ChoiceLink
	for _, s := range x.in.Suggest(x.asked.Query) {
		better := x.asked
		better.Typed, better.Page = replaceWord(x.asked.Typed, s.Typed, s.Meant), 1
		if better.Typed == x.asked.Typed {
			continue
		}
		out = append(out, page.ChoiceLink{Text: x.f.T("search.spelled", "word", s.Meant), Href: searchHref(better)})
	}
	return out
}

// replaceWord writes another word in the place of the first that has the form.
func replaceWord(typed, form, meant string) string {
	form = words.Fold(form)
	for _, t := range words.Tokens(typed, "") {
		if t.Form == form {
			return typed[:t.From] + meant + typed[t.To:]
		}
	}
	return typed
}
