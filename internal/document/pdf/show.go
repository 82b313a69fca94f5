package pdf

import "math"

// setFont handles Tf.
func (pt *painter) setFont() error {
	if len(pt.args) < 2 || pt.args[len(pt.args)-2].kind != tokName {
		return nil
	}
	pt.st.size = pt.num(0)
	n := pt.args[len(pt.args)-2].b
	if ft, ok := pt.fonts[string(n)]; ok {
		pt.st.font = ft
		return nil
	}
	list, err := pt.r.file.dict(pt.resources["Font"])
	if err != nil {
		return err
	}
	ft, err := pt.r.font(list[name(n)])
	if err != nil {
		return err
	}
	if pt.fonts == nil {
		pt.fonts = map[string]*font{}
	}
	pt.fonts[string(n)] = ft
	pt.st.font = ft
	return nil
}

// font is a font by its reference, read once. A font that is not there is drawn by viewers in one of their own; so do we.
func (r *reader) font(o object) (*font, error) {
	id, shared := o.(ref)
	if ft, ok := r.fonts[id]; ok && shared {
		return ft, nil
	}
	d, err := r.file.dict(o)
	if err != nil {
		return nil, err
	}
	if d == nil {
		d = dict{"Subtype": name("Type1"), "BaseFont": name("Helvetica")}
	}
	ft, err := r.file.loadFont(d)
	if err != nil {
		return nil, err
	}
	if shared {
		r.fonts[id] = ft
	}
	return ft, nil
}

// graphicsState handles gs, which may set a font.
func (pt *painter) graphicsState() error {
	if len(pt.args) == 0 || pt.args[len(pt.args)-1].kind != tokName {
		return nil
	}
	list, err := pt.r.file.dict(pt.resources["ExtGState"])
	if err != nil {
		return err
	}
	d, err := pt.r.file.dict(list[name(pt.args[len(pt.args)-1].b)])
	if err != nil || d["Font"] == nil {
		return err
	}
	a, err := pt.r.file.array(d["Font"])
	if err != nil || len(a) < 2 {
		return err
	}
	ft, err := pt.r.font(a[0])
	if err != nil {
		return err
	}
	if v, ok := number(a[1]); ok {
		pt.st.font, pt.st.size = ft, v
	}
	return nil
}

// show handles Tj: the operand so many from the last.
func (pt *painter) show(fromLast int) {
	i := len(pt.args) - 1 - fromLast
	if i >= 0 && pt.args[i].kind == tokString {
		pt.string(pt.args[i].b)
	}
}

// showSpaced handles TJ.
func (pt *painter) showSpaced() {
	for i := range pt.args {
		switch a := &pt.args[i]; a.kind {
		case tokString:
			pt.string(a.b)
		case tokNumber:
			move := -a.num / 1000 * pt.st.size
			if pt.st.font != nil && pt.st.font.vertical {
				pt.advance(0, move)
			} else {
				pt.advance(move*pt.st.stretch, 0)
			}
		}
	}
}

func (pt *painter) advance(tx, ty float64) {
	pt.tm[4] += tx*pt.tm[0] + ty*pt.tm[2]
	pt.tm[5] += tx*pt.tm[1] + ty*pt.tm[3]
}

// string draws one string: it notes a letter for each code and moves the text position on.
func (pt *painter) string(b []byte) {
	st := &pt.st
	ft := st.font
	if ft == nil || st.size == 0 {
		return
	}
	// From text space to the page, without the place: directions of the baseline and of the ascent.
	m := pt.tm.mul(st.ctm)
	hx, hy := m[0]*st.size*st.stretch, m[1]*st.size*st.stretch
	length := math.Hypot(hx, hy)
	size := math.Hypot(m[2], m[3]) * math.Abs(st.size)
	turn, straight := direction(hx, hy)
	visible := straight && size > 0.5 && size < 2000 && pt.hidden == 0
	invisible := st.mode == 3 || st.mode == 7
	for len(b) > 0 {
		c, n := uint32(b[0]), 1
		if ft.composite {
			c, n = cut(ft.spaces, b)
		}
		b = b[n:]
		g := ft.glyph(c)
		w := float64(g.width)
		switch {
		case g.state == codeUnmapped && w > 0:
			if pt.replaced == 0 {
				pt.out.unmapped++
			} else if visible {
				pt.ink('\uFFFD', w*length, size, turn, invisible) // its place holds until the replacement text comes
			}
		case g.r == 0:
			// What has a width and no letter (a joiner, a mark of direction) is no gap between the letters around it.
			if n := len(pt.out.glyphs); n > 0 && w > 0 {
				pt.out.glyphs[n-1].x1 += float32(w * length)
			}
		case visible:
			pt.ink(g.r, w*length, size, turn, invisible)
		case !straight && g.r != ' ':
			pt.out.slanted++
		}
		adv := w*st.size + st.charSp
		if c == ' ' && n == 1 {
			adv += st.wordSp
		}
		if ft.vertical {
			pt.advance(0, -st.size)
		} else {
			pt.advance(adv*st.stretch, 0)
		}
	}
}

// direction is where text runs: 0 to the right, 1 down, 2 to the left, 3 up; straight is false for slanted text.
func direction(hx, hy float64) (turn uint8, straight bool) {
	ax, ay := math.Abs(hx), math.Abs(hy)
	switch {
	case ax >= ay && hx >= 0:
		turn = 0
	case ax >= ay:
		turn = 2
	case hy > 0:
		turn = 1
	default:
		turn = 3
	}
	return turn, min(ax, ay) <= 0.15*max(ax, ay)
}

// ink notes one letter at the text position, unless it lies outside of the page.
func (pt *painter) ink(r rune, width, size float64, turn uint8, invisible bool) {
	tx := pt.tm[4] + pt.st.rise*pt.tm[2]
	ty := pt.tm[5] + pt.st.rise*pt.tm[3]
	x, y := pt.st.ctm.apply(tx, ty)
	if x < -2 || y < -2 || x > pt.w+2 || y > pt.h+2 || len(pt.out.glyphs) >= maxGlyphs {
		return
	}
	switch turn {
	case 1:
		x, y = y, pt.w-x
	case 2:
		x, y = pt.w-x, pt.h-y
	case 3:
		x, y = pt.h-y, x
	}
	pt.out.glyphs = append(pt.out.glyphs, inked{
		x0: float32(x), x1: float32(x + width), y: float32(y), size: float32(size),
		r: r, turn: turn, invisible: invisible, font: pt.st.font,
	})
}
