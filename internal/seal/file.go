package seal

import (
	"bytes"
	"fmt"

	"github.com/openupr/openupr/internal/evidence"
)

// Clean makes a file of a submission from what was handed in: recognised by its bytes, without what says who made it, and
// named by its number. left says what may remain in it. The error is an *evidence.Refused for what is not taken.
func Clean(number int, content []byte) (f File, left []evidence.Left, err error) {
	r := bytes.NewReader(content)
	k, err := evidence.Recognise(r, r.Size())
	if err != nil {
		return f, nil, err
	}
	var out bytes.Buffer
	if left, err = k.Clean(&out, r, r.Size()); err != nil {
		return f, nil, err
	}
	return File{fmt.Sprintf("%d%s", number, k.Exts[0]), out.Bytes()}, left, nil
}
