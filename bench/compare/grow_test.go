package compare_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
)

func TestTheSameArgumentsGiveTheSameSegmentsAndQuestions(t *testing.T) {
	a, b := compare.Segments(compare.Invented(200), 900), compare.Segments(compare.Invented(200), 900)
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(compare.Questions(a), compare.Questions(b)); d != "" {
		t.Error(d)
	}
	ids, reworded := map[string]bool{}, 0
	words := map[string]bool{}
	for _, d := range compare.Invented(200) {
		words[d.Texts[0].Words] = true
	}
	for _, d := range a {
		if ids[d.ID] || !strings.HasPrefix(d.ID, d.Item) || !d.Review.Valid() {
			t.Errorf("segment %q of item %q in review %s", d.ID, d.Item, d.Review)
		}
		ids[d.ID] = true
		if !words[d.Texts[0].Words] {
			reworded++
		}
	}
	if reworded < 600 {
		t.Errorf("%d of 900 segments have other words than the 200 they were made of", reworded)
	}
}

func TestThereAreQuestionsOfEveryKind(t *testing.T) {
	docs := compare.Segments(compare.Invented(300), 600)
	questions := compare.Questions(docs)
	if len(questions) < 200 {
		t.Errorf("%d questions", len(questions))
	}
	ours := &compare.Ours{}
	if err := ours.Load(docs); err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, q := range questions {
		a, err := ours.Ask(q)
		if err != nil {
			t.Fatal(err)
		}
		found[q.Kind] += a.Total
	}
	for kind, n := range found {
		if n == 0 {
			t.Errorf("no question of the kind %q finds anything", kind)
		}
	}
	if len(found) < 20 {
		t.Errorf("%d kinds", len(found))
	}
}

// What the page is asked is what the search is asked.
func TestAddressesMeanTheQuestions(t *testing.T) {
	docs := compare.Segments(compare.Invented(300), 600)
	ours := &compare.Ours{}
	if err := ours.Load(docs); err != nil {
		t.Fatal(err)
	}
	lexicon := query.NewLexicon()
	for _, q := range compare.Questions(docs) {
		u := q.Address()
		r := query.FromValues(parsed(t, u), lexicon)
		if r.Mistaken != nil {
			t.Errorf("%s: %v", u, r.Mistaken)
			continue
		}
		want, err := ours.Search(q.Query())
		if err != nil {
			t.Fatal(err)
		}
		got, err := ours.Search(r.Query)
		if err != nil {
			t.Fatal(err)
		}
		if want.Totals != got.Totals {
			t.Errorf("%s (%s): %+v, asked directly %+v", u, q.Kind, got.Totals, want.Totals)
		}
	}
}

func TestRowsAreReadBack(t *testing.T) {
	docs := compare.Segments(compare.Invented(100), 300)
	var b bytes.Buffer
	n, err := compare.WriteRows(&b, docs)
	if err != nil {
		t.Fatal(err)
	}
	table, err := uprinfo.Read(t.Context(), b.Bytes(), gazetteer.Default())
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows)+len(table.Left) != n || len(table.Left) > n/100 {
		t.Errorf("%d rows written, %d read, %d left out: %+v", n, len(table.Rows), len(table.Left), table.Left[:min(3, len(table.Left))])
	}
}

func TestFigures(t *testing.T) {
	for name, c := range map[string]struct {
		figure compare.Figure
		want   string
	}{
		"times":  {compare.Figure{Name: "a", Rows: 3, Ours: 0.123456, Comparator: "x", ComparatorValue: 12.3456, Unit: "ms"}, `{"name":"a","rows":3,"ours":0.1235,"comparator":"x","comparator_value":12.35,"ratio":100,"unit":"ms"}`},
		"rates":  {compare.Figure{Name: "a", Ours: 500, ComparatorValue: 100, Unit: "requests/s"}, `{"name":"a","rows":0,"ours":500,"comparator":"","comparator_value":100,"ratio":5,"unit":"requests/s"}`},
		"nobody": {compare.Figure{Name: "a", Ours: 2, Unit: "s"}, `{"name":"a","rows":0,"ours":2,"comparator":"","comparator_value":0,"ratio":0,"unit":"s"}`},
	} {
		var b bytes.Buffer
		if err := c.figure.Print(&b); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(b.String()); got != c.want || !json.Valid(b.Bytes()) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTimesAreMediansWithoutTheFirst(t *testing.T) {
	asked := 0
	times, err := compare.Times(2, 3, func(i int) error {
		if asked++; asked <= 2 {
			time.Sleep(50 * time.Millisecond)
		}
		return nil
	})
	if err != nil || asked != 8 || compare.Mean(times) > 25 {
		t.Errorf("%d asked, mean %v ms, %v", asked, compare.Mean(times), err)
	}
}

func parsed(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}
