//go:build !unix

package testpg

import (
	"errors"
	"os"
	"testing"
)

// DSN is for systems where the tests can start a PostgreSQL server of their own.
func DSN(t testing.TB) string {
	t.Helper()
	if os.Getenv("OPENUPR_REQUIRE") == "1" {
		t.Fatal("the tests start PostgreSQL on Unix only")
	}
	t.Skip("not run: the tests start PostgreSQL on Unix only")
	return ""
}

// Database is for systems where a PostgreSQL server can be started so.
func Database() (dsn string, drop func() error, err error) {
	return "", nil, errors.New("PostgreSQL is started on Unix only")
}
