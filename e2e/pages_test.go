package e2e_test

import "testing"

// page is an address of the running program that every reader can come to.
type page struct {
	path     string
	name     string // of its pictures
	importer bool   // only for those who are signed in and may import
	fresh    bool   // of a record with nothing in it, before the first account
	status   int    // 200 when zero
}

// pages are all the kinds of page there are, with the sample and the examples loaded. A new page is one line here.
var pages = []page{
	{path: "/", name: "home"},
	{path: "/states", name: "states"},
	{path: "/states/KAZ", name: "state"},
	{path: "/reviews/KAZ/2", name: "review"},
	{path: "/about", name: "about"},
	{path: "/glossary", name: "glossary"},
	{path: "/policy", name: "policy"},
	{path: "/sign-in", name: "sign-in"},
	{path: "/reviews/KAZ/2/reconciliation", name: "reconciliation"},
	{path: "/ledger", name: "ledger"},
	{path: "/ledger/1", name: "act"},
	{path: "/questions", name: "questions"},
	{path: "/import", name: "import", importer: true},
	{path: "/accounts", name: "accounts", importer: true},
	{path: "/", name: "home-empty", fresh: true},
	{path: "/states", name: "states-empty", fresh: true},
	{path: "/states/KAZ", name: "state-empty", fresh: true},
	{path: "/ledger", name: "ledger-empty", fresh: true},
	{path: "/setup", name: "setup", fresh: true},
	{path: "/nowhere", name: "not-found", status: 404},
}

// program is the address of the program that shows the page.
func (p page) program(t testing.TB) string {
	t.Helper()
	if p.fresh {
		return freshURL(t)
	}
	return sampleURL(t)
}

// languages of the pages, with the generated one that reads from right to left.
var languages = []string{"en", "ru", "kk", "x-mirrored"}

// looks are the schemes of colours and widths in which every page is looked at. 320 px is what is left of 1280 at a
// zoom of 400 %, where WCAG 2.2 (1.4.10) allows no scrolling sideways.
var looks = []struct {
	scheme string
	width  int
}{
	{"light", 1280}, {"light", 360}, {"light", 320},
	{"dark", 1280}, {"dark", 360}, {"dark", 320},
}

// firstView is what a page may weigh on the line, compressed, with its style sheet and script.
const firstView = 60 * 1024
