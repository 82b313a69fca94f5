package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/ledger"
)

// Settings of the ledger.
const (
	knownKeys   = "ledger.keys" // the public keys that signed for this record, one a line, the oldest first
	knownOrigin = "ledger.origin"
)

// signing is how checkpoints are signed and checked.
type signing struct {
	key    *ledger.Key
	known  []string // public keys that signed for this record
	origin string   // the record's name, for ever: its first key's
}

// ErrKeyMissing is a record whose signing key is not where it should be. A new one is not made unasked: checkpoints that
// people already hold would no longer be followed by ones of the same key.
var ErrKeyMissing = errors.New("the record's signing key is not there: put the file back from its backup, or name it with the key file setting")

// ErrKeyForeign is a signing key of another record.
var ErrKeyForeign = errors.New("the signing key belongs to another record")

func (s *Store) keyPath() string {
	if s.cfg.KeyFile != "" {
		return s.cfg.KeyFile
	}
	return filepath.Join(s.cfg.Dir, "ledger.key")
}

// openKey reads the signing key, and makes it when the record has none yet.
func (s *Store) openKey(ctx context.Context) error {
	known, err := s.Setting(ctx, knownKeys)
	if err != nil {
		return err
	}
	var key *ledger.Key
	text, err := os.ReadFile(s.keyPath())
	switch {
	case err == nil:
		if key, err = ledger.ParseKey(string(text)); err != nil {
			return fmt.Errorf("%s: %w", s.keyPath(), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("reading the signing key: %w", err)
	case known != "" || s.cfg.KeyFile != "":
		return fmt.Errorf("%s: %w", s.keyPath(), ErrKeyMissing)
	default:
		if key, err = s.makeKey(); err != nil {
			return err
		}
	}
	// Two processes may come here at once at the very first start: the first one's key counts.
	g := &signing{key: key}
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		for _, x := range []struct {
			name, value string
			got         *string
		}{{knownKeys, key.Public(), &known}, {knownOrigin, key.Origin(), &g.origin}} {
			if _, err := tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", x.name, x.value); err != nil {
				return err
			}
			if err := tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = $1", x.name).Scan(x.got); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	g.known = strings.Split(known, "\n")
	if !slices.Contains(g.known, key.Public()) {
		return fmt.Errorf("%s: %w", s.keyPath(), ErrKeyForeign)
	}
	s.signing.Store(g)
	return nil
}

func (s *Store) makeKey() (*ledger.Key, error) {
	var name [6]byte
	if _, err := io.ReadFull(s.cfg.Rand, name[:]); err != nil {
		return nil, err
	}
	key, err := ledger.NewKey(s.cfg.Rand, "openupr/"+hex.EncodeToString(name[:]))
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(s.keyPath(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s: another process is making the record in this moment; try again", s.keyPath())
	}
	if err != nil {
		return nil, fmt.Errorf("keeping the signing key: %w", err)
	}
	if err := writeKey(f, key); err != nil {
		return nil, errors.Join(err, os.Remove(s.keyPath()))
	}
	return key, nil
}

func writeKey(f *os.File, key *ledger.Key) error {
	_, err := f.WriteString(key.Secret() + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keeping the signing key: %w", err)
	}
	return nil
}

// replaceKey makes the record go on with another key, which it knows already.
func (s *Store) replaceKey(key *ledger.Key) error {
	f, err := os.CreateTemp(filepath.Dir(s.keyPath()), ".key-*") // readable by its owner only
	if err != nil {
		return fmt.Errorf("keeping the signing key: %w", err)
	}
	if err = writeKey(f, key); err == nil {
		err = os.Rename(f.Name(), s.keyPath())
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	g := *s.signing.Load()
	g.key = key
	s.signing.Store(&g)
	return nil
}
