package seal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"filippo.io/age"
)

// Names of the two files that travel between the program and a desk's own machine. Each is a line that says what it is, and a
// line of JSON for each piece.
const (
	BundleName  = "openupr-sealed/1"  // what is kept: Held
	AnswersName = "openupr-answers/1" // what a desk answers: Held without a day
)

// MaxLine bounds a line of a bundle.
const MaxLine = 32 << 10

// ErrBundle is a file that is no bundle, or was cut off.
var ErrBundle = errors.New("not a bundle of sealed pieces")

type bundleHead struct {
	OpenUPR   string `json:"openupr"`
	Workspace string `json:"workspace,omitempty"`
}

type bundleEnd struct {
	Pieces int `json:"pieces"`
}

// WriteBundle writes pieces, with their number at the end so that a file cut off is known as one.
func WriteBundle(w io.Writer, name, workspace string, pieces iter.Seq2[Held, error]) error {
	out := json.NewEncoder(w)
	if err := out.Encode(bundleHead{name, workspace}); err != nil {
		return err
	}
	n := 0
	for h, err := range pieces {
		if err != nil {
			return err
		}
		if err := out.Encode(h); err != nil {
			return err
		}
		n++
	}
	return out.Encode(bundleEnd{n})
}

// ReadBundle reads what WriteBundle wrote, one piece after another. The workspace is told with each. Errors are ErrBundle or
// of reading.
func ReadBundle(r io.Reader, name string, each func(workspace string, h Held) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, MaxLine), MaxLine)
	var head bundleHead
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &head) != nil || head.OpenUPR != name {
		return errors.Join(ErrBundle, lines.Err())
	}
	n := 0
	for lines.Scan() {
		var line struct {
			Held
			Pieces *int `json:"pieces"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return fmt.Errorf("%w: line %d", ErrBundle, n+2)
		}
		if line.Pieces != nil {
			if *line.Pieces != n || lines.Scan() {
				return fmt.Errorf("%w: %d pieces where %d are said", ErrBundle, n, *line.Pieces)
			}
			return nil
		}
		if err := each(head.Workspace, line.Held); err != nil {
			return err
		}
		n++
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrBundle, err)
	}
	return fmt.Errorf("%w: it is cut off after %d pieces", ErrBundle, n)
}

// ReadIdentities reads a desk's key file: age's identities, one a line, with comments.
func ReadIdentities(r io.Reader) ([]age.Identity, error) {
	b, err := io.ReadAll(io.LimitReader(r, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("reading a key file: %w", err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(b))
	if err != nil {
		return nil, errors.New("not a key file of a desk: it has a line that begins with AGE-SECRET-KEY-1") // never the line itself
	}
	return ids, nil
}
