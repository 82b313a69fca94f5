package account_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
)

// allowed is the policy as people agreed on it: visitor, member, editor, administrator. It is written a second time here so
// that a change of the table is a decision.
var allowed = map[account.Act][4]bool{
	account.ReadRecord:   {true, true, true, true},
	account.ReadPolicy:   {true, true, true, true},
	account.ReadAsked:    {true, true, true, true},
	account.ChooseView:   {true, true, true, true},
	account.SignIn:       {true, true, true, true},
	account.Operate:      {true, true, true, true},
	account.SetUp:        {true, false, false, false},
	account.SignOut:      {false, true, true, true},
	account.ImportFile:   {false, false, true, true},
	account.AnswerAsked:  {false, false, true, true},
	account.Tie:          {false, false, true, true},
	account.LabelText:    {false, false, true, true},
	account.ReadAccounts: {false, false, false, true},
	account.Administer:   {false, false, false, true},
	account.ReadKept:     {false, true, true, true},
	account.KeepSearch:   {false, true, true, true},

	account.ReadOwn:       {false, true, true, true},
	account.KeepOwn:       {false, true, true, true},
	account.OpenWorkspace: {false, false, false, true},
	account.ListWork:      {false, true, true, true},
	account.UseLink:       {true, true, true, true},
	account.Contribute:    {true, true, true, true},
}

func TestEveryRoleMayDoWhatTheTableSays(t *testing.T) {
	if want := []account.Role{account.Visitor, account.Member, account.Editor, account.Administrator}; !cmp.Equal(account.Roles, want) {
		t.Fatalf("roles %v", account.Roles)
	}
	seen := map[account.Act]bool{}
	for _, rule := range account.Policy {
		if seen[rule.Act] {
			t.Errorf("act %q has two rules: only the first counts", rule.Act)
		}
		seen[rule.Act] = true
		want, ok := allowed[rule.Act]
		if !ok {
			t.Errorf("act %q is not in this test: who may do it?", rule.Act)
			continue
		}
		for i, role := range account.Roles {
			if got := account.May(role, rule.Act); got != want[i] {
				t.Errorf("%s may %s: %v, want %v", role, rule.Act, got, want[i])
			}
			if got := (account.Person{ID: "a1", Role: role}).May(rule.Act); got != want[i] {
				t.Errorf("a person who is %s may %s: %v, want %v", role, rule.Act, got, want[i])
			}
		}
	}
	for act := range allowed {
		if !seen[act] {
			t.Errorf("act %q has no rule", act)
		}
	}
}

func TestWhatIsNotInTheTableIsNotAllowed(t *testing.T) {
	for _, role := range append(slices.Clone(account.Roles), "", "root", "Administrator") {
		if account.May(role, "erase-everything") {
			t.Errorf("%q may do an act that nobody ever wrote down", role)
		}
	}
	for _, rule := range account.Policy {
		for _, role := range []account.Role{"", "root", "Administrator", "editor "} {
			if account.May(role, rule.Act) {
				t.Errorf("%q, which is no role, may %s", role, rule.Act)
			}
			if role.Valid() {
				t.Errorf("%q passes for a role", role)
			}
		}
	}
	if (account.Person{Role: "root"}).May(account.ReadRecord) {
		t.Error("a person with an unknown role may read as if it were one")
	}
}

func TestAVisitorIsWhoeverIsNotSignedIn(t *testing.T) {
	var nobody account.Person
	if nobody.SignedIn() || !nobody.May(account.ReadRecord) || !nobody.May(account.SetUp) || nobody.May(account.ImportFile) {
		t.Errorf("the zero person is not a visitor: %+v", nobody)
	}
	if p := account.From(t.Context()); p.Role != account.Visitor || p.SignedIn() {
		t.Errorf("a request without a person comes from %+v", p)
	}
	who := account.Person{ID: "a1", Name: "Aigerim", Role: account.Editor, Body: "Ministry of Invention"}
	if p := account.From(account.With(t.Context(), who)); !cmp.Equal(p, who) || !p.SignedIn() {
		t.Errorf("the person of the request became %+v", p)
	}
}

// doors says for each route which act it is, so that no route changes its act unseen.
func TestEveryRouteHasItsAct(t *testing.T) {
	if err := account.CheckTable(); err != nil {
		t.Fatal(err)
	}
	open := map[account.Act]bool{account.ReadRecord: true, account.ReadPolicy: true, account.ReadAsked: true, account.Operate: true}
	for _, r := range account.Routes {
		t.Run(r.String(), func(t *testing.T) {
			row, err := account.RowFor(r.String())
			if err != nil || row != r {
				t.Fatalf("%+v, %v", row, err)
			}
			if _, known := allowed[r.Act]; !known && granted[r.Act] == "" {
				t.Errorf("its act %q is not known", r.Act)
			}
			if r.Method == "POST" && open[r.Act] {
				t.Errorf("a POST is %q, which only reads", r.Act)
			}
		})
	}
}

func TestGETChangesNothing(t *testing.T) {
	changing := []account.Act{account.SignOut, account.ChooseView, account.AnswerAsked, account.Administer}
	for _, r := range account.Routes {
		if r.Method == "GET" && slices.Contains(changing, r.Act) {
			t.Errorf("%s is %q", r, r.Act)
		}
	}
	for _, a := range changing {
		broken := []account.Route{{Method: "GET", Pattern: "/x", Act: a}}
		if err := account.Check(account.Policy, broken); err == nil {
			t.Errorf("a GET that is %q passes", a)
		}
	}
}

func TestABrokenTableIsFound(t *testing.T) {
	all := account.Roles
	policy := []account.Rule{{Act: account.ReadRecord, Roles: all}, {Act: account.ImportFile, Roles: []account.Role{account.Editor}}}
	routes := []account.Route{{Method: "GET", Pattern: "/a", Act: account.ReadRecord}, {Method: "POST", Pattern: "/a", Act: account.ImportFile}}
	if err := account.Check(policy, routes); err != nil {
		t.Fatalf("a sound table is refused: %v", err)
	}
	for name, c := range map[string]struct {
		policy []account.Rule
		routes []account.Route
	}{
		"a route twice":                 {policy, append(slices.Clone(routes), routes[0])},
		"an act without a rule":         {policy, append(slices.Clone(routes), account.Route{Method: "POST", Pattern: "/b", Act: account.Administer})},
		"no act":                        {policy, append(slices.Clone(routes), account.Route{Method: "GET", Pattern: "/b"})},
		"a rule for nobody":             {[]account.Rule{{Act: account.ReadRecord, Roles: all}, {Act: account.ImportFile}}, routes},
		"a rule for an unknown role":    {[]account.Rule{{Act: account.ReadRecord, Roles: all}, {Act: account.ImportFile, Roles: []account.Role{"root"}}}, routes},
		"an act with two rules":         {append(slices.Clone(policy), policy[0]), routes},
		"a method forms cannot send":    {policy, append(slices.Clone(routes), account.Route{Method: "DELETE", Pattern: "/b", Act: account.ImportFile})},
		"a method in small letters":     {policy, append(slices.Clone(routes), account.Route{Method: "get", Pattern: "/b", Act: account.ReadRecord})},
		"an act nobody says is reading": {append(slices.Clone(policy), account.Rule{Act: "new-act", Roles: all}), append(slices.Clone(routes), account.Route{Method: "GET", Pattern: "/b", Act: "new-act"})},
	} {
		t.Run(name, func(t *testing.T) {
			if err := account.Check(c.policy, c.routes); err == nil {
				t.Error("it passes")
			}
		})
	}
}

func TestARouteWithoutARowIsAnError(t *testing.T) {
	for _, s := range []string{"GET /nowhere", "POST /", "", "DELETE /import", "GET /import/"} {
		if r, err := account.RowFor(s); err == nil {
			t.Errorf("%q has row %+v", s, r)
		}
	}
}

func ExampleMay() {
	fmt.Println(account.May(account.Visitor, account.ReadRecord), account.May(account.Visitor, account.ImportFile))
	// Output: true false
}
