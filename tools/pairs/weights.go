package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/openupr/openupr/internal/lineage"
)

// fewest texts that have a word for it to stand in the table; rarer words weigh the most.
const fewest = 8

// weigh writes the table of package lineage: of English, the words of the rows whose States are not tested; of the other
// languages of the United Nations, the words of its documents.
func weigh(out io.Writer, data string, texts []*text) error {
	fmt.Fprintln(out, "# What words weigh when demands are compared: language, stem or thing, weight. Made by `go run ./tools/pairs weights`")
	fmt.Fprintln(out, "# from UPR Info's export (English, without the States of pairs.tsv) and the UN Parallel Corpus (the others): counts only.")
	n := map[string]int{}
	for _, t := range texts {
		for _, w := range lineage.Terms(t.words, "en") {
			n[w]++
		}
	}
	table(out, "en", n, len(texts))
	for _, lang := range []string{"ar", "es", "fr", "ru", "zh"} {
		files, err := filepath.Glob(filepath.Join(data, "multilingual", "*."+lang))
		if err != nil || len(files) != 1 {
			return fmt.Errorf("texts in %s: %d files: %w", lang, len(files), err)
		}
		f, err := os.Open(files[0])
		if err != nil {
			return err
		}
		defer f.Close()
		n, lines := map[string]int{}, 0
		sc := bufio.NewScanner(f)
		for sc.Buffer(nil, 1<<20); sc.Scan(); lines++ {
			for _, w := range lineage.Terms(sc.Text(), lang) {
				n[w]++
			}
		}
		if err := sc.Err(); err != nil {
			return err
		}
		table(out, lang, n, lines)
	}
	return nil
}

// table writes the logarithm of how rare each word is, less one and a half, so that the commonest weigh nothing.
func table(out io.Writer, lang string, n map[string]int, texts int) {
	for _, w := range slices.Sorted(maps.Keys(n)) {
		if n[w] >= fewest {
			fmt.Fprintf(out, "%s\t%s\t%.1f\n", lang, w, max(0, math.Log(float64(texts)/float64(n[w]))-1.5))
		}
	}
}
