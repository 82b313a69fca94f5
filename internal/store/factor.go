package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// TOTP is an account's second factor by the clock. Its secret is kept sealed under the installation's key.
type TOTP struct {
	Secret    string // base32
	Confirmed bool   // a code of it was shown once: from then on it is asked for
	LastStep  int64  // newest step of the clock whose code was taken
}

// TOTP of an account; the zero value when there is none.
func (s *Store) TOTP(ctx context.Context, account string) (TOTP, error) {
	var x TOTP
	var confirmed int64
	err := s.read.QueryRowContext(ctx, "SELECT secret, confirmed, last_step FROM totp WHERE account = $1", account).Scan(&x.Secret, &confirmed, &x.LastStep)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return TOTP{}, fmt.Errorf("reading a second factor: %w", err)
	}
	if x.Secret, err = s.openSecret(factorSecrets, account, x.Secret); err != nil {
		return TOTP{}, fmt.Errorf("reading a second factor: %w", err)
	}
	x.Confirmed = confirmed != 0
	return x, nil
}

// OfferTOTP keeps a secret until it is confirmed. One that is confirmed is not replaced (ErrConfirmed).
func (s *Store) OfferTOTP(ctx context.Context, account, secret string) error {
	sealed, err := s.sealSecret(s.signing.Load().key, factorSecrets, account, secret)
	if err != nil {
		return fmt.Errorf("offering a second factor: %w", err)
	}
	return s.factor(ctx, "offering a second factor", ErrConfirmed, `INSERT INTO totp (account, secret, confirmed, last_step) VALUES ($1, $2, 0, 0)
		ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE totp.confirmed = 0`, account, sealed)
}

// Errors of second factors.
var (
	ErrConfirmed = errors.New("the account has a second factor already")
	ErrCodeUsed  = errors.New("the code was used already")
)

// ConfirmTOTP begins to ask for an account's codes and keeps the hashes of new recovery codes in the place of older ones.
func (s *Store) ConfirmTOTP(ctx context.Context, account string, step int64, codes []string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE totp SET confirmed = 1, last_step = $1 WHERE account = $2 AND last_step < $1", step, account)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, ErrCodeUsed)
		}
		return putRecoveryCodes(ctx, tx, account, codes)
	})
	if err != nil {
		return fmt.Errorf("confirming a second factor: %w", err)
	}
	return nil
}

// UseTOTP takes the code of a step of the clock. The same step again, or an older one, is ErrCodeUsed.
func (s *Store) UseTOTP(ctx context.Context, account string, step int64) error {
	return s.factor(ctx, "using a code", ErrCodeUsed, "UPDATE totp SET last_step = $1 WHERE account = $2 AND confirmed = 1 AND last_step < $1", step, account)
}

// RemoveTOTP takes an account's second factor by the clock away, with its recovery codes.
func (s *Store) RemoveTOTP(ctx context.Context, account string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		_, totp := tx.ExecContext(ctx, "DELETE FROM totp WHERE account = $1", account)
		_, codes := tx.ExecContext(ctx, "DELETE FROM recovery_code WHERE account = $1", account)
		return errors.Join(totp, codes)
	})
	if err != nil {
		return fmt.Errorf("removing a second factor: %w", err)
	}
	return nil
}

// Recover takes away what a person has lost: second factor, recovery codes, passkeys and known browsers.
func (s *Store) Recover(ctx context.Context, account string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		for _, table := range []string{"totp", "recovery_code", "passkey", "device"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE account = $1", account); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("recovering an account: %w", err)
	}
	return nil
}

// NewRecoveryCodes keeps the hashes of codes in the place of older ones.
func (s *Store) NewRecoveryCodes(ctx context.Context, account string, codes []string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error { return putRecoveryCodes(ctx, tx, account, codes) })
	if err != nil {
		return fmt.Errorf("keeping recovery codes: %w", err)
	}
	return nil
}

func putRecoveryCodes(ctx context.Context, tx *sql.Tx, account string, codes []string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM recovery_code WHERE account = $1", account); err != nil {
		return err
	}
	for _, c := range codes {
		if _, err := tx.ExecContext(ctx, "INSERT INTO recovery_code (account, hash, used) VALUES ($1, $2, 0)", account, recoveryHash(account, c)); err != nil {
			return err
		}
	}
	return nil
}

// recoveryHash of a code: codes are 80 random bits, so one round is enough.
func recoveryHash(account, code string) []byte {
	h := sha256.Sum256([]byte(account + "\x00" + code))
	return h[:]
}

// RecoveryCodes is how many codes of an account are left.
func (s *Store) RecoveryCodes(ctx context.Context, account string) (int, error) {
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM recovery_code WHERE account = $1 AND used = 0", account).Scan(&n); err != nil {
		return 0, fmt.Errorf("counting recovery codes: %w", err)
	}
	return n, nil
}

// UseRecoveryCode uses a code up; ErrCodeUsed when it was used or never was.
func (s *Store) UseRecoveryCode(ctx context.Context, account, code string) error {
	return s.factor(ctx, "using a recovery code", ErrCodeUsed, "UPDATE recovery_code SET used = $1 WHERE account = $2 AND hash = $3 AND used = 0",
		s.now().Unix(), account, recoveryHash(account, code))
}

// factor changes one row, or gives the error that none was there to change.
func (s *Store) factor(ctx context.Context, doing string, none error, query string, args ...any) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return none
	})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// Passkey is a public key of an authenticator. Data is the credential as the WebAuthn library writes it.
type Passkey struct {
	ID      []byte // of the credential
	Account string
	Name    string // as its owner calls it
	Data    string
	Created time.Time
	Used    time.Time // zero before the first time
}

// Errors of passkeys.
var (
	ErrNoPasskey    = errors.New("there is no such passkey")
	ErrPasskeyKnown = errors.New("the passkey is registered already")
)

// AddPasskey keeps a passkey.
func (s *Store) AddPasskey(ctx context.Context, k Passkey) error {
	return s.factor(ctx, "keeping a passkey", ErrPasskeyKnown, "INSERT INTO passkey (id, account, name, data, created, used) VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT DO NOTHING",
		k.ID, k.Account, k.Name, k.Data, s.now().Unix())
}

// UsePasskey notes that a passkey was used and keeps what changed in it.
func (s *Store) UsePasskey(ctx context.Context, id []byte, data string) error {
	return s.factor(ctx, "using a passkey", ErrNoPasskey, "UPDATE passkey SET data = $1, used = $2 WHERE id = $3", data, s.now().Unix(), id)
}

// RemovePasskey takes one of an account's passkeys away.
func (s *Store) RemovePasskey(ctx context.Context, account string, id []byte) error {
	return s.factor(ctx, "removing a passkey", ErrNoPasskey, "DELETE FROM passkey WHERE account = $1 AND id = $2", account, id)
}

// Passkeys of an account, the oldest first.
func (s *Store) Passkeys(ctx context.Context, account string) ([]Passkey, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, account, name, data, created, used FROM passkey WHERE account = $1 ORDER BY created, id", account)
	if err != nil {
		return nil, fmt.Errorf("listing passkeys: %w", err)
	}
	defer rows.Close()
	var out []Passkey
	for rows.Next() {
		var k Passkey
		var created, used int64
		if err := rows.Scan(&k.ID, &k.Account, &k.Name, &k.Data, &created, &used); err != nil {
			return nil, fmt.Errorf("listing passkeys: %w", err)
		}
		if k.Created = time.Unix(created, 0).UTC(); used > 0 {
			k.Used = time.Unix(used, 0).UTC()
		}
		out = append(out, k)
	}
	return out, rows.Err()
}
