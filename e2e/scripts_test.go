package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// holds waits until an expression is true in the page: scripts answer in their own time.
func (tb *tab) holds(what, expression string) {
	tb.t.Helper()
	for range 100 {
		if eval[bool](tb, what, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	tb.t.Errorf("%s: %s does not hold", what, expression)
}

func TestTypingNarrowsTheListOfStates(t *testing.T) {
	t.Parallel()
	tb := openTab(t)
	tb.visit(inLanguage(sampleURL(t), "/", "en"))
	tb.press("/")
	tb.holds("slash goes to the search", `document.activeElement.id === "which-state"`)
	tb.press("қазақ")
	tb.holds("one State is left", `document.querySelectorAll("[data-states] li:not([hidden])").length === 1`)
	tb.press(kb.Enter)
	tb.holds("Enter opens it", `location.pathname === "/states/KAZ"`)
}

func TestKeysMoveThroughAList(t *testing.T) {
	t.Parallel()
	tb := openTab(t)
	tb.visit(inLanguage(sampleURL(t), sampleReview, "en"))
	tb.press("?")
	tb.holds("the help opens", `document.getElementById("keys").open`)
	tb.press(kb.Escape)
	tb.holds("the help closes", `!document.getElementById("keys").open`)
	number := func(n int) string {
		return fmt.Sprintf(`document.activeElement === document.querySelectorAll(".item a[href^='/items/']")[%d]`, n)
	}
	tb.press("j")
	tb.press("j")
	tb.holds("j moves down", number(1))
	tb.press("k")
	tb.holds("k moves up", number(0))
	tb.press(kb.Enter)
	tb.holds("Enter opens", `location.pathname.startsWith("/items/")`)
	tb.holds("a citation can be copied", `document.querySelector("[data-copy]")?.hidden === false`)
}

func TestFilterAnswersAtOnceAndBackUndoesIt(t *testing.T) {
	t.Parallel()
	tb := openTab(t)
	tb.visit(inLanguage(sampleURL(t), sampleReview, "en"))
	all := eval[int](tb, "counting", `document.querySelectorAll(".item").length`)
	eval[bool](tb, "choosing", `(document.getElementById("position-noted").focus(), document.getElementById("position-noted").click(), true)`)
	tb.holds("the address follows", `location.search === "?position=noted"`)
	tb.holds("fewer are shown", fmt.Sprintf(`document.querySelectorAll(".item").length < %d && document.querySelectorAll(".position-supported").length < 4`, all))
	tb.holds("the focus stays", `document.activeElement.id === "position-noted"`)
	tb.do("going back", chromedp.NavigateBack())
	tb.holds("all are back", fmt.Sprintf(`document.querySelectorAll(".item").length === %d`, all))
	last := eval[string](tb, "choosing a number", `(() => {
		const n = [...document.querySelectorAll(".item-number")].at(-1).textContent.trim();
		document.getElementById("filter-number").value = n;
		document.querySelector("form[data-filter] button").click();
		return n;
	})()`)
	tb.holds("a number leads to its place", fmt.Sprintf(`location.hash === "#i-%s"`, last))
}

func TestFileDroppedOnItsPlaceIsSent(t *testing.T) {
	t.Parallel()
	base := sampleURL(t)
	tb := openTab(t)
	tb.signIn(base)
	tb.visit(inLanguage(base, "/reviews/KAZ/4", "en"))
	marked := eval[bool](tb, "dropping", `(() => {
		const zone = document.querySelector("#place-wg-report"), files = new DataTransfer();
		files.items.add(new File(["no document"], "notes.pdf"));
		zone.dispatchEvent(new DragEvent("dragover", {dataTransfer: files, bubbles: true, cancelable: true}));
		const marked = zone.classList.contains("dropping");
		zone.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
		return marked;
	})()`)
	if !marked {
		t.Error("the place does not show that it takes the file")
	}
	tb.holds("the file is refused in words", `location.pathname === "/import" && document.querySelector("[role=alert]")?.textContent.includes("notes.pdf") === true`)
	tb.holds("the reader hears it first", `document.activeElement.hasAttribute("data-focus")`)
}
