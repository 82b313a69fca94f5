package e2e_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/council"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// fetched is what a visitor who is not signed in gets at an address.
func fetched(t *testing.T, address string) string {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %s %v", address, res.Status, err)
	}
	return string(b)
}

// What the record holds as public, what the pages list and what every format of the open data has are as many, kind by kind.
func TestParticipationAddsUp(t *testing.T) {
	base := sampleURL(t)
	p, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	plannedWork.Do(func() { planWork(t, p) })
	_, s := p.desk(t)
	k := council.NewKeeper(s)
	closed, err := k.Closed(t.Context(), "ZZV")
	if err != nil {
		t.Fatal(err)
	}
	record := map[string]int{} // from the closed side: what its own steps say is public
	for _, h := range closed.Proposals.All() {
		if h.Thing.Step.Public() {
			record[spoken.KindProposal]++
		}
	}
	for _, h := range closed.Replies.All() {
		if h.Thing.Step == plan.Published {
			record[spoken.KindReply]++
		}
	}
	for _, h := range closed.Comments.All() {
		if h.Thing.Shown == spoken.IsShown {
			record[spoken.KindComment]++
		}
	}
	for _, h := range closed.Consulted.All() {
		if h.Thing.Public {
			record[spoken.KindConsultation]++
		}
	}
	for _, h := range closed.Responses.All() {
		if h.Thing.Public {
			record[spoken.KindResponse]++
		}
	}
	for _, h := range closed.Advice.All() {
		if h.Thing.Step == plan.Published {
			record[spoken.KindAdvice]++
		}
	}
	for _, h := range closed.Plain.All() {
		if h.Thing.Step == plan.Published {
			record[spoken.KindPlain]++
		}
	}
	record[spoken.KindCouncil], record[spoken.KindMember], record[spoken.KindSitting] = closed.Councils.Len(), closed.Members.Len(), closed.Sittings.Len()
	record[spoken.KindVote], record[spoken.KindDecision], record[spoken.KindReferral] = closed.Votes.Len(), closed.Decisions.Len(), closed.Referrals.Len()
	for kind, n := range record {
		if n == 0 && kind != spoken.KindSubmission {
			t.Errorf("the sample has no %s: nothing is counted", kind)
		}
	}

	var data []byte
	of := func(counts map[string]int) map[string]int { // those that the record was asked for
		out := map[string]int{}
		for kind := range record {
			out[kind] = counts[kind]
		}
		return out
	}
	export := base + "/states/ZZV/participation/export?format="
	for range 50 { // until the running program has all of it
		if data = []byte(fetched(t, export+"ndjson")); cmp.Equal(record, of(kindsOf(t, data))) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	nd := kindsOf(t, data)
	if diff := cmp.Diff(record, of(nd)); diff != "" { // of comments that are not shown it has the number and that they are not
		t.Errorf("record against open data: %s", diff)
	}
	var ld struct {
		HasPart []struct{ Kind string } `json:"hasPart"`
	}
	if err := json.Unmarshal([]byte(fetched(t, export+"jsonld")), &ld); err != nil {
		t.Fatal(err)
	}
	linked := map[string]int{}
	for _, x := range ld.HasPart {
		linked[x.Kind]++
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(fetched(t, export+"csv"), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]int{}
	for _, l := range lines[1:] {
		table[l[1]]++
	}
	nd[spoken.KindComment] += nd[spoken.KindComment+" not shown"]
	delete(nd, spoken.KindComment+" not shown")
	if diff := cmp.Diff(nd, linked); diff != "" {
		t.Errorf("NDJSON against JSON-LD: %s", diff)
	}
	if diff := cmp.Diff(nd, table); diff != "" {
		t.Errorf("NDJSON against CSV: %s", diff)
	}

	listed := func(path string) int {
		n, sep := 0, "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		for page := 1; page < 100; page++ {
			here := strings.Count(fetched(t, fmt.Sprintf("%s%s%spage=%d&lang=en", base, path, sep, page)), "data-entry")
			if n += here; here < 40 {
				return n
			}
		}
		return n
	}
	if n := listed("/states/ZZV/proposals"); n != record[spoken.KindProposal] {
		t.Errorf("the page lists %d proposals, the record has %d", n, record[spoken.KindProposal])
	}
	parts := 0
	for _, fate := range []string{"proposed", "debated", "declined", "merged", "adopted", "waiting", "overdue", "answered"} {
		parts += listed("/states/ZZV/proposals?became=" + fate)
	}
	if parts != record[spoken.KindProposal] {
		t.Errorf("what became of proposals adds up to %d of %d", parts, record[spoken.KindProposal])
	}
	if words := fetched(t, base+"/states/ZZV/participation/export?format=ndjson"); strings.Contains(words, "2/2026") || strings.Contains(words, `"author"`) {
		t.Error("the open data has a draft or a person")
	}
}

func kindsOf(t *testing.T, ndjson []byte) map[string]int {
	t.Helper()
	out := map[string]int{}
	d := json.NewDecoder(strings.NewReader(string(ndjson)))
	for d.More() {
		var x struct{ Kind, Status, Text string }
		if err := d.Decode(&x); err != nil {
			t.Fatal(err)
		}
		if x.Kind == spoken.KindComment && x.Status != string(spoken.IsShown) {
			if x.Text != "" {
				t.Errorf("a comment that is %s has its words", x.Status)
			}
			x.Kind += " not shown"
		}
		out[x.Kind]++
	}
	return out
}
