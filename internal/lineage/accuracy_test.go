package lineage_test

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/shareddata"
)

// labelled is a pair that a person labelled before there was a method (docs/notes/lineage.md).
type labelled struct {
	earlier, later string // symbol and number
	weight         float64
	same           bool
}

func labelledPairs(t *testing.T) []labelled {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "pairs.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for line := range strings.Lines(string(b)) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		w, err := strconv.ParseFloat(c[2], 64)
		if err != nil || len(c) != 5 || c[4] != "yes" && c[4] != "no" {
			t.Fatalf("line %q: %v", line, err)
		}
		out = append(out, labelled{c[0], c[1], w, c[4] == "yes"})
	}
	return out
}

// segments are those of the shared reports that the pairs name, by symbol, number and segment, read by the program's own
// extractor.
func segments(t *testing.T, pairs []labelled) map[string]corpus.Doc {
	t.Helper()
	wanted := map[string]bool{}
	for _, p := range pairs {
		for _, id := range []string{p.earlier, p.later} {
			symbol, _, _ := strings.Cut(id, " ")
			wanted[symbol] = true
		}
	}
	f, err := os.Open(shareddata.Data(t, "reference", "calendar", "wg_report_pdf_index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	parser := ingest.NewParser()
	parser.Pdftotext = ""
	out := map[string]corpus.Doc{}
	for _, row := range rows[1:] {
		if !wanted[row[3]] {
			continue
		}
		b, err := os.ReadFile(shareddata.Data(t, "wg-reports", "pdf", row[0]+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		p, err := parser.Parse(context.Background(), ingest.NewFile(row[0]+".pdf", b))
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range p.Reading.Items {
			for _, s := range it.Segments {
				id := fmt.Sprintf("%s %d.%s", p.Reading.Symbol, it.Paragraph, it.Number)
				if len(it.Segments) > 1 {
					id += fmt.Sprintf(" s%d", s.N)
				}
				out[id] = corpus.Doc{ID: it.ID.Segment(s.N), Item: string(it.ID), Review: it.Review, State: it.Review.State, By: s.States(),
					Texts: []corpus.Text{{Lang: "en", Words: s.Words}}}
			}
		}
	}
	return out
}

// score counts pairs, once as they are and once by weight.
type score struct{ hit, wrong, missed float64 }

func (s *score) add(said, same bool, weight float64) {
	switch {
	case said && same:
		s.hit += weight
	case said:
		s.wrong += weight
	case same:
		s.missed += weight
	}
}

func (s score) precision() float64 { return s.hit / (s.hit + s.wrong) }
func (s score) recall() float64    { return s.hit / (s.hit + s.missed) }

func (s score) String() string {
	return fmt.Sprintf("precision %.3f, recall %.3f (%.0f right, %.0f wrong, %.0f missed)", s.precision(), s.recall(), s.hit, s.wrong, s.missed)
}

// The two hundred pairs: precision at least 0.95 and recall at least 0.7 at the default threshold.
func TestTheSameDemandIsFoundAsPeopleFindIt(t *testing.T) {
	pairs := labelledPairs(t)
	docs := segments(t, pairs)
	x := lineage.New(corpus.Build(slices.SortedFunc(maps.Values(docs), func(a, b corpus.Doc) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Review.Cycle, b.Review.Cycle), cmp.Compare(a.ID, b.ID))
	}), 1), nil)
	var plain, weighed, chained score
	for _, p := range pairs {
		a, okA := docs[p.earlier]
		b, okB := docs[p.later]
		if !okA || !okB {
			t.Fatalf("%s or %s is not in the reports as they are read", p.earlier, p.later)
		}
		like, _ := lineage.Compare(&a, &b)
		said := like >= lineage.Threshold
		plain.add(said, p.same, 1)
		weighed.add(said, p.same, p.weight)
		chained.add(together(t, x, a.ID, b.ID), p.same, 1)
		if said != p.same {
			t.Logf("%s and %s: likeness %.2f, labelled %v", p.earlier, p.later, like, p.same)
		}
	}
	if len(pairs) != 200 {
		t.Errorf("%d pairs", len(pairs))
	}
	t.Logf("pairs as drawn: %v", plain)
	t.Logf("by weight, for all pairs of a State under one issue: %v", weighed)
	t.Logf("in one chain, as pages show them: %v", chained)
	if plain.precision() < 0.95 || plain.recall() < 0.7 {
		t.Errorf("below the target of 0.95 and 0.7: %v", plain)
	}
	if chained.precision() < 0.95 || chained.recall() < 0.7 {
		t.Errorf("chains are below the target of 0.95 and 0.7: %v", chained)
	}
}

// together says whether two texts stand in one chain.
func together(t *testing.T, x *lineage.Index, a, b string) bool {
	t.Helper()
	chains, err := x.Of(context.Background(), a, lineage.Reviews)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(chains, func(c lineage.Chain) bool {
		return slices.ContainsFunc(c.Members, func(m lineage.Member) bool { return m.Doc.ID == b })
	})
}

func doc(words string) *corpus.Doc {
	return &corpus.Doc{Texts: []corpus.Text{{Lang: "en", Words: words}}}
}
