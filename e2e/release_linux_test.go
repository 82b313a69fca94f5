package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestReleaseRunsFromAnEmptyFolder builds the file that people get and starts it where there is nothing else. As root it
// sees nothing but its folder; then no library, no time zone, no certificate of the machine can help it. A second start
// goes on where the first stopped.
func TestReleaseRunsFromAnEmptyFolder(t *testing.T) {
	out := t.TempDir()
	if err := run(root(), "scripts/release.sh", out, "linux/"+runtime.GOARCH); err != nil {
		t.Fatal(err)
	}
	if err := run(out, "sha256sum", "--check", "--strict", "SHA256SUMS"); err != nil {
		t.Error(err)
	}
	files, err := filepath.Glob(filepath.Join(out, "openupr-*-linux-"+runtime.GOARCH))
	if err != nil || len(files) != 1 {
		t.Fatalf("the release has the files %v (%v), want one for this machine", files, err)
	}
	folder := t.TempDir()
	if err := os.Rename(files[0], filepath.Join(folder, "openupr")); err != nil {
		t.Fatal(err)
	}

	first := startAlone(t, folder, "serve", "--addr", "127.0.0.1:0", "--sample")
	states := body(t, first.url+"/states?lang=en")
	before := body(t, first.url+"/ledger?lang=en")
	if err := first.stop(); err != nil {
		t.Errorf("the first start ended with %v:\n%s", err, first.said)
	}

	second := startAlone(t, folder, "serve", "--addr", "127.0.0.1:0")
	if again := body(t, second.url+"/states?lang=en"); again != states {
		t.Error("the page of States is another after the second start")
	}
	if after := body(t, second.url+"/ledger?lang=en"); acts(after) != acts(before) || acts(after) == "" {
		t.Errorf("after the second start the ledger names the acts %s, before %s", acts(after), acts(before))
	}
	if err := second.stop(); err != nil {
		t.Errorf("the second start ended with %v:\n%s", err, second.said)
	}
	out2, err := aloneIn(folder, "verify").CombinedOutput()
	if err != nil {
		t.Errorf("openupr verify: %v\n%s", err, out2)
	}
}

// acts are the acts that a page of the ledger links to.
func acts(page string) string {
	return strings.Join(regexp.MustCompile(`/ledger/\d+`).FindAllString(page, -1), " ")
}

// aloneIn is the program in folder with an empty environment, and as root with nothing else in its world.
func aloneIn(folder string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(folder, "openupr"), args...)
	cmd.Dir = folder
	cmd.Env = []string{}
	if os.Geteuid() == 0 {
		cmd.Path = "/openupr"
		cmd.Args[0] = "/openupr"
		cmd.Dir = "/"
		confine(cmd, folder)
	}
	return cmd
}

func startAlone(t *testing.T, folder string, args ...string) *program {
	t.Helper()
	p, err := start(aloneIn(folder, args...), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.stop() })
	return p
}
