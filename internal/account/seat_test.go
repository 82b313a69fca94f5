package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
)

// granted is over what each role may do an act in a workspace, as people agreed on it: one letter a role in the order
// coordinator, contributor, validator, monitor, stakeholder, council member, secretary, reader, steward. W: everything in the workspace,
// b: what is the body's, o: what another person of the body wrote, a dot: nothing. It is written a second time here so that
// a change of the table is a decision.
var granted = map[account.Act]string{
	account.ReadWork:     "WWWWWWWWW",
	account.ReadDrafts:   "bbbbbb...",
	account.EditBodies:   "W........",
	account.SeatPeople:   "W.......W",
	account.HandOver:     "W.b......",
	account.EditPlan:     "W........",
	account.Assign:       "W........",
	account.ReplyAssign:  ".bb......",
	account.EditMeasure:  "Wbb......",
	account.EditLegal:    "W........",
	account.DecideStatus: "W........",
	account.EditSeries:   "Wbb......",
	account.AddEvidence:  "Wbbbbb...",
	account.WriteReport:  ".bb......",
	account.Validate:     "..o......",
	account.Publish:      "W........",
	account.Assess:       "...bbb...",
	account.EditDates:    "W........",
	account.TakeOut:      "WWWWWWWWW",
	account.SetNotices:   "WWWWWWWWW",
	account.SetHooks:     "W.......W",

	account.ReadCouncil: "WWWWWWWWW",
	account.EditCouncil: "......b..",
	account.Propose:     "...bbbb..",
	account.Debate:      "....bbb..",
	account.Resolve:     "......b..",
	account.WriteReply:  ".bb......",
	account.IssueReply:  "..o......",
	account.Consult:     ".bbb..b..",
	account.Moderate:    ".bbb..b..",
	account.HearAppeal:  "..oW..o..",
	account.Submit:      "...bb....",
	account.Trace:       "...bb....",
	account.Advise:      "...b.....",
	account.WritePlain:  ".bbbb.b..",
	account.HoldKey:     "...bb....",
	account.ReadSealed:  "...bb....",
}

var letters = map[byte]account.Scope{'W': account.Anywhere, 'b': account.OwnBody, 'o': account.OthersToo, '.': account.Nowhere}

// targets are everything an act in a workspace can be done to, as seen from a seat of body b1 held by a1.
var targets = map[string]*account.Target{
	"anything":                         nil,
	"nobody's":                         {},
	"nobody's, by oneself":             {Author: "a1"},
	"the body's, by oneself":           {Bodies: []string{"b1"}, Author: "a1"},
	"the body's, by another":           {Bodies: []string{"b1"}, Author: "a2"},
	"the body's, by nobody known":      {Bodies: []string{"b1"}},
	"the body's and another's":         {Bodies: []string{"b2", "b1"}, Author: "a2"},
	"another body's, by oneself":       {Bodies: []string{"b2"}, Author: "a1"},
	"another body's, by another":       {Bodies: []string{"b2"}, Author: "a2"},
	"a body without a name":            {Bodies: []string{""}, Author: "a2"},
	"the body's name in other letters": {Bodies: []string{"B1"}, Author: "a2"},
}

// reaches says what a scope means, in words of its own: over which of the targets it reaches.
var reaches = map[account.Scope][]string{
	account.Nowhere:   {},
	account.OwnBody:   {"anything", "the body's, by oneself", "the body's, by another", "the body's, by nobody known", "the body's and another's"},
	account.OthersToo: {"anything", "the body's, by another", "the body's, by nobody known", "the body's and another's"},
}

func may(scope account.Scope, target string) bool {
	if scope == account.Anywhere {
		return true
	}
	for _, t := range reaches[scope] {
		if t == target {
			return true
		}
	}
	return false
}

func TestEverySeatMayDoWhatTheTableSays(t *testing.T) {
	if len(account.WorkRoles) != 9 || len(account.Grants) != len(granted) {
		t.Fatalf("%d roles and %d acts in a workspace, and this test knows 9 and %d", len(account.WorkRoles), len(account.Grants), len(granted))
	}
	tried := 0
	for _, g := range account.Grants {
		row, known := granted[g.Act]
		if !known {
			t.Errorf("act %q is not in this test: who may do it?", g.Act)
			continue
		}
		for i, role := range account.WorkRoles {
			want := letters[row[i]]
			if got := account.ScopeOf(role, g.Act); got != want {
				t.Errorf("%s may %s over %q, want %q", role, g.Act, got, want)
			}
			for name, target := range targets {
				seat := account.Seat{Workspace: "QQQ", Role: role, Body: "b1"}
				p := account.Person{ID: "a1", Role: account.Member, Seats: []account.Seat{{Workspace: "QQX", Role: account.Coordinator}, seat}}
				got, ok := p.SeatFor("QQQ", g.Act, target)
				if ok != may(want, name) || ok && got != seat || !ok && got != (account.Seat{}) || ok != p.MayIn("QQQ", g.Act, target) {
					t.Errorf("%s of b1 over %s: %s gives %+v, %v", role, name, g.Act, got, ok)
				}
				for _, other := range []string{"", "qqq", "QQ", "QQQQ", "QQQ/", "work/QQQ"} {
					if p.MayIn(other, g.Act, target) {
						t.Errorf("a seat in QQQ lets %s %s in %q", role, g.Act, other)
					}
				}
				bodiless := account.Person{ID: "a1", Seats: []account.Seat{{Workspace: "QQQ", Role: role}}}
				if bodiless.MayIn("QQQ", g.Act, target) != (want == account.Anywhere || target == nil && want != account.Nowhere) {
					t.Errorf("%s without a body over %s: %s", role, name, g.Act)
				}
				tried++
			}
		}
	}
	if want := len(granted) * 9 * len(targets); tried != want {
		t.Errorf("tried %d of %d", tried, want)
	}
}

func TestNobodyHasAnythingInAWorkspaceWithoutASeat(t *testing.T) {
	for act := range granted {
		for _, role := range append(account.Roles, account.WorkRoles...) {
			for name, target := range targets {
				if (account.Person{ID: "a1", Role: role}).MayIn("QQQ", act, target) {
					t.Errorf("%s without a seat may %s over %s", role, act, name)
				}
			}
			if account.May(role, act) {
				t.Errorf("%s may %s in the whole installation", role, act)
			}
		}
		if !account.InWorkspace(act) {
			t.Errorf("%s is not done in a workspace", act)
		}
		for _, role := range []account.Role{"", "root", account.Visitor, account.Editor, account.Administrator, "Coordinator"} {
			p := account.Person{ID: "a1", Seats: []account.Seat{{Workspace: "QQQ", Role: role, Body: "b1"}}}
			if p.MayIn("QQQ", act, nil) {
				t.Errorf("a seat as %q lets do %s", role, act)
			}
		}
	}
	for act := range allowed {
		if account.InWorkspace(act) {
			t.Errorf("%s is done in a workspace", act)
		}
	}
}

// Four eyes: whoever is also contributor of the body still does not validate their own words, and a second seat for another
// body does not help.
func TestNobodyValidatesTheirOwnWords(t *testing.T) {
	p := account.Person{ID: "a1", Seats: []account.Seat{{"QQQ", account.Contributor, "b1"}, {"QQQ", account.Validator, "b1"}, {"QQQ", account.Validator, "b2"}, {"QQQ", account.Coordinator, ""}}}
	if p.MayIn("QQQ", account.Validate, &account.Target{Bodies: []string{"b1", "b2"}, Author: "a1"}) {
		t.Error("a person validates their own words")
	}
	seat, ok := p.SeatFor("QQQ", account.Validate, &account.Target{Bodies: []string{"b2"}, Author: "a2"})
	if want := (account.Seat{Workspace: "QQQ", Role: account.Validator, Body: "b2"}); !ok || !cmp.Equal(seat, want) {
		t.Errorf("validates from %+v, %v", seat, ok)
	}
	if (account.Person{Seats: p.Seats}).MayIn("QQQ", account.Validate, &account.Target{Bodies: []string{"b1"}, Author: ""}) {
		t.Error("nobody validates nobody's words")
	}
}
