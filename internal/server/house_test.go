package server_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/store"
)

// password of everybody in these tests, hashed once: hashing is slow on purpose.
const password = "a long enough password"

var passwordHash = sync.OnceValues(func() (string, error) { return account.HashPassword(password) })

// house is the whole program over a record of its own, without a listener.
type house struct {
	t   *testing.T
	dir string
	*server.Program
	tokens map[account.Role]string
	mu     sync.Mutex
	now    time.Time
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// later moves the program's clock.
func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// open starts the program; with the sample, and an account of each role named after it, unless it is to be empty.
func open(t *testing.T, empty bool) *house {
	t.Helper()
	return openLogging(t, empty, nil)
}

// openLogging is open with another log than the usual one.
func openLogging(t *testing.T, empty bool, log *slog.Logger) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), tokens: map[account.Role]string{}, now: time.Now()}
	p, err := server.Open(t.Context(), server.Config{Dir: h.dir, Version: "test", Now: h.clock, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	h.Program = p
	if empty {
		return h
	}
	for _, f := range sampleFiles(t) {
		h.bring(f.Name, f.Bytes)
	}
	for _, r := range account.Roles[1:] {
		h.addAccount(string(r), r)
	}
	return h
}

func sampleFiles(t *testing.T) []sample.File {
	t.Helper()
	files, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (h *house) addAccount(login string, r account.Role) store.Account {
	h.t.Helper()
	hash, err := passwordHash()
	if err != nil {
		h.t.Fatal(err)
	}
	a, err := h.Store.CreateAccount(h.t.Context(), store.Account{Name: "Some " + login, Login: login, Role: string(r), PasswordHash: hash})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// bring imports a file as the command line does.
func (h *house) bring(name string, b []byte) {
	h.t.Helper()
	ctx := h.t.Context()
	parsed, err := h.Parser.Parse(ctx, ingest.NewFile(name, b))
	if err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	plan, err := ingest.Prepare(ctx, h.Store, h.Keeper.View(), parsed)
	if err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	if _, err := ingest.Apply(ctx, h.Store, h.Files, plan, ingest.ActImport, ingest.Who{Role: "operator"}); err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	if err := h.Keeper.Refresh(ctx); err != nil {
		h.t.Fatal(err)
	}
}

// verified fails the test unless the record verifies, and gives its tree head.
func (h *house) verified() store.Head {
	h.t.Helper()
	rep, err := h.Store.Verify(context.Background(), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	if rep.Problem != nil {
		h.t.Fatalf("the record does not verify: %v", rep.Problem)
	}
	return rep.Head
}

// state is all that a request could change: the number of rows of every table but the sessions.
func (h *house) state() string {
	h.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(h.dir, "record.db")+"?mode=ro")
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	var out strings.Builder
	for _, table := range []string{"act", "fact", "tree_hash", "checkpoint", "account", "token", "setting"} {
		var n, used int
		query := "SELECT count(*), 0 FROM " + table
		switch table {
		case "token":
			query = "SELECT count(*), coalesce(sum(used), 0) FROM token"
		case "account":
			query = "SELECT count(*), coalesce(sum(disabled), 0) FROM account"
		}
		if err := db.QueryRow(query).Scan(&n, &used); err != nil {
			h.t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %d %d; ", table, n, used)
	}
	return out.String()
}

// browser asks the program as one person does: it keeps cookies and follows nothing.
type browser struct {
	h       *house
	cookies map[string]string
	from    string // address of the other side
	host    string
	header  http.Header // sent with every request
}

// visitor comes from elsewhere.
func (h *house) visitor() *browser {
	return &browser{h: h, cookies: map[string]string{}, from: "192.0.2.7:4711", host: "upr.example.org", header: http.Header{}}
}

// neighbour sits at the machine itself.
func (h *house) neighbour() *browser {
	b := h.visitor()
	b.from, b.host = "127.0.0.1:4711", "localhost:8080"
	return b
}

// as is a browser in which somebody of a role has signed in. Checking a password is slow on purpose, so a session that
// lives is shared.
func (h *house) as(r account.Role) *browser {
	h.t.Helper()
	b := h.visitor()
	if r == account.Visitor {
		return b
	}
	if b.cookies["openupr"] = h.tokens[r]; h.tokens[r] == "" || !b.signedIn() {
		clear(b.cookies)
		b.signIn(string(r), password)
		h.tokens[r] = b.cookies["openupr"]
	}
	return b
}

// signedIn says whether the program takes the browser's reader for a person.
func (b *browser) signedIn() bool { return b.get("/import").Code == http.StatusOK }

func (b *browser) signIn(login, secret string) {
	b.h.t.Helper()
	w := b.post("/sign-in", url.Values{"login": {login}, "password": {secret}})
	if w.Code != http.StatusSeeOther || b.cookies["openupr"] == "" {
		b.h.t.Fatalf("signing in as %s: %d %s", login, w.Code, w.Body)
	}
}

func (b *browser) do(method, target string, body io.Reader, change func(*http.Request)) *httptest.ResponseRecorder {
	b.h.t.Helper()
	r := httptest.NewRequest(method, target, body)
	r.RemoteAddr, r.Host = b.from, b.host
	for k, v := range b.header {
		r.Header[k] = v
	}
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	b.h.Handler().ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return w
}

func (b *browser) get(target string) *httptest.ResponseRecorder {
	b.h.t.Helper()
	return b.do(http.MethodGet, target, nil, nil)
}

func (b *browser) post(target string, form url.Values) *httptest.ResponseRecorder {
	b.h.t.Helper()
	return b.do(http.MethodPost, target, strings.NewReader(form.Encode()), formType)
}

func formType(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }

// part is one file of an upload.
type part struct {
	field, name string
	content     []byte
}

// upload sends files as the form on the page of imports does.
func (b *browser) upload(parts ...part) *httptest.ResponseRecorder {
	b.h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for _, p := range parts {
		w, err := m.CreateFormFile(p.field, p.name)
		if err != nil {
			b.h.t.Fatal(err)
		}
		if _, err := w.Write(p.content); err != nil {
			b.h.t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		b.h.t.Fatal(err)
	}
	return b.do(http.MethodPost, "/import", &body, func(r *http.Request) { r.Header.Set("Content-Type", m.FormDataContentType()) })
}
