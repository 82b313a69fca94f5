package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/openupr/openupr/internal/document"
)

// maxObjects bounds the cross-reference table; the longest report has about 3,000 objects.
const maxObjects = 1 << 20

// file is an open PDF: where its objects are, and those already read.
type file struct {
	b        []byte
	base     int // where "%PDF-" stands; offsets count from there
	lim      document.Limits
	entries  map[int]entry
	trailer  dict
	objects  map[int]object
	loading  map[int]bool
	packed   map[int][]object // object streams already read
	crypt    *crypt
	inflated int64
	flate    flateReader
	repaired bool
	warnings []document.Warning
}

// entry says where an object is.
type entry struct {
	kind uint8
	gen  int
	at   int // offset in the file, or number of the object stream
	idx  int // place in the object stream
}

const (
	entryFree uint8 = iota
	entryPlain
	entryPacked
)

// errPlace says that the cross references point to something else than the object asked for.
var errPlace = errors.New("no object at the place the cross references name")

// open finds the objects of a file and makes sure that it has a catalog and can be decrypted.
func open(ctx context.Context, b []byte, lim document.Limits) (*file, error) {
	f := &file{b: b, lim: lim, base: bytes.Index(b[:min(len(b), 1024)], []byte("%PDF-"))}
	f.reset()
	if err := f.notCutShort(); err != nil {
		return nil, err
	}
	err := f.readXref()
	if err == nil {
		err = f.unlock()
	}
	if err == nil {
		_, err = f.catalog()
	}
	if err == nil {
		return f, nil
	}
	if r, ok := document.AsRefused(err); ok && r.Code != document.Corrupt {
		return nil, err
	}
	if f.repaired {
		return nil, err
	}
	if cerr := ctx.Err(); cerr != nil {
		return nil, fmt.Errorf("reading PDF: %w", cerr)
	}
	if err := f.repair(); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *file) reset() {
	f.entries, f.objects = map[int]entry{}, map[int]object{}
	f.loading, f.packed = map[int]bool{}, map[int][]object{}
}

func (f *file) warn(code, detail string, page int) {
	for _, w := range f.warnings {
		if w.Code == code && w.Page == page {
			return
		}
	}
	f.warnings = append(f.warnings, document.Warning{Code: code, Detail: detail, Page: page})
}

// parserAt is a parser at an offset of the file.
func (f *file) parserAt(at int) *parser {
	return &parser{lexer: lexer{b: f.b, pos: at}, maxDepth: f.lim.Depth}
}

// get follows references until it has an object. A missing object is null, as the standard has it (7.3.10).
func (f *file) get(o object) (object, error) {
	for hops := 0; ; hops++ {
		r, ok := o.(ref)
		if !ok {
			return o, nil
		}
		if hops > 32 {
			return nil, corrupt("object %d refers to itself", r.num)
		}
		var err error
		if o, err = f.load(r.num); err != nil {
			return nil, err
		}
	}
}

// load reads the object with a number. Where the cross references turn out to be wrong the file is repaired first.
func (f *file) load(num int) (object, error) {
	if o, ok := f.objects[num]; ok {
		return o, nil
	}
	e, ok := f.entries[num]
	if !ok || e.kind == entryFree {
		return nil, nil
	}
	if f.loading[num] {
		return nil, corrupt("object %d needs itself", num)
	}
	if len(f.loading) > f.lim.Depth {
		return nil, document.Refuse(document.TooDeep, "objects need each other more than %d deep", f.lim.Depth)
	}
	f.loading[num] = true
	defer func() { delete(f.loading, num) }()
	var o object
	var err error
	if e.kind == entryPlain {
		o, err = f.plain(num, e)
	} else {
		o, err = f.fromPacked(num, e)
	}
	if errors.Is(err, errPlace) || errors.Is(err, errSyntax) {
		if f.repaired {
			return nil, corrupt("object %d cannot be read", num)
		}
		if err := f.repair(); err != nil {
			return nil, err
		}
		delete(f.loading, num)
		return f.load(num)
	}
	if err != nil {
		return nil, err
	}
	f.objects[num] = o
	return o, nil
}

// plain reads "num gen obj … endobj" at its offset.
func (f *file) plain(num int, e entry) (object, error) {
	at := e.at
	if at < 0 || at >= len(f.b) {
		return nil, errPlace
	}
	p := f.parserAt(at)
	n, g, k := p.next(), p.next(), p.next()
	if n.kind != tokNumber || int(n.num) != num || g.kind != tokNumber || k.kind != tokKeyword || !bytes.HasPrefix(k.b, []byte("obj")) {
		return nil, errPlace
	}
	p.pos -= len(k.b) - len("obj") // "obj" may run into a number or keyword
	return f.body(p, ref{num, int(g.num)})
}

// body reads the object after "obj", and its data if it is a stream.
func (f *file) body(p *parser, id ref) (object, error) {
	o, err := p.object()
	if err != nil {
		return nil, err
	}
	if k, ok := o.(keyword); ok {
		if k == "endobj" {
			return nil, nil // an empty object is null
		}
		return nil, errSyntax
	}
	d, ok := o.(dict)
	if !ok {
		return o, nil
	}
	at := p.pos
	if t := p.next(); t.kind != tokKeyword || string(t.b) != "stream" {
		p.pos = at
		return d, nil
	}
	raw, err := f.data(p.pos, d)
	if err != nil {
		return nil, err
	}
	return &stream{dict: d, raw: raw, id: id}, nil
}

var endstream = []byte("endstream")

// data is a stream's bytes from after "stream". A wrong /Length is mended by looking for "endstream".
func (f *file) data(at int, d dict) ([]byte, error) {
	if at < len(f.b) && f.b[at] == '\r' {
		at++
	}
	if at < len(f.b) && f.b[at] == '\n' {
		at++
	}
	l, err := f.get(d["Length"])
	if err != nil {
		return nil, err
	}
	if n, ok := l.(int); ok && n >= 0 && at+n <= len(f.b) {
		p := lexer{b: f.b[:min(len(f.b), at+n+32)], pos: at + n}
		if t := p.next(); t.kind == tokKeyword && bytes.HasPrefix(t.b, endstream) {
			return f.b[at : at+n], nil
		}
	}
	end := bytes.Index(f.b[at:], endstream)
	if end < 0 {
		return nil, document.Refuse(document.Truncated, "a stream has no end")
	}
	raw := f.b[at : at+end]
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	raw = bytes.TrimSuffix(raw, []byte("\r"))
	f.warn(WarnRepaired, "stream length", 0)
	return raw, nil
}

func (f *file) integer(o object) (int, error) {
	o, err := f.get(o)
	if err != nil {
		return 0, err
	}
	n, _ := o.(int)
	return n, nil
}

func (f *file) dict(o object) (dict, error) {
	o, err := f.get(o)
	if err != nil {
		return nil, err
	}
	switch v := o.(type) {
	case dict:
		return v, nil
	case *stream:
		return v.dict, nil
	}
	return nil, nil
}

func (f *file) array(o object) (array, error) {
	o, err := f.get(o)
	if err != nil {
		return nil, err
	}
	a, _ := o.(array)
	return a, nil
}

// catalog is the document's root; without it nothing can be trusted.
func (f *file) catalog() (dict, error) {
	d, err := f.dict(f.trailer["Root"])
	if err != nil {
		return nil, err
	}
	if d == nil || d["Pages"] == nil {
		return nil, corrupt("the file's root (catalog) is missing")
	}
	return d, nil
}
