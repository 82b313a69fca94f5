package compare_test

import (
	"testing"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/testpg"
)

// few segments, so that this runs with the other tests; make bench asks the same of many.
const few = 600

// seeds are invented segments, and the real ones where they are at hand.
func seeds(t *testing.T) map[string][]corpus.Doc {
	out := map[string][]corpus.Doc{"invented": compare.Invented(few / 2)}
	if dir := shareddata.Find(); dir != "" {
		docs, err := compare.Real(dir)
		if err != nil {
			t.Fatal(err)
		}
		out["real"] = docs[:few/2]
	}
	return out
}

func TestEnginesGiveTheSameTotalsAndCounts(t *testing.T) {
	for name, seed := range seeds(t) {
		docs := compare.Segments(seed, few)
		questions := compare.Questions(docs)
		ours := &compare.Ours{}
		if err := ours.Load(docs); err != nil {
			t.Fatal(err)
		}
		for _, e := range engines(t) {
			t.Run(name+"/"+e.Name(), func(t *testing.T) {
				defer func() {
					if err := e.Close(); err != nil {
						t.Error(err)
					}
				}()
				if err := e.Load(docs); err != nil {
					t.Fatal(err)
				}
				r, err := compare.Check(ours, e, docs, questions)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range r.Differences {
					t.Error(d)
				}
				for _, d := range crossed(t, ours, e, docs) {
					t.Error(d)
				}
				if r.Same < 200 {
					t.Errorf("only %d of %d questions were held against each other", r.Same, len(questions))
				}
			})
		}
	}
}

func engines(t *testing.T) []compare.Comparator {
	pg, err := compare.OpenPostgres(t.Context(), testpg.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	return []compare.Comparator{compare.NewFTS5(t.TempDir()), pg, compare.NewBleve(t.TempDir())}
}

// crossed are the cross-tables that differ, for the engines that count them.
func crossed(t *testing.T, ours *compare.Ours, e compare.Comparator, docs []corpus.Doc) []string {
	other, ok := e.(compare.Crosser)
	if !ok {
		return nil
	}
	d, err := compare.CheckCrossings(ours, other, e, docs, compare.Crossings(docs))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
