package query

import (
	"strings"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/upr"
)

// mostTogether is how many plain words may name one thing.
const mostTogether = 4

// understood reads words that mean more than themselves: a position, a treaty, a goal, a document's symbol, a permanent
// identifier. nil where the words are only words.
func (p *parser) understood() []Node {
	if p.l.literal {
		return nil
	}
	at := p.i
	var ends []int
	for i := at; len(ends) < mostTogether; {
		end := p.word(i)
		if end == i || strings.ContainsAny(p.s[i:end], "*:,;") || isOperator(p.s[i:end]) {
			break
		}
		ends = append(ends, end)
		i = p.skip(end)
	}
	for k := len(ends) - 1; k >= 0; k-- {
		text := p.s[at:ends[k]]
		n, note := p.l.meant(text, k == 0)
		if n == nil {
			continue
		}
		p.i = ends[k]
		if _, ok := p.nearAhead(); ok { // a word of NEAR is a word
			p.i = at
			return nil
		}
		p.note(note)
		p.nodes += 2
		if !p.count(at) {
			return nil
		}
		return []Node{n}
	}
	return nil
}

func isOperator(w string) bool {
	return w == "AND" || w == "OR" || w == "NOT" || w == "NEAR" || strings.HasPrefix(w, "NEAR/")
}

// meant says what words mean beside themselves. Treaties and goals are found by their label or by the words; what can
// only be meant one way is a restriction.
func (l Lexicon) meant(text string, one bool) (Node, Note) {
	has := func(f Field, value string) Node { return Has{Filter{Field: f, Values: []string{value}}} }
	or := func(f Field, value string) Node {
		if u := unitsOf(strings.Join(strings.Fields(text), "-")); len(u) == 1 {
			return Or{[]Node{has(f, value), nodeOf(u[0])}}
		}
		return has(f, value)
	}
	if one {
		if pos, ok := plainPositions[strings.ToLower(text)]; ok {
			return has(Position, string(pos)), Note{"position", text, Position, string(pos)}
		}
		if strings.HasPrefix(text, "UPR-") {
			if _, ok := upr.ParseItemRef(text); ok {
				return has(ID, text), Note{"id", text, ID, text}
			}
		}
		if isSymbol(text) {
			return or(Symbol, strings.ToUpper(text)), Note{"symbol", text, Symbol, strings.ToUpper(text)}
		}
	}
	if code := l.treaty(text); code != "" {
		return or(Treaty, code), Note{"treaty", text, Treaty, code}
	}
	if goal, ok := strings.CutPrefix(plain(text), "sdg"); ok {
		if code := l.vocabulary[SDG].byName[goal]; code != "" && goal == code {
			return or(SDG, code), Note{"sdg", text, SDG, code}
		}
	}
	return nil, Note{}
}

// isSymbol says whether a word has the form of a Council document's symbol.
func isSymbol(w string) bool {
	if len(w) < 7 || len(w) > 40 || !strings.EqualFold(w[:2], "A/") || strings.Count(w, "/") < 2 {
		return false
	}
	for i := range len(w) {
		c := w[i] | 0x20
		if (c < 'a' || c > 'z') && (w[i] < '0' || w[i] > '9') && strings.IndexByte("/.-", w[i]) < 0 {
			return false
		}
	}
	c := w[len(w)-1]
	return c >= '0' && c <= '9'
}

// mostNotes is as many as a person would read.
const mostNotes = 12

func (p *parser) note(n Note) {
	if len(p.notes) < mostNotes {
		n.Typed = shorten(n.Typed)
		p.notes = append(p.notes, n)
	}
}

// stateNotes finds the names of States among plain words. They stay words; a page offers the field.
func (p *parser) stateNotes() []Note {
	const longest = 6
	var out []Note
	for i := 0; i < len(p.plain) && len(p.notes)+len(out) < mostNotes; i++ {
		for k := min(longest, len(p.plain)-i); k > 0; k-- {
			text := p.s[p.plain[i].from:p.plain[i+k-1].to]
			if len(text) > MaxValue || len(text) <= 3 && text != strings.ToUpper(text) {
				continue
			}
			m, ok := p.l.states.Lookup(text, upr.Date{})
			if !ok || m.How == gazetteer.Article && k == 1 {
				continue
			}
			out = append(out, Note{"state", text, State, string(m.State)})
			i += k - 1
			break
		}
	}
	return out
}
