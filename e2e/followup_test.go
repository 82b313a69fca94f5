package e2e_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/openupr/openupr/internal/account"
	invented "github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
)

// TestFollowUpWalkthrough goes from an empty record to a matrix that comes back, as a national mechanism does in four years:
// once with a pointer, once by the keys alone, once where no script runs. Each way begins with a record of its own.
func TestFollowUpWalkthrough(t *testing.T) {
	var mu sync.Mutex
	all := counts{ways: len(ways)}
	t.Run("walks", func(t *testing.T) {
		for _, how := range ways {
			t.Run(string(how), func(t *testing.T) {
				t.Parallel()
				w := &walk{T: t, how: how, p: serve(t, t.TempDir()), seen: map[string]bool{}}
				w.go_()
				mu.Lock()
				defer mu.Unlock()
				all.items, all.acts, all.refusals, all.pages = w.items, w.acts, w.refusals, max(all.pages, len(w.seen))
			})
		}
	})
	fmt.Printf("FollowUpWalkthrough: %d items, %d acts, %d refusals, %d pages checked by axe, walked in %d ways\n", all.items, all.acts, all.refusals, all.pages, all.ways)
}

type counts struct{ items, acts, refusals, pages, ways int }

// walk is one way through the whole story.
type walk struct {
	*testing.T
	how      way
	p        *program
	seen     map[string]bool // pages that axe checked, by their pattern
	items    int
	acts     int
	refusals int

	bodies map[string]string // id by name
	recs   []string          // of the review, in document order
}

// The bodies of the story: four of the State, one independent, one of civil society.
var storyBodies = []struct{ name, kind string }{
	{"Ministry of Justice of the story", "ministry"},
	{"Ministry of Health of the story", "ministry"},
	{"Ministry of Education of the story", "ministry"},
	{"Supreme Court of the story", "court"},
	{"Commissioner of the story", "commissioner"},
	{"Union of the story", "organisation"},
}

const ws = "ZZV"

func (w *walk) go_() {
	w.Helper()
	admin := w.hand()
	w.begin(admin)
	w.imports(admin)
	w.opens(admin)
	w.founds(admin)
	w.seats(admin)
	w.clusters(admin)
	w.assigns(admin)
	w.reports(admin)
	w.assesses()
	w.public()
	w.matrix(admin)
	w.count()
}

// hand is a new person at a machine of their own.
func (w *walk) hand() hand { return openTab(w.T).by(w.how) }

// at opens a page of the program.
func (w *walk) at(h hand, path string) {
	w.Helper()
	if got := h.visit(inLanguage(w.p.url, path, "en")); got != http.StatusOK {
		w.Fatalf("%s answers %d:\n%s", path, got, h.words())
	}
	w.check(h)
}

// check holds the page against axe, each page of the story once. Scripts of the test run where those of the page do not.
func (w *walk) check(h hand) {
	w.Helper()
	if w.how != pointer {
		return
	}
	u, err := url.Parse(h.location())
	if err != nil {
		w.Fatal(err)
	}
	name := w.nameless(u.Path)
	if w.seen[name] {
		return
	}
	w.seen[name] = true
	for _, v := range h.axe(wcag) {
		w.Errorf("%s: %s", u.Path, v)
	}
}

// nameless is a path without what differs from record to record.
func (w *walk) nameless(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if len(p) == 64 || len(p) == 16 || strings.HasPrefix(p, "UPR-") {
			parts[i] = "…"
		}
	}
	return strings.Join(parts, "/")
}

// begin makes the first account.
func (w *walk) begin(h hand) {
	w.at(h, "/setup")
	h.send(`form[action^="/setup"] button`, field{"name", "Ada Admin"}, field{"login", "admin"}, field{"password", "a long enough passphrase"})
	if strings.Contains(h.location(), "/setup") {
		w.Fatalf("the first start did not let us in:\n%s", h.words())
	}
}

// imports brings the report and the State's answers.
func (w *walk) imports(h hand) {
	files, err := invented.Files()
	if err != nil {
		w.Fatal(err)
	}
	dir := w.TempDir()
	for _, f := range files[:2] {
		name := filepath.Join(dir, f.Name)
		if err := os.WriteFile(name, f.Bytes, 0o644); err != nil {
			w.Fatal(err)
		}
		w.at(h, "/import")
		h.send(`form[action="/import"] button[type=submit]`, field{"file", name})
		w.check(h)
		h.press(`button[value=confirm]`)
	}
	w.at(h, sampleReview)
	w.recs = eval[[]string](h.tab, "listing the items", `[...new Set([...document.querySelectorAll('main a[href^="/items/"]')].map(a => a.getAttribute("href").slice(7).replace(/[?#].*/, "")))]`)
	if w.items = len(w.recs); w.items < 8 {
		w.Fatalf("the report has only %d items", w.items)
	}
}

// opens makes the State's workspace, with the administrator as its coordinator.
func (w *walk) opens(h hand) {
	w.at(h, "/accounts")
	h.send(`form[action="/work"] button`, field{"state", ws}, field{"self", "yes"})
	w.at(h, "/work")
	w.at(h, "/work/"+ws)
}

// founds tells which bodies take part.
func (w *walk) founds(h hand) {
	w.bodies = map[string]string{}
	for _, b := range storyBodies {
		w.at(h, "/work/"+ws+"/bodies/new")
		h.send(`form.thing button[type=submit]`, field{"name", b.name}, field{"kind", b.kind})
		w.check(h)
	}
	w.at(h, "/work/"+ws+"/bodies")
	for _, b := range storyBodies {
		w.bodies[b.name] = eval[string](h.tab, "looking for "+b.name, `[...document.querySelectorAll('main a[href*="/bodies/"]')].find(a => a.textContent.trim() === `+quote(b.name)+`)?.getAttribute("href").replace(/.*\//, "").replace(/\?.*/, "") ?? ""`)
		if w.bodies[b.name] == "" {
			w.Fatalf("%s is not among the bodies:\n%s", b.name, h.words())
		}
	}
}

// seats lets people in: one through an invitation, in the browser; the others as a second program on the record seats them.
func (w *walk) seats(h hand) {
	w.at(h, "/work/"+ws+"/people")
	h.send(`button[value=invite]`, field{"name", "Nora of the union"}, field{"role", "stakeholder"}, field{"body", w.bodies["Union of the story"]})
	w.check(h)
	link := eval[string](h.tab, "reading the invitation", `(document.body.innerText + " " + [...document.querySelectorAll("input")].map(i => i.value).join(" ")).match(/\/sign-in\/[A-Za-z0-9_-]{20,}/)?.[0] ?? ""`)
	if link == "" {
		w.Fatalf("no link was handed out:\n%s", h.words())
	}
	guest := w.hand()
	w.at(guest, link)
	guest.send(`form[action^="/sign-in/"] button[type=submit]`, field{"name", "Nora"}, field{"login", "union"}, field{"password", "a long enough passphrase"})
	w.check(guest)

	for login, s := range map[string]account.Seat{
		"justice":      {Role: account.Contributor, Body: w.bodies["Ministry of Justice of the story"]},
		"justice-head": {Role: account.Validator, Body: w.bodies["Ministry of Justice of the story"]},
		"health":       {Role: account.Contributor, Body: w.bodies["Ministry of Health of the story"]},
		"health-head":  {Role: account.Validator, Body: w.bodies["Ministry of Health of the story"]},
		"commissioner": {Role: account.Monitor, Body: w.bodies["Commissioner of the story"]},
	} {
		s.Workspace = ws
		w.p.seated(w.T, login, account.Member, s)
	}
}

// as is a person who sits already, signed in.
func (w *walk) as(login string) hand {
	w.Helper()
	h := w.hand()
	w.at(h, "/sign-in")
	password := "a long enough passphrase"
	if login != "union" && login != "admin" {
		password = testpeople.Password
	}
	h.send(`form[action="/sign-in"] button`, field{"login", login}, field{"password", password})
	if strings.Contains(h.location(), "/sign-in") {
		w.Fatalf("%s could not sign in:\n%s", login, h.words())
	}
	return h
}

func (w *walk) rec(n int) string { return "/work/" + ws + "/recs/" + w.recs[n] }

// clusters puts the first three recommendations together by hand.
func (w *walk) clusters(h hand) {
	w.at(h, "/work/"+ws+"/recs")
	h.send(`button[value=cluster]`, field{"rec", w.recs[0]}, field{"rec", w.recs[1]}, field{"rec", w.recs[2]}, field{"title", "Justice and detention"})
	w.at(h, "/work/"+ws+"/clusters")
	if !strings.Contains(h.words(), "Justice and detention") {
		w.Errorf("the cluster is not listed:\n%s", h.words())
	}
}

// assigns gives four bodies their recommendations; one is handed back and given to another.
func (w *walk) assigns(h hand) {
	for i, b := range storyBodies[:4] {
		w.at(h, "/work/"+ws+"/recs")
		h.send(`button[value=assign]`, field{"rec", w.recs[2*i]}, field{"rec", w.recs[2*i+1]}, field{"body", w.bodies[b.name]}, field{"due", "2027-03-31"})
	}
	justice := w.as("justice")
	w.at(justice, w.rec(0))
	justice.send(`.asked button`, field{"answer", "accept"})
	w.at(justice, w.rec(1))
	justice.send(`.asked button`, field{"answer", "back"}, field{"reason", "Health carries this."})
	w.at(h, w.rec(1))
	if !strings.Contains(h.words(), "Health carries this.") {
		w.Errorf("the reason of handing back is not told:\n%s", h.words())
	}
	h.send(`button[value=assign]`, field{"body", w.bodies["Ministry of Health of the story"]}, field{"due", "2027-03-31"})
	health := w.as("health")
	for _, n := range []int{1, 2} {
		w.at(health, w.rec(n))
		health.send(`.asked button`, field{"answer", "accept"})
	}
}

// reports: two contributors report with evidence; one text is returned, mended and validated; both are published.
func (w *walk) reports(coordinator hand) {
	w.plans(coordinator)
	w.report("justice", "Ministry of Justice of the story", 0, "partial", "The story's draft law is before the story's parliament.")
	w.report("health", "Ministry of Health of the story", 2, "full", "The story's hospitals have a complaints office each.")

	author := w.as("justice")
	w.at(author, w.rec(0))
	if n := author.nodes(`button[value=validate]`); n != 0 {
		w.Error("the author is offered to validate their own words")
	}
	w.refused(author, w.rec(0)+"/report/validate", url.Values{"do": {"validate"}, "id": {w.first(author, `form[action$="/report"] input[name=id]`)}, "base": {w.first(author, `form[action$="/report"] input[name=base]`)}})

	head := w.as("justice-head")
	w.at(head, w.rec(0))
	head.send(`button[value=return]`, field{"reason", "Say which draft law."})
	author = w.as("justice")
	w.at(author, w.rec(0))
	if !strings.Contains(author.words(), "Say which draft law.") {
		w.Errorf("the reason of returning is not told:\n%s", author.words())
	}
	author.press(`a[href*="/report?"][href*="id="], a[href*="/report/"]`)
	w.check(author)
	author.send(`button[value=submit]`, field{"text", "The story's draft law on detention is before the story's parliament."})
	for login, n := range map[string]int{"justice-head": 0, "health-head": 2} {
		head := w.as(login)
		w.at(head, w.rec(n))
		head.send(`button[value=validate]`)
	}
	for _, n := range []int{0, 2} {
		w.at(coordinator, w.rec(n))
		coordinator.send(`form[action$="/report/publish"] button[value=publish]`)
	}
}

// plans: a contributor plans a measure for a recommendation, and the coordinator brings it to the public.
func (w *walk) plans(coordinator hand) {
	h := w.as("health")
	w.at(h, w.rec(2))
	h.press(`main a[href*="/measures/new"]`)
	w.check(h)
	h.send(`form.thing button[type=submit]`, field{"title", "An office for complaints in each hospital"}, field{"kind", "institution"},
		field{"lead", w.bodies["Ministry of Health of the story"]}, field{"status", "ongoing"}, field{"due", "2027-06-30"})
	w.check(h)
	measure := strings.TrimPrefix(h.location(), w.p.url)
	if n := h.nodes(`form[action$="/publish"]`); n != 0 {
		w.Error("a contributor is offered to publish a measure")
	}
	w.at(coordinator, measure)
	coordinator.send(`form[action$="/publish"] button`)
}

// report writes and submits one report with a public piece of evidence.
func (w *walk) report(login, body string, n int, status, words string) {
	h := w.as(login)
	w.at(h, w.rec(n))
	h.press(`a[href*="/evidence?about="]`)
	w.check(h)
	file := filepath.Join(w.TempDir(), "proof of "+login+".txt")
	if err := os.WriteFile(file, []byte("An invented order of an invented ministry, number 7.\n"), 0o644); err != nil {
		w.Fatal(err)
	}
	h.send(`form[enctype="multipart/form-data"] button[value=add]`, field{"title", "Order 7 of the story"}, field{"access", "public"}, field{"file", file})
	w.check(h)
	w.at(h, w.rec(n))
	h.press(`a[href*="/report?body="]`)
	w.check(h)
	proof := w.first(h, `input[name=evidence]`)
	h.send(`button[value=submit]`, field{"status", status}, field{"text", words}, field{"until", "2026-10-31"}, field{"evidence", proof})
	w.check(h)
}

// first is the value of the first control that a selector finds.
func (w *walk) first(h hand, selector string) string {
	w.Helper()
	v := eval[string](h.tab, "reading "+selector, `document.querySelector(`+quote(selector)+`)?.value ?? ""`)
	if v == "" {
		w.Fatalf("%s is not at %s:\n%s", selector, h.location(), h.words())
	}
	return v
}

// refused sends what no button offers and must be told no.
func (w *walk) refused(h hand, path string, form url.Values) {
	w.Helper()
	status := eval[int](h.tab, "sending what is not offered", `fetch(`+quote(w.p.url+path)+`, {method: "POST", headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: `+quote(form.Encode())+`}).then(r => r.status)`)
	if status != http.StatusForbidden && status != http.StatusNotFound {
		w.Errorf("POST %s answers %d", path, status)
	}
	w.refusals++
}

// assesses: the institution shares what the State says, the union contests it, and neither asks anybody.
func (w *walk) assesses() {
	for _, a := range []struct{ login, verdict, words string }{
		{"commissioner", "shares", "Our visits bear this out."},
		{"union", "contests", "Two of the offices were closed when we came."},
	} {
		h := w.as(a.login)
		w.at(h, w.rec(2))
		h.press(`a[href*="/assessment?body="]`)
		w.check(h)
		h.send(`button[value=publish]`, field{"verdict", a.verdict}, field{"text", a.words}, field{"until", "2026-10-31"})
		w.check(h)
		// Nobody here writes for the State, nor for another.
		w.refused(h, w.rec(2)+"/report", url.Values{"do": {"save"}, "rec": {w.recs[2]}, "body": {w.bodies["Ministry of Health of the story"]}, "status": {"full"}})
		w.refused(h, w.rec(2)+"/assessment", url.Values{"do": {"publish"}, "rec": {w.recs[2]}, "body": {w.bodies["Ministry of Health of the story"]}, "verdict": {"shares"}})
	}
}

// public: whoever comes without signing in reads both voices, and no person's name.
func (w *walk) public() {
	h := w.hand()
	w.at(h, "/states/"+ws+"/followup")
	w.at(h, "/states/"+ws+"/followup/"+w.recs[2])
	said := h.words()
	for _, want := range []string{"An office for complaints in each hospital", "The story's hospitals have a complaints office each.", "Our visits bear this out.", "Two of the offices were closed when we came."} {
		if !strings.Contains(said, want) {
			w.Errorf("the public page does not say %q:\n%s", want, said)
		}
	}
	for _, person := range []string{"Nora", "Ada Admin"} {
		if strings.Contains(said, person) {
			w.Errorf("the public page names %s", person)
		}
	}
	for _, path := range []string{"/work/" + ws, w.rec(0)} {
		h.visit(w.p.url + path)
		if !strings.Contains(h.location(), "/sign-in") {
			w.Errorf("%s opens for whoever is not signed in", path)
		}
		w.refusals++
	}
}

// count reads how many acts the story took.
func (w *walk) count() {
	s, err := store.Open(w.Context(), store.Config{Dir: w.p.dir})
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	head, err := s.Head(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	w.acts = int(head.Number)
	if r, err := s.Verify(w.Context(), nil); err != nil || r.Problem != nil {
		w.Errorf("the ledger does not verify: %v %+v", err, r.Problem)
	}
}

// matrix takes the mid-term matrix out as a Word file and hands it in like any list by theme: every item is met with the
// position that it has, and nothing is left to ask.
func (w *walk) matrix(h hand) {
	w.at(h, "/questions")
	asked := h.nodes(`main a[href^="/questions/"]`)
	w.at(h, sampleReview)
	before := positions(h)
	w.at(h, "/work/"+ws+"/take")
	h.press(`main a[href*="/take/matrix"]`)
	w.check(h)
	bytes := eval[string](h.tab, "taking the file", `fetch(document.querySelector("a.button[download]").href).then(r => r.ok ? r.arrayBuffer() : Promise.reject(new Error("status " + r.status)))
		.then(b => btoa(Array.from(new Uint8Array(b), c => String.fromCharCode(c)).join("")))`)
	content, err := base64.StdEncoding.DecodeString(bytes)
	if err != nil {
		w.Fatal(err)
	}
	name := filepath.Join(w.TempDir(), "matrix.docx")
	if err := os.WriteFile(name, content, 0o644); err != nil {
		w.Fatal(err)
	}
	w.at(h, "/import")
	h.send(`form[action="/import"] button[type=submit]`, field{"file", name})
	w.check(h)
	h.press(`button[value=confirm]`)
	w.at(h, sampleReview)
	if after := positions(h); after != before {
		w.Errorf("the positions were %s and are %s after the matrix came back", before, after)
	}
	// What assessments say is no part of the review: the program asks once what the filled column is meant to be.
	w.at(h, "/questions")
	if n := h.nodes(`main a[href^="/questions/"]`); n != asked+1 {
		w.Errorf("the matrix brings %d questions:\n%s", n-asked, h.words())
	}
}

// positions are all items of the review with their positions, as its page tells them.
func positions(h hand) string {
	h.t.Helper()
	return eval[string](h.tab, "reading positions", `[...document.querySelectorAll("main li.item, main tr[id^=i-]")].map(e => (e.id || e.innerText.slice(0, 12)) + " " + (e.querySelector(".position")?.innerText.trim() ?? "?")).join("; ")`)
}
