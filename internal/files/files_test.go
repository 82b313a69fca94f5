package files_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/files"
)

func open(t *testing.T) (*files.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	f, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, dir
}

func put(t *testing.T, f *files.Folder, content string) string {
	t.Helper()
	sha, size, err := f.Put(strings.NewReader(content), 1<<20)
	if err != nil || size != int64(len(content)) {
		t.Fatalf("%d bytes, %v", size, err)
	}
	return sha
}

// kept are all regular files in the folder.
func kept(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if want := fs.FileMode(0o600); !d.IsDir() {
			out = append(out, path)
			if info.Mode().Perm() != want {
				t.Errorf("%s has mode %v", path, info.Mode())
			}
		} else if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestContentComesBackAndIsKeptOnce(t *testing.T) {
	f, dir := open(t)
	const content = "an invented original"
	want := sha256.Sum256([]byte(content))
	sha := put(t, f, content)
	if sha != hex.EncodeToString(want[:]) || put(t, f, content) != sha {
		t.Errorf("sha %s", sha)
	}
	if got := kept(t, dir); len(got) != 1 {
		t.Errorf("kept %v", got)
	}
	if n, err := f.Stat(sha); err != nil || n != int64(len(content)) {
		t.Errorf("stat %d, %v", n, err)
	}
	r, err := f.Open(sha)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || string(got) != content {
		t.Errorf("read %q, %v", got, err)
	}
	if _, err := r.Seek(3, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != content[3:] {
		t.Errorf("read on from 3: %q, %v", got, err)
	}
	put(t, f, "")
	if got := slices.Collect(func(yield func(string) bool) {
		for sha, err := range f.All() {
			if err != nil || !yield(sha) {
				return
			}
		}
	}); len(got) != 2 || !slices.IsSorted(got) {
		t.Errorf("all %v", got)
	}
}

func TestNothingIsLeftOfWhatFails(t *testing.T) {
	f, dir := open(t)
	broken := errors.New("the line went dead")
	for name, test := range map[string]struct {
		r    io.Reader
		want error
	}{
		"too large":          {strings.NewReader("eleven bytes"), files.ErrTooLarge},
		"broken off":         {io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(broken)), broken},
		"broken at the edge": {io.MultiReader(strings.NewReader("0123456789"), iotest.ErrReader(broken)), broken},
	} {
		if _, _, err := f.Put(test.r, 10); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := kept(t, dir); len(got) != 0 {
		t.Errorf("left %v", got)
	}
	if _, n, err := f.Put(strings.NewReader("0123456789"), 10); err != nil || n != 10 {
		t.Errorf("as large as allowed: %d, %v", n, err)
	}
}

func TestNamesThatAreNoneAreRefused(t *testing.T) {
	f, dir := open(t)
	sha := put(t, f, "x")
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret"), []byte("s"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "../secret", "..", "/etc/passwd", strings.ToUpper(sha), sha + "/", sha[:63], "../" + sha[:61], strings.Repeat("\x00", 64), sha[:2] + "/" + sha[:61]} {
		if _, err := f.Open(bad); !errors.Is(err, files.ErrName) {
			t.Errorf("open %q: %v", bad, err)
		}
		if _, err := f.Stat(bad); !errors.Is(err, files.ErrName) {
			t.Errorf("stat %q: %v", bad, err)
		}
	}
	other := strings.Repeat("0", 64)
	if _, err := f.Open(other); !errors.Is(err, files.ErrNone) {
		t.Errorf("open unknown: %v", err)
	}
	if _, err := f.Stat(other); !errors.Is(err, files.ErrNone) {
		t.Errorf("stat unknown: %v", err)
	}
	// A link that somebody laid into the folder leads nowhere.
	if err := os.MkdirAll(filepath.Join(dir, "00"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(filepath.Dir(dir), "secret"), filepath.Join(dir, "00", other)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open(other); err == nil {
		t.Error("a link out of the folder was followed")
	}
}

func TestDamageIsFoundWhileReadingAndHealedByPutting(t *testing.T) {
	f, dir := open(t)
	sha := put(t, f, "an invented original")
	if err := os.WriteFile(filepath.Join(dir, sha[:2], sha), []byte("an invented forgery!"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func() error {
		r, err := f.Open(sha)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		_, err = io.Copy(&bytes.Buffer{}, r)
		return err
	}
	if err := read(); !errors.Is(err, files.ErrDamaged) {
		t.Errorf("damaged: %v", err)
	}
	put(t, f, "an invented original")
	if err := read(); err != nil {
		t.Errorf("healed: %v", err)
	}
}

func TestSweepTakesOrphansOnly(t *testing.T) {
	f, dir := open(t)
	keep, orphan := put(t, f, "kept"), put(t, f, "orphan")
	if err := os.WriteFile(filepath.Join(dir, "incoming", "half"), []byte("half a fi"), 0o600); err != nil {
		t.Fatal(err)
	}
	n, err := f.Sweep(func(sha string) bool { return sha == keep })
	if err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
	if _, err := f.Stat(orphan); !errors.Is(err, files.ErrNone) {
		t.Errorf("orphan: %v", err)
	}
	if d := cmp.Diff([]string{filepath.Join(dir, keep[:2], keep)}, kept(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestManyMayPutTheSame(t *testing.T) {
	f, dir := open(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, _, err := f.Put(strings.NewReader("the same"), 100); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := kept(t, dir); len(got) != 1 {
		t.Errorf("kept %v", got)
	}
}
