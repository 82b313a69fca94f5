package server_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/upr/plan"
)

// chamber is a council's body with its secretary, in a workspace of the sample's State.
type chamber struct {
	*closed
	t         *testing.T
	body      string
	secretary *browser
	id        string // of the council
}

func (h *house) chamber(t *testing.T) *chamber {
	t.Helper()
	c := h.closed()
	body, err := h.Desk.SaveBody(t.Context(), c.coordinator, "ZZV", "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: "Council of Tests"}}, Kind: plan.Council})
	if err != nil {
		t.Fatal(err)
	}
	secretary, _ := c.someone("secretary", account.Member, account.Seat{Workspace: "ZZV", Role: account.Secretary, Body: body})
	return &chamber{closed: c, t: t, body: body, secretary: secretary}
}

// page asks for an address that must answer and show some words.
func (c *chamber) page(b *browser, path string, words ...string) string {
	c.t.Helper()
	w := b.get(path)
	if w.Code != http.StatusOK {
		c.t.Fatalf("%s answers %d", path, w.Code)
	}
	for _, x := range words {
		if !strings.Contains(w.Body.String(), x) {
			c.t.Errorf("%s does not show %q", path, x)
		}
	}
	return w.Body.String()
}

// send posts a form that must be taken, and gives the address to which it leads.
func (c *chamber) send(path string, f url.Values) string {
	c.t.Helper()
	w := c.secretary.post(path, f)
	if w.Code != http.StatusSeeOther {
		c.t.Fatalf("%s answers %d: %s", path, w.Code, regexp.MustCompile(`(?s)class="[^"]*(?:summary|wrong)[^"]*".*?</(?:div|p)>`).FindString(w.Body.String()))
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	return to
}

// refused posts a form that must not be taken, and must say some words.
func (c *chamber) refused(path, words string, f url.Values) {
	c.t.Helper()
	w := c.secretary.post(path, f)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), words) {
		c.t.Errorf("%s answers %d and does not say %q", path, w.Code, words)
	}
}

// found makes the council through its form.
func (c *chamber) found(more url.Values) {
	c.t.Helper()
	f := url.Values{"body": {c.body}, "name-lang": {"en"}, "name": {"Council of Tests"}, "basis-lang": {"en"}, "basis": {"Act 1"}, "from": {"2026-01-01"},
		"field": {"proposer"}, "proposer": {"member", "citizen"}, "answer-days": {"30"}, "rule": {"Act 1, article 5"}, "named": {"yes"}}
	for k, v := range more {
		f[k] = v
	}
	at := c.send("/work/ZZV/councils/new", f)
	c.id = at[strings.LastIndex(at, "/")+1:]
}

// seats is a table of members: so many women and men in turn, of three categories and two sections.
func seats(n int) string {
	var b strings.Builder
	b.WriteString("No.;Name;Category;Section;Group;Region;Gender;From\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "%d;Member %03d;Category %d;Section %d;Group %d;Region %d;%s;01.02.2026\n", i, i, i%3+1, i%2+1, i%4+1, i%5+1, []string{"w", "m"}[i%2])
	}
	return b.String()
}

// table hands a table in and gives the address on which its columns are confirmed.
func (c *chamber) table(text string) string {
	c.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := m.WriteField("rows", text); err != nil {
		c.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		c.t.Fatal(err)
	}
	w := c.secretary.do(http.MethodPost, "/work/ZZV/councils/"+c.id+"/table", &body, func(r *http.Request) { r.Header.Set("Content-Type", m.FormDataContentType()) })
	if w.Code != http.StatusSeeOther {
		c.t.Fatalf("the table answers %d", w.Code)
	}
	return w.Header().Get("Location")
}

var mandate = regexp.MustCompile(`/members/([a-z0-9]+)" lang="en">Member (\d+)`)

func TestACouncilIsKeptOnItsPages(t *testing.T) {
	c := open(t, false).chamber(t)
	c.refused("/work/ZZV/councils/new", "Legal basis", url.Values{"body": {c.body}, "name-lang": {"en"}, "name": {"Council of Tests"}})
	c.found(nil)
	at := "/work/ZZV/councils/" + c.id
	c.page(c.secretary, "/work/ZZV/councils", "Council of Tests")
	c.page(c.secretary, at, "Act 1, article 5")

	// 117 members come in as one table, once.
	look := c.table(seats(117))
	c.page(c.secretary, look, "117 new", "Category 1, Section 2")
	c.send(look, url.Values{"do": {"bring"}})
	c.page(c.secretary, at+"/members", "117 members")
	c.page(c.secretary, at, "117 members", "Region 5")
	again := c.table(seats(117))
	c.page(c.secretary, again, "117 here already")
	if w := c.secretary.get(at + "/table/" + strings.Repeat("0", 64)); w.Code != http.StatusNotFound {
		t.Errorf("a table that nobody brought answers %d", w.Code)
	}
	found := mandate.FindAllStringSubmatch(c.page(c.secretary, at+"/members"), -1)
	if len(found) != 60 {
		t.Fatalf("%d mandates on the first page", len(found))
	}
	first, second := found[0][1], found[1][1]
	form := c.page(c.secretary, at+"/members/"+first+"/edit", "Member 001")
	base := version(t, form, at+"/members/"+first+"/edit")
	c.refused(at+"/members/"+first+"/edit", "Member 002", url.Values{"base": {base}, "number": {"2"}})
	c.send(at+"/members/"+first+"/edit", url.Values{"base": {base}, "group": {"Youth"}})
	c.page(c.secretary, at+"/members/"+first, "Youth")
	c.page(c.secretary, "/work/ZZV/history/"+first, "Youth")

	today := c.clock().UTC().Format(time.DateOnly)
	// A sitting: planned, held, with its agenda, attendance, a vote and a decision.
	c.refused("/work/ZZV/sittings/new", "Day", url.Values{"council": {c.id}})
	sit := c.send("/work/ZZV/sittings/new", url.Values{"council": {c.id}, "on": {today}, "held": {"yes"}})
	c.page(c.secretary, "/work/ZZV/sittings", "Council of Tests")
	agenda := c.page(c.secretary, sit+"/agenda")
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`)
	c.refused(sit+"/agenda", "7", url.Values{"seen": {seen.FindStringSubmatch(agenda)[1]}, "text-lang": {"en"}, "text": {"Opening"}, "proposal": {"7"}})
	c.send(sit+"/agenda", url.Values{"seen": {seen.FindStringSubmatch(agenda)[1]}, "text-lang": {"en"}, "text": {"Opening"}})
	if w := c.secretary.post(sit+"/agenda", url.Values{"seen": {seen.FindStringSubmatch(agenda)[1]}, "text-lang": {"en"}, "text": {"Late"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an agenda that somebody changed meanwhile answers %d", w.Code)
	}
	all := c.page(c.secretary, sit+"/attendance?all=present", `<option value="present" selected>`)
	here := url.Values{"seen": {seen.FindStringSubmatch(all)[1]}}
	for _, m := range regexp.MustCompile(`<select name="(m-[a-z0-9]+)"`).FindAllStringSubmatch(all, -1) {
		here.Set(m[1], "present")
	}
	here.Set("m-"+second, "absent")
	if len(here) != 118 {
		t.Fatalf("%d members may be present", len(here)-1)
	}
	c.send(sit+"/attendance", here)
	c.page(c.secretary, sit, "Present: 116", "Absent: 1", "1. Opening")
	c.send(at+"/members/"+first, url.Values{"text": {"Owns a school"}})
	vote := c.page(c.secretary, "/work/ZZV/votes/new?sitting="+sit[strings.LastIndex(sit, "/")+1:]+"&all=for", "declared an interest in general", "was not present")
	ballots := url.Values{"council": {c.id}, "sitting": {sit[strings.LastIndex(sit, "/")+1:]}, "question-lang": {"en"}, "question": {"Adopt the minutes"}, "result": {"carried"}, "on": {today}}
	for _, m := range regexp.MustCompile(`<select name="(b-[a-z0-9]+)"`).FindAllStringSubmatch(vote, -1) {
		ballots.Set(m[1], "for")
	}
	ballots.Set("b-"+second, "for")
	c.refused("/work/ZZV/votes/new", "Member 002", ballots) // was absent
	ballots.Del("b-" + second)
	voted := c.send("/work/ZZV/votes/new", ballots)
	c.page(c.secretary, voted, "Adopt the minutes", "Carried", "Member 117")
	c.refused(sit+"/decisions/new", "Decision", url.Values{"number": {"1"}})
	c.send(sit+"/decisions/new", url.Values{"number": {"1"}, "text-lang": {"en"}, "text": {"The minutes are adopted."}, "vote": {voted[strings.LastIndex(voted, "/")+1:]}})
	c.page(c.secretary, sit, "The minutes are adopted.")

	// Everyone reads it, and nobody is told who signs in.
	visitor := c.visitor()
	c.page(visitor, "/states/ZZV/councils/"+c.id, "Council of Tests")
	c.page(visitor, "/states/ZZV/councils/"+c.id+"/members", "Member 001", "Youth")
	c.verified()
}

// Whoever keeps no council, or another one, changes nothing of it, and a mandate, sitting or vote of another council is not
// reached through it.
func TestOnlyItsSecretaryKeepsACouncil(t *testing.T) {
	c := open(t, false).chamber(t)
	c.found(url.Values{"named": {"no"}})
	at := "/work/ZZV/councils/" + c.id
	c.send(c.table(seats(3)), url.Values{"do": {"bring"}})
	other, err := c.Desk.SaveBody(t.Context(), c.coordinator, "ZZV", "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: "Other Council"}}, Kind: plan.Council})
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]*browser{}
	for name, seat := range map[string]account.Seat{
		"minister": {Workspace: "ZZV", Role: account.Validator, Body: c.ministry}, "elsewhere": {Workspace: "ZZV", Role: account.Secretary, Body: other},
		"friend": {Workspace: "ZZV", Role: account.Stakeholder, Body: c.ngo}, "member": {Workspace: "ZZV", Role: account.CouncilMember, Body: c.body},
		"monitor": {Workspace: "ZZV", Role: account.Monitor, Body: c.ngo}, "reader": {Workspace: "ZZV", Role: account.Reader},
	} {
		people[name], _ = c.someone(name, account.Member, seat)
	}
	before := c.state()
	for name, b := range people {
		for path, f := range map[string]url.Values{
			"/work/ZZV/councils/new": {"body": {c.body}, "name-lang": {"en"}, "name": {"Mine"}, "basis-lang": {"en"}, "basis": {"Mine"}},
			at + "/edit":             {"name-lang": {"en"}, "name": {"Mine"}},
			at + "/members/new":      {"name-lang": {"en"}, "name": {"Mine"}},
			at + "/sections/new":     {"name-lang": {"en"}, "name": {"Mine"}},
			"/work/ZZV/sittings/new": {"council": {c.id}, "on": {"2026-03-01"}},
			"/work/ZZV/votes/new":    {"council": {c.id}, "question-lang": {"en"}, "question": {"Mine"}, "result": {"carried"}, "for": {"1"}},
		} {
			if w := b.post(path, f); w.Code != http.StatusForbidden {
				t.Errorf("%s: %s answers %d", name, path, w.Code)
			}
		}
	}
	if c.state() != before {
		t.Error("something was changed")
	}
	if body := c.page(c.visitor(), "/states/ZZV/councils/"+c.id+"/members"); strings.Contains(body, "Member 00") {
		t.Error("names are public though the rule does not say so")
	}
}

// Who declared an interest in a proposal has no ballot on it, neither on the page nor by a form made by hand; on another
// matter the member votes like everyone. A council that follows another names it, and both pages lead to the other.
func TestAnInterestBarsAVoteOnItsMatter(t *testing.T) {
	c := open(t, false).chamber(t)
	c.found(nil)
	at := "/work/ZZV/councils/" + c.id
	c.send(c.table(seats(3)), url.Values{"do": {"bring"}})
	found := mandate.FindAllStringSubmatch(c.page(c.secretary, at+"/members"), -1)
	if len(found) != 3 {
		t.Fatalf("%d mandates", len(found))
	}
	owner, other := found[0][1], found[1][1]
	made := c.send("/work/ZZV/proposals/new", url.Values{"council": {c.id}, "voice": {"member " + other}, "title-lang": {"en"}, "title": {"Ramps"}, "text-lang": {"en"}, "text": {"Build ramps at schools."}, "do": {"save"}})
	proposal := made[strings.LastIndex(made, "/")+1:]
	c.send(made+"/edit", url.Values{"do": {"propose"}, "base": {version(t, c.page(c.secretary, made), made+"/edit")}})
	c.refused(at+"/members/"+owner, "Interest", url.Values{"about": {proposal}})
	c.send(at+"/members/"+owner, url.Values{"about": {proposal}, "text": {"Owns a school"}})
	c.page(c.secretary, at, "Owns a school", "Ramps")

	form := c.page(c.secretary, "/work/ZZV/votes/new?council="+c.id+"&about="+proposal, "declared an interest")
	if strings.Contains(form, `name="b-`+owner) || !strings.Contains(form, `name="b-`+other) {
		t.Error("the form asks for the ballot of who may not vote, or does not ask who may")
	}
	ballots := url.Values{"council": {c.id}, "about": {proposal}, "question-lang": {"en"}, "question": {"Adopt it"}, "result": {"carried"}, "on": {c.clock().UTC().Format(time.DateOnly)}, "b-" + other: {"for"}, "b-" + owner: {"for"}}
	c.refused("/work/ZZV/votes/new", "Member 001", ballots)
	elsewhere := url.Values{}
	for k, v := range ballots {
		elsewhere[k] = v
	}
	elsewhere.Del("about")
	c.send("/work/ZZV/votes/new", elsewhere)
	ballots.Del("b-" + owner)
	voted := c.page(c.secretary, c.send("/work/ZZV/votes/new", ballots), "Adopt it", "Member 002")
	if strings.Contains(voted, "Member 001") {
		t.Error("a ballot of who may not vote was recorded")
	}

	body, err := c.Desk.SaveBody(t.Context(), c.coordinator, "ZZV", "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: "Next Council"}}, Kind: plan.Council})
	if err != nil {
		t.Fatal(err)
	}
	heir, _ := c.someone("heir", account.Member, account.Seat{Workspace: "ZZV", Role: account.Secretary, Body: body})
	w := heir.post("/work/ZZV/councils/new", url.Values{"body": {body}, "name-lang": {"en"}, "name": {"Next Council"}, "basis-lang": {"en"}, "basis": {"Act 2"}, "from": {"2027-01-01"}, "field": {"predecessor"}, "predecessor": {c.id}, "named": {"no"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("a council that follows another answers %d", w.Code)
	}
	next, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	c.page(heir, next, "Council of Tests", at)
	c.page(heir, at, "Next Council")
}
