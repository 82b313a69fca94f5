package notify_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// receiver is a real server on this machine; the test says how it answers.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []message
}

type message struct {
	id, at, signature string
	body              []byte
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{status: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, message{req.Header.Get("webhook-id"), req.Header.Get("webhook-timestamp"), req.Header.Get("webhook-signature"), body})
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answers(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) messages() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.got
}

// door is open to the public web and to the one address of the test.
func door(t *testing.T, address string) *outside.Door {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return outside.New(outside.Config{On: true, Also: []netip.AddrPort{netip.MustParseAddrPort(u.Host)}})
}

// publish brings a deadline to everyone.
func (w *world) publish(title string) {
	w.t.Helper()
	_, err := w.desk.SaveDeadline(w.t.Context(), w.coordinator, ws, "", 0, plan.Deadline{Title: title, Due: w.day(90)}, true)
	w.must(err)
}

func (w *world) hook(address string) store.Hook {
	w.t.Helper()
	head, err := w.store.Head(w.t.Context())
	w.must(err)
	h, err := w.store.AddHook(w.t.Context(), store.Hook{Workspace: ws, URL: address, By: w.coordinator.ID, Act: head.Number})
	w.must(err)
	return h
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestWhatIsPublishedIsTold(t *testing.T) {
	r := newReceiver(t)
	w := newWorld(t, store.Config{}, &clock{at: noon})
	w.fill(1)
	w.publish("before the receiver was there")
	h := w.hook(r.URL)
	w.teller.Outside = door(t, r.URL)
	_, err := w.desk.SaveDeadline(t.Context(), w.coordinator, ws, "", 0, plan.Deadline{Title: "kept inside", Due: w.day(90)}, false)
	w.must(err)
	w.publish("for everyone")
	id, err := w.desk.SaveDeadline(t.Context(), w.coordinator, ws, "", 0, plan.Deadline{Title: "taken back", Due: w.day(90)}, true)
	w.must(err)
	v, err := w.desk.See(t.Context(), w.coordinator, ws)
	w.must(err)
	held, _ := v.Deadlines.Get(id)
	w.must(w.desk.DropDeadline(t.Context(), w.coordinator, ws, id, held.Fact))
	w.pass(w.teller)
	w.pass(w.teller)
	got := r.messages()
	if len(got) != 3 {
		t.Fatalf("%d messages", len(got))
	}
	var last uint64
	for i, m := range got {
		want, err := notify.Sign(h.Secret, m.id, w.clock.now(), m.body)
		if err != nil || m.signature != want || m.at != fmt.Sprint(w.clock.now().Unix()) {
			t.Errorf("signed %q at %s, want %q (%v)", m.signature, m.at, want, err)
		}
		var e notify.Event
		if err := json.Unmarshal(m.body, &e); err != nil {
			t.Fatal(err)
		}
		if e.ID != m.id || e.Act.Number <= last || e.Act.Role != string(account.Coordinator) || e.Workspace != ws || e.Type != notify.EventPublished {
			t.Errorf("message %d: %+v", i, e)
		}
		last = e.Act.Number
		for _, secret := range []string{"kept inside", "before the receiver", w.coordinator.ID, w.coordinator.Name} {
			if strings.Contains(string(m.body), secret) {
				t.Errorf("%q is in message %d: %s", secret, i, m.body)
			}
		}
		switch i {
		case 0:
			if len(e.Brought) != 1 || e.Brought[0].Fields["title"][0] != "for everyone" {
				t.Errorf("%+v", e)
			}
		case 2:
			if len(e.Ended) != 1 || e.Ended[0].ID != id {
				t.Errorf("%+v", e)
			}
		}
	}
	if bad, err := notify.Sign("whsec_not base64", "x", noon, nil); err == nil {
		t.Errorf("signed with no key: %s", bad)
	}
}

func TestAReceiverThatFailsIsTriedAgainAndThenLeftAlone(t *testing.T) {
	r := newReceiver(t)
	w := newWorld(t, store.Config{}, &clock{at: noon})
	w.fill(0)
	h := w.hook(r.URL)
	w.teller.Outside = door(t, r.URL)
	r.answers(http.StatusInternalServerError)
	w.publish("first")
	w.publish("second")
	for range 5 {
		w.pass(w.teller)
	}
	if n := len(r.messages()); n != 1 {
		t.Fatalf("%d attempts without waiting", n)
	}
	r.answers(http.StatusNoContent)
	w.clock.add(time.Minute)
	w.pass(w.teller)
	got := r.messages()
	if len(got) != 3 || got[0].id != got[1].id || got[2].id == got[1].id {
		t.Fatalf("after the trouble: %d messages", len(got)) // the first again, then the second
	}
	// Down for good: tried for days, then switched off, and the coordinator is told.
	r.answers(http.StatusBadGateway)
	for i := range 4 {
		w.publish(fmt.Sprint("into the void ", i))
	}
	for range 60 {
		w.pass(w.teller)
		w.clock.add(8 * time.Hour)
	}
	now, err := w.store.Hook(t.Context(), ws, h.ID)
	w.must(err)
	if now.State != store.HookFailed || now.Failures != 20 || now.Trouble == "" {
		t.Errorf("it stands as %+v", now)
	}
	log, err := w.store.LatestDeliveries(t.Context(), h.ID, 10)
	w.must(err)
	tries := 0
	for _, d := range log {
		if d.State == store.DeliveryWaiting {
			t.Errorf("it still waits: %+v", d)
		}
		if d.State == store.DeliveryGivenUp {
			tries += d.Tries
		}
	}
	if tries != 20 {
		t.Errorf("%d attempts were made for what was given up", tries)
	}
	w.publish("nobody listens")
	before := len(r.messages())
	w.pass(w.teller)
	if len(r.messages()) != before {
		t.Error("it is told although it is switched off")
	}
	// Switched on again it hears of what comes, not of what went by.
	r.answers(http.StatusOK)
	head, err := w.store.Head(t.Context())
	w.must(err)
	w.must(w.store.SetHook(t.Context(), ws, h.ID, store.HookOn, head.Number))
	w.publish("again")
	w.pass(w.teller)
	if got := r.messages(); len(got) != before+1 || !strings.Contains(string(got[before].body), "again") {
		t.Errorf("%d messages", len(got)-before)
	}
	r.answers(http.StatusGone)
	w.publish("farewell")
	w.pass(w.teller)
	if now, err = w.store.Hook(t.Context(), ws, h.ID); err != nil || now.State != store.HookFailed {
		t.Errorf("after 410: %+v, %v", now, err)
	}
}

// The door is closed unless an administrator opens it, and leads nowhere inside: the receiver of the test is never asked.
func TestNothingGoesOutThroughAClosedDoorOrToTheInside(t *testing.T) {
	r := newReceiver(t)
	w := newWorld(t, store.Config{}, &clock{at: noon})
	w.fill(0)
	h := w.hook(r.URL)
	w.publish("for everyone")
	w.pass(w.teller) // closed
	u, err := url.Parse(r.URL)
	w.must(err)
	elsewhere := netip.MustParseAddrPort("127.0.0.1:" + fmt.Sprint(freeLocalPort(t)))
	w.teller.Outside = outside.New(outside.Config{On: true, Also: []netip.AddrPort{elsewhere}})
	w.pass(w.teller)
	if n := len(r.messages()); n != 0 {
		t.Errorf("%s was asked %d times", u.Host, n)
	}
	log, err := w.store.LatestDeliveries(t.Context(), h.ID, 5)
	w.must(err)
	if len(log) != 1 || log[0].Tries != 1 || log[0].State != store.DeliveryWaiting || !strings.Contains(log[0].Trouble, string(outside.Port)) {
		t.Errorf("%+v", log)
	}
}

func freeLocalPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// The receiver that the operator's guide prints is built and takes a message of the program, and no forged one.
func TestTheReceiverOfTheGuideWorks(t *testing.T) {
	guide, err := os.ReadFile("../../docs/operator.md")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("(?s)```go\n(package main.*?)```").FindSubmatch(guide)
	if code == nil {
		t.Fatal("the guide prints no receiver")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), code[1], 0o600); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "receiver")
	if out, err := exec.Command("go", "build", "-o", bin, filepath.Join(dir, "main.go")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	w := newWorld(t, store.Config{}, &clock{at: time.Now()})
	w.fill(0)
	address := fmt.Sprintf("127.0.0.1:%d", freeLocalPort(t))
	h := w.hook("http://" + address + "/hook")
	cmd := exec.Command(bin, address)
	cmd.Env = append(os.Environ(), "WEBHOOK_SECRET="+h.Secret)
	out, err := cmd.StdoutPipe()
	w.must(err)
	w.must(cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	w.teller.Outside = door(t, "http://"+address)
	w.publish("for everyone")
	w.pass(w.teller)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, "for everyone") {
		t.Errorf("it prints %q, %v", line, err)
	}
	res, err := http.Post("http://"+address+"/hook", "application/json", strings.NewReader("{}"))
	w.must(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a forged message gets %s", res.Status)
	}
	log, err := w.store.LatestDeliveries(t.Context(), h.ID, 1)
	w.must(err)
	if len(log) != 1 || log[0].State != store.DeliveryTaken {
		t.Errorf("%+v", log)
	}
}
