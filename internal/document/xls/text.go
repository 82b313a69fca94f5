package xls

import (
	"encoding/binary"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/document"
)

// shortText reads a text with one byte of length: the name of a sheet.
func shortText(b []byte) (string, bool) {
	if len(b) < 2 {
		return "", false
	}
	return letters(b[2:], int(b[0]), b[1]&1 != 0)
}

// text reads a text with two bytes of length, as far as it goes.
func text(b []byte) (string, bool) {
	if len(b) < 3 {
		return "", false
	}
	return letters(b[3:], int(binary.LittleEndian.Uint16(b)), b[2]&1 != 0)
}

// letters reads n letters of one or two bytes each; those of one byte are the first 256 of Unicode.
func letters(b []byte, n int, wide bool) (string, bool) {
	if wide {
		whole := len(b) >= 2*n
		n = min(n, len(b)/2)
		u := make([]uint16, n)
		for i := range u {
			u[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		return string(utf16.Decode(u)), whole
	}
	whole := len(b) >= n
	b = b[:min(n, len(b))]
	ascii := true
	for _, c := range b {
		ascii = ascii && c < 0x80
	}
	if ascii {
		return string(b), whole
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r), whole
}

// pieces is the table of shared strings, which may go on in further records. The letters of one text may be cut by the
// end of a record; the next one then says again whether they have one byte or two ([MS-XLS] 2.5.293).
type pieces struct {
	r    *reader
	data []byte
}

// fill makes at least one byte available; false at the end of the table.
func (p *pieces) fill() bool {
	for len(p.data) == 0 {
		if p.r.peek() != recContinue {
			return false
		}
		_, data, err := p.r.next()
		if err != nil {
			return false
		}
		p.data = data
	}
	return true
}

// take reads n bytes that a record's end may cut.
func (p *pieces) take(n int) ([]byte, bool) {
	if len(p.data) >= n {
		out := p.data[:n]
		p.data = p.data[n:]
		return out, true
	}
	var out []byte
	for len(out) < n {
		if !p.fill() {
			return nil, false
		}
		k := min(n-len(out), len(p.data))
		out = append(out, p.data[:k]...)
		p.data = p.data[k:]
	}
	return out, true
}

func (p *pieces) skip(n int) bool {
	for n > 0 {
		if !p.fill() {
			return false
		}
		k := min(n, len(p.data))
		p.data = p.data[k:]
		n -= k
	}
	return true
}

// letters reads n letters across records.
func (p *pieces) letters(n int, wide bool) (string, bool) {
	var out string
	for {
		size := 1
		if wide {
			size = 2
		}
		k := min(n, len(p.data)/size)
		s, _ := letters(p.data, k, wide)
		p.data = p.data[k*size:]
		n -= k
		out += s
		if n == 0 {
			return out, true
		}
		p.data = nil
		if !p.fill() {
			return "", false
		}
		wide = p.data[0]&1 != 0
		p.data = p.data[1:]
	}
}

// sharedStrings reads the table of shared strings ([MS-XLS] 2.4.265).
func (r *reader) sharedStrings(data []byte) error {
	p := &pieces{r: r, data: data}
	head, ok := p.take(8)
	if !ok {
		return errShort
	}
	n := int(binary.LittleEndian.Uint32(head[4:]))
	if n < 0 || n > maxCells {
		return document.Refuse(document.TooMany, "%d texts", maxCells)
	}
	for range n {
		s, ok := p.sharedString()
		if !ok {
			return document.Refuse(document.Corrupt, "the texts of the workbook")
		}
		r.texts = append(r.texts, s)
	}
	return nil
}

func (p *pieces) sharedString() (string, bool) {
	h, ok := p.take(3)
	if !ok {
		return "", false
	}
	n, flags := int(binary.LittleEndian.Uint16(h)), h[2]
	runs, extra := 0, 0
	if flags&8 != 0 { // pieces in other fonts
		if h, ok = p.take(2); !ok {
			return "", false
		}
		runs = int(binary.LittleEndian.Uint16(h))
	}
	if flags&4 != 0 { // phonetic signs
		if h, ok = p.take(4); !ok {
			return "", false
		}
		extra = int(int32(binary.LittleEndian.Uint32(h)))
	}
	s, ok := p.letters(n, flags&1 != 0)
	if !ok || extra < 0 {
		return "", false
	}
	return s, p.skip(4*runs + extra)
}
