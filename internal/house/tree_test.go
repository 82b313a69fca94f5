package house_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// largest is how many bytes a tracked file may have. What is larger is built, fetched or somebody else's.
const largest = 300 << 10

// larger are the tracked files that may be larger, each with its reason.
var larger = map[string]string{
	"internal/classify/learned.model": "words, pairs and weights that tools/learn writes from data that are not ours to commit",
}

func tracked(t *testing.T) []string {
	t.Helper()
	files := strings.Split(strings.Trim(output(t, "git", "ls-files", "-z"), "\x00"), "\x00")
	if len(files) < 10 {
		t.Fatalf("git names only %d files", len(files))
	}
	return files
}

func TestNoTrackedFileIsLarge(t *testing.T) {
	for _, f := range tracked(t) {
		st, err := os.Lstat(filepath.Join("../..", f))
		if os.IsNotExist(err) {
			continue // removed and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		if why, ok := larger[f]; st.Size() > largest && !ok {
			t.Errorf("%s has %d bytes, more than %d", f, st.Size(), largest)
		} else if ok && st.Size() <= largest {
			t.Errorf("%s is no longer large (%s): take it off the list", f, why)
		}
	}
}

// What is built, installed or kept by a running program is nobody's source.
func TestNothingBuiltIsTracked(t *testing.T) {
	built := regexp.MustCompile(`^(bin|dist|data|node_modules|\.cache)/|^assets/dist/[^.]|\.(db|db-wal|db-shm|exe|test|prof|out)$`)
	for _, f := range tracked(t) {
		if built.MatchString(f) {
			t.Errorf("%s is built, not written", f)
		}
	}
}

// The lock of the front-end packages pins exact versions by digest and names no place to fetch them from: that is the
// business of the machine that installs.
func TestFrontEndPackagesArePinned(t *testing.T) {
	var lock struct {
		Packages map[string]struct {
			Version, Resolved, Integrity  string
			Dependencies, DevDependencies map[string]string
		}
	}
	b, err := os.ReadFile("../../package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &lock); err != nil {
		t.Fatal(err)
	}
	exact := regexp.MustCompile(`^\d+\.\d+\.\d+(-[\w.]+)?$`)
	for name, p := range lock.Packages {
		if name == "" {
			maps.Copy(p.DevDependencies, p.Dependencies)
			for dep, version := range p.DevDependencies {
				if !exact.MatchString(version) {
					t.Errorf("%s is asked for as %q, not by exact version", dep, version)
				}
			}
			continue
		}
		if !exact.MatchString(p.Version) || p.Integrity == "" {
			t.Errorf("%s is not pinned: version %q, digest %q", name, p.Version, p.Integrity)
		}
		if p.Resolved != "" {
			t.Errorf("%s names a place to fetch it from", name)
		}
	}
	if len(lock.Packages) < 2 {
		t.Errorf("the lock names only %d packages", len(lock.Packages))
	}
}
