package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/upr"
)

// fieldAhead says whether a field's name and a colon stand here. A name that no field has is an error, unless what
// follows shows that the colon belongs to a text.
func (p *parser) fieldAhead() (f Field, name string, ok bool) {
	end := p.word(p.i)
	text := p.s[p.i:end]
	colon := strings.IndexByte(text, ':')
	if colon < 2 {
		return "", "", false
	}
	name = text[:colon]
	for i := range len(name) {
		if c := name[i] | 0x20; (c < 'a' || c > 'z') && name[i] != '-' {
			return "", "", false
		}
	}
	if f, ok := fieldNames[strings.ToLower(name)]; ok {
		return f, name, true
	}
	rest := p.s[p.i+colon+1:]
	if rest != "" && !ends(rest) && rest[0] != '/' {
		p.fail(errField, p.i, colon)
		p.err.Hint = nearField(strings.ToLower(name))
	}
	return "", "", false
}

func nearField(name string) string {
	var out []string
	for known, f := range fieldNames {
		if (closeTo(name, known) || strings.HasPrefix(known, name)) && !slices.Contains(out, string(f)) {
			out = append(out, string(f))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// restriction reads the values behind a field's name.
func (p *parser) restriction(f Field, name string) []Node {
	at := p.i
	p.i += len(name) + 1
	p.blanks()
	if p.i == len(p.s) {
		p.fail(errEmpty, at, p.i-at)
		return nil
	}
	if !p.count(at) {
		return nil
	}
	var filter Filter
	var notes []Note
	var err *Error
	r, size := utf8.DecodeRuneInString(p.s[p.i:])
	switch {
	case r == '(' || r == '（':
		filter, notes, err = p.valuesInBrackets(f, size)
	case isQuote(r):
		filter, notes, err = p.valuesInQuotes(f)
	default:
		filter, notes, err = p.valuesInWords(f)
	}
	if p.err != nil {
		return nil
	}
	if err != nil {
		p.err = err
		return nil
	}
	for _, n := range notes {
		p.note(n)
	}
	return []Node{Has{filter}}
}

// valuesInQuotes reads "a", or "a","b".
func (p *parser) valuesInQuotes(f Field) (all Filter, notes []Note, err *Error) {
	all = Filter{Field: f}
	for {
		inside, from := p.quoted()
		if p.err != nil {
			return all, nil, nil
		}
		one, more, err := p.l.values(f, inside, from)
		if err != nil {
			return all, nil, err
		}
		all, notes = merged(all, one), append(notes, more...)
		next := p.s[p.i:]
		if !strings.HasPrefix(next, ",") || len(next) < 2 {
			return all, notes, nil
		}
		if r, _ := utf8.DecodeRuneInString(next[1:]); !isQuote(r) {
			return all, notes, nil
		}
		p.i++
	}
}

// valuesInWords reads a value without quotes. Behind a comma the list goes on after a blank; the name of a State takes
// as many of the next words as belong to it.
func (p *parser) valuesInWords(f Field) (Filter, []Note, *Error) {
	from := p.i
	p.i = p.word(p.i)
	for p.i > from && strings.HasSuffix(p.s[from:p.i], ",") {
		back := p.i
		p.blanks()
		end := p.word(p.i)
		if end == p.i || isOperator(p.s[p.i:end]) || strings.Contains(p.s[p.i:end], ":") {
			p.i = back
			break
		}
		p.i = end
	}
	if p.i == from {
		return Filter{}, nil, mistake(errEmpty, from, 0, string(f))
	}
	if f == State || f == By {
		p.wholeName(from)
	}
	return p.l.values(f, p.s[from:p.i], from)
}

// wholeName moves behind the last of the next words that make a State's name with what was read.
func (p *parser) wholeName(from int) {
	const longest = 8
	start := from
	if i := strings.LastIndexAny(p.s[from:p.i], ",;"); i >= 0 {
		start = from + i + 1
	}
	i := p.i
	for range longest {
		i = p.skip(i)
		end := p.word(i)
		if end == i || end-from > MaxValue || isOperator(p.s[i:end]) || strings.Contains(p.s[i:end], ":") {
			return
		}
		i = end
		_, last := p.l.states.Lookup(p.s[start:end], upr.Date{})
		_, whole := p.l.states.Lookup(p.s[from:end], upr.Date{}) // "Korea, Republic of"
		if last || whole {
			p.i = end
		}
	}
}

// valuesInBrackets reads (a OR "b c", d).
func (p *parser) valuesInBrackets(f Field, size int) (Filter, []Note, *Error) {
	at := p.i
	inside, ok := p.toClosing(size)
	if !ok {
		p.fail(errBracketOpen, at, size)
		return Filter{}, nil, nil
	}
	all, notes := Filter{Field: f}, []Note(nil)
	from := at + size
	for _, x := range alternatives(inside) {
		text, off := x.text, from+x.at
		if strings.HasPrefix(text, "NOT ") || strings.HasPrefix(text, "-") || strings.Contains(text, " AND ") || strings.Contains(text, " NOT ") {
			return all, nil, mistake(errFieldExpression, off, len(text), text)
		}
		if q, n := utf8.DecodeRuneInString(text); isQuote(q) {
			last, m := utf8.DecodeLastRuneInString(text)
			if !isQuote(last) || len(text) < n+m {
				return all, nil, mistake(errQuoteOpen, off, n, text)
			}
			text, off = text[n:len(text)-m], off+n
		}
		one, more, err := p.l.values(f, text, off)
		if err != nil {
			return all, nil, err
		}
		all, notes = merged(all, one), append(notes, more...)
	}
	if len(all.Values) == 0 && all.From == 0 && all.To == 0 {
		return all, nil, mistake(errEmpty, at, p.i-at, string(f))
	}
	if len(all.Values) > MaxValues {
		return all, nil, mistake(errTooMany, at, p.i-at, string(f))
	}
	return all, notes, nil
}

// toClosing gives what stands inside the bracket here and moves behind it; names may hold brackets and quotes.
func (p *parser) toClosing(size int) (inside string, ok bool) {
	depth, quote := 0, false
	for i := p.i + size; i < len(p.s); {
		r, n := utf8.DecodeRuneInString(p.s[i:])
		switch {
		case isQuote(r):
			quote = !quote
		case quote:
		case r == '(' || r == '（':
			depth++
		case r == ')' || r == '）':
			if depth == 0 {
				inside = p.s[p.i+size : i]
				p.i = i + n
				return inside, true
			}
			depth--
		}
		i += n
	}
	return "", false
}

// alternatives parts a list at OR and at commas, but not inside quotes; a part without quotes may be a list itself.
func alternatives(s string) []part {
	var out []part
	start, quote := 0, false
	add := func(end int) {
		text := s[start:end]
		left := strings.TrimLeft(text, " \t,;")
		if t := strings.TrimRight(left, " \t,;"); t != "" {
			out = append(out, part{t, start + len(text) - len(left)})
		}
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isQuote(r):
			quote = !quote
			if !quote { // a closing quote ends a part
				i += n
				add(i)
				start = i
				continue
			}
			add(i)
			start = i
		case !quote && strings.HasPrefix(s[i:], "OR") && (i == 0 || s[i-1] == ' ' || s[i-1] == '"') && ends(s[i+2:]):
			add(i)
			i += 2
			start = i
			continue
		}
		i += n
	}
	add(len(s))
	return out
}

// merged joins two demands of one field; a range beside another value is written out.
func merged(a, b Filter) Filter {
	if len(a.Values) == 0 && a.From == 0 && a.To == 0 {
		b.Not = a.Not
		return b
	}
	return Filter{Field: a.Field, Values: union(slices.Clone(a.expanded()), b.expanded()), Not: a.Not}
}
