package server_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/server"
)

// What an earlier run labelled is not labelled again: the file beside the record is read and stays as it is. When it is
// damaged the program says so, starts all the same and writes it anew.
func TestLabelsOutliveAStart(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "labels.cache")
	run := func(name string, bring bool) (said string, after os.FileInfo) {
		t.Helper()
		var log bytes.Buffer
		t.Run(name, func(t *testing.T) {
			p, err := server.Open(t.Context(), server.Config{Dir: dir, Log: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatal(err)
			}
			if bring {
				h := &house{t: t, Program: p, dir: dir}
				for _, f := range sampleFiles(t) {
					h.bring(f.Name, f.Bytes)
				}
				p.Corpus.Refresh()
			}
			if err := p.Close(); err != nil {
				t.Error(err)
			}
		})
		after, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		return log.String(), after
	}
	_, first := run("first", true)
	if said, second := run("second", false); !os.SameFile(first, second) || said != "" {
		t.Errorf("the second start wrote the file again, and said %q", said)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	said, third := run("damaged", false)
	if os.SameFile(first, third) || !strings.Contains(said, "checksum") {
		t.Errorf("the damaged file stays, and the program said %q", said)
	}
	if said, fourth := run("whole again", false); !os.SameFile(third, fourth) || said != "" {
		t.Errorf("the mended file was written again, and the program said %q", said)
	}
}
