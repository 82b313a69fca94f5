package pdf

import (
	"sort"
	"unicode/utf16"
)

// cmap maps the codes of a font to text (a ToUnicode CMap) or to character identifiers (an Encoding CMap); 9.7.5, 9.10.3.
type cmap struct {
	spaces []codespace
	text   map[uint32]string
	ranges []textRange // sorted by lo
	cids   []cidRange
	wide   bool // codes are letters in UTF-16 (UniXX-UCS2, UniXX-UTF16)
}

type codespace struct {
	n      int // bytes
	lo, hi uint32
}

type textRange struct {
	lo, hi uint32
	first  []uint16 // letters of lo in UTF-16; the last unit counts up
}

type cidRange struct {
	lo, hi uint32
	cid    int
}

// twoBytes is the code space of Identity-H and of everything we do not know better.
var twoBytes = []codespace{{2, 0, 0xFFFF}}

func parseCMap(b []byte) *cmap {
	m := &cmap{text: map[uint32]string{}}
	l := &lexer{b: b}
	for {
		t := l.next()
		if t.kind == tokEOF {
			break
		}
		if t.kind != tokKeyword {
			l.scratch = l.scratch[:0]
			continue
		}
		switch string(t.b) {
		case "begincodespacerange":
			m.codespaces(l)
		case "beginbfchar":
			m.chars(l)
		case "beginbfrange":
			m.bfranges(l)
		case "begincidchar":
			m.cidRanges(l, false)
		case "begincidrange":
			m.cidRanges(l, true)
		}
	}
	sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].lo < m.ranges[j].lo })
	sort.SliceStable(m.cids, func(i, j int) bool { return m.cids[i].lo < m.cids[j].lo })
	return m
}

func (m *cmap) codespaces(l *lexer) {
	for {
		lo := l.next()
		if lo.kind != tokString {
			return
		}
		hi := l.next()
		if hi.kind != tokString {
			return
		}
		if n := len(lo.b); n >= 1 && n <= 4 && n == len(hi.b) {
			m.spaces = append(m.spaces, codespace{n, code(lo.b), code(hi.b)})
		}
	}
}

func (m *cmap) chars(l *lexer) {
	for {
		src := l.next()
		if src.kind != tokString {
			return
		}
		dst := l.next()
		switch {
		case dst.kind == tokString:
			m.text[code(src.b)] = string(utf16.Decode(units(dst.b)))
		case dst.kind == tokName:
			m.text[code(src.b)] = letters(string(dst.b))
		default:
			return
		}
		l.scratch = l.scratch[:0]
	}
}

func (m *cmap) bfranges(l *lexer) {
	for {
		a := l.next()
		if a.kind != tokString {
			return
		}
		lo := code(a.b)
		z := l.next()
		if z.kind != tokString {
			return
		}
		hi := code(z.b)
		switch dst := l.next(); dst.kind {
		case tokString:
			if hi >= lo && len(dst.b) > 0 {
				m.ranges = append(m.ranges, textRange{lo, hi, units(dst.b)})
			}
		case tokArrayOpen:
			for c := lo; ; c++ {
				e := l.next()
				if e.kind == tokArrayClose || e.kind == tokEOF {
					break
				}
				if e.kind == tokString && c <= hi {
					m.text[c] = string(utf16.Decode(units(e.b)))
				}
			}
		default:
			return
		}
		l.scratch = l.scratch[:0]
	}
}

func (m *cmap) cidRanges(l *lexer, ranged bool) {
	for {
		a := l.next()
		if a.kind != tokString {
			return
		}
		lo := code(a.b)
		hi := lo
		if ranged {
			z := l.next()
			if z.kind != tokString {
				return
			}
			hi = code(z.b)
		}
		n := l.next()
		if n.kind != tokNumber {
			return
		}
		if hi >= lo {
			m.cids = append(m.cids, cidRange{lo, hi, int(n.num)})
		}
		l.scratch = l.scratch[:0]
	}
}

// lookup is the text of a code; ok is false when the map does not say.
func (m *cmap) lookup(c uint32) (string, bool) {
	if s, ok := m.text[c]; ok {
		return s, true
	}
	i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].lo > c })
	for steps := 0; i > 0 && steps < 64; steps++ { // ranges may overlap, honest ones hardly do
		i--
		r := m.ranges[i]
		if c <= r.hi {
			u := append([]uint16(nil), r.first...)
			u[len(u)-1] += uint16(c - r.lo)
			return string(utf16.Decode(u)), true
		}
	}
	return "", false
}

// cid is the character identifier of a code; the code itself where the map has none.
func (m *cmap) cid(c uint32) int {
	if len(m.cids) == 0 {
		return int(c)
	}
	i := sort.Search(len(m.cids), func(i int) bool { return m.cids[i].lo > c }) - 1
	if i >= 0 && c <= m.cids[i].hi {
		return m.cids[i].cid + int(c-m.cids[i].lo)
	}
	return 0
}

// cut takes the next code from a string: the shortest code space that holds it, else as many bytes as the shortest.
func cut(spaces []codespace, b []byte) (c uint32, n int) {
	if len(spaces) == 1 && spaces[0].n == 2 && len(b) >= 2 {
		return uint32(b[0])<<8 | uint32(b[1]), 2
	}
	for n := 1; n <= 4 && n <= len(b); n++ {
		c = c<<8 | uint32(b[n-1])
		for _, s := range spaces {
			if s.n == n && within(c, s) {
				return c, n
			}
		}
	}
	n = 4
	for _, s := range spaces {
		n = min(n, s.n)
	}
	n = min(n, len(b))
	return code(b[:n]), n
}

// within compares byte by byte, as code spaces are rectangles.
func within(c uint32, s codespace) bool {
	for i := 0; i < s.n; i++ {
		shift := uint(8 * i)
		b := c >> shift & 0xFF
		if b < s.lo>>shift&0xFF || b > s.hi>>shift&0xFF {
			return false
		}
	}
	return true
}

func code(b []byte) uint32 {
	v := uint32(0)
	for _, c := range b {
		v = v<<8 | uint32(c)
	}
	return v
}

func units(b []byte) []uint16 {
	if len(b) == 1 {
		return []uint16{uint16(b[0])}
	}
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return u
}
