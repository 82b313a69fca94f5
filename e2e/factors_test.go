package e2e_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/totp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/testpeople"
)

// at is where the tab is, below the program's address.
func (tb *tab) at(base string) string {
	tb.t.Helper()
	return strings.TrimPrefix(get(tb, "asking where we are", chromedp.Location()), base)
}

// fill writes into one field.
func (tb *tab) fill(field, value string) {
	tb.t.Helper()
	if !eval[bool](tb, "filling "+field, `(() => { const el = document.querySelector(`+quote(field)+`); if (el) el.value = `+quote(value)+`; return !!el; })()`) {
		tb.t.Fatalf("there is no field %s at %s", field, get(tb, "asking where we are", chromedp.Location()))
	}
}

// says whether the page shows words.
func (tb *tab) says(words string) bool {
	tb.t.Helper()
	return strings.Contains(eval[string](tb, "reading the page", "document.body.innerText"), words)
}

// typeIn signs in by the keyboard alone: it focuses the first field and goes on with Tab and Enter.
func (tb *tab) typeIn(first string, words ...string) {
	tb.t.Helper()
	tb.do("going to "+first, chromedp.Focus(chromedp.CSS(first)))
	for i, w := range words {
		if i > 0 {
			tb.press(kb.Tab)
		}
		tb.press(w)
	}
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		tb.t.Fatalf("sending the form of %s: %v", first, err)
	}
}

// A second factor is set up, asked for, and stands in for nothing twice: all of it with scripts off and by keyboard.
func TestCodesByTheClockWithoutScriptsAndByKeyboard(t *testing.T) {
	p := serve(t, t.TempDir())
	p.seated(t, "coded", account.Member)
	tb := openTab(t)
	tb.withoutScripts()
	signIn := func() {
		tb.visit(p.url + "/sign-in")
		tb.typeIn("#login", "coded", testpeople.Password)
	}
	signIn()
	tb.visit(p.url + "/account")
	tb.typeIn("#password-factor", testpeople.Password)
	secret := eval[string](tb, "reading the key", `document.querySelector("#totp-secret")?.textContent ?? ""`)
	if len(secret) < 26 {
		t.Fatalf("the key for the telephone is %q", secret)
	}
	looked := func(name string) { // the rules of accessibility are a script themselves
		tb.scripts(true)
		tb.checkHere(name, "en")
		tb.checkWalk()
		tb.look("light", 1280)
		tb.scripts(false)
	}
	looked("second-factor")
	code := func(later time.Duration) string {
		c, err := totp.GenerateCode(secret, time.Now().Add(later))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := code(-30 * time.Second)
	tb.typeIn("#code", first)
	codes := eval[[]string](tb, "reading the recovery codes", `[...document.querySelectorAll(".codes code")].map(el => el.textContent)`)
	if len(codes) != 10 {
		t.Fatalf("recovery codes: %q", codes)
	}
	signOut := func() {
		tb.follow(`form[action="/sign-out"] button`)
		signIn()
		if at := tb.at(p.url); at != "/sign-in/code" {
			t.Fatalf("after the password the reader is at %s", at)
		}
	}
	signOut()
	looked("code")
	tb.visit(p.url + "/account")
	if at := tb.at(p.url); !strings.HasPrefix(at, "/sign-in?") {
		t.Errorf("with the password alone the reader reaches %s", at)
	}
	tb.visit(p.url + "/sign-in/code")
	for _, wrong := range []string{first, "000", "abcd-efgh-ijkl-mnop"} { // used, too short, never made
		tb.typeIn("#code", wrong)
		if at := tb.at(p.url); at != "/sign-in/code" || !tb.says("not right, or was used already") {
			t.Errorf("the code %q leads to %s", wrong, at)
		}
	}
	tb.typeIn("#code", code(30*time.Second))
	if at := tb.at(p.url); at != "/" {
		t.Errorf("the next code leads to %s", at)
	}
	signOut()
	tb.typeIn("#code", strings.ToUpper(strings.ReplaceAll(codes[3], "-", " ")))
	if at := tb.at(p.url); at != "/account" || !tb.says("9 recovery codes are left") {
		t.Errorf("a recovery code leads to %s", at)
	}
	signOut()
	tb.typeIn("#code", codes[3])
	if at := tb.at(p.url); at != "/sign-in/code" {
		t.Errorf("a recovery code used twice leads to %s", at)
	}
}

// named is the program's address under a name: browsers make no passkeys for a number.
func (p *program) named() string { return strings.Replace(p.url, "127.0.0.1", "localhost", 1) }

// authenticator is one that the browser pretends to have, as in a telephone.
func (tb *tab) authenticator() string {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		tb.t.Fatal(err)
	}
	r, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true,
		IsUserVerified: true, AutomaticPresenceSimulation: true}})
	if err != nil {
		tb.t.Fatal(err)
	}
	return string(r.AuthenticatorID)
}

func TestPasskeys(t *testing.T) {
	p := serve(t, t.TempDir())
	p.seated(t, "keyed", account.Member)
	base := p.named()
	tb := openTab(t)
	id := tb.authenticator()
	tb.signInAs(base, "keyed")
	tb.visit(base + "/account")
	tb.checkHere("account", "en")
	tb.fill("#password-passkey", testpeople.Password)
	tb.fill("#passkey-name", "telephone")
	tb.follow(`[data-passkey] button`)
	if !tb.says("The passkey is kept") || !tb.says("telephone") {
		t.Fatalf("no passkey was made: %s", eval[string](tb, "reading the page", "document.body.innerText"))
	}
	again := func() {
		tb.follow(`form[action="/sign-out"] button`)
		tb.visit(base + "/sign-in?next=/account")
	}
	again()
	tb.follow(`[data-passkey] button`)
	if at := tb.at(base); at != "/account" || !tb.says("passkey") {
		t.Fatalf("the passkey leads to %s", at)
	}
	// Whoever does not pass the telephone's own lock is not let in.
	again()
	ctx, cancel := context.WithTimeout(tb.ctx, tabTime)
	defer cancel()
	if _, err := chromedp.Call(ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: webauthn.AuthenticatorID(id), IsUserVerified: false}); err != nil {
		t.Fatal(err)
	}
	tb.do("pressing the button", chromedp.Click(chromedp.CSS(`[data-passkey] button`), chromedp.NodeVisible))
	tb.do("waiting to be told", chromedp.WaitVisible(chromedp.CSS("[data-passkey-failed]")))
	if _, err := chromedp.Call(ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: webauthn.AuthenticatorID(id), IsUserVerified: true}); err != nil {
		t.Fatal(err)
	}
	// A passkey that its owner removed opens nothing.
	tb.follow(`[data-passkey] button`)
	tb.fill(`input[id^="password-passkey-"]`, testpeople.Password)
	tb.follow(`button[value="passkey-off"]`)
	if !tb.says("The passkey was removed") {
		t.Fatal("the passkey stays")
	}
	tb.complained()
	again()
	tb.follow(`[data-passkey] button`)
	if at := tb.at(base); at != "/sign-in/passkey/check" || !tb.says("not known here") {
		t.Errorf("a removed passkey leads to %s", at)
	}
	for _, c := range tb.complained() {
		if !strings.Contains(c, "status of 422") {
			t.Error(c)
		}
	}
	// Without a script the page works for the other ways.
	tb.withoutScripts()
	tb.visit(base + "/sign-in")
	if eval[bool](tb, "looking for the button", `document.querySelector("[data-passkey]").checkVisibility()`) {
		t.Error("without scripts the page offers what needs one")
	}
	tb.typeIn("#login", "keyed", testpeople.Password)
	if at := tb.at(base); at != "/" {
		t.Errorf("without scripts the password leads to %s", at)
	}
}
