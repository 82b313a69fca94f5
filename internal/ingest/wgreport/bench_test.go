package wgreport_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wgreport"
)

// BenchmarkRead reads an invented report of 250 items behind 2,000 lines of summary, the size of a long real one.
func BenchmarkRead(b *testing.B) {
	var lines []string
	lines = append(lines, front...)
	for i := range 2000 {
		lines = append(lines, fmt.Sprintf("summary line %d on harbours, piers and roads (with brackets) and so on, as long as a printed line.", i))
	}
	lines = append(lines, "II. Conclusions and/or recommendations", "124. The following recommendations enjoy the support of Kazakhstan:")
	for i := range 250 {
		lines = append(lines, wrap(fmt.Sprintf("124.%d. %s and adopt further measures (FM) to that end in all regions of the country (Peru, Iran (Islamic Republic of), Chile); %s (Mali) (Niger);",
			i+1, strings.Repeat("Continue to repair the long pier ", 2), words[i%len(words)]), 95)...)
	}
	d := doc(append(lines, "125. "+disclaimer)...)
	g := gazetteer.Default()
	b.ReportAllocs()
	for b.Loop() {
		r, err := wgreport.Read(context.Background(), d, g)
		if err != nil || len(r.Items) != 250 {
			b.Fatal(err, len(r.Items))
		}
	}
}
