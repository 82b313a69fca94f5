package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/upr"
)

// maxGroup is the length in bytes beyond which the inside of a bracket is no group of States. A list of all members
// would have about 3,000.
const maxGroup = 4000

// Names reads the inside of one bracket group, such as "Portugal, Slovakia" or "Chile; Iran (Islamic Republic of), and
// France". States stand between commas (also the Arabic and the Chinese one), semicolons, slashes or "and"; a name may
// hold "and" or a bracket itself; a comma may be missing between two names. ok is true only when every part is a State.
// A group that can be read in two ways is not ok.
func (g *Gazetteer) Names(inside string, when upr.Date) (names []Named, ok bool) {
	if len(inside) == 0 || len(inside) > maxGroup {
		return nil, false
	}
	if n, ok := g.named(inside, when); ok {
		return []Named{n}, true
	}
	for len(inside) > 0 {
		end, next := comma(inside)
		part := strings.TrimSpace(inside[:end])
		inside = inside[next:]
		if part == "" {
			continue // a comma too many
		}
		if n, ok := g.named(part, when); ok {
			names = append(names, n)
			continue
		}
		more, ok := g.part(part, when)
		if !ok {
			return nil, false
		}
		names = append(names, more...)
	}
	return names, len(names) > 0
}

// named looks up a whole part; a footnote's stars after it do not belong to the name.
func (g *Gazetteer) named(part string, when upr.Date) (Named, bool) {
	part = strings.Trim(part, " \t\r\n\u00a0*.")
	m, ok := g.Lookup(part, when)
	return Named{Printed: part, State: m.State, Match: m}, ok
}

// comma finds the next separator outside brackets: the end of the part before it and the start of what follows.
func comma(s string) (end, next int) {
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			depth--
		case ',', ';', '/', '،', '؛', '、', '；', '，':
			if depth <= 0 {
				return i, i + utf8.RuneLen(r)
			}
		}
	}
	return len(s), len(s)
}

// maxWords is the number of words in the longest name.
const maxWords = 12

// part reads what stands between two commas and is not one name: names joined by "and" or by nothing but a blank. It
// takes the reading with the fewest names and gives up when two different readings have as few.
func (g *Gazetteer) part(s string, when upr.Date) ([]Named, bool) {
	w := spans(s)
	if len(w) < 2 {
		return nil, false
	}
	best := make([]reading, len(w)+1) // best[i] reads the words from i on
	best[len(w)] = reading{found: true}
	for i := len(w) - 1; i >= 0; i-- {
		if conjunction(s[w[i].from:w[i].to]) && best[i+1].found {
			best[i] = best[i+1]
			best[i].skip = true
			continue
		}
		for j := i + 1; j <= min(len(w), i+maxWords); j++ {
			rest := best[j]
			if !rest.found {
				continue
			}
			n, ok := g.named(s[w[i].from:w[j-1].to], when)
			if !ok {
				continue
			}
			switch b := &best[i]; {
			case !b.found || rest.count+1 < b.count:
				*b = reading{found: true, count: rest.count + 1, first: n, next: j, twofold: rest.twofold}
			case rest.count+1 == b.count:
				b.twofold = true
			}
		}
	}
	if b := best[0]; !b.found || b.twofold || b.count == 0 {
		return nil, false
	}
	var out []Named
	for i := 0; i < len(w); {
		if best[i].skip {
			i++
			continue
		}
		out = append(out, best[i].first)
		i = best[i].next
	}
	return out, true
}

// reading of the words from one place to the end.
type reading struct {
	found   bool
	count   int // names
	first   Named
	next    int  // where the second name begins
	twofold bool // another reading has as few names
	skip    bool // the first word is a conjunction
}

type span struct{ from, to int }

// spans are the words of s, as offsets.
func spans(s string) []span {
	var out []span
	start := -1
	for i, r := range s {
		if unicode.IsSpace(r) {
			if start >= 0 {
				out = append(out, span{start, i})
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, span{start, len(s)})
	}
	return out
}

// conjunction says whether a word is "and" in one of the languages of the documents.
func conjunction(w string) bool {
	switch strings.ToLower(w) {
	case "and", "&", "et", "y", "e", "и", "және", "و", "和":
		return true
	}
	return false
}
