package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Config says where the record is.
type Config struct {
	Dir     string // folder of the record: the SQLite database, and the signing key unless KeyFile names another place
	DSN     string // empty: Dir/record.db; postgres://…: a PostgreSQL database
	KeyFile string // empty: Dir/ledger.key, made at the first start; several nodes of one record share one key
	Clock   func() time.Time
	Rand    io.Reader // of salts, keys and ids; nil: crypto/rand
	Log     *slog.Logger
	Rows    *atomic.Int64 // for measurements: counts the rows read on SQLite beside writing; nil: nothing is counted
}

// Store is the record. It is safe for use by many goroutines, and by several processes or nodes at once.
type Store struct {
	cfg     Config
	db      *sql.DB // writes; on SQLite one connection
	read    *sql.DB // reads; on PostgreSQL the same pool
	sqlite  *sqlite // nil on PostgreSQL
	signing atomic.Pointer[signing]
	edge    atomic.Pointer[edge] // of the tree after the newest act of this process
	owner   *owner
	ids     [2]struct{ act, fact ids } // by urgency: a person never waits for a block that an import waits for
	acts    actCache
	news    news
	inserts map[int]*sql.Stmt // by rows a statement
	stop    context.CancelFunc
	running sync.WaitGroup
}

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the record and makes it where there is none yet. Drafts whose process is gone are cleaned up.
func Open(ctx context.Context, cfg Config) (_ *Store, err error) {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	cfg.Rand = &lockedReader{r: cfg.Rand}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Dir == "" {
		return nil, errors.New("opening the record: no folder is named")
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("opening the record: %w", err)
	}
	s := &Store{cfg: cfg}
	for u := range s.ids {
		s.ids[u].act, s.ids[u].fact = ids{s: s, name: "act", block: 50}, ids{s: s, name: "fact", block: 1000}
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	turn, err := alone(ctx, cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("opening the record: %w", err)
	}
	err = s.open(ctx, background)
	if err = errors.Join(err, turn()); err != nil {
		return nil, fmt.Errorf("opening the record: %w", err)
	}
	if err := s.cleanLost(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("opening the record: cleaning up after a stopped import: %w", err)
		}
		// Nobody sees what was not committed, and the next start tries again: a full disk must not keep people from reading.
		s.cfg.Log.Warn("cleaning up after a stopped import", "error", err)
	}
	return s, nil
}

// open connects and makes what is not there yet. One program at a time does.
func (s *Store) open(ctx, background context.Context) (err error) {
	switch dsn := s.cfg.DSN; {
	case dsn == "":
		err = s.openSQLite(background)
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		err = s.openPostgres(ctx)
	default:
		err = errors.New("the address of the database must begin with postgres://")
	}
	if err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return fmt.Errorf("laying out the tables: %w", err)
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	if err := s.openKey(ctx); err != nil {
		return err
	}
	if err := s.sealReadable(ctx); err != nil {
		return err
	}
	s.owner, err = s.newOwner(ctx)
	return err
}

// Close ends all use of the record. Drafts not committed are lost.
func (s *Store) Close() error {
	s.stop()
	s.running.Wait()
	var errs []error
	if s.owner != nil {
		errs = append(errs, s.owner.close())
	}
	if s.read != nil && s.read != s.db {
		errs = append(errs, s.read.Close())
	}
	if s.sqlite != nil {
		errs = append(errs, s.sqlite.close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	return errors.Join(errs...)
}

// Public is the public key that checks this record's checkpoints.
func (s *Store) Public() string { return s.signing.Load().key.Public() }

func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.sqlite == nil {
		locker, err := lock.NewPostgresSessionLocker() // several nodes may start at once
		if err != nil {
			return err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, s.db, files, options...)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// now is the time that goes into the record: whole seconds.
func (s *Store) now() time.Time { return s.cfg.Clock().UTC().Truncate(time.Second) }

// lockedReader lets many goroutines draw from one source, in large gulps: a salt for each fact is needed.
type lockedReader struct {
	mu  sync.Mutex
	r   io.Reader
	buf [4096]byte
	n   int // unread at the end of buf
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == 0 {
		if _, err := io.ReadFull(l.r, l.buf[:]); err != nil {
			return 0, fmt.Errorf("drawing random bytes: %w", err)
		}
		l.n = len(l.buf)
	}
	from := l.buf[len(l.buf)-l.n:]
	n := copy(p, from)
	clear(from[:n])
	l.n -= n
	return n, nil
}
