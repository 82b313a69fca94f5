package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
)

type ingestFile = ingest.File

func file(name, content string) ingestFile { return ingest.NewFile(name, []byte(content)) }

func TestOnlyTheFirstVisitorOnThisMachineMakesTheFirstAccount(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	r, err := http.NewRequest("GET", rd.base+"/setup", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", "203.0.113.7")
	a := rd.read(rd.http.Do(r))
	rd.wants(a, http.StatusOK, "openupr admin link")
	if strings.Contains(a.body, `name="password"`) {
		t.Error("a visitor from elsewhere may make the first account")
	}
	r.Header.Del("X-Forwarded-For")
	r.Host = "attacker.example"
	if a := rd.read(rd.http.Do(r)); strings.Contains(a.body, `name="password"`) {
		t.Error("a name elsewhere that leads to this machine may make the first account")
	}
	rd.wants(rd.post("/setup", url.Values{"name": {""}, "login": {""}, "password": {"short"}}), http.StatusUnprocessableEntity,
		"There is a problem", "Write your name", "Choose a login", "fewer than 12 characters", `aria-invalid="true"`, `href="#password"`)
	rd.setUp()
	other := newReader(t, rd.base)
	if a := other.get("/setup"); a.path != "/sign-in" {
		t.Errorf("a second first start leads to %s", a.path)
	}
	other.wants(other.post("/setup", url.Values{"name": {"B"}, "login": {"b"}, "password": {"a long enough passphrase"}}), http.StatusForbidden)
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	rd.wants(rd.post("/sign-out", nil), http.StatusOK, "Sign in")
	if a := rd.get("/import"); a.path != "/sign-in?next=%2Fimport" {
		t.Errorf("who is not signed in is led to %s", a.path)
	}
	wrong := rd.post("/sign-in", url.Values{"login": {"first"}, "password": {"not the passphrase"}})
	rd.wants(wrong, http.StatusUnprocessableEntity, "do not belong together", `value="first"`)
	if strings.Contains(wrong.body, "not the passphrase") {
		t.Error("a password is sent back")
	}
	unknown := rd.post("/sign-in", url.Values{"login": {"nobody"}, "password": {"not the passphrase"}})
	if strings.ReplaceAll(unknown.body, "nobody", "first") != wrong.body {
		t.Error("the answer tells whether a login exists")
	}
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
		a := rd.post("/sign-in", url.Values{"login": {"First"}, "password": {"a long enough passphrase"}, "next": {next}})
		if a.path != "/" {
			t.Errorf("next %q leads to %s", next, a.path)
		}
		rd.post("/sign-out", nil)
	}
	if a := rd.post("/sign-in", url.Values{"login": {"first"}, "password": {"a long enough passphrase"}, "next": {"/import"}}); a.path != "/import" {
		t.Errorf("after signing in the reader is at %s", a.path)
	}
}

func TestGuessingPasswordsIsSlowedDown(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	rd.post("/sign-out", nil)
	for range 10 {
		rd.wants(rd.post("/sign-in", url.Values{"login": {"first"}, "password": {"x"}}), http.StatusUnprocessableEntity)
	}
	rd.wants(rd.post("/sign-in", url.Values{"login": {"first"}, "password": {"a long enough passphrase"}}), http.StatusTooManyRequests, "Too many attempts")
}

func TestInvitationMakesOneAccountWithItsRole(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	a := rd.post("/accounts", url.Values{"do": {"link"}, "role": {"editor"}})
	rd.wants(a, http.StatusOK, "The link is made")
	link := regexp.MustCompile(`/sign-in/[A-Za-z0-9_-]{20,}`).FindString(a.body)

	guest := newReader(t, rd.base)
	guest.wants(guest.get(link), http.StatusOK, "Make your account")
	form := url.Values{"name": {"Second Person"}, "login": {"FIRST"}, "password": {"another long passphrase"}}
	guest.wants(guest.post(link, form), http.StatusUnprocessableEntity, "This login is taken")
	form.Set("login", "second")
	guest.wants(guest.post(link, form), http.StatusOK, "Bring in a document")
	guest.wants(guest.get("/accounts"), http.StatusForbidden, "This is not allowed")
	third := newReader(t, rd.base)
	third.wants(third.post(link, form), http.StatusNotFound, "This link does not work any more")

	id := regexp.MustCompile(`name="account" value="([0-9a-f]+)"`).FindStringSubmatch(rd.get("/accounts").body)[1]
	rd.wants(rd.post("/accounts", url.Values{"do": {"disable"}, "account": {id}}), http.StatusOK, "Open it again")
	if a := guest.get("/import"); !strings.HasPrefix(a.path, "/sign-in") {
		t.Errorf("a closed account still reaches %s", a.path)
	}
	rd.wants(rd.post("/accounts", url.Values{"do": {"conquer"}}), http.StatusBadRequest)
}

func TestPreferencesAreKeptAndLeadBack(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	a := rd.post("/preferences", url.Values{"lang": {"kk"}, "next": {"/about?lang=en"}})
	if a.path != "/about" || !strings.Contains(a.body, `<html lang="kk" dir="ltr"`) {
		t.Errorf("after choosing Kazakh: %s %.60q", a.path, a.body)
	}
	a = rd.post("/preferences", url.Values{"scheme": {"dark"}, "next": {"/states"}})
	if a.path != "/states" || !strings.Contains(a.body, `data-scheme="dark"`) {
		t.Errorf("after choosing dark: %s", a.path)
	}
	if a := rd.post("/preferences", url.Values{"scheme": {"auto"}, "next": {"//evil.example/x"}}); a.path != "/" {
		t.Errorf("a choice leads to %s", a.path)
	}
}

func TestPostsFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	rd := open(t, false)
	rd.setUp()
	for _, path := range []string{"/preferences", "/import", "/sign-out", "/accounts"} {
		r, err := http.NewRequest("POST", rd.base+path, strings.NewReader("scheme=dark&do=link&role=administrator"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		rd.wants(rd.read(rd.http.Do(r)), http.StatusForbidden, "Nothing was changed")
	}
}
