package server_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/testpeople"
)

// Where requests of these tests come from: directly, and by way of a proxy on the machine.
const (
	directly = "203.0.113.77"
	byProxy  = "198.51.100.23"
)

// quill is a log that is kept in memory.
type quill struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (q *quill) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.Write(b)
}

func (q *quill) String() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.String()
}

// Every route of the policy table is asked, by somebody unknown and by an administrator with seats, for what is there and what
// is not, and sent what it cannot read; what is written then, in the log at its most talkative and in every file of the record,
// names no address.
func TestNoRouteWritesDownWhereARequestComesFrom(t *testing.T) {
	log := &quill{}
	h := openLogging(t, false, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	s := h.closed().spoken()
	testpeople.Seated(t, h.Store, "at-monitor-too", account.Administrator, account.Seat{Workspace: "ZZV", Role: account.Monitor, Body: s.ngo},
		account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	people := map[string]string{"": "", "at-monitor-too": testpeople.Password}
	asked := 0
	for login, secret := range people {
		for _, proxied := range []bool{false, true} {
			b := h.visitor()
			if b.from = directly + ":4711"; proxied {
				b.from = "127.0.0.1:4711"
				b.header.Set("X-Forwarded-For", byProxy)
				b.header.Set("Forwarded", "for="+byProxy)
				b.header.Set("X-Real-IP", byProxy)
			}
			b.post("/sign-in", url.Values{"login": {"administrator"}, "password": {"wrong"}})
			if login != "" {
				b.signIn(login, secret)
			}
			for _, row := range account.Routes {
				if row.Pattern == "/sign-out" || row.Pattern == "/assets/" {
					continue
				}
				paths := append(s.paths(row), h.path(row))
				for _, path := range paths {
					if strings.Contains(path, "{") {
						continue
					}
					asked++
					if row.Method == http.MethodGet {
						b.get(path + "?q=%22&month=x")
						continue
					}
					b.post(path, url.Values{"do": {"nonsense"}, "text": {"x"}, "code": {"nonsense"}, "credential": {"{"}})
				}
			}
		}
	}
	if said := log.String(); !strings.Contains(said, "a passkey was not accepted") {
		t.Errorf("the log does not say what is known to be logged:\n%.2000s", said)
	}
	places := map[string]string{"the log": log.String()}
	err := filepath.WalkDir(h.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		places[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for place, words := range places {
		for _, from := range []string{directly, byProxy} {
			if i := strings.Index(words, from); i >= 0 {
				t.Errorf("%s names where a request came from: …%q…", place, words[max(0, i-80):min(len(words), i+40)])
			}
		}
	}
	if asked < 1000 {
		t.Errorf("only %d requests were tried", asked)
	}
}

// Whoever sends without being known is bounded, on every route of the policy table by which that is possible; somebody else is
// still let in, and the bound is gone when its time has passed.
func TestOneSourceIsBoundedWhereverAnyoneMayContribute(t *testing.T) {
	h := open(t, false)
	s := h.closed().spoken()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Days.SetKey(t.Context(), s.voice, "ZZV", s.ngo, id.Recipient().String(), ""); err != nil {
		t.Fatal(err)
	}
	others := h.visitor()
	one := h.visitor()
	one.from = directly + ":1"
	var paths []string
	for _, row := range account.Routes {
		if row.Act != account.Contribute {
			continue
		}
		thing := s.council
		if strings.Contains(row.Pattern, "/consultations/") {
			thing = s.consultation
		}
		path := strings.NewReplacer("{state}", "ZZV", "{year}", "2026", "{id}", url.PathEscape(thing), "{body}", url.PathEscape(s.ngo)).Replace(row.Pattern)
		paths = append(paths, path)
		taken := 0
		for code := 0; taken < 300; taken++ {
			if code = nonsense(one, path); code == http.StatusTooManyRequests {
				break
			}
			if code == http.StatusNotFound || code >= 500 {
				t.Fatalf("%s answers %d", path, code)
			}
		}
		if taken == 0 || taken == 300 {
			t.Errorf("%s takes %d from one source", path, taken)
		}
		if c := nonsense(others, path); c == http.StatusTooManyRequests {
			t.Errorf("%s does not let in somebody else: %d", path, c)
		}
	}
	if len(paths) < 6 {
		t.Errorf("only %q", paths)
	}
	h.later(time.Hour)
	for _, path := range paths {
		if c := nonsense(one, path); c == http.StatusTooManyRequests {
			t.Errorf("%s is shut an hour later: %d", path, c)
		}
	}
}

// nonsense sends what can be taken by no form.
func nonsense(b *browser, path string) int {
	return b.post(path, url.Values{"code": {"nonsense"}, "text": {""}}).Code
}
