package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// These tests try the harness itself: each fault that it is there to find is put before it once, beside a page that
// has none.

const clean = `<!doctype html><html lang="en"><head><title>A clean page</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><style>body{color:#111;background:#fff} a:focus{outline:3px solid #036}
@media (prefers-color-scheme:dark){body{color:#eee;background:#111} a{color:#9cf}}</style></head>
<body><main><h1>Clean</h1><p><a href="/one">One link</a></p><p><a href="/two">Another link</a></p></main></body></html>`

// page serves one page under the strictest policy that lets its style sheet in.
func servePage(t *testing.T, html string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-ours'")
		fmt.Fprint(w, html)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestHarnessFindsNoFaultInACleanPage(t *testing.T) {
	tb := openTab(t)
	if status := tb.visit(servePage(t, clean)); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	for _, scheme := range []string{"light", "dark"} {
		tb.look(scheme, 320)
		for _, v := range tb.axe(wcag) {
			t.Errorf("%s: %s", scheme, v)
		}
		if s := tb.sideways(); len(s) > 0 {
			t.Errorf("%s: %v", scheme, s)
		}
	}
	stops, faults := tb.walk(20)
	if len(stops) != 2 || len(faults) != 0 {
		t.Errorf("walked %v with faults %v", stops, faults)
	}
	if c := tb.complained(); len(c) > 0 {
		t.Errorf("complaints: %v", c)
	}
	if n := tb.received(); n < len(clean) || n > len(clean)+2000 {
		t.Errorf("received %d bytes for a page of %d", n, len(clean))
	}
}

func TestHarnessFindsWhatAxeFinds(t *testing.T) {
	for rule, tt := range map[string]struct{ with, scheme string }{
		"image-alt":      {`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, "light"},
		"color-contrast": {`<p style="color:#999">too pale</p>`, "light"},
		"target-size":    {`<div><button style="width:9px;height:9px;padding:0;border:0" aria-label="a"></button><button style="width:9px;height:9px;padding:0;border:0" aria-label="b"></button></div>`, "light"},
		"label":          {`<input type="text">`, "light"},
	} {
		t.Run(rule, func(t *testing.T) {
			tb := openTab(t)
			tb.visit(servePage(t, strings.Replace(clean, "</main>", tt.with+"</main>", 1)))
			tb.look(tt.scheme, 1280)
			found := tb.axe(wcag)
			if !slices.ContainsFunc(found, func(v violation) bool { return v.ID == rule }) {
				t.Errorf("axe did not find %s, only %v", rule, found)
			}
		})
	}
}

func TestHarnessFindsContrastOfOneSchemeOnly(t *testing.T) {
	tb := openTab(t)
	tb.visit(servePage(t, strings.Replace(clean, "a{color:#9cf}", "a{color:#333}", 1)))
	tb.look("light", 1280)
	if v := tb.axe(wcag); len(v) != 0 {
		t.Errorf("light: %v", v)
	}
	tb.look("dark", 1280)
	if v := tb.axe(wcag); len(v) != 1 {
		t.Errorf("dark: %v", v)
	}
}

func TestHarnessFindsWhatSticksOut(t *testing.T) {
	for name, tt := range map[string]struct {
		with   string
		faults bool
	}{
		"a wide table":                               {`<table id="wide" style="width:900px"><tr><td>x</td></tr></table>`, true},
		"a wide table in its own frame":              {`<div style="overflow-x:auto" tabindex="0"><table style="width:900px"><tr><td>x</td></tr></table></div>`, false},
		"a hidden word that its frame does not hold": {`<div style="overflow-x:auto" tabindex="0"><table style="width:900px"><tr><td style="text-align:right">x<span id="wide" style="position:absolute;width:1px;height:1px;overflow:hidden">y</span></td></tr></table></div>`, true},
		"a page that hides it":                       {`<style>body{overflow-x:hidden}</style><table style="width:900px"><tr><td>x</td></tr></table>`, true},
		"right to left":                              {`<style>html{direction:rtl}</style><table id="wide" style="width:900px"><tr><td>x</td></tr></table>`, true},
	} {
		t.Run(name, func(t *testing.T) {
			tb := openTab(t)
			tb.visit(servePage(t, strings.Replace(clean, "</main>", tt.with+"</main>", 1)))
			tb.look("light", 360)
			s := tb.sideways()
			if (len(s) > 0) != tt.faults {
				t.Errorf("found %v", s)
			}
			if tt.faults && strings.Contains(tt.with, "wide") && !strings.Contains(strings.Join(s, " "), "#wide") {
				t.Errorf("what sticks out is not named: %v", s)
			}
		})
	}
}

func TestHarnessHearsComplaints(t *testing.T) {
	for name, tt := range map[string]struct{ with, want string }{
		"of the console":         {`<script nonce="ours">console.error("broken chart")</script>`, "broken chart"},
		"of a script":            {`<script nonce="ours">nowhere()</script>`, "nowhere"},
		"of the security policy": {`<script>document.title = "inline"</script>`, "Content Security Policy"},
		"of a forbidden picture": {`<img alt="" src="http://127.0.0.1:1/x.png">`, "Content Security Policy"},
	} {
		t.Run(name, func(t *testing.T) {
			tb := openTab(t)
			tb.visit(servePage(t, strings.Replace(clean, "</main>", tt.with+"</main>", 1)))
			tb.look("light", 1280)
			if c := strings.Join(tb.complained(), "\n"); !strings.Contains(c, tt.want) {
				t.Errorf("heard %q", c)
			}
		})
	}
}

func TestHarnessFindsFaultsOfTheKeyboard(t *testing.T) {
	for name, tt := range map[string]struct{ with, want string }{
		"a focus that does not show": {`<style>a.bare:focus{outline:none}</style><a class="bare" href="/x">bare</a>`, "cannot be seen on a bare"},
		"a focus under a banner":     {`<div style="position:fixed;inset:0 0 50% 0;background:#fff"></div>`, "covered on a One link"},
		"a trap":                     {`<a id="trap" href="/t">trap</a><a id="after" href="/u">after</a><script nonce="ours">after.addEventListener("focus", () => trap.focus())</script>`, "caught at a#trap"},
	} {
		t.Run(name, func(t *testing.T) {
			tb := openTab(t)
			tb.visit(servePage(t, strings.Replace(clean, "</main>", tt.with+"</main>", 1)))
			tb.look("light", 1280)
			if _, faults := tb.walk(20); !strings.Contains(strings.Join(faults, "\n"), tt.want) {
				t.Errorf("found %q", faults)
			}
		})
	}
}

func TestHarnessTurnsScriptsOff(t *testing.T) {
	html := strings.Replace(clean, "</main>", `<noscript><p id="told">without</p></noscript><script nonce="ours">document.title = "with"</script></main>`, 1)
	for _, off := range []bool{false, true} {
		tb := openTab(t)
		if off {
			tb.withoutScripts()
		}
		tb.visit(servePage(t, html))
		if ran := eval[string](tb, "reading the title", "document.title") == "with"; ran == off {
			t.Errorf("scripts off is %v and the page's script ran is %v", off, ran)
		}
		if told := eval[bool](tb, "looking for the words without scripts", `!!document.getElementById("told")`); told != off {
			t.Errorf("scripts off is %v and noscript shows is %v", off, told)
		}
	}
}
