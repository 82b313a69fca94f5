package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/openapi.json anew")

// TestTheDescriptionIsAsAgreed compares the OpenAPI document with the one that was agreed on: a change of the API is seen
// in a review. go test ./internal/api -update writes it anew.
func TestTheDescriptionIsAsAgreed(t *testing.T) {
	res, b := empty(t).ask(t, "/api/v1/openapi.json")
	if res.StatusCode != 200 {
		t.Fatalf("%d %s", res.StatusCode, b)
	}
	var got bytes.Buffer
	if err := json.Indent(&got, b, "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	agreed, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(agreed), got.String()); d != "" {
		t.Errorf("(-agreed +now):\n%s", d)
	}
}

func TestTheDescriptionListsEveryOperation(t *testing.T) {
	o := empty(t).object(t, "/api/v1/openapi.json", "application/openapi+json", "application/vnd.oai.openapi+json")
	if v, ok := at(t, o, "openapi").(string); !ok || !strings.HasPrefix(v, "3.1") {
		t.Errorf("version %v", v)
	}
	want(t, at(t, o, "info", "version"), "test")
	var got []string
	ids := map[any]bool{}
	for path, ops := range at(t, o, "paths").(map[string]any) {
		for method, op := range ops.(map[string]any) {
			got = append(got, method+" "+path)
			id := at(t, op, "operationId")
			if ids[id] || at(t, op, "summary") == "" {
				t.Errorf("%s %s: id %v", method, path, id)
			}
			ids[id] = true
			at(t, op, "responses", "200", "content", "application/json", "schema")
			at(t, op, "responses", "default", "content", "application/problem+json")
		}
	}
	slices.Sort(got)
	operations := []string{"get /api/v1/cross", "get /api/v1/documents", "get /api/v1/items/{id}", "get /api/v1/items/{id}/labels", "get /api/v1/ledger", "get /api/v1/ledger/{act}/proof", "get /api/v1/policy", "get /api/v1/questions",
		"get /api/v1/record", "get /api/v1/reviews", "get /api/v1/reviews/{state}/{cycle}", "get /api/v1/reviews/{state}/{cycle}/items", "get /api/v1/search", "get /api/v1/states", "get /api/v1/states/{state}"}
	if d := cmp.Diff(operations, got); d != "" {
		t.Errorf("operations (-want +got):\n%s", d)
	}
	for _, b := range []string{"http://", "cdn", "unpkg"} {
		if _, body := empty(t).ask(t, "/api/v1/openapi.json"); strings.Contains(string(body), b) {
			t.Errorf("the description points to %q", b)
		}
	}
}
