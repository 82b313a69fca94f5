package pdf

import (
	"slices"
	"strings"
)

// piece is a stretch of letters written on, without a jump, on one baseline in one size.
type piece struct {
	glyphs      []inked // first and last are no blanks
	x0, x1      float64
	y, size     float64
	blankBefore bool
	blankAfter  bool
	raised      bool    // stands above the line's baseline in a smaller size
	least       float64 // gap in sizes that may stand for a blank inside
}

// pieces cuts the letters of one direction, in the order they were drawn, into pieces.
func pieces(glyphs []inked, turn uint8) []piece {
	var out []piece
	least := leastGap(glyphs)
	start, prev := -1, -1
	end := func(to int) {
		if start < 0 {
			return
		}
		if p, ok := trim(glyphs[start:to]); ok {
			p.least = least
			out = append(out, p)
		} else if n := len(out); n > 0 && abs32(out[n-1].glyphs[0].y-glyphs[start].y) < 0.5 {
			out[n-1].blankAfter = true
		}
		start = -1
	}
	for i := range glyphs {
		g := &glyphs[i]
		if g.turn != turn {
			end(i)
			prev = -1
			continue
		}
		if prev >= 0 && start >= 0 && !follows(&glyphs[prev], g) {
			end(i)
		}
		if start < 0 {
			start = i
		}
		prev = i
	}
	end(len(glyphs))
	return out
}

// follows says whether g continues what p began.
func follows(p, g *inked) bool {
	s := p.size
	return abs32(g.y-p.y) <= 0.02*s+0.05 && abs32(g.size-p.size) <= 0.02*s &&
		g.x0 >= p.x1-0.6*s && g.x0 <= p.x1+1.2*s
}

func abs32(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}

func trim(g []inked) (piece, bool) {
	var p piece
	for len(g) > 0 && g[0].r == ' ' {
		g, p.blankBefore = g[1:], true
	}
	for len(g) > 0 && g[len(g)-1].r == ' ' {
		g, p.blankAfter = g[:len(g)-1], true
	}
	if len(g) == 0 {
		return p, false
	}
	p.glyphs = g
	p.x0, p.x1 = float64(g[0].x0), float64(g[len(g)-1].x1)
	p.y, p.size = float64(g[0].y), float64(g[0].size)
	return p, true
}

// Gaps between letters, in sizes, that stand for a blank. Letters of a word stand closer even in justified lines, and the
// narrowest blanks seen are 0.2. Where a page draws its blanks, a gap has to be as wide as one to count: there narrower
// ones come from fonts that were exchanged for others of the same spacing.
const (
	minBlank  = 0.1
	fullBlank = 0.2
)

// leastGap looks at whether a page draws its blanks: a text has one for five to seven letters.
func leastGap(glyphs []inked) float64 {
	blanks := 0
	for i := range glyphs {
		if glyphs[i].r == ' ' {
			blanks++
		}
	}
	if blanks*12 > len(glyphs) {
		return fullBlank
	}
	return minBlank
}

// write appends the piece's text: blanks as drawn, and where a gap stands for one.
func (p *piece) write(b *strings.Builder) {
	gap := p.blankGap()
	for i := range p.glyphs {
		g := &p.glyphs[i]
		if i > 0 && p.parted(i, gap) {
			blank(b)
		}
		switch {
		case g.r == ' ':
			blank(b)
		case g.r > 0:
			b.WriteRune(g.r)
		default:
			b.WriteString(g.letters())
		}
	}
}

// parted says whether letter i stands so far from the one before it that there is a blank between them.
func (p *piece) parted(i int, gap float64) bool {
	a, b := &p.glyphs[i-1], &p.glyphs[i]
	if a.r == ' ' || b.r == ' ' || ideographs(a.r, b.r) {
		return false
	}
	if b.r == '.' && i+1 < len(p.glyphs) && p.glyphs[i+1].r == '.' {
		gap = min(gap, minBlank*p.size) // dots that lead to a number begin anywhere
	}
	return float64(b.x0-a.x1) > gap
}

// ideographs says whether both letters are Chinese ones or their signs, which stand apart in justified lines and are
// never parted by a blank.
func ideographs(a, b rune) bool { return a >= 0x2E80 && b >= 0x2E80 && a < 0xFB00 && b < 0xFB00 }

// blankGap is the gap that means a blank in this piece. In spaced-out text most letters stand apart; there only a gap
// that is wide among them counts. Dots are no letters: they lead to a page number.
func (p *piece) blankGap() float64 {
	least := p.least * p.size
	wide, n := 0, 0
	for i := 1; i < len(p.glyphs); i++ {
		if !p.lettered(i) {
			continue
		}
		n++
		if float64(p.glyphs[i].x0-p.glyphs[i-1].x1) > least {
			wide++
		}
	}
	if n < 4 || wide*5 < n*3 {
		return least
	}
	gaps := make([]float64, 0, n)
	for i := 1; i < len(p.glyphs); i++ {
		if p.lettered(i) {
			gaps = append(gaps, float64(p.glyphs[i].x0-p.glyphs[i-1].x1))
		}
	}
	slices.Sort(gaps)
	return max(least, 1.6*gaps[len(gaps)/2])
}

// lettered says whether letter i and the one before it are both part of words.
func (p *piece) lettered(i int) bool {
	a, b := p.glyphs[i-1].r, p.glyphs[i].r
	return a != ' ' && b != ' ' && a != '.' && b != '.'
}

// blank writes a blank unless there is one or nothing before it.
func blank(b *strings.Builder) {
	if s := b.String(); s != "" && s[len(s)-1] != ' ' {
		b.WriteByte(' ')
	}
}

// same says whether q is p drawn once more, as programs do that have no bold font.
func (p *piece) same(q *piece) bool {
	if len(p.glyphs) != len(q.glyphs) || p.x0-q.x0 > 0.15*p.size || q.x0-p.x0 > 0.15*p.size {
		return false
	}
	for i := range p.glyphs {
		if p.glyphs[i].r != q.glyphs[i].r || p.glyphs[i].r < 0 && p.glyphs[i].letters() != q.glyphs[i].letters() {
			return false
		}
	}
	return true
}
