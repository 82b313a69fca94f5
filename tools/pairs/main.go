// Command pairs draws pairs of recommendations to one State in two cycles under the same issue, for a person to label:
// does the later one make the same demand again? It knows nothing of any method that compares them. docs/notes/lineage.md
// says how the draw is made and how its weights are used.
//
//	go run ./tools/pairs draw   > internal/lineage/testdata/pairs.tsv   # 200 pairs from reports, by symbol and number
//	go run ./tools/pairs tuning > internal/lineage/testdata/tuning.tsv  # pairs of other States, by row of UPR Info's export
//	go run ./tools/pairs weights > internal/lineage/data/weights.tsv    # what words weigh, from counts over the other States' rows
//	go run ./tools/pairs fit internal/lineage/testdata/{tuning,near}.tsv # what likeness counts (like.go)
//	go run ./tools/pairs words FILE                                     # the words of a file's pairs, to read while labelling
package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pairs:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("say draw, tuning, weights, fit FILE… or words FILE")
	}
	dir := cmp.Or(os.Getenv("OPENUPR_SHARED"), filepath.Join("..", "shared"))
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		return fmt.Errorf("the shared documents are not here: put them beside the project as 'shared' or set OPENUPR_SHARED: %w", err)
	}
	rows, err := readRows(filepath.Join(dir, "data"))
	if err != nil {
		return err
	}
	reported, err := fromReports(filepath.Join(dir, "data"), rows)
	if err != nil {
		return err
	}
	tested := bothCycles(reported)
	switch {
	case args[0] == "draw":
		return write(out, draw(universe(reported, func(t *text) bool { return tested[t.review.State] }), 19, 100, 20))
	case args[0] == "tuning":
		return write(out, draw(universe(fromRows(rows), func(t *text) bool { return !tested[t.review.State] }), 20, 50, 50))
	case args[0] == "weights":
		return weigh(out, filepath.Join(dir, "data"), slices.DeleteFunc(fromRows(rows), func(t *text) bool { return tested[t.review.State] }))
	case args[0] == "fit" && len(args) > 1:
		all, err := examples(args[1:], fromRows(rows))
		if err == nil {
			fit(out, all)
		}
		return err
	case args[0] == "words" && len(args) == 2:
		return words(out, args[1], append(reported, fromRows(rows)...))
	}
	return fmt.Errorf("%q is not known: say draw, tuning, weights, fit FILE… or words FILE", args[0])
}

func write(out io.Writer, d []drawn) error {
	for _, p := range d {
		if _, err := fmt.Fprintf(out, "%s\t%s\t%.1f\t%s\n", p.a.id, p.b.id, p.weight, p.from); err != nil {
			return err
		}
	}
	return nil
}

// labelledPair is a line of a file of pairs.
type labelledPair struct {
	a, b *text
	same bool
}

// readPairs reads a file of pairs, labelled or not.
func readPairs(name string, texts []*text) ([]labelledPair, error) {
	byID := map[string]*text{}
	for _, t := range texts {
		byID[t.id] = t
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []labelledPair
	for line := range strings.Lines(string(b)) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(c) < 2 {
			continue
		}
		p := labelledPair{a: byID[c[0]], b: byID[c[1]], same: c[len(c)-1] == "yes"}
		if p.a == nil || p.b == nil {
			return nil, fmt.Errorf("%s: pair %d: %q or %q is not among the texts", name, len(out)+1, c[0], c[1])
		}
		out = append(out, p)
	}
	return out, nil
}

// words prints each pair of a file with its words.
func words(out io.Writer, name string, texts []*text) error {
	pairs, err := readPairs(name, texts)
	for i, p := range pairs {
		fmt.Fprintf(out, "%d %s\n  A %s\n  B %s\n", i+1, p.a.review.State, p.a.words, p.b.words)
	}
	return err
}
