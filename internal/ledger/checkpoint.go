package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint is what is signed: the whole record in three lines.
type Checkpoint struct {
	Origin string // name of the record
	Size   uint64 // acts
	Root   Hash
}

// Text is the checkpoint in the form that transparency logs share: origin, size and root in base64, one a line.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatUint(c.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(c.Root[:]) + "\n"
}

// ErrCheckpoint is a checkpoint that cannot be read or whose signature is not by a known key.
var ErrCheckpoint = errors.New("not a checkpoint signed by a known key")

func parseCheckpoint(text string) (Checkpoint, error) {
	parts := strings.Split(text, "\n")
	if len(parts) != 4 || parts[3] != "" {
		return Checkpoint{}, fmt.Errorf("%w: its lines", ErrCheckpoint)
	}
	c := Checkpoint{Origin: parts[0]}
	var err error
	if c.Size, err = strconv.ParseUint(parts[1], 10, 63); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: its size", ErrCheckpoint)
	}
	root, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(root) != DigestSize {
		return Checkpoint{}, fmt.Errorf("%w: its root", ErrCheckpoint)
	}
	c.Root = Hash(root)
	if c.Text() != text {
		return Checkpoint{}, fmt.Errorf("%w: not as it is written", ErrCheckpoint)
	}
	return c, nil
}

// Sign signs a checkpoint.
func Sign(k *Key, c Checkpoint) (string, error) {
	b, err := note.Sign(&note.Note{Text: c.Text()}, k.signer)
	if err != nil {
		return "", fmt.Errorf("signing the checkpoint of %d acts: %w", c.Size, err)
	}
	return string(b), nil
}

// Countersign adds the signature of another key to a checkpoint that one of the public keys signed, as when a record goes
// on with a new key. A checkpoint that the key signed already stays as it is.
func Countersign(k *Key, text string, public ...string) (string, error) {
	if _, err := Verify(text, k.public); err == nil {
		return text, nil
	}
	n, err := open(text, public)
	if err != nil {
		return "", err
	}
	b, err := note.Sign(n, k.signer)
	if err != nil {
		return "", fmt.Errorf("countersigning a checkpoint: %w", err)
	}
	return string(b), nil
}

// Verify reads a checkpoint that one of the public keys signed. Errors are ErrCheckpoint.
func Verify(text string, public ...string) (Checkpoint, error) {
	n, err := open(text, public)
	if err != nil {
		return Checkpoint{}, err
	}
	return parseCheckpoint(n.Text)
}

func open(text string, public []string) (*note.Note, error) {
	var known []note.Verifier
	seen := map[string]bool{}
	for _, p := range public {
		v, err := note.NewVerifier(p)
		if err != nil {
			return nil, fmt.Errorf("%w: a public key cannot be read", ErrCheckpoint)
		}
		if !seen[p] {
			seen[p] = true
			known = append(known, v)
		}
	}
	n, err := note.Open([]byte(text), note.VerifierList(known...))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrCheckpoint, err)
	}
	return n, nil
}
