package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
)

// elsewhere are places that must never be gone to, in the spellings that browsers take for another site.
var elsewhere = []string{
	"https://evil.example/", "//evil.example/", `/\evil.example/`, `\\evil.example`, "http:evil.example", "///evil.example", "/\t/evil.example",
	"/\n/evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "/%5c/evil.example\r\nX: y", "evil.example", "",
	"/.//evil.example", "/..//evil.example", "/states/..//..//evil.example",
}

// stays says whether a redirect leads to this site, as a browser would understand it.
func stays(location string) bool {
	base, err := url.Parse("http://upr.example.org/x")
	if err != nil {
		return false
	}
	u, err := base.Parse(strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "").Replace(strings.TrimSpace(location)))
	return err == nil && u.Host == base.Host && u.Scheme == "http" && !strings.HasPrefix(u.Path, "//")
}

func TestNoRedirectLeadsToAnotherSite(t *testing.T) {
	h := open(t, false)
	signedIn := h.as(account.Editor)
	for i, next := range elsewhere {
		b := h.visitor()
		leads := map[string]string{
			"preferences":     b.post("/preferences", url.Values{"lang": {"ru"}, "next": {next}}).Header().Get("Location"),
			"being signed in": signedIn.get("/sign-in?next=" + url.QueryEscape(next)).Header().Get("Location"),
		}
		if i < 4 { // hashing a password takes its time
			leads["signing in"] = b.post("/sign-in", url.Values{"login": {"editor"}, "password": {password}, "next": {next}}).Header().Get("Location")
		}
		for what, to := range leads {
			if !stays(to) {
				t.Errorf("%s with %q leads to %q", what, next, to)
			}
		}
	}
	for _, target := range []string{"//evil.example/..", "/%2f/evil.example/..", "/states//evil.example", "/import/..//evil.example", "/reviews/%2e%2e/%2e%2e//evil.example"} {
		if w := h.visitor().get(target); w.Header().Get("Location") != "" && !stays(w.Header().Get("Location")) {
			t.Errorf("%s leads to %q", target, w.Header().Get("Location"))
		}
	}
	if to := h.visitor().get("/import?x=%0d%0aSet-Cookie:a=b").Header().Get("Location"); strings.ContainsAny(to, "\r\n") || !stays(to) {
		t.Errorf("asking to sign in leads to %q", to)
	}
}

func TestNothingOutsideIsReached(t *testing.T) {
	h := open(t, false)
	admin := h.as(account.Administrator)
	sha := h.Keeper.View().Reviews()[0].Documents[0].SHA256
	for _, p := range []string{
		"/documents/../../ledger.key/original", "/documents/..%2f..%2fledger.key/original", "/documents/%2e%2e%2f%2e%2e%2frecord.db/original",
		"/documents/" + strings.Repeat("0", 64) + "/original", "/documents/" + strings.ToUpper(sha) + "/original", "/documents/" + sha[:2] + "%2f" + sha + "/original",
		"/documents/" + sha + "%00/original", "/documents/incoming/original", "/documents/.%2f" + sha + "/original",
		"/import/../../ledger.key", "/import/..%2f..%2fledger.key", "/import/" + sha, "/import/" + strings.Repeat("f", 64), "/import/%00",
		"/assets/../record.db", "/assets/..%2frecord.db", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/", "/assets/.keep", "/assets//etc/passwd", "/assets/app.css",
	} {
		w := admin.get(p)
		if w.Code == http.StatusOK || w.Code >= 500 {
			t.Errorf("%s answers %d with %d bytes", p, w.Code, w.Body.Len())
		}
		if s := w.Body.String(); strings.Contains(s, "root:x:") || strings.Contains(s, "SQLite format") || strings.Contains(s, "PRIVATE") {
			t.Errorf("%s tells what it should not", p)
		}
	}
}

// marked is a text that shows itself where it comes out unescaped.
const marked = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`

func unescaped(body string) bool {
	return strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x")
}

func TestWhatIsAskedIsNotPutIntoThePage(t *testing.T) {
	h := open(t, false)
	q := url.QueryEscape(marked)
	p := url.PathEscape(marked)
	query := ""
	for _, name := range []string{"next", "lang", "page", "item", "review", "q", "position", "state", "by", "number", "at", "name", "sort", "from", "to", "act", "kind", "view", "scheme"} {
		query += "&" + name + "=" + q
	}
	for _, role := range account.Roles {
		b := h.as(role)
		for _, row := range account.Routes {
			if row.Method != http.MethodGet || strings.HasPrefix(row.Pattern, "/assets/") {
				continue
			}
			for _, target := range []string{h.path(row) + "?" + query, h.path(row) + "?x=" + q} {
				if w := b.get(target); w.Code >= 500 || unescaped(w.Body.String()) {
					t.Fatalf("%s: %s answers %d, unescaped %v", role, target, w.Code, unescaped(w.Body.String()))
				}
			}
		}
		for _, target := range []string{"/" + p, "/states/" + p, "/reviews/" + p + "/4", "/reviews/ZZV/" + p, "/items/" + p, "/id/" + p, "/documents/" + p, "/ledger/" + p,
			"/questions/" + p, "/import/" + p, "/sign-in/" + p, "/assets/" + p, "/api/v1/" + p, "/api/v1/items/" + p, "/reviews/ZZV/4/items.csv?position=" + q} {
			w := b.get(target)
			if w.Code >= 500 || unescaped(w.Body.String()) && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				t.Errorf("%s: %s answers %d", role, target, w.Code)
			}
			for k, v := range w.Header() {
				if strings.ContainsAny(strings.Join(v, ""), "\r\n") {
					t.Errorf("%s: header %s is %q", target, k, v)
				}
			}
		}
	}
	b := h.visitor()
	for target, form := range map[string]url.Values{
		"/sign-in":     {"login": {marked}, "password": {marked}, "next": {marked}},
		"/preferences": {"lang": {marked}, "scheme": {marked}, "next": {"/states?q=" + marked}},
	} {
		if w := b.post(target, form); w.Code >= 500 || unescaped(w.Body.String()) {
			t.Errorf("%s answers %d %s", target, w.Code, w.Body)
		}
	}
	if strings.Contains(b.post("/sign-in", url.Values{"login": {"x"}, "password": {"secret words here"}}).Body.String(), "secret words") {
		t.Error("the page shows the password that was tried")
	}
}

func TestOversizedAndOddRequestsAreAnswered(t *testing.T) {
	h := open(t, false)
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprintf("p%d=v&position=supported&by=FRA", i)
	}
	deep := strings.Repeat("/a", 5000)
	for _, role := range account.Roles {
		b := h.as(role)
		for what, w := range map[string]int{
			"ten thousand parameters": b.get("/reviews/ZZV/4?" + strings.Join(many, "&")).Code,
			"a long search":           b.get("/states?q=" + strings.Repeat("x", 500_000)).Code,
			"a deep path":             b.get(deep).Code,
			"a huge number":           b.get("/ledger/99999999999999999999999999").Code,
			"a negative number":       b.get("/ledger/-1").Code,
			"a huge page":             b.get("/documents/" + h.Keeper.View().Reviews()[0].Documents[0].SHA256 + "?page=9223372036854775807").Code,
			"a negative page":         b.get("/documents/" + h.Keeper.View().Reviews()[0].Documents[0].SHA256 + "?page=-9223372036854775808").Code,
			"a cycle of zeroes":       b.get("/reviews/ZZV/0000004").Code,
			"a cycle that overflows":  b.get("/reviews/ZZV/260").Code,
			"small letters":           b.get("/reviews/zzv/4").Code,
			"broken UTF-8":            b.get("/states?q=%ff%fe").Code,
			"NUL":                     b.get("/states?q=%00").Code,
			"NUL in a path":           b.get("/items/%00").Code,
			"NUL in a question":       b.get("/questions/%00").Code,
			"NUL in a link":           b.get("/sign-in/%00").Code,
			"NUL in an act's API":     b.get("/api/v1/items/%00").Code,
			"a broken escape":         b.do("GET", "/states", nil, func(r *http.Request) { r.URL.RawQuery = "%zz;&=&&=%" }).Code,
			"a form of a megabyte":    b.post("/preferences", url.Values{"next": {"/" + strings.Repeat("x", 1<<20)}}).Code,
			"a form of JSON":          b.do("POST", "/preferences", strings.NewReader(`{"lang":"ru"}`), func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }).Code,
			"a form of no kind":       b.do("POST", "/sign-in", strings.NewReader("login=x"), nil).Code,
			"strange languages":       b.do("GET", "/", nil, func(r *http.Request) { r.Header.Set("Accept-Language", strings.Repeat("zz-ZZ;q=9,*;;", 5000)) }).Code,
			"a language of nobody":    b.get("/?lang=../../en").Code,
			"a scheme of nobody":      b.do("GET", "/", nil, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "scheme", Value: "x<script>"}) }).Code,
		} {
			if w >= 500 {
				t.Errorf("%s: %s answers %d", role, what, w)
			}
		}
		if len(b.get("/states?q="+strings.Repeat("x", 1000)).Header().Get("Location")) > 0 {
			t.Error("a search redirects")
		}
	}
}

// One item has one address; other spellings lead there or to nothing, never to another item.
func TestIdentifiersInOtherSpellings(t *testing.T) {
	h := open(t, false)
	b := h.visitor()
	id := string(h.Keeper.View().Reviews()[0].Items[0].ID)
	if w := b.get("/items/" + url.PathEscape(id)); w.Code != http.StatusOK {
		t.Fatalf("%s answers %d", id, w.Code)
	}
	var escaped strings.Builder
	for _, c := range []byte(id) {
		fmt.Fprintf(&escaped, "%%%02x", c)
	}
	if w := b.get("/items/" + escaped.String()); w.Code != http.StatusOK {
		t.Errorf("%s, every letter escaped, answers %d", id, w.Code)
	}
	for _, other := range []string{strings.ToLower(id), id + "99", "0" + id, id + "%20", id + "/", id + "%2f..%2f", id + ".", strings.Repeat(id, 1000), "UPR-ZZV-C4-26.01"} {
		w := b.get("/items/" + other)
		if w.Code == http.StatusOK || w.Code >= 500 {
			t.Errorf("%.60s answers %d", other, w.Code)
		}
	}
	if w := b.get("/id/" + id); w.Code >= 400 || !stays(w.Header().Get("Location")) {
		t.Errorf("/id/%s answers %d %s", id, w.Code, w.Header().Get("Location"))
	}
}
