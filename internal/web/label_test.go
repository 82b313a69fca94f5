package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// field is a hidden field or button of the first form that posts a label after a place in a page.
var labelForm = regexp.MustCompile(`(?s)action="/labels" class="tie">.*?name="subject" value="([^"]+)".*?name="label" value="([^"]+)"`)

func TestAPersonsLabelWinsIsKeptAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	rd := open(t, true)
	link := regexp.MustCompile(`href="(/items/[^"]+)"`).FindStringSubmatch(rd.get("/reviews/ZZV/4").body)[1]
	before := rd.get(link)
	rd.wants(before, http.StatusOK, "What it asks, of whom and about whom", "a rule")
	if strings.Contains(before.body, `action="/labels"`) {
		t.Error("a visitor is offered to decide on labels")
	}
	subject := strings.TrimPrefix(link, "/items/") + "-s1"
	say := func(label, what string) answer {
		return rd.post("/labels", url.Values{"subject": {subject}, "label": {label}, "say": {what}, "next": {link + "#labels"}})
	}
	if a := say("issue:environment", "yes"); a.path != "/sign-in" && a.path != "/setup" {
		t.Errorf("a visitor's label leads to %s", a.path)
	}
	rd.setUp()

	rd.wants(say("issue:environment", "yes"), http.StatusOK, "Saved in act", "a person, in this record", "Environment", "Take back")
	rd.wants(say("affected:roma", "yes"), http.StatusOK, "Roma, Sinti and Travellers")
	rd.wants(rd.get("/search?issue=environment"), http.StatusOK, subject[:strings.LastIndex(subject, "-")])
	rd.wants(say("action:1", "yes"), http.StatusOK, "1. Minimal action")
	if a := say("action:3", "yes"); strings.Contains(tableOf(a.body), "1. Minimal action") || !strings.Contains(tableOf(a.body), "3. Considering action") {
		t.Error("a text has two degrees of action")
	}
	lines := strings.Split(strings.TrimSpace(rd.get("/labels/corrections.ndjson").body), "\n")
	var line struct {
		ID, Action string
		Issues     []string
	}
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil || len(lines) != 1 || line.ID != subject || line.Action != "3" || !strings.Contains(strings.Join(line.Issues, " "), "environment") {
		t.Errorf("corrections %q: %+v, %v", lines, line, err)
	}

	acts := strings.Count(rd.get("/ledger").body, "word on a label")
	say("issue:environment", "yes")
	if n := strings.Count(rd.get("/ledger").body, "word on a label"); acts == 0 || n != acts {
		t.Errorf("the same word said twice is %d acts, not %d", n, acts)
	}
	if a := say("issue:environment", "back"); strings.Contains(tableOf(a.body), "Environment") {
		t.Error("a label stays after it was taken back")
	}
	for _, bad := range []url.Values{
		{"subject": {subject}, "label": {"issue:nothing"}, "say": {"yes"}},
		{"subject": {subject}, "label": {"hint:time"}, "say": {"yes"}},
		{"subject": {subject}, "label": {"issue:labour"}, "say": {"maybe"}},
		{"subject": {"UPR-ZZV-C4-99.99-s1"}, "label": {"issue:labour"}, "say": {"yes"}},
		{},
	} {
		rd.wants(rd.post("/labels", bad), http.StatusBadRequest)
	}
}

// tableOf is the table of labels that count.
func tableOf(body string) string {
	_, rest, _ := strings.Cut(body, `<table class="label-table">`)
	table, _, _ := strings.Cut(rest, "</table>")
	return table
}

func TestGuessesThatWaitAreListedByReview(t *testing.T) {
	t.Parallel()
	rd := open(t, true)
	rd.wants(rd.get("/labels"), http.StatusOK, "Labels that wait for a person", "Velmora, cycle 4")
	rd.setUp()
	list := rd.get("/labels?review=ZZV%2F4")
	rd.wants(list, http.StatusOK, "It applies", "It does not", "sure")
	m := labelForm.FindStringSubmatch(list.body)
	if m == nil {
		t.Fatal("there is nothing to decide")
	}
	after := rd.post("/labels", url.Values{"subject": {m[1]}, "label": {m[2]}, "say": {"no"}, "next": {"/labels?review=ZZV%2F4&page=1"}})
	rd.wants(after, http.StatusOK, "Saved in act")
	for _, x := range labelForm.FindAllStringSubmatch(after.body, -1) {
		if x[1] == m[1] && x[2] == m[2] {
			t.Error("what was decided still waits")
		}
	}
	rd.wants(rd.get("/labels?review=ZZV%2F9"), http.StatusNotFound)
	rd.wants(rd.get("/labels?review=ZZV%2F4&page=99"), http.StatusOK)
}
