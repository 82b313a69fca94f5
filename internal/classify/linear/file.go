package linear

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// magic is the first line of a model file. Lines that say where the model comes from follow, then an empty line, then
// the compressed model. The number changes with the format and with the meaning of features.
const magic = "OpenUPR linear model 1"

// Limits of a model file.
const (
	maxFile   = 8 << 20
	maxNumber = 1 << 22 // of anything
	maxWord   = 200
)

// ErrFile is the error of a file that is no model of this version.
var ErrFile = errors.New("not a model of this version")

// Write writes the model. head says in lines of text which command made it of what.
func (m *Model) Write(w io.Writer, head []string) error {
	if _, err := fmt.Fprintf(w, "%s\n%s\n\n", magic, strings.Join(head, "\n")); err != nil {
		return err
	}
	z, err := flate.NewWriter(w, flate.BestCompression)
	if err != nil {
		return err
	}
	e := &encoder{w: z}
	e.number(uint64(len(m.Vocabulary.names)))
	for _, n := range m.Vocabulary.names {
		e.text(n)
	}
	forms := m.Vocabulary.sortedForms()
	e.number(uint64(len(forms)))
	for _, f := range forms {
		e.text(f)
		n := m.Vocabulary.forms[f]
		e.number(uint64(n[0]))
		e.number(uint64(n[1]))
	}
	e.number(uint64(len(m.Labels)))
	for _, l := range m.Labels {
		e.text(l.Name)
		for _, x := range [...]float32{l.Bias, l.Threshold, l.Slope, l.Shift, l.Scale, l.Sure} {
			e.number(uint64(math.Float32bits(x)))
		}
	}
	e.number(uint64(len(m.features)))
	last := Feature(0)
	for _, f := range m.features {
		e.number(uint64(f - last))
		last = f
	}
	for i := range m.features {
		e.number(uint64(m.starts[i+1] - m.starts[i]))
	}
	for _, x := range m.entries {
		e.bytes(x.label)
	}
	for _, x := range m.entries {
		e.bytes(byte(x.weight))
	}
	if e.err != nil {
		return e.err
	}
	return z.Close()
}

type encoder struct {
	w   io.Writer
	b   []byte
	err error
}

func (e *encoder) bytes(b ...byte) {
	if e.err == nil {
		_, e.err = e.w.Write(b)
	}
}

func (e *encoder) number(n uint64) {
	e.b = binary.AppendUvarint(e.b[:0], n)
	e.bytes(e.b...)
}

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.bytes([]byte(s)...)
}

// Read reads a model file. Its error wraps ErrFile.
func Read(file []byte) (*Model, error) {
	m, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	return m, nil
}

func read(file []byte) (*Model, error) {
	head, packed, ok := bytes.Cut(file, []byte("\n\n"))
	if !ok || !bytes.HasPrefix(head, []byte(magic+"\n")) || len(file) > maxFile {
		return nil, errors.New("the first lines are others")
	}
	// A file of maxFile bytes cannot make more of itself than this.
	d := &decoder{r: bufio.NewReader(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), 8*maxFile))}
	v := &Vocabulary{numbers: map[string]int32{}, forms: map[string][2]int32{}}
	for range d.count(maxNumber) {
		if d.err != nil {
			return nil, d.err
		}
		s := d.text()
		v.names = append(v.names, s)
		v.numbers[s] = int32(len(v.names))
	}
	for range d.count(maxNumber) {
		if d.err != nil {
			return nil, d.err
		}
		s := d.text()
		v.forms[s] = [2]int32{int32(d.upTo(len(v.names))), int32(d.upTo(len(v.names)))}
	}
	m := &Model{Vocabulary: v}
	for range d.count(256) {
		l := Label{Name: d.text()}
		for _, x := range [...]*float32{&l.Bias, &l.Threshold, &l.Slope, &l.Shift, &l.Scale, &l.Sure} {
			*x = math.Float32frombits(uint32(d.number()))
		}
		m.Labels = append(m.Labels, l)
	}
	last, entries := Feature(0), 0
	features := d.count(maxNumber)
	for range features {
		step := Feature(d.number())
		if d.err != nil {
			return nil, d.err
		}
		if last+step <= last {
			return nil, errors.New("features are out of order")
		}
		last += step
		m.features = append(m.features, last)
	}
	for range features {
		m.starts = append(m.starts, uint32(entries))
		entries += d.upTo(len(m.Labels))
	}
	m.starts = append(m.starts, uint32(entries))
	for range entries {
		m.entries = append(m.entries, entry{label: d.byte()})
		if d.err != nil || int(m.entries[len(m.entries)-1].label) >= len(m.Labels) {
			return nil, errors.New("a weight belongs to no label")
		}
	}
	for i := range m.entries {
		m.entries[i].weight = int8(d.byte())
	}
	if d.err != nil {
		return nil, d.err
	}
	if _, err := d.r.ReadByte(); err != io.EOF {
		return nil, errors.New("the file does not end where the model does")
	}
	m.index()
	return m, nil
}

// decoder keeps the first error; after it everything is zero.
type decoder struct {
	r   *bufio.Reader
	err error
}

func (d *decoder) byte() byte {
	if d.err != nil {
		return 0
	}
	b, err := d.r.ReadByte()
	d.err = err
	return b
}

func (d *decoder) number() uint64 {
	if d.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(d.r)
	d.err = err
	return n
}

// count is the number of things that follow.
func (d *decoder) count(most int) int { return d.upTo(most) }

func (d *decoder) upTo(most int) int {
	n := d.number()
	if n > uint64(most) {
		d.err = fmt.Errorf("%d where at most %d may be", n, most)
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	b := make([]byte, d.upTo(maxWord))
	if d.err == nil {
		_, d.err = io.ReadFull(d.r, b)
	}
	return string(b)
}
