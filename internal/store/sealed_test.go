package store_test

import (
	"errors"
	"testing"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
)

func TestSealedPiecesWaitForTheActOfTheirDay(t *testing.T) {
	both(t, func(t *testing.T, cfg store.Config) {
		s := open(t, cfg)
		ctx := t.Context()
		piece := func(tag string) store.SealedPiece {
			return store.SealedPiece{Tag: tag, Workspace: "KAZ", Day: "2026-11-23", Blob: []byte{0, 1, 255}}
		}
		if err := s.KeepSealed(ctx, []store.SealedPiece{piece("b"), piece("a")}, 3); err != nil {
			t.Fatal(err)
		}
		if err := s.KeepSealed(ctx, []store.SealedPiece{piece("c"), piece("a")}, 9); !errors.Is(err, store.ErrSealedTag) {
			t.Errorf("a tag twice: %v", err)
		}
		if err := s.KeepSealed(ctx, []store.SealedPiece{piece("c"), piece("d")}, 3); !errors.Is(err, store.ErrSealedFull) {
			t.Errorf("over the bound: %v", err)
		}
		list, err := s.WaitingSealed(ctx, "KAZ")
		if err != nil || len(list) != 2 || list[0].Tag != "a" || string(list[1].Blob) != "\x00\x01\xff" {
			t.Fatalf("%+v %v", list, err)
		}
		if ws, err := s.SealedWorkspaces(ctx); err != nil || len(ws) != 1 || ws[0] != "KAZ" {
			t.Errorf("%v %v", ws, err)
		}
		if _, ok, err := s.SealedByTag(ctx, "UZB", "a"); ok || err != nil {
			t.Errorf("another workspace: %v %v", ok, err)
		}
		fact := func(tag string) store.New {
			return store.New{Review: "sealed/KAZ", Fact: ledger.Fact{Kind: "sealed", Subject: tag, Fields: []ledger.Field{{Name: "blob", Value: "AAH/"}}}}
		}
		act := store.Act{Kind: "sealed", Scope: "sealed/KAZ"}
		if _, err := s.CloseSealedDay(ctx, act, []store.New{fact("a"), fact("gone")}, "KAZ", "2026-11-23", []string{"a", "gone"}); !errors.Is(err, store.ErrSealedDone) {
			t.Errorf("a piece that is gone: %v", err)
		}
		c, err := s.CloseSealedDay(ctx, act, []store.New{fact("a"), fact("x"), fact("b")}, "KAZ", "2026-11-23", []string{"a", "b"})
		if err != nil || c.Number != 1 || c.Facts != 3 {
			t.Fatalf("%+v %v", c, err)
		}
		if _, err := s.CloseSealedDay(ctx, act, []store.New{fact("y")}, "KAZ", "2026-11-23", nil); !errors.Is(err, store.ErrSealedDone) {
			t.Errorf("the same day again: %v", err)
		}
		if err := s.SkipSealedDay(ctx, "KAZ", "2026-11-22"); err != nil {
			t.Errorf("a day before: %v", err)
		}
		if day, err := s.SealedDay(ctx, "KAZ"); err != nil || day != "2026-11-23" {
			t.Errorf("closed: %q %v", day, err)
		}
		if list, err := s.WaitingSealed(ctx, "KAZ"); err != nil || len(list) != 0 {
			t.Errorf("still waiting: %v %v", list, err)
		}
		if rep, err := s.Verify(ctx, nil); err != nil || rep.Problem != nil {
			t.Errorf("%+v %v", rep, err)
		}
	})
}
