package files_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/files"
)

// A killed program leaves the file that it was writing; the next start takes it away, but not what another program is
// writing now.
func TestOpeningTakesAwayWhatAKilledProgramLeft(t *testing.T) {
	f, dir := open(t)
	sha := put(t, f, "whole")
	old, now := filepath.Join(dir, "incoming", "old"), filepath.Join(dir, "incoming", "now")
	for _, path := range []string{old, now} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	then := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, then, then); err != nil {
		t.Fatal(err)
	}
	again, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	left, err := os.ReadDir(filepath.Join(dir, "incoming"))
	if err != nil || len(left) != 1 || left[0].Name() != "now" {
		t.Errorf("left are %v, %v", left, err)
	}
	if _, err := again.Stat(sha); err != nil {
		t.Error(err)
	}
}
