package outside_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/outside"
)

func TestOnlyThePublicWebIsPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"8.8.8.8": true, "193.0.6.139": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "100.64.0.1": false, "198.18.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001:0:1::": false, "::7f00:1": false,
	} {
		if got := outside.Public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s is public: %v", addr, got)
		}
	}
}

// far is a server that stands for one far away: its loopback address is allowed by name, as an administrator would.
func far(t *testing.T, h http.HandlerFunc) (*httptest.Server, outside.Config) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s, outside.Config{On: true, Also: []netip.AddrPort{netip.MustParseAddrPort(s.Listener.Addr().String())}}
}

func code(err error) outside.Code {
	var r *outside.Refused
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func TestADoorIsClosedUntilItIsOpened(t *testing.T) {
	asked := false
	s, c := far(t, func(http.ResponseWriter, *http.Request) { asked = true })
	c.On = false
	for name, d := range map[string]*outside.Door{"closed": outside.New(c), "none": nil} {
		if _, err := d.Get(t.Context(), s.URL); code(err) != outside.Off {
			t.Errorf("%s: %v", name, err)
		}
	}
	if asked {
		t.Error("a closed door asked")
	}
}

func TestWhatADoorRefuses(t *testing.T) {
	asked := 0
	s, c := far(t, func(http.ResponseWriter, *http.Request) { asked++ })
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	c.Lookup = func(_ context.Context, host string) ([]netip.Addr, error) {
		return map[string][]netip.Addr{
			"inside.example": {netip.MustParseAddr("10.0.0.1")},
			"both.example":   {netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("127.0.0.2")},
			"mapped.example": {netip.MustParseAddr("::ffff:192.168.0.1")},
		}[host], nil
	}
	d := outside.New(c)
	for address, want := range map[string]outside.Code{
		"":                              outside.BadURL,
		"file:///etc/passwd":            outside.BadURL,
		"gopher://example.org/":         outside.BadURL,
		"http://":                       outside.BadURL,
		"http:example.org":              outside.BadURL,
		"http://me:secret@example.org/": outside.BadURL,
		"http://example.org/\r\nX: y":   outside.BadURL,
		"http://example.org/" + strings.Repeat("x", 3000): outside.BadURL,
		"http://example.org:22/":                          outside.Port,
		"http://example.org:65536/":                       outside.Port,
		"http://127.0.0.2:" + port + "/":                  outside.Inside, // the port is allowed, but for another address
		"http://[::1]/":                                   outside.Inside,
		"http://[::ffff:127.0.0.1]/":                      outside.Inside,
		"http://169.254.169.254/latest":                   outside.Inside,
		"http://inside.example/":                          outside.Inside,
		"http://both.example/":                            outside.Inside,
		"https://mapped.example/":                         outside.Inside,
		"http://nowhere.example/":                         outside.NotReach,
		"http://2130706433/":                              outside.NotReach, // a number is a name like any other: nobody has it
	} {
		if _, err := d.Get(t.Context(), address); code(err) != want {
			t.Errorf("%.40q: %v, want %s", address, err, want)
		}
	}
	if asked > 0 {
		t.Errorf("%d requests went out", asked)
	}
}

func TestRedirectsStayOnTheirHost(t *testing.T) {
	s, c := far(t, func(w http.ResponseWriter, r *http.Request) {
		to := r.URL.Query().Get("to")
		if to == "" {
			_, _ = io.WriteString(w, "here")
			return
		}
		http.Redirect(w, r, to, http.StatusFound)
	})
	d := outside.New(c)
	answer, err := d.Get(t.Context(), s.URL+"/?to=/there")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if b, err := io.ReadAll(answer.Body); err != nil || string(b) != "here" || answer.URL.Path != "/there" {
		t.Errorf("%q from %s: %v", b, answer.URL, err)
	}
	for name, to := range map[string]string{
		"another host": "http://example.org/", "the machine itself": "http://localhost/", "another port": "http://127.0.0.1:80/",
		"another scheme": "file:///etc/passwd",
	} {
		if _, err := d.Get(t.Context(), s.URL+"/?to="+url.QueryEscape(to)); code(err) != outside.Redirect && code(err) != outside.BadURL {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestARedirectThatNeverEndsIsRefused(t *testing.T) {
	n := 0
	s, c := far(t, func(w http.ResponseWriter, r *http.Request) { n++; http.Redirect(w, r, "/again", http.StatusFound) })
	if _, err := outside.New(c).Get(t.Context(), s.URL); code(err) != outside.Redirect || n > 10 {
		t.Errorf("after %d requests: %v", n, err)
	}
}

func TestWhatIsSentIsNotSentOn(t *testing.T) {
	var got []string
	s, c := far(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = append(got, r.URL.Path+" "+string(b)+" "+r.Header.Get("User-Agent"))
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/hook", http.StatusTemporaryRedirect)
		}
	})
	d := outside.New(c)
	send := func(path string) error {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader("words"))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := d.Do(req)
		if err == nil {
			_ = answer.Body.Close()
		}
		return err
	}
	if err := send("/hook"); err != nil {
		t.Error(err)
	}
	if err := send("/moved"); code(err) != outside.Redirect {
		t.Errorf("a moved receiver: %v", err)
	}
	if want := "/hook words OpenUPR|/moved words OpenUPR"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

func TestAnswersHaveALimit(t *testing.T) {
	gone := make(chan struct{})
	s, c := far(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/told":
			_, _ = w.Write(bytes.Repeat([]byte("x"), 2000))
		case "/stream":
			for range 100 {
				_, _ = w.Write(bytes.Repeat([]byte("x"), 100))
				w.(http.Flusher).Flush()
			}
		case "/whole":
			_, _ = w.Write(bytes.Repeat([]byte("x"), 1000))
		case "/slow":
			w.(http.Flusher).Flush()
			<-gone
		}
	})
	defer close(gone)
	c.Bytes, c.Time = 1000, 300*time.Millisecond
	d := outside.New(c)
	for path, want := range map[string]outside.Code{"/told": outside.TooLarge, "/stream": outside.TooLarge, "/whole": "", "/slow": outside.TooSlow} {
		answer, err := d.Get(t.Context(), s.URL+path)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
		}
		if code(err) != want {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"http://example.org/", "https://[::1]:443/a?b#c", "http://a@b/", "http://example.org:99/", "//x", "http://%zz/"} {
		f.Add(s)
	}
	d := outside.New(outside.Config{On: true})
	f.Fuzz(func(t *testing.T, s string) {
		u, err := d.Check(s)
		if err != nil {
			if code(err) == "" {
				t.Fatalf("%q: an error without a reason: %v", s, err)
			}
			return
		}
		if u.User != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
			t.Fatalf("%q passed as %v", s, u)
		}
	})
}
