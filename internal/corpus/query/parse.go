package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads what a person typed. Words, phrases and fields side by side must all hold in the same segment; AND, OR
// and NOT are written in capitals, and binds before or. A minus before a word, a phrase, a bracket or a field means NOT.
//
//	torture "death penalty" discrimin* police NEAR/5 training
//	sur:Kazakhstan by:(France OR Germany) cycle:2..4 -position:noted (women OR girls)
//
// What was typed in another form than it is searched is said in the notes. An error says where and what; the query is
// then empty. Restrictions by field that hold for the whole query are lifted into Filters, those inside OR, NOT and
// brackets stay where they are.
func Parse(typed string, l Lexicon) (Query, []Note, *Error) {
	p := parse(typed, l, nil)
	return p.query, p.notes, p.err
}

// parsed is everything that Parse learned.
type parsed struct {
	query Query
	rest  string // what was typed without the lifted restrictions
	notes []Note
	err   *Error
}

func parse(typed string, l Lexicon, chosen []Filter) parsed {
	if len(typed) > MaxTyped {
		return parsed{rest: typed, err: mistake(errTooLong, MaxTyped, len(typed)-MaxTyped, typed)}
	}
	p := &parser{s: typed, l: l}
	pieces, isOr := p.either(0)
	if p.err == nil && p.i < len(p.s) { // only a bracket too many ends it early
		p.fail(errBracketClosed, p.i, 1)
	}
	if p.err != nil {
		return parsed{rest: typed, err: p.err}
	}
	out := parsed{notes: p.notes}
	if isOr {
		out.query = Query{Text: pieces[0].node, Filters: sorted(chosen)}
		out.rest = typed
	} else {
		out.query, out.rest = lift(typed, pieces, chosen)
	}
	if !l.literal {
		out.notes = append(out.notes, p.stateNotes()...)
	}
	return out
}

// piece is a node with the place where it was typed.
type piece struct {
	node     Node
	from, to int
}

type parser struct {
	s     string
	i     int
	l     Lexicon
	nodes int
	notes []Note
	plain []span // words typed plainly, for naming States
	err   *Error
}

type span struct{ from, to int }

func (p *parser) fail(code string, at, length int) {
	if p.err == nil {
		length = max(0, min(length, len(p.s)-at))
		p.err = mistake(code, at, length, p.s[at:at+length])
	}
}

// count takes a node into account.
func (p *parser) count(at int) bool {
	if p.nodes++; p.nodes > MaxNodes {
		p.fail(errTooMany, at, len(p.s)-at)
	}
	return p.err == nil
}

// either reads parts between OR. Without an OR the pieces are those of the one part; with one there is a single piece.
func (p *parser) either(depth int) (pieces []piece, isOr bool) {
	start := p.i
	pieces = p.all(depth)
	var of []Node
	for p.err == nil && p.operator("OR") {
		at := p.i
		p.i += len("OR")
		if len(of) == 0 {
			of = append(of, joined(pieces))
		}
		next := p.all(depth)
		if p.err != nil {
			break
		}
		if of[0] == nil || len(next) == 0 {
			p.fail(errOperator, at, len("OR"))
			break
		}
		of = append(of, joined(next))
	}
	if len(of) == 0 || p.err != nil {
		return pieces, false
	}
	p.count(start)
	return []piece{{Or{of}, start, p.i}}, true
}

// all reads parts that must hold together, up to OR, a closing bracket or the end.
func (p *parser) all(depth int) []piece {
	var out []piece
	open := -1 // where an AND stands that nothing has followed yet
	for p.err == nil {
		p.blanks()
		switch {
		case p.i == len(p.s), p.at(")"), p.at("）"), p.operator("OR"):
			if open >= 0 {
				p.fail(errOperator, open, len("AND"))
			}
			return out
		case p.operator("AND"):
			if len(out) == 0 || open >= 0 {
				p.fail(errOperator, p.i, len("AND"))
				return nil
			}
			open = p.i
			p.i += len("AND")
		default:
			from := p.i
			nodes := p.unary(depth)
			if p.err != nil {
				return nil
			}
			for _, n := range nodes {
				out = append(out, piece{n, from, p.i})
			}
			if len(nodes) > 0 {
				open = -1
			}
		}
	}
	return nil
}

// unary reads one part with what negates it. Several nodes are words that were typed together ("a,b").
func (p *parser) unary(depth int) []Node {
	at := p.i
	not := false
	for {
		switch {
		case p.operator("NOT"):
			p.i += len("NOT")
			p.blanks()
		case p.minus():
			p.i++
		default:
			nodes := p.atom(depth)
			if !not || p.err != nil {
				return nodes
			}
			if len(nodes) == 0 {
				p.fail(errOperator, at, p.i-at)
				return nil
			}
			p.count(at)
			return []Node{Not{together(nodes)}}
		}
		not = !not
		if p.i == len(p.s) || p.at(")") || p.operator("AND") || p.operator("OR") {
			p.fail(errOperator, at, p.i-at)
			return nil
		}
		if !p.count(at) {
			return nil
		}
	}
}

// minus says whether a minus stands directly before what it negates.
func (p *parser) minus() bool {
	if !p.at("-") || p.i+1 == len(p.s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.s[p.i+1:])
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '(' || isQuote(r)
}

func (p *parser) atom(depth int) []Node {
	r, size := utf8.DecodeRuneInString(p.s[p.i:])
	switch {
	case r == '(' || r == '（':
		return p.bracket(depth, size)
	case isQuote(r):
		return p.phrase()
	}
	if f, name, ok := p.fieldAhead(); ok {
		return p.restriction(f, name)
	}
	if p.err != nil {
		return nil
	}
	return p.bare()
}

func (p *parser) bracket(depth, size int) []Node {
	at := p.i
	if depth+1 > MaxDepth {
		p.fail(errTooDeep, at, 1)
		return nil
	}
	p.i += size
	pieces, _ := p.either(depth + 1)
	if p.err != nil {
		return nil
	}
	switch {
	case p.at(")"):
		p.i++
	case p.at("）"):
		p.i += len("）")
	default:
		p.fail(errBracketOpen, at, size)
		return nil
	}
	n := joined(pieces)
	if n == nil {
		p.fail(errEmpty, at, p.i-at)
		return nil
	}
	p.count(at)
	return []Node{n}
}

// joined is one node for pieces that must hold together; nil for none.
func joined(pieces []piece) Node {
	nodes := make([]Node, len(pieces))
	for i, x := range pieces {
		nodes[i] = x.node
	}
	return together(nodes)
}

func together(nodes []Node) Node {
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	}
	return And{nodes}
}

func (p *parser) at(s string) bool { return strings.HasPrefix(p.s[p.i:], s) }

func (p *parser) blanks() { p.i = p.skip(p.i) }

// skip gives the place of the next letter or sign from i on.
func (p *parser) skip(i int) int {
	for i < len(p.s) {
		r, size := utf8.DecodeRuneInString(p.s[i:])
		if !unicode.IsSpace(r) && !unicode.IsControl(r) && r != 0xFEFF {
			break
		}
		i += size
	}
	return i
}

// operator says whether a word in capitals stands here by itself.
func (p *parser) operator(word string) bool {
	p.blanks()
	return p.at(word) && ends(p.s[p.i+len(word):])
}

// ends says whether what follows is no part of the word before.
func ends(rest string) bool {
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("()（）", r) || isQuote(r)
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»″＂", r) }

// quoted reads what stands between quotes, from one here, and where its inside begins.
func (p *parser) quoted() (inside string, from int) {
	at := p.i
	_, size := utf8.DecodeRuneInString(p.s[p.i:])
	from = p.i + size
	end := strings.IndexFunc(p.s[from:], isQuote)
	if end < 0 {
		p.fail(errQuoteOpen, at, size)
		return "", from
	}
	_, size = utf8.DecodeRuneInString(p.s[from+end:])
	p.i = from + end + size
	return p.s[from : from+end], from
}
