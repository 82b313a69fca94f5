package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// sqlite is what the record on SQLite has besides its pools: the queue before the one writing connection, and the
// copying of the write-ahead log into the database, which runs beside the writer so that no save has to wait for it.
type sqlite struct {
	gate       gate
	checkpoint *sql.DB
	lax        bool // the writing connection's synchronous setting; only whoever holds the gate looks
	dirty      atomic.Bool
}

const (
	busyTimeout   = 10 * time.Second // for another process that writes to the same file
	walPages      = 1000             // 4 MB; then the log is copied
	walSizeLimit  = 64 << 20         // bytes the log's file keeps once it is copied
	checkpointRun = 100 * time.Millisecond
)

func (s *Store) openSQLite(background context.Context) error {
	path, err := filepath.Abs(filepath.Join(s.cfg.Dir, "record.db"))
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // SQLite itself would make it readable to others
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	s.sqlite = &sqlite{}
	if s.db, err = openFile(path, 1, "immediate", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)", "wal_autocheckpoint(0)",
		fmt.Sprintf("journal_size_limit(%d)", walSizeLimit), "cache_size(-16384)", "secure_delete(1)"); err != nil {
		return err
	}
	if err := s.db.PingContext(background); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if s.sqlite.checkpoint, err = openFile(path, 1, "deferred", "synchronous(NORMAL)", "busy_timeout(500)"); err != nil {
		return err
	}
	if s.read, err = s.openRead(path, max(8, 2*runtime.NumCPU()), "deferred", "query_only(1)", "cache_size(-8192)"); err != nil {
		return err
	}
	s.running.Go(func() { s.copyLog(background) })
	return nil
}

// openRead opens the pool of readers.
func (s *Store) openRead(path string, connections int, txlock string, pragmas ...string) (*sql.DB, error) {
	db, err := openFile(path, connections, txlock, pragmas...)
	if err != nil || s.cfg.Rows == nil {
		return db, err
	}
	again := counted(db.Driver(), fileName(path, txlock, pragmas), s.cfg.Rows)
	again.SetMaxOpenConns(connections)
	again.SetMaxIdleConns(connections)
	return again, db.Close()
}

// openFile opens one pool. The busy timeout is set first: even setting the journal mode can meet another process.
func openFile(path string, connections int, txlock string, pragmas ...string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", fileName(path, txlock, pragmas))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// fileName is how the driver is told of a database and of what holds for its connections.
func fileName(path, txlock string, pragmas []string) string {
	q := url.Values{"_txlock": {txlock}, "_pragma": append([]string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds())}, pragmas...)}
	name := filepath.ToSlash(path)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/…
	}
	return (&url.URL{Scheme: "file", Path: name, RawQuery: q.Encode()}).String()
}

// copyLog copies the write-ahead log into the database while others read and write ("passive": it waits for nobody).
func (s *Store) copyLog(ctx context.Context) {
	tick := time.NewTicker(checkpointRun)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !s.sqlite.dirty.Swap(false) {
			continue
		}
		if info, err := os.Stat(filepath.Join(s.cfg.Dir, "record.db-wal")); err == nil && info.Size() < walPages*4096 {
			s.sqlite.dirty.Store(false)
			continue
		}
		var busy, pages, copied int
		err := s.sqlite.checkpoint.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &copied)
		if err != nil {
			s.cfg.Log.Warn("copying the write-ahead log", "error", err)
		} else if copied < pages {
			s.sqlite.dirty.Store(true) // a reader still needs the rest
		}
	}
}

// flush sees to it that nothing erased is left in the write-ahead log.
func (q *sqlite) flush(ctx context.Context) error {
	var busy, pages, copied int
	if err := q.checkpoint.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &copied); err != nil {
		return fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	return nil
}

func (q *sqlite) close() error {
	if q.checkpoint == nil {
		return nil
	}
	return errors.Join(q.checkpoint.Close())
}

// setSync sets how the next transaction is made durable. Whoever calls holds the gate, so the pool's only connection is idle.
func (s *Store) setSync(ctx context.Context, lax bool) error {
	if s.sqlite.lax == lax {
		return nil
	}
	mode := "FULL"
	if lax {
		mode = "NORMAL"
	}
	if _, err := s.db.ExecContext(ctx, "PRAGMA synchronous="+mode); err != nil {
		return fmt.Errorf("setting synchronous=%s: %w", mode, err)
	}
	s.sqlite.lax = lax
	return nil
}
