package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/openupr/openupr/internal/ledger"
)

// ErrToken is a one-time link that was used, has expired, or never was.
var ErrToken = errors.New("the link was used already or is no longer valid")

// NewToken makes the secret part of a one-time link. Only its hash is kept.
func (s *Store) NewToken(ctx context.Context, purpose, account string, valid time.Duration) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return "", fmt.Errorf("making a one-time link: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(b[:])
	hash := sha256.Sum256([]byte(secret))
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO token (hash, purpose, account, expires, used) VALUES ($1, $2, $3, $4, 0)",
			hash[:], purpose, account, s.cfg.Clock().Add(valid).Unix())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("making a one-time link: %w", err)
	}
	return secret, nil
}

// CheckToken gives the account of a link that can be used, and leaves it so: for the page that asks to go on. ErrToken otherwise.
func (s *Store) CheckToken(ctx context.Context, purpose, secret string) (account string, err error) {
	hash := sha256.Sum256([]byte(secret))
	err = s.read.QueryRowContext(ctx, "SELECT account FROM token WHERE hash = $1 AND purpose = $2 AND used = 0 AND expires > $3",
		hash[:], purpose, s.cfg.Clock().Unix()).Scan(&account)
	return tokenResult(account, err)
}

// UseToken uses a link up and gives its account. Of many who try at once one succeeds; the others get ErrToken.
func (s *Store) UseToken(ctx context.Context, purpose, secret string) (account string, err error) {
	hash := sha256.Sum256([]byte(secret))
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "UPDATE token SET used = 1 WHERE hash = $1 AND purpose = $2 AND used = 0 AND expires > $3 RETURNING account",
			hash[:], purpose, s.cfg.Clock().Unix()).Scan(&account)
	})
	return tokenResult(account, err)
}

func tokenResult(account string, err error) (string, error) {
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrToken
	}
	if err != nil {
		return "", fmt.Errorf("using a one-time link: %w", err)
	}
	return account, nil
}

// DropExpired takes away the sessions, links and invitations that are no longer valid.
func (s *Store) DropExpired(ctx context.Context) error {
	err := s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		now := s.cfg.Clock().Unix()
		_, sessions := tx.ExecContext(ctx, "DELETE FROM session WHERE expires <= $1", now)
		_, tokens := tx.ExecContext(ctx, "DELETE FROM token WHERE expires <= $1 OR used = 1", now)
		_, invitations := tx.ExecContext(ctx, "DELETE FROM invitation WHERE expires <= $1 OR used_by <> ''", now)
		_, signIns := tx.ExecContext(ctx, "DELETE FROM sign_in WHERE expires <= $1", now)
		_, devices := tx.ExecContext(ctx, "DELETE FROM device WHERE expires <= $1", now)
		return errors.Join(sessions, tokens, invitations, signIns, devices)
	})
	if err != nil {
		return fmt.Errorf("dropping what has expired: %w", err)
	}
	return nil
}

// KindRecovery is the kind of the facts that say for whom a link to get back in was made, and by whom, in a closed home.
const KindRecovery = "recovery"

// NewRecovery makes a one-time link for an account, as an act: whoever makes it could use it, so it stands in the ledger.
func (s *Store) NewRecovery(ctx context.Context, by Act, purpose, account string, valid time.Duration) (string, error) {
	var id [8]byte
	if _, err := io.ReadFull(s.cfg.Rand, id[:]); err != nil {
		return "", fmt.Errorf("making a link to get back in: %w", err)
	}
	f := ledger.Fact{Kind: KindRecovery, Subject: hex.EncodeToString(id[:]), Fields: []ledger.Field{{Name: "account", Value: account}, {Name: "by", Value: by.Actor.Account}}}
	if _, err := s.Write(ctx, by, []New{{Review: by.Scope, Fact: f}}, nil); err != nil {
		return "", fmt.Errorf("making a link to get back in: %w", err)
	}
	return s.NewToken(ctx, purpose, account, valid)
}
