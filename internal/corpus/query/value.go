package query

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// none is what people type for things that have no value of a field; the canonical value is empty.
const none = "none"

// values reads what stands behind a field: one value, a list between commas, or a range. at is where it stands in what
// was typed. The notes say what was not typed in its canonical form.
func (l Lexicon) values(f Field, typed string, at int) (Filter, []Note, *Error) {
	filter := Filter{Field: f}
	if len(typed) > MaxValues*MaxValue {
		return filter, nil, mistake(errTooLong, at, len(typed), typed)
	}
	if strings.TrimSpace(typed) == "" {
		return filter, nil, mistake(errEmpty, at, len(typed), string(f))
	}
	if code, ok := l.whole(f, typed); ok { // a name may hold a comma
		filter.Values = []string{code}
		return filter, noteIfOther(f, typed, code), nil
	}
	var notes []Note
	parts := split(typed)
	for _, p := range parts {
		part, off := p.text, at+p.at
		if from, to, ok := strings.Cut(part, ".."); ok {
			r, err := between(f, from, to, part, off)
			if err != nil {
				return filter, nil, err
			}
			if len(parts) == 1 {
				return r, nil, nil
			}
			filter.Values = union(filter.Values, r.expanded())
			continue
		}
		codes, err := l.value(f, part, off)
		if err != nil {
			return filter, nil, err
		}
		for _, c := range codes {
			notes = append(notes, noteIfOther(f, part, c)...)
		}
		filter.Values = union(filter.Values, codes)
	}
	switch {
	case len(filter.Values) == 0:
		return filter, nil, mistake(errEmpty, at, len(typed), string(f))
	case len(filter.Values) > MaxValues:
		return filter, nil, mistake(errTooMany, at, len(typed), string(f))
	}
	return filter, notes, nil
}

// between reads a range; either end may be left open.
func between(f Field, from, to, typed string, at int) (Filter, *Error) {
	filter := Filter{Field: f}
	least, most, ok := f.numeric()
	if !ok {
		return filter, mistake(errRange, at, len(typed), typed)
	}
	for _, end := range [...]struct {
		text string
		n    *int
	}{{from, &filter.From}, {to, &filter.To}} {
		text := strings.TrimSpace(end.text)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < least || n > most {
			return filter, numberMistake(f, typed, at)
		}
		*end.n = n
	}
	if filter.From == 0 && filter.To == 0 || filter.To != 0 && filter.From > filter.To {
		return filter, mistake(errRange, at, len(typed), typed)
	}
	return filter, nil
}

// expanded is the values of a filter with its range written out.
func (f Filter) expanded() []string {
	if len(f.Values) > 0 || f.From == 0 && f.To == 0 {
		return f.Values
	}
	from, to, _ := f.Field.numeric()
	from = max(from, f.From)
	if f.To > 0 {
		to = min(to, f.To)
	}
	var out []string
	for n := from; n <= to; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// union adds to a those of b that it lacks.
func union(a, b []string) []string {
	for _, v := range b {
		if !slices.Contains(a, v) {
			a = append(a, v)
		}
	}
	return a
}

func numberMistake(f Field, typed string, at int) *Error {
	least, most, _ := f.numeric()
	e := mistake(errNumber, at, len(typed), typed)
	e.Hint = strconv.Itoa(least) + "–" + strconv.Itoa(most)
	return e
}

// noteIfOther says how a value was understood, where it was not typed as its code.
func noteIfOther(f Field, typed, code string) []Note {
	if strings.EqualFold(strings.TrimSpace(typed), code) {
		return nil
	}
	return []Note{{Code: "field-value", Typed: shorten(strings.TrimSpace(typed)), Field: f, Value: code}}
}

type part struct {
	text string
	at   int
}

// split parts a list at commas and semicolons.
func split(s string) []part {
	var out []part
	start := 0
	add := func(end int) {
		text := s[start:end]
		trimmed := strings.TrimLeft(text, " \t\u00a0")
		if t := strings.TrimRight(trimmed, " \t\u00a0"); t != "" {
			out = append(out, part{t, start + len(text) - len(trimmed)})
		}
	}
	for i, r := range s {
		switch r {
		case ',', ';', '،', '、', '，', '；':
			add(i)
			start = i + len(string(r))
		}
	}
	add(len(s))
	return out
}

// whole looks up a value as one, without complaint.
func (l Lexicon) whole(f Field, typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if len(typed) > MaxValue || !strings.ContainsAny(typed, ",;،、，；") {
		return "", false
	}
	switch f {
	case State, By:
		m, ok := l.states.Lookup(typed, upr.Date{})
		return string(m.State), ok
	}
	if v := l.vocabulary[f]; v != nil {
		code := v.byName[plain(typed)]
		return code, code != ""
	}
	return "", false
}

// value looks up one value; a name of States may be several without commas between them.
func (l Lexicon) value(f Field, typed string, at int) ([]string, *Error) {
	if len(typed) > MaxValue {
		return nil, mistake(errTooLong, at, len(typed), typed)
	}
	if typed == none && f != ID && f != State {
		return []string{""}, nil
	}
	switch f {
	case State, By:
		return l.state(typed, at)
	case Symbol, Para, ID:
		return freeValue(f, typed, at)
	}
	if least, most, ok := f.numeric(); ok {
		n, err := strconv.Atoi(typed)
		if err != nil || n < least || n > most {
			return nil, numberMistake(f, typed, at)
		}
		return []string{strconv.Itoa(n)}, nil
	}
	v := l.vocabulary[f]
	code, like := v.find(typed)
	if code != "" {
		return []string{code}, nil
	}
	e := mistake(errValue, at, len(typed), typed)
	if len(like) > 1 {
		e.Code, e.Hint = errAmbiguous, strings.Join(like[:min(len(like), 6)], ", ")
		return nil, e
	}
	hints := v.near(typed)
	if len(hints) == 0 && len(v.codes) <= 12 {
		hints = v.codes
	}
	e.Hint = strings.Join(hints[:min(len(hints), 12)], ", ")
	return nil, e
}

// state looks up a code or any name that the gazetteer knows. What may mean several States is refused with their names.
func (l Lexicon) state(typed string, at int) ([]string, *Error) {
	if code := upr.State(strings.ToUpper(typed)); code.Valid() && l.known[code] {
		return []string{string(code)}, nil
	}
	if names, ok := l.states.Names(typed, upr.Date{}); ok {
		var out []string
		for _, n := range names {
			out = append(out, string(n.State))
		}
		return out, nil
	}
	e := mistake(errState, at, len(typed), typed)
	like := l.states.Suggest(typed)
	if len(like) > 1 {
		e.Code = errStateAmbiguous
	}
	for i, m := range like {
		if i > 0 {
			e.Hint += "; "
		}
		e.Hint += m.Name
	}
	return nil, e
}

// freeValue checks the form of values that no list holds.
func freeValue(f Field, typed string, at int) ([]string, *Error) {
	ok := len(typed) <= 100 && typed[0] != '-'
	for i := range len(typed) {
		c := typed[i]
		ok = ok && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("/.-_()", c) >= 0)
	}
	switch f {
	case Symbol:
		typed = strings.ToUpper(typed)
	case Para:
		typed = strings.ToLower(typed)
		ok = ok && typed[0] >= '0' && typed[0] <= '9'
	}
	if !ok {
		return nil, mistake(errValue, at, len(typed), typed)
	}
	return []string{typed}, nil
}
