package corpus

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"sort"
)

// hashSeed makes the places of forms in tables hard to foresee: nobody can choose words that all fall in one place.
var hashSeed = maphash.MakeSeed()

// formTable gives numbers to forms by language while an index is built. The zero value is empty.
type formTable struct {
	slots []uint32 // number of the form plus one; 0 is free
	hash  []uint32 // of each form
	lang  []uint8
	end   []uint32 // of each form in blob
	blob  []byte
}

// id of a form in a language; a new one when it was not seen yet.
func (t *formTable) id(lang uint8, form []byte) uint32 {
	if 4*len(t.hash) >= 3*len(t.slots) {
		t.grow()
	}
	h := uint32(maphash.Bytes(hashSeed, form)) ^ uint32(lang)*0x9E3779B1
	mask := uint32(len(t.slots) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		id := t.slots[at]
		if id == 0 {
			t.slots[at] = uint32(len(t.hash) + 1)
			t.hash, t.lang = append(t.hash, h), append(t.lang, lang)
			t.blob = append(t.blob, form...)
			t.end = append(t.end, uint32(len(t.blob)))
			return uint32(len(t.hash) - 1)
		}
		if id--; t.hash[id] == h && t.lang[id] == lang && bytes.Equal(t.form(id), form) {
			return id
		}
	}
}

func (t *formTable) form(id uint32) []byte {
	from := uint32(0)
	if id > 0 {
		from = t.end[id-1]
	}
	return t.blob[from:t.end[id]]
}

func (t *formTable) grow() {
	t.slots = make([]uint32, max(64, 2*len(t.slots)))
	mask := uint32(len(t.slots) - 1)
	for id, h := range t.hash {
		at := h & mask
		for t.slots[at] != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = uint32(id + 1)
	}
}

// dictionary holds forms or stems in the order of language and letters; the number of one is its place.
type dictionary struct {
	blob  string
	end   []uint32
	first []uint32 // number of the first form of each language, and one past the last
}

// sorted makes a dictionary of the table's forms and says which number each has in it.
func (t *formTable) sorted(langs int) (d dictionary, number []uint32) {
	type entry struct {
		key uint64 // language and first letters: most comparisons end here
		id  uint32
	}
	all := make([]entry, len(t.hash))
	for id := range all {
		var b [8]byte
		b[0] = t.lang[id]
		copy(b[1:], t.form(uint32(id)))
		all[id] = entry{binary.BigEndian.Uint64(b[:]), uint32(id)}
	}
	slices.SortFunc(all, func(a, b entry) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return bytes.Compare(t.form(a.id), t.form(b.id))
	})
	d.end, d.first = make([]uint32, len(all)), make([]uint32, langs+1)
	number = make([]uint32, len(all))
	blob := make([]byte, 0, len(t.blob))
	for n, e := range all {
		blob = append(blob, t.form(e.id)...)
		d.end[n] = uint32(len(blob))
		number[e.id] = uint32(n)
		d.first[t.lang[e.id]+1]++
	}
	for l := range langs {
		d.first[l+1] += d.first[l]
	}
	d.blob = string(blob)
	return d, number
}

// at is the n-th form.
func (d *dictionary) at(n uint32) string {
	from := uint32(0)
	if n > 0 {
		from = d.end[n-1]
	}
	return d.blob[from:d.end[n]]
}

func (d *dictionary) len() int { return len(d.end) }

// lang of the n-th form.
func (d *dictionary) lang(n uint32) int {
	return sort.Search(len(d.first)-1, func(l int) bool { return d.first[l+1] > n })
}

// from is the first form of a language that is not before s.
func (d *dictionary) from(lang int, s string) uint32 {
	lo, hi := d.first[lang], d.first[lang+1]
	return lo + uint32(sort.Search(int(hi-lo), func(i int) bool { return d.at(lo+uint32(i)) >= s }))
}

// find gives the number of a form.
func (d *dictionary) find(lang int, s string) (uint32, bool) {
	n := d.from(lang, s)
	return n, n < d.first[lang+1] && d.at(n) == s
}

// prefix gives the forms of a language that begin with p: from lo up to but not hi.
func (d *dictionary) prefix(lang int, p string) (lo, hi uint32) {
	lo = d.from(lang, p)
	end := d.first[lang+1]
	n := sort.Search(int(end-lo), func(i int) bool {
		s := d.at(lo + uint32(i))
		return len(s) < len(p) || s[:len(p)] > p // those that begin with p stand together, first
	})
	return lo, lo + uint32(n)
}

// offsets are growing numbers that need 64 bits only now and then.
type offsets struct {
	base []uint64 // of each group of 1024
	rest []uint32
}

func (o *offsets) add(v uint64) {
	if len(o.rest)&1023 == 0 {
		o.base = append(o.base, v)
	}
	o.rest = append(o.rest, uint32(v-o.base[len(o.rest)>>10]))
}

func (o *offsets) at(i int) int { return int(o.base[i>>10]) + int(o.rest[i]) }
