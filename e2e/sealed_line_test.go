package e2e_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Where contributors come from, as a proxy on the same machine tells the program, and where that proxy itself comes from.
const (
	visitorAddress = "203.0.113.77"
	proxyAddress   = "127.0.0.77"
)

// line is what somebody sees who watches between browsers and the program, without the encryption of HTTPS: every request and
// every answer. It is a reverse proxy.
type line struct {
	url string

	mu  sync.Mutex
	all []passed
}

// passed is one request that went over the line, with its answer.
type passed struct {
	method, path, kind, cookie string
	request                    []byte // head and body as they went
	body                       []byte
	status                     int
	answer                     []byte
	sets                       []string // cookies
}

func watch(t *testing.T, program string) *line {
	t.Helper()
	to, err := url.Parse(program)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{}
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(proxyAddress)}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			r.Out.Header.Set("X-Forwarded-For", visitorAddress)
		},
		Transport: &http.Transport{DialContext: from.DialContext, DisableCompression: true},
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head, err := httputil.DumpRequest(r, false)
		body, readErr := io.ReadAll(io.LimitReader(r.Body, 4<<20))
		if err != nil || readErr != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		both := &hearing{ResponseWriter: w, status: http.StatusOK}
		proxy.ServeHTTP(both, r)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all = append(l.all, passed{r.Method, r.URL.Path, r.Header.Get("Content-Type"), r.Header.Get("Cookie"), append(head, body...), body,
			both.status, both.body.Bytes(), w.Header().Values("Set-Cookie")})
	}))
	t.Cleanup(s.Close)
	l.url = s.URL
	return l
}

// hearing keeps what is answered.
type hearing struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *hearing) WriteHeader(status int) {
	h.status = status
	h.ResponseWriter.WriteHeader(status)
}

func (h *hearing) Write(b []byte) (int, error) {
	h.body.Write(b)
	return h.ResponseWriter.Write(b)
}

// heard are the requests so far to paths that begin so.
func (l *line) heard(prefix string) (out []passed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.all {
		if strings.HasPrefix(p.path, prefix) {
			out = append(out, p)
		}
	}
	return out
}

func (p passed) sealedHere() bool { return p.kind == "application/octet-stream" }
