package e2e_test

import (
	"bufio"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
)

// providerBinary is the OpenID provider of the tests, built once.
var providerBinary = sync.OnceValues(func() (string, error) {
	bin, err := binary()
	if err != nil {
		return "", err
	}
	file := filepath.Join(filepath.Dir(bin), "provider")
	return file, run("provider", "go", "build", "-o", file, ".")
})

// provider runs an OpenID provider that lets people come back to one address.
func provider(t *testing.T, back string) (issuer string) {
	t.Helper()
	bin, err := providerBinary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, back)
	endWithParent(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider does not say where it is: %v", err)
	}
	return strings.TrimSpace(line)
}

// withProvider is a program and its provider, which has to know beforehand where people come back to.
func withProvider(t *testing.T, args ...string) (*program, string) {
	t.Helper()
	dir := t.TempDir()
	first := serve(t, dir)
	addr := strings.TrimPrefix(first.url, "http://")
	_ = first.stop() // it was asked nothing
	base := "http://localhost" + addr[strings.LastIndex(addr, ":"):]
	issuer := provider(t, base+"/sign-in/oidc")
	p, err := serveRecord(dir, append([]string{"--addr", addr, "--origin", base, "--oidc-issuer", issuer, "--oidc-client", "web", "--oidc-secret", "secret", "--oidc-name", "Example ID"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.stop() })
	return p, base
}

// byProvider presses the provider's button and signs in there, as a person does.
func (tb *tab) byProvider(button, login string) {
	tb.t.Helper()
	tb.toProvider(button)
	tb.fill("#username", login)
	tb.fill("#password", "verysecure")
	tb.follow(`button[type="submit"]`)
}

// toProvider presses the button that leads to the provider, and waits for its page: the way there goes over a page that
// leads on by itself.
func (tb *tab) toProvider(button string) {
	tb.t.Helper()
	tb.follow(button)
	deadline := time.Now().Add(20 * time.Second)
	for !observe[bool](tb, "waiting for the provider", `document.title === "Login"`) {
		if time.Now().After(deadline) {
			tb.t.Fatalf("the provider's page does not come: %s", eval[string](tb, "reading the page", "location.href + document.body.innerText"))
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func TestSignInByAProvider(t *testing.T) {
	p, base := withProvider(t)
	p.seated(t, "linked", account.Member)
	boss := p.seated(t, "boss", account.Member, account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	tb := openTab(t)
	tb.withoutScripts() // all of it works without

	tb.visit(base + "/sign-in")
	tb.byProvider(`#provider button`, "test-user2")
	if !tb.says("There is no account for you") {
		t.Fatalf("whom nobody invited is let in: %s", tb.at(base))
	}
	// The owner of an account links it, and signs in by the provider from then on.
	tb.signInAs(base, "linked")
	tb.visit(base + "/account")
	tb.fill("#password-link", testpeople.Password)
	tb.byProvider(`button[value="link"]`, "test-user2")
	if at := tb.at(base); at != "/account" || !tb.says("You can sign in with Example ID") {
		t.Fatalf("linking leads to %s", at)
	}
	tb.follow(`form[action="/sign-out"] button`)
	tb.visit(base + "/sign-in?next=/account")
	tb.byProvider(`#provider button`, "test-user2")
	if at := tb.at(base); at != "/account" || !tb.says("You sign in as linked") {
		t.Fatalf("the provider leads to %s", at)
	}
	// An invitation makes an account without a password.
	s, err := store.Open(t.Context(), store.Config{Dir: p.dir})
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := s.NewInvitation(t.Context(), store.Invitation{Workspace: "ZZV", Role: string(account.Reader), Name: "Invited Person", By: boss.ID}, time.Hour)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	other := openTab(t)
	other.visit(base + "/sign-in/" + secret)
	other.checkHere("invited", "en")
	other.byProvider(`#provider button`, "test-user@localhost")
	if !other.says("Reader") || other.at(base) != "/account" {
		t.Fatalf("the invitation leads to %s: %s", other.at(base), eval[string](other, "reading the page", "document.body.innerText"))
	}
	if status := other.visit(base + "/sign-in/" + secret); status != 404 {
		t.Errorf("the used invitation answers %d", status)
	}
}

// The way back counts only in the browser that left, once, and with the secrets it left with.
func TestAForgedWayBackFromTheProviderLeadsNowhere(t *testing.T) {
	p, base := withProvider(t, "--oidc-accounts")
	p.seated(t, "somebody", account.Administrator) // it is no first start
	tb := openTab(t)
	tb.visit(base + "/sign-in/oidc?code=stolen&state=guessed")
	if at := tb.at(base); at != "/sign-in" {
		t.Errorf("a way back that nobody began leads to %s", at)
	}
	tb.visit(base + "/sign-in")
	tb.withoutScripts()
	tb.toProvider(`#provider button`)
	for _, q := range []string{"code=stolen&state=guessed", "state=guessed", "error=access_denied&state=x", "code=" + strings.Repeat("x", 5000)} {
		tb.visit(base + "/sign-in/oidc?" + q)
		if !tb.says("did not come through") && tb.at(base) != "/sign-in" {
			t.Errorf("%.40s leads to %s", q, tb.at(base))
		}
	}
	// The address of one browser's way back is worth nothing in another.
	thief := openTab(t)
	thief.withoutScripts()
	thief.visit(base + "/sign-in")
	thief.toProvider(`#provider button`)
	var to string
	var state []string
	for _, to = range thief.asked() {
		if state = regexp.MustCompile(`[?&]state=([^&]+)`).FindStringSubmatch(to); state != nil {
			break
		}
	}
	if state == nil {
		t.Fatalf("no state on the way to the provider: %q", thief.asked())
	}
	for _, secret := range []string{"nonce=", "code_challenge=", "code_challenge_method=S256"} {
		if !strings.Contains(to, secret) {
			t.Errorf("the way there has no %s: %s", secret, to)
		}
	}
	victim := openTab(t)
	q, err := url.QueryUnescape(state[1])
	if err != nil {
		t.Fatal(err)
	}
	victim.visit(base + "/sign-in/oidc?code=thiefs&state=" + url.QueryEscape(q))
	if at := victim.at(base); at != "/sign-in" {
		t.Errorf("the thief's way back leads the victim to %s", at)
	}
	// Where the operator said so, whoever the provider knows is let in as a member.
	tb.visit(base + "/sign-in?next=/account")
	tb.byProvider(`#provider button`, "test-user2")
	if at := tb.at(base); at != "/account" {
		t.Errorf("a person of the provider is led to %s", at)
	}
}
