// Package account knows people: roles, the policy table that says who may do what, passwords and one-time links.
//
// The policy table is the documentation: it is tested exhaustively, printed as a page, and the server refuses to start
// with a route that has no row in it.
package account

import (
	"fmt"
	"slices"
	"strings"
)

// Role of a person towards the record. Every visitor has one.
type Role string

const (
	Visitor       Role = "visitor"       // anyone, without signing in
	Member        Role = "member"        // signed in: what they may do besides is said by their seats
	Editor        Role = "editor"        // imports documents and answers questions
	Administrator Role = "administrator" // also manages accounts and the installation
)

// Roles in the order of the table's columns.
var Roles = []Role{Visitor, Member, Editor, Administrator}

// Valid says whether r is a known role.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// Act is something a person may do. Each has a message in the catalogue ("policy.act.<code>").
type Act string

const (
	ReadRecord   Act = "read-record"   // the record of the review is public by nature
	ReadPolicy   Act = "read-policy"   // who may do what is public
	SignIn       Act = "sign-in"       // reach the page that asks for a password
	SignOut      Act = "sign-out"      //
	SetUp        Act = "set-up"        // first start: only while there is no account, only from this machine or with a link
	ChooseView   Act = "choose-view"   // language and colours of one's own pages
	ImportFile   Act = "import-file"   // hand in a file and confirm what it changes
	AnswerAsked  Act = "answer-asked"  // answer a question that an import left open
	ReadAsked    Act = "read-asked"    // see what waits
	Tie          Act = "tie"           // say whether two recommendations ask the same
	LabelText    Act = "label-text"    // say whether a label applies to a text
	ReadAccounts Act = "read-accounts" //
	Administer   Act = "administer"    // accounts, links, removal of the sample
	Operate      Act = "operate"       // health of the running program
	ReadKept     Act = "read-kept"     // one's own searches; nobody sees another's
	KeepSearch   Act = "keep-search"   // under a name, for oneself

	ReadOwn       Act = "read-own"       // one's own account: second factor, passkeys, sessions
	KeepOwn       Act = "keep-own"       // change them
	OpenWorkspace Act = "open-workspace" // and invite its first coordinator; what happens inside is for those who sit there
	ListWork      Act = "list-work"      // the workspaces in which one has a seat
	UseLink       Act = "use-link"       // open what an address with a secret in it opens: the own calendar, links in mails
)

// Contribute is what anyone may do to participation without being known: comment, propose as a citizen, ask with a return
// code what became of it, appeal.
const Contribute Act = "contribute"

// Rule says which roles may do an act.
type Rule struct {
	Act   Act
	Roles []Role
}

// Policy is the table. What is not in it is not allowed.
var Policy = []Rule{
	{ReadRecord, Roles},
	{ReadPolicy, Roles},
	{ReadAsked, Roles}, // what waits for a decision is no secret: the record says what it does not know
	{ChooseView, Roles},
	{SignIn, Roles},
	{SetUp, []Role{Visitor}},
	{SignOut, []Role{Member, Editor, Administrator}},
	{ImportFile, []Role{Editor, Administrator}},
	{AnswerAsked, []Role{Editor, Administrator}},
	{Tie, []Role{Editor, Administrator}},
	{LabelText, []Role{Editor, Administrator}},
	{ReadAccounts, []Role{Administrator}},
	{Administer, []Role{Administrator}},
	{Operate, Roles},
	{ReadKept, []Role{Member, Editor, Administrator}},
	{KeepSearch, []Role{Member, Editor, Administrator}},
	{ReadOwn, []Role{Member, Editor, Administrator}},
	{KeepOwn, []Role{Member, Editor, Administrator}},
	{OpenWorkspace, []Role{Administrator}},
	{ListWork, []Role{Member, Editor, Administrator}},
	{UseLink, Roles},
	{Contribute, Roles},
}

// May says whether a role may do an act.
func May(r Role, a Act) bool {
	for _, p := range Policy {
		if p.Act == a {
			return slices.Contains(p.Roles, r)
		}
	}
	return false
}

// Route says which act a request of one method and pattern is.
type Route struct {
	Method  string // GET or POST
	Pattern string // as net/http's ServeMux takes it
	Act     Act    // an act of Grants: the pattern has {ws}, the workspace in which a seat must allow it
}

// String is the pattern with its method, as ServeMux takes it.
func (r Route) String() string { return r.Method + " " + r.Pattern }

// Routes is every door of the program. The server mounts only what has a row here and refuses to start otherwise.
var Routes = []Route{
	{"GET", "/{$}", ReadRecord},
	{"GET", "/states", ReadRecord},
	{"GET", "/states/{state}", ReadRecord},
	{"GET", "/states/{state}/lineage", ReadRecord},
	{"GET", "/states/{state}/followup", ReadRecord},
	{"GET", "/states/{state}/followup/rule", ReadRecord},
	{"GET", "/states/{state}/followup/reforms", ReadRecord},
	{"GET", "/states/{state}/followup/export", ReadRecord},
	{"GET", "/states/{state}/followup/{rec}", ReadRecord},
	{"GET", "/work/{ws}/take", TakeOut},
	{"GET", "/work/{ws}/take/{report}", TakeOut},
	{"GET", "/work/{ws}/answers", EditPlan},
	{"POST", "/work/{ws}/answers", EditPlan},
	{"GET", "/reviews/{state}/{cycle}", ReadRecord},
	{"GET", "/reviews/{state}/{cycle}/reconciliation", ReadRecord},
	{"GET", "/reviews/{state}/{cycle}/alike", ReadRecord},
	{"GET", "/reviews/{state}/{cycle}/rows", ReadRecord},
	{"POST", "/reviews/{state}/{cycle}/rows", AnswerAsked},
	{"GET", "/reviews/{state}/{cycle}/items.xlsx", ReadRecord},
	{"GET", "/reviews/{state}/{cycle}/items.csv", ReadRecord},
	{"GET", "/reviews/{state}/{cycle}/items.ndjson", ReadRecord},
	{"GET", "/items/{id}", ReadRecord},
	{"GET", "/id/{id}", ReadRecord},
	{"GET", "/documents/{sha}", ReadRecord},
	{"GET", "/documents/{sha}/original", ReadRecord},
	{"GET", "/analysis", ReadRecord},
	{"GET", "/analysis/{what}", ReadRecord},
	{"GET", "/analysis/states/{state}", ReadRecord},
	{"GET", "/embed/analysis/{what}", ReadRecord},
	{"GET", "/embed/analysis/states/{state}", ReadRecord},
	{"GET", "/ledger", ReadRecord},
	{"GET", "/ledger/{act}", ReadRecord},
	{"GET", "/about", ReadRecord},
	{"GET", "/glossary", ReadRecord},
	{"GET", "/policy", ReadPolicy},
	{"GET", "/assets/", ReadRecord},
	{"GET", "/robots.txt", ReadRecord},
	{"GET", "/favicon.ico", ReadRecord},
	{"GET", "/healthz", Operate},
	{"POST", "/preferences", ChooseView},
	{"GET", "/questions", ReadAsked},
	{"GET", "/questions/{id}", ReadAsked},
	{"POST", "/questions/{id}", AnswerAsked},
	{"POST", "/ties", Tie},
	{"GET", "/labels", ReadAsked},
	{"POST", "/labels", LabelText},
	{"GET", "/labels/corrections.ndjson", ReadRecord},
	{"GET", "/import", ImportFile},
	{"POST", "/import", ImportFile},
	{"GET", "/import/{sha}", ImportFile},
	{"POST", "/import/{sha}", ImportFile},
	{"GET", "/sign-in", SignIn},
	{"POST", "/sign-in", SignIn},
	{"GET", "/sign-in/{token}", SignIn},
	{"POST", "/sign-in/{token}", SignIn},
	{"GET", "/sign-in/code", SignIn},
	{"POST", "/sign-in/code", SignIn},
	{"POST", "/sign-in/passkey", SignIn},
	{"POST", "/sign-in/passkey/check", SignIn},
	{"POST", "/sign-in/oidc", SignIn},
	{"GET", "/sign-in/oidc", SignIn}, // the way back: it counts only with the secret of a way that began with a POST
	{"POST", "/sign-out", SignOut},
	{"GET", "/account", ReadOwn},
	{"POST", "/account", KeepOwn},
	{"POST", "/account/passkey", KeepOwn},
	{"POST", "/work", OpenWorkspace},
	{"GET", "/work/{ws}/people", SeatPeople},
	{"POST", "/work/{ws}/people", SeatPeople},
	{"GET", "/setup", SetUp},
	{"POST", "/setup", SetUp},
	{"GET", "/accounts", ReadAccounts},
	{"POST", "/accounts", Administer},
	{"GET", "/search", ReadRecord},
	{"GET", "/search/help", ReadRecord},
	{"GET", "/context.jsonld", ReadRecord},
	{"GET", "/search/take", ReadRecord},
	{"GET", "/search/export", ReadRecord},
	{"GET", "/search.atom", ReadRecord},
	{"GET", "/searches", ReadKept},
	{"POST", "/searches", KeepSearch},
	{"GET", "/api/v1/", ReadRecord},
	{"GET", "/api", ReadRecord},
	{"GET", "/work", ListWork},
	{"GET", "/work/{ws}/calendar", ReadWork},
	{"POST", "/work/{ws}/calendar", EditDates},
	{"POST", "/work/{ws}/calendar/import", EditDates},
	{"GET", "/work/{ws}/notices", SetNotices},
	{"POST", "/work/{ws}/notices", SetNotices},
	{"POST", "/work/{ws}/notices/escalation", EditDates},
	{"GET", "/work/{ws}/hooks", SetHooks},
	{"POST", "/work/{ws}/hooks", SetHooks},
	{"GET", "/calendar/{secret}/{of}", UseLink},
	{"GET", "/mail/{secret}", UseLink},
	{"POST", "/mail/{secret}", UseLink},
	{"GET", "/accounts/mail", ReadAccounts},
	{"POST", "/accounts/mail", Administer},
	{"GET", "/states/{state}/calendar.ics", ReadRecord},
	{"GET", "/states/{state}/followup.atom", ReadRecord},
	{"GET", "/work/{ws}", ReadWork},
	{"GET", "/work/{ws}/import", EditPlan},
	{"POST", "/work/{ws}/import", EditPlan},
	{"GET", "/work/{ws}/import/{sha}", EditPlan},
	{"POST", "/work/{ws}/import/{sha}", EditPlan},
	{"GET", "/work/{ws}/books", TakeOut},
	{"POST", "/work/{ws}/books", EditMeasure},
	{"GET", "/work/{ws}/books/{body}", TakeOut},
	{"GET", "/work/{ws}/books/back/{sha}", EditMeasure},
	{"POST", "/work/{ws}/books/back/{sha}", EditMeasure},
	{"POST", "/work/{ws}/publish", Publish},
	{"GET", "/work/{ws}/recs", ReadWork},
	{"POST", "/work/{ws}/recs", Assign},
	{"GET", "/work/{ws}/recs/{rec}", ReadWork},
	{"POST", "/work/{ws}/recs/{rec}/assign", Assign},
	{"POST", "/work/{ws}/recs/{rec}/reply", ReplyAssign},
	{"GET", "/work/{ws}/recs/{rec}/report", WriteReport},
	{"POST", "/work/{ws}/recs/{rec}/report", WriteReport},
	{"POST", "/work/{ws}/recs/{rec}/report/validate", Validate},
	{"POST", "/work/{ws}/recs/{rec}/report/publish", Publish},
	{"GET", "/work/{ws}/recs/{rec}/assessment", Assess},
	{"POST", "/work/{ws}/recs/{rec}/assessment", Assess},
	{"GET", "/work/{ws}/rules", ReadWork},
	{"GET", "/work/{ws}/measures", ReadWork},
	{"POST", "/work/{ws}/measures", EditMeasure},
	{"GET", "/work/{ws}/measures/new", EditMeasure},
	{"GET", "/work/{ws}/measures/{id}", ReadWork},
	{"POST", "/work/{ws}/measures/{id}", EditMeasure},
	{"GET", "/work/{ws}/measures/{id}/edit", EditMeasure},
	{"POST", "/work/{ws}/measures/{id}/remove", EditMeasure},
	{"GET", "/work/{ws}/requests", ReadWork},
	{"GET", "/work/{ws}/clusters", ReadWork},
	{"POST", "/work/{ws}/clusters", EditPlan},
	{"GET", "/work/{ws}/clusters/new", EditPlan},
	{"GET", "/work/{ws}/clusters/suggest", EditPlan},
	{"POST", "/work/{ws}/clusters/suggest", EditPlan},
	{"GET", "/work/{ws}/clusters/{id}", ReadWork},
	{"POST", "/work/{ws}/clusters/{id}", EditPlan},
	{"GET", "/work/{ws}/clusters/{id}/edit", EditPlan},
	{"POST", "/work/{ws}/clusters/{id}/lead", Assign},
	{"POST", "/work/{ws}/clusters/{id}/remove", EditPlan},
	{"GET", "/work/{ws}/plans", ReadWork},
	{"POST", "/work/{ws}/plans", EditPlan},
	{"GET", "/work/{ws}/plans/new", EditPlan},
	{"GET", "/work/{ws}/plans/{id}", ReadWork},
	{"POST", "/work/{ws}/plans/{id}", EditPlan},
	{"GET", "/work/{ws}/plans/{id}/edit", EditPlan},
	{"GET", "/work/{ws}/plans/{id}/compare", ReadWork},
	{"POST", "/work/{ws}/plans/{id}/approve", EditPlan},
	{"POST", "/work/{ws}/plans/{id}/remove", EditPlan},
	{"GET", "/work/{ws}/bodies", ReadWork},
	{"POST", "/work/{ws}/bodies", EditBodies},
	{"GET", "/work/{ws}/bodies/new", EditBodies},
	{"GET", "/work/{ws}/bodies/{id}", ReadWork},
	{"POST", "/work/{ws}/bodies/{id}", EditBodies},
	{"GET", "/work/{ws}/bodies/{id}/edit", EditBodies},
	{"POST", "/work/{ws}/bodies/{id}/succeed", Assign},
	{"GET", "/work/{ws}/handover", HandOver},
	{"POST", "/work/{ws}/handover", HandOver},
	{"GET", "/work/{ws}/history/{id}", ReadWork},
	{"GET", "/work/{ws}/treaties", ReadWork},
	{"GET", "/work/{ws}/treaties/{id}", EditLegal},
	{"POST", "/work/{ws}/treaties/{id}", EditLegal},
	{"POST", "/work/{ws}/proposals/{id}", DecideStatus},
	{"GET", "/work/{ws}/law", ReadWork},
	{"GET", "/work/{ws}/law/{id}", ReadWork},
	{"POST", "/work/{ws}/law/{id}", EditLegal},
	{"POST", "/work/{ws}/law/{id}/claims", EditLegal},
	{"GET", "/work/{ws}/indicators", ReadWork},
	{"GET", "/work/{ws}/indicators/{id}", ReadWork},
	{"POST", "/work/{ws}/indicators/{id}", EditSeries},
	{"POST", "/work/{ws}/indicators/{id}/values", EditSeries},
	{"GET", "/work/{ws}/indicators/{id}/values.csv", ReadWork},
	{"GET", "/work/{ws}/evidence", ReadWork},
	{"POST", "/work/{ws}/evidence", AddEvidence},
	{"GET", "/work/{ws}/evidence/{id}", ReadWork},
	{"POST", "/work/{ws}/evidence/{id}", AddEvidence},
	{"GET", "/work/{ws}/evidence/{id}/file", ReadWork},
	{"GET", "/evidence/{party}/{id}", ReadRecord},
	{"GET", "/states/{state}/consultations", ReadRecord},
	{"GET", "/states/{state}/consultations/{id}", ReadRecord},
	{"GET", "/states/{state}/consultations/{id}/comments", ReadRecord},
	{"GET", "/states/{state}/consultations/{id}/answers", ReadRecord},
	{"GET", "/states/{state}/consultations/{id}/method", ReadRecord},
	{"GET", "/states/{state}/consultations/{id}/paper", ReadRecord},
	{"GET", "/states/{state}/consultations/{id}/comment", ReadRecord},
	{"POST", "/states/{state}/consultations/{id}/comment", Contribute},
	{"GET", "/states/{state}/contribution", ReadRecord},
	{"POST", "/states/{state}/contribution", Contribute},
	{"GET", "/states/{state}/removals", ReadRecord},
	{"POST", "/states/{state}/removals", Contribute},
	{"GET", "/work/{ws}/consultations", ReadCouncil},
	{"POST", "/work/{ws}/consultations", Consult},
	{"GET", "/work/{ws}/consultations/new", Consult},
	{"GET", "/work/{ws}/consultations/{id}", ReadCouncil},
	{"POST", "/work/{ws}/consultations/{id}", Consult},
	{"GET", "/work/{ws}/consultations/{id}/edit", Consult},
	{"GET", "/work/{ws}/consultations/{id}/draft", Consult},
	{"POST", "/work/{ws}/consultations/{id}/draft", Consult},
	{"POST", "/work/{ws}/consultations/{id}/open", Consult},
	{"POST", "/work/{ws}/consultations/{id}/comment", Submit},
	{"GET", "/work/{ws}/consultations/{id}/answer", Consult},
	{"POST", "/work/{ws}/consultations/{id}/answer", Consult},
	{"GET", "/work/{ws}/consultations/{id}/answer/{of}", Consult},
	{"POST", "/work/{ws}/consultations/{id}/answer/{of}", Consult},
	{"GET", "/work/{ws}/consultations/{id}/paper", Moderate},
	{"POST", "/work/{ws}/consultations/{id}/paper", Moderate},
	{"GET", "/work/{ws}/moderation", Moderate},
	{"POST", "/work/{ws}/moderation", Moderate},
	{"POST", "/work/{ws}/moderation/appeals", HearAppeal},
	{"GET", "/states/{state}/sealed", ReadRecord},
	{"GET", "/states/{state}/sealed/answer", ReadRecord},
	{"POST", "/states/{state}/sealed/answer", Contribute},
	{"GET", "/states/{state}/sealed/{body}", ReadRecord},
	{"POST", "/states/{state}/sealed/{body}", Contribute},
	{"GET", "/work/{ws}/sealed", ReadSealed},
	{"POST", "/work/{ws}/sealed", ReadSealed},
	{"GET", "/work/{ws}/sealed/bundle", ReadSealed},
	{"GET", "/work/{ws}/proposals", ReadCouncil},
	{"POST", "/work/{ws}/proposals/resolve", Resolve},
	{"GET", "/work/{ws}/proposals/new", Propose},
	{"POST", "/work/{ws}/proposals/new", Propose},
	{"GET", "/work/{ws}/proposals/{id}", ReadCouncil},
	{"GET", "/work/{ws}/proposals/{id}/edit", Propose},
	{"POST", "/work/{ws}/proposals/{id}/edit", Propose},
	{"POST", "/work/{ws}/proposals/{id}/debate", Debate},
	{"POST", "/work/{ws}/proposals/{id}/amendments/{amendment}", Resolve},
	{"POST", "/work/{ws}/proposals/{id}/resolve", Resolve},
	{"POST", "/work/{ws}/proposals/{id}/merge", Resolve},
	{"POST", "/work/{ws}/proposals/{id}/let-in", Moderate},
	{"GET", "/work/{ws}/referrals", ReadCouncil},
	{"POST", "/work/{ws}/referrals", Resolve},
	{"GET", "/work/{ws}/referrals/{id}", ReadCouncil},
	{"POST", "/work/{ws}/referrals/{id}/reply", WriteReply},
	{"POST", "/work/{ws}/referrals/{id}/issue", IssueReply},
	{"GET", "/states/{state}/traces", ReadRecord},
	{"GET", "/work/{ws}/submissions", ReadCouncil},
	{"POST", "/work/{ws}/submissions", Submit},
	{"GET", "/work/{ws}/submissions/new", Submit},
	{"GET", "/work/{ws}/submissions/{id}", ReadCouncil},
	{"POST", "/work/{ws}/submissions/{id}", Submit},
	{"GET", "/work/{ws}/submissions/{id}/edit", Submit},
	{"POST", "/work/{ws}/submissions/{id}/demands", Submit},
	{"POST", "/work/{ws}/submissions/{id}/signatures", Submit},
	{"POST", "/work/{ws}/submissions/{id}/sign", Submit},
	{"POST", "/work/{ws}/submissions/{id}/unsign", Submit},
	{"POST", "/work/{ws}/submissions/{id}/hand-in", Submit},
	{"POST", "/work/{ws}/submissions/{id}/reopen", Submit},
	{"POST", "/work/{ws}/submissions/{id}/show", Submit},
	{"POST", "/work/{ws}/submissions/{id}/hide", Submit},
	{"POST", "/work/{ws}/submissions/{id}/remove", Submit},
	{"GET", "/work/{ws}/demands/{id}", ReadCouncil},
	{"POST", "/work/{ws}/demands/{id}", Submit},
	{"POST", "/work/{ws}/demands/{id}/remove", Submit},
	{"POST", "/work/{ws}/demands/{id}/traces", Trace},
	{"POST", "/work/{ws}/demands/{id}/suggestions", Submit},
	{"POST", "/work/{ws}/demands/{id}/unsuggest", Submit},
	{"GET", "/work/{ws}/traces", ReadCouncil},
	{"GET", "/work/{ws}/advice", ReadCouncil},
	{"POST", "/work/{ws}/advice", Advise},
	{"GET", "/work/{ws}/advice/new", Advise},
	{"GET", "/work/{ws}/advice/{id}", ReadCouncil},
	{"POST", "/work/{ws}/advice/{id}", Advise},
	{"GET", "/work/{ws}/advice/{id}/edit", Advise},
	{"POST", "/work/{ws}/advice/{id}/publish", Advise},
	{"POST", "/work/{ws}/advice/{id}/recall", Advise},
	{"POST", "/work/{ws}/advice/{id}/remove", Advise},
	{"POST", "/work/{ws}/advice/{id}/refer", Advise},
	{"GET", "/work/{ws}/annual", ReadCouncil},
	{"GET", "/work/{ws}/annual/{year}", ReadCouncil},
	{"POST", "/work/{ws}/annual/{year}", Advise},
	{"POST", "/work/{ws}/annual/{year}/remove", Advise},
	{"POST", "/work/{ws}/annual/{year}/publish", Advise},
	{"GET", "/work/{ws}/accreditation/{id}", Advise},
	{"POST", "/work/{ws}/accreditation/{id}", Advise},
	{"GET", "/work/{ws}/councils", ReadCouncil},
	{"GET", "/work/{ws}/councils/new", EditCouncil},
	{"POST", "/work/{ws}/councils/new", EditCouncil},
	{"GET", "/work/{ws}/councils/{id}", ReadCouncil},
	{"GET", "/work/{ws}/councils/{id}/edit", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/edit", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/interests", Debate},
	{"GET", "/work/{ws}/councils/{id}/sections/{part}", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/sections/{part}", EditCouncil},
	{"GET", "/work/{ws}/councils/{id}/categories/{part}", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/categories/{part}", EditCouncil},
	{"GET", "/work/{ws}/councils/{id}/members", ReadCouncil},
	{"GET", "/work/{ws}/councils/{id}/members/new", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/members/new", EditCouncil},
	{"GET", "/work/{ws}/councils/{id}/members/{member}", ReadCouncil},
	{"POST", "/work/{ws}/councils/{id}/members/{member}", Debate},
	{"GET", "/work/{ws}/councils/{id}/members/{member}/edit", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/members/{member}/edit", EditCouncil},
	{"GET", "/work/{ws}/councils/{id}/table", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/table", EditCouncil},
	{"GET", "/work/{ws}/councils/{id}/table/{sha}", EditCouncil},
	{"POST", "/work/{ws}/councils/{id}/table/{sha}", EditCouncil},
	{"GET", "/work/{ws}/sittings", ReadCouncil},
	{"GET", "/work/{ws}/sittings/new", EditCouncil},
	{"POST", "/work/{ws}/sittings/new", EditCouncil},
	{"GET", "/work/{ws}/sittings/{id}", ReadCouncil},
	{"GET", "/work/{ws}/sittings/{id}/edit", EditCouncil},
	{"POST", "/work/{ws}/sittings/{id}/edit", EditCouncil},
	{"GET", "/work/{ws}/sittings/{id}/agenda", EditCouncil},
	{"POST", "/work/{ws}/sittings/{id}/agenda", EditCouncil},
	{"GET", "/work/{ws}/sittings/{id}/attendance", EditCouncil},
	{"POST", "/work/{ws}/sittings/{id}/attendance", EditCouncil},
	{"GET", "/work/{ws}/sittings/{id}/decisions/new", EditCouncil},
	{"POST", "/work/{ws}/sittings/{id}/decisions/new", EditCouncil},
	{"GET", "/work/{ws}/decisions/{id}/edit", EditCouncil},
	{"POST", "/work/{ws}/decisions/{id}/edit", EditCouncil},
	{"GET", "/work/{ws}/votes/new", EditCouncil},
	{"POST", "/work/{ws}/votes/new", EditCouncil},
	{"GET", "/work/{ws}/votes/{id}", ReadCouncil},
	{"GET", "/work/{ws}/votes/{id}/edit", EditCouncil},
	{"POST", "/work/{ws}/votes/{id}/edit", EditCouncil},
	{"GET", "/states/{state}/participation", ReadRecord},
	{"GET", "/states/{state}/participation/export", ReadRecord},
	{"GET", "/states/{state}/participation.atom", ReadRecord},
	{"GET", "/states/{state}/councils/{id}", ReadRecord},
	{"GET", "/states/{state}/councils/{id}/members", ReadRecord},
	{"GET", "/states/{state}/councils/{id}/sittings/{of}", ReadRecord},
	{"GET", "/states/{state}/councils/{id}/propose", ReadRecord},
	{"POST", "/states/{state}/councils/{id}/propose", Contribute},
	{"GET", "/states/{state}/proposals", ReadRecord},
	{"GET", "/states/{state}/proposals/{id}", ReadRecord},
	{"GET", "/states/{state}/proposals/code", ReadRecord},
	{"POST", "/states/{state}/proposals/code", Contribute},
	{"GET", "/states/{state}/plain", ReadRecord},
	{"GET", "/states/{state}/plain/{group}", ReadRecord},
	{"GET", "/work/{ws}/plain", ReadCouncil},
	{"POST", "/work/{ws}/plain", WritePlain},
	{"POST", "/work/{ws}/follow", SetNotices},
	{"GET", "/states/{state}/annual/{year}", ReadRecord},
}

// RowFor is the row of a route; it is an error when there is none.
func RowFor(pattern string) (Route, error) {
	for _, r := range Routes {
		if r.String() == pattern {
			return r, nil
		}
	}
	return Route{}, fmt.Errorf("route %q has no row in the policy table", pattern)
}

// CheckTable says what is wrong with the program's own tables.
func CheckTable() error { return Check(Policy, Routes) }

// reading are the acts that a GET may be: they change nothing by themselves. Of an act that changes something it is the form.
var reading = []Act{ReadRecord, ReadPolicy, ReadAsked, ReadAccounts, Operate, SignIn, SetUp, ImportFile, ReadKept, ReadOwn, ListWork, UseLink,
	ReadWork, ReadDrafts, TakeOut, EditBodies, SeatPeople, HandOver, EditPlan, Assign, EditMeasure, EditLegal, EditSeries, AddEvidence, WriteReport, Validate, Publish, Assess, EditDates, SetNotices, SetHooks,
	ReadCouncil, EditCouncil, Propose, Debate, Resolve, WriteReply, IssueReply, Consult, Moderate, HearAppeal, Submit, Trace, Advise, WritePlain, HoldKey, ReadSealed, Contribute}

// Check says what is wrong with tables: an act with two rules or none, a rule for nobody or for an unknown role, a route
// that stands twice or that forms cannot send, a GET that would change something.
func Check(policy []Rule, routes []Route) error {
	ruled := map[Act]bool{}
	for _, g := range Grants {
		ruled[g.Act] = true
	}
	for _, p := range policy {
		if ruled[p.Act] {
			return fmt.Errorf("act %q has two rules in the policy table", p.Act)
		}
		ruled[p.Act] = true
		if len(p.Roles) == 0 {
			return fmt.Errorf("act %q is allowed to nobody", p.Act)
		}
		for _, r := range p.Roles {
			if !r.Valid() {
				return fmt.Errorf("act %q is allowed to %q, which is no role", p.Act, r)
			}
		}
	}
	seen := map[string]bool{}
	for _, r := range routes {
		switch {
		case seen[r.String()]:
			return fmt.Errorf("route %q stands twice in the policy table", r)
		case !ruled[r.Act]:
			return fmt.Errorf("route %q asks for act %q, which nobody may do", r, r.Act)
		case r.Method != "GET" && r.Method != "POST":
			return fmt.Errorf("route %q has a method that forms cannot send", r)
		case InWorkspace(r.Act) != strings.Contains(r.Pattern, "{ws}"):
			return fmt.Errorf("route %q and its act %q do not agree on whether it is in a workspace", r, r.Act)
		case r.Method == "GET" && !slices.Contains(reading, r.Act):
			return fmt.Errorf("route %q changes something on GET", r)
		}
		seen[r.String()] = true
	}
	return nil
}
