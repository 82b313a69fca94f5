package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
)

func TestWhatIsNotThereIsAProblemThatSaysSo(t *testing.T) {
	s := withSample(t)
	for name, c := range map[string]struct {
		path   string
		status int
	}{
		"a State that is none":         {"/api/v1/states/QQQ", 404},
		"a State in small letters":     {"/api/v1/states/kaz", 404},
		"a code that is too long":      {"/api/v1/states/KAZAKHSTAN", 422},
		"a review not in the record":   {"/api/v1/reviews/KAZ/2", 404},
		"a cycle that is none":         {"/api/v1/reviews/KAZ/77", 422},
		"a cycle that is no number":    {"/api/v1/reviews/KAZ/two", 422},
		"items of no review":           {"/api/v1/reviews/KAZ/2/items", 404},
		"an item not in the record":    {"/api/v1/items/UPR-KAZ-C2-126.27", 404},
		"what is no identifier":        {"/api/v1/items/126.27", 404},
		"an identifier without end":    {"/api/v1/items/" + strings.Repeat("U", 500), 422},
		"a position that is none":      {velmora + "/items?position=rejected", 422},
		"a parameter nobody knows":     {velmora + "/items?colour=red", 422},
		"an act that is still to come": {"/api/v1/ledger/4/proof", 404},
		"act 0":                        {"/api/v1/ledger/0/proof", 422},
		"more acts than are given":     {"/api/v1/ledger?limit=100000", 422},
		"an operation that is none":    {"/api/v1/gossip", 404},
		"the folder itself":            {"/api/v1/", 404},
		"a path that climbs":           {"/api/v1/states/..%2f..%2fsecret", 404},
	} {
		t.Run(name, func(t *testing.T) {
			res, b := s.ask(t, c.path)
			var problem struct {
				Title, Detail string
				Status        int
			}
			if err := json.Unmarshal(b, &problem); err != nil {
				t.Fatalf("%d %s: %v", res.StatusCode, b, err)
			}
			if c.status != res.StatusCode && !(c.status == 404 && res.StatusCode == 422) || problem.Status != res.StatusCode || problem.Title == "" || problem.Detail == "" {
				t.Errorf("%d %s, want %d", res.StatusCode, b, c.status)
			}
			if got := res.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("type %q", got)
			}
			if res.Header.Get("ETag") != "" {
				t.Error("a problem can be kept as if it were the answer")
			}
		})
	}
}

func TestTheAPIOnlyReads(t *testing.T) {
	s := withSample(t)
	head, err := s.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		for _, path := range []string{"/api/v1/record", velmora, velmora + "/items", "/api/v1/questions"} {
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader("{}")))
			if w.Code < 400 {
				t.Errorf("%s %s: %d", method, path, w.Code)
			}
		}
	}
	if after, err := s.store.Head(t.Context()); err != nil || after != head {
		t.Error("the record moved")
	}
}

func TestAnAnswerIsKeptUntilTheRecordMoves(t *testing.T) {
	s := withSample(t)
	res, _ := s.ask(t, velmora)
	tag := res.Header.Get("ETag")
	if tag == "" || res.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("tag %q, %q", tag, res.Header.Get("Cache-Control"))
	}
	for _, known := range []string{tag, `W/"other", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
		res, b := s.ask(t, velmora, "If-None-Match", known)
		if res.StatusCode != http.StatusNotModified || len(b) != 0 || res.Header.Get("ETag") != tag {
			t.Errorf("%s: %d with %d bytes", known, res.StatusCode, len(b))
		}
	}
	if res, _ := s.ask(t, velmora, "If-None-Match", `W/"other"`); res.StatusCode != 200 {
		t.Errorf("another tag: %d", res.StatusCode)
	}
	f := record.Sourced{Review: reference.SampleReview(), Name: "troika", Value: "invented", Source: "a letter"}.Fact()
	if _, err := s.store.Write(t.Context(), store.Act{Kind: "save", Role: "editor"}, []store.New{{Fact: f.Fact, Review: f.Review}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res, _ := s.ask(t, velmora, "If-None-Match", tag); res.StatusCode != 200 || res.Header.Get("ETag") == tag {
		t.Errorf("after an act: %d %s", res.StatusCode, res.Header.Get("ETag"))
	}
}

// TestAFailureSaysNothingOfTheInside: what goes wrong inside is for the log.
func TestAFailureSaysNothingOfTheInside(t *testing.T) {
	s := withSample(t)
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	res, b := s.ask(t, "/api/v1/ledger")
	if res.StatusCode != 500 || strings.Contains(string(b), "sql") || strings.Contains(string(b), "closed") || res.Header.Get("ETag") != "" {
		t.Errorf("%d %s", res.StatusCode, b)
	}
	if !strings.Contains(s.log.String(), "closed") {
		t.Errorf("the log says %q", s.log)
	}
}

// TestAPanicIsAProblemToo: the server hands requests under the API here once it has logged what happened.
func TestAPanicIsAProblemToo(t *testing.T) {
	w := httptest.NewRecorder()
	api.Failed(w, httptest.NewRequest(http.MethodGet, "/api/v1/record", nil))
	var p struct {
		Status int
		Detail string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != 500 || p.Detail == "" || w.Code != 500 {
		t.Errorf("%d %s: %v", w.Code, w.Body, err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("type %q", got)
	}
}
