package pdf

import "context"

const formCost = 50 // drawing a form costs as much as so many operators

// draw handles Do: a form is interpreted, a picture only counted.
func (pt *painter) draw(ctx context.Context) error {
	if len(pt.args) == 0 || pt.args[len(pt.args)-1].kind != tokName {
		return nil
	}
	f := pt.r.file
	list, err := f.dict(pt.resources["XObject"])
	if err != nil {
		return err
	}
	o := list[name(pt.args[len(pt.args)-1].b)]
	id, _ := o.(ref)
	fm, known := pt.r.forms[id]
	if !known {
		if o, err = f.get(o); err != nil {
			return err
		}
		s, ok := o.(*stream)
		if !ok {
			return nil
		}
		if s.dict["Subtype"] != name("Form") {
			if s.dict["Subtype"] == name("Image") {
				pt.out.images++
			}
			return nil
		}
		if fm, err = pt.r.form(s); err != nil {
			return err
		}
		if id.num > 0 {
			pt.r.forms[id] = fm
		}
	}
	if fm.active {
		f.warn(WarnBrokenPart, "a form that draws itself", pt.out.number)
		return nil
	}
	if pt.depth >= f.lim.Depth {
		f.warn(WarnBrokenPart, "forms nested too deep", pt.out.number)
		return nil
	}
	return pt.drawForm(ctx, fm)
}

// form reads a form XObject.
func (r *reader) form(s *stream) (*form, error) {
	b, err := r.file.decode(s)
	if err != nil {
		return nil, err
	}
	fm := &form{content: b, matrix: identity}
	a, err := r.file.array(s.dict["Matrix"])
	if err != nil {
		return nil, err
	}
	if v, ok := numbers(a, 6); ok {
		fm.matrix = matrix(v)
	}
	fm.resources, err = r.file.dict(s.dict["Resources"])
	return fm, err
}

func (pt *painter) drawForm(ctx context.Context, fm *form) error {
	st, stack, tm, tlm := pt.st, pt.stack, pt.tm, pt.tlm
	res, fonts, marked, p := pt.resources, pt.fonts, pt.marked, pt.path
	hidden, replaced := pt.hidden, pt.replaced
	pt.stack, pt.marked, pt.path = nil, nil, path{}
	if c := fm.matrix.mul(pt.st.ctm); c.finite() {
		pt.st.ctm = c
	}
	if fm.resources != nil {
		pt.resources, pt.fonts = fm.resources, nil
	}
	pt.depth++
	pt.r.operators += formCost
	fm.active = true
	err := pt.run(ctx, fm.content)
	pt.closeMarked()
	fm.active = false
	pt.depth--
	pt.st, pt.stack, pt.tm, pt.tlm = st, stack, tm, tlm
	pt.resources, pt.fonts, pt.marked, pt.path = res, fonts, marked, p
	pt.hidden, pt.replaced = hidden, replaced
	return err
}
