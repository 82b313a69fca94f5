package store_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
)

// full is a record with everything a backup may hold: acts, ended and erased facts, an account, files, a draft under way.
func full(t *testing.T, s *store.Store) *files.Folder {
	t.Helper()
	ids := reviewed(t, s)
	if _, err := s.Erase(t.Context(), save, ids["124.20"]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateAccount(t.Context(), store.Account{Name: "Айгерім", Login: "a@example.org", Role: "editor", PasswordHash: "hash"}); err != nil {
		t.Fatal(err)
	}
	d, err := s.Begin(t.Context(), save)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Add(t.Context(), items(500, 200)...), d.End(t.Context(), ids["124.30"])); err != nil {
		t.Fatal(err)
	}
	f := folder(t)
	for n := range 3 {
		if _, _, err := f.Put(strings.NewReader(strings.Repeat(fmt.Sprintf("original %d ", n), 5000)), 1<<20); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func folder(t *testing.T) *files.Folder {
	t.Helper()
	f, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func backup(t testing.TB, s *store.Store, o store.BackupOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Backup(t.Context(), &b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// same says that two records hold the same, as of every act.
func same(t *testing.T, a, b *store.Store) {
	t.Helper()
	ha, err := a.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hb, err := b.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ha != hb {
		t.Errorf("heads %+v and %+v", ha, hb)
	}
	for at := uint64(1); at <= ha.Number; at++ {
		f := store.Filter{At: at, Ended: true}
		if d := cmp.Diff(all(t, a.Facts(t.Context(), f)), all(t, b.Facts(t.Context(), f))); d != "" {
			t.Fatalf("as of act %d: %s", at, d)
		}
	}
	if r := verify(t, b); r.Problem != nil {
		t.Error(r.Problem)
	}
}

func TestBackupGoesFromOneDatabaseToTheOtherAndBack(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		first := open(t, cfg)
		originals := full(t, first)
		everything := store.BackupOptions{SigningKey: true, Accounts: true, Files: originals}
		other := store.Config{Dir: t.TempDir(), Clock: clock}
		if cfg.DSN == "" {
			other.DSN = testpg.DSN(t)
		}
		second, copies := open(t, other), folder(t)
		head, err := second.Restore(t.Context(), bytes.NewReader(backup(t, first, everything)), copies)
		if err != nil {
			t.Fatal(err)
		}
		if h, err := first.Head(t.Context()); err != nil || h != head {
			t.Errorf("restored %+v of %+v, %v", head, h, err)
		}
		same(t, first, second)
		everything.Files = copies
		third := open(t, store.Config{Dir: t.TempDir(), DSN: dsnLike(t, cfg), Clock: clock})
		if _, err := third.Restore(t.Context(), bytes.NewReader(backup(t, second, everything)), folder(t)); err != nil {
			t.Fatal(err)
		}
		same(t, first, third)
		if third.Public() != first.Public() {
			t.Error("the signing key did not come along")
		}
		if a, err := third.AccountByLogin(t.Context(), "a@example.org"); err != nil || a.PasswordHash != "hash" || a.Name != "Айгерім" {
			t.Errorf("account %+v, %v", a, err)
		}
		for sha, err := range originals.All() {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := copies.Stat(sha); err != nil {
				t.Error(err)
			}
		}
		// It goes on: with ids of its own, a checkpoint of the same record, and after a start anew.
		write(t, third, save, items(900, 3))
		if r := verify(t, third); r.Problem != nil {
			t.Error(r.Problem)
		}
		grown, err := third.ProveGrowth(t.Context(), head.TreeSize)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ledger.Verify(mustCheckpoint(t, third, head.TreeSize+1), first.Public())
		if err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckGrowth(grown, c.Size, c.Root, head.TreeSize, head.Root); err != nil {
			t.Error(err)
		}
	})
}

func dsnLike(t *testing.T, cfg store.Config) string {
	if cfg.DSN == "" {
		return ""
	}
	return testpg.DSN(t)
}

func TestBackupWithoutTheKeyIsCountersigned(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, store.Config{Dir: t.TempDir(), Clock: clock})
		reviewed(t, s)
		b := backup(t, s, store.BackupOptions{})
		if bytes.Contains(unzip(t, b), []byte("PRIVATE")) {
			t.Error("the secret key is in a backup that was not to have it")
		}
		r, err := store.Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Restore(t.Context(), bytes.NewReader(b), nil); err != nil {
			t.Fatal(err)
		}
		same(t, s, r)
		write(t, r, save, items(900, 3))
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		r = open(t, cfg)
		if got := verify(t, r); got.Problem != nil || got.Acts != 5 {
			t.Errorf("started anew: %+v", got)
		}
		c, err := ledger.Verify(mustCheckpoint(t, r, 5), r.Public())
		if err != nil {
			t.Fatal(err)
		}
		old, err := ledger.Verify(mustCheckpoint(t, r, 4), s.Public())
		if err != nil {
			t.Fatal(err)
		}
		if c.Origin != old.Origin || r.Public() == s.Public() {
			t.Errorf("origin %q after %q", c.Origin, old.Origin)
		}
	})
}

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func zip(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRestoreIsAllOrNothing(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		source := open(t, store.Config{Dir: t.TempDir(), Clock: clock})
		originals := full(t, source)
		whole := backup(t, source, store.BackupOptions{SigningKey: true, Accounts: true, Files: originals})
		plain := unzip(t, whole)
		s := open(t, cfg)
		dir := t.TempDir()
		into, err := files.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer into.Close()
		key := s.Public()
		broken := map[string][]byte{
			"nothing":       nil,
			"something":     []byte("PK\x03\x04 something else"),
			"something gz":  zip(t, []byte("something else")),
			"more behind":   append(bytes.Clone(whole), "x"...),
			"more inside":   zip(t, append(bytes.Clone(plain), "x"...)),
			"word":          zip(t, bytes.Replace(plain, []byte("gardens"), []byte("markets"), 1)),
			"original":      zip(t, bytes.Replace(plain, []byte("original 1"), []byte("original 9"), 1)),
			"account":       zip(t, bytes.Replace(plain, []byte("example.org"), []byte("example.com"), 1)),
			"hash cut away": zip(t, plain[:bytes.LastIndex(plain, []byte("sha256.txt"))]),
		}
		for n := range 12 {
			broken[fmt.Sprintf("cut off at %d/12", n)] = whole[:len(whole)*n/12]
			at := (len(plain)-4096)*n/12 + 100
			for plain[at] == 0 { // what tar fills its blocks with means nothing
				at++
			}
			flipped := bytes.Clone(plain)
			flipped[at] ^= 1
			broken[fmt.Sprintf("bit at %d/12", n)] = zip(t, flipped)
		}
		for name, b := range broken {
			if _, err := s.Restore(t.Context(), bytes.NewReader(b), into); err == nil {
				t.Fatalf("%s: restored", name)
			} else if !errors.Is(err, store.ErrBackup) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Restore(t.Context(), bytes.NewReader(whole), nil); !errors.Is(err, store.ErrNoFolder) {
			t.Errorf("without a folder: %v", err)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		if _, err := s.Restore(cancelled, &cancelling{bytes.NewReader(whole), len(whole) / 2, cancel}, into); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		if got := all(t, s.Facts(t.Context(), store.Filter{Ended: true})); len(got) != 0 {
			t.Errorf("%d facts are left", len(got))
		}
		if list, err := s.Accounts(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("accounts are left: %v, %v", list, err)
		}
		for sha, err := range into.All() {
			t.Errorf("file %s is left, %v", sha, err)
		}
		if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 0 {
			t.Errorf("left %v, %v", left, err)
		}
		if s.Public() != key {
			t.Error("the key was exchanged")
		}
		if _, err := s.Restore(t.Context(), bytes.NewReader(whole), into); err != nil {
			t.Errorf("the whole one, after all that: %v", err)
		}
		if _, err := s.Restore(t.Context(), bytes.NewReader(whole), into); !errors.Is(err, store.ErrNotEmpty) {
			t.Errorf("a second time: %v", err)
		}
		same(t, source, s)
	})
}

type cancelling struct {
	r      io.Reader
	left   int
	cancel context.CancelFunc
}

func (c *cancelling) Read(p []byte) (int, error) {
	n, err := c.r.Read(p[:min(len(p), 512)])
	if c.left -= n; c.left < 0 {
		c.cancel()
	}
	return n, err
}

func TestFlawedRecordIsNotBackedUp(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		reviewed(t, s)
		change(t, byHand(t, cfg), "UPDATE fact SET body = replace(body, 'gardens', 'markets')")
		var b bytes.Buffer
		var p *store.Problem
		if err := s.Backup(t.Context(), &b, store.BackupOptions{}); !errors.As(err, &p) || p.Flaw != store.FactChanged || b.Len() > 0 {
			t.Errorf("%d bytes, %v", b.Len(), err)
		}
	})
}

func TestEmptyRecordGoesThroughABackup(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		b := backup(t, open(t, store.Config{Dir: t.TempDir(), Clock: clock}), store.BackupOptions{SigningKey: true})
		if h, err := s.Restore(t.Context(), bytes.NewReader(b), nil); err != nil || h.Number != 0 {
			t.Fatalf("%+v, %v", h, err)
		}
		write(t, s, save, items(1, 2))
		if r := verify(t, s); r.Problem != nil {
			t.Error(r.Problem)
		}
	})
}
