package store_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
)

// What waits sealed for the act of its day comes back from a backup as it was, from the one kind of database into the other, and
// no day is closed twice.
func TestSealedPiecesComeBackFromABackup(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		var want []store.SealedPiece
		for _, tag := range []string{"a", "b", "c"} {
			want = append(want, store.SealedPiece{Tag: tag, Workspace: "QQQ", Day: "2026-11-23", Blob: bytes.Repeat([]byte{0, 255, tag[0]}, 200_000)})
		}
		if err := s.KeepSealed(ctx, []store.SealedPiece{want[2], want[0], want[1]}, 3); err != nil {
			t.Fatal(err)
		}
		if err := s.SkipSealedDay(ctx, "QQQ", "2026-11-22"); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := s.Backup(ctx, &b, store.BackupOptions{}); err != nil {
			t.Fatal(err)
		}
		into := store.Config{Dir: t.TempDir(), Clock: clock}
		if cfg.DSN == "" {
			into.DSN = testpg.DSN(t)
		}
		r := open(t, into)
		if _, err := r.Restore(ctx, &b, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := r.WaitingSealed(ctx, "QQQ"); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%d pieces came back: %v", len(got), err)
		}
		if day, err := r.SealedDay(ctx, "QQQ"); err != nil || day != "2026-11-22" {
			t.Errorf("the day %q: %v", day, err)
		}
	})
}
