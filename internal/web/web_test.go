package web_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/server"
)

// reader is a browser without scripts, before the whole program.
type reader struct {
	t    *testing.T
	base string
	http *http.Client
}

// open starts the program over a record of its own, with the sample when asked for.
func open(t *testing.T, withSample bool) *reader {
	t.Helper()
	p, err := server.Open(t.Context(), server.Config{Dir: t.TempDir(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Parser.Names = gazetteer.WithInvented()
	if withSample {
		for _, f := range sampleFiles(t) {
			bring(t, p, f)
		}
	}
	srv := httptest.NewServer(p.Handler())
	t.Cleanup(srv.Close)
	return newReader(t, srv.URL)
}

func newReader(t *testing.T, base string) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, base: base, http: &http.Client{Jar: jar}}
}

func sampleFiles(t *testing.T) []ingest.File {
	t.Helper()
	files, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	var out []ingest.File
	for _, f := range files {
		out = append(out, ingest.NewFile(f.Name, f.Bytes))
	}
	return out
}

func bring(t *testing.T, p *server.Program, f ingest.File) {
	t.Helper()
	ctx := context.Background()
	parsed, err := p.Parser.Parse(ctx, f)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	plan, err := ingest.Prepare(ctx, p.Store, p.Keeper.View(), parsed)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	if _, err := ingest.Apply(ctx, p.Store, p.Files, plan, ingest.ActSample, ingest.Who{Role: "program"}); err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	if err := p.Keeper.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	p.Corpus.Refresh()
}

// answer is what came back.
type answer struct {
	status int
	path   string // where the reader is after redirects
	body   string
	header http.Header
}

func (rd *reader) get(path string) answer {
	rd.t.Helper()
	r, err := rd.http.Get(rd.base + path)
	return rd.read(r, err)
}

func (rd *reader) post(path string, form url.Values) answer {
	rd.t.Helper()
	r, err := rd.http.PostForm(rd.base+path, form)
	return rd.read(r, err)
}

// send hands in files as the form of a document's place does.
func (rd *reader) send(files ...ingest.File) answer {
	rd.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range files {
		part, err := w.CreateFormFile("file", f.Name)
		if err == nil {
			_, err = part.Write(f.Bytes)
		}
		if err != nil {
			rd.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		rd.t.Fatal(err)
	}
	r, err := rd.http.Post(rd.base+"/import", w.FormDataContentType(), &b)
	return rd.read(r, err)
}

func (rd *reader) read(r *http.Response, err error) answer {
	rd.t.Helper()
	if err != nil {
		rd.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		rd.t.Fatal(err)
	}
	a := answer{r.StatusCode, r.Request.URL.RequestURI(), string(b), r.Header}
	if at := strings.IndexRune(a.body, '⟦'); at >= 0 && strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		rd.t.Errorf("%s: a message or a slot is missing: %s", a.path, a.body[at:min(at+60, len(a.body))])
	}
	return a
}

// wants checks status and content of an answer.
func (rd *reader) wants(a answer, status int, contents ...string) {
	rd.t.Helper()
	if a.status != status {
		rd.t.Fatalf("%s answers %d, want %d", a.path, a.status, status)
	}
	for _, c := range contents {
		if !strings.Contains(a.body, c) {
			rd.t.Errorf("%s does not contain %q", a.path, c)
		}
	}
}

// setUp makes the first account.
func (rd *reader) setUp() {
	rd.t.Helper()
	a := rd.post("/setup", url.Values{"name": {"First Person"}, "body": {"Ministry of Examples"}, "login": {"first"}, "password": {"a long enough passphrase"}})
	rd.wants(a, http.StatusOK, "First Person")
	if a.path != "/import" {
		rd.t.Fatalf("after the first start the reader is at %s", a.path)
	}
}
