package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
	"github.com/openupr/openupr/internal/killpoint"
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

// copyFacts stages facts by COPY, which costs the server half of what inserting does. Like every transaction, it is seen
// through once begun.
func (s *Store) copyFacts(ctx context.Context, act int64, rows []row) (err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	ctx = context.WithoutCancel(ctx)
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of another driver: %T", driver)
		}
		return pgx.BeginFunc(ctx, c.Conn(), func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, lax); err != nil {
				return err
			}
			columns := []string{"id", "act", "kind", "subject", "review", "body", "salt", "digest"}
			_, err := tx.CopyFrom(ctx, pgx.Identifier{"fact"}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
				r := &rows[i]
				return []any{r.id, act, r.kind, r.subject, r.review, r.body, r.salt[:], r.digest[:]}, nil
			}))
			killpoint.Reach("store.stage.inside")
			return err
		})
	})
}
