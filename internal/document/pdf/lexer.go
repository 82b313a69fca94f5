package pdf

import "math"

type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokNumber
	tokString
	tokName
	tokKeyword
	tokArrayOpen
	tokArrayClose
	tokDictOpen
	tokDictClose
)

// token is one lexical unit. Its bytes lie in the source or, where escapes had to be resolved, in the lexer's scratch
// memory; they hold until scratch is reset.
type token struct {
	kind  tokenKind
	whole bool // number without a fraction
	num   float64
	b     []byte
}

// lexer cuts the syntax shared by files and content streams (ISO 32000-1, 7.2). It never fails: what it cannot read it
// passes over, and its callers judge by what they expected.
type lexer struct {
	b       []byte
	pos     int
	scratch []byte
}

const (
	regular uint8 = iota
	white
	delimiter
)

var charClass = func() (c [256]uint8) {
	for _, w := range []byte{0, '\t', '\n', '\f', '\r', ' '} {
		c[w] = white
	}
	for _, d := range []byte("()<>[]{}/%") {
		c[d] = delimiter
	}
	return c
}()

func (l *lexer) skipWhite() {
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		if charClass[c] == white {
			l.pos++
		} else if c == '%' {
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		} else {
			return
		}
	}
}

func (l *lexer) next() token {
	l.skipWhite()
	if l.pos >= len(l.b) {
		return token{kind: tokEOF}
	}
	c := l.b[l.pos]
	switch c {
	case '/':
		l.pos++
		return token{kind: tokName, b: l.nameBytes()}
	case '(':
		l.pos++
		return token{kind: tokString, b: l.literal()}
	case '<':
		if l.pos+1 < len(l.b) && l.b[l.pos+1] == '<' {
			l.pos += 2
			return token{kind: tokDictOpen}
		}
		l.pos++
		return token{kind: tokString, b: l.hex()}
	case '>':
		l.pos++
		if l.pos < len(l.b) && l.b[l.pos] == '>' {
			l.pos++
			return token{kind: tokDictClose}
		}
		return l.next0()
	case '[':
		l.pos++
		return token{kind: tokArrayOpen}
	case ']':
		l.pos++
		return token{kind: tokArrayClose}
	case ')', '{', '}':
		l.pos++
		return token{kind: tokKeyword, b: l.b[l.pos-1 : l.pos]}
	}
	start := l.pos
	for l.pos < len(l.b) && charClass[l.b[l.pos]] == regular {
		l.pos++
	}
	word := l.b[start:l.pos]
	if c <= '9' && (c >= '0' || c == '-' || c == '+' || c == '.') {
		if v, whole, ok := parseNumber(word); ok {
			return token{kind: tokNumber, num: v, whole: whole}
		}
	}
	return token{kind: tokKeyword, b: word}
}

// next0 stands for a stray ">": an empty keyword, so that loops over tokens go on.
func (l *lexer) next0() token { return token{kind: tokKeyword, b: l.b[l.pos-1 : l.pos]} }

func parseNumber(w []byte) (v float64, whole, ok bool) {
	i, neg := 0, false
	for i < len(w) && (w[i] == '-' || w[i] == '+') {
		neg = neg || w[i] == '-'
		i++
	}
	digits := 0
	for ; i < len(w) && w[i] >= '0' && w[i] <= '9'; i++ {
		v = v*10 + float64(w[i]-'0')
		digits++
	}
	whole = true
	if i < len(w) && w[i] == '.' {
		whole = false
		scale := 0.1
		for i++; i < len(w) && w[i] >= '0' && w[i] <= '9'; i++ {
			v += float64(w[i]-'0') * scale
			scale /= 10
			digits++
		}
	}
	// "12-34" is written by some programs for 12; anything else after the digits is no number.
	if digits == 0 || i < len(w) && w[i] != '-' || math.IsInf(v, 0) {
		return 0, false, false
	}
	if neg {
		v = -v
	}
	return v, whole, true
}

func (l *lexer) nameBytes() []byte {
	start, escaped := l.pos, false
	for l.pos < len(l.b) && charClass[l.b[l.pos]] == regular {
		escaped = escaped || l.b[l.pos] == '#'
		l.pos++
	}
	w := l.b[start:l.pos]
	if !escaped {
		return w
	}
	at := len(l.scratch)
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			hi, lo := hexDigit(w[i+1]), hexDigit(w[i+2])
			if hi >= 0 && lo >= 0 {
				l.scratch = append(l.scratch, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		l.scratch = append(l.scratch, w[i])
	}
	return l.scratch[at:len(l.scratch):len(l.scratch)]
}

func (l *lexer) literal() []byte {
	start, level := l.pos, 1
	for i := l.pos; i < len(l.b); i++ {
		switch l.b[i] {
		case '(':
			level++
		case ')':
			if level--; level == 0 {
				l.pos = i + 1
				return l.b[start:i:i]
			}
		case '\\', '\r':
			return l.escapedLiteral(start)
		}
	}
	l.pos = len(l.b)
	return l.b[start:]
}

func (l *lexer) escapedLiteral(start int) []byte {
	at, level, i := len(l.scratch), 1, start
	for i < len(l.b) {
		c := l.b[i]
		i++
		switch c {
		case '(':
			level++
		case ')':
			if level--; level == 0 {
				l.pos = i
				return l.scratch[at:len(l.scratch):len(l.scratch)]
			}
		case '\r':
			if i < len(l.b) && l.b[i] == '\n' {
				i++
			}
			c = '\n'
		case '\\':
			var skip bool
			c, i, skip = l.escape(i)
			if skip {
				continue
			}
		}
		l.scratch = append(l.scratch, c)
	}
	l.pos = len(l.b)
	return l.scratch[at:len(l.scratch):len(l.scratch)]
}

// escape reads what follows a backslash at i; skip means that it stands for nothing (an escaped line end).
func (l *lexer) escape(i int) (c byte, next int, skip bool) {
	if i >= len(l.b) {
		return 0, i, true
	}
	c = l.b[i]
	i++
	switch c {
	case 'n':
		return '\n', i, false
	case 'r':
		return '\r', i, false
	case 't':
		return '\t', i, false
	case 'b':
		return '\b', i, false
	case 'f':
		return '\f', i, false
	case '\r':
		if i < len(l.b) && l.b[i] == '\n' {
			i++
		}
		return 0, i, true
	case '\n':
		return 0, i, true
	}
	if c < '0' || c > '7' {
		return c, i, false
	}
	v := int(c - '0')
	for n := 1; n < 3 && i < len(l.b) && l.b[i] >= '0' && l.b[i] <= '7'; n++ {
		v = v<<3 | int(l.b[i]-'0')
		i++
	}
	return byte(v), i, false
}

func (l *lexer) hex() []byte {
	at, half := len(l.scratch), -1
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		l.pos++
		if c == '>' {
			break
		}
		d := hexDigit(c)
		if d < 0 {
			continue
		}
		if half < 0 {
			half = d
			continue
		}
		l.scratch = append(l.scratch, byte(half<<4|d))
		half = -1
	}
	if half >= 0 {
		l.scratch = append(l.scratch, byte(half<<4))
	}
	return l.scratch[at:len(l.scratch):len(l.scratch)]
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
