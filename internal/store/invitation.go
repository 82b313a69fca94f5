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

// Invitation is a one-time link that gives a seat to whoever opens it. It is operational; the seat that comes of it stands
// in the ledger.
type Invitation struct {
	ID        string // made by the store; not the secret
	Workspace string
	Role      string
	Body      string
	Name      string // for whom it is, as the inviting person wrote it
	Mail      string // where it was sent; empty when it was handed over
	By        string // account that invites
	Made      time.Time
	Expires   time.Time
	UsedBy    string // account that took the seat; empty while it waits
}

const invitationColumns = "id, workspace, role, body, name, mail, made_by, made_at, expires, used_by"

func scanInvitation(row interface{ Scan(...any) error }) (Invitation, error) {
	var x Invitation
	var made, expires int64
	err := row.Scan(&x.ID, &x.Workspace, &x.Role, &x.Body, &x.Name, &x.Mail, &x.By, &made, &expires, &x.UsedBy)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrToken
	}
	x.Made, x.Expires = time.Unix(made, 0).UTC(), time.Unix(expires, 0).UTC()
	return x, err
}

// NewInvitation makes a link and gives its secret part, of which only the hash is kept.
func (s *Store) NewInvitation(ctx context.Context, x Invitation, valid time.Duration) (Invitation, string, error) {
	var b [40]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return Invitation{}, "", fmt.Errorf("inviting: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(b[:32])
	hash := sha256.Sum256([]byte(secret))
	x.ID, x.Made, x.Expires, x.UsedBy = hex.EncodeToString(b[32:]), s.now(), s.now().Add(valid), ""
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO invitation ("+invitationColumns+", hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
			x.ID, x.Workspace, x.Role, x.Body, x.Name, x.Mail, x.By, x.Made.Unix(), x.Expires.Unix(), "", hash[:])
		return err
	})
	if err != nil {
		return Invitation{}, "", fmt.Errorf("inviting: %w", err)
	}
	return x, secret, nil
}

// Invitation is what a link offers, as long as it can be used, and leaves it so; ErrToken otherwise.
func (s *Store) Invitation(ctx context.Context, secret string) (Invitation, error) {
	hash := sha256.Sum256([]byte(secret))
	x, err := scanInvitation(s.read.QueryRowContext(ctx, "SELECT "+invitationColumns+" FROM invitation WHERE hash = $1 AND used_by = '' AND expires > $2",
		hash[:], s.cfg.Clock().Unix()))
	if err != nil {
		return Invitation{}, fmt.Errorf("opening an invitation: %w", err)
	}
	return x, nil
}

// UseInvitation uses a link up for an account. Of many who try at once one succeeds; the others get ErrToken. The caller
// gives the seat.
func (s *Store) UseInvitation(ctx context.Context, secret, account string) (Invitation, error) {
	hash := sha256.Sum256([]byte(secret))
	var x Invitation
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) (err error) {
		x, err = scanInvitation(tx.QueryRowContext(ctx, "UPDATE invitation SET used_by = $1 WHERE hash = $2 AND used_by = '' AND expires > $3 RETURNING "+invitationColumns,
			account, hash[:], s.cfg.Clock().Unix()))
		return err
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("using an invitation: %w", err)
	}
	return x, nil
}

// Invitations of a workspace that wait, the newest first.
func (s *Store) Invitations(ctx context.Context, workspace string) ([]Invitation, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+invitationColumns+" FROM invitation WHERE workspace = $1 AND used_by = '' AND expires > $2 ORDER BY made_at DESC, id",
		workspace, s.cfg.Clock().Unix())
	if err != nil {
		return nil, fmt.Errorf("listing invitations: %w", err)
	}
	defer rows.Close()
	var out []Invitation
	for rows.Next() {
		x, err := scanInvitation(rows)
		if err != nil {
			return nil, fmt.Errorf("listing invitations: %w", err)
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// DropInvitation takes a waiting invitation of a workspace back; ErrToken when there is none.
func (s *Store) DropInvitation(ctx context.Context, workspace, id string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "DELETE FROM invitation WHERE workspace = $1 AND id = $2 AND used_by = ''", workspace, id)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return ErrToken
	})
	if err != nil {
		return fmt.Errorf("taking an invitation back: %w", err)
	}
	return nil
}
