package query

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// Names of the parameters that are no fields. Those of fields are given by Param.
const (
	ParamTyped   = "q"
	ParamUnit    = "unit"
	ParamOrder   = "order"
	ParamPage    = "page"
	ParamOn      = "on"
	ParamAct     = "act"
	ParamLiteral = "literal"
)

// Reserved says whether a parameter of an address belongs to the request; others (the language of the page, a format)
// are somebody else's.
func Reserved(param string) bool {
	switch param {
	case ParamTyped, ParamUnit, ParamOrder, ParamPage, ParamOn, ParamAct, ParamLiteral:
		return true
	}
	return slices.ContainsFunc(Fields, func(f Field) bool { return f.Param() == param })
}

// FromValues reads a request from the parameters of an address: q is what was typed, each field has a parameter that may
// stand several times (with a minus before a value that is refused), and unit, order, page, on, act and literal say the
// rest. Where nothing is said of kinds, recommendations alone are asked for; kind=all asks for pledges and what other
// mechanisms said too. Values are looked up as kindly as typed ones. What has no meaning makes the request Mistaken, with an empty
// Query; it never panics and never guesses.
func FromValues(v url.Values, l Lexicon) Request {
	r := Request{Typed: strings.TrimSpace(strings.ToValidUTF8(v.Get(ParamTyped), "\uFFFD")), Literal: v.Get(ParamLiteral) == "1"}
	if r.Literal {
		l = l.Literally()
	}
	var wrong *Error
	r.AllKinds = slices.Contains(v[Kind.Param()], allKinds)
	for _, f := range Fields {
		for _, not := range []bool{false, true} {
			filter, err := l.chosen(f, v[f.Param()], not)
			if err != nil {
				wrong = firstOf(wrong, err)
				continue
			}
			if len(filter.Values) > 0 || filter.From > 0 || filter.To > 0 {
				r.Chosen = append(r.Chosen, filter)
			}
		}
	}
	wrong = firstOf(wrong, r.settings(v))
	p := parse(r.Typed, l, r.Chosen)
	r.Query, r.Rest, r.Notes, r.Mistaken = p.query, p.rest, p.notes, firstOf(p.err, wrong)
	if r.Mistaken != nil {
		r.Query, r.Rest, r.Notes = Query{}, r.Typed, nil
	}
	if r.Mistaken == nil && !r.AllKinds && !saysKind(r.Query) {
		r.Implied = true
		r.Filters = sorted(append(slices.Clone(r.Filters), recommendationsOnly))
	}
	if r.Order == "" {
		r.Order = r.usualOrder()
	}
	return r
}

// allKinds is the value of the kind that leaves none out.
const allKinds = "all"

var recommendationsOnly = Filter{Field: Kind, Values: []string{"recommendation"}}

// saysKind says whether a query chooses among kinds itself, or names the very thing it wants.
func saysKind(q Query) bool {
	for _, f := range q.Filters {
		if f.Field == Kind || f.Field == ID {
			return true
		}
	}
	return namesKind(q.Text)
}

func namesKind(n Node) bool {
	switch x := n.(type) {
	case Has:
		return x.Field == Kind || x.Field == ID
	case Not:
		return namesKind(x.Of)
	case And:
		return slices.ContainsFunc(x.Of, namesKind)
	case Or:
		return slices.ContainsFunc(x.Of, namesKind)
	}
	return false
}

func firstOf(a, b *Error) *Error {
	if a != nil {
		return a
	}
	return b
}

// chosen reads the parameter of a field, either what it demands or what it refuses.
func (l Lexicon) chosen(f Field, values []string, not bool) (Filter, *Error) {
	all := Filter{Field: f, Not: not}
	if len(values) > MaxValues {
		return all, mistake(errTooMany, 0, 0, f.Param())
	}
	for _, s := range values {
		s, refused := strings.CutPrefix(s, "-")
		if refused != not || strings.TrimSpace(s) == "" || f == Kind && s == allKinds { // a form sends empty fields
			continue
		}
		one, _, err := l.values(f, s, 0)
		if err != nil {
			err.At, err.Len, err.What = 0, 0, f.Param()+"="+err.What
			return all, err
		}
		all = merged(all, one)
	}
	if len(all.Values) > MaxValues {
		return all, mistake(errTooMany, 0, 0, f.Param())
	}
	return all, nil
}

// settings reads what is neither typed nor a field.
func (r *Request) settings(v url.Values) (wrong *Error) {
	bad := func(param string) {
		wrong = firstOf(wrong, mistake(errParameter, 0, 0, param+"="+v.Get(param)))
	}
	switch u := upr.Unit(v.Get(ParamUnit)); u {
	case upr.UnitItem, upr.UnitSegment, upr.UnitPair:
		r.Unit = u
	case "":
		r.Unit = upr.UnitItem
	default:
		r.Unit = upr.UnitItem
		bad(ParamUnit)
	}
	switch o := Order(v.Get(ParamOrder)); o {
	case Relevance, Document, "":
		r.Order = o
	default:
		bad(ParamOrder)
	}
	r.Page = 1
	if s := v.Get(ParamPage); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > MaxPage {
			bad(ParamPage)
		} else {
			r.Page = n
		}
	}
	if s := v.Get(ParamOn); s != "" {
		d, err := upr.ParseDate(s)
		if err != nil {
			bad(ParamOn)
		} else {
			r.On = d
		}
	}
	if s := v.Get(ParamAct); s != "" {
		n, err := strconv.ParseUint(s, 10, 62)
		if err != nil {
			bad(ParamAct)
		} else {
			r.Act = n
		}
	}
	return wrong
}

func (r Request) usualOrder() Order {
	if asksWords(r.Text) {
		return Relevance
	}
	return Document
}

// asksWords says whether something has to stand in the text, so that one segment can fit better than another.
func asksWords(n Node) bool {
	switch x := n.(type) {
	case Word, Prefix, Phrase, Near:
		return true
	case And:
		return slices.ContainsFunc(x.Of, asksWords)
	case Or:
		return slices.ContainsFunc(x.Of, asksWords)
	}
	return false
}

// Values is the address of the request: what was typed as it was typed, what was chosen in canonical codes, and nothing
// that is as usual. FromValues of it gives the same request, unless the request was Mistaken about a parameter.
func (r Request) Values() url.Values {
	v := url.Values{}
	set := func(param, value string, usual bool) {
		if !usual && value != "" {
			v.Set(param, value)
		}
	}
	set(ParamTyped, r.Typed, false)
	for _, f := range r.Chosen {
		sign := ""
		if f.Not {
			sign = "-"
		}
		for _, value := range f.written() {
			v.Add(f.Field.Param(), sign+value)
		}
	}
	if r.AllKinds {
		v.Add(Kind.Param(), allKinds)
	}
	set(ParamUnit, string(r.Unit), r.Unit == upr.UnitItem)
	set(ParamOrder, string(r.Order), r.Order == r.usualOrder())
	set(ParamPage, strconv.Itoa(r.Page), r.Page <= 1)
	set(ParamOn, r.On.String(), r.On.IsZero())
	set(ParamAct, strconv.FormatUint(r.Act, 10), r.Act == 0)
	set(ParamLiteral, "1", !r.Literal)
	return v
}

// written is the values as an address writes them.
func (f Filter) written() []string {
	if len(f.Values) == 0 {
		var from, to string
		if f.From > 0 {
			from = strconv.Itoa(f.From)
		}
		if f.To > 0 {
			to = strconv.Itoa(f.To)
		}
		if from == "" && to == "" {
			return nil
		}
		return []string{from + ".." + to}
	}
	out := slices.Clone(f.Values)
	for i, value := range out {
		if value == "" {
			out[i] = none
		}
	}
	return out
}
