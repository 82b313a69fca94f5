package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Sessions keeps sign-in sessions for github.com/alexedwards/scs: it is its Store and CtxStore. Losing them signs people out.
type Sessions struct{ s *Store }

// Sessions of this record's program.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// FindCtx gives a session's data; false when there is none or it has expired.
func (x *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	if !plain(token) {
		return nil, false, nil
	}
	var data []byte
	err := x.s.read.QueryRowContext(ctx, "SELECT data FROM session WHERE token = $1 AND expires > $2", token, x.s.cfg.Clock().Unix()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading a session: %w", err)
	}
	return data, true, nil
}

// CommitCtx keeps a session until expiry; a fraction of a second counts as a whole one.
func (x *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	err := x.s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires`, token, data, expiry.Add(time.Second-1).Unix())
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping a session: %w", err)
	}
	return nil
}

// DeleteCtx ends a session.
func (x *Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := x.s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM session WHERE token = $1", token)
		return err
	})
	if err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	return nil
}

// Find is FindCtx.
func (x *Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (x *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx.
func (x *Sessions) Delete(token string) error {
	return x.DeleteCtx(context.Background(), token)
}
