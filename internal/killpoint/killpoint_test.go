//go:build unix

package killpoint_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
)

const (
	before = 300  // facts of the record before the import
	after  = 1000 // and after it
)

func TestKilledImportLeavesAllOrNothing(t *testing.T) {
	victim := filepath.Join(t.TempDir(), "victim")
	if out, err := exec.Command("go", "build", "-tags", "killpoints", "-o", victim, "./victim").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	tests := []struct {
		point     string
		committed bool // the whole import is there
		original  bool // the file is there
	}{
		{"files.put.before", false, false},
		{"files.put.after", false, true},
		{"store.stage.before", false, true},
		{"store.stage.inside:3", false, true},
		{"store.stage.after:5", false, true},
		{"store.commit.before", false, true},
		{"store.commit.inside", false, true},
		{"store.commit.after", true, true},
		{"store.stage.after:2!int", false, true},
		{"store.commit.inside!int", true, true}, // what is begun is seen through
	}
	for _, database := range []string{"sqlite", "postgres"} {
		for _, test := range tests {
			t.Run(database+"/"+test.point, func(t *testing.T) {
				t.Parallel()
				dir, dsn := t.TempDir(), ""
				if database == "postgres" {
					dsn = testpg.DSN(t)
				}
				prepare(t, dir, dsn)
				cmd := exec.Command(victim, dir, dsn)
				cmd.Env = append(os.Environ(), "OPENUPR_KILL="+test.point)
				out, err := cmd.CombinedOutput()
				var exit *exec.ExitError
				killed := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
				if killed == strings.HasSuffix(test.point, "!int") {
					t.Fatalf("ended with %v\n%s", err, out)
				}
				if strings.HasSuffix(test.point, "!int") && (err == nil) != test.committed {
					t.Errorf("ended with %v\n%s", err, out)
				}
				check(t, dir, dsn, test.committed, test.original)
				// And the next try succeeds: nothing that was staged is in its way.
				if out, err := exec.Command(victim, dir, dsn).CombinedOutput(); err != nil {
					t.Fatalf("the next try: %v\n%s", err, out)
				}
				check(t, dir, dsn, true, true)
			})
		}
	}
}

func prepare(t *testing.T, dir, dsn string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: dir, DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	var facts []store.New
	for n := range before {
		facts = append(facts, store.New{Fact: ledger.Fact{Kind: "item", Subject: fmt.Sprintf("A/HRC/99/7 123.%d", n)}, Review: "KAZ/9"})
	}
	if _, err := s.Write(t.Context(), store.Act{Kind: "save"}, facts, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, dir, dsn string, committed, original bool) {
	t.Helper()
	s := reopen(t, dir, dsn)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	r, err := s.Verify(t.Context(), nil)
	if err != nil || r.Problem != nil {
		t.Errorf("verified %+v, %v", r, err)
	}
	n := 0
	for _, err := range s.Facts(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	want := before
	if committed {
		want = after
	}
	if n != want {
		t.Errorf("%d facts, want %d", n, want)
	}
	f, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kept := 0
	for sha, err := range f.All() {
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.Open(sha)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, r) // checks the content
		if err = errors.Join(err, r.Close()); err != nil {
			t.Error(err)
		}
		kept++
	}
	if kept > 1 || original != (kept == 1) {
		t.Errorf("%d files", kept)
	}
	swept, err := f.Sweep(func(string) bool { return true })
	if err != nil || swept != 0 {
		t.Errorf("swept %d, %v", swept, err)
	}
	if half, err := os.ReadDir(filepath.Join(dir, "files", "incoming")); err != nil || len(half) > 0 {
		t.Errorf("half files %v, %v", half, err)
	}
}

// reopen opens the record as the next start does. PostgreSQL may need a moment to see that a killed process is gone.
func reopen(t *testing.T, dir, dsn string) *store.Store {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		s, err := store.Open(t.Context(), store.Config{Dir: dir, DSN: dsn})
		if err != nil {
			t.Fatal(err)
		}
		drafts, err := s.Drafts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if drafts == 0 {
			return s
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if dsn == "" || time.Now().After(deadline) {
			t.Fatalf("%d drafts are left", drafts)
		}
	}
}
