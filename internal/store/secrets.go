package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/openupr/openupr/internal/ledger"
)

// sealedMark begins a secret that is kept sealed. No secret in base32 begins so, and no receiver's.
const sealedMark = "v1:"

// Errors of secrets that were sealed under another signing key.
var (
	ErrSealed     = errors.New("the second factor was sealed with another signing key: put that key file back, or let the person recover the account")
	ErrHookSealed = errors.New("the receiver's secret was sealed with another signing key: put that key file back, or give the receiver a new secret")
)

// secretsOf says where secrets are kept sealed, and under which name their key is made.
type secretsOf struct{ table, owner, use string }

var (
	factorSecrets = secretsOf{"totp", "account", "openupr second factors v1"}
	hookSecrets   = secretsOf{"hook", "id", "openupr receivers v1"}
)

// cipher that secrets are kept under: AES-256-GCM with a key that follows from the record's signing key, which lies beside
// the database and not in it. Whoever has the database alone can neither make codes nor sign messages.
func (o secretsOf) cipher(key *ledger.Key) (cipher.AEAD, error) {
	k, err := hkdf.Key(sha256.New, []byte(key.Secret()), nil, o.use, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealSecret seals a secret; it opens for its owner only.
func (s *Store) sealSecret(key *ledger.Key, of secretsOf, owner, secret string) (string, error) {
	seal, err := of.cipher(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, seal.NonceSize())
	if _, err := io.ReadFull(s.cfg.Rand, nonce); err != nil {
		return "", err
	}
	return sealedMark + base64.RawStdEncoding.EncodeToString(seal.Seal(nonce, nonce, []byte(secret), []byte(owner))), nil
}

// openSecret opens what sealSecret sealed; ErrSealed when it was another key.
func (s *Store) openSecret(of secretsOf, owner, kept string) (string, error) {
	text, sealed := strings.CutPrefix(kept, sealedMark)
	if !sealed {
		return kept, nil
	}
	seal, err := of.cipher(s.signing.Load().key)
	if err != nil {
		return "", err
	}
	b, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(b) < seal.NonceSize() {
		return "", ErrSealed
	}
	secret, err := seal.Open(nil, b[:seal.NonceSize()], b[seal.NonceSize():], []byte(owner))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}

// sealOpen seals the secrets that lie readable: those of earlier versions of the program, and those of a backup that comes in.
func (s *Store) sealOpen(ctx context.Context, tx *sql.Tx, key *ledger.Key) error {
	for _, of := range []secretsOf{factorSecrets, hookSecrets} {
		rows, err := tx.QueryContext(ctx, "SELECT "+of.owner+", secret FROM "+of.table+" WHERE secret NOT LIKE '"+sealedMark+"%'")
		if err != nil {
			return err
		}
		readable := map[string]string{}
		for rows.Next() {
			var owner, secret string
			if err = rows.Scan(&owner, &secret); err != nil {
				break
			}
			readable[owner] = secret
		}
		if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
			return err
		}
		for owner, secret := range readable {
			sealed, err := s.sealSecret(key, of, owner, secret)
			if err != nil {
				return err
			}
			// Another program may have done it in this moment: then the row stays as it is.
			if _, err := tx.ExecContext(ctx, "UPDATE "+of.table+" SET secret = $1 WHERE "+of.owner+" = $2 AND secret = $3", sealed, owner, secret); err != nil {
				return err
			}
		}
	}
	return nil
}

// sealReadable seals what lies readable when the record is opened.
func (s *Store) sealReadable(ctx context.Context) error {
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM totp WHERE secret NOT LIKE '"+sealedMark+"%') + (SELECT count(*) FROM hook WHERE secret NOT LIKE '"+sealedMark+"%')").Scan(&n); err != nil {
		return fmt.Errorf("looking for readable secrets: %w", err)
	}
	if n == 0 {
		return nil
	}
	if err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error { return s.sealOpen(ctx, tx, s.signing.Load().key) }); err != nil {
		return fmt.Errorf("sealing secrets: %w", err)
	}
	return nil
}
