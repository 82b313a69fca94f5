package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
)

func TestSigningKey(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s, err := store.Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		write(t, s, save, items(1, 2))
		public := s.Public()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(cfg.Dir, "ledger.key")
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("key file %v, %v", info.Mode(), err)
		}
		secret, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// Another node has the key from a secret file.
		elsewhere := cfg
		elsewhere.KeyFile = filepath.Join(t.TempDir(), "secret")
		if _, err := store.Open(t.Context(), elsewhere); !errors.Is(err, store.ErrKeyMissing) {
			t.Errorf("named key missing: %v", err)
		}
		if err := os.WriteFile(elsewhere.KeyFile, secret, 0o600); err != nil {
			t.Fatal(err)
		}
		if s = open(t, elsewhere); s.Public() != public {
			t.Error("another key")
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), cfg); !errors.Is(err, store.ErrKeyMissing) {
			t.Errorf("key lost: %v", err)
		}
		other := store.Config{Dir: t.TempDir()}
		open(t, other)
		foreign := cfg
		foreign.KeyFile = filepath.Join(other.Dir, "ledger.key")
		if _, err := store.Open(t.Context(), foreign); !errors.Is(err, store.ErrKeyForeign) {
			t.Errorf("foreign key: %v", err)
		}
		if err := os.WriteFile(elsewhere.KeyFile, []byte("PRIVATE+KEY+secretwords"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), elsewhere); !errors.Is(err, ledger.ErrKey) || strings.Contains(err.Error(), "secretwords") {
			t.Errorf("broken key: %v", err)
		}
	})
}

func TestOpenRefusesWhatItCannotUse(t *testing.T) {
	for name, cfg := range map[string]store.Config{
		"no folder":      {},
		"other database": {Dir: t.TempDir(), DSN: "mysql://secretwords@localhost"},
		"no server":      {Dir: t.TempDir(), DSN: "postgres:///x?user=x&password=secretwords&host=" + t.TempDir()},
		"bad address":    {Dir: t.TempDir(), DSN: "postgres://user:secretwords@local host:xx/"},
		"a file":         {Dir: filepath.Join(fileIn(t), "below")},
	} {
		if s, err := store.Open(t.Context(), cfg); err == nil {
			t.Errorf("%s: opened %v", name, s)
		} else if strings.Contains(err.Error(), "secretwords") {
			t.Errorf("%s: the error shows the password: %v", name, err)
		}
	}
}

func fileIn(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
