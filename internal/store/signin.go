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
)

// SignIn is one time that somebody signed in, as long as it lasts. Where it came from is not kept.
type SignIn struct {
	ID      string // made by the store; not the session's token
	Account string
	How     string // "password", "password-code", "passkey", "oidc", "link"
	Agent   string // what the browser says of itself
	Began   time.Time
	Seen    time.Time
	Expires time.Time
}

// ErrNoSignIn is a sign-in that was ended, has expired or never was.
var ErrNoSignIn = errors.New("there is no such session")

const signInColumns = "id, account, how, agent, began, seen, expires"

func scanSignIn(row interface{ Scan(...any) error }) (SignIn, error) {
	var x SignIn
	var began, seen, expires int64
	err := row.Scan(&x.ID, &x.Account, &x.How, &x.Agent, &began, &seen, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoSignIn
	}
	x.Began, x.Seen, x.Expires = time.Unix(began, 0).UTC(), time.Unix(seen, 0).UTC(), time.Unix(expires, 0).UTC()
	return x, err
}

// BeginSignIn notes that somebody signed in.
func (s *Store) BeginSignIn(ctx context.Context, x SignIn, lasts time.Duration) (SignIn, error) {
	var id [16]byte
	if _, err := io.ReadFull(s.cfg.Rand, id[:]); err != nil {
		return SignIn{}, fmt.Errorf("noting a sign-in: %w", err)
	}
	x.ID, x.Began = hex.EncodeToString(id[:]), s.now()
	x.Seen, x.Expires = x.Began, x.Began.Add(lasts)
	err := s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO sign_in ("+signInColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7)",
			x.ID, x.Account, x.How, x.Agent, x.Began.Unix(), x.Seen.Unix(), x.Expires.Unix())
		return err
	})
	if err != nil {
		return SignIn{}, fmt.Errorf("noting a sign-in: %w", err)
	}
	return x, nil
}

// SignIn finds one that lasts; ErrNoSignIn otherwise.
func (s *Store) SignIn(ctx context.Context, id string) (SignIn, error) {
	x, err := scanSignIn(s.read.QueryRowContext(ctx, "SELECT "+signInColumns+" FROM sign_in WHERE id = $1 AND expires > $2", id, s.cfg.Clock().Unix()))
	if err != nil {
		return SignIn{}, fmt.Errorf("finding a sign-in: %w", err)
	}
	return x, nil
}

// SignIns of an account that last, the newest first.
func (s *Store) SignIns(ctx context.Context, account string) ([]SignIn, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+signInColumns+" FROM sign_in WHERE account = $1 AND expires > $2 ORDER BY began DESC, id", account, s.cfg.Clock().Unix())
	if err != nil {
		return nil, fmt.Errorf("listing sign-ins: %w", err)
	}
	defer rows.Close()
	var out []SignIn
	for rows.Next() {
		x, err := scanSignIn(rows)
		if err != nil {
			return nil, fmt.Errorf("listing sign-ins: %w", err)
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// SeeSignIn notes that somebody is still there.
func (s *Store) SeeSignIn(ctx context.Context, id string) error {
	return s.signIns(ctx, "noting that somebody is there", "UPDATE sign_in SET seen = $1 WHERE id = $2", s.now().Unix(), id)
}

// EndSignIn ends one of an account's sign-ins. What is not there is ended already.
func (s *Store) EndSignIn(ctx context.Context, account, id string) error {
	return s.signIns(ctx, "ending a sign-in", "DELETE FROM sign_in WHERE account = $1 AND id = $2", account, id)
}

// EndSignIns ends all sign-ins of an account but one; but may be empty.
func (s *Store) EndSignIns(ctx context.Context, account, but string) error {
	return s.signIns(ctx, "ending sign-ins", "DELETE FROM sign_in WHERE account = $1 AND id <> $2", account, but)
}

func (s *Store) signIns(ctx context.Context, doing, query string, args ...any) error {
	err := s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// NewDevice makes the secret by which a browser is known from then on as one that an account signed in from.
func (s *Store) NewDevice(ctx context.Context, account string, valid time.Duration) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return "", fmt.Errorf("remembering a browser: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(b[:])
	return secret, s.KeepDevice(ctx, account, secret, valid)
}

// KeepDevice says that an account signed in from a browser that has a secret already.
func (s *Store) KeepDevice(ctx context.Context, account, secret string, valid time.Duration) error {
	hash := sha256.Sum256([]byte(secret))
	return s.signIns(ctx, "remembering a browser", `INSERT INTO device (hash, account, expires) VALUES ($1, $2, $3)
		ON CONFLICT (hash, account) DO UPDATE SET expires = excluded.expires`, hash[:], account, s.now().Add(valid).Unix())
}

// KnownDevice says whether an account signed in before from the browser with a secret.
func (s *Store) KnownDevice(ctx context.Context, account, secret string) (bool, error) {
	hash := sha256.Sum256([]byte(secret))
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM device WHERE hash = $1 AND account = $2 AND expires > $3", hash[:], account, s.cfg.Clock().Unix()).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking for a browser: %w", err)
	}
	return n > 0, nil
}

// ForgetDevices forgets the browsers of an account.
func (s *Store) ForgetDevices(ctx context.Context, account string) error {
	return s.signIns(ctx, "forgetting browsers", "DELETE FROM device WHERE account = $1", account)
}
