// Package shareddata finds the real documents that tests and measurements use. They are not part of the project; they
// lie in a folder named "shared" beside it, or where OPENUPR_SHARED says.
package shareddata

import (
	"os"
	"path/filepath"
	"testing"
)

// Find is the folder of the shared documents ("…/shared"), or empty when it is not there. It looks at OPENUPR_SHARED
// and then beside each parent of the working directory.
func Find() string {
	if d := os.Getenv("OPENUPR_SHARED"); d != "" {
		return d
	}
	wd, err := os.Getwd()
	if err != nil {
		return ""
	}
	for dir := wd; ; dir = filepath.Dir(dir) {
		if c := filepath.Join(dir, "shared"); isDir(filepath.Join(c, "data")) {
			return c
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// Dir is the folder of the shared documents for a test. Where it is absent the test fails if OPENUPR_REQUIRE is set (as
// make test in continuous integration does) and otherwise says plainly that it did not run.
func Dir(t testing.TB) string {
	t.Helper()
	d := Find()
	if d == "" {
		if os.Getenv("OPENUPR_REQUIRE") != "" {
			t.Fatal("the shared documents are not here: put them beside the project as 'shared' or set OPENUPR_SHARED")
		}
		t.Skip("NOTE: the shared documents are not here, so this test did not run: put them beside the project as 'shared' or set OPENUPR_SHARED")
	}
	return d
}

// Data is a path below the data folder of the shared documents, for a test.
func Data(t testing.TB, elem ...string) string {
	t.Helper()
	return filepath.Join(append([]string{Dir(t), "data"}, elem...)...)
}

func isDir(p string) bool {
	st, err := os.Stat(p)
	return err == nil && st.IsDir()
}
