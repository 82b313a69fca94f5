package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
)

// everywhere is what each answer carries, whatever it is an answer to.
func everywhere(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin"} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q", what, name, h.Get(name))
		}
	}
	if p := h.Get("Referrer-Policy"); p != "same-origin" && p != "no-referrer" {
		t.Errorf("%s: Referrer-Policy is %q", what, p)
	}
	csp := h.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("%s: Content-Security-Policy is %q", what, csp)
	}
	if strings.Contains(csp, "unsafe-eval") || strings.Contains(csp, "script-src") && !strings.Contains(csp, "script-src 'self'") {
		t.Errorf("%s: scripts from elsewhere may run: %q", what, csp)
	}
	if h.Get("Permissions-Policy") == "" {
		t.Errorf("%s: no Permissions-Policy", what)
	}
	if h.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%s: other sites may read: %q", what, h.Get("Access-Control-Allow-Origin"))
	}
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	h := open(t, false)
	for _, role := range account.Roles {
		b := h.as(role)
		for _, row := range account.Routes {
			everywhere(t, string(role)+" "+row.String(), b.do(row.Method, h.path(row), nil, formType).Header())
			if row.Pattern == "/sign-out" && role != account.Visitor {
				b = h.as(role)
			}
		}
	}
	b := h.visitor()
	for what, w := range map[string]*httptest.ResponseRecorder{
		"a page that is not there":  b.get("/nowhere"),
		"an address to be cleaned":  b.get("/states/../states"),
		"an asset that is not":      b.get("/assets/../../etc/passwd"),
		"a method without a row":    b.do("DELETE", "/states", nil, nil),
		"an API path that is not":   b.get("/api/v1/nowhere"),
		"a bad API parameter":       b.get("/api/v1/reviews/ZZV/x"),
		"a post from elsewhere":     b.do("POST", "/sign-in", nil, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }),
		"a form that is too large":  b.do("POST", "/sign-in", strings.NewReader("login="+strings.Repeat("x", 2<<20)), formType),
		"a broken form":             b.do("POST", "/sign-in", strings.NewReader("%zz"), formType),
		"a session that never was":  b.do("GET", "/", nil, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "openupr", Value: "x"}) }),
		"an asset":                  b.get(asset(t, b)),
		"a page not modified since": b.do("GET", asset(t, b), nil, func(r *http.Request) { r.Header.Set("If-None-Match", b.get(asset(t, b)).Header().Get("ETag")) }),
	} {
		everywhere(t, what, w.Header())
		if w.Code >= 500 {
			t.Errorf("%s: %d", what, w.Code)
		}
	}
}

var styleSheet = regexp.MustCompile(`href="(/assets/[^"]+\.css)"`)

// asset is the address of the style sheet.
func asset(t *testing.T, b *browser) string {
	t.Helper()
	m := styleSheet.FindStringSubmatch(b.get("/").Body.String())
	if m == nil {
		t.Fatal("the first page names no style sheet: run make assets")
	}
	return m[1]
}

func TestAVisitorWhoOnlyReadsGetsNoCookie(t *testing.T) {
	h := open(t, false)
	b := h.visitor()
	for _, row := range account.Routes {
		if row.Method == http.MethodGet {
			if w := b.get(h.path(row)); w.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s sets %s", row, w.Header().Get("Set-Cookie"))
			}
		}
	}
}

func TestCookiesAreForThisSiteAndNoScript(t *testing.T) {
	h := open(t, false)
	b := h.visitor()
	for _, w := range []*httptest.ResponseRecorder{
		b.post("/sign-in", map[string][]string{"login": {"editor"}, "password": {password}}),
		b.post("/preferences", map[string][]string{"lang": {"kk"}}),
		b.post("/preferences", map[string][]string{"scheme": {"dark"}}),
	} {
		all := w.Result().Cookies()
		if len(all) == 0 {
			t.Errorf("no cookie with %d", w.Code)
		}
		for _, c := range all {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("cookie %s", c)
			}
		}
	}
}

// Nothing that is meant for one person may be kept for another.
func TestPagesAreNotKeptForOthers(t *testing.T) {
	h := open(t, false)
	b := h.as(account.Administrator)
	for _, p := range []string{"/", "/accounts", "/import", "/questions", "/sign-in", "/nowhere"} {
		if c := b.get(p).Header().Get("Cache-Control"); !strings.Contains(c, "private") && !strings.Contains(c, "no-store") && p != "/sign-in" {
			t.Errorf("%s: Cache-Control is %q", p, c)
		}
	}
}

func TestHeadGzipAndNotModified(t *testing.T) {
	h := open(t, false)
	b := h.visitor()
	review := "/reviews/ZZV/4"
	full := b.get(review)
	head := b.do(http.MethodHead, review, nil, nil)
	if head.Code != http.StatusOK || head.Header().Get("Content-Type") != full.Header().Get("Content-Type") {
		t.Errorf("HEAD answers %d %v", head.Code, head.Header())
	}
	packed := b.do(http.MethodGet, review, nil, func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
	if packed.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(packed.Header().Get("Vary"), "Accept-Encoding") {
		t.Fatalf("not packed: %v", packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || string(plain) != full.Body.String() {
		t.Errorf("packed and plain differ (%v)", err)
	}
	css := b.get(asset(t, b))
	again := b.do(http.MethodGet, asset(t, b), nil, func(r *http.Request) { r.Header.Set("If-None-Match", css.Header().Get("ETag")) })
	if css.Code != http.StatusOK || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("the style sheet answers %d, then %d with %d bytes", css.Code, again.Code, again.Body.Len())
	}
	api := b.get("/api/v1/record")
	again = b.do(http.MethodGet, "/api/v1/record", nil, func(r *http.Request) { r.Header.Set("If-None-Match", api.Header().Get("ETag")) })
	if api.Code != http.StatusOK || again.Code != http.StatusNotModified {
		t.Errorf("the API answers %d, then %d", api.Code, again.Code)
	}
	h.addAccount("someone", account.Editor) // no act: the same state
	if again := b.do(http.MethodGet, "/api/v1/record", nil, func(r *http.Request) { r.Header.Set("If-None-Match", `W/"999"`) }); again.Code != http.StatusOK {
		t.Errorf("a state that never was is answered with %d", again.Code)
	}
	original := "/documents/" + h.Keeper.View().Reviews()[0].Documents[0].SHA256 + "/original"
	for name, want := range map[string]int{"bytes=0-3": http.StatusPartialContent, "bytes=999999999-": http.StatusRequestedRangeNotSatisfiable,
		"bytes=" + strings.Repeat("0-1,", 3000) + "0-1": http.StatusOK} {
		w := b.do(http.MethodGet, original, nil, func(r *http.Request) { r.Header.Set("Range", name) })
		if w.Code != want && !(want == http.StatusOK && w.Code < 500 && w.Body.Len() < 1<<20) {
			t.Errorf("range %.20s answers %d with %d bytes", name, w.Code, w.Body.Len())
		}
	}
}
