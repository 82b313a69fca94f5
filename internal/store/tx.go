package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"sync"
)

// urgency of a write.
type urgency int

const (
	person  urgency = iota // goes first and is on disk when it returns
	staging                // waits for people; is on disk when its act is committed
	casual                 // goes first; a power cut may lose the last of it
)

// lax makes a PostgreSQL transaction return before it is on disk.
const lax = "SET LOCAL synchronous_commit = off"

// querier is a transaction or a pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// inTx runs one short writing transaction. ctx counts until the transaction begins; from then on it is seen through, because
// a cancelled statement would leave the writing connection, or what a commit did, in doubt.
func (s *Store) inTx(ctx context.Context, u urgency, do func(context.Context, *sql.Tx) error) error {
	if s.sqlite != nil {
		if err := s.sqlite.gate.enter(ctx, u != staging); err != nil {
			return err
		}
		defer s.sqlite.gate.leave()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	if s.sqlite != nil {
		if err := s.setSync(ctx, u != person); err != nil {
			return err
		}
		s.sqlite.dirty.Store(true)
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	if s.sqlite == nil && u != person {
		if _, err := tx.ExecContext(ctx, lax); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	defer func() {
		if p := recover(); p != nil {
			_ = tx.Rollback() // the panic is what matters
			panic(p)
		}
	}()
	if err := do(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// one turns "exactly one row was changed" into an error when it is not so.
func one(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	if n != 1 {
		return fmt.Errorf("%d rows changed instead of one", n)
	}
	return nil
}

// ids hands out ids in blocks, so that most writes need no round for them. Ids rise within one process.
type ids struct {
	s     *Store
	name  string
	block int64

	mu         sync.Mutex
	next, last int64 // next free, last of the block
}

// take gives the first of n ids in a row.
func (i *ids) take(ctx context.Context, u urgency, n int64) (int64, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.last-i.next+1 < n || i.last == 0 {
		size := max(n, i.block)
		err := i.s.inTx(ctx, u, func(ctx context.Context, tx *sql.Tx) error {
			return tx.QueryRowContext(ctx, "UPDATE counter SET value = value + $1 WHERE name = $2 RETURNING value", size, i.name).Scan(&i.last)
		})
		if err != nil {
			return 0, fmt.Errorf("taking ids: %w", err)
		}
		i.next = i.last - size + 1
	}
	first := i.next
	i.next += n
	return first, nil
}

// reset forgets the block, after the counters were set anew.
func (i *ids) reset() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.next, i.last = 0, 0
}

// number63 draws a random positive number.
func number63(r io.Reader) (int64, error) {
	var b [8]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return 0, err
	}
	n := int64(0)
	for _, x := range b {
		n = n<<8 | int64(x)
	}
	return n&(1<<63-1) | 1, nil
}
