package pdf

import "github.com/openupr/openupr/internal/document"

// page is a leaf of the page tree with what it inherits.
type page struct {
	contents  object
	resources dict
	box       [4]float64 // visible part: left, bottom, right, top
	rotate    int        // 0, 90, 180 or 270, clockwise
}

// inherited are the attributes a page takes from its ancestors (7.7.3.4).
type inherited struct {
	resources, media, crop, rotate object
}

// pages walks the page tree.
func (f *file) pages() ([]page, error) {
	root, err := f.catalog()
	if err != nil {
		return nil, err
	}
	w := walker{f: f, seen: map[ref]bool{}}
	if err := w.walk(root["Pages"], inherited{}, 0); err != nil {
		return nil, err
	}
	if len(w.out) == 0 {
		return nil, corrupt("the file has no pages")
	}
	return w.out, nil
}

type walker struct {
	f    *file
	seen map[ref]bool
	out  []page
}

func (w *walker) walk(o object, in inherited, depth int) error {
	if depth > w.f.lim.Depth {
		return document.Refuse(document.TooDeep, "page tree more than %d deep", w.f.lim.Depth)
	}
	if r, ok := o.(ref); ok {
		if w.seen[r] {
			return corrupt("the page tree runs in a circle")
		}
		w.seen[r] = true
	}
	d, err := w.f.dict(o)
	if err != nil {
		return err
	}
	if d == nil {
		return corrupt("a page is missing (after page %d)", len(w.out))
	}
	for _, a := range []struct {
		key name
		to  *object
	}{{"Resources", &in.resources}, {"MediaBox", &in.media}, {"CropBox", &in.crop}, {"Rotate", &in.rotate}} {
		if v, ok := d[a.key]; ok {
			*a.to = v
		}
	}
	kids, err := w.f.array(d["Kids"])
	if err != nil {
		return err
	}
	if kids == nil {
		return w.leaf(d, in)
	}
	before := len(w.out)
	for _, k := range kids {
		if err := w.walk(k, in, depth+1); err != nil {
			return err
		}
	}
	if n, err := w.f.integer(d["Count"]); err != nil {
		return err
	} else if w.f.repaired && n != len(w.out)-before {
		return corrupt("%d pages were found where the file names %d", len(w.out)-before, n)
	}
	return nil
}

func (w *walker) leaf(d dict, in inherited) error {
	if len(w.out) >= w.f.lim.Pages {
		return document.Refuse(document.TooMany, "more than %d pages", w.f.lim.Pages)
	}
	p := page{contents: d["Contents"], box: [4]float64{0, 0, 595.3, 841.9}}
	var err error
	if p.resources, err = w.f.dict(in.resources); err != nil {
		return err
	}
	media, err := w.rectangle(in.media)
	if err != nil {
		return err
	}
	crop, err := w.rectangle(in.crop)
	if err != nil {
		return err
	}
	if media != nil {
		p.box = *media
	}
	if crop != nil {
		c := [4]float64{max(crop[0], p.box[0]), max(crop[1], p.box[1]), min(crop[2], p.box[2]), min(crop[3], p.box[3])}
		if c[2] > c[0] && c[3] > c[1] {
			p.box = c
		}
	}
	o, err := w.f.get(in.rotate)
	if err != nil {
		return err
	}
	if n, ok := number(o); ok {
		p.rotate = ((int(n)/90*90)%360 + 360) % 360
	}
	w.out = append(w.out, p)
	return nil
}

func (w *walker) rectangle(o object) (*[4]float64, error) {
	a, err := w.f.array(o)
	if err != nil || len(a) < 4 {
		return nil, err
	}
	var v [4]float64
	for i := range v {
		e, err := w.f.get(a[i])
		if err != nil {
			return nil, err
		}
		n, ok := number(e)
		if !ok {
			return nil, nil
		}
		v[i] = n
	}
	if v[0] > v[2] {
		v[0], v[2] = v[2], v[0]
	}
	if v[1] > v[3] {
		v[1], v[3] = v[3], v[1]
	}
	if v[2]-v[0] < 1 || v[3]-v[1] < 1 {
		return nil, nil
	}
	return &v, nil
}

// base is the matrix from the page's user space to points from the top left corner of the page as it is shown.
func (p *page) base() matrix {
	l, b, r, t := p.box[0], p.box[1], p.box[2], p.box[3]
	switch p.rotate {
	case 90:
		return matrix{0, 1, 1, 0, -b, -l}
	case 180:
		return matrix{-1, 0, 0, 1, r, -b}
	case 270:
		return matrix{0, -1, -1, 0, t, r}
	}
	return matrix{1, 0, 0, -1, -l, t}
}

// size of the page as it is shown.
func (p *page) size() (w, h float64) {
	w, h = p.box[2]-p.box[0], p.box[3]-p.box[1]
	if p.rotate == 90 || p.rotate == 270 {
		return h, w
	}
	return w, h
}

// content is the page's content streams joined by a blank, as the standard has it (7.8.2).
func (f *file) content(p *page) ([]byte, error) {
	o, err := f.get(p.contents)
	if err != nil {
		return nil, err
	}
	if s, ok := o.(*stream); ok {
		return f.decode(s)
	}
	a, _ := o.(array)
	var all []byte
	for _, e := range a {
		o, err := f.get(e)
		if err != nil {
			return nil, err
		}
		s, ok := o.(*stream)
		if !ok {
			continue
		}
		b, err := f.decode(s)
		if err != nil {
			return nil, err
		}
		if len(a) == 1 {
			return b, nil
		}
		all = append(append(all, b...), '\n')
	}
	return all, nil
}
