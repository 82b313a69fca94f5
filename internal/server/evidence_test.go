package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
)

// spaces reads without end and without memory what a plain text may hold.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
		if i%64 == 63 {
			p[i] = '\n'
		}
	}
	return len(p), nil
}

// counted is an answer of which only the length is kept.
type counted struct {
	header http.Header
	status int
	n      int64
}

func (c *counted) Header() http.Header  { return c.header }
func (c *counted) WriteHeader(code int) { c.status = code }
func (c *counted) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// into asks for an address and sends the answer there.
func (b *browser) into(w http.ResponseWriter, target string) {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.RemoteAddr, r.Host = b.from, b.host
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	b.h.Handler().ServeHTTP(w, r)
}

// A file of a hundred megabytes comes in through the form and goes out again through its address, and no copy of it is ever
// in memory; one byte more is refused, and nothing of it is kept.
func TestAHundredMegabytesComeAndGoOverTheLine(t *testing.T) {
	c := open(t, false).closed()
	b, _ := c.someone("long-writer", account.Member, account.Seat{Workspace: "ZZV", Role: account.Contributor, Body: c.ministry})
	form := func(title string, n int64) (int, string) {
		head := ""
		for _, f := range []struct{ name, value string }{{"title", title}, {"about", c.rec}, {"body", c.ministry}, {"access", "body"}} {
			head += "--x\r\nContent-Disposition: form-data; name=\"" + f.name + "\"\r\n\r\n" + f.value + "\r\n"
		}
		head += "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"long.txt\"\r\nContent-Type: text/plain\r\n\r\n"
		w := b.do(http.MethodPost, "/work/ZZV/evidence", io.MultiReader(strings.NewReader(head), io.LimitReader(spaces{}, n), strings.NewReader("\r\n--x--\r\n")),
			func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") })
		return w.Code, w.Header().Get("Location")
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	code, at := form("Long", followup.MaxEvidence)
	if code != http.StatusSeeOther {
		t.Fatalf("the file answers %d", code)
	}
	got := &counted{header: http.Header{}}
	b.into(got, at+"/file")
	runtime.ReadMemStats(&after)
	if got.n != followup.MaxEvidence {
		t.Errorf("%d bytes came back with %d", got.n, got.status)
	}
	allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%d MB came and went with %d MB allocated in all", followup.MaxEvidence>>20, allocated)
	if allocated > 60 { // every copy of the file would be 100
		t.Errorf("%d MB were allocated", allocated)
	}
	kept := c.evidence(t)
	if code, _ := form("Longer", followup.MaxEvidence+1); code != http.StatusUnprocessableEntity {
		t.Errorf("one byte more answers %d", code)
	}
	if n := c.evidence(t); n != kept {
		t.Errorf("%d pieces of evidence after a refusal, %d before", n, kept)
	}
}

// evidence counts what the workspace holds.
func (c *closed) evidence(t *testing.T) int {
	t.Helper()
	v, err := c.Desk.Keeper.Work(t.Context(), "ZZV")
	if err != nil {
		t.Fatal(err)
	}
	return v.Evidence.Len()
}
