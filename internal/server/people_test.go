package server_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/testpeople"
)

var linkOnPage = regexp.MustCompile(`/sign-in/[A-Za-z0-9_-]{43}`)

// link is the one-time link that a page shows.
func (b *browser) link(target string, form url.Values) string {
	b.h.t.Helper()
	w := b.post(target, form)
	l := linkOnPage.FindString(w.Body.String())
	if w.Code != http.StatusOK || l == "" {
		b.h.t.Fatalf("%s %v answers %d without a link", target, form, w.Code)
	}
	return l
}

func (b *browser) wants(code int, target string, form url.Values) {
	b.h.t.Helper()
	if w := b.post(target, form); w.Code != code {
		b.h.t.Errorf("%s %v answers %d, want %d", target, form, w.Code, code)
	}
}

// An administrator opens a workspace, invites its first coordinator and then has nothing in it; the coordinator invites on.
func TestAWorkspaceIsOpenedAndFilledByInvitation(t *testing.T) {
	h := open(t, false)
	admin := h.as(account.Administrator)
	h.as(account.Editor).wants(http.StatusForbidden, "/work", url.Values{"state": {"KAZ"}})
	for _, state := range []string{"", "QQQ", "kaz", "../KAZ", strings.Repeat("K", 5000)} {
		admin.wants(http.StatusBadRequest, "/work", url.Values{"state": {state}})
	}
	first := admin.link("/work", url.Values{"state": {"KAZ"}, "name": {"First Coordinator"}})
	if w := admin.get("/work/KAZ/people"); w.Code != http.StatusNotFound {
		t.Errorf("the administrator without a seat sees %d", w.Code)
	}
	if w := admin.post(first, nil); w.Code != http.StatusForbidden {
		t.Errorf("the administrator takes the seat that they offer: %d", w.Code)
	}
	boss := h.visitor()
	if w := boss.get(first); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Coordinator") || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("the invitation answers %d", w.Code)
	}
	if w := boss.setUp(first, "boss"); w.Header().Get("Location") != "/work/KAZ" {
		t.Fatalf("after the invitation: %d %s", w.Code, w.Header())
	}
	if w := h.visitor().get(first); w.Code != http.StatusNotFound {
		t.Errorf("the used invitation answers %d", w.Code)
	}
	if w := admin.post("/work", url.Values{"state": {"KAZ"}, "name": {"Second"}}); w.Code != http.StatusConflict {
		t.Errorf("a second opening answers %d", w.Code)
	}
	people := "/work/KAZ/people"
	for name, form := range map[string]url.Values{
		"no name":        {"do": {"invite"}, "role": {"reader"}},
		"no role":        {"do": {"invite"}, "name": {"N"}},
		"a role outside": {"do": {"invite"}, "name": {"N"}, "role": {"administrator"}},
		"no body":        {"do": {"invite"}, "name": {"N"}, "role": {"contributor"}},
		"a guessed body": {"do": {"invite"}, "name": {"N"}, "role": {"contributor"}, "body": {"x' OR 1=1"}},
		"hostile name":   {"do": {"invite"}, "name": {"N\u202e"}, "role": {"reader"}},
		"a long name":    {"do": {"invite"}, "name": {strings.Repeat("n", 300)}, "role": {"reader"}},
		"no mail":        {"do": {"invite"}, "name": {"N"}, "role": {"reader"}, "mail": {"a@b, c@d"}},
	} {
		if w := boss.post(people, form); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d", name, w.Code)
		}
	}
	for _, form := range []url.Values{{"do": {"conquer"}}, {}, {"do": {"unseat"}, "seat": {"nothing"}}, {"do": {"seat"}, "account": {"nobody"}, "role": {"reader"}}, {"do": {"recall"}, "id": {"x"}}, {"do": {"recover"}, "account": {"x"}}} {
		if w := boss.post(people, form); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%v answers %d", form, w.Code)
		}
	}
	steward := boss.link(people, url.Values{"do": {"invite"}, "name": {"<script>alert(1)</script>"}, "role": {"steward"}})
	if w := boss.post(steward, nil); w.Code != http.StatusForbidden {
		t.Errorf("somebody takes the seat that they offer: %d", w.Code)
	}
	if w := boss.get(people); strings.Contains(w.Body.String(), "<script>alert") || !strings.Contains(w.Body.String(), "&lt;script&gt;") {
		t.Error("a name is not text on the page")
	}
	st := h.visitor()
	if w := st.setUp(steward, "steward"); w.Code != http.StatusSeeOther {
		t.Fatalf("the steward's invitation answers %d", w.Code)
	}
	bossAccount, err := h.Store.AccountByLogin(t.Context(), "boss")
	if err != nil {
		t.Fatal(err)
	}
	seats, err := h.Store.Seats(t.Context(), bossAccount.ID)
	if err != nil || len(seats) != 1 {
		t.Fatalf("%+v, %v", seats, err)
	}
	// Whoever seats people changes nobody's own seats but others', and comes by nobody's account that seats people too.
	boss.wants(http.StatusForbidden, people, url.Values{"do": {"unseat"}, "seat": {seats[0].ID}})
	boss.wants(http.StatusForbidden, people, url.Values{"do": {"seat"}, "account": {bossAccount.ID}, "role": {"reader"}})
	st.wants(http.StatusForbidden, people, url.Values{"do": {"recover"}, "account": {bossAccount.ID}})
	waiting := boss.link(people, url.Values{"do": {"invite"}, "name": {"Late"}, "role": {"reader"}})
	st.wants(http.StatusSeeOther, people, url.Values{"do": {"unseat"}, "seat": {seats[0].ID}})
	if w := boss.get(people); w.Code != http.StatusNotFound {
		t.Errorf("after the seat was taken the page answers %d", w.Code)
	}
	if w := h.visitor().get(waiting); w.Code != http.StatusNotFound {
		t.Errorf("the invitation of somebody without a seat answers %d", w.Code)
	}
	h.verified()
}

// A steward lets a member back in who sits here and nowhere else; everything that was lost is gone, and so are all sessions.
func TestALostMemberIsLetBackIn(t *testing.T) {
	h := open(t, false)
	seat := func(ws string, r account.Role) account.Seat { return account.Seat{Workspace: ws, Role: r} }
	testpeople.Seated(t, h.Store, "steward", account.Member, seat("ZZV", account.Steward))
	lost := testpeople.Seated(t, h.Store, "lost", account.Member, seat("ZZV", account.Reader))
	twice := testpeople.Seated(t, h.Store, "twice", account.Member, seat("ZZV", account.Reader), seat("ZZW", account.Reader))
	mighty := testpeople.Seated(t, h.Store, "mighty", account.Editor, seat("ZZV", account.Reader))
	st, old := h.visitor(), h.visitor()
	st.signIn("steward", testpeople.Password)
	old.signIn("lost", testpeople.Password)
	if err := h.Store.OfferTOTP(t.Context(), lost.ID, "JBSWY3DPEHPK3PXP"); err != nil {
		t.Fatal(err)
	}
	if err := h.Store.ConfirmTOTP(t.Context(), lost.ID, 1, nil); err != nil {
		t.Fatal(err)
	}
	half := h.visitor()
	if w := half.post("/sign-in", url.Values{"login": {"lost"}, "password": {testpeople.Password}}); w.Header().Get("Location") != "/sign-in/code" {
		t.Errorf("with a second factor the password leads to %s", w.Header().Get("Location"))
	}
	if w := half.get("/account"); !asks(w.Code, w.Header().Get("Location")) {
		t.Errorf("the password alone reaches the account: %d", w.Code)
	}
	for _, p := range []account.Person{twice, mighty} {
		st.wants(http.StatusForbidden, "/work/ZZV/people", url.Values{"do": {"recover"}, "account": {p.ID}})
	}
	l := st.link("/work/ZZV/people", url.Values{"do": {"recover"}, "account": {lost.ID}})
	b := h.visitor()
	if w := b.post(l, url.Values{"password": {"an entirely new password"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Fatalf("the link answers %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := b.get("/account"); w.Code != http.StatusOK {
		t.Errorf("after recovery the account answers %d", w.Code)
	}
	if w := old.get("/account"); !asks(w.Code, w.Header().Get("Location")) {
		t.Errorf("a session from before lives on: %d", w.Code)
	}
	if w := h.visitor().post(l, url.Values{"password": {"yet another password"}}); w.Code != http.StatusNotFound {
		t.Errorf("the used link answers %d", w.Code)
	}
	h.verified()
}

// A session that its owner or an administrator ends is over with the next request.
func TestSessionsAreEndedByTheirOwnerAndTheAdministrator(t *testing.T) {
	h := open(t, false)
	one, two := h.visitor(), h.visitor()
	one.signIn("editor", password)
	two.signIn("editor", password)
	page := one.get("/account").Body.String()
	ids := regexp.MustCompile(`name="session" value="([0-9a-f]{32})"`).FindAllStringSubmatch(page, -1)
	if len(ids) != 1 {
		t.Fatalf("the owner sees %d other sessions", len(ids))
	}
	if w := h.as(account.Administrator).post("/account", url.Values{"do": {"end"}, "session": {ids[0][1]}}); w.Code != http.StatusSeeOther || !two.signedIn() {
		t.Error("somebody ends another's session through their own page")
	}
	one.wants(http.StatusSeeOther, "/account", url.Values{"do": {"end"}, "session": {ids[0][1]}})
	if two.signedIn() || !one.signedIn() {
		t.Errorf("ended: %v, own lives: %v", !two.signedIn(), one.signedIn())
	}
	acc, err := h.Store.AccountByLogin(t.Context(), "editor")
	if err != nil {
		t.Fatal(err)
	}
	h.as(account.Administrator).wants(http.StatusSeeOther, "/accounts", url.Values{"do": {"end"}, "account": {acc.ID}})
	if one.signedIn() {
		t.Error("the administrator did not end it")
	}
	one.signIn("editor", password)
	for _, form := range []url.Values{{"do": {"password"}, "new": {"a new long password"}}, {"do": {"password"}, "password": {"wrong"}, "new": {"a new long password"}}, {"do": {"factor"}, "password": {""}},
		{"do": {"passkey"}, "password": {"x"}, "credential": {"{}"}}, {"do": {"factor-on"}, "code": {"123456"}}, {"do": {"passkey"}, "password": {password}, "passkey-name": {"n"}, "credential": {strings.Repeat("{", 10_000)}},
		{"do": {"passkey-off"}, "password": {password}, "passkey": {"%%%"}}, {"do": {"link"}, "password": {password}}, {"do": {"conquer"}, "password": {password}}, {}} {
		if w := one.post("/account", form); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%v answers %d", form, w.Code)
		}
	}
	if w := one.post("/account", url.Values{"do": {"password"}, "password": {password}, "new": {"a new long password"}}); w.Code != http.StatusSeeOther || !one.signedIn() {
		t.Errorf("changing the password answers %d", w.Code)
	}
}

// Guesses from the own network do not shut out a browser from which the person signed in before.
func TestAKnownBrowserGetsThroughWhatOthersGuess(t *testing.T) {
	h := open(t, false)
	known := h.visitor()
	known.signIn("editor", password)
	if w := known.post("/sign-out", nil); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	thief := h.visitor() // the same network
	stopped := false
	for range 12 {
		stopped = thief.post("/sign-in", url.Values{"login": {"editor"}, "password": {"wrong"}}).Code == http.StatusTooManyRequests
	}
	if !stopped {
		t.Fatal("the thief is not stopped")
	}
	if w := known.post("/sign-in", url.Values{"login": {"editor"}, "password": {password}}); w.Code != http.StatusSeeOther {
		t.Errorf("the known browser is shut out: %d", w.Code)
	}
	forged := h.visitor()
	forged.cookies["openupr-device"] = strings.Repeat("A", 43)
	if w := forged.post("/sign-in", url.Values{"login": {"editor"}, "password": {password}}); w.Code != http.StatusTooManyRequests {
		t.Errorf("a mark that nobody gave gets through: %d", w.Code)
	}
}
