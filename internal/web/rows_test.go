package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// rowsTable is an invented table in UPR Info's layout about the sample's review.
func rowsTable(lines ...[4]string) string {
	var b strings.Builder
	b.WriteString("To,Text,From,Response,Action,Issue,Session,Colour\r")
	for _, l := range lines {
		fmt.Fprintf(&b, "%s,\"%s\",%s,%s,5,Environment,48,green\r", l[0], l[1], l[2], l[3])
	}
	return b.String()
}

func TestATableComesInAndAPersonPlacesWhatWaits(t *testing.T) {
	t.Parallel()
	rd := open(t, true)
	rd.setUp()
	var it items.Row
	line, _, _ := strings.Cut(rd.get("/reviews/ZZV/4/items.ndjson").body, "\n")
	if err := json.Unmarshal([]byte(line), &it); err != nil || len(it.Segments) == 0 || len(it.Segments[0].States) == 0 {
		t.Fatal("no item to meet", err)
	}
	seg := it.Segments[0]
	by := reference.Name(seg.States[0], "en", upr.Date{})
	table := rowsTable([4]string{"Velmora", seg.Text, by, "Accepted"}, [4]string{"Velmora", "Let the ferries run on every day of rest", by, "Noted"},
		[4]string{"Nowhere", "Plant trees", by, "Noted"})
	preview := rd.send(file("rows.csv", table))
	rd.wants(preview, http.StatusOK, "Table of UPR Info", "2 rows on 1 review", "Row 3", "Nowhere", "Colour", "Velmora, cycle 4")
	done := rd.post(preview.path, url.Values{"do": {"confirm"}})
	rd.wants(done, http.StatusOK, "2 new entries")
	rd.wants(rd.send(file("rows.csv", table)), http.StatusOK, "The record holds this")

	rd.wants(rd.get("/reviews/ZZV/4"), http.StatusOK, "What UPR Info lists", "1 of 2 rows stand in the report", "1 row waits for a person")
	rd.wants(rd.get("/items/"+it.Permanent), http.StatusOK, "What UPR Info says", "Accepted", "Environment", "Colour: green")
	rows := rd.get("/reviews/ZZV/4/rows")
	rd.wants(rows, http.StatusOK, "1 row waits for a person", "None of the State’s recommendations", "Words alike to 100")
	newReader(t, rd.base).wants(newReader(t, rd.base).get("/reviews/ZZV/4/rows"), http.StatusOK, "Sign in")

	link := strings.ReplaceAll(regexp.MustCompile(`/reviews/ZZV/4/rows\?entry=[^"]+`).FindString(rows.body), "&amp;", "&")
	rd.wants(rd.get(link), http.StatusOK, "Where does this row belong?", "Let the ferries run", it.ID)
	asked, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"entry": {asked.Query().Get("entry")}, "state": {asked.Query().Get("state")}, "place": {"UPR-ZZV-C4-999.1-s1"}}
	rd.wants(rd.post("/reviews/ZZV/4/rows", form), http.StatusUnprocessableEntity, `role="alert"`)
	form.Set("place", it.Permanent+"-s1")
	form.Set("note", "said by the delegation")
	rd.wants(rd.post("/reviews/ZZV/4/rows", form), http.StatusOK, "Done", "2 of 2 rows stand in the report", "A person decided", "said by the delegation")
	form.Set("place", "none")
	rd.wants(rd.post("/reviews/ZZV/4/rows", form), http.StatusOK, "Not in the report, a person decided")
	form.Set("entry", "uprinfo/ZZV/4/nothing")
	rd.wants(rd.post("/reviews/ZZV/4/rows", form), http.StatusNotFound)
}

func TestRowsWithoutAReportAreShownAsProvisional(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	preview := rd.send(file("rows.csv", rowsTable([4]string{"Velmora", "Plant lime trees along every canal", "France", "Accepted"}, [4]string{"Velmora", "We plant them", "Velmora", "Voluntary Pledge"})))
	rd.wants(rd.post(preview.path, url.Values{"do": {"confirm"}}), http.StatusOK)
	review := rd.get("/reviews/ZZV/4")
	rd.wants(review, http.StatusOK, "provisional", "Plant lime trees", "From the list of UPR Info")
	link := regexp.MustCompile(`/items/UPR-ZZV-C4-P[0-9a-f]+`).FindString(review.body)
	rd.wants(rd.get(link), http.StatusOK, "It is made of rows of UPR Info", "no report of the Working Group is at hand", "Accepted")
	rd.wants(rd.get("/id/"+strings.TrimPrefix(link, "/items/")+"-s1"), http.StatusOK, "Plant lime trees")
	rd.wants(rd.get("/states/ZZV"), http.StatusOK, "1 provisional item")
	document := regexp.MustCompile(`/documents/[0-9a-f]{64}`).FindString(rd.get(link).body)
	rd.wants(rd.get(document), http.StatusOK, "rows.csv")
	if a := rd.get(document + "/original"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "To,Text") {
		t.Errorf("the original comes with %d", a.status)
	}
	rd.wants(rd.get("/items/UPR-ZZV-C4-P0123456789ab"), http.StatusNotFound)
	rd.wants(rd.get("/reviews/KAZ/2/rows"), http.StatusOK, "no rows of UPR Info")
}
