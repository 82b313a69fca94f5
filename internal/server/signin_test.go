package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
)

func TestSigningInGivesAnotherSession(t *testing.T) {
	h := open(t, false)
	b := h.visitor()
	b.signIn("editor", password)
	first := b.cookies["openupr"]
	b.signIn("administrator", password)
	if b.cookies["openupr"] == first {
		t.Error("another person signed in under the same token")
	}
	old := h.visitor()
	old.cookies["openupr"] = first
	if old.signedIn() {
		t.Error("the token from before signing in still counts")
	}
	planted := h.visitor()
	planted.cookies["openupr"] = "a-token-that-somebody-planted"
	planted.signIn("editor", password)
	if planted.cookies["openupr"] == "a-token-that-somebody-planted" {
		t.Error("a planted token became a session")
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Editor)
	token := b.cookies["openupr"]
	if w := b.post("/sign-out", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("signing out answers %d", w.Code)
	}
	if _, kept := b.cookies["openupr"]; kept {
		t.Error("the cookie stays")
	}
	b.cookies["openupr"] = token
	if b.signedIn() {
		t.Error("the session goes on under its token")
	}
}

func TestASessionEndsByItself(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Editor)
	acc, err := h.Store.AccountByLogin(t.Context(), "editor")
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(on bool) error{
		"a disabled account": func(on bool) error { return h.Store.SetDisabled(t.Context(), acc.ID, on) },
		"a new password": func(on bool) error {
			if on {
				return h.Store.SetPassword(t.Context(), acc.ID, "$argon2id$another")
			}
			return h.Store.SetPassword(t.Context(), acc.ID, acc.PasswordHash)
		},
	} {
		b.signIn("editor", password)
		if err := change(true); err != nil {
			t.Fatal(err)
		}
		if b.signedIn() {
			t.Errorf("%s leaves the session alive", what)
		}
		if err := change(false); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGuessingIsSlowedForWhoGuessesOnly(t *testing.T) {
	h := open(t, false)
	guess := func(b *browser, login, secret string) int {
		return b.post("/sign-in", url.Values{"login": {login}, "password": {secret}}).Code
	}
	thief := h.visitor()
	thief.from = "198.51.100.1:9"
	stopped := 0
	for range 12 {
		if guess(thief, "Editor", "wrong") == http.StatusTooManyRequests { // the same account in another spelling
			stopped++
		}
	}
	if stopped != 2 {
		t.Errorf("%d of 12 guesses were stopped", stopped)
	}
	if c := guess(thief, "editor", password); c != http.StatusTooManyRequests {
		t.Errorf("while waiting the right password answers %d", c)
	}
	if c := guess(h.visitor(), "editor", password); c != http.StatusSeeOther {
		t.Errorf("the person is shut out from elsewhere: %d", c)
	}
	// What a stranger says of where it comes from counts for nothing; what a proxy on this machine says does.
	thief.header.Set("X-Forwarded-For", "203.0.113.1")
	if c := guess(thief, "editor", "wrong"); c != http.StatusTooManyRequests {
		t.Errorf("a stranger who says to be another answers %d", c)
	}
	thief.header = http.Header{}
	proxy := h.visitor()
	proxy.from = "127.0.0.1:9"
	proxy.header.Set("X-Forwarded-For", "203.0.113.9, 198.51.100.1")
	if c := guess(proxy, "editor", "wrong"); c != http.StatusTooManyRequests {
		t.Errorf("the one who guesses goes on through the proxy: %d", c)
	}
	proxy.header.Set("X-Forwarded-For", "198.51.100.1, 198.51.100.3")
	if c := guess(proxy, "editor", password); c != http.StatusSeeOther {
		t.Errorf("whoever comes through the same proxy is shut out: %d", c)
	}
	h.later(2 * time.Minute)
	if c := guess(thief, "editor", password); c != http.StatusSeeOther {
		t.Errorf("after waiting the right password answers %d", c)
	}
}

// An answer must not tell whether an account exists.
func TestAWrongPasswordAndAnUnknownNameLookAlike(t *testing.T) {
	h := open(t, false)
	b := h.visitor()
	said := func(login string) string {
		w := b.post("/sign-in", url.Values{"login": {login}, "password": {"wrong"}})
		return strings.ReplaceAll(w.Body.String(), login, "") + http.StatusText(w.Code)
	}
	if said("editor") != said("nobody") {
		t.Error("the answers differ")
	}
}

func (b *browser) setUp(target, login string) *httptest.ResponseRecorder {
	b.h.t.Helper()
	return b.post(target, url.Values{"name": {"First"}, "login": {login}, "password": {password}, "body": {"Office"}})
}

func TestTheFirstAccountIsForWhoSitsHere(t *testing.T) {
	h := open(t, true)
	for what, change := range map[string]func(*browser, *http.Request){
		"from elsewhere":                  func(_ *browser, r *http.Request) { r.RemoteAddr = "192.0.2.1:1" },
		"under another name":              func(_ *browser, r *http.Request) { r.Host = "upr.example.org" },
		"under a name that looks local":   func(_ *browser, r *http.Request) { r.Host = "localhost.evil.example" },
		"through a proxy that says so":    func(_ *browser, r *http.Request) { r.Header.Set("X-Forwarded-For", "127.0.0.1") },
		"through a proxy with one header": func(_ *browser, r *http.Request) { r.Header.Set("Forwarded", "for=127.0.0.1") },
		"through a silent old proxy":      func(_ *browser, r *http.Request) { r.Proto, r.ProtoMinor = "HTTP/1.0", 0 },
		"through a silent new proxy": func(_ *browser, r *http.Request) {
			r.Header.Set("Origin", "https://upr.example.org")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		},
		"from a page of some other server": func(_ *browser, r *http.Request) { r.Header.Set("Referer", "https://upr.example.org/setup") },
	} {
		b := h.neighbour()
		w := b.do(http.MethodPost, "/setup", strings.NewReader(url.Values{"name": {"X"}, "login": {"x"}, "password": {password}}.Encode()),
			func(r *http.Request) { formType(r); change(b, r) })
		if w.Code != http.StatusForbidden {
			t.Errorf("%s: answers %d", what, w.Code)
		}
	}
	if all, err := h.Store.Accounts(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("%d accounts, %v", len(all), err)
	}
	if w := h.neighbour().get("/import"); w.Header().Get("Location") != "/setup" {
		t.Errorf("who sits here is led to %s", w.Header().Get("Location"))
	}
	if w := h.visitor().get("/import"); !asks(w.Code, w.Header().Get("Location")) {
		t.Errorf("a stranger is led to %s", w.Header().Get("Location"))
	}
}

// Of many who set up at once, one does; the others are asked to sign in.
func TestOneFirstAccount(t *testing.T) {
	h := open(t, true)
	var wg sync.WaitGroup
	made := make([]bool, 4)
	for i := range made {
		b := h.neighbour()
		wg.Go(func() {
			w := b.setUp("/setup", "first"+string(rune('a'+i)))
			made[i] = w.Header().Get("Location") == "/import"
		})
	}
	wg.Wait()
	n := 0
	for _, m := range made {
		if m {
			n++
		}
	}
	all, err := h.Store.Accounts(t.Context())
	if err != nil || len(all) != 1 || n != 1 {
		t.Errorf("%d accounts were made and %d said so (%v)", len(all), n, err)
	}
	if w := h.neighbour().setUp("/setup", "late"); w.Code == http.StatusSeeOther && w.Header().Get("Location") == "/import" {
		t.Error("a late one made an account")
	}
}

func TestALinkWorksOnceAndNotForLong(t *testing.T) {
	h := open(t, false)
	link := func(purpose, id string) string {
		secret, err := h.Store.NewToken(t.Context(), purpose, id, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return "/sign-in/" + secret
	}
	setup := link(account.LinkSetup, "")
	for range 2 { // looking does not use it up
		if w := h.visitor().get(setup); w.Code != http.StatusOK || w.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Fatalf("the link answers %d with %v", w.Code, w.Header())
		}
	}
	short := h.visitor().post(setup, url.Values{"name": {"A"}, "login": {"a"}, "password": {"short"}})
	if short.Code != http.StatusUnprocessableEntity {
		t.Fatalf("a short password answers %d", short.Code)
	}
	for _, bad := range []url.Values{
		{"name": {"A\x00B"}, "login": {"a"}, "password": {password}}, {"name": {"A"}, "login": {"a\x00b"}, "password": {password}},
		{"name": {"A"}, "login": {"a"}, "password": {password}, "body": {"x\x00y"}}, {"name": {"A"}, "login": {"a\xffb"}, "password": {password}},
	} {
		if w := h.visitor().post(setup, bad); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q answers %d", bad, w.Code)
		}
	}
	if w := h.visitor().setUp(setup, "linked"); w.Code != http.StatusSeeOther {
		t.Fatalf("after mistakes the link answers %d", w.Code)
	}
	for _, w := range []*httptest.ResponseRecorder{h.visitor().get(setup), h.visitor().setUp(setup, "again")} {
		if w.Code != http.StatusNotFound {
			t.Errorf("the used link answers %d", w.Code)
		}
	}
	late := link(account.LinkSetup, "")
	h.later(2 * time.Hour)
	if w := h.visitor().setUp(late, "late"); w.Code != http.StatusNotFound {
		t.Errorf("the old link answers %d", w.Code)
	}
	// A link for a password makes no account, and gives nobody another's place.
	acc, err := h.Store.AccountByLogin(t.Context(), "editor")
	if err != nil {
		t.Fatal(err)
	}
	before, err := h.Store.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reset := h.visitor()
	if w := reset.post(link(account.LinkPassword, acc.ID), url.Values{"password": {"another long password"}, "login": {"administrator"}, "role": {"administrator"}}); w.Code != http.StatusSeeOther {
		t.Errorf("the password's link answers %d", w.Code)
	}
	if w := reset.get("/accounts"); w.Code != http.StatusForbidden {
		t.Errorf("an editor with a new password may see accounts: %d", w.Code)
	}
	if after, err := h.Store.Accounts(t.Context()); err != nil || len(after) != len(before) {
		t.Errorf("%d accounts became %d (%v)", len(before), len(after), err)
	}
}

func TestAnAdministratorCannotShutThemselvesOut(t *testing.T) {
	h := open(t, false)
	admin := h.as(account.Administrator)
	me, err := h.Store.AccountByLogin(t.Context(), "administrator")
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []url.Values{{"do": {"disable"}, "account": {me.ID}}, {"do": {"link"}, "role": {"visitor"}}, {"do": {"link"}, "role": {"root"}}, {"do": {"x"}}, {}} {
		if w := admin.post("/accounts", form); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%v answers %d", form, w.Code)
		}
	}
	if w := admin.post("/accounts", url.Values{"do": {"disable"}, "account": {"nobody"}}); w.Code >= 500 {
		t.Errorf("an account that is not there answers %d", w.Code)
	}
	if !admin.signedIn() {
		t.Error("the administrator is out")
	}
}
