package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key signs checkpoints (Ed25519). Its text is a secret.
type Key struct {
	secret string
	public string
	signer note.Signer
}

// NewKey makes a key for the record named origin: a short name without spaces or plus signs.
func NewKey(rand io.Reader, origin string) (*Key, error) {
	secret, _, err := note.GenerateKey(rand, origin)
	if err != nil {
		return nil, fmt.Errorf("making the signing key: %w", err)
	}
	return ParseKey(secret)
}

// ErrKey is a signing key that cannot be read. The error never holds the key's text.
var ErrKey = errors.New("the signing key cannot be read: its file must hold one line that begins with PRIVATE+KEY+")

// ParseKey reads a key from its text ("PRIVATE+KEY+…").
func ParseKey(text string) (*Key, error) {
	text = strings.TrimSpace(text)
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, ErrKey
	}
	// note keeps the public half to itself: it is made again from the seed, which follows an algorithm byte.
	// The text is PRIVATE+KEY+name+hash+base64, and base64 itself may hold a plus.
	seed, err := base64.StdEncoding.DecodeString(strings.SplitN(text, "+", 5)[4])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return nil, ErrKey
	}
	pub, ok := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return nil, ErrKey
	}
	public, err := note.NewEd25519VerifierKey(signer.Name(), pub)
	if err != nil {
		return nil, ErrKey
	}
	return &Key{secret: text, public: public, signer: signer}, nil
}

// Secret is the key's text, to be kept in a file that only the program reads.
func (k *Key) Secret() string { return k.secret }

// Public is the text of the public key: who has it can check checkpoints.
func (k *Key) Public() string { return k.public }

// Origin is the name of the record that the key signs for.
func (k *Key) Origin() string { return k.signer.Name() }

// String keeps the secret out of logs.
func (k *Key) String() string { return k.public }
