package e2e_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/openupr/openupr/internal/account"
)

// signedIn are the cookies of the person who may import, for each program, by its address.
var signedIn sync.Map // string → *credentials

type credentials struct {
	once    sync.Once
	cookies []*network.Cookie
}

// signIn makes the tab that of a person who may import. The first time at a program it walks through the first start,
// which makes the account; later tabs get the same session.
func (tb *tab) signIn(base string) {
	tb.t.Helper()
	v, _ := signedIn.LoadOrStore(base, &credentials{})
	c := v.(*credentials)
	c.once.Do(func() {
		if p, err := sample(); err == nil && p.url == base { // others sit there, perhaps before anybody came to its first start
			p.seated(tb.t, "editor", account.Administrator)
			tb.signInAs(base, "editor")
			c.cookies = tb.cookies()
			return
		}
		c.cookies = tb.setUp(base)
	})
	if len(c.cookies) == 0 {
		tb.t.Fatal("nobody could be signed in")
	}
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	for _, k := range c.cookies {
		p := network.SetCookieParams{Name: k.Name, Value: k.Value, Domain: k.Domain, Path: k.Path, HTTPOnly: &k.HTTPOnly, SameSite: k.SameSite}
		if _, err := chromedp.Call(ctx, network.SetCookie, p); err != nil {
			tb.t.Fatalf("setting the cookie %s: %v", k.Name, err)
		}
	}
}

// setUp fills in the page of the first start as the first visitor on this machine does.
func (tb *tab) setUp(base string) []*network.Cookie {
	tb.t.Helper()
	tb.visit(base + "/setup")
	tb.submit(`form[action^="/setup"]`, map[string]string{"text": "editor", "password": "a long enough passphrase"})
	if at := get(tb, "asking where we are", chromedp.Location()); strings.Contains(at, "/setup") {
		tb.t.Fatalf("the first start did not let us in: %s\n%s", at, eval[string](tb, "reading the page", "document.body.innerText"))
	}
	return tb.cookies()
}

// cookies are those that the program gave this tab.
func (tb *tab) cookies() []*network.Cookie {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	r, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		tb.t.Fatalf("reading the cookies: %v", err)
	}
	return r.Cookies
}

// submit fills the empty fields of a form by their type and sends it with its own button, as a person does.
func (tb *tab) submit(form string, byType map[string]string) {
	tb.t.Helper()
	for kind, value := range byType {
		n := eval[int](tb, "filling the form "+form, `(() => {
			const fields = [...document.querySelectorAll(`+quote(form+" input")+`)].filter(el => el.type === `+quote(kind)+`);
			fields.forEach(el => { el.value = `+quote(value)+`; });
			return fields.length;
		})()`)
		if n == 0 {
			tb.t.Fatalf("the form %s has no field of type %s", form, kind)
		}
	}
	tb.follow(form + ` button:not([type="button"])`)
}

// follow activates a control that leads to another page, and waits for that page.
func (tb *tab) follow(control string) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(control), chromedp.NodeVisible)); err != nil {
		tb.t.Fatalf("pressing %s: %v", control, err)
	}
}

// quote writes a text as a script does.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
