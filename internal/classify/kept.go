package classify

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// What Codes remembers may be kept in a file, so that a program that starts again need not label every text again. The
// file is a cache: it holds nothing that this version would not say anew, and whatever does not fit is left aside whole.
//
//	OpenUPR labels 1 <version>\n
//	number of sets; each: number of labels; each label: scheme, code
//	number of texts; each: 16 bytes of the hash of language and words, number of the set
//	SHA-256 of all before
//
// Numbers are varints, schemes numbers of keptSchemes, codes have their length before them.
const keptHead = "OpenUPR labels 1 "

// keptSchemes are those that are searched by. Their order is part of the file.
var keptSchemes = []string{Action, Issue, Affected, SDG, Treaty}

// MaxKept is how long a file of remembered labels may be, in bytes.
const MaxKept = 64 << 20

const (
	mostLabels = 16 * mostSets // in all sets
	longCode   = 64            // bytes of a code
)

// ErrKept is the error of remembered labels that are of another version, damaged or too many.
var ErrKept = errors.New("no labels of this version")

// kind is the version, and whether the learned model took part.
func (c *Classifier) kind() string {
	if c.model == nil {
		return Version() + " rules"
	}
	return Version()
}

// Learned is how many texts were labelled since the last Save, or since the start.
func (c *Classifier) Learned() int {
	c.memory.mu.RLock()
	defer c.memory.mu.RUnlock()
	return c.memory.fresh
}

// Save gives what is remembered, for Recall by another classifier of the same version.
func (c *Classifier) Save() []byte {
	m := c.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fresh = 0
	known := make(map[*Guess]uint64, len(m.sets)) // number of a set, by its first label
	number := make(map[string]uint64, len(m.sets))
	var sets []Labels
	var name []byte
	numberOf := func(l Labels) uint64 {
		var first *Guess
		if len(l) > 0 {
			first = &l[0]
		}
		n, ok := known[first]
		if ok {
			return n
		}
		name = appendName(name[:0], l)
		if n, ok = number[string(name)]; !ok { // those recalled and those made here may be the same
			n = uint64(len(sets))
			number[string(name)] = n
			sets = append(sets, l)
		}
		known[first] = n
		return n
	}
	var texts []byte
	count := 0
	for _, half := range []map[textKey]Labels{m.young, m.old} {
		for k, l := range half {
			if n := numberOf(l); n < mostSets { // no more of them can be read
				count++
				texts = binary.AppendUvarint(append(texts, k[:]...), n)
			}
		}
	}
	sets = sets[:min(len(sets), mostSets)]
	out := append([]byte(keptHead), c.kind()...)
	out = binary.AppendUvarint(append(out, '\n'), uint64(len(sets)))
	for _, l := range sets {
		out = binary.AppendUvarint(out, uint64(len(l)))
		for _, g := range l {
			out = binary.AppendUvarint(out, uint64(slices.Index(keptSchemes, g.Scheme)))
			out = append(binary.AppendUvarint(out, uint64(len(g.Code))), g.Code...)
		}
	}
	out = append(binary.AppendUvarint(out, uint64(count)), texts...)
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

// Recall takes over what Save gave. An error, which wraps ErrKept, means that nothing was taken.
func (c *Classifier) Recall(file []byte) error {
	texts, err := c.readKept(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKept, err)
	}
	m := c.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.young) == 0 && len(texts) <= m.texts {
		m.young = texts
		return nil
	}
	for k, l := range texts {
		if _, known := m.young[k]; !known {
			m.put(k, l)
		}
	}
	return nil
}

func (c *Classifier) readKept(file []byte) (map[textKey]Labels, error) {
	if len(file) > MaxKept || len(file) < sha256.Size {
		return nil, errors.New("the length is wrong")
	}
	all, ok := bytes.CutPrefix(file[:len(file)-sha256.Size], append([]byte(keptHead), c.kind()+"\n"...))
	if !ok {
		return nil, errors.New("it is of another version")
	}
	if sum := sha256.Sum256(file[:len(file)-sha256.Size]); !bytes.Equal(sum[:], file[len(file)-sha256.Size:]) {
		return nil, errors.New("its checksum is wrong")
	}
	d := keptReader{rest: all}
	sets := make([]Labels, d.count(mostSets))
	codes := map[string]string{}
	shelf := Labels{} // not nil: a set without labels is what Codes gives for it, whichever set comes first
	labels := 0
	for i := range sets {
		n := d.count(mostLabels - labels)
		labels += n
		if cap(shelf)-len(shelf) < n {
			shelf = make(Labels, 0, max(n, 4096))
		}
		from := len(shelf)
		for range n {
			scheme := d.upTo(len(keptSchemes) - 1)
			code := d.bytes(d.upTo(longCode))
			one, ok := codes[string(code)]
			if !ok {
				one = string(code)
				codes[one] = one
			}
			shelf = append(shelf, Guess{Scheme: keptSchemes[scheme], Code: one, Sure: true})
		}
		if d.short {
			return nil, errors.New("it is cut off")
		}
		sets[i] = shelf[from:len(shelf):len(shelf)]
	}
	n := d.count(2 * mostTexts)
	texts := make(map[textKey]Labels, n)
	for range n {
		k := d.bytes(len(textKey{}))
		set := d.upTo(len(sets) - 1)
		if d.short {
			return nil, errors.New("it is cut off")
		}
		texts[textKey(k)] = sets[set]
	}
	if d.short || len(d.rest) > 0 {
		return nil, errors.New("it does not end where it should")
	}
	return texts, nil
}

// keptReader reads numbers and bytes; once something is not there or too large it is short and gives zeros.
type keptReader struct {
	rest  []byte
	short bool
}

// count of things that follow, each of a byte at least: no number makes more of a file than it holds.
func (d *keptReader) count(most int) int { return d.upTo(min(most, len(d.rest))) }

func (d *keptReader) upTo(most int) int {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || most < 0 || n > uint64(most) {
		d.short = true
		return 0
	}
	d.rest = d.rest[size:]
	return int(n)
}

func (d *keptReader) bytes(n int) []byte {
	if n > len(d.rest) {
		d.short = true
		return make([]byte, n)
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}
