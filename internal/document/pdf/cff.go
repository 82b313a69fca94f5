package pdf

// customEncoding says whether a compact font program (CFF, Adobe technical note 5176) has an encoding of its own. Such
// a font does not tell its letters without a ToUnicode map or differences, and its codes must not be taken for others.
func customEncoding(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	_, rest, ok := cffIndex(b[min(int(b[2]), len(b)):]) // names
	if !ok {
		return false
	}
	top, _, ok := cffIndex(rest)
	if !ok {
		return false
	}
	const encodingOp = 16
	operand := 0
	for i := 0; i < len(top); {
		c := int(top[i])
		i++
		switch {
		case c == 12: // an operator of two bytes
			i++
			operand = 0
		case c <= 21:
			if c == encodingOp {
				return operand > 1 // 0 is the standard encoding, 1 the expert one
			}
			operand = 0
		case c == 28:
			operand = int(int16(u16(top, i)))
			i += 2
		case c == 29:
			operand = int(u16(top, i))<<16 | int(u16(top, i+2))
			i += 4
		case c == 30: // a real number ends with a half byte of ones
			for i < len(top) && top[i]&0x0F != 0x0F && top[i]>>4 != 0x0F {
				i++
			}
			i++
		case c >= 32 && c <= 246:
			operand = c - 139
		case c >= 247 && c <= 250 && i < len(top):
			operand = (c-247)*256 + int(top[i]) + 108
			i++
		case c >= 251 && c <= 254 && i < len(top):
			operand = -(c-251)*256 - int(top[i]) - 108
			i++
		}
	}
	return false
}

// cffIndex gives the first element of an INDEX and what follows the INDEX.
func cffIndex(b []byte) (first, rest []byte, ok bool) {
	n := int(u16(b, 0))
	if n == 0 {
		if len(b) < 2 {
			return nil, nil, false
		}
		return nil, b[2:], true
	}
	if len(b) < 3 {
		return nil, nil, false
	}
	size := int(b[2])
	data := 3 + (n+1)*size - 1 // offsets count from the byte before the data
	if size < 1 || size > 4 || data < 0 || data >= len(b) {
		return nil, nil, false
	}
	offset := func(i int) int { return bigEndian(b[3+i*size : 3+(i+1)*size]) }
	one, two, end := offset(0), offset(1), offset(n)
	if one < 1 || two < one || end < two || data+end > len(b) {
		return nil, nil, false
	}
	return b[data+one : data+two], b[data+end:], true
}
