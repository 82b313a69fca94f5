package api_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// site is the API over a record with the sample in it.
type site struct {
	http.Handler
	store  *store.Store
	keeper *record.Keeper
	corpus *corpus.Keeper
	log    *strings.Builder
}

func withSample(t testing.TB) *site {
	t.Helper()
	s := empty(t)
	all, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	fs, err := files.Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fs.Close() })
	parser := ingest.NewParser()
	parser.Known = s.keeper.Known
	for _, f := range all {
		p, err := parser.Parse(t.Context(), ingest.NewFile(f.Name, f.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := ingest.Prepare(t.Context(), s.store, s.keeper.View(), p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ingest.Apply(t.Context(), s.store, fs, plan, ingest.ActImport, ingest.Who{Role: "editor", Body: "Ministry of Invention", Name: "Aigerim"}); err != nil {
			t.Fatal(err)
		}
		if err := s.keeper.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.corpus.Refresh()
	return s
}

func empty(t testing.TB) *site {
	t.Helper()
	st, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	k, err := record.NewKeeper(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	labels, err := classify.New()
	if err != nil {
		t.Fatal(err)
	}
	c := corpus.NewKeeper(k, st, labels, slog.New(slog.DiscardHandler))
	h, err := api.New(k, c, labels, st, "test", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return &site{h, st, k, c, &log}
}

// ask sends a GET and gives the answer with its body.
func (s *site) ask(t *testing.T, path string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	res := w.Result()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, b
}

// object reads a JSON answer that must be a success.
func (s *site) object(t *testing.T, path string, types ...string) map[string]any {
	t.Helper()
	res, b := s.ask(t, path)
	if res.StatusCode != 200 || !slices.Contains(append(types, "application/json"), res.Header.Get("Content-Type")) {
		t.Fatalf("%s: %d %s %s", path, res.StatusCode, res.Header.Get("Content-Type"), b)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}

// at walks into an answer: names of fields and numbers of elements.
func at(t *testing.T, v any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("%v is no object", v)
			}
			if v, ok = m[p]; !ok {
				t.Fatalf("no field %q in %v", p, m)
			}
		case int:
			l, ok := v.([]any)
			if !ok || p >= len(l) {
				t.Fatalf("no element %d in %v", p, v)
			}
			v = l[p]
		}
	}
	return v
}

func want(t *testing.T, got any, want any) {
	t.Helper()
	if n, ok := want.(int); ok {
		want = float64(n)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

const (
	velmora                 = "/api/v1/reviews/ZZV/4"
	supported, noted, pairs = 47, 14, 89
)

func TestTheRecordAsAWhole(t *testing.T) {
	s := withSample(t)
	o := s.object(t, "/api/v1/record")
	want(t, at(t, o, "act"), 3)
	want(t, at(t, o, "root"), s.keeper.View().Root)
	want(t, at(t, o, "reviews"), 1)
	want(t, at(t, o, "items"), map[string]any{"unit": "item", "received": 61.0, "supported": 47.0, "noted": 14.0, "pending": 0.0, "unclear": 0.0})
	want(t, at(t, o, "pairs", "unit"), "pair")
}

func TestAnEmptyRecordAnswersToo(t *testing.T) {
	s := empty(t)
	want(t, at(t, s.object(t, "/api/v1/record"), "act"), 0)
	for path, field := range map[string]string{"/api/v1/reviews": "reviews", "/api/v1/questions": "questions", "/api/v1/ledger": "acts"} {
		if l, ok := at(t, s.object(t, path), field).([]any); !ok || len(l) != 0 {
			t.Errorf("%s: %v is no empty list", path, l)
		}
	}
}

func TestStates(t *testing.T) {
	s := withSample(t)
	all := at(t, s.object(t, "/api/v1/states"), "states").([]any)
	if len(all) != len(reference.States()) {
		t.Errorf("%d States, %d are in the tables", len(all), len(reference.States()))
	}
	o := s.object(t, "/api/v1/states/KAZ")
	want(t, at(t, o, "name"), "Kazakhstan")
	want(t, at(t, o, "received"), []any{})
	want(t, at(t, o, "made"), []any{})
}

func TestReviews(t *testing.T) {
	s := withSample(t)
	o := s.object(t, "/api/v1/reviews")
	want(t, at(t, o, "reviews", 0, "id"), "ZZV/4")
	o = s.object(t, velmora)
	want(t, at(t, o, "items", "received"), supported+noted)
	want(t, at(t, o, "documents"), 3)
	want(t, at(t, o, "stages", 0, "code"), "session")
	want(t, at(t, o, "reconciliation", "agrees"), true)
	if n := len(at(t, o, "places").([]any)); n != 8 {
		t.Errorf("%d places", n)
	}
	filled := 0
	for _, p := range at(t, o, "places").([]any) {
		filled += len(at(t, p, "documents").([]any))
	}
	want(t, float64(filled), 3)
}

func TestItems(t *testing.T) {
	s := withSample(t)
	all := s.object(t, velmora+"/items")
	want(t, at(t, all, "count", "received"), supported+noted)
	rows := at(t, all, "items").([]any)
	if len(rows) != supported+noted {
		t.Fatalf("%d items", len(rows))
	}
	for _, p := range upr.Positions {
		o := s.object(t, velmora+"/items?position="+string(p))
		rows := at(t, o, "items").([]any)
		want(t, float64(len(rows)), at(t, all, "count", string(p)))
		for _, r := range rows {
			want(t, at(t, r, "position"), string(p))
		}
	}
	by := s.object(t, velmora+"/items?by=ZZB")
	n := len(at(t, by, "items").([]any))
	if n == 0 || n == len(rows) {
		t.Errorf("%d items by one State", n)
	}
	want(t, at(t, by, "count", "received"), n)
	first := rows[0]
	one := s.object(t, "/api/v1/items/"+at(t, first, "permanent_id").(string))
	for _, f := range []string{"id", "text", "position", "source", "segments", "positions"} {
		want(t, at(t, one, f), at(t, first, f))
	}
	segment := s.object(t, "/api/v1/items/"+at(t, first, "permanent_id").(string)+"-s1")
	want(t, at(t, segment, "permanent_id"), at(t, first, "permanent_id"))
}

func TestQuestions(t *testing.T) {
	s := withSample(t)
	qs := at(t, s.object(t, "/api/v1/questions"), "questions").([]any)
	if len(qs) != 2 {
		t.Fatalf("%d questions", len(qs))
	}
	kinds := map[any]bool{}
	for _, q := range qs {
		kinds[at(t, q, "why", 0, "kind")] = true
		want(t, at(t, q, "review"), "ZZV/4")
	}
	if !kinds["state-unknown"] || !kinds["label-mistyped"] {
		t.Errorf("kinds %v", kinds)
	}
}

func TestThePolicyIsTheTable(t *testing.T) {
	o := empty(t).object(t, "/api/v1/policy")
	want(t, float64(len(at(t, o, "rules").([]any))), len(account.Policy))
	want(t, float64(len(at(t, o, "routes").(map[string]any))), len(account.Routes))
}

// TestTheLedgerCanBeCheckedFromOutside follows what the API gives with the record's public key only.
func TestTheLedgerCanBeCheckedFromOutside(t *testing.T) {
	s := withSample(t)
	o := s.object(t, "/api/v1/ledger")
	acts := at(t, o, "acts").([]any)
	if len(acts) != 3 {
		t.Fatalf("%d acts", len(acts))
	}
	want(t, at(t, acts[0], "number"), 3)
	want(t, at(t, acts[0], "body"), "Ministry of Invention")
	if _, b := s.ask(t, "/api/v1/ledger"); strings.Contains(string(b), "Aigerim") {
		t.Error("the ledger's public face names a person")
	}
	cp, err := ledger.Verify(at(t, o, "checkpoint").(string), s.store.Public())
	if err != nil || cp.Size != 3 {
		t.Errorf("checkpoint %+v %v", cp, err)
	}
	for _, n := range []string{"1", "2", "3"} {
		o := s.object(t, "/api/v1/ledger/"+n+"/proof")
		leaf := []byte(at(t, o, "leaf").(string))
		h, err := ledger.ParseLeaf(leaf)
		if err != nil || h.Kind != ingest.ActImport {
			t.Errorf("leaf %+v %v", h, err)
		}
		var path []ledger.Hash
		for _, p := range at(t, o, "path").([]any) {
			raw, err := base64.StdEncoding.DecodeString(p.(string))
			if err != nil || len(raw) != ledger.DigestSize {
				t.Fatal(p, err)
			}
			path = append(path, ledger.Hash(raw))
		}
		if err := ledger.CheckAct(path, cp.Size, cp.Root, h.Number, leaf); err != nil {
			t.Errorf("act %s: %v", n, err)
		}
	}
	last := s.object(t, "/api/v1/ledger?limit=1&before=3")
	want(t, at(t, last, "acts", 0, "number"), 2)
	want(t, float64(len(at(t, last, "acts").([]any))), 1)
}
