package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/server"
)

// twice is an invented table: one State, two cycles, the same asked again in other words, and something else.
const twice = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n" +
	"Fiji,Asia,,Repaint the lighthouses of the northern coast,Peru,GRULAC,,Accepted,5,Other,7\n" +
	"Fiji,Asia,,Double the salaries of librarians,Peru,GRULAC,,Noted,5,Other,7\n" +
	"Fiji,Asia,,Repaint without delay the northern lighthouses,Chad,Africa,,Noted,5,Other,20\n" +
	"Fiji,Asia,,Repaint without delay the northern lighthouses,Togo,Africa,,Noted,5,Other,20\n" +
	"Fiji,Asia,,Plant trees along the harbour,Togo,Africa,,Accepted,5,Other,20\n"

var itemLink = regexp.MustCompile(`href="(?:/id|/items)/(UPR-FJI-C[12]-[^"#]+?)(?:-s1)?"`)

func TestAnEditorTiesAndPartsRecommendations(t *testing.T) {
	t.Parallel()
	program, err := server.Open(t.Context(), server.Config{Dir: t.TempDir(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(program.Handler())
	t.Cleanup(func() {
		srv.Close()
		if err := program.Close(); err != nil {
			t.Error(err)
		}
	})
	rd := newReader(t, srv.URL)
	rd.setUp()
	p := rd.send(file("rows.csv", twice))
	rd.wants(p, http.StatusOK)
	rd.wants(rd.post(p.path, url.Values{"do": {"confirm"}}), http.StatusOK)

	program.Corpus.Refresh() // as the running program does of itself, a moment later
	chains := rd.get("/states/FJI/lineage")
	rd.wants(chains, http.StatusOK, "1 demand was made on two occasions", "lighthouses", "asked by 1 State", "asked by 2 States")
	ids := itemLink.FindAllStringSubmatch(chains.body, -1)
	if len(ids) != 2 {
		t.Fatalf("the chain names %d recommendations: %v", len(ids), ids)
	}
	a, b := ids[0][1]+"-s1", ids[1][1]+"-s1"
	rd.wants(rd.get("/items/"+ids[0][1]), http.StatusOK, "The same demand", "Suggested: likeness", "Asks something else")

	apart := rd.post("/ties", url.Values{"a": {b}, "b": {a}, "same": {"no"}, "next": {"/items/" + ids[0][1]}})
	rd.wants(apart, http.StatusOK, "the two recommendations ask different things", "The words of no other recommendation")
	rd.wants(rd.get("/states/FJI/lineage"), http.StatusOK, "Nothing was asked twice yet")
	rd.wants(rd.get("/ledger"), http.StatusOK, "word on two recommendations")

	together := rd.post("/ties", url.Values{"a": {a}, "b": {b}, "same": {"yes"}, "next": {"/items/" + ids[0][1]}})
	rd.wants(together, http.StatusOK, "A person confirmed in act")
	if strings.Contains(together.body, "Suggested: likeness") {
		t.Error("what a person confirmed is still called a suggestion")
	}
	acts := rd.get("/ledger").body
	rd.post("/ties", url.Values{"a": {a}, "b": {b}, "same": {"yes"}})
	if rd.get("/ledger").body != acts {
		t.Error("the same word twice makes two acts")
	}
	for name, form := range map[string]url.Values{
		"nothing":              {},
		"the same text twice":  {"a": {a}, "b": {a}, "same": {"yes"}},
		"an unknown text":      {"a": {a}, "b": {"UPR-FJI-C3-1.1-s1"}, "same": {"yes"}},
		"neither yes nor no":   {"a": {a}, "b": {b}, "same": {"perhaps"}},
		"very long and binary": {"a": {strings.Repeat("\xff", 5000)}, "b": {b}, "same": {"no"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rd.post("/ties", form); got.status != http.StatusBadRequest {
				t.Errorf("status %d", got.status)
			}
		})
	}
	if got := newReader(t, rd.base).post("/ties", url.Values{"a": {a}, "b": {b}, "same": {"no"}}); !strings.HasPrefix(got.path, "/sign-in") && got.status != http.StatusForbidden {
		t.Errorf("a visitor is led to %s with %d", got.path, got.status)
	}
}

func TestNearDuplicatesHaveAPage(t *testing.T) {
	t.Parallel()
	rd := open(t, true)
	rd.wants(rd.get("/reviews/ZZV/4/alike"), http.StatusOK, "Near-duplicates")
	rd.wants(rd.get("/reviews/QQQ/4/alike"), http.StatusNotFound)
	rd.wants(rd.get("/states/ZZV/lineage?position=noted&order=words&all=yes&page=9"), http.StatusOK, "Asked again")
	rd.wants(rd.get("/states/QQQ/lineage"), http.StatusNotFound)
}
