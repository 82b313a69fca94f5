package lineage_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

// wordings are the different texts of UPR Info's rows.
func wordings(tb testing.TB) []string {
	tb.Helper()
	seen := map[string]bool{}
	var out []string
	for _, f := range []string{"uprinfo_sessions_1-5.csv", "uprinfo_sessions_10-13.csv", "uprinfo_sessions_14-17.csv"} {
		b, err := os.ReadFile(shareddata.Data(tb, "bulk", f))
		if err != nil {
			tb.Fatal(err)
		}
		s, err := charmap.Macintosh.NewDecoder().String(string(b))
		if err != nil {
			tb.Fatal(err)
		}
		r := csv.NewReader(strings.NewReader(strings.ReplaceAll(s, "\r", "\n")))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		if err != nil {
			tb.Fatal(err)
		}
		for _, row := range rows[1:] {
			if len(row) > 3 && !seen[row[3]] {
				seen[row[3]] = true
				out = append(out, html.UnescapeString(row[3]))
			}
		}
	}
	return out
}

// The chains of one State among 350,000 segments: every State is asked what some State was really asked, about 1,800 texts
// each over four cycles.
func BenchmarkChainsOfAState(b *testing.B) {
	words := wordings(b)
	states := reference.States()
	var docs []corpus.Doc
	for n := 0; len(docs) < 350_000; n++ {
		for i, s := range states {
			cycle := upr.Cycle(1 + n%4)
			id := upr.NewItemID(upr.ReviewID{State: s.Code, Cycle: cycle}, 100, fmt.Sprint(1+n/4))
			docs = append(docs, corpus.Doc{ID: id.Segment(1), Item: string(id), Review: upr.ReviewID{State: s.Code, Cycle: cycle}, State: s.Code, Year: 2004 + 4*int(cycle),
				Texts: []corpus.Text{{Lang: "en", Words: words[(i*1811+n*7)%len(words)]}}})
		}
	}
	s := corpus.Build(docs, 1)
	b.ResetTimer()
	chains := 0
	for i := 0; b.Loop(); i++ {
		c, err := lineage.New(s, nil).Chains(context.Background(), states[i%len(states)].Code, lineage.Reviews)
		if err != nil {
			b.Fatal(err)
		}
		chains += len(c)
	}
	b.ReportMetric(float64(chains)/float64(b.N), "chains/op")
}
