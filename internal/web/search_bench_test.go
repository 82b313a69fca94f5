package web_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/shareddata"
)

// asked are queries of different kinds; the measurement takes one after another.
var asked = []string{"q=torture", "q=women+education", "q=%22death+penalty%22", "sur=KAZ", "by=FRA&by=DEU&unit=pair", "q=accepted+discrimin*",
	"q=police+NEAR%2F5+training", "q=CEDAW", "q=(women+OR+girls)+-violence&cycle=2", "", "issue=torture-and-other-cid-treatment&position=noted"}

// cpu is the time that all of the program has computed.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSearchPage sets the computing time of the whole page, compressed and through every layer of the server, beside
// that of the search call alone, over UPR Info's rows at hand.
func BenchmarkSearchPage(b *testing.B) {
	p, err := server.Open(b.Context(), server.Config{Dir: b.TempDir(), Version: "test"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := p.Close(); err != nil {
			b.Error(err)
		}
	})
	ctx := context.Background()
	for _, name := range []string{"uprinfo_sessions_1-5.csv", "uprinfo_sessions_10-13.csv", "uprinfo_sessions_14-17.csv"} {
		bringTable(b, p, name)
	}
	p.Corpus.Refresh()
	b.Logf("%d segments", p.Corpus.Snapshot().Len())
	var search, whole time.Duration
	size := 0
	for i := 0; b.Loop(); i++ {
		address := asked[i%len(asked)]
		v, err := url.ParseQuery(address)
		if err != nil {
			b.Fatal(err)
		}
		r := query.FromValues(v, query.NewLexicon())
		start := cpu(b)
		if _, err := p.Corpus.Snapshot().Search(ctx, r.Query, corpus.Window{Order: r.Order, Limit: 20, Unit: r.Unit, Marks: true, Lang: "en"}); err != nil {
			b.Fatal(err)
		}
		between := cpu(b)
		w := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodGet, "/search?"+address, nil)
		req.Header.Set("Accept-Encoding", "gzip")
		p.Handler().ServeHTTP(w, req)
		whole += cpu(b) - between
		search += between - start
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "gzip" {
			b.Fatalf("%s: status %d, encoding %q", address, w.Code, w.Header().Get("Content-Encoding"))
		}
		size = max(size, w.Body.Len())
		if i == 0 {
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				b.Fatal(err)
			}
			n, err := io.Copy(io.Discard, z)
			if err != nil {
				b.Fatal(err)
			}
			b.Logf("%s: %d bytes of HTML", address, n)
		}
	}
	b.ReportMetric(float64(search.Microseconds())/float64(b.N), "search-µs")
	b.ReportMetric(float64(whole.Microseconds())/float64(b.N), "page-µs")
	b.ReportMetric(float64(whole)/float64(search), "page/search")
	b.ReportMetric(float64(size), "most-bytes")
}

// bringTable brings a table of UPR Info's rows into the record.
func bringTable(b *testing.B, p *server.Program, name string) {
	b.Helper()
	ctx := context.Background()
	bytes, err := os.ReadFile(shareddata.Data(b, "bulk", name))
	if err != nil {
		b.Fatal(err)
	}
	parsed, err := p.Parser.Parse(ctx, ingest.NewFile(name, bytes))
	if err != nil {
		b.Fatal(err)
	}
	plan, err := ingest.PrepareRows(ctx, p.Keeper.View(), parsed.File, parsed.Table)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := ingest.ApplyRows(ctx, p.Store, p.Files, plan, ingest.Who{Role: "program"}); err != nil {
		b.Fatal(err)
	}
	if err := p.Keeper.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
}
