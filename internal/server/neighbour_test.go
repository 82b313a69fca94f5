package server_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr"
)

// soon is how long after an act on one program the other may take to show it.
const soon = time.Second

// Two programs on one PostgreSQL show the same answers: what is done on one is found by a search on the other.
func TestTwoProgramsOnOneDatabaseFindTheSameWithinASecond(t *testing.T) {
	dsn := testpg.DSN(t)
	dir := t.TempDir() // both sign with the record's key
	one, other := neighbour(t, dir, dsn), neighbour(t, dir, dsn)
	for i := range 6 {
		from, to := one, other
		if i%2 == 1 {
			from, to = other, one
		}
		word := fmt.Sprintf("neighbour%d", i)
		e := record.Entry{Keeper: "uprinfo", Review: upr.ReviewID{State: "KAZ", Cycle: 2}, Session: 20, Words: "Build the invented " + word, Lang: "en",
			By: []upr.Attribution{{State: "FRA", Printed: "France"}}, Response: "Accepted", Position: upr.Supported, Action: 4}
		act := ingest.Who{Role: "editor"}.Act("save", e.Review.String(), 0)
		if _, err := ingest.Commit(t.Context(), from.Store, act, []record.Fact{record.EntryFact(e)}, nil); err != nil {
			t.Fatal(err)
		}
		committed := time.Now()
		for found(t, to, word) == 0 {
			if time.Since(committed) > 20*soon {
				t.Fatalf("act %d is not found on the other program at all", i+1)
			}
			time.Sleep(5 * time.Millisecond)
		}
		took := time.Since(committed)
		t.Logf("act %d found on the other program after %s", i+1, took.Round(time.Millisecond))
		if took > soon*slack() {
			t.Errorf("act %d is found on the other program after %s", i+1, took)
		}
		for deadline := time.Now().Add(20 * soon); found(t, from, word) == 0; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("act %d is not found on its own program", i+1)
			}
		}
		a, b := totals(t, one), totals(t, other)
		if a != b || a.Segments != i+1 {
			t.Errorf("after act %d the programs count %+v and %+v", i+1, a, b)
		}
	}
}

// neighbour is a running program on the database.
func neighbour(t *testing.T, dir, dsn string) *server.Program {
	t.Helper()
	p := started(t, server.Config{Dir: dir, DSN: dsn, Addr: "127.0.0.1:0"})
	if _, err := p.Listen(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return p
}

func found(t *testing.T, p *server.Program, word string) int {
	t.Helper()
	r, err := p.Corpus.Snapshot().Search(t.Context(), query.Query{Text: query.Word{Text: word}}, corpus.Window{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r.Totals.Segments
}

func totals(t *testing.T, p *server.Program) corpus.Totals {
	t.Helper()
	r, err := p.Corpus.Snapshot().Search(t.Context(), query.Query{}, corpus.Window{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Totals
}

// slack is how much longer it may take where other things run besides; 1 where OPENUPR_QUIET says that nothing does.
func slack() time.Duration {
	if os.Getenv("OPENUPR_QUIET") != "" {
		return 1
	}
	return 5
}
