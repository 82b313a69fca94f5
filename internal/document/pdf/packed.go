package pdf

// fromPacked takes an object out of its object stream (7.5.7).
func (f *file) fromPacked(num int, e entry) (object, error) {
	objs, ok := f.packed[e.at]
	if !ok {
		if p, ok := f.entries[e.at]; !ok || p.kind != entryPlain {
			return nil, errPlace
		}
		o, err := f.load(e.at)
		if err != nil {
			return nil, err
		}
		s, ok := o.(*stream)
		if !ok {
			return nil, errPlace
		}
		nums, list, err := f.unpack(s)
		if err != nil {
			return nil, err
		}
		for i, n := range nums {
			if want, ok := f.entries[n]; ok && want.kind == entryPacked && want.at == e.at && want.idx != i && want.idx < len(nums) && nums[want.idx] != n {
				want.idx = i // the place is only a hint; the number counts
				f.entries[n] = want
			}
		}
		objs = list
		f.packed[e.at] = objs
		e = f.entries[num]
	}
	if e.idx < 0 || e.idx >= len(objs) {
		return nil, errPlace
	}
	return objs[e.idx], nil
}

// unpack reads all the objects of an object stream, with their numbers.
func (f *file) unpack(s *stream) ([]int, []object, error) {
	count, err := f.integer(s.dict["N"])
	if err != nil {
		return nil, nil, err
	}
	first, err := f.integer(s.dict["First"])
	if err != nil {
		return nil, nil, err
	}
	b, err := f.decode(s)
	if err != nil {
		return nil, nil, err
	}
	if count < 0 || count > maxObjects || first < 0 || first > len(b) {
		return nil, nil, errPlace
	}
	head := lexer{b: b[:first]}
	nums, objs := make([]int, 0, min(count, 1024)), make([]object, 0, min(count, 1024))
	for range count {
		n, at := head.next(), head.next()
		if n.kind != tokNumber || at.kind != tokNumber || at.num < 0 || first+int(at.num) > len(b) {
			return nil, nil, errPlace
		}
		p := &parser{lexer: lexer{b: b, pos: first + int(at.num)}, maxDepth: f.lim.Depth}
		o, err := p.object()
		if err != nil {
			return nil, nil, err
		}
		if _, bad := o.(keyword); bad {
			o = nil
		}
		nums, objs = append(nums, int(n.num)), append(objs, o)
	}
	return nums, objs, nil
}
