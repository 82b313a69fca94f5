package pdf

// The objects of a PDF as Go values: nil, bool, int, float64, text, name, array, dict, ref, *stream.
type (
	object any
	name   string
	text   string // a string's bytes; what they mean depends on where it stands
	array  []object
	dict   map[name]object
	ref    struct{ num, gen int }
)

// stream is a dictionary with data, which stays as it is in the file until someone asks for it.
type stream struct {
	dict dict
	raw  []byte
	id   ref  // the object it is, for decryption; zero inside an object stream
	bare bool // never encrypted: cross-reference streams
}

// number gives the value of an integer or real.
func number(o object) (float64, bool) {
	switch v := o.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// numbers gives the leading n numbers of an array, or false.
func numbers(a array, n int) ([]float64, bool) {
	if len(a) < n {
		return nil, false
	}
	out := make([]float64, n)
	for i := range out {
		v, ok := number(a[i])
		if !ok {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}
