package store

import (
	"context"
	"errors"
	"fmt"

	"database/sql"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
)

// ErrEncodingUTF8 is a PostgreSQL database that cannot hold every language of the review.
var ErrEncodingUTF8 = errors.New("the database must be made with ENCODING 'UTF8'")

func (s *Store) openPostgres(ctx context.Context) error {
	db, err := sql.Open("pgx", s.cfg.DSN)
	if err != nil {
		return errors.New("the address of the database cannot be read") // the driver's words may hold the password
	}
	db.SetMaxOpenConns(24)
	db.SetMaxIdleConns(8)
	s.db, s.read = db, db
	var encoding string
	if err := db.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return fmt.Errorf("asking the database: %w", err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("%w, not %s", ErrEncodingUTF8, encoding)
	}
	return nil
}
