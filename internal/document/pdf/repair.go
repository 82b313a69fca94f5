package pdf

import (
	"bytes"

	"github.com/openupr/openupr/internal/document"
)

// repair finds all objects by scanning the file, when its cross references are broken. It succeeds only if the result is
// complete and certain: every object found has its end, the last trailer's root is there, and every page of the page
// tree with all it is drawn from. Anything less would lose text without anyone knowing, and is refused.
func (f *file) repair() error {
	f.repaired = true
	old := f.trailer
	f.reset()
	f.trailer, f.crypt = nil, nil
	packs, err := f.scan()
	if err != nil {
		return err
	}
	if f.trailer == nil {
		return corrupt("cross references are broken and no trailer was found")
	}
	if old != nil && old["Root"] != nil && old["Root"] != f.trailer["Root"] {
		return corrupt("cross references are broken and two roots are named")
	}
	if err := f.unlock(); err != nil {
		return err
	}
	for _, num := range packs {
		o, err := f.load(num)
		if err != nil {
			return err
		}
		s, ok := o.(*stream)
		if !ok {
			return corrupt("object stream %d cannot be read", num)
		}
		nums, _, err := f.unpack(s)
		if err != nil {
			if _, ok := document.AsRefused(err); ok {
				return err
			}
			return corrupt("object stream %d cannot be read", num)
		}
		for i, n := range nums {
			// A plain object that stands later in the file is newer than the one in the stream.
			if e, ok := f.entries[n]; !ok || e.kind == entryPacked || e.at < f.entries[num].at {
				f.entries[n] = entry{kind: entryPacked, at: num, idx: i}
			}
		}
	}
	if _, err := f.catalog(); err != nil {
		return err
	}
	if err := f.certain(); err != nil {
		return err
	}
	f.warn(WarnRepaired, "cross references", 0)
	return nil
}

// scan records every "n g obj" outside of streams, later ones over earlier ones, and the last trailer. It returns the
// numbers of the object streams in file order.
func (f *file) scan() (packs []int, err error) {
	pos, trailer := f.base, -1
	for pos < len(f.b) {
		if trailer >= 0 && trailer < pos || pos == f.base {
			trailer = indexFrom(f.b, pos, "trailer") // looked for anew only when passed: the scan stays linear
		}
		next := nextObj(f.b, pos)
		if trailer >= pos && (next < 0 || trailer < next) {
			p := f.parserAt(trailer + len("trailer"))
			if o, err := p.object(); err == nil {
				if d, ok := o.(dict); ok && d["Root"] != nil {
					f.trailer = d
				}
			}
			pos = trailer + len("trailer")
			continue
		}
		if next < 0 {
			break
		}
		num, gen, start := headBefore(f.b, next)
		if num < 0 {
			pos = next + len("obj")
			continue
		}
		if num > maxObjects {
			return nil, document.Refuse(document.TooMany, "object number %d", num)
		}
		end, d, ok := f.extent(next + len("obj"))
		if !ok {
			return nil, document.Refuse(document.Truncated, "object %d has no end", num)
		}
		f.entries[num] = entry{kind: entryPlain, gen: gen, at: start}
		switch d["Type"] {
		case name("ObjStm"):
			packs = append(packs, num)
		case name("XRef"):
			if d["Root"] != nil {
				f.trailer = d
			}
		}
		pos = end
	}
	return packs, nil
}

func indexFrom(b []byte, pos int, word string) int {
	i := bytes.Index(b[pos:], []byte(word))
	if i < 0 {
		return -1
	}
	return pos + i
}

// nextObj finds the next keyword "obj" that is not "endobj".
func nextObj(b []byte, pos int) int {
	for pos < len(b) {
		i := bytes.Index(b[pos:], []byte("obj"))
		if i < 0 {
			return -1
		}
		at := pos + i
		if at > 0 && charClass[b[at-1]] == white {
			return at
		}
		pos = at + len("obj")
	}
	return -1
}

// headBefore reads "num gen " backwards from the keyword; num is -1 when they are not there.
func headBefore(b []byte, at int) (num, gen, start int) {
	i := at
	field := func() int {
		for i > 0 && charClass[b[i-1]] == white {
			i--
		}
		end := i
		for i > 0 && end-i < 10 && b[i-1] >= '0' && b[i-1] <= '9' {
			i--
		}
		if i == end {
			return -1
		}
		v := 0
		for _, c := range b[i:end] {
			v = v*10 + int(c-'0')
		}
		return v
	}
	gen = field()
	if gen < 0 || i == 0 || charClass[b[i-1]] != white {
		return -1, 0, 0
	}
	num = field()
	if num < 0 || i > 0 && charClass[b[i-1]] == regular {
		return -1, 0, 0
	}
	return num, gen, i
}

// extent finds where the object whose body begins at pos ends, and its dictionary.
func (f *file) extent(pos int) (end int, d dict, ok bool) {
	p := f.parserAt(pos)
	o, err := p.object()
	if err != nil {
		return 0, nil, false
	}
	d, _ = o.(dict)
	t := p.next()
	if t.kind == tokKeyword && string(t.b) == "stream" {
		at := p.pos
		// The direct length is the better guide: "endstream" may stand inside of data.
		if n, ok := d["Length"].(int); ok && n >= 0 && at+n+2 <= len(f.b) {
			l := lexer{b: f.b, pos: at + n}
			if e := bytes.Index(f.b[at+n:min(len(f.b), at+n+16)], endstream); e >= 0 {
				l.pos += e
				t = l.next()
				p.pos = l.pos
			}
		}
		if string(t.b) == "stream" {
			e := bytes.Index(f.b[at:], endstream)
			if e < 0 {
				return 0, nil, false
			}
			p.pos = at + e + len(endstream)
		}
		t = p.next()
	}
	if t.kind == tokKeyword && bytes.HasPrefix(t.b, []byte("endobj")) {
		return p.pos, d, true
	}
	if k, isKeyword := o.(keyword); isKeyword && k == "endobj" {
		return p.pos - len(t.b), d, true
	}
	return 0, nil, false
}

// certain makes sure after a scan that each page and whatever its text is drawn from was found.
func (f *file) certain() error {
	pages, err := f.pages()
	if err != nil {
		return err
	}
	for i := range pages {
		lists := []object{pages[i].contents}
		for _, key := range []name{"Font", "XObject"} {
			d, err := f.dict(pages[i].resources[key])
			if err != nil {
				return err
			}
			for _, o := range d {
				lists = append(lists, o)
			}
		}
		if a, err := f.array(pages[i].contents); err != nil {
			return err
		} else if a != nil {
			lists = append(lists, a...)
		}
		for _, o := range lists {
			if o == nil {
				continue
			}
			v, err := f.get(o)
			if err != nil {
				return err
			}
			if v == nil {
				return document.Refuse(document.Corrupt, "cross references are broken and a part of page %d is missing", i+1)
			}
		}
	}
	return nil
}
