// Package gazetteer says which State a name means, in any variant, year and language that the reference data knows
// (handbook, 7.8). It compares whole names; it never guesses between names that look alike. What is only similar is for
// a person to choose from (Suggest).
package gazetteer

import (
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// How a name was found, in the order in which the ways are tried.
type How string

const (
	Exact   How = "exact"   // an official name, as written
	Folded  How = "folded"  // an official name but for letter case, accents, quotes, hyphens or blanks
	Article How = "article" // an official name with an article before it: "the Sudan"
	Alias   How = "alias"   // another name in use, or a slip seen in print, also when folded or with an article
)

// Match is the State that a name means.
type Match struct {
	State     upr.State
	How       How
	Name      string // the name as the reference data writes it
	Lang      string // its language
	OutOfDate bool   // the name was not in use on the day asked for; documents use old names late
}

// Named is a name inside a bracket group.
type Named struct {
	Printed string
	State   upr.State
	Match   Match
}

// Gazetteer is immutable and may be used from several goroutines.
type Gazetteer struct {
	exact   map[string]entry
	folded  map[string]entry
	names   []known // for Suggest
	telling map[string]bool
}

// entry is one State and all its names that are written (or folded) the same.
type entry struct {
	state    upr.State
	official []reference.StateName
	other    []reference.StateName
}

// known is a name prepared for Suggest.
type known struct {
	state upr.State
	name  reference.StateName
	key   string
	words []string
}

// Default knows the members and the observers.
var Default = sync.OnceValue(func() *Gazetteer { return build(reference.States()) })

// WithInvented knows the sample's invented States too. It is for documents of the sample; no name of an invented State
// is near a real one.
var WithInvented = sync.OnceValue(func() *Gazetteer {
	return build(append(reference.States(), reference.InventedStates()...))
})

func build(states []reference.StateInfo) *Gazetteer {
	g := &Gazetteer{exact: map[string]entry{}, folded: map[string]entry{}}
	for _, s := range states {
		for _, n := range s.Names {
			key := fold(n.Text)
			g.exact[n.Text] = g.exact[n.Text].with(s.Code, n)
			g.folded[key] = g.folded[key].with(s.Code, n)
			g.names = append(g.names, known{s.Code, n, key, words(n.Text)})
		}
	}
	g.telling = telling(g.names)
	return g
}

// with adds a name. A spelling that two States share belongs to neither: it is dropped, and a test makes sure that
// there is none in the reference data.
func (e entry) with(code upr.State, n reference.StateName) entry {
	if e.state != "" && e.state != code {
		return entry{state: shared}
	}
	e.state = code
	if n.Kind == reference.AliasName || n.Kind == reference.PrintedName {
		e.other = append(e.other, n)
	} else {
		e.official = append(e.official, n)
	}
	return e
}

const shared upr.State = "?"

// Lookup says which State a whole name means on a day; the unknown day means any. It tries the official names as
// written, then folded, then without a leading article, then the other names. A name that was valid only in other years
// is found too and marked OutOfDate.
func (g *Gazetteer) Lookup(name string, when upr.Date) (Match, bool) {
	if len(name) > maxName {
		return Match{}, false
	}
	if e, ok := g.exact[name]; ok && len(e.official) > 0 {
		return e.match(e.official, Exact, when), true
	}
	key := fold(name)
	if key == "" {
		return Match{}, false
	}
	e, ok := g.folded[key]
	if ok && len(e.official) > 0 {
		return e.match(e.official, Folded, when), true
	}
	bare, hasArticle := withoutArticle(name)
	var eb entry
	if hasArticle {
		eb = g.folded[fold(bare)]
		if len(eb.official) > 0 {
			return eb.match(eb.official, Article, when), true
		}
	}
	if ok && len(e.other) > 0 {
		return e.match(e.other, Alias, when), true
	}
	if len(eb.other) > 0 {
		return eb.match(eb.other, Alias, when), true
	}
	return Match{}, false
}

// match prefers, among names written alike, one in use on the day, and the official languages' order as given.
func (e entry) match(names []reference.StateName, how How, when upr.Date) Match {
	best := names[0]
	for _, n := range names {
		if n.Valid(when) {
			return Match{State: e.state, How: how, Name: n.Text, Lang: n.Lang}
		}
	}
	return Match{State: e.state, How: how, Name: best.Text, Lang: best.Lang, OutOfDate: true}
}

// articles of English, French and Spanish names, in small letters. They stand before the name ("the Sudan") or in
// brackets behind it ("Sudan (the)", as lists of names have it).
var articles = []string{"the ", "la ", "le ", "les ", "l'", "l’", "el ", "los ", "las "}

func withoutArticle(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, a := range articles {
		if len(s) > len(a) && strings.EqualFold(s[:len(a)], a) {
			return s[len(a):], true
		}
	}
	if open := strings.LastIndexByte(s, '('); open > 0 && s[len(s)-1] == ')' {
		in := s[open+1 : len(s)-1]
		for _, a := range articles {
			if strings.EqualFold(strings.TrimSpace(in), strings.TrimSpace(a)) {
				return s[:open], true
			}
		}
	}
	return s, false
}
