package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
)

func TestASearchCountsInThreeUnits(t *testing.T) {
	o := withSample(t).object(t, "/api/v1/search?sur=ZZV&unit=item&limit=5")
	want(t, at(t, o, "act"), 3)
	want(t, at(t, o, "totals", "items"), supported+noted)
	want(t, at(t, o, "totals", "pairs"), pairs)
	want(t, float64(len(at(t, o, "hits").([]any))), 5)
	want(t, at(t, o, "permanent"), "/search?act=3&sur=ZZV")
	sum := 0.0
	for _, f := range at(t, o, "facets").([]any) {
		if at(t, f, "facet") == "position" {
			for _, v := range at(t, f, "values").([]any) {
				sum += at(t, v, "n").(float64)
			}
		}
	}
	want(t, sum, supported+noted)
	first := at(t, o, "hits", 0)
	for _, f := range []string{"id", "item", "text", "recommending", "position", "marks", "page"} {
		at(t, first, f)
	}
}

func TestOnlyTheFacetsAskedForAreCounted(t *testing.T) {
	s := withSample(t)
	facets := at(t, s.object(t, "/api/v1/search?facets=position,cycle"), "facets").([]any)
	if len(facets) != 2 || at(t, facets[0], "facet") != "position" || at(t, facets[1], "facet") != "cycle" {
		t.Errorf("%v", facets)
	}
	want(t, at(t, s.object(t, "/api/v1/search?facets=none"), "facets"), []any{})
}

// TestPagesHoldEveryHitOnce follows the cursor to the end, while an act is committed in between.
func TestPagesHoldEveryHitOnce(t *testing.T) {
	s := withSample(t)
	all := s.object(t, "/api/v1/search?sur=ZZV&order=document&limit=1000&facets=none")
	var want, got []string
	for _, h := range at(t, all, "hits").([]any) {
		want = append(want, at(t, h, "id").(string))
	}
	path := "/api/v1/search?sur=ZZV&order=document&limit=7&facets=none"
	for pages := 0; path != ""; pages++ {
		if pages > 100 {
			t.Fatal("the pages do not end")
		}
		o := s.object(t, path)
		if at(t, o, "act") != 3.0 {
			t.Fatalf("page %d stands for act %v", pages, at(t, o, "act"))
		}
		for _, h := range at(t, o, "hits").([]any) {
			got = append(got, at(t, h, "id").(string))
		}
		path = ""
		if next, ok := o["next"].(string); ok {
			path = "/api/v1/search?sur=ZZV&order=document&limit=7&facets=none&cursor=" + next
		}
		if pages == 1 {
			s.save(t)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-all at once +page by page):\n%s", d)
	}
}

// save commits an act that touches the sample's review.
func (s *site) save(t *testing.T) {
	t.Helper()
	f := record.Sourced{Review: reference.SampleReview(), Name: "troika", Value: "invented " + strconv.FormatUint(s.keeper.View().Act, 10), Source: "a letter"}.Fact()
	if _, err := s.store.Write(t.Context(), store.Act{Kind: "save", Role: "editor"}, []store.New{{Fact: f.Fact, Review: f.Review}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.corpus.Refresh()
}

func TestACursorBelongsToItsQuery(t *testing.T) {
	s := withSample(t)
	next := at(t, s.object(t, "/api/v1/search?sur=ZZV&limit=3"), "next").(string)
	for name, path := range map[string]string{
		"another query":  "/api/v1/search?sur=KAZ&limit=3&cursor=" + next,
		"another length": "/api/v1/search?sur=ZZV&limit=4&cursor=" + next,
		"nonsense":       "/api/v1/search?sur=ZZV&limit=3&cursor=zzz",
		"signs":          "/api/v1/search?sur=ZZV&limit=3&cursor=" + url.QueryEscape("../../etc"),
	} {
		if res, b := s.ask(t, path); res.StatusCode != 422 || !strings.Contains(string(b), "cursor") {
			t.Errorf("%s: %d %s", name, res.StatusCode, b)
		}
	}
}

func TestAQueryThatIsNoneSaysWhereAndWhat(t *testing.T) {
	s := withSample(t)
	for name, path := range map[string]string{
		"a bracket that is never closed": "/api/v1/search?q=" + url.QueryEscape("(wells"),
		"a State that is none":           "/api/v1/search?sur=Atlantis",
		"a cycle that is none":           "/api/v1/search?cycle=two",
		"a unit that is none":            "/api/v1/search?unit=vote",
		"a facet that is none":           "/api/v1/search?facets=colour",
		"too many hits":                  "/api/v1/search?limit=100000",
		"a day that is none":             "/api/v1/search?on=2026-13-45",
		"a query too long":               "/api/v1/search?q=" + strings.Repeat("a+", 3000),
		"the same facet twice":           "/api/v1/cross?rows=cycle&cols=cycle",
		"no facet to cross":              "/api/v1/cross",
		"a field of no table":            "/api/v1/cross?rows=symbol&cols=cycle",
		"an act far away":                "/api/v1/search?act=99999999999999999999",
	} {
		res, b := s.ask(t, path)
		if res.StatusCode != 422 || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", name, res.StatusCode, b)
		}
	}
	if res, b := s.ask(t, "/api/v1/search?act=4"); res.StatusCode != 404 || !strings.Contains(string(b), "its last is 3") {
		t.Errorf("an act that is still to come: %d %s", res.StatusCode, b)
	}
}

func TestATableCrossesTwoFacets(t *testing.T) {
	o := withSample(t).object(t, "/api/v1/cross?sur=ZZV&rows=position&cols=cycle")
	want(t, at(t, o, "total"), supported+noted)
	want(t, at(t, o, "cols"), []any{map[string]any{"value": "4", "n": float64(supported + noted)}})
	cells := 0.0
	for i, r := range at(t, o, "rows").([]any) {
		want(t, at(t, o, "cells", i, 0), at(t, r, "n"))
		cells += at(t, r, "n").(float64)
	}
	want(t, cells, supported+noted)
}

func TestDocumentsComePageByPage(t *testing.T) {
	s := withSample(t)
	all := s.object(t, "/api/v1/documents?state=ZZV")
	want(t, at(t, all, "total"), 3)
	path, n := "/api/v1/documents?limit=1", 0
	for path != "" && n < 10 {
		o := s.object(t, path)
		want(t, at(t, o, "documents", 0, "sha256"), at(t, all, "documents", n, "sha256"))
		path = ""
		if next, ok := o["next"].(string); ok {
			path = "/api/v1/documents?limit=1&after=" + next
		}
		n++
	}
	want(t, float64(n), 3)
}

// TestAnAnswerAtAnActStaysTheSame: its tag holds after a later act, that of the present does not.
func TestAnAnswerAtAnActStaysTheSame(t *testing.T) {
	s := withSample(t)
	const pinned, present = "/api/v1/search?sur=ZZV&act=2", "/api/v1/search?sur=ZZV"
	res, before := s.ask(t, pinned)
	old := res.Header.Get("ETag")
	now, _ := s.ask(t, present)
	s.save(t)
	if res, _ := s.ask(t, pinned, "If-None-Match", old); res.StatusCode != http.StatusNotModified {
		t.Errorf("the answer at act 2 has another tag: %d", res.StatusCode)
	}
	if _, after := s.ask(t, pinned); string(after) != string(before) {
		t.Errorf("the answer at act 2 is another:\n%s\n%s", before, after)
	}
	if res, _ := s.ask(t, present, "If-None-Match", now.Header.Get("ETag")); res.StatusCode != 200 {
		t.Errorf("the answer of the present has the same tag after an act: %d", res.StatusCode)
	}
	if res, _ := s.ask(t, "/api/v1/search?sur=KAZ", "If-None-Match", now.Header.Get("ETag")); res.StatusCode != 200 {
		t.Error("one answer's tag is taken for another's")
	}
}

func TestOtherMethodsAreProblems(t *testing.T) {
	w := httptest.NewRecorder()
	api.NotAllowed(w, httptest.NewRequest("DELETE", "/api/v1/search", nil))
	var p struct{ Status int }
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 405 || p.Status != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("%d %s %v", w.Code, w.Body, err)
	}
}

func TestWhoAsksTooOftenIsToldWhenToComeBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	place := "192.0.2.1"
	l := api.NewLimiter(api.Limits{PerSecond: 2, Burst: 3}, func(*http.Request) string { return place }, func() time.Time { return now })
	h := l.Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/record", nil))
		return w
	}
	for i := range 3 {
		if w := ask(); w.Code != 204 {
			t.Fatalf("request %d of a burst of 3: %d", i+1, w.Code)
		}
	}
	w := ask()
	if w.Code != 429 || w.Header().Get("Retry-After") != "1" || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d, Retry-After %q, %s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
	place = "192.0.2.2"
	if w := ask(); w.Code != 204 {
		t.Errorf("another client pays for the first: %d", w.Code)
	}
	place, now = "192.0.2.1", now.Add(time.Second)
	if w := ask(); w.Code != 204 {
		t.Errorf("after the wait: %d", w.Code)
	}
}

// A crowd of clients cannot fill the memory, and nobody is shut out for ever by it.
func TestACrowdOfClientsIsBounded(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	n := 0
	l := api.NewLimiter(api.Limits{PerSecond: 1, Burst: 1}, func(*http.Request) string { n++; return strconv.Itoa(n) }, func() time.Time { return now })
	r := httptest.NewRequest("GET", "/", nil)
	for range 60_000 {
		l.Wait(r)
	}
	now = now.Add(time.Minute)
	if wait := l.Wait(r); wait != 0 {
		t.Errorf("a newcomer waits %s after the crowd has gone", wait)
	}
}
