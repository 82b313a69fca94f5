package server_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/testpg"
)

// both runs a test on the database inside and on PostgreSQL.
func both(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, "") })
	t.Run("postgres", func(t *testing.T) { test(t, testpg.DSN(t)) })
}

// node is one of several programs over the same record.
func node(t *testing.T, dir, dsn string) *house {
	t.Helper()
	h := &house{t: t, dir: dir, tokens: map[account.Role]string{}, now: time.Now()}
	p, err := server.Open(t.Context(), server.Config{Dir: dir, DSN: dsn, Version: "test", Now: h.clock, Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	h.Program = p
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func TestOneImportsWhileEightRead(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		h := node(t, t.TempDir(), dsn)
		h.addAccount("editor", account.Editor)
		srv := httptest.NewServer(h.Handler())
		t.Cleanup(srv.Close)
		done := make(chan struct{})
		var asked atomic.Int64
		var readers sync.WaitGroup
		for n := range 8 {
			readers.Go(func() {
				paths := []string{"/", "/states", "/states/ZZV", "/reviews/ZZV/4", "/reviews/ZZV/4/reconciliation", "/ledger", "/questions",
					"/reviews/ZZV/4/items.csv", "/api/v1/reviews", "/api/v1/record", "/healthz"}
				for i := n; ; i++ {
					select {
					case <-done:
						return
					default:
					}
					answer, err := http.Get(srv.URL + paths[i%len(paths)])
					if err != nil {
						t.Error(err)
						return
					}
					_, err = io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
					if err != nil || answer.StatusCode >= 500 {
						t.Errorf("%s answers %d (%v)", paths[i%len(paths)], answer.StatusCode, err)
					}
					asked.Add(1)
				}
			})
		}
		b := h.as(account.Editor)
		for _, f := range sampleFiles(t) {
			w := b.upload(part{"file", f.Name, f.Bytes})
			if w.Code != http.StatusSeeOther {
				t.Fatalf("handing in %s answers %d", f.Name, w.Code)
			}
			if w = b.post(w.Header().Get("Location"), url.Values{"do": {"confirm"}}); w.Code != http.StatusSeeOther {
				t.Fatalf("confirming %s answers %d", f.Name, w.Code)
			}
		}
		for _, q := range h.Keeper.View().Questions() {
			if w := b.post("/questions/"+q.ID, url.Values{"answer": {"leave-out"}}); w.Code != http.StatusSeeOther {
				t.Errorf("answering %s gives %d", q.ID, w.Code)
			}
		}
		close(done)
		readers.Wait()
		if asked.Load() < 8 {
			t.Errorf("only %d pages were read meanwhile", asked.Load())
		}
		if n := h.verified().Number; n < 4 {
			t.Errorf("the record stands at act %d", n)
		}
	})
}

// Of two who confirm the same file at once, on a record that is empty, one brings it in.
func TestTheSameFileTwiceAtOnceComesInOnce(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		nodes := []*house{node(t, dir, dsn), node(t, dir, dsn)} // also by two programs
		nodes[0].addAccount("editor", account.Editor)
		f := sampleFiles(t)[0]
		var who []*browser
		var where []string
		for i := range 4 {
			b := nodes[i%2].as(account.Editor)
			w := b.upload(part{"file", f.Name, f.Bytes})
			if w.Code != http.StatusSeeOther {
				t.Fatalf("handing in answers %d", w.Code)
			}
			who, where = append(who, b), append(where, w.Header().Get("Location"))
		}
		codes := make([]int, len(who))
		var wg sync.WaitGroup
		for i, b := range who {
			wg.Go(func() { codes[i] = b.post(where[i], url.Values{"do": {"confirm"}, "base": {"0"}}).Code })
		}
		wg.Wait()
		for i, c := range codes {
			if c >= 500 {
				t.Errorf("confirmation %d answers %d", i, c)
			}
		}
		if n := nodes[0].verified().Number; n != 1 {
			t.Errorf("the record stands at act %d after %v", n, codes)
		}
		for _, h := range nodes {
			if err := h.Keeper.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, it := range h.Keeper.View().Reviews()[0].Items {
				if seen[string(it.ID)] {
					t.Errorf("%s stands twice", it.ID)
				}
				seen[string(it.ID)] = true
			}
		}
	})
}

func TestTwoWhoAnswerTheSameQuestion(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		h := node(t, t.TempDir(), dsn)
		for _, r := range account.Roles[1:] {
			h.addAccount(string(r), r)
		}
		for _, f := range sampleFiles(t) {
			h.bring(f.Name, f.Bytes)
		}
		before := h.verified().Number
		q := h.Keeper.View().Questions()[0]
		codes := make([]int, 4)
		var wg sync.WaitGroup
		for i := range codes {
			b := h.as([]account.Role{account.Editor, account.Administrator}[i%2])
			wg.Go(func() { codes[i] = b.post("/questions/"+q.ID, url.Values{"answer": {"leave-out"}}).Code })
		}
		wg.Wait()
		taken := 0
		for _, c := range codes {
			switch {
			case c == http.StatusSeeOther:
				taken++
			case c != http.StatusNotFound && c != http.StatusUnprocessableEntity && c != http.StatusConflict:
				t.Errorf("an answer that came too late gives %d", c)
			}
		}
		if after := h.verified().Number; taken != 1 || after != before+1 {
			t.Errorf("%d answers were taken in %d acts: %v", taken, after-before, codes)
		}
		if _, open := h.Keeper.View().Question(q.ID); open {
			t.Error("the question still waits")
		}
	})
}

// What is confirmed is what was shown: when the review changed meanwhile the person looks again.
func TestAPreviewThatIsStaleIsShownAgain(t *testing.T) {
	h := open(t, true)
	h.addAccount("editor", account.Editor)
	files := sampleFiles(t)
	b := h.as(account.Editor)
	to := b.upload(part{"file", files[1].Name, files[1].Bytes}).Header().Get("Location")
	if !strings.Contains(b.get(to).Body.String(), `name="base" value="0"`) {
		t.Fatal("the preview does not say on which act it stands")
	}
	h.bring(files[0].Name, files[0].Bytes)
	if w := b.post(to, url.Values{"do": {"confirm"}, "base": {"0"}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `name="base" value="1"`) {
		t.Errorf("confirming what has changed answers %d", w.Code)
	}
	if w := b.post(to, url.Values{"do": {"confirm"}, "base": {"1"}}); w.Code != http.StatusSeeOther {
		t.Errorf("confirming what was shown again answers %d", w.Code)
	}
	if n := h.verified().Number; n != 2 {
		t.Errorf("the record stands at act %d", n)
	}
}

func TestTwoProgramsSeeEachOthersActsWithinASecond(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		writer, reader := node(t, dir, dsn), node(t, dir, dsn)
		if _, err := reader.Listen(); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- reader.Run(ctx) }()
		for i, f := range sampleFiles(t) {
			writer.bring(f.Name, f.Bytes)
			at := time.Now()
			for reader.Keeper.View().Act != uint64(i+1) {
				if time.Since(at) > 20*time.Second { // the promise is a second; the machine may be busy with other tests
					t.Fatalf("act %d is not seen by the other program", i+1)
				}
				time.Sleep(5 * time.Millisecond)
			}
			t.Logf("act %d was seen after %v", i+1, time.Since(at))
		}
		if w := reader.visitor().get("/reviews/ZZV/4"); w.Code != http.StatusOK {
			t.Errorf("the other program answers %d", w.Code)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
