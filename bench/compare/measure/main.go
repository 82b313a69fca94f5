// Measure prints one line of JSON for each measurement of OpenUPR's search, by itself and beside other engines. Only its
// answers go to standard output; what it does meanwhile is told on standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/testpg"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run() error {
	rows := flag.String("rows", "120000", "numbers of segments, parted by commas")
	engines := flag.String("engines", "sqlite,postgres,bleve", "the engines to compare with; empty for none")
	what := flag.String("what", "size,search,cross", "what to measure: size, search, cross, live, page")
	rounds := flag.Int("rounds", 3, "rounds over all questions for the other engines; ours is asked five times as often")
	slow := flag.String("slowest", "", "a file for our slowest questions with what they allocate")
	dir := flag.String("serve", "", "used by this program itself: serve the record of a folder until standard input ends")
	feed := flag.String("feed", "", "used by this program itself: ask this engine before each page")
	flag.Parse()
	m := &measure{rounds: *rounds, slow: *slow, what: map[string]bool{}}
	for _, w := range strings.Split(*what, ",") {
		m.what[w] = true
	}
	shared := shareddata.Find()
	if shared == "" {
		return errors.New("the shared rows are not here: put them beside the project as 'shared' or set OPENUPR_SHARED")
	}
	var err error
	if m.seed, err = compare.Real(shared); err != nil {
		return err
	}
	for _, size := range strings.Split(*rows, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if *dir != "" {
			return serve(context.Background(), *dir, *feed, m.seed, n)
		}
		if err := m.at(n, strings.Split(*engines, ",")); err != nil {
			return fmt.Errorf("at %d segments: %w", n, err)
		}
	}
	return nil
}

type measure struct {
	what   map[string]bool
	seed   []corpus.Doc
	rounds int
	slow   string
}

// many segments are those for which memory is short.
const many = 3_000_000

// at measures at a number of segments.
func (m *measure) at(n int, engines []string) error {
	if n > many {
		defer debug.SetGCPercent(debug.SetGCPercent(20)) // segments and snapshot together are most of the machine's memory
	}
	began := time.Now()
	docs := compare.Segments(m.seed, n)
	tell("%d segments made in %s", n, time.Since(began).Round(time.Millisecond))
	questions := compare.Questions(docs)
	ours := &compare.Ours{}
	began = time.Now()
	if err := ours.Load(docs); err != nil {
		return err
	}
	built := time.Since(began)
	tell("our snapshot built in %s", built.Round(time.Millisecond))
	if m.what["search"] {
		if err := m.ours(ours, questions, n); err != nil {
			return err
		}
	}
	for _, name := range engines {
		if name == "" || !m.what["search"] && !m.what["cross"] {
			continue
		}
		if err := m.beside(ours, name, docs, questions); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if m.what["live"] {
		if err := m.live(context.Background(), docs); err != nil {
			return fmt.Errorf("live: %w", err)
		}
	}
	if m.what["page"] {
		if err := m.page(context.Background(), docs); err != nil {
			return fmt.Errorf("page: %w", err)
		}
	}
	if m.what["size"] { // last, since it gives up the segments
		return size(&docs, ours, built)
	}
	return nil
}

// beside asks another engine what ours is asked, holds the answers against each other and compares the times.
func (m *measure) beside(ours *compare.Ours, name string, docs []corpus.Doc, questions []compare.Question) (err error) {
	e, err := open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	began := time.Now()
	if err := e.Load(docs); err != nil {
		return err
	}
	runtime.GC()
	tell("%s loaded in %s", e.Name(), time.Since(began).Round(time.Millisecond))
	if m.what["search"] {
		if err := m.search(ours, e, docs, questions); err != nil {
			return err
		}
	}
	if other, ok := e.(compare.Crosser); ok && m.what["cross"] {
		return m.cross(ours, e, other, docs)
	}
	return nil
}

func open(name string) (compare.Comparator, error) {
	if name == "postgres" {
		if err := os.Setenv("OPENUPR_TESTPG", compare.PostgresSettings); err != nil {
			return nil, err
		}
		dsn, _, err := testpg.Database() // goes with its server, which ends with this program
		if err != nil {
			return nil, err
		}
		return compare.OpenPostgres(context.Background(), dsn)
	}
	dir, err := os.MkdirTemp(place(), "openupr-compare-")
	if err != nil {
		return nil, err
	}
	switch name {
	case "sqlite":
		return compare.NewFTS5(dir), nil
	case "bleve":
		return compare.NewBleve(dir), nil
	}
	return nil, errors.Join(fmt.Errorf("no engine is named %q", name), os.Remove(dir))
}

// place is in memory where there is such a folder, so that no engine waits for a disk.
func place() string {
	if st, err := os.Stat("/dev/shm"); err == nil && st.IsDir() {
		return "/dev/shm"
	}
	return ""
}

var discard = slog.New(slog.DiscardHandler)

func tell(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
