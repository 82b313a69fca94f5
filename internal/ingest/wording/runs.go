package wording

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// addClauses makes segments of clauses that only soft separators part. A State that stands behind several of them said
// one thing in steps: it has one segment with all its clauses (handbook, trap 30).
func (it *Item) addClauses(runs []run) {
	verbLists := make([]bool, len(runs))
	for i, ru := range runs {
		verbLists[i] = ru.isVerbList()
		if ru.trails() {
			it.ask(Trailing, nil)
		}
	}
	for _, s := range statesOf(runs) {
		seg := s.segment(runs)
		if seg.AsRead != "" && !s.certain(verbLists) && (s.reaches(runs) || !alike(seg.AsRead, seg.Words)) {
			it.ask(Interleaved, map[string]string{"states": printed(s.by)})
		}
		it.add(seg)
	}
}

// alike says whether a State's own words and its clause are nearly the same, nine words in ten: then there is nothing
// for a person to decide. "Sign (A) and ratify (B) the Covenant on …" is such a clause.
func alike(own, clause string) bool {
	a, b := words(own), words(clause)
	left := map[string]int{}
	for _, w := range b {
		if !fillers[w] {
			left[w]++
		}
	}
	n, size := 0, 0
	for _, w := range a {
		if fillers[w] {
			continue
		}
		size++
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	for _, w := range b {
		if !fillers[w] {
			size++
		}
	}
	return 20*n >= 9*size
}

var fillers = wordSet("the of to and in on for a an all its with by as at from that be is")

// trails says whether a clause is one part with words behind its State.
func (ru run) trails() bool { return len(ru) == 2 && len(ru[1].by) == 0 }

// place is where a State stands: behind which part of which clause.
type place struct{ run, part int }

// sharers are States that stand in the same places.
type sharers struct {
	places []place
	by     []upr.Attribution
}

// statesOf gives each State once, with the places where it stands; States of the same places go together.
func statesOf(runs []run) []sharers {
	var order []upr.Attribution
	places := map[upr.State][]place{}
	for n, ru := range runs {
		for i, p := range ru {
			for _, a := range p.by {
				if places[a.State] == nil {
					order = append(order, a)
				}
				places[a.State] = append(places[a.State], place{n, i})
			}
		}
	}
	var out []sharers
	for _, a := range order {
		at := slices.IndexFunc(out, func(s sharers) bool { return slices.Equal(s.places, places[a.State]) })
		if at < 0 {
			out = append(out, sharers{places: places[a.State]})
			at = len(out) - 1
		}
		out[at].by = append(out[at].by, a)
	}
	return out
}

// segment of States that stand in the same places: the clause up to where they stand, and beside it their own words
// where other States' words are among these. What follows is said by others, unless it is the object that their own
// words still lack.
func (s sharers) segment(runs []run) upr.Segment {
	var clauses strings.Builder
	var own []string
	mixed := false
	for i, at := range s.places {
		ru := runs[at.run]
		last := i+1 == len(s.places) || s.places[i+1].run != at.run
		if len(ru) > 1 && !ru.trails() {
			mixed = true
		}
		if len(runs) > 1 || mixed {
			own = append(own, ru.own(at.part, last)...)
		}
		if !last {
			continue
		}
		end := at.part
		if ru.trails() {
			end++
		}
		clauses.WriteString(ru.upTo(end, func(part int) bool { return slices.Contains(s.places, place{at.run, part}) }).clause(clauses.Len() > 0))
		if !ru.trails() && !finished(ru[at.part].text) {
			clauses.WriteString(" " + ru.objectAfter(at.part))
		}
	}
	seg := upr.Segment{Words: clean(clauses.String()), By: s.by}
	if mixed {
		seg.AsRead = strings.Join(own, " … ")
	}
	return seg
}

// clause is the whole clause without the brackets of States; further says that it goes on after another.
func (ru run) clause(further bool) string {
	var b strings.Builder
	for i, p := range ru {
		switch {
		case i == 0 && !further:
			b.WriteString(unjoin(p.text))
		case p.sep == '/':
			b.WriteString(" / " + p.text)
		case p.sep != 0:
			b.WriteString(string(p.sep) + " " + p.text)
		default:
			b.WriteString(" " + p.text)
		}
	}
	return b.String()
}

// isVerbList says whether a clause is a list of verbs before one object, "Sign (A), ratify (B) or accede to (C) the
// Covenant": then each State's words are its verbs and the object, and nothing is left to decide.
func (ru run) isVerbList() bool {
	last := len(ru) - 1
	for i, p := range ru {
		if i < last && (finished(p.text) || !startsSentence(p.text)) || i == last && len(p.by) > 0 && !startsSentence(p.text) {
			return false
		}
	}
	return true
}

// certain says whether all clauses of a State are such lists.
func (s sharers) certain(verbLists []bool) bool {
	return !slices.ContainsFunc(s.places, func(at place) bool { return !verbLists[at.run] })
}

// reaches says whether the object that a State's words lack stands further than in the next part: then others' words lie
// between.
func (s sharers) reaches(runs []run) bool {
	at := s.places[len(s.places)-1]
	ru := runs[at.run]
	return !finished(ru[at.part].text) && at.part+2 < len(ru) && !finished(ru[at.part+1].text)
}

// upTo is the clause as far as a part, without beginnings that were left to other States: in "Sign (A) or ratify (B) the
// Covenant" B did not ask to sign. A part that is only the object keeps all beginnings.
func (ru run) upTo(end int, mine func(part int) bool) run {
	if !startsSentence(ru[end].text) {
		return ru[:end+1]
	}
	var out run
	for i, p := range ru[:end+1] {
		if i < end && !mine(i) && !finished(p.text) && startsSentence(ru[i+1].text) {
			out = nil
			continue
		}
		out = append(out, p)
	}
	return out
}

// own are the words that a State closes with a part. A part that stops before its object takes the next object: in
// "Ratify (A) or accede to (B) the Covenant" both speak of the Covenant.
func (ru run) own(part int, last bool) []string {
	own := []string{clean(unjoin(ru[part].text))}
	if finished(ru[part].text) || !last {
		return own
	}
	if o := ru.objectAfter(part); o != "" {
		own = append(own, o)
	}
	return own
}

// objectAfter is the first object behind a part.
func (ru run) objectAfter(part int) string {
	for _, next := range ru[part+1:] {
		if finished(next.text) {
			return objectOf(clean(unjoin(next.text)))
		}
	}
	return ""
}

// add appends a segment, unless the same words of other States are there already.
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
