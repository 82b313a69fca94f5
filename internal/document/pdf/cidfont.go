package pdf

import "strings"

// compositeFont reads a Type 0 font (9.7): codes of several bytes, widths by character identifier.
func (f *file) compositeFont(ft *font, d dict, unicode *cmap) error {
	ft.composite = true
	list, err := f.array(d["DescendantFonts"])
	if err != nil {
		return err
	}
	var child dict
	if len(list) > 0 {
		if child, err = f.dict(list[0]); err != nil {
			return err
		}
	}
	desc, err := f.describe(ft, child)
	if err != nil {
		return err
	}
	enc, err := f.encodingCMap(ft, d["Encoding"])
	if err != nil {
		return err
	}
	ft.spaces = enc.spaces
	if len(ft.spaces) == 0 {
		ft.spaces = twoBytes
	}
	widths, def, err := f.cidWidths(child)
	if err != nil {
		return err
	}
	var program map[uint32]rune
	turned := false
	ft.resolve = func(c uint32) (string, float64) {
		cid := enc.cid(c)
		w, ok := widths[cid]
		if !ok {
			w = def
		}
		if unicode != nil {
			if s, ok := unicode.lookup(c); ok && useful(s) {
				return s, w
			}
		}
		if enc.wide {
			return string(rune(c)), w
		}
		if !turned {
			turned = true
			program = f.glyphsOfProgram(child, desc)
		}
		if r, ok := program[uint32(cid)]; ok {
			return string(r), w
		}
		return "", w
	}
	return nil
}

// encodingCMap is the map from codes to character identifiers; the predefined ones beside Identity are only read as far
// as they are Unicode.
func (f *file) encodingCMap(ft *font, o object) (*cmap, error) {
	o, err := f.get(o)
	if err != nil {
		return nil, err
	}
	switch v := o.(type) {
	case name:
		n := string(v)
		ft.vertical = strings.HasSuffix(n, "-V")
		return &cmap{spaces: twoBytes, wide: strings.Contains(n, "-UCS2-") || strings.Contains(n, "-UTF16-")}, nil
	case *stream:
		b, err := f.decode(v)
		if err != nil {
			return nil, err
		}
		ft.vertical = v.dict["WMode"] == 1
		return parseCMap(b), nil
	}
	return &cmap{spaces: twoBytes}, nil
}

// cidWidths reads W and DW (9.7.4.3).
func (f *file) cidWidths(d dict) (map[int]float64, float64, error) {
	def := 1000.0
	o, err := f.get(d["DW"])
	if err != nil {
		return nil, 0, err
	}
	if v, ok := number(o); ok {
		def = v
	}
	a, err := f.array(d["W"])
	if err != nil {
		return nil, 0, err
	}
	widths := make(map[int]float64, len(a))
	budget := 1 << 18 // identifiers set by ranges, however often
	for i := 0; i+1 < len(a); {
		first, ok := number(a[i])
		if !ok {
			break
		}
		next, err := f.get(a[i+1])
		if err != nil {
			return nil, 0, err
		}
		if list, ok := next.(array); ok {
			for j, o := range list {
				if v, ok := number(o); ok {
					widths[int(first)+j] = v
				}
			}
			i += 2
			continue
		}
		last, ok := number(next)
		if !ok || i+2 >= len(a) {
			break
		}
		if v, ok := number(a[i+2]); ok && last-first <= 0xFFFF && len(widths) <= 0xFFFF && budget > 0 {
			budget -= int(last - first)
			for c := int(first); c <= int(last); c++ {
				widths[c] = v
			}
		}
		i += 3
	}
	return widths, def, nil
}
