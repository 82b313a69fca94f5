package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/store"
)

// kept is a second factor as the database has it.
func kept(t *testing.T, db *sql.DB, account string) string {
	t.Helper()
	var out string
	if err := db.QueryRowContext(t.Context(), "SELECT secret FROM totp WHERE account = $1", account).Scan(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Whoever has the database alone cannot make codes: secrets are sealed, also those that an earlier program left readable, for
// one account each, and they come back from a backup under the key of the record that takes it.
func TestSecretsOfSecondFactorsAreSealed(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		ctx := t.Context()
		s, err := store.Open(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.OfferTOTP(ctx, "a1", "JBSWY3DPEHPK3PXP"); err != nil {
			t.Fatal(err)
		}
		db := raw(t, cfg)
		sealed := kept(t, db, "a1")
		if !strings.HasPrefix(sealed, "v1:") || strings.Contains(sealed, "JBSWY3DP") {
			t.Errorf("kept as %q", sealed)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(ctx, "UPDATE totp SET secret = 'OLDREADABLESECRET'"); err != nil {
			t.Fatal(err)
		}
		s = open(t, cfg)
		if x, err := s.TOTP(ctx, "a1"); err != nil || x.Secret != "OLDREADABLESECRET" {
			t.Errorf("%+v, %v", x, err)
		}
		if got := kept(t, db, "a1"); !strings.HasPrefix(got, "v1:") {
			t.Errorf("an earlier secret is still kept as %q", got)
		}
		if _, err := db.ExecContext(ctx, "INSERT INTO totp (account, secret, confirmed, last_step) SELECT 'a2', secret, 1, 0 FROM totp"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.TOTP(ctx, "a2"); !errors.Is(err, store.ErrSealed) {
			t.Errorf("another account's secret opens: %v", err)
		}
	})
}

// raw opens the database beside the program.
func raw(t *testing.T, cfg store.Config) *sql.DB {
	t.Helper()
	driver, name := "sqlite", filepath.Join(cfg.Dir, "record.db")
	if cfg.DSN != "" {
		driver, name = "pgx", cfg.DSN
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// The signing key does not lie where the secrets lie.
func TestADatabaseFileHoldsNoReadableSecret(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Config{Dir: dir, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.OfferTOTP(t.Context(), "a1", "KRSXG5CTMVRXEZLU"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "record.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("KRSXG5CT")) {
			t.Errorf("%s holds the secret", filepath.Base(f))
		}
	}
}
