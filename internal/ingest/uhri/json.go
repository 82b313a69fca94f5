package uhri

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// object is an annotation as the export writes it. Any value may be one string, a list, or null.
type object struct {
	AffectedPersons        values
	AnnotationID           values `json:"AnnotationId"`
	AnnotationType         values
	Body                   values
	Countries              values
	PublicationDate        values
	PublicationDateOnUhri  values
	Sdgs                   values
	Symbol                 values
	Text                   values
	Themes                 values
	UprCycle               values
	UprPositions           values
	UprRecommendingCountry values
	UprSession             values
}

// values of a field. A string with line ends is one value here; which fields are lists is for the reader to know.
type values []string

var (
	errShape = errors.New("a value is neither text nor a list of texts")
	errLong  = errors.New("a list is too long")
)

// UnmarshalJSON accepts a text, a number, nothing, or a list of these.
func (v *values) UnmarshalJSON(b []byte) error {
	*v = nil
	if len(b) > 0 && b[0] == '[' {
		var of []json.RawMessage
		if err := json.Unmarshal(b, &of); err != nil {
			return err
		}
		if len(of) > maxValues {
			return errLong
		}
		for _, x := range of {
			if err := v.add(x); err != nil {
				return err
			}
		}
		return nil
	}
	return v.add(b)
}

func (v *values) add(b []byte) error {
	switch {
	case len(b) == 0, b[0] == 'n':
		return nil
	case b[0] == '{', b[0] == '[':
		return errShape
	case b[0] != '"': // a number, true or false
		*v = append(*v, string(b))
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*v = append(*v, s)
	return nil
}

// one is the only value of a field, or several joined.
func (v values) one() string { return strings.Join(v, " ") }

// allowance lets a decoder read so many bytes and no more: a decoder holds a whole object in memory.
type allowance struct {
	r           io.Reader
	left, total int64
}

var errObject = errors.New("an object is too large")

func (a *allowance) Read(p []byte) (int, error) {
	switch {
	case a.total <= 0:
		return 0, document.Refuse(document.TooLarge, "%d MB", int64(MaxBytes)>>20)
	case a.left <= 0:
		return 0, errObject
	}
	n, err := a.r.Read(p[:min(int64(len(p)), a.left, a.total)])
	a.left -= int64(n)
	a.total -= int64(n)
	return n, err
}

func readJSON(ctx context.Context, in io.Reader, r *reader) (*Summary, error) {
	a := &allowance{in, maxObject, MaxBytes}
	d := json.NewDecoder(withoutMark(a))
	start, err := d.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil, document.Refuse(document.Empty, "")
	case err != nil:
		return nil, refusedJSON(err, d)
	case start != json.Delim('['):
		return nil, document.Refuse(document.NotExpected, "json")
	}
	for d.More() {
		if r.n++; r.n%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if r.n > maxAnnotations {
			return nil, document.Refuse(document.TooMany, "%d annotations", maxAnnotations)
		}
		a.left = maxObject
		var o object
		err := d.Decode(&o)
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.Is(err, errShape), errors.As(err, &wrong):
			r.leave(LeftShape, o.AnnotationID.one())
			continue
		case errors.Is(err, errLong):
			r.leave(LeftLong, o.AnnotationID.one())
			continue
		case err != nil:
			return nil, refusedJSON(err, d)
		}
		if err := r.take(&o); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil { // the end of the array
		return nil, refusedJSON(err, d)
	}
	return r.finish()
}

func refusedJSON(err error, d *json.Decoder) error {
	var refused *document.Refused
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError // of a token: a number that no machine holds
	switch {
	case errors.As(err, &refused):
		return err
	case errors.Is(err, errObject):
		return document.Refuse(document.TooLarge, "an annotation of more than %d MB, at byte %d", maxObject>>20, d.InputOffset())
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &document.Refused{Code: document.Truncated, Detail: "JSON", Err: err}
	case errors.As(err, &syntax), errors.As(err, &wrong):
		r := document.Refuse(document.Corrupt, "JSON, byte %d", d.InputOffset())
		r.Err = err
		return r
	}
	return err // the file could not be read
}

// withoutMark passes over the byte order mark that some programs write.
func withoutMark(r io.Reader) io.Reader {
	head := make([]byte, 3)
	n, err := io.ReadFull(r, head)
	head = bytes.TrimPrefix(head[:n], []byte("\uFEFF"))
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return io.MultiReader(bytes.NewReader(head), failing{err})
	}
	return io.MultiReader(bytes.NewReader(head), r)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// DetectJSON says whether a file begins as an export does.
func DetectJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n")
	return len(head) > 0 && head[0] == '[' && bytes.Contains(head, []byte(`"AnnotationId"`))
}
