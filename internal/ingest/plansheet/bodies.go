package plansheet

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Body is a body of the workspace as a table may name it.
type Body struct {
	ID    string
	Names []string
}

// Bodies finds bodies by their names. It is not changed after NewBodies.
type Bodies struct {
	list   []Body
	exact  map[string]string // letters of a name
	folded []map[string]bool // words of all names of a body
	short  map[string][]string
}

// NewBodies makes an index of bodies.
func NewBodies(list []Body) *Bodies {
	x := &Bodies{list: list, exact: map[string]string{}, short: map[string][]string{}}
	for _, b := range list {
		set := map[string]bool{}
		for _, n := range b.Names {
			if l := letters(n); l != "" {
				if id, ok := x.exact[l]; ok && id != b.ID {
					x.exact[l] = "" // two bodies of one name: a person says which
				} else {
					x.exact[l] = b.ID
				}
			}
			for w := range wordSet(n) {
				set[w] = true
			}
			for _, s := range initials(n) {
				if !slices.Contains(x.short[s], b.ID) {
					x.short[s] = append(x.short[s], b.ID)
				}
			}
		}
		x.folded = append(x.folded, set)
	}
	return x
}

// smallWords do not count in an abbreviation.
var smallWords = map[string]bool{"of": true, "the": true, "and": true, "for": true, "on": true, "и": true, "по": true, "в": true, "о": true, "және": true, "мен": true, "de": true, "la": true, "des": true, "du": true}

// initials are the abbreviations that a name gives: of all its words, and with the small ones in.
func initials(name string) []string {
	var short, all strings.Builder
	n := 0
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !letter(r) }) {
		r := unicode.ToUpper(firstRune(w))
		if !smallWords[strings.ToLower(w)] {
			short.WriteRune(r)
			n++
		}
		all.WriteRune(r)
	}
	if n < 2 {
		return nil
	}
	if short.String() == all.String() {
		return []string{short.String()}
	}
	return []string{short.String(), all.String()}
}

// Exact is the body that has a name, letter by letter.
func (x *Bodies) Exact(name string) string { return x.exact[letters(name)] }

// Like are the bodies that a name may mean: by abbreviation, else by their words; the likeliest first.
func (x *Bodies) Like(name string) []Hit {
	var out []Hit
	if up := strings.ToUpper(letters(name)); len([]rune(up)) <= 8 {
		for _, id := range x.short[up] {
			out = append(out, Hit{id, 0.9})
		}
	}
	set := wordSet(name)
	for i, b := range x.list {
		n := 0
		for w := range set {
			if x.folded[i][w] {
				n++
			}
		}
		if n == 0 || slices.ContainsFunc(out, func(h Hit) bool { return h.ID == b.ID }) {
			continue
		}
		if a := 2 * float64(n) / float64(len(set)+len(x.folded[i])); a > 0.3 {
			out = append(out, Hit{b.ID, min(a, 0.95)})
		}
	}
	slices.SortStableFunc(out, func(a, b Hit) int { return cmp.Compare(b.Alike, a.Alike) })
	return out[:min(len(out), maxHits)]
}

var (
	aside      = regexp.MustCompile(`\s*\([^()]*\)\s*$`) // "(by agreement)"
	leadNumber = regexp.MustCompile(`^\s*(?:\d{1,2}[.)]|[-–•*])\s*`)
)

// split parts the names of a cell. Commas stand inside names too ("Labour, Social Protection"): they part only
// abbreviations, and names that are known each by itself. whole says that nothing of the cell fell away.
func (x *Bodies) split(cell string, known func(string) bool) (names []string, whole bool) {
	whole = true
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r == '\n' || r == ';' }) {
		part = oneLine(part)
		if bare := leadNumber.ReplaceAllString(part, ""); bare != part {
			part, whole = bare, false
		}
		if part == "" {
			continue
		}
		pieces := []string{part}
		if !known(part) {
			if by := strings.Split(part, ","); len(by) > 1 && all(by, func(p string) bool { return known(strings.TrimSpace(p)) || abbreviation(strings.TrimSpace(p)) }) {
				pieces = by
			}
		}
		for _, p := range pieces {
			p = strings.Trim(oneLine(p), " ,.")
			if !known(p) {
				if bare := aside.ReplaceAllString(p, ""); bare != "" && bare != p {
					p, whole = bare, false
				}
			}
			if p != "" && !slices.Contains(names, p) {
				names = append(names, p)
			}
		}
	}
	return names, whole
}

func all(list []string, f func(string) bool) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !f(s) })
}

// abbreviation says whether a name is some capital letters.
func abbreviation(s string) bool {
	s = aside.ReplaceAllString(s, "")
	n, up := 0, 0
	for _, r := range s {
		n++
		if unicode.IsUpper(r) {
			up++
		}
	}
	return n >= 2 && n <= 8 && up*3 >= n*2
}
