package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// found is the total that the page shows, in the unit chosen.
const found = `document.querySelector("[data-count] [aria-current=true]")?.textContent ?? ""`

func TestResultsFollowTyping(t *testing.T) {
	t.Parallel()
	tb := openTab(t)
	tb.visit(inLanguage(sampleURL(t), "/search", "en"))
	all := eval[string](tb, "reading the total", found)
	tb.press("/")
	tb.holds("slash goes to the search", `document.activeElement.id === "ask-words"`)
	tb.press(kb.Backspace) // the driver sends the letter even where the page took the key
	tb.press("torture")
	tb.holds("fewer are found", fmt.Sprintf(`(%s) !== %q && document.querySelectorAll(".hit").length > 0`, found, all))
	tb.holds("what was found is marked", `[...document.querySelectorAll(".hit mark")].some(m => m.textContent.toLowerCase().startsWith("tortur"))`)
	tb.holds("the address follows", `new URLSearchParams(location.search).get("q") === "torture"`)
	tb.holds("it is said aloud", fmt.Sprintf(`document.querySelector("[data-live]").textContent.trim() === (%s).trim()`, found))
	tb.holds("the focus stays", `document.activeElement.id === "ask-words"`)
	tb.press(` "human`)
	time.Sleep(400 * time.Millisecond) // longer than the page waits for the next letter
	tb.holds("open quotes are left alone", `new URLSearchParams(location.search).get("q") === "torture"`)
	tb.press(kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace)
	tb.press(" cyclo:2")
	tb.holds("a mistake is shown where it is", `document.querySelector("[data-mistake] mark")?.textContent === "cyclo"`)
	for _, c := range tb.complained() {
		t.Logf("the browser says of the mistake: %s", c) // the answer to a mistaken query has the status 400
	}
	tb.visit(inLanguage(sampleURL(t), "/search?q=torture", "en"))
	tb.press("j")
	tb.holds("j goes to the first result", `document.activeElement === document.querySelector(".hit a")`)
	tb.press(kb.Enter)
	tb.holds("Enter opens it", `location.pathname.startsWith("/items/")`)
}

func TestLongListsAreNarrowedByTyping(t *testing.T) {
	t.Parallel()
	tb := openTab(t)
	tb.visit(inLanguage(sampleURL(t), "/search", "en"))
	tb.holds("a long list has a field", `document.querySelector("details[data-long] input") !== null`)
	last := eval[string](tb, "opening", `(() => { const d = document.querySelector("#facet-by"); d.open = true; d.querySelector("input").focus(); return [...d.querySelectorAll("li a")].at(-1).textContent; })()`)
	tb.press(strings.ToLower(last))
	tb.holds("the others are hidden", fmt.Sprintf(`[...document.querySelectorAll("#facet-by li:not([hidden]) a")].map(a => a.textContent).join() === %q`, last))
	eval[bool](tb, "choosing", `(document.querySelector("#facet-by li:not([hidden]) a").click(), true)`)
	tb.holds("the value is chosen", `new URLSearchParams(location.search).has("by") && document.querySelector(".chosen") !== null`)
}

func TestSearchNeedsNoScripts(t *testing.T) {
	t.Parallel()
	tb := openTab(t)
	tb.withoutScripts()
	tb.visit(inLanguage(sampleURL(t), "/search?sur=ZZV&unit=segment", "en"))
	tb.submit("form.ask", map[string]string{"search": "torture"})
	tb.holds("the form keeps what was chosen", `(q => q.get("q") === "torture" && q.get("sur") === "ZZV" && q.get("unit") === "segment")(new URLSearchParams(location.search))`)
	tb.holds("something is found", `document.querySelectorAll(".hit mark").length > 0`)
	tb.follow(`.chosen a`)
	tb.holds("a choice is taken away", `!new URLSearchParams(location.search).has("sur")`)
}
