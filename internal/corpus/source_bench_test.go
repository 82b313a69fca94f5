package corpus_test

import (
	"testing"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

// BenchmarkReviewDocs makes the searched documents of all reviews of sessions 14 to 17 from UPR Info's rows, without
// guessing labels.
func BenchmarkReviewDocs(b *testing.B) {
	_, v := brought(b, shareddata.Data(b, "bulk", "uprinfo_sessions_14-17.csv"))
	n := 0
	for b.Loop() {
		n = 0
		for _, r := range v.Reviews() {
			n += len(corpus.ReviewDocs(r, nil, upr.Date{}))
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}
