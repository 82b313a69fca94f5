// Package seal closes words so that only one party opens them: a submission to the desk of a body, an answer to whoever holds
// a private return code. The sealing is age's (X25519); what is here is what is sealed, how its length is hidden, and the code.
// The browser does the same in assets/ts/seal, byte for byte of what is inside.
//
// A message is cut into pieces of one size, padded, and each piece is sealed by itself: a stored piece says nothing about how
// long the message was, to which desk it goes, or which other pieces belong to it. A sealed piece of nothing (Dummy) looks like
// any other.
package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Sizes in bytes. They are part of the format: the browser knows them too.
const (
	pieceSize = 16 << 10 // of a piece before it is sealed
	BlobSize  = 168 + 16 + pieceSize + 16
)

// Classes are how many pieces a message has: the smallest number in which it has room. A line that is watched tells no more
// than the class.
var Classes = [...]int{1, 4, 16}

// ErrBlob is something that is not a sealed piece.
var ErrBlob = errors.New("not a sealed piece of the size and form that are taken")

// Recipient reads the public key of a desk or of a return code: "age1…". Only X25519 is taken.
func Recipient(s string) (*age.X25519Recipient, error) {
	r, err := age.ParseX25519Recipient(s)
	if err != nil {
		return nil, fmt.Errorf("a recipient is age1 and 58 letters and digits: %w", err)
	}
	if r.String() != s {
		return nil, errors.New("a recipient is written in small letters")
	}
	return r, nil
}

// seal closes one piece.
func seal(to age.Recipient, piece []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(BlobSize)
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if _, err := w.Write(piece); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if out.Len() != BlobSize {
		return nil, fmt.Errorf("sealing: %d bytes came out, not %d", out.Len(), BlobSize) // age changed: nothing may be sent
	}
	return out.Bytes(), nil
}

// open opens one piece; ok is false when it is not for any of the identities.
func open(blob []byte, ids []age.Identity) (piece []byte, ok bool, err error) {
	if err := CheckBlob(blob); err != nil {
		return nil, false, err
	}
	r, err := age.Decrypt(bytes.NewReader(blob), ids...)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("opening: %w", err)
	}
	piece, err = io.ReadAll(io.LimitReader(r, pieceSize+1))
	if err != nil {
		return nil, false, fmt.Errorf("opening: %w", err)
	}
	if len(piece) != pieceSize {
		return nil, false, fmt.Errorf("opening: %w", ErrMessage)
	}
	return piece, true, nil
}

// Dummy is a sealed piece of nothing, to nobody: its key is gone when it returns.
func Dummy() ([]byte, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("making a dummy: %w", err)
	}
	return seal(id.Recipient(), make([]byte, pieceSize))
}

// CheckBlob says whether b has the size and the outer form of a sealed piece, so that nothing else is ever kept as one. What is
// inside nobody but its owner can check.
func CheckBlob(b []byte) error {
	const head = "age-encryption.org/v1\n-> X25519 "
	if len(b) != BlobSize {
		return fmt.Errorf("%w: %d bytes, not %d", ErrBlob, len(b), BlobSize)
	}
	rest, ok := bytes.CutPrefix(b, []byte(head))
	for _, between := range []string{"\n", "\n--- ", "\n"} {
		if !ok || !letters64(rest[:43]) {
			return ErrBlob
		}
		rest, ok = bytes.CutPrefix(rest[43:], []byte(between))
	}
	if !ok {
		return ErrBlob
	}
	return nil
}

// letters64 says whether b is of base64's letters.
func letters64(b []byte) bool {
	for _, c := range b {
		if (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '+' && c != '/' {
			return false
		}
	}
	return true
}
