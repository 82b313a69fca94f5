package classify

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/words"
)

//go:embed rules/*.tsv rules/peoples.txt
var rules embed.FS

// phrases finds many patterns in one walk over the words. A pattern is a row of words. A word that ends in a star stands
// for all that begin so; (a|b_c) for either, a low line joining words; "workers?" for one or several; a question mark
// behind anything else makes it optional; two dots stand for up to four words.
type phrases struct {
	exact  map[string]int32           // word to its symbol, 1 and up
	starts map[[minStart]byte][]start // by their first bytes
	next   map[edge]int32
	ends   [][]target // by node
	gap    []int32    // by node, the node behind its two dots
	goes   []bool     // by node, whether a pattern goes on
	roots  []int32    // by symbol, the node that it leads to from the start
	count  int32      // symbols
}

// start is a symbol for all words that begin so.
type start struct {
	with   string
	symbol int32
}

type edge struct{ node, symbol int32 }

// target is what a pattern means.
type target struct {
	scheme, code string
	confidence   float32
	size         int // words of the pattern
}

// found is a pattern in a text, from one word to another.
type found struct {
	target
	from, to int
}

const maxGap = 4

// minStart is the length in bytes of the shortest beginning that a pattern may ask for.
const minStart = 3

// loadPhrases reads rules/<scheme>.tsv: code, confidence, patterns separated by semicolons.
func loadPhrases() (*phrases, error) {
	p := newPhrases()
	for _, scheme := range []string{Issue, Affected, SDG, Treaty, Institution, Hint} {
		rows, err := table(scheme + ".tsv")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := p.read(scheme, r); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

func newPhrases() *phrases {
	return &phrases{exact: map[string]int32{}, starts: map[[minStart]byte][]start{}, next: map[edge]int32{}, ends: make([][]target, 1), gap: make([]int32, 1), goes: make([]bool, 1)}
}

// read adds the patterns of one row.
func (p *phrases) read(scheme string, r []string) error {
	t := target{scheme: scheme, code: r[0]}
	if _, err := fmt.Sscanf(r[1], "%g", &t.confidence); err != nil || t.confidence <= 0 || t.confidence > 1 {
		return fmt.Errorf("rules of %s, %s: confidence %q", scheme, r[0], r[1])
	}
	for _, pattern := range strings.Split(r[2], ";") {
		ways, err := expand(strings.TrimSpace(pattern))
		if err != nil {
			return fmt.Errorf("rules of %s, %s: %w", scheme, r[0], err)
		}
		for _, w := range ways {
			p.add(w, t)
		}
	}
	return nil
}

func (p *phrases) add(words []string, t target) {
	node := int32(0)
	for _, w := range words {
		if w == ".." {
			if p.gap[node] == 0 {
				p.gap[node] = p.node()
			}
			p.goes[node] = true
			node = p.gap[node]
			continue
		}
		t.size++
		e := edge{node, p.symbol(w)}
		if p.next[e] == 0 {
			p.next[e] = p.node()
		}
		if node == 0 {
			for int(e.symbol) >= len(p.roots) {
				p.roots = append(p.roots, 0)
			}
			p.roots[e.symbol] = p.next[e]
		}
		p.goes[node] = true
		node = p.next[e]
	}
	p.ends[node] = append(p.ends[node], t)
}

// node makes a new one.
func (p *phrases) node() int32 {
	p.ends, p.gap, p.goes = append(p.ends, nil), append(p.gap, 0), append(p.goes, false)
	return int32(len(p.ends) - 1)
}

func (p *phrases) symbol(w string) int32 {
	bare, ok := strings.CutSuffix(w, "*")
	if !ok {
		if p.exact[w] == 0 {
			p.count++
			p.exact[w] = p.count
		}
		return p.exact[w]
	}
	key := [minStart]byte([]byte(bare))
	for _, s := range p.starts[key] {
		if s.with == bare {
			return s.symbol
		}
	}
	p.count++
	p.starts[key] = append(p.starts[key], start{bare, p.count})
	return p.count
}

// marked are the symbols of each word of a text, those of word i from ends[i] to ends[i+1].
type marked struct {
	flat, ends []int32
}

func (p *phrases) mark(t text, from, to int, m *marked) {
	m.ends = append(m.ends[:0], 0)
	m.flat = m.flat[:0]
	for i := range to {
		if i >= from {
			m.flat = p.symbolsOf(t.forms[i], m.flat)
		}
		m.ends = append(m.ends, int32(len(m.flat)))
	}
}

// symbolsOf appends the symbols that a word is an instance of.
func (p *phrases) symbolsOf(form string, out []int32) []int32 {
	if s := p.exact[form]; s != 0 {
		out = append(out, s)
	}
	if len(form) >= minStart {
		for _, s := range p.starts[[minStart]byte{form[0], form[1], form[2]}] {
			if strings.HasPrefix(form, s.with) {
				out = append(out, s.symbol)
			}
		}
	}
	return out
}

// in finds all patterns, in the order of their first words.
func (p *phrases) in(t text) []found {
	m := marked{make([]int32, 0, 64), make([]int32, 0, 64)}
	p.mark(t, 0, len(t.forms), &m)
	out := make([]found, 0, 32)
	for i := range t.forms {
		if m.ends[i] != m.ends[i+1] {
			out = p.walk(m, 0, i, i, out)
		}
	}
	return out
}

// best is the pattern with most words that begins at a word; of two such the shorter stretch, then the later row.
func (p *phrases) best(t text, at int) (found, bool) {
	m := marked{make([]int32, 0, 32), make([]int32, 0, 32)}
	p.mark(t, at, min(len(t.forms), at+12), &m)
	var best found
	for _, f := range p.walk(m, 0, at, at, nil) {
		if f.size > best.size || f.size == best.size && f.to <= best.to {
			best = f
		}
	}
	return best, best.size > 0
}

// walk goes on from a node with the word at; the pattern began at from.
func (p *phrases) walk(m marked, node int32, from, at int, out []found) []found {
	if at+1 < len(m.ends) {
		for _, s := range m.flat[m.ends[at]:m.ends[at+1]] {
			n := p.step(node, s)
			if n == 0 {
				continue
			}
			for _, e := range p.ends[n] {
				out = append(out, found{e, from, at + 1})
			}
			if p.goes[n] {
				out = p.walk(m, n, from, at+1, out)
			}
		}
	}
	if g := p.gap[node]; g != 0 {
		for skip := 0; skip <= maxGap && at+skip+1 < len(m.ends); skip++ {
			out = p.walk(m, g, from, at+skip, out)
		}
	}
	return out
}

// step is the node to which a symbol leads, or 0.
func (p *phrases) step(node, symbol int32) int32 {
	switch {
	case node != 0:
		return p.next[edge{node, symbol}]
	case int(symbol) < len(p.roots):
		return p.roots[symbol]
	}
	return 0
}

// firsts are the words with which patterns begin, by their stems.
func (p *phrases) firsts(lang string) map[string]string {
	out := map[string]string{}
	for _, w := range slices.Sorted(maps.Keys(p.exact)) {
		if p.step(0, p.exact[w]) != 0 {
			out[words.Stem(w, lang)] = w
		}
	}
	for _, starts := range p.starts {
		for _, s := range starts {
			if p.step(0, s.symbol) != 0 {
				out[words.Stem(s.with, lang)] = s.with
			}
		}
	}
	return out
}
