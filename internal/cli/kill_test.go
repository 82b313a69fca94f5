//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// killable builds the program with its named points armed.
func killable(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "openupr")
	cmd := exec.Command("go", "build", "-tags", "killpoints", "-o", bin, "./cmd/openupr")
	cmd.Dir = filepath.Join("..", "..")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	return bin
}

// run is a program with a folder of its own.
type run struct {
	bin, dir string
}

type ended struct {
	out, err string
	code     int
	signal   syscall.Signal // that ended it; 0 when it ended by itself
}

// do starts the program with a point to end at, or none, and waits for its end.
func (r run) do(t *testing.T, kill string, args ...string) ended {
	t.Helper()
	cmd := exec.Command(r.bin, args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "OPENUPR_LANG=en", "OPENUPR_DIR="+filepath.Join(r.dir, "record"), "OPENUPR_KILL="+kill)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	e := ended{out: out.String(), err: errOut.String(), code: cmd.ProcessState.ExitCode()}
	if st, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && st.Signaled() {
		e.signal = st.Signal()
	}
	return e
}

// items says how many items the record holds, once it has verified.
func (r run) items(t *testing.T) int {
	t.Helper()
	st, err := store.Open(t.Context(), store.Config{Dir: filepath.Join(r.dir, "record")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	rep, err := st.Verify(t.Context(), nil)
	if err != nil || rep.Problem != nil {
		t.Fatalf("what is left does not verify: %v, %v", rep.Problem, err)
	}
	v, err := record.Load(t.Context(), st, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range v.Reviews() {
		n += len(r.Items)
	}
	return n
}

// points lie on the way from a file to the page: reading, keeping the original, staging, committing, refreshing. A number
// says how many times a point is passed first.
var points = []struct {
	name string
	left int // items of the report after a kill there: none before the commit, all after it
}{
	{"ingest.read", 0}, {"files.put.before", 0}, {"files.put.after", 0}, {"ingest.filed", 0}, {"ingest.staging", 0}, {"ingest.staging:100", 0},
	{"store.stage.before", 0}, {"store.stage.inside", 0}, {"store.stage.after", 0}, {"ingest.staged", 0},
	{"store.commit.before", 0}, {"store.commit.inside", 0}, {"store.commit.after", 59}, {"ingest.committed", 59}, {"record.refresh", 59},
}

// TestKilled kills commands of a program that is built for it once.
func TestKilled(t *testing.T) {
	bin := killable(t)
	t.Run("anywhere in an import", func(t *testing.T) { killedAnywhere(t, bin) })
	t.Run("between the files of a folder", func(t *testing.T) { killedInAFolder(t, bin) })
	t.Run("while it asks", func(t *testing.T) { stoppedWhileItAsks(t, bin) })
	t.Run("in a restore", func(t *testing.T) { killedInARestore(t, bin) })
}

// killedAnywhere kills an import with kill -9 and with Ctrl-C at each point. What is left verifies and holds the whole
// file or nothing of it, and the same command afterwards brings in what is missing.
func killedAnywhere(t *testing.T, bin string) {
	for _, how := range []string{"", "!int"} {
		for _, p := range points {
			t.Run(p.name+how, func(t *testing.T) {
				r := run{bin, t.TempDir()}
				if err := writeSample(r.dir); err != nil {
					t.Fatal(err)
				}
				e := r.do(t, p.name+how, "import", "--yes", "report.docx")
				got := r.items(t)
				if how == "" {
					if e.signal != syscall.SIGKILL {
						t.Fatalf("not killed: the point is not on the way any more (code %d)\n%s", e.code, e.err)
					}
					if got != p.left {
						t.Errorf("%d items after the kill, want %d", got, p.left)
					}
				} else {
					stopped := e.code == 130 && got == 0 || e.code == 130 && got == 59 || e.code == 3 && got == 59
					if e.signal != 0 || !stopped {
						t.Errorf("ended with %d and %d items after Ctrl-C\n%s", e.code, got, e.err)
					}
					if e.code == 130 && !strings.Contains(e.err, "Stopped.") {
						t.Errorf("it does not say that it was stopped: %s", e.err)
					}
				}
				if again := r.do(t, "", "import", "--yes", "report.docx"); again.code != 3 && !(got == 59 && again.code == 0) {
					t.Errorf("the next import ended with %d\n%s", again.code, again.err)
				}
				if n := r.items(t); n != 59 {
					t.Errorf("%d items in the end", n)
				}
			})
		}
	}
}

// killedInAFolder kills the import of three files while the second is staged: the first is in whole, the others are not,
// and the same command goes on where it stopped.
func killedInAFolder(t *testing.T, bin string) {
	r := run{bin, t.TempDir()}
	if err := writeSample(r.dir); err != nil {
		t.Fatal(err)
	}
	if e := r.do(t, "ingest.filed:2", "import", "--yes", "."); e.signal != syscall.SIGKILL {
		t.Fatalf("not killed: code %d\n%s", e.code, e.err)
	}
	if n := r.items(t); n != 59 {
		t.Errorf("%d items of the first file", n)
	}
	if e := r.do(t, "", "verify"); !strings.Contains(e.out, "1 act") {
		t.Errorf("verify says %s", e.out)
	}
	if e := r.do(t, "", "import", "--yes", "."); !strings.Contains(e.err, "holds this already") {
		t.Errorf("the finished file was brought in again: %s", e.err)
	}
	if n := r.items(t); n != 61 {
		t.Errorf("%d items in the end", n)
	}
}

// stoppedWhileItAsks presses Ctrl-C where the program waits for yes or no.
func stoppedWhileItAsks(t *testing.T, bin string) {
	r := run{bin, t.TempDir()}
	if err := writeSample(r.dir); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "import", "report.docx")
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "OPENUPR_LANG=en", "OPENUPR_DIR="+filepath.Join(r.dir, "record"))
	if _, err := cmd.StdinPipe(); err != nil { // open, and nobody writes
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := ""
	for buf := make([]byte, 4096); !strings.Contains(said, "[y/N]"); {
		n, err := stderr.Read(buf)
		if said += string(buf[:n]); err != nil {
			t.Fatalf("it never asks: %v\n%s", err, said)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	rest, err := io.ReadAll(stderr)
	if err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // its code follows
	if cmd.ProcessState.ExitCode() != 130 || !strings.Contains(string(rest), "Stopped.") {
		t.Errorf("ended with %v: %s", cmd.ProcessState, rest)
	}
	if n := r.items(t); n != 0 {
		t.Errorf("%d items came in unasked", n)
	}
}

// killedInARestore kills a restore, which can then be done again.
func killedInARestore(t *testing.T, bin string) {
	r := run{bin, t.TempDir()}
	if e := r.do(t, "", "sample", "load"); e.code != 0 {
		t.Fatal(e.err)
	}
	if e := r.do(t, "", "backup", "whole.backup"); e.code != 0 {
		t.Fatal(e.err)
	}
	other := run{r.bin, t.TempDir()}
	if e := other.do(t, "files.put.after", "restore", filepath.Join(r.dir, "whole.backup")); e.signal != syscall.SIGKILL {
		t.Fatalf("not killed: code %d\n%s", e.code, e.err)
	}
	if n := other.items(t); n != 0 {
		t.Errorf("%d items of half a restore", n)
	}
	if e := other.do(t, "", "restore", filepath.Join(r.dir, "whole.backup")); e.code != 0 {
		t.Fatalf("restoring after the kill: %s", e.err)
	}
	if n := other.items(t); n != 61 {
		t.Errorf("%d items in the end", n)
	}
}
