package e2e_test

import (
	"cmp"
	"net/http"
)

// checkReading walks the page that the tab is at with the keyboard in both schemes, and reads it without scripts.
func (tb *tab) checkReading(p page) {
	tb.t.Helper()
	tb.look("light", 1280)
	words := tb.count()
	tb.checkWalk()
	tb.scripts(false)
	defer tb.scripts(true)
	if got, want := tb.open(p, "en"), cmp.Or(p.status, http.StatusOK); got != want {
		tb.t.Fatalf("without scripts %s answers %d, want %d", p.path, got, want)
	}
	tb.look("light", 1280)
	tb.checkWithoutScripts(words)
	tb.complained() // heard when the scripts ran
}

// count is how many words the page shows.
func (tb *tab) count() int {
	tb.t.Helper()
	return eval[int](tb, "counting the words", `document.querySelector("main").innerText.trim().split(/\s+/).length`)
}

// checkWithoutScripts: nothing needs JavaScript to be read. With scripts off the page shows its heading and its content,
// and hides nothing behind a control that only a script would open.
func (tb *tab) checkWithoutScripts(words int) {
	tb.t.Helper()
	// Scripts may add a hint or a button; they may not be what brings the content.
	if n := tb.count(); n < words*9/10 || n < 3 {
		tb.t.Errorf("%d words without scripts, %d with them", n, words)
	}
	for _, s := range tb.sideways() {
		tb.t.Errorf("without scripts: %s", s)
	}
}

// checkWalk: the page can be walked with the Tab key alone. The first stop skips to the content, and the focus shows at
// each, in the dark too.
func (tb *tab) checkWalk() {
	tb.t.Helper()
	stops, faults := tb.walk(120)
	for _, f := range faults {
		tb.t.Error(f)
	}
	if len(stops) < 3 || stops[0].Href != "#content" {
		tb.t.Errorf("the first of %d stops does not skip to the content: %+v", len(stops), stops)
	}
	tb.look("dark", 1280)
	for _, f := range tb.unseen(stops) {
		tb.t.Errorf("in the dark %s", f)
	}
}
