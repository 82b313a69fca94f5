package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/store"
)

func FuzzRestore(f *testing.F) {
	source := open(f, store.Config{Dir: f.TempDir(), Clock: clock})
	f.Add(backup(f, source, store.BackupOptions{}))
	write(f, source, save, items(1, 3))
	whole := backup(f, source, store.BackupOptions{SigningKey: true, Accounts: true})
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("\x1f\x8b"))
	into, err := files.Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := into.Close(); err != nil {
			f.Error(err)
		}
	})
	// Opening a record takes long, so one is used until something was restored into it.
	base, opened := f.TempDir(), 0
	var s *store.Store
	f.Cleanup(func() {
		if s == nil {
			return
		}
		if err := s.Close(); err != nil {
			f.Error(err)
		}
	})
	f.Fuzz(func(t *testing.T, b []byte) {
		if s == nil {
			var err error
			opened++
			if s, err = store.Open(context.Background(), store.Config{Dir: filepath.Join(base, fmt.Sprint(opened)), Clock: clock}); err != nil {
				t.Fatal(err)
			}
		}
		h, err := s.Restore(t.Context(), bytes.NewReader(b), into)
		if err != nil {
			if !errors.Is(err, store.ErrBackup) {
				t.Error(err)
			}
			if h, err := s.Head(t.Context()); err != nil || h.Number != 0 {
				t.Errorf("head %+v, %v after a refused backup", h, err)
			}
			return
		}
		if r := verify(t, s); r.Problem != nil || r.Head != h {
			t.Errorf("restored %+v, verified %+v", h, r)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		s = nil
	})
}
