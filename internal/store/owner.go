package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// owner tells other processes that the drafts of this one are alive. It holds a lock that ends with the process, however
// it ends: of a file beside the SQLite database, or of the session on PostgreSQL. No clock and no heartbeat is asked.
type owner struct {
	id   int64
	mu   sync.Mutex // guards conn
	path string
	file *os.File  // on SQLite
	conn *sql.Conn // on PostgreSQL
}

func (s *Store) ownerPath(id int64) string {
	return filepath.Join(s.cfg.Dir, "drafts", strconv.FormatInt(id, 36)+".lock")
}

func (s *Store) newOwner(ctx context.Context) (*owner, error) {
	s.sweepOwners()
	for range 10 {
		id, err := number63(s.cfg.Rand)
		if err != nil {
			return nil, err
		}
		o, free, err := s.lockOwner(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("saying that this process is here: %w", err)
		}
		if !free {
			continue
		}
		if o.stands() {
			return o, nil
		}
		if err := o.close(); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("saying that this process is here: the lock is taken again and again")
}

// stands says whether the locked file is still the one under its name: another process that was starting in the same
// moment may have swept it away before it was locked.
func (o *owner) stands() bool {
	if o.file == nil {
		return true
	}
	locked, err := o.file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(o.path)
	return err == nil && os.SameFile(locked, named)
}

// sweepOwners takes away the lock files of processes that were killed. What fails is tried again at the next start.
func (s *Store) sweepOwners() {
	if s.sqlite == nil {
		return
	}
	paths, err := filepath.Glob(filepath.Join(filepath.Dir(s.ownerPath(0)), "*.lock"))
	if err != nil {
		return
	}
	for _, path := range paths {
		f, err := os.OpenFile(path, os.O_RDWR, 0o600)
		if err != nil {
			continue
		}
		if free, err := lockFile(f); err == nil && free {
			_ = os.Remove(path)
		}
		_ = f.Close()
	}
}

// hold sees to it that the lock is still there: a PostgreSQL server that was started anew has forgotten it.
func (s *Store) hold(ctx context.Context) error {
	if s.sqlite != nil {
		return nil
	}
	s.owner.mu.Lock()
	defer s.owner.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), busyTimeout) // giving up would break the connection that has the lock
	defer cancel()
	if s.owner.conn.PingContext(ctx) == nil {
		return nil
	}
	o, free, err := s.lockOwner(ctx, s.owner.id)
	if err != nil || !free {
		return errors.Join(err, errors.New("the database was away and does not take this program back yet; try again"))
	}
	_ = s.owner.conn.Close() // it is broken
	s.owner.conn = o.conn
	return nil
}

// lockOwner takes the lock of an owner; false when its process is alive.
func (s *Store) lockOwner(ctx context.Context, id int64) (*owner, bool, error) {
	if s.sqlite == nil {
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return nil, false, err
		}
		var free bool
		if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", id).Scan(&free); err != nil || !free {
			return nil, false, errors.Join(err, conn.Close())
		}
		return &owner{id: id, conn: conn}, true, nil
	}
	path := s.ownerPath(id)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, false, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	if free, err := lockFile(f); err != nil || !free {
		return nil, false, errors.Join(err, f.Close())
	}
	return &owner{id: id, path: path, file: f}, true, nil
}

func (o *owner) close() error {
	if o.conn != nil {
		_, err := o.conn.ExecContext(context.Background(), "SELECT pg_advisory_unlock($1)", o.id)
		return errors.Join(err, o.conn.Close())
	}
	err := o.file.Close()
	if gone := os.Remove(o.path); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// cleanBatch bounds how many rows one transaction of the cleaning changes.
const cleanBatch = 500

// cleanLost takes away the drafts of processes that are gone.
func (s *Store) cleanLost(ctx context.Context) error {
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT owner FROM act WHERE number IS NULL AND owner <> $1 ORDER BY owner", s.owner.id)
	if err != nil {
		return err
	}
	owners, err := column[int64](rows)
	if err != nil {
		return err
	}
	for _, id := range owners {
		lost, free, err := s.lockOwner(ctx, id)
		if err != nil {
			return err
		}
		if !free {
			continue
		}
		err = s.cleanOwner(ctx, id)
		if err = errors.Join(err, lost.close()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) cleanOwner(ctx context.Context, id int64) error {
	rows, err := s.read.QueryContext(ctx, "SELECT id FROM act WHERE number IS NULL AND owner = $1 ORDER BY id", id)
	if err != nil {
		return err
	}
	acts, err := column[int64](rows)
	if err != nil {
		return err
	}
	for _, act := range acts {
		if err := s.discard(ctx, act); err != nil {
			return err
		}
		s.cfg.Log.Info("took away a draft that was not committed", "act_id", act)
	}
	return nil
}

// discard takes away an act that was not committed and all it staged. It can be repeated at any point.
func (s *Store) discard(ctx context.Context, act int64) error {
	gone := errors.New("not a draft")
	err := s.inTx(ctx, staging, func(ctx context.Context, tx *sql.Tx) error {
		if one(tx.ExecContext(ctx, "UPDATE act SET state = 'abandoned' WHERE id = $1 AND number IS NULL", act)) != nil {
			return gone
		}
		return nil
	})
	if errors.Is(err, gone) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, step := range []string{
		"UPDATE fact SET ended_by = NULL WHERE id IN (SELECT id FROM fact WHERE ended_by = $1 LIMIT $2)",
		"DELETE FROM fact WHERE id IN (SELECT id FROM fact WHERE act = $1 LIMIT $2)",
	} {
		for n := int64(cleanBatch); n == cleanBatch; {
			err := s.inTx(ctx, staging, func(ctx context.Context, tx *sql.Tx) error {
				r, err := tx.ExecContext(ctx, step, act, cleanBatch)
				if err != nil {
					return err
				}
				n, err = r.RowsAffected()
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.inTx(ctx, staging, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM act WHERE id = $1 AND number IS NULL", act)
		return err
	})
}

// column reads a result of one column and closes it.
func column[T any](rows *sql.Rows) ([]T, error) {
	defer rows.Close()
	var out []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Drafts is how many acts are in the making, by all processes.
func (s *Store) Drafts(ctx context.Context) (int, error) {
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM act WHERE number IS NULL").Scan(&n); err != nil {
		return 0, fmt.Errorf("counting drafts: %w", err)
	}
	return n, nil
}
