package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"io"

	"github.com/openupr/openupr/internal/document"
)

// flateReader keeps one decompressor for all streams of a file.
type flateReader struct {
	src bytes.Reader
	r   io.ReadCloser
}

// decode gives a stream's data after decryption and all its filters. What it inflates counts towards Limits.Inflat.
func (f *file) decode(s *stream) ([]byte, error) {
	b := s.raw
	filters, params, err := f.filters(s.dict)
	if err != nil {
		return nil, err
	}
	if f.crypt != nil && !s.bare && s.id.num > 0 && (len(filters) == 0 || filters[0] != "Crypt") {
		if b, err = f.crypt.decrypt(b, s.id); err != nil {
			return nil, err
		}
	}
	if len(filters) > 8 {
		return nil, document.Refuse(document.Hostile, "%d filters on one stream", len(filters))
	}
	for i, flt := range filters {
		switch flt {
		case "FlateDecode", "Fl":
			b, err = f.inflate(b)
		case "LZWDecode", "LZW":
			early, lerr := f.integerOr(params[i]["EarlyChange"], 1)
			if lerr != nil {
				return nil, lerr
			}
			b, err = lzwDecode(b, early, f.room())
		case "ASCII85Decode", "A85":
			b = ascii85Decode(b)
		case "ASCIIHexDecode", "AHx":
			l := lexer{b: b}
			b = l.hex()
		case "RunLengthDecode", "RL":
			b, err = runLengthDecode(b, f.room())
		case "Crypt":
		default:
			return nil, corrupt("a stream of text has the filter %.20q", flt)
		}
		if err == nil && params[i] != nil && (flt == "FlateDecode" || flt == "Fl" || flt == "LZWDecode" || flt == "LZW") {
			b, err = f.predict(b, params[i])
		}
		if errors.Is(err, errRoom) {
			return nil, document.Refuse(document.Bomb, "more than %d MB after decompression", f.lim.Inflat>>20)
		}
		if err != nil {
			return nil, &document.Refused{Code: document.Corrupt, Detail: "compressed data is damaged", Err: err}
		}
		if f.inflated += int64(len(b)); f.inflated > f.lim.Inflat {
			return nil, document.Refuse(document.Bomb, "more than %d MB after decompression", f.lim.Inflat>>20)
		}
	}
	return b, nil
}

var errRoom = errors.New("more data than allowed")

func (f *file) room() int64 { return f.lim.Inflat - f.inflated }

// filters are a stream's filters and their parameters, which may be one or a list.
func (f *file) filters(d dict) ([]name, []dict, error) {
	o, err := f.get(either(d, "Filter", "F"))
	if err != nil {
		return nil, nil, err
	}
	p, err := f.get(either(d, "DecodeParms", "DP"))
	if err != nil {
		return nil, nil, err
	}
	switch v := o.(type) {
	case name:
		pd, _ := p.(dict)
		if a, ok := p.(array); ok && len(a) > 0 {
			if pd, err = f.dict(a[0]); err != nil {
				return nil, nil, err
			}
		}
		return []name{v}, []dict{pd}, nil
	case array:
		pa, _ := p.(array)
		names, params := make([]name, 0, len(v)), make([]dict, 0, len(v))
		for i, o := range v {
			o, err := f.get(o)
			if err != nil {
				return nil, nil, err
			}
			n, _ := o.(name)
			var pd dict
			if i < len(pa) {
				if pd, err = f.dict(pa[i]); err != nil {
					return nil, nil, err
				}
			} else if i == 0 {
				pd, _ = p.(dict)
			}
			names, params = append(names, n), append(params, pd)
		}
		return names, params, nil
	}
	return nil, nil, nil
}

func either(d dict, a, b name) object {
	if o, ok := d[a]; ok {
		return o
	}
	if _, isString := d[b].(text); isString {
		return nil // /F is also the name of an external file
	}
	return d[b]
}

func (f *file) integerOr(o object, def int) (int, error) {
	if o == nil {
		return def, nil
	}
	return f.integer(o)
}

// inflate decompresses zlib data. Some writers leave the checksum at the end out, and data that comes to its own end mark is
// whole; where there is one it counts, because a changed byte inside can give other words without breaking anything.
func (f *file) inflate(b []byte) ([]byte, error) {
	if len(b) < 2 {
		if len(b) == 0 {
			return nil, nil
		}
		return nil, io.ErrUnexpectedEOF
	}
	headed := b[0]&0x0f == 8 && (int(b[0])<<8|int(b[1]))%31 == 0
	if headed {
		b = b[2:]
	}
	z := &f.flate
	z.src.Reset(b)
	if z.r == nil {
		z.r = flate.NewReader(&z.src)
	} else if err := z.r.(flate.Resetter).Reset(&z.src, nil); err != nil {
		return nil, err
	}
	room := f.room()
	out := make([]byte, 0, min(int64(len(b))*4+512, room+1))
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := z.r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		if int64(len(out)) > room {
			return nil, errRoom
		}
		if err == io.EOF {
			if rest := b[len(b)-z.src.Len():]; headed && len(rest) >= adler32.Size && binary.BigEndian.Uint32(rest) != adler32.Checksum(out) {
				return nil, errChecksum
			}
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

var errChecksum = errors.New("the checksum of compressed data is wrong")

// predict undoes the PNG and TIFF predictors (7.4.4.4).
func (f *file) predict(b []byte, d dict) ([]byte, error) {
	var v [4]int
	for i, p := range []struct {
		key name
		def int
	}{{"Predictor", 1}, {"Colors", 1}, {"BitsPerComponent", 8}, {"Columns", 1}} {
		n, err := f.integerOr(d[p.key], p.def)
		if err != nil {
			return nil, err
		}
		v[i] = n
	}
	predictor, colors, bits, columns := v[0], v[1], v[2], v[3]
	if predictor < 2 {
		return b, nil
	}
	if colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<20 {
		return nil, errors.New("predictor out of range")
	}
	pixel, row := max(1, colors*bits/8), (colors*bits*columns+7)/8
	if predictor == 2 {
		if bits == 8 {
			for at := 0; at+row <= len(b); at += row {
				for i := at + pixel; i < at+row; i++ {
					b[i] += b[i-pixel]
				}
			}
		}
		return b, nil
	}
	out := make([]byte, 0, len(b))
	zero := make([]byte, row)
	prior := zero
	for len(b) > 1 {
		kind, line := b[0], b[1:min(len(b), row+1)]
		b = b[1+len(line):]
		at := len(out)
		out = append(out, line...)
		cur := out[at:]
		unfilter(kind, cur, prior, pixel)
		prior = cur
		if len(cur) < row {
			break
		}
	}
	return out, nil
}

func unfilter(kind byte, cur, prior []byte, pixel int) {
	for i := range cur {
		var left, up, corner byte
		if up = prior[i]; i >= pixel {
			left, corner = cur[i-pixel], prior[i-pixel]
		}
		switch kind {
		case 1:
			cur[i] += left
		case 2:
			cur[i] += up
		case 3:
			cur[i] += byte((int(left) + int(up)) / 2)
		case 4:
			cur[i] += paeth(left, up, corner)
		}
	}
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
