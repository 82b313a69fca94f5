package query

import "slices"

// Plain is the same request with its restrictions taken out of what was typed: the form in which pages link to it, add
// a facet's value or take one away.
func (r Request) Plain() Request {
	r.Typed, r.Chosen, r.Notes = r.Rest, nil, nil
	for _, f := range r.Filters {
		if !r.Implied || f.Field != Kind {
			r.Chosen = append(r.Chosen, f)
		}
	}
	return r
}

// With is the plain request with one value of a field more, from its first page on. The field's range, if it has one,
// gives way.
func (r Request) With(f Field, value string) Request {
	r = r.Plain()
	r.Page = 1
	if f == Kind {
		r.AllKinds = false
	}
	for i, c := range r.Chosen {
		if c.Field == f && !c.Not {
			if !slices.Contains(c.Values, value) {
				r.Chosen[i] = Filter{Field: f, Values: append(slices.Clone(c.Values), value)}
			}
			return r.settled()
		}
	}
	r.Chosen = append(r.Chosen, Filter{Field: f, Values: []string{value}})
	return r.settled()
}

// Without is the plain request with one value of a field less, demanded or refused, from its first page on.
func (r Request) Without(f Field, value string, not bool) Request {
	r = r.Plain()
	r.Page = 1
	for i, c := range r.Chosen {
		if c.Field != f || c.Not != not {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(c.expanded()), func(v string) bool { return v == value })
		if len(left) == 0 {
			r.Chosen = slices.Delete(r.Chosen, i, i+1)
		} else {
			r.Chosen[i] = Filter{Field: f, Values: left, Not: not}
		}
		break
	}
	return r.settled()
}

// WithoutField is the plain request with nothing demanded or refused of a field, from its first page on.
func (r Request) WithoutField(f Field) Request {
	r = r.Plain()
	r.Page = 1
	r.Chosen = slices.DeleteFunc(r.Chosen, func(c Filter) bool { return c.Field == f })
	return r.settled()
}

// OfAllKinds is the plain request with nothing left out for its kind, from its first page on.
func (r Request) OfAllKinds() Request {
	r = r.WithoutField(Kind)
	r.AllKinds, r.Implied = true, false
	return r.settled()
}

// settled makes the filters of a plain request those that were chosen.
func (r Request) settled() Request {
	r.Chosen = sorted(r.Chosen)
	r.Filters = slices.Clone(r.Chosen)
	said := r.AllKinds || saysKind(r.Query)
	if r.Implied = !said; r.Implied {
		r.Filters = sorted(append(r.Filters, recommendationsOnly))
	}
	return r
}
