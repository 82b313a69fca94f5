package wording

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/upr"
)

// group is one bracket that names States.
type group struct {
	span
	by       []upr.Attribution
	unknown  []string // parts that look like names and are not in the gazetteer
	repaired bool     // a bracket was missing or one too many
	self     bool     // the State under review stands among the names
}

// maxNames bounds the content of a bracket that is looked up: the longest list of co-sponsors seen has 20 names.
const maxNames = 1500

// maxRepairs bounds how many brackets without a partner are tried; more are no slip.
const maxRepairs = 8

// reader looks names up for one item.
type reader struct {
	g *gazetteer.Gazetteer
	c Context
}

// groups are the brackets of the text that name States, in order.
func (r reader) groups(s string) []group {
	pairs, opens, closes := brackets(s)
	var out []group
	for _, p := range pairs {
		if g, ok := r.pair(s, p); ok {
			out = append(out, g)
		}
	}
	for _, at := range opens[:min(len(opens), maxRepairs)] {
		if g, ok := r.unclosed(s, at); ok {
			out = replaceOverlap(out, g)
		}
	}
	for _, at := range closes[:min(len(closes), maxRepairs)] {
		if g, ok := r.unopened(s, at); ok {
			out = replaceOverlap(out, g)
		}
	}
	slices.SortFunc(out, func(a, b group) int { return a.start - b.start })
	return out
}

// replaceOverlap adds a repaired group unless a sound one already stands inside it with the same States.
func replaceOverlap(list []group, g group) []group {
	kept := list[:0:0]
	for _, x := range list {
		if x.start < g.end && g.start < x.end {
			if len(x.by) >= len(g.by) {
				return list
			}
			continue
		}
		kept = append(kept, x)
	}
	return append(kept, g)
}

func (r reader) pair(s string, p span) (group, bool) {
	in := inside(s, p)
	if by, self, ok := r.names(in); ok {
		return group{span: p, by: by, self: self}, true
	}
	if g, ok := r.partly(in); ok && closesHere(s[p.end:]) {
		g.span = p
		return g, true
	}
	// "(see article 5 (Chile))": one bracket too many or one missing before the State.
	if c, ok := lastChild(s, p); ok {
		if by, self, ok := r.names(inside(s, c)); ok {
			return group{span: span{c.start, p.end}, by: by, self: self, repaired: true}, true
		}
	}
	return group{}, false
}

// names looks the content of one bracket up. ok only if every part is a State. The State under review is left out: it
// does not recommend to itself (handbook, I13).
func (r reader) names(in string) (by []upr.Attribution, self, ok bool) {
	in = unmarked(in)
	if in == "" || len(in) > maxNames || !mayBeNames(in) {
		return nil, false, false
	}
	named, ok := r.g.Names(in, r.c.When)
	if !ok {
		return nil, false, false
	}
	for _, n := range named {
		if n.State == r.c.Review {
			self = true
			continue
		}
		by = append(by, upr.Attribution{State: n.State, Printed: n.Printed})
	}
	return by, self, true
}

// A footnote mark behind a name, inside the bracket: "(Czech Republic 4)".
var innerMark = regexp.MustCompile(`(\pL\)?) ?(?:\d{1,2}|\*{1,3})(\s*[,;]|$)`)

// unmarked is the content of a bracket without separators at its ends and footnote marks behind names.
func unmarked(in string) string {
	in = strings.Trim(in, " ,;.:")
	if !strings.ContainsAny(in, "0123456789*") {
		return in
	}
	return innerMark.ReplaceAllString(in, "$1$2")
}

// mayBeNames spares the gazetteer what cannot be a list of names: digits, or words that start small except those that
// stand inside names.
func mayBeNames(in string) bool {
	return !strings.ContainsAny(in, "0123456789“”\"%=")
}

var partBreak = regexp.MustCompile(`\s*[,;/]\s*(?:and\s+)?|\s+and\s+|\s+&\s+`)

// partly reads a bracket of which at least one part is a State and every other part looks like a name: a misprint, or a
// name that the gazetteer does not hold. Those parts are asked about.
func (r reader) partly(in string) (group, bool) {
	var g group
	if len(in) > maxNames {
		return g, false
	}
	in = unmarked(in)
	if !mayBeNames(in) {
		return g, false
	}
	for _, part := range partBreak.Split(in, -1) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if by, self, ok := r.names(part); ok {
			g.by = append(g.by, by...)
			g.self = g.self || self
			continue
		}
		if !looksLikeName(part) {
			return g, false
		}
		g.unknown = append(g.unknown, part)
	}
	return g, len(g.by) > 0
}

// misprint reads a bracket that stands where States stand but holds no known name: only when the gazetteer finds one
// that looks alike.
func (r reader) misprint(in string) bool {
	return in != "" && len(in) < 80 && mayBeNames(in) && looksLikeName(in) && len(r.g.Suggest(in)) > 0
}

func looksLikeName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 12 {
		return false
	}
	capitals := 0
	for _, w := range words {
		c, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(‘'"))
		if unicode.IsUpper(c) {
			capitals++
		}
	}
	return capitals > 0 && capitals*2 >= len(words)
}

// closesHere says whether what follows a bracket lets it close a text: the end, a separator or another bracket.
func closesHere(rest string) bool {
	rest = strings.TrimLeft(rest, " 0123456789*")
	return rest == "" || strings.ContainsRune(";.,/(:", rune(rest[0]))
}

// unclosed repairs an opening bracket without a partner: "(Chile;" and "(Chile (Peru);".
func (r reader) unclosed(s string, at int) (group, bool) {
	rest := s[at+1:]
	limit := min(len(rest), maxNames)
	for _, stop := range []string{";", ".", "(", "/", ", ", " and "} {
		ends := []int{}
		for off := 0; len(ends) < 4; {
			i := strings.Index(rest[off:limit], stop)
			if i < 0 {
				break
			}
			ends = append(ends, off+i)
			off += i + len(stop)
		}
		if stop == ";" || stop == "." {
			ends = append(ends, len(rest))
		}
		slices.Reverse(ends)
		for _, e := range ends {
			in := strings.TrimSpace(rest[:e])
			if by, self, ok := r.names(in); ok {
				// At the end of the text or of a segment nothing else can be meant.
				sure := e == len(rest) || rest[e] == ';' || rest[e] == '.'
				return group{span: span{at, at + 1 + e}, by: by, self: self, repaired: !sure}, true
			}
		}
	}
	return group{}, false
}

// unopened repairs a closing bracket without a partner: "… in law Chile, Peru);".
func (r reader) unopened(s string, at int) (group, bool) {
	head := strings.TrimRight(s[:at], " ")
	if strings.HasSuffix(head, ")") && !strings.Contains(head[max(0, len(head)-40):], "(") {
		return group{}, false
	}
	var starts []int
	for i := len(head); i > 0 && len(starts) < 14; {
		j := strings.LastIndexByte(head[:i], ' ')
		starts = append(starts, j+1)
		i = j
	}
	slices.Reverse(starts)
	for _, st := range starts {
		if c, _ := utf8.DecodeRuneInString(head[st:]); !unicode.IsUpper(c) {
			continue
		}
		if by, self, ok := r.names(head[st:]); ok {
			return group{span: span{st, at + 1}, by: by, self: self, repaired: true}, true
		}
	}
	return group{}, false
}
