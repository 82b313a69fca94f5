package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

var operator = ingest.Who{Role: "operator"}

// filled makes a record in a folder that holds the segments as another keeper's rows, and gives the folder.
func filled(ctx context.Context, docs []corpus.Doc) (dir string, err error) {
	if dir, err = os.MkdirTemp(place(), "openupr-live-"); err != nil {
		return "", err
	}
	var b bytes.Buffer
	rows, err := compare.WriteRows(&b, docs)
	if err != nil {
		return dir, err
	}
	p, err := server.Open(ctx, server.Config{Dir: dir})
	if err != nil {
		return dir, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	began := time.Now()
	t, err := uprinfo.Read(ctx, b.Bytes(), gazetteer.Default())
	if err != nil {
		return dir, err
	}
	if len(t.Rows) < rows*99/100 {
		return dir, fmt.Errorf("only %d of %d rows were understood", len(t.Rows), rows)
	}
	plan, err := ingest.PrepareRows(ctx, p.Keeper.View(), ingest.NewFile("rows.csv", b.Bytes()), t)
	if err != nil {
		return dir, err
	}
	done, err := ingest.ApplyRows(ctx, p.Store, p.Files, plan, operator)
	if err != nil {
		return dir, err
	}
	tell("a record of %d rows (%d facts) made in %s", rows, done.Facts, time.Since(began).Round(time.Millisecond))
	return dir, nil
}

// live measures the record as the program keeps it: how long a rebuild takes beside only reading the rows, how soon an
// act is found, and what readers notice of snapshots that change every second.
func (m *measure) live(ctx context.Context, docs []corpus.Doc) (err error) {
	dir, err := filled(ctx, docs)
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err != nil {
		return err
	}
	if err := rebuild(ctx, dir, len(docs)); err != nil {
		return err
	}
	p, err := server.Open(ctx, server.Config{Dir: dir, Addr: "127.0.0.1:0"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- p.Run(running) }()
	defer func() {
		stop()
		err = errors.Join(err, <-ended)
	}()
	if err := found(ctx, p, docs); err != nil {
		return err
	}
	return swaps(ctx, p, docs, compare.Questions(docs))
}

// rebuild compares a whole rebuild (rows, view, documents, index) with only reading the rows from the store: in a program
// that runs, in one that has just started and finds the labels of its texts beside the record, and in one that does not.
func rebuild(ctx context.Context, dir string, n int) (err error) {
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	labels := filepath.Join(dir, "labels.measured")
	var reads, running, started, bare []time.Duration
	const rounds = 5
	for range rounds {
		runtime.GC()
		back := server.Roomy() // as where a program starts, for the reading by itself too
		began := time.Now()
		for _, err := range st.Facts(ctx, store.Filter{}) {
			if err != nil {
				return err
			}
		}
		reads = append(reads, time.Since(began))
		back()
		first, err := classify.New()
		if err != nil {
			return err
		}
		for _, with := range []*[]time.Duration{&bare, &running, &started} {
			if with == &started {
				if first, err = classify.New(); err != nil {
					return err
				}
			}
			runtime.GC()
			back := server.Roomy()
			began = time.Now()
			ahead := sync.OnceValues(func() (*corpus.Ahead, error) { // as the program does while the record is read
				if with == &started {
					b, err := os.ReadFile(labels)
					if err == nil {
						err = first.Recall(b)
					}
					if err != nil {
						return nil, err
					}
				}
				return corpus.NewAhead(first), nil
			})
			go func() { _, _ = ahead() }()
			k, err := record.NewKeeperTelling(ctx, st, func(r *record.Review) {
				if a, err := ahead(); err == nil {
					a.Take(r)
				}
			})
			if err != nil {
				return err
			}
			a, err := ahead()
			if err != nil {
				return err
			}
			if a.Keeper(k, st, discard).Snapshot().Len() == 0 {
				return errors.New("the rebuilt snapshot is empty")
			}
			*with = append(*with, time.Since(began))
			back()
			if with == &bare {
				began = time.Now()
				b := first.Save()
				if err := os.WriteFile(labels, b, 0o600); err != nil {
					return err
				}
				tell("labels of %d bytes written in %s", len(b), time.Since(began))
			}
		}
		tell("rows read in %s; everything after %s, just started %s, without labels %s",
			reads[len(reads)-1], running[len(running)-1], started[len(started)-1], bare[len(bare)-1])
	}
	read := compare.Quantile(reads, .5)
	for _, f := range []struct {
		name string
		took []time.Duration
	}{
		{"rebuild", running},
		{"rebuild.just-started", started},
		{"rebuild.without-labels", bare},
	} {
		if err := print(f.name, n, compare.Quantile(f.took, .5), "reading the rows", read, "ms"); err != nil {
			return err
		}
	}
	return nil
}

// acts is how many acts are done one after another.
const acts = 20

// found measures how long after its commit an act is found by a search.
func found(ctx context.Context, p *server.Program, docs []corpus.Doc) error {
	var times []time.Duration
	for i := range acts {
		word := fmt.Sprintf("zyxwact%d", i)
		began := time.Now()
		if err := save(ctx, p, docs[i*len(docs)/acts].Review, word); err != nil {
			return err
		}
		committed := time.Now()
		for {
			r, err := p.Corpus.Snapshot().Search(ctx, query.Query{Text: query.Word{Text: word}}, corpus.Window{Limit: 1, Unit: upr.UnitSegment})
			if err != nil {
				return err
			}
			if r.Totals.Segments > 0 {
				break
			}
			if time.Since(began) > time.Minute {
				return errors.New("an act is not found within a minute")
			}
			time.Sleep(time.Millisecond)
		}
		times = append(times, time.Since(committed))
	}
	if err := print("act-found.mean", len(docs), compare.Mean(times), "bound", 1000, "ms"); err != nil {
		return err
	}
	return print("act-found.slowest", len(docs), compare.Quantile(times, 1), "bound", 1000, "ms")
}

// save is an act: one more entry in a review.
func save(ctx context.Context, p *server.Program, review upr.ReviewID, word string) error {
	f := record.EntryFact(record.Entry{Keeper: uprinfo.Keeper, Review: review, Session: 1, Words: "Invented act " + word, Lang: "en",
		By: []upr.Attribution{{State: "FRA", Printed: "France"}}, Response: "Accepted", Position: upr.Supported, Action: 4})
	_, err := ingest.Commit(ctx, p.Store, operator.Act("save", review.String(), 0), []record.Fact{f}, nil)
	return err
}

// turn is how long readers ask at rest, and again while an act is done every second.
const turn = 20 * time.Second

// swaps compares the slowest searches of a reader at rest with those while every second an act brings a new snapshot.
func swaps(ctx context.Context, p *server.Program, docs []corpus.Doc, questions []compare.Question) error {
	ask := func() (all []time.Duration, err error) {
		for end := time.Now().Add(turn); time.Now().Before(end); {
			for _, q := range questions {
				order := query.Document
				if q.Text != nil {
					order = query.Relevance
				}
				began := time.Now()
				_, err := p.Corpus.Snapshot().Search(ctx, q.Query(), corpus.Window{Order: order, Limit: 20, Unit: upr.UnitSegment, Marks: true})
				if err != nil {
					return nil, err
				}
				all = append(all, time.Since(began))
			}
		}
		return all, nil
	}
	if _, err := ask(); err != nil { // warm
		return err
	}
	rest, err := ask()
	if err != nil {
		return err
	}
	acting, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	swapped := 0
	go func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		last := p.Corpus.Snapshot()
		for i := 0; ; i++ {
			select {
			case <-acting.Done():
				ended <- nil
				return
			case <-tick.C:
			}
			if now := p.Corpus.Snapshot(); now != last {
				last = now
				swapped++
			}
			if err := save(ctx, p, docs[(i*7919)%len(docs)].Review, fmt.Sprintf("zyxwswap%d", i)); err != nil {
				ended <- err
				return
			}
		}
	}()
	beside, err := ask()
	stop()
	if err := errors.Join(err, <-ended); err != nil {
		return err
	}
	tell("%d searches at rest, %d while %d snapshots were new", len(rest), len(beside), swapped)
	return print("p99-while-swapping", len(docs), compare.Quantile(beside, .99), "p99 at rest", compare.Quantile(rest, .99), "ms")
}
