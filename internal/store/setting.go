package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Setting is a value kept with the record that is no part of it; empty when there is none.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var v string
	err := s.read.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = $1", name).Scan(&v)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("reading setting %s: %w", name, err)
	}
	return v, nil
}

// SetSetting keeps a value; an empty one takes the setting away.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		if value == "" {
			_, err := tx.ExecContext(ctx, "DELETE FROM setting WHERE name = $1", name)
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping setting %s: %w", name, err)
	}
	return nil
}
