package e2e_test

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is one place that the Tab key reaches.
type stop struct {
	Index   int    // of the element among all of the page; -1 for none, at the end of the page
	Name    string // element, id and the first words in it
	Href    string
	Visible bool // the focus shows: the element looks other than without it
	InView  bool // the element lies in the window and nothing covers it
	Parts   bool // the element is a date, whose day, month, year and calendar are stops of their own
}

// rememberLooks notes how each element looks without focus, to compare with.
const rememberLooks = `(() => {
	const parts = ["outline", "boxShadow", "border", "backgroundColor", "color", "textDecoration"];
	window.e2eLook = el => parts.map(p => getComputedStyle(el)[p]).join("|") + "|" + getComputedStyle(el, "::before").outline + getComputedStyle(el, "::after").outline;
	document.activeElement?.blur?.();
	window.e2eAll = [...document.querySelectorAll("*")];
	window.e2eBefore = new Map(e2eAll.map(el => [el, [el, ...(el.labels ?? []), el.closest("label, li, tr, form, summary")].filter(Boolean).map(e2eLook).join()]));
	return true;
})()`

const whereIsFocus = `(() => {
	const el = document.activeElement;
	if (!el || el === document.body || el === document.documentElement) return {Index: -1, Name: "", Href: "", Visible: true, InView: true};
	const r = el.getClientRects()[0] ?? el.getBoundingClientRect(); // of a link on two lines the first
	const x = (Math.max(r.left, 0) + Math.min(r.right, innerWidth)) / 2, y = (Math.max(r.top, 0) + Math.min(r.bottom, innerHeight)) / 2;
	const top = document.elementFromPoint(x, y);
	const inView = r.width > 0 && r.height > 0 && r.right > 0 && r.left < innerWidth && r.bottom > 0 && r.top < innerHeight &&
		(!top || top === el || el.contains(top) || top.contains(el) || [...(el.labels ?? [])].some(l => l.contains(top)));
	const now = [el, ...(el.labels ?? []), el.closest("label, li, tr, form, summary")].filter(Boolean).map(e2eLook).join();
	return {
		Index: e2eAll.indexOf(el),
		Name: el.localName + (el.id ? "#" + el.id : "") + " " + (el.getAttribute("aria-label") ?? el.innerText ?? "").trim().slice(0, 40),
		Href: el.getAttribute("href") ?? "", Visible: e2eBefore.get(el) !== now, InView: inView, Parts: el.type === "date",
	};
})()`

// walk presses Tab from the top of the page to its end, at most limit times, and gives every stop. faults says where
// the focus cannot be seen, is covered, or is caught.
func (tb *tab) walk(limit int) (stops []stop, faults []string) {
	tb.t.Helper()
	eval[bool](tb, "remembering how the page looks", rememberLooks)
	seen := map[int]bool{}
	for range limit {
		tb.press(kb.Tab)
		s := eval[stop](tb, "asking for the focus", whereIsFocus)
		if s.Index == -1 || (len(stops) > 0 && s.Index == stops[0].Index) {
			return stops, faults
		}
		if s.Parts && len(stops) > 0 && s.Index == stops[len(stops)-1].Index {
			continue
		}
		if seen[s.Index] {
			return stops, append(faults, fmt.Sprintf("the focus is caught at %s", s.Name))
		}
		seen[s.Index] = true
		stops = append(stops, s)
		if !s.Visible {
			faults = append(faults, fmt.Sprintf("the focus cannot be seen on %s", s.Name))
		}
		if !s.InView {
			faults = append(faults, fmt.Sprintf("the focus is out of sight or covered on %s", s.Name))
		}
	}
	return stops, faults
}

// unseen gives the stops of a walk at which the focus cannot be seen in the scheme that the page has now. They are the
// same stops in the same places as on the walk, so the focus is put on each without a key.
func (tb *tab) unseen(stops []stop) (faults []string) {
	tb.t.Helper()
	eval[bool](tb, "remembering how the page looks", rememberLooks)
	for _, s := range eval[[]stop](tb, "putting the focus everywhere", `(`+indices(stops)+`).map(i => {
		e2eAll[i].focus();
		return `+whereIsFocus+`;
	})`) {
		if !s.Visible || s.Index == -1 {
			faults = append(faults, fmt.Sprintf("the focus cannot be seen on %s", s.Name))
		}
	}
	return faults
}

// indices of the stops as a script's list.
func indices(stops []stop) string {
	list := make([]int, len(stops))
	for i, s := range stops {
		list[i] = s.Index
	}
	return strings.ReplaceAll(fmt.Sprint(list), " ", ",")
}

// press sends keys to whatever has the focus.
func (tb *tab) press(keys string) {
	tb.t.Helper()
	tb.do("pressing a key", chromedp.KeyEvent(keys))
}
