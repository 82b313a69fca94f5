package pdf

import (
	"context"
	"fmt"

	"github.com/openupr/openupr/internal/document"
)

const (
	maxOperators = 10_000_000 // of a whole document; a long report has about 300,000
	maxGlyphs    = 400_000    // of one page; a full one has about 5,000
	maxStates    = 4096       // graphics states kept by q
)

// reader reads the pages of one file. Fonts and forms are read once.
type reader struct {
	file      *file
	fonts     map[ref]*font
	forms     map[ref]*form
	operators int
	layersOff map[ref]bool // optional content that is not shown
	glyphs    []inked      // memory for one page's letters after the other
}

// form is a form XObject: a piece of content with its own resources.
type form struct {
	content   []byte
	matrix    matrix
	resources dict
	active    bool // is being drawn: it may not draw itself
}

// state is the graphics state as far as text needs it (8.4, 9.3).
type state struct {
	ctm              matrix
	font             *font
	size             float64
	charSp, wordSp   float64
	stretch, leading float64 // stretch is Tz/100
	rise             float64
	mode             int
}

// painter interprets content streams and notes letters, rules and pictures.
type painter struct {
	r         *reader
	page      *page
	w, h      float64
	st        state
	stack     []state
	tm, tlm   matrix
	resources dict
	fonts     map[string]*font // of the resources at hand, by name
	lex       *lexer
	args      []token
	depth     int
	marked    []markedContent
	hidden    int // nested in so many hidden layers
	replaced  int // and in so many parts with replacement text
	path      path
	out       sheet
}

// markedContent is one open BMC or BDC.
type markedContent struct {
	actual string // replaces the letters drawn inside
	has    bool
	hidden bool
	start  int // first letter inside
}

// sheet is what one page shows.
type sheet struct {
	number   int
	w, h     float64
	glyphs   []inked
	rules    []rule
	images   int
	unmapped int
	slanted  int
	hidden   int // letters of mode 3: present, not visible
}

// inked is a letter on the page, in points from the top left corner, turned so that its line is horizontal.
type inked struct {
	x0, x1, y, size float32
	r               rune // as glyphCode.r
	turn            uint8
	invisible       bool
	font            *font
}

// letters of the glyph.
func (g *inked) letters() string {
	if g.r >= 0 {
		return string(g.r)
	}
	return g.font.multi[-1-g.r]
}

// sheet reads one page. Its letters hold until the next page is read.
func (r *reader) sheet(ctx context.Context, number int, p *page) (sheet, error) {
	b, err := r.file.content(p)
	if err != nil {
		return sheet{}, onPage(number, err)
	}
	pt := &painter{r: r, page: p, resources: p.resources}
	pt.w, pt.h = p.size()
	pt.st = state{ctm: p.base(), stretch: 1}
	pt.tm, pt.tlm = identity, identity
	pt.out = sheet{number: number, w: pt.w, h: pt.h, glyphs: r.glyphs[:0]}
	if err := pt.run(ctx, b); err != nil {
		return sheet{}, onPage(number, err)
	}
	if len(pt.out.glyphs) >= maxGlyphs {
		return sheet{}, document.Refuse(document.TooMany, "page %d: more than %d letters", number, maxGlyphs)
	}
	pt.closeMarked()
	r.glyphs = pt.out.glyphs
	pt.out.dropInvisible()
	return pt.out, nil
}

// onPage says on which page a refusal arose; it stays a *document.Refused.
func onPage(number int, err error) error {
	if r, ok := document.AsRefused(err); ok {
		return &document.Refused{Code: r.Code, Detail: fmt.Sprintf("page %d: %s", number, r.Detail), Err: err}
	}
	return err
}

// dropInvisible takes out invisible letters unless the page has no others: then they are the text layer under a scan.
func (s *sheet) dropInvisible() {
	for i := range s.glyphs {
		if s.glyphs[i].invisible {
			s.hidden++
		}
	}
	if s.hidden == 0 || s.hidden == len(s.glyphs) {
		return
	}
	kept := s.glyphs[:0]
	for _, g := range s.glyphs {
		if !g.invisible {
			kept = append(kept, g)
		}
	}
	s.glyphs, s.hidden = kept, 0
}

// run interprets one content stream.
func (pt *painter) run(ctx context.Context, b []byte) error {
	pt.r.operators += len(b) >> 6 // what is passed over costs time too
	outer, outerArgs := pt.lex, pt.args
	pt.lex, pt.args = &lexer{b: b}, make([]token, 0, 64)
	defer func() { pt.lex, pt.args = outer, outerArgs }()
	l := pt.lex
	for {
		t := l.next()
		switch t.kind {
		case tokEOF:
			return nil
		case tokDictOpen:
			t = pt.rawDict()
			fallthrough
		default:
			if len(pt.args) < 8192 {
				pt.args = append(pt.args, t)
			}
			continue
		case tokKeyword:
		}
		if pt.r.operators++; pt.r.operators > maxOperators {
			return document.Refuse(document.TooMany, "more than %d drawing operators", maxOperators)
		}
		if pt.r.operators&0xFFF == 0 {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("reading PDF: %w", err)
			}
		}
		if err := pt.operator(ctx, t.b); err != nil {
			return err
		}
		pt.args, l.scratch = pt.args[:0], l.scratch[:0]
	}
}

// rawDict passes over a dictionary among operands and keeps its source: it is read only if it can say something.
func (pt *painter) rawDict() token {
	start, level := pt.lex.pos-2, 1
	for level > 0 {
		switch pt.lex.next().kind {
		case tokDictOpen:
			level++
		case tokDictClose:
			level--
		case tokEOF:
			level = 0
		}
	}
	return token{kind: tokDictOpen, b: pt.lex.b[start:pt.lex.pos]}
}

// num is the i-th operand counted from the last, 0 when it is no number.
func (pt *painter) num(fromLast int) float64 {
	i := len(pt.args) - 1 - fromLast
	if i < 0 || pt.args[i].kind != tokNumber {
		return 0
	}
	return pt.args[i].num
}

func (pt *painter) matrixArg() (matrix, bool) {
	if len(pt.args) < 6 {
		return identity, false
	}
	m := matrix{pt.num(5), pt.num(4), pt.num(3), pt.num(2), pt.num(1), pt.num(0)}
	return m, m.finite()
}

func (pt *painter) operator(ctx context.Context, op []byte) error {
	switch string(op) {
	case "BT":
		pt.tm, pt.tlm = identity, identity
	case "Tj":
		pt.show(0)
	case "TJ":
		pt.showSpaced()
	case "'":
		pt.nextLine(0, -pt.st.leading)
		pt.show(0)
	case "\"":
		pt.st.wordSp, pt.st.charSp = pt.num(2), pt.num(1)
		pt.nextLine(0, -pt.st.leading)
		pt.show(0)
	case "Td":
		pt.nextLine(pt.num(1), pt.num(0))
	case "TD":
		pt.st.leading = -pt.num(0)
		pt.nextLine(pt.num(1), pt.num(0))
	case "T*":
		pt.nextLine(0, -pt.st.leading)
	case "Tm":
		if m, ok := pt.matrixArg(); ok {
			pt.tm, pt.tlm = m, m
		}
	case "Tf":
		return pt.setFont()
	case "Tc":
		pt.st.charSp = pt.num(0)
	case "Tw":
		pt.st.wordSp = pt.num(0)
	case "Tz":
		pt.st.stretch = pt.num(0) / 100
	case "TL":
		pt.st.leading = pt.num(0)
	case "Ts":
		pt.st.rise = pt.num(0)
	case "Tr":
		pt.st.mode = int(pt.num(0))
	case "q":
		if len(pt.stack) >= maxStates {
			return document.Refuse(document.TooDeep, "more than %d graphics states", maxStates)
		}
		pt.stack = append(pt.stack, pt.st)
	case "Q":
		if n := len(pt.stack); n > 0 {
			pt.st, pt.stack = pt.stack[n-1], pt.stack[:n-1]
		}
	case "cm":
		if m, ok := pt.matrixArg(); ok {
			if c := m.mul(pt.st.ctm); c.finite() {
				pt.st.ctm = c
			}
		}
	case "gs":
		return pt.graphicsState()
	case "Do":
		return pt.draw(ctx)
	case "BI":
		pt.inlineImage()
	case "BDC":
		return pt.beginMarked(true)
	case "BMC":
		return pt.beginMarked(false)
	case "EMC":
		pt.endMarked()
	default:
		pt.pathOperator(op)
	}
	return nil
}

func (pt *painter) nextLine(tx, ty float64) {
	m := matrix{1, 0, 0, 1, tx, ty}.mul(pt.tlm)
	if m.finite() {
		pt.tm, pt.tlm = m, m
	}
}
