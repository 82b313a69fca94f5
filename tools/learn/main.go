// Command learn makes the learned part of the classifier from human-coded rows, and measures it.
//
//	go run ./tools/learn                 # cross-validation inside the sessions for tuning
//	go run ./tools/learn -held           # the figures on sessions 14 to 17, which nothing was tuned on
//	go run ./tools/learn -lists          # persons and goals against OHCHR's thematic lists
//	go run ./tools/learn -write internal/classify/learned.model
//
// The written model is learned from all rows. It holds words, pairs of words and weights, no texts. Runs are
// deterministic: the same rows give the same bytes on the same kind of processor.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/openupr/openupr/internal/classify"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the shared data")
	held := flag.Bool("held", false, "measure on sessions 14 to 17")
	against := flag.Bool("lists", false, "compare persons and goals with OHCHR's lists")
	every := flag.Bool("every", false, "print also the confusion table and each issue")
	to := flag.String("write", "", "file to write the model to, learned from all rows")
	corrections := flag.String("corrections", "", "NDJSON of people's corrections to learn from as well (with -write)")
	flag.Parse()
	if err := run(options{*data, *held, *against, *every, *to, *corrections}, os.Stdout); err != nil {
		log.Fatalf("learning labels: %v", err)
	}
}

type options struct {
	data               string
	held, lists, every bool
	to, corrections    string
}

func run(o options, out io.Writer) error {
	if o.lists {
		whole, err := classify.New()
		if err != nil {
			return err
		}
		return measureLists(o.data, whole, out)
	}
	rows, err := readRows(context.Background(), o.data)
	if err != nil {
		return err
	}
	c, err := classify.Rules()
	if err != nil {
		return err
	}
	switch {
	case o.to != "":
		return write(rows, c, o.to, o.corrections, out)
	case o.held:
		return measureHeld(rows, c, o.every, out)
	}
	co, err := read(slices.DeleteFunc(rows, row.held), c)
	if err != nil {
		return err
	}
	crossed := co.crossed()
	m := co.model(nil)
	co.tune(m.Labels, crossed)
	co.measure(m.Labels, crossed, c).print(out, o.every, co.labels)
	return nil
}

// measureHeld learns and tunes without sessions 14 to 17 and measures on them.
func measureHeld(rows []row, c *classify.Classifier, every bool, out io.Writer) error {
	f, labels, err := onHeld(rows, c)
	if err != nil {
		return err
	}
	f.print(out, every, labels)
	if missed := f.below(targets); len(missed) > 0 {
		return fmt.Errorf("below the targets: %v", missed)
	}
	return nil
}

func onHeld(rows []row, c *classify.Classifier) (figures, []string, error) {
	co, err := read(slices.DeleteFunc(slices.Clone(rows), row.held), c)
	if err != nil {
		return figures{}, nil, err
	}
	all := make([]int, len(co.rows))
	for i := range all {
		all[i] = i
	}
	m := co.model(all)
	co.tune(m.Labels, co.crossed())
	test := &corpus{words: co.words, rows: slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return !r.held() })}
	scores := make([][]float32, len(test.rows))
	for i, r := range test.rows {
		test.features = append(test.features, c.Features(r.words, co.words))
		scores[i] = make([]float32, len(m.Labels))
		m.Scores(test.features[i], scores[i], nil)
	}
	test.label()
	return test.measure(m.Labels, scores, c), co.labels, nil
}

// write learns from all rows and writes the model.
func write(rows []row, c *classify.Classifier, to, corrections string, out io.Writer) error {
	head := []string{
		"Written by: go run ./tools/learn -write internal/classify/learned.model",
		"Learned from human coding by UPR Info (upr-info.org), database export of 2015, sessions 1-5, 10-17 and 20.",
		"Holds words, pairs of words and weights only.",
	}
	if corrections != "" {
		b, err := os.ReadFile(corrections)
		if err != nil {
			return err
		}
		more, err := readCorrections(bytes.NewReader(b))
		if err != nil {
			return err
		}
		rows = append(rows, more...)
		head = append(head, fmt.Sprintf("And from %d corrections by people.", len(more)))
	}
	co, err := read(rows, c)
	if err != nil {
		return err
	}
	all := make([]int, len(co.rows))
	for i := range all {
		all[i] = i
	}
	m := co.model(all)
	crossed := co.crossed()
	co.tune(m.Labels, crossed)
	fmt.Fprintln(out, "crossed over all rows, not the figures of a held-out session:")
	co.measure(m.Labels, crossed, c).print(out, false, co.labels)
	var b bytes.Buffer
	if err := m.Write(&b, head); err != nil {
		return err
	}
	features, weights := m.Len()
	fmt.Fprintf(out, "%d words, %d features, %d weights, %d bytes\n", co.words.Len(), features, weights, b.Len())
	return os.WriteFile(to, b.Bytes(), 0o644)
}
