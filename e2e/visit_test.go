package e2e_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPages looks at every page in every language, scheme and width: it loads whole and light, says what language it
// is in, is clean by axe, reflows, and the browser has nothing to complain about. In English it is also walked with the
// keyboard and read without scripts. One tab a page does all of it: a tab costs as much as several visits.
func TestPages(t *testing.T) {
	bothPrograms(t)
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			tb := openTab(t)
			for _, lang := range languages {
				t.Run(lang, func(t *testing.T) {
					tb.of(t).checkPage(p, lang)
					if lang == "en" {
						tb.checkReading(p)
					}
				})
			}
		})
	}
}

// open opens a page of the table, by way of its link where it has one. It gives the status of the answer.
func (tb *tab) open(p page, lang string) int {
	tb.t.Helper()
	base := p.program(tb.t)
	if p.importer {
		tb.signIn(base)
	}
	if p.seated {
		tb.signInSeated(base)
	}
	path := p.path
	if p.link != "" {
		tb.visit(inLanguage(base, p.path, lang))
		path = eval[string](tb, "looking for "+p.link, `document.querySelector(`+quote(p.link)+`)?.getAttribute("href") ?? ""`)
		if path == "" {
			tb.t.Fatalf("%s has no link %s", p.path, p.link)
		}
		tb.complained()
	}
	return tb.visit(inLanguage(base, path, lang))
}

func (tb *tab) checkPage(p page, lang string) {
	tb.t.Helper()
	tb.look("light", 1280)
	if got, want := tb.open(p, lang), cmp.Or(p.status, http.StatusOK); got != want {
		tb.t.Fatalf("%s answers %d, want %d", p.path, got, want)
	}
	if n := tb.received(); n > firstView {
		tb.t.Errorf("the first view weighs %d bytes on the line, more than %d", n, firstView)
	}
	tb.checkHere(p.name, lang)
	for _, c := range tb.complained() {
		// The browser reports the status of a page that is meant to be missing.
		if p.status >= 400 && strings.Contains(c, "status of") {
			continue
		}
		tb.t.Errorf("the browser complains: %s", c)
	}
}

// checkHere checks the page the tab is at in the schemes and widths of its language.
func (tb *tab) checkHere(name, lang string) {
	tb.t.Helper()
	tb.checkDocument(lang)
	for _, l := range looks(lang) {
		tb.look(l.scheme, l.width)
		where := fmt.Sprintf("%s at %d px", l.scheme, l.width)
		if l.rules != nil {
			for _, v := range tb.axe(l.rules) {
				tb.t.Errorf("%s: %s", where, v)
			}
		}
		for _, s := range tb.sideways() {
			tb.t.Errorf("%s: %s", where, s)
		}
		tb.shoot(fmt.Sprintf("%s-%s-%s-%d", name, lang, l.scheme, l.width))
	}
}

// checkDocument checks what holds of every page: its language and direction, one heading that names it, a title, and
// that every message had its words and every slot its value.
func (tb *tab) checkDocument(lang string) {
	tb.t.Helper()
	type document struct {
		Lang, Dir, Title string
		Headings, Mains  int
		Gaps             []string
	}
	d := eval[document](tb, "reading the document", `({
		Lang: document.documentElement.lang, Dir: getComputedStyle(document.documentElement).direction, Title: document.title,
		Headings: document.querySelectorAll("h1").length, Mains: document.querySelectorAll("main").length,
		Gaps: (() => {
			const page = document.documentElement.cloneNode(true);
			page.querySelectorAll("code, pre").forEach(el => el.remove()); // there braces are meant
			return page.outerHTML.match(/⟦[^⟧]*⟧|\{[a-z]+\}/g) ?? [];
		})(),
	})`)
	wantDir := "ltr"
	if lang == "x-mirrored" {
		wantDir = "rtl"
	}
	if !strings.HasSuffix(d.Lang, lang) || d.Dir != wantDir {
		tb.t.Errorf("the page says it is in %q, %s; want %s, %s", d.Lang, d.Dir, lang, wantDir)
	}
	if d.Headings != 1 || d.Mains != 1 || d.Title == "" {
		tb.t.Errorf("the page has %d h1, %d main and the title %q", d.Headings, d.Mains, d.Title)
	}
	if len(d.Gaps) > 0 {
		tb.t.Errorf("words are missing from the page: %v", d.Gaps)
	}
}

func inLanguage(base, path, lang string) string {
	u, err := url.Parse(base + path)
	if err != nil {
		return base + path
	}
	q := u.Query()
	q.Set("lang", lang)
	u.RawQuery = q.Encode()
	return u.String()
}

// shoot keeps a picture of the whole page when someone wants pictures.
func (tb *tab) shoot(name string) {
	tb.t.Helper()
	dir := os.Getenv("OPENUPR_SHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		tb.t.Fatal(err)
	}
	png := get(tb, "taking a picture", chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		tb.t.Fatal(err)
	}
}
