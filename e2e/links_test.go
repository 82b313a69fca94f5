package e2e_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
)

// notPages are the routes whose answer is no page to look at: files, data, and ways that lead on to a page.
var notPages = []string{
	"/assets/", "/robots.txt", "/favicon.ico", "/healthz", "/api/v1/", "/id/{id}", "/documents/{sha}/original",
	"/reviews/{state}/{cycle}/items.xlsx", "/reviews/{state}/{cycle}/items.csv", "/reviews/{state}/{cycle}/items.ndjson",
	"/search/export", "/search.atom", "/labels/corrections.ndjson", "/context.jsonld", "/sign-in/oidc",
	"/states/{state}/participation/export", "/states/{state}/participation.atom", "/states/{state}/followup/export", "/states/{state}/followup.atom", "/states/{state}/calendar.ics", "/calendar/{secret}/{of}", "/evidence/{party}/{id}",
	"/work/{ws}/evidence/{id}/file", "/work/{ws}/indicators/{id}/values.csv", "/work/{ws}/annual", "/work/{ws}/sealed/bundle",
}

// Every kind of page that the program can show is in the table of pages, so that none is forgotten.
func TestEveryPageIsVisited(t *testing.T) {
	start := regexp.MustCompile(`href\^="([^"]+)"`) // of where a link leads
	slot := regexp.MustCompile(`\{[^}]*\}`)
	for _, r := range account.Routes {
		if r.Method != http.MethodGet || slices.Contains(slices.Concat(notPages, walked), r.Pattern) {
			continue
		}
		pattern := regexp.MustCompile("^" + slot.ReplaceAllString(strings.TrimSuffix(r.Pattern, "{$}"), "[^/]+") + "$")
		if !slices.ContainsFunc(pages, func(p page) bool {
			path, _, _ := strings.Cut(p.path, "?")
			if m := start.FindStringSubmatch(p.link); m != nil {
				path = m[1] + "x"
			}
			return pattern.MatchString(path)
		}) {
			t.Errorf("no page in pages_test.go is of the route %s", r)
		}
	}
}

// Every link on a page leads somewhere: within the program to an answer that is no error.
func TestLinksLeadSomewhere(t *testing.T) {
	bothPrograms(t)
	tb := openTab(t)
	from := map[string]string{}
	for _, p := range pages {
		if p.importer || p.seated || p.fresh || cmp.Or(p.status, http.StatusOK) != http.StatusOK {
			continue
		}
		tb.open(p, "en")
		for _, href := range eval[[]string](tb, "gathering the links of "+p.path, `[...document.querySelectorAll("a[href], link[href], [src]")]
			.map(el => el.href?.baseVal ?? el.href ?? el.src).filter(h => h.startsWith(location.origin))`) {
			u, err := url.Parse(href)
			if err != nil {
				t.Errorf("%s links to %q: %v", p.path, href, err)
				continue
			}
			u.Fragment = ""
			if _, known := from[u.String()]; !known {
				from[u.String()] = p.path
			}
		}
	}
	if len(from) < len(pages) {
		t.Fatalf("only %d links were found on %d pages", len(from), len(pages))
	}
	for to, on := range from {
		if err := leads(to); err != nil {
			t.Errorf("a link on %s: %v", on, err)
		}
	}
}

func leads(to string) error {
	answer, err := http.Get(to)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 400 {
		return fmt.Errorf("%s answers %s", to, answer.Status)
	}
	return nil
}
