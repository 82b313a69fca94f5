package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testplan"
	"github.com/openupr/openupr/internal/upr/plan"
)

// What is closed is nowhere outside the workspace: not on the ledger, not in the API, in no search, feed or export; of each
// closed fact the ledger shows its kind and its digest.
func TestNothingClosedIsShownOutsideTheWorkspace(t *testing.T) {
	p := started(t, server.Config{Dir: t.TempDir()})
	made := testplan.Fill(t, p.Store, "QQQ", testplan.Size{Recs: 8, Measures: 4, Reports: 8})
	if err := p.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.Corpus.Refresh()
	const secret = "zzclosedzz"
	who := account.Person{ID: "account-" + secret, Name: "Person " + secret, Role: account.Member, Seats: []account.Seat{{Workspace: "QQQ", Role: account.Coordinator}}}
	before, searched := p.Keeper.View(), p.Corpus.Snapshot()
	id, err := p.Desk.SaveMeasure(t.Context(), who, "QQQ", "", 0, plan.Measure{Title: plan.Names{{Lang: "en", Words: "Measure " + secret}}, Kind: plan.LawMeasure, Recs: made.Recs[:1], Note: secret})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.Corpus.Refresh()
	after := p.Keeper.View()
	if after.Act != before.Act+1 || !slices.Equal(after.Reviews(), before.Reviews()) || p.Corpus.Snapshot().Act() != after.Act || !searched.Same(p.Corpus.Snapshot()) {
		t.Error("an act in a workspace made the record or its search anew")
	}
	v, err := p.Desk.Keeper.Work(t.Context(), "QQQ")
	if err != nil {
		t.Fatal(err)
	}
	h, _ := v.Measures.Get(id)
	get := func(path string) string {
		w := &recorder{header: http.Header{}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://a.example"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.RemoteAddr = "192.0.2.1:9"
		p.Handler().ServeHTTP(w, r)
		return w.body.String()
	}
	act := get(fmt.Sprintf("/ledger/%d", h.Act))
	for row, err := range p.Store.Facts(t.Context(), store.Filter{Since: h.Act - 1, At: h.Act, Digests: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if followup.Closed(row.Review) && row.Digest == [32]byte{} {
			t.Error("a closed fact has no digest")
		}
	}
	if !strings.Contains(act, "coordinator") && !strings.Contains(act, "Coordinator") {
		t.Error("the public face of the act does not say in which role it was done")
	}
	item := "/items/" + made.Recs[0]
	paths := []string{"/ledger", item, "/id/" + made.Recs[0], "/states/QQQ", "/reviews/QQQ/1", "/search?q=" + secret, "/search.atom?q=" + secret, "/search/export?format=csv&q=" + secret,
		"/api/v1/ledger", "/api/v1/acts", "/api/v1/search?q=" + secret, "/analysis", "/questions", "/labels", "/states/QQQ/followup", "/reviews/QQQ/1/items.csv",
		"/work/QQQ", "/work/QQQ/measures/" + id, "/work/QQQ/history/" + id}
	for n := uint64(1); n <= h.Act; n++ {
		paths = append(paths, fmt.Sprintf("/ledger/%d", n), fmt.Sprintf("/api/v1/ledger/%d/proof", n), fmt.Sprintf("/api/v1/acts/%d/proof", n))
	}
	for _, path := range paths {
		body := strings.ReplaceAll(strings.ReplaceAll(get(path), "q="+secret, ""), `value="`+secret+`"`, "")
		body = strings.ReplaceAll(body, "“"+secret+"”", "") // the words asked for, as they are said again
		for _, closed := range []string{"Measure " + secret, "account-" + secret, "Person " + secret, id, made.Measures[0], made.Bodies[0], made.Reports[0], "Ministry 07"} {
			if strings.Contains(body, closed) && !(closed == id && strings.Contains(path, id)) { // signing in leads back to the address asked for
				t.Errorf("%s shows %q", path, closed)
			}
		}
	}
	if n := len(p.Keeper.View().AllMechanisms()); n != 0 {
		t.Errorf("the record took %d workspaces for States", n)
	}
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
func (r *recorder) WriteHeader(int)             {}
