package pdf

import "errors"

// The filters that older writers use beside or instead of Flate.

// lzwDecode undoes the variable-length LZW of PDF and TIFF: codes of 9 to 12 bits, most significant bit first (7.4.4.2).
func lzwDecode(b []byte, early int, room int64) ([]byte, error) {
	const clearCode, endCode = 256, 257
	var (
		prefix [4096]int16
		last   [4096]byte
		length [4096]int
		out    []byte
		acc    uint32
		bits   uint
		width  uint = 9
		next        = 258
		prev        = -1
	)
	for i := range 256 {
		last[i], length[i], prefix[i] = byte(i), 1, -1
	}
	for _, c := range b {
		acc = acc<<8 | uint32(c)
		for bits += 8; bits >= width; {
			code := int(acc >> (bits - width) & (1<<width - 1))
			bits -= width
			switch {
			case code == clearCode:
				width, next, prev = 9, 258, -1
				continue
			case code == endCode:
				return out, nil
			case code > next || code == next && prev < 0 || prev < 0 && code > 255:
				return nil, errors.New("LZW code out of order")
			}
			grow := code
			if code == next {
				grow = prev
			}
			n := length[grow]
			at := len(out)
			out = append(out, make([]byte, n)...)
			for i, k := at+n-1, grow; i >= at; i-- {
				out[i] = last[k]
				k = int(prefix[k])
			}
			first := out[at]
			if code == next {
				out = append(out, first)
			}
			if int64(len(out)) > room {
				return nil, errRoom
			}
			if prev >= 0 && next < 4096 {
				prefix[next], last[next], length[next] = int16(prev), first, length[prev]+1
				next++
			}
			prev = code
			for width < 12 && next+early >= 1<<width {
				width++
			}
		}
	}
	return out, nil
}

// ascii85Decode undoes ASCII base-85; it ends at "~>" or at the end of the data.
func ascii85Decode(b []byte) []byte {
	out := make([]byte, 0, len(b)*4/5+4)
	var group [5]uint32
	n := 0
	flush := func(n int) {
		v := uint32(0)
		for _, d := range group {
			v = v*85 + d
		}
		quad := [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
		out = append(out, quad[:n]...)
	}
	for _, c := range b {
		switch {
		case c == '~':
			goto end
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case c >= '!' && c <= 'u':
			group[n] = uint32(c - '!')
			if n++; n == 5 {
				flush(4)
				n = 0
			}
		}
	}
end:
	if n > 1 {
		for i := n; i < 5; i++ {
			group[i] = 84
		}
		flush(n - 1)
	}
	return out
}

// runLengthDecode undoes the run-length encoding of 7.4.5.
func runLengthDecode(b []byte, room int64) ([]byte, error) {
	var out []byte
	for len(b) > 0 {
		n := int(b[0])
		b = b[1:]
		switch {
		case n == 128:
			return out, nil
		case n < 128:
			n = min(n+1, len(b))
			out = append(out, b[:n]...)
			b = b[n:]
		case len(b) > 0:
			for range 257 - n {
				out = append(out, b[0])
			}
			b = b[1:]
		}
		if int64(len(out)) > room {
			return nil, errRoom
		}
	}
	return out, nil
}
