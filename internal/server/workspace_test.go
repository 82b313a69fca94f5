package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Words that stand in private things only: whoever sees them was shown what is not theirs.
const (
	secretReport     = "Zinnober report that nobody validated"
	secretAssessment = "Zinnober assessment that is a draft"
	secretProof      = "Zinnober proof for the body alone"
)

// closed is a workspace of the sample's State with private things in it, and a second workspace for people elsewhere.
type closed struct {
	*house
	rec                        string
	ministry, other, ngo       string // bodies
	report, assessment, proof  string
	coordinator, writer, voice account.Person
}

func (h *house) closed() *closed {
	h.t.Helper()
	c := &closed{house: h}
	ctx := h.t.Context()
	c.coordinator = testpeople.Seated(h.t, h.Store, "at-coordinator", account.Member, account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	must := func(id string, err error) string {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
		return id
	}
	for _, ws := range []string{"ZZV", "ZZW"} {
		seat := account.Seat{Workspace: ws, Role: account.Coordinator}
		_, _, err := h.Desk.Do(ctx, c.coordinator, seat, followup.Save{Workspace: ws, Act: "open-work", Puts: []followup.Put{{Kind: plan.KindWorkspace, ID: ws, Thing: plan.Workspace{State: upr.State(ws)}}}})
		must("", err)
	}
	body := func(name string, kind plan.BodyKind) string {
		return must(h.Desk.SaveBody(ctx, c.coordinator, "ZZV", "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: name}}, Kind: kind}))
	}
	c.ministry, c.other, c.ngo = body("Ministry of Tests", plan.Ministry), body("Ministry of Other Tests", plan.Ministry), body("Friends of Tests", plan.Organisation)
	recs, err := h.Desk.Recs(ctx, "ZZV")
	must("", err)
	c.rec = recs.All[0].ID
	c.writer = testpeople.Seated(h.t, h.Store, "at-writer", account.Member, account.Seat{Workspace: "ZZV", Role: account.Contributor, Body: c.ministry})
	c.voice = testpeople.Seated(h.t, h.Store, "at-voice", account.Member, account.Seat{Workspace: "ZZV", Role: account.Stakeholder, Body: c.ngo})
	must("", h.Desk.Assign(ctx, c.coordinator, "ZZV", []string{c.rec}, c.ministry, plan.Leads, upr.Date{}))
	c.report = must(h.Desk.SaveReport(ctx, c.writer, "ZZV", "", 0, plan.Report{Rec: c.rec, Body: c.ministry, Texts: plan.Names{{Lang: "en", Words: secretReport}}}))
	c.assessment = must(h.Desk.SaveAssessment(ctx, c.voice, "ZZV", "", 0, plan.Assessment{Rec: c.rec, Body: c.ngo, Verdict: plan.Neither, Texts: plan.Names{{Lang: "en", Words: secretAssessment}}}))
	proof, _, err := h.Desk.AddEvidence(ctx, c.voice, "ZZV", plan.Evidence{Title: secretProof, About: []string{c.rec}, Body: c.ngo, Access: plan.BodyOnly},
		&followup.Handed{Name: "proof.txt", Content: strings.NewReader(secretProof)})
	c.proof = must(proof, err)
	return c
}

// someone is a browser of a person made for this test.
func (c *closed) someone(login string, role account.Role, seats ...account.Seat) (*browser, account.Person) {
	c.t.Helper()
	p := testpeople.Seated(c.t, c.Store, login, role, seats...)
	b := c.visitor()
	b.signIn(login, testpeople.Password)
	return b, p
}

// paths are the addresses of a row, with every private thing by its identifier.
func (c *closed) paths(row account.Route) []string {
	out := []string{row.Pattern}
	with := func(slot string, values ...string) {
		if !strings.Contains(row.Pattern, slot) {
			return
		}
		var next []string
		for _, p := range out {
			for _, v := range values {
				next = append(next, strings.ReplaceAll(p, slot, url.PathEscape(v)))
			}
		}
		out = next
	}
	with("{ws}", "ZZV")
	with("{rec}", c.rec)
	with("{id}", c.report, c.assessment, c.proof, c.ngo)
	with("{sha}", strings.Repeat("ab", 32))
	with("{report}", "matrix")
	with("{format}", "csv")
	for i, p := range out { // slots of rows that came later
		for strings.Contains(p, "{") {
			from, to := strings.Index(p, "{"), strings.Index(p, "}")
			p = p[:from] + "x" + p[to+1:]
		}
		out[i] = p
	}
	return out
}

// Every person tries every route of a workspace: those with each seat in it, with each seat in another, and those without
// any, the installation's administrator among them. What they must not reach is asked for a sign-in (visitors), is not
// there (no seat in this workspace) or is forbidden (a seat that does not allow it), and nothing private shows.
func TestEveryRouteOfAWorkspaceAnswersEachSeatAsThePolicyTableSays(t *testing.T) {
	h := open(t, false)
	c := h.closed()
	type person struct {
		name  string
		b     *browser
		who   account.Person
		seats bool
	}
	people := []person{{name: "visitor", b: h.visitor()}}
	for _, role := range []account.Role{account.Member, account.Editor, account.Administrator} {
		b, who := c.someone("no-seat-"+string(role), role)
		people = append(people, person{string(role), b, who, false})
	}
	for _, role := range account.WorkRoles {
		b, who := c.someone("here-"+string(role), account.Member, account.Seat{Workspace: "ZZV", Role: role, Body: c.other})
		people = append(people, person{string(role), b, who, true})
		b, who = c.someone("there-"+string(role), account.Administrator, account.Seat{Workspace: "ZZW", Role: role, Body: c.ngo})
		people = append(people, person{string(role) + " elsewhere", b, who, false})
	}
	before := h.state()
	tried := 0
	for _, p := range people {
		for _, row := range account.Routes {
			if !account.InWorkspace(row.Act) {
				continue
			}
			may := p.who.MayIn("ZZV", row.Act, nil)
			if may && row.Method == http.MethodPost {
				continue // what a permitted post does is tried elsewhere
			}
			for _, path := range c.paths(row) {
				w := p.b.do(row.Method, path, nil, formType)
				to := w.Header().Get("Location")
				tried++
				switch {
				case !p.who.SignedIn() && !asks(w.Code, to), p.who.SignedIn() && !p.seats && w.Code != http.StatusNotFound, p.seats && !may && w.Code != http.StatusForbidden:
					t.Errorf("%s: %s %s answers %d %s", p.name, row.Method, path, w.Code, to)
				case may && (w.Code >= 500 || w.Code == http.StatusUnauthorized || asks(w.Code, to)):
					t.Errorf("%s: %s %s may be asked, and answers %d %s", p.name, row.Method, path, w.Code, to)
				}
				for _, secret := range []string{secretReport, secretAssessment, secretProof} {
					if strings.Contains(w.Body.String(), secret) {
						t.Errorf("%s: %s %s shows %q", p.name, row.Method, path, secret)
					}
				}
			}
		}
	}
	if after := h.state(); after != before {
		t.Errorf("asking changed the record from %s to %s", before, after)
	}
	t.Logf("%d people tried %d requests", len(people), tried)
	if tried < 1000 {
		t.Errorf("only %d requests were tried", tried)
	}
}

// Whoever wrote it sees it: the pages of the test above would otherwise show the secrets to nobody and prove nothing.
func TestPrivateThingsShowToTheirOwn(t *testing.T) {
	h := open(t, false)
	c := h.closed()
	sees := func(login, words string) bool {
		b := h.visitor()
		b.signIn(login, testpeople.Password)
		for _, row := range account.Routes {
			if row.Method == http.MethodGet && account.InWorkspace(row.Act) {
				if slices.ContainsFunc(c.paths(row), func(p string) bool { return strings.Contains(b.get(p).Body.String(), words) }) {
					return true
				}
			}
		}
		return false
	}
	for login, words := range map[string][]string{"at-writer": {secretReport}, "at-voice": {secretAssessment, secretProof}} {
		for _, w := range words {
			if !sees(login, w) {
				t.Errorf("%s does not see %q anywhere", login, w)
			}
		}
	}
}

// What is public shows nothing of what is closed, at any address, with any identifier of a private thing.
func TestNothingPublicShowsWhatIsClosed(t *testing.T) {
	h := open(t, false)
	c := h.closed()
	b := h.visitor()
	for _, row := range account.Routes {
		if row.Method != http.MethodGet || account.InWorkspace(row.Act) || !account.May(account.Visitor, row.Act) {
			continue
		}
		paths := []string{h.path(row)}
		for _, id := range []string{c.report, c.assessment, c.proof, c.ngo, c.rec} {
			paths = append(paths, strings.NewReplacer("{party}", "ZZV", "{state}", "ZZV", "{cycle}", "4", "{id}", url.PathEscape(id), "{rec}", url.PathEscape(id), "{sha}", strings.Repeat("ab", 32),
				"{act}", "1", "{what}", "cross", "{token}", id, "{secret}", id, "{of}", "x", "/{$}", "/").Replace(row.Pattern))
		}
		for _, p := range slices.Compact(paths) {
			w := b.get(p)
			if w.Code >= 500 {
				t.Errorf("%s answers %d", p, w.Code)
			}
			for _, secret := range []string{secretReport, secretAssessment, secretProof, "Some at-writer", "Some at-voice"} {
				if strings.Contains(w.Body.String(), secret) {
					t.Errorf("%s shows %q", p, secret)
				}
			}
		}
	}
	head, err := h.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for act := uint64(1); act <= head.Number; act++ {
		w := b.get("/ledger/" + strconv.FormatUint(act, 10))
		for _, secret := range []string{secretReport, secretAssessment, secretProof, "Some at-", c.writer.ID, c.voice.ID} {
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("act %d shows %q to everyone", act, secret)
			}
		}
	}
}
