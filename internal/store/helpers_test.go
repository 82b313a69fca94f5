package store_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/openupr/openupr/internal/store"
)

func contains(t testing.TB, file, text string) bool {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(b, []byte(text))
}

func mustCheckpoint(t testing.TB, s *store.Store, size uint64) string {
	t.Helper()
	text, err := s.Checkpoint(t.Context(), size)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
