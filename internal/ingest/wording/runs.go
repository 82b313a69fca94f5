package wording

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// addRun makes segments of one clause.
func (it *Item) addRun(ru run) {
	if len(ru) == 1 {
		if len(it.Segments) > 0 && leans(ru[0].text) && ru[0].sep != ';' && ru[0].sep != '.' {
			it.ask(LeansBack, map[string]string{"states": printed(ru[0].by)})
		}
		it.add(upr.Segment{Words: clean(unjoin(ru[0].text)), By: ru[0].by})
		return
	}
	whole := make([]string, len(ru))
	for i, p := range ru {
		whole[i] = joined(p, i)
	}
	clause := clean(unjoin(strings.Join(whole, "")))
	if len(ru) == 2 && len(ru[1].by) == 0 {
		it.add(upr.Segment{Words: clause, By: ru[0].by})
		it.ask(Trailing, nil)
		return
	}
	for _, s := range statesOf(ru) {
		it.add(upr.Segment{Words: clause, AsRead: ownWords(ru, s.parts), By: s.by})
	}
	it.ask(Interleaved, map[string]string{"states": printed(all(ru))})
}

// ownWords are the parts of a clause that a State closes. One that stops before its object takes the next object: in
// "Ratify (A) or accede to (B) the Covenant" both speak of the Covenant (handbook, trap 30).
func ownWords(ru run, parts []int) string {
	var own []string
	for k, n := range parts {
		own = append(own, clean(unjoin(ru[n].text)))
		next := n + 1
		if k+1 < len(parts) {
			next = max(next, parts[k+1])
		}
		if finished(ru[n].text) || k+1 < len(parts) {
			continue
		}
		for ; next < len(ru); next++ {
			if finished(ru[next].text) {
				own = append(own, clean(unjoin(ru[next].text)))
				break
			}
		}
	}
	return strings.Join(own, " … ")
}

// joined is a part's text as it continues the sentence, without the brackets of States between.
func joined(p part, i int) string {
	switch {
	case i == 0:
		return p.text
	case p.sep == ',':
		return ", " + p.text
	case p.sep == '/':
		return " / " + p.text
	}
	return " " + p.text
}

// sharers are States that stand behind the same parts of a clause.
type sharers struct {
	parts []int
	by    []upr.Attribution
}

// statesOf gives each State of a clause once, with the parts behind which it stands; States of the same parts go
// together.
func statesOf(ru run) []sharers {
	var order []upr.Attribution
	parts := map[upr.State][]int{}
	for i, p := range ru {
		for _, a := range p.by {
			if parts[a.State] == nil {
				order = append(order, a)
			}
			parts[a.State] = append(parts[a.State], i)
		}
	}
	var out []sharers
	for _, a := range order {
		at := slices.IndexFunc(out, func(s sharers) bool { return slices.Equal(s.parts, parts[a.State]) })
		if at < 0 {
			out = append(out, sharers{parts: parts[a.State]})
			at = len(out) - 1
		}
		out[at].by = append(out[at].by, a)
	}
	return out
}

func all(ru run) []upr.Attribution {
	var by []upr.Attribution
	for _, p := range ru {
		by = appendNew(by, p.by)
	}
	return by
}

// add appends a segment, unless the same words of the same States are there already.
func (it *Item) add(s upr.Segment) {
	for i := range it.Segments {
		if have := &it.Segments[i]; have.Words == s.Words && have.AsRead == s.AsRead {
			have.By = appendNew(have.By, s.By)
			return
		}
	}
	it.Segments = append(it.Segments, s)
}

// misprinted asks about a bracket behind the last State that ends the text and holds a misprinted name, and forgets a
// tail that has no words.
func (it *Item) misprinted(r reader, tail *part) {
	if name, ok := r.lastBracket(tail.text); ok {
		it.askName(r, name)
		tail.text = strings.TrimSuffix(clean(tail.text), "("+name+")")
		if strings.TrimSpace(tail.text) != "" && tail.sep == 0 {
			tail.sep = ';' // words of the State whose name is misprinted, not of the one before
		}
	}
	if !strings.ContainsFunc(tail.text, isLetter) {
		tail.text = ""
	}
}
