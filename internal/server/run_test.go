package server_test

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/server"
)

// started opens a program and closes it with the test.
func started(t *testing.T, cfg server.Config) *server.Program {
	t.Helper()
	p, err := server.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// TestItRunsAndEnds starts the program on a free port, asks it something, and ends it.
func TestItRunsAndEnds(t *testing.T) {
	p := started(t, server.Config{Dir: t.TempDir(), Addr: "127.0.0.1:0"})
	addr, err := p.Listen()
	if err != nil || strings.HasSuffix(addr, ":0") {
		t.Fatal(addr, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	res, err := http.Get("http://" + addr + "/healthz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("health: %+v %v", res, err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
	other := started(t, server.Config{Dir: t.TempDir(), Addr: addr})
	if _, err := other.Listen(); err == nil || !strings.Contains(err.Error(), addr) {
		t.Errorf("two programs on one address: %v", err)
	}
	stop()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(15 * time.Second):
		t.Fatal("it does not end")
	}
	if res, err := http.Get("http://" + addr + "/healthz"); err == nil {
		_ = res.Body.Close()
		t.Error("it still answers")
	}
}

func TestASecondStartGoesOn(t *testing.T) {
	dir := t.TempDir()
	p, err := server.Open(t.Context(), server.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	key := p.Store.Public()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if p = started(t, server.Config{Dir: dir}); p.Store.Public() != key {
		t.Error("another key signs after the second start")
	}
}

func TestARecordThatCannotBeOpenedIsAnError(t *testing.T) {
	for name, cfg := range map[string]server.Config{
		"no folder":        {},
		"another database": {Dir: t.TempDir(), DSN: "mysql://somewhere"},
		"below a file":     {Dir: filepath.Join("run_test.go", "record")},
	} {
		if p, err := server.Open(t.Context(), cfg); err == nil {
			t.Errorf("%s: it opens", name)
			_ = p.Close()
		}
	}
}
