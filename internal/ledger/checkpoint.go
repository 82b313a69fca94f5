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
	Origin string // name of the key's record
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

// Sign signs the checkpoint of a tree.
func Sign(k *Key, size uint64, root Hash) (string, error) {
	c := Checkpoint{Origin: k.Origin(), Size: size, Root: root}
	b, err := note.Sign(&note.Note{Text: c.Text()}, k.signer)
	if err != nil {
		return "", fmt.Errorf("signing the checkpoint of %d acts: %w", size, err)
	}
	return string(b), nil
}

// Verify reads a checkpoint that one of the public keys signed for its own record. Errors are ErrCheckpoint.
func Verify(text string, public ...string) (Checkpoint, error) {
	var known []note.Verifier
	seen := map[string]bool{}
	for _, p := range public {
		v, err := note.NewVerifier(p)
		if err != nil {
			return Checkpoint{}, fmt.Errorf("%w: a public key cannot be read", ErrCheckpoint)
		}
		if !seen[p] {
			seen[p] = true
			known = append(known, v)
		}
	}
	n, err := note.Open([]byte(text), note.VerifierList(known...))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %v", ErrCheckpoint, err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	for _, s := range n.Sigs {
		if s.Name == c.Origin {
			return c, nil
		}
	}
	return Checkpoint{}, fmt.Errorf("%w: signed for another record than %q", ErrCheckpoint, c.Origin)
}
