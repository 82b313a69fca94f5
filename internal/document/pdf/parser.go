package pdf

import (
	"errors"
	"math"

	"github.com/openupr/openupr/internal/document"
)

// parser builds objects from tokens.
type parser struct {
	lexer
	maxDepth int
	depth    int
}

var errSyntax = errors.New("not an object")

// keyword is a bare word that is no object: obj, endobj, stream, R.
type keyword string

func (p *parser) object() (object, error) {
	return p.from(p.next())
}

// from builds the object that begins with t. A keyword comes back as keyword, so that callers can look at it.
func (p *parser) from(t token) (object, error) {
	switch t.kind {
	case tokNumber:
		return p.numberOrRef(t), nil
	case tokString:
		s := text(t.b)
		p.scratch = p.scratch[:0]
		return s, nil
	case tokName:
		n := name(t.b)
		p.scratch = p.scratch[:0]
		return n, nil
	case tokArrayOpen:
		return p.array()
	case tokDictOpen:
		return p.dict()
	case tokKeyword:
		switch string(t.b) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		case "null":
			return nil, nil
		}
		return keyword(t.b), nil
	}
	return nil, errSyntax
}

func (p *parser) numberOrRef(t token) object {
	if !t.whole || math.Abs(t.num) > 1<<53 {
		return t.num
	}
	n := int(t.num)
	if n < 0 {
		return n
	}
	at := p.pos
	if g := p.next(); g.kind == tokNumber && g.whole && g.num >= 0 && g.num <= 65535 {
		if r := p.next(); r.kind == tokKeyword && len(r.b) == 1 && r.b[0] == 'R' {
			return ref{n, int(g.num)}
		}
	}
	p.pos = at
	return n
}

func (p *parser) enter() error {
	if p.depth++; p.depth > p.maxDepth {
		return document.Refuse(document.TooDeep, "objects nested more than %d deep", p.maxDepth)
	}
	return nil
}

func (p *parser) array() (object, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	a := array{}
	for {
		t := p.next()
		switch t.kind {
		case tokArrayClose:
			return a, nil
		case tokEOF:
			return nil, errSyntax
		}
		o, err := p.from(t)
		if err != nil {
			return nil, err
		}
		if _, bad := o.(keyword); bad {
			continue
		}
		a = append(a, o)
	}
}

func (p *parser) dict() (object, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	d := dict{}
	for {
		t := p.next()
		switch t.kind {
		case tokDictClose:
			return d, nil
		case tokName:
		default:
			return nil, errSyntax
		}
		key := name(t.b)
		p.scratch = p.scratch[:0]
		at := p.pos
		v := p.next()
		if v.kind == tokDictClose {
			return d, nil // a key without a value
		}
		p.pos = at
		o, err := p.object()
		if err != nil {
			return nil, err
		}
		if _, bad := o.(keyword); bad {
			return nil, errSyntax
		}
		d[key] = o
	}
}
