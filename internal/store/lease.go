package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Lease takes or renews the right to do some work alone among the nodes on one database. It is had until the time given
// has gone by the clock, or until Release; while another owner has it, the answer is no.
func (s *Store) Lease(ctx context.Context, name, owner string, length time.Duration) (bool, error) {
	had := false
	err := s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		now := s.cfg.Clock()
		r, err := tx.ExecContext(ctx, `INSERT INTO lease (name, owner, until) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE lease.owner = excluded.owner OR lease.until <= $4`,
			name, owner, now.Add(length).Unix(), now.Unix())
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		had = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("taking the lease %s: %w", name, err)
	}
	return had, nil
}

// Release gives a lease back, so that another node need not wait for its end.
func (s *Store) Release(ctx context.Context, name, owner string) error {
	err := s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM lease WHERE name = $1 AND owner = $2", name, owner)
		return err
	})
	if err != nil {
		return fmt.Errorf("giving the lease %s back: %w", name, err)
	}
	return nil
}
