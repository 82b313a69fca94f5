// Package e2e_test tries the real program from outside: the built binary with a record of its own, in headless
// Chromium, as a person meets it. The list of the pages to visit is in pages_test.go; a new page is one line there.
//
// OPENUPR_SHOTS=FOLDER keeps a picture of every page in every language, scheme and width.
package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// cleanup is what is undone once after all tests, last first.
var cleanup struct {
	sync.Mutex
	steps []func()
}

func atEnd(step func()) {
	cleanup.Lock()
	defer cleanup.Unlock()
	cleanup.steps = append(cleanup.steps, step)
}

func TestMain(m *testing.M) {
	code := m.Run()
	cleanup.Lock()
	for i := len(cleanup.steps) - 1; i >= 0; i-- {
		cleanup.steps[i]()
	}
	os.Exit(code)
}

// root of the repository.
func root() string { return ".." }

// fail or leave out: a tool that a test needs is not here. make test lets nothing be left out for want of a tool.
func lacks(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("OPENUPR_REQUIRE") != "" || os.Getenv("OPENUPR_REQUIRE_TOOLS") != "" {
		t.Fatalf("%s: make test installs it", what)
	}
	t.Skipf("NOTE: %s, so this test did not run: make test installs it", what)
}

// binary is the program, built once by the same script as everybody's.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "openupr-e2e-")
	if err != nil {
		return "", err
	}
	atEnd(func() { os.RemoveAll(dir) })
	file := filepath.Join(dir, "openupr")
	return file, run(root(), "make", "-s", "build", "BIN="+file)
})

// commandError is a command of ours that failed, with all it said.
type commandError struct {
	command string
	output  []byte
	err     error
}

func (e *commandError) Error() string {
	return e.command + ": " + e.err.Error() + "\n" + string(e.output)
}

func run(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	// A make inside make test must not inherit the outer one's flags.
	cmd.Env = append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return &commandError{command: cmd.String(), output: out, err: err}
	}
	return nil
}
