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
	"strings"

	"github.com/openupr/openupr/internal/ledger"
)

// knownKeys is the setting with the public keys that signed for this record, one a line, the newest last.
const knownKeys = "ledger.keys"

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
	text, err := os.ReadFile(s.keyPath())
	switch {
	case err == nil:
		if s.key, err = ledger.ParseKey(string(text)); err != nil {
			return fmt.Errorf("%s: %w", s.keyPath(), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("reading the signing key: %w", err)
	case known != "" || s.cfg.KeyFile != "":
		return fmt.Errorf("%s: %w", s.keyPath(), ErrKeyMissing)
	default:
		if err := s.makeKey(); err != nil {
			return err
		}
	}
	// Two processes may come here at once at the very first start: the first one's key counts.
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", knownKeys, s.key.Public()); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = $1", knownKeys).Scan(&known)
	})
	if err != nil {
		return err
	}
	s.known = strings.Split(known, "\n")
	for _, k := range s.known {
		if k == s.key.Public() {
			return nil
		}
	}
	return fmt.Errorf("%s: %w", s.keyPath(), ErrKeyForeign)
}

func (s *Store) makeKey() error {
	var name [6]byte
	if _, err := io.ReadFull(s.cfg.Rand, name[:]); err != nil {
		return err
	}
	key, err := ledger.NewKey(s.cfg.Rand, "openupr/"+hex.EncodeToString(name[:]))
	if err != nil {
		return err
	}
	f, err := os.OpenFile(s.keyPath(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: another process is making the record in this moment; try again", s.keyPath())
	}
	if err != nil {
		return fmt.Errorf("keeping the signing key: %w", err)
	}
	_, err = f.WriteString(key.Secret() + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keeping the signing key: %w", errors.Join(err, os.Remove(s.keyPath())))
	}
	s.key = key
	return nil
}
