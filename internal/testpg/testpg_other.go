//go:build !unix

package testpg

import (
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
