// Victim makes one import, with an original, into the record it is given, and is killed on the way by the test that builds
// it. Usage: victim DIR DSN.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir, dsn string) (err error) {
	originals, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		return err
	}
	if _, _, err := originals.Put(strings.NewReader("an invented original"), 100); err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Config{Dir: dir, DSN: dsn})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var old []store.FactID
	for r, err := range s.Facts(ctx, store.Filter{}) {
		if err != nil {
			return err
		}
		old = append(old, r.ID)
	}
	d, err := s.Begin(ctx, store.Act{Kind: "import", Scope: "KAZ/9", Role: "editor"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Abandon(context.WithoutCancel(ctx))) }()
	if err := d.End(ctx, old...); err != nil {
		return err
	}
	for n := range 1000 {
		f := ledger.Fact{Kind: "item", Subject: fmt.Sprintf("A/HRC/99/7 124.%d", n), Fields: []ledger.Field{{Name: "text", Value: "invented words"}}}
		if err := d.Add(ctx, store.New{Fact: f, Review: "KAZ/9"}); err != nil {
			return err
		}
	}
	_, err = d.Commit(ctx)
	return err
}
