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

// sealedMark begins a secret that is kept sealed. No secret in base32 begins so.
const sealedMark = "v1:"

// ErrSealed is a second factor that was sealed under another signing key.
var ErrSealed = errors.New("the second factor was sealed with another signing key: put that key file back, or let the person recover the account")

// secretSeal is the cipher that secrets of second factors are kept under: AES-256-GCM with a key that follows from the record's
// signing key, which lies beside the database and not in it. Whoever has the database alone cannot make codes.
func secretSeal(key *ledger.Key) (cipher.AEAD, error) {
	k, err := hkdf.Key(sha256.New, []byte(key.Secret()), nil, "openupr second factors v1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealSecret seals an account's secret; it opens for that account only.
func (s *Store) sealSecret(key *ledger.Key, account, secret string) (string, error) {
	seal, err := secretSeal(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, seal.NonceSize())
	if _, err := io.ReadFull(s.cfg.Rand, nonce); err != nil {
		return "", err
	}
	return sealedMark + base64.RawStdEncoding.EncodeToString(seal.Seal(nonce, nonce, []byte(secret), []byte(account))), nil
}

// openSecret opens what sealSecret sealed.
func (s *Store) openSecret(account, kept string) (string, error) {
	text, sealed := strings.CutPrefix(kept, sealedMark)
	if !sealed {
		return kept, nil
	}
	seal, err := secretSeal(s.signing.Load().key)
	if err != nil {
		return "", err
	}
	b, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(b) < seal.NonceSize() {
		return "", ErrSealed
	}
	secret, err := seal.Open(nil, b[:seal.NonceSize()], b[seal.NonceSize():], []byte(account))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}

// sealOpen seals the secrets that lie readable: those of earlier versions of the program, and those of a backup that comes in.
func (s *Store) sealOpen(ctx context.Context, tx *sql.Tx, key *ledger.Key) error {
	rows, err := tx.QueryContext(ctx, "SELECT account, secret FROM totp WHERE secret NOT LIKE '"+sealedMark+"%'")
	if err != nil {
		return err
	}
	readable := map[string]string{}
	for rows.Next() {
		var account, secret string
		if err = rows.Scan(&account, &secret); err != nil {
			break
		}
		readable[account] = secret
	}
	if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
		return err
	}
	for account, secret := range readable {
		sealed, err := s.sealSecret(key, account, secret)
		if err != nil {
			return err
		}
		// Another program may have done it in this moment: then the row stays as it is.
		if _, err := tx.ExecContext(ctx, "UPDATE totp SET secret = $1 WHERE account = $2 AND secret = $3", sealed, account, secret); err != nil {
			return err
		}
	}
	return nil
}

// sealReadable seals what lies readable when the record is opened.
func (s *Store) sealReadable(ctx context.Context) error {
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM totp WHERE secret NOT LIKE '"+sealedMark+"%'").Scan(&n); err != nil {
		return fmt.Errorf("looking for readable second factors: %w", err)
	}
	if n == 0 {
		return nil
	}
	if err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error { return s.sealOpen(ctx, tx, s.signing.Load().key) }); err != nil {
		return fmt.Errorf("sealing second factors: %w", err)
	}
	return nil
}
