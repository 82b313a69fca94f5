package e2e_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hand is how somebody uses a page: with a pointer, with the keys alone, or with a pointer where no script runs. All
// three do the same things, named by what is on the page.
type hand struct {
	*tab
	how way
}

type way string

const (
	pointer   way = "pointer"
	keys      way = "keys"
	noScripts way = "no scripts"
)

// ways to use a page; each must do.
var ways = []way{pointer, keys, noScripts}

func (tb *tab) by(how way) hand {
	if how == noScripts {
		tb.withoutScripts()
	}
	return hand{tb, how}
}

// field is one answer in a form: the control's name and what is to be said there. A choice is said by its value.
type field struct{ name, value string }

// send fills the form that has a button and presses it. The button is named by a selector, of which the page has one. Fields
// are given in the order of the page.
func (h hand) send(button string, fields ...field) {
	h.t.Helper()
	form := eval[string](h.tab, "looking for the form of "+button, `(() => {
		const all = [...document.querySelectorAll(`+quote(button)+`)];
		if (all.length === 0) return "";
		const form = all[0].form;
		if (!form) return "";
		document.querySelectorAll("form[data-e2e]").forEach(f => f.removeAttribute("data-e2e"));
		form.setAttribute("data-e2e", "here");
		for (let d = form.closest("details"); d; d = d.parentElement.closest("details")) d.setAttribute("data-e2e-closed", d.open ? "" : "yes");
		return 'form[data-e2e="here"]';
	})()`)
	if form == "" {
		h.t.Fatalf("%s has no form at %s:\n%s", button, h.location(), h.words())
	}
	h.unfold(form)
	for _, f := range fields {
		h.say(form, f)
	}
	h.press(button)
}

// unfold opens what the form is folded into, as a person does first.
func (h hand) unfold(inside string) {
	h.t.Helper()
	for range 4 {
		closed := eval[bool](h.tab, "looking for what is folded", `(() => {
			document.querySelectorAll("summary[data-e2e]").forEach(s => s.removeAttribute("data-e2e"));
			let d = document.querySelector(`+quote(inside)+`).closest("details:not([open])");
			for (let o = d?.parentElement?.closest("details:not([open])"); o; o = o.parentElement?.closest("details:not([open])")) d = o;
			if (!d) return false;
			d.querySelector("summary").setAttribute("data-e2e", "fold");
			return true;
		})()`)
		if !closed {
			return
		}
		if h.how == keys {
			h.reach(`summary[data-e2e="fold"]`)
			h.tab.press(kb.Enter)
		} else {
			h.do("unfolding", chromedp.Click(chromedp.CSS(`summary[data-e2e="fold"]`), chromedp.NodeVisible))
		}
	}
}

// say answers one field of a form.
func (h hand) say(form string, f field) {
	h.t.Helper()
	at := fmt.Sprintf("%s [name=%s]", form, quote(f.name))
	kind := eval[string](h.tab, "looking for "+f.name, `(() => {
		const el = document.querySelector(`+quote(at)+`);
		return el ? (el.localName === "input" ? el.type : el.localName) : "";
	})()`)
	switch kind {
	case "":
		h.t.Fatalf("the form has no field %s at %s:\n%s", f.name, h.location(), h.words())
	case "checkbox", "radio":
		at = fmt.Sprintf("%s[value=%s]", at, quote(f.value))
		h.choose(at, kind)
	case "select":
		h.pick(at, f.value)
	case "file":
		if h.how == keys {
			h.reach(at) // what follows is the system's own window, which no test can reach
		}
		h.do("choosing the file", chromedp.SetUploadFiles(chromedp.CSS(at), []string{f.value}))
	case "date":
		h.date(at, f.value)
	default:
		h.write(at, f.value)
	}
}

func (h hand) choose(at, kind string) {
	h.t.Helper()
	checked := func() bool {
		return eval[bool](h.tab, "looking at "+at, `document.querySelector(`+quote(at)+`)?.checked ?? false`)
	}
	if checked() {
		return
	}
	switch {
	case h.how != keys:
		h.do("choosing "+at, chromedp.Click(chromedp.CSS(at), chromedp.NodeVisible))
	case kind == "checkbox":
		h.reach(at)
		h.tab.press(" ")
	default: // the arrows go through a group of which Tab reaches one
		h.reachGroup(at)
		for range 40 {
			h.tab.press(" ")
			if checked() {
				break
			}
			h.tab.press(kb.ArrowDown)
			if checked() {
				break
			}
		}
	}
	if !checked() {
		h.t.Fatalf("%s could not be chosen with %s at %s", at, h.how, h.location())
	}
}

// pick chooses an option of a list.
func (h hand) pick(at, value string) {
	h.t.Helper()
	now := func() string {
		return eval[string](h.tab, "reading "+at, `document.querySelector(`+quote(at)+`).value`)
	}
	if h.how != keys {
		h.do("choosing "+value, chromedp.SetValue(chromedp.CSS(at), value))
	} else {
		h.reach(at)
		h.tab.press(kb.Home)
		for range 400 {
			if now() == value {
				break
			}
			before := now()
			h.tab.press(kb.ArrowDown)
			if now() == before {
				break
			}
		}
	}
	if got := now(); got != value {
		h.t.Fatalf("%s has no choice %q with %s at %s: %q", at, value, h.how, h.location(), got)
	}
}

// date types a day, written YYYY-MM-DD, in the order in which this browser asks for it.
func (h hand) date(at, value string) {
	h.t.Helper()
	if h.how != keys {
		h.do("setting the day", chromedp.SetValue(chromedp.CSS(at), value))
		return
	}
	h.reach(at)
	p := strings.Split(value, "-")
	h.tab.press(p[1] + p[2] + p[0])
	if got := eval[string](h.tab, "reading the day", `document.querySelector(`+quote(at)+`).value`); got != value {
		h.t.Fatalf("typing the day %s gave %q", value, got)
	}
}

func (h hand) write(at, value string) {
	h.t.Helper()
	if h.how == keys {
		h.reach(at)
	} else {
		h.do("going to "+at, chromedp.Click(chromedp.CSS(at), chromedp.NodeVisible))
	}
	eval[bool](h.tab, "marking what stands there", `(document.activeElement.select?.(), true)`)
	h.do("writing", chromedp.KeyEvent(value))
	if got := eval[string](h.tab, "reading what was written", `document.querySelector(`+quote(at)+`).value`); got != value {
		h.t.Fatalf("writing %q into %s gave %q", value, at, got)
	}
}

// press activates a button or a link and waits for the page that follows.
func (h hand) press(control string) {
	h.t.Helper()
	if h.how != keys {
		h.follow(control)
		return
	}
	h.reach(control)
	ctx, cancel := context.WithTimeout(h.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		h.t.Fatalf("pressing %s: %v", control, err)
	}
}

// reach moves the focus to a control with the Tab key, forward from where it is, and round the page once.
func (h hand) reach(control string) { h.t.Helper(); h.tabTo(control, `el.matches(`+quote(control)+`)`) }

// reachGroup moves the focus to whichever radio button of a group Tab reaches.
func (h hand) reachGroup(control string) {
	h.t.Helper()
	h.tabTo(control, `el.type === "radio" && el.name === document.querySelector(`+quote(control)+`)?.name && el.form === document.querySelector(`+quote(control)+`)?.form`)
}

func (h hand) tabTo(control, test string) {
	h.t.Helper()
	there := `(() => { const el = document.activeElement; return !!el && el !== document.body && (` + test + `); })()`
	var last []string
	for n := range maxStops {
		if eval[bool](h.tab, "asking for the focus", there) {
			return
		}
		if last = append(last, eval[string](h.tab, "asking for the focus", `(() => { const el = document.activeElement; return el ? el.localName + "#" + el.id + " " + (el.innerText ?? "").slice(0, 20) : "-"; })()`)); len(last) > 12 {
			last = last[1:]
		}
		h.tab.press(kb.Tab)
		if n == 0 && eval[bool](h.tab, "looking for the way past the head", `document.activeElement?.getAttribute("href") === "#content"`) {
			h.tab.press(kb.Enter) // as a person skips to the content
			h.tab.press(kb.Tab)
		}
	}
	h.t.Fatalf("the keys do not reach %s within %d stops at %s; the last were %q:\n%s", control, maxStops, h.location(), last, h.words())
}

// maxStops bounds how many stops of the Tab key a control may lie away.
const maxStops = 700

// nodes of a selector that the page has now.
func (h hand) nodes(selector string) int {
	h.t.Helper()
	return eval[int](h.tab, "counting "+selector, `document.querySelectorAll(`+quote(selector)+`).length`)
}
