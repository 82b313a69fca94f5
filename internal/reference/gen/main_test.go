package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/shareddata"
)

// The tables in the repository are what the generator writes from the public files: nobody edits them by hand.
func TestTheWrittenTablesAreThoseInTheRepository(t *testing.T) {
	dir := t.TempDir()
	if err := run(shareddata.Data(t, "reference"), dir); err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadDir(dir)
	if err != nil || len(made) != 5 {
		t.Fatalf("the generator wrote %d files: %v", len(made), err)
	}
	for _, e := range made {
		got, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(filepath.Join("../data", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(kept), string(got)); d != "" {
			t.Errorf("%s differs (-kept +written):\n%s", e.Name(), d)
		}
	}
}

func TestShortNamesLoseTheirArticleAndTurn(t *testing.T) {
	for _, c := range []struct{ name, bare, turned string }{
		{"Afghanistan (l')", "Afghanistan", ""},
		{"Gambia (the)", "Gambia", ""},
		{"Iran (Islamic Republic of)", "Iran (Islamic Republic of)", "Islamic Republic of Iran"},
		{"Iran (République islamique d')", "Iran (République islamique d')", "République islamique d'Iran"},
		{"إيران (جمهورية - الإسلامية)", "إيران (جمهورية - الإسلامية)", "جمهورية إيران الإسلامية"},
		{"Mali", "Mali", ""},
	} {
		if got := bareName(c.name); got != c.bare {
			t.Errorf("bareName(%q) = %q, want %q", c.name, got, c.bare)
		}
		if got := turned(bareName(c.name)); got != c.turned {
			t.Errorf("turned(%q) = %q, want %q", c.name, got, c.turned)
		}
	}
}
