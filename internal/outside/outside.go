// Package outside is the one door through which the program asks another machine for something: archived copies of links,
// webhooks. It is closed until an administrator opens it, and then leads to public addresses of the web only: what a name
// resolves to is checked, and that very address is dialled, so that a name cannot point inside between check and use.
// A redirect stays on its host, and an answer has a limit of size and time.
package outside

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config of a door. The zero value is closed.
type Config struct {
	On    bool
	Also  []netip.AddrPort // addresses beside those of the public web that the administrator allows: a receiver in the own network
	Time  time.Duration    // for a request with its whole answer; 0: 20 seconds
	Bytes int64            // of an answer's body; 0: 25 MB
	Agent string           // User-Agent; empty: "OpenUPR"

	Lookup func(ctx context.Context, host string) ([]netip.Addr, error) // nil: the system's resolver
}

// Bounds where a Config says nothing, and those that always hold.
const (
	defaultTime  = 20 * time.Second
	defaultBytes = 25 << 20
	maxRedirects = 5
	maxAddress   = 2048     // of a URL, in bytes
	maxHeader    = 64 << 10 // of an answer
)

// Code of a refusal; it has a message in the catalogue ("outside.refused.<code>").
type Code string

// Codes.
const (
	Off       Code = "off"       // no administrator has opened the door
	BadURL    Code = "url"       // no http or https address, or one with a password in it
	Port      Code = "port"      // another port than 80 and 443
	Inside    Code = "inside"    // it resolves to an address that is none of the public web
	Redirect  Code = "redirect"  // the answer leads to another host, or on and on
	TooLarge  Code = "too-large" // the answer is larger than the limit
	TooSlow   Code = "too-slow"
	NotReach  Code = "unreachable"
	NotStatus Code = "status" // the answer is not what was asked for; Detail is its status
)

// Refused is a request that was not made, or whose answer was not taken.
type Refused struct {
	Code   Code
	Detail string
	Err    error // what went wrong below; may be nil
}

func (r *Refused) Error() string {
	if r.Err != nil {
		return fmt.Sprintf("asking outside: %s %s: %v", r.Code, r.Detail, r.Err)
	}
	return fmt.Sprintf("asking outside: %s %s", r.Code, r.Detail)
}

func (r *Refused) Unwrap() error { return r.Err }

func refuse(code Code, detail string) *Refused { return &Refused{Code: code, Detail: detail} }

// Door is safe for use by many goroutines.
type Door struct {
	c      Config
	client *http.Client
}

// New makes a door.
func New(c Config) *Door {
	if c.Time <= 0 {
		c.Time = defaultTime
	}
	if c.Bytes <= 0 {
		c.Bytes = defaultBytes
	}
	if c.Agent == "" {
		c.Agent = "OpenUPR"
	}
	if c.Lookup == nil {
		c.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	d := &Door{c: c}
	d.client = &http.Client{Timeout: c.Time, CheckRedirect: d.follow, Transport: &http.Transport{
		Proxy:                  nil, // a proxy would resolve names out of our sight
		DialContext:            d.dial,
		DisableKeepAlives:      true,
		DisableCompression:     true, // what is kept is what was sent, and nothing unpacks itself
		MaxResponseHeaderBytes: maxHeader,
		TLSHandshakeTimeout:    c.Time,
	}}
	return d
}

// Open says whether an administrator has opened the door.
func (d *Door) Open() bool { return d != nil && d.c.On }

// Answer of another machine. Its body gives a *Refused with TooLarge instead of io.EOF beyond the limit.
type Answer struct {
	URL    *url.URL // where it came from, after redirects
	Status int
	Header http.Header
	Body   io.ReadCloser
}

// Check says whether an address may be asked as far as its words tell; it asks nobody. The error is a *Refused.
func (d *Door) Check(address string) (*url.URL, error) {
	if !d.Open() {
		return nil, refuse(Off, "")
	}
	return d.parse(address)
}

func (d *Door) parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case len(address) > maxAddress, err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.User != nil, u.Opaque != "":
		return nil, refuse(BadURL, "")
	case strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return nil, refuse(BadURL, "")
	}
	if p := port(u); p != "80" && p != "443" && !slices.ContainsFunc(d.c.Also, func(a netip.AddrPort) bool { return fmt.Sprint(a.Port()) == p }) {
		return nil, refuse(Port, p)
	}
	return u, nil
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	}
	return "443"
}

// Get asks for what lies at an address.
func (d *Door) Get(ctx context.Context, address string) (*Answer, error) {
	u, err := d.Check(address)
	if err != nil {
		return nil, err
	}
	u.Fragment = ""
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Refused{Code: BadURL, Err: err}
	}
	return d.Do(req)
}

// Do makes a request. What is sent (a webhook) is never sent on to where an answer leads. The error is a *Refused; the
// status of the answer is the caller's to judge, and so is closing its body.
func (d *Door) Do(req *http.Request) (*Answer, error) {
	if !d.Open() {
		return nil, refuse(Off, "")
	}
	if _, err := d.parse(req.URL.String()); err != nil {
		return nil, err
	}
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", d.c.Agent)
	}
	res, err := d.client.Do(req)
	if err != nil {
		return nil, d.failed(err)
	}
	if res.ContentLength > d.c.Bytes {
		_ = res.Body.Close()
		return nil, refuse(TooLarge, size(d.c.Bytes))
	}
	return &Answer{URL: res.Request.URL, Status: res.StatusCode, Header: res.Header, Body: &capped{res.Body, d, d.c.Bytes}}, nil
}

// failed says why a request came to nothing.
func (d *Door) failed(err error) error {
	var r *Refused
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Refused{Code: TooSlow, Detail: d.c.Time.String(), Err: err}
	}
	return &Refused{Code: NotReach, Err: err}
}

// follow lets a redirect of a GET pass that stays on its host; from http to https it may go.
func (d *Door) follow(next *http.Request, before []*http.Request) error {
	first := before[0]
	switch {
	case first.Method != http.MethodGet, len(before) > maxRedirects, !strings.EqualFold(next.URL.Hostname(), first.URL.Hostname()):
		return refuse(Redirect, next.URL.Hostname())
	case port(next.URL) != port(first.URL) && (first.URL.Scheme != "http" || port(next.URL) != "443"):
		return refuse(Redirect, next.URL.Host)
	case before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme != "https":
		return refuse(Redirect, next.URL.Scheme)
	}
	_, err := d.parse(next.URL.String())
	return err
}

// dial resolves a name, refuses it when any of its addresses is none of the public web, and connects to one of them.
func (d *Door) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, refuse(BadURL, "")
	}
	addrs := []netip.Addr{}
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = append(addrs, a)
	} else if addrs, err = d.c.Lookup(ctx, host); err != nil {
		return nil, &Refused{Code: NotReach, Detail: host, Err: err}
	}
	var to []netip.AddrPort
	for _, a := range addrs {
		ap, err := netip.ParseAddrPort(net.JoinHostPort(a.Unmap().WithZone("").String(), service))
		if err != nil || !Public(a) && !slices.Contains(d.c.Also, ap) {
			return nil, refuse(Inside, host)
		}
		to = append(to, ap)
	}
	var dialer net.Dialer
	errs := []error{fmt.Errorf("%s has no address", host)}
	for i, ap := range to {
		conn, err := dialer.DialContext(ctx, network, ap.String())
		if err == nil {
			return conn, nil
		}
		if i == 0 {
			errs = nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

// capped ends an answer that goes on beyond its limit.
type capped struct {
	io.ReadCloser
	door *Door
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.ReadCloser.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, refuse(TooLarge, size(c.door.c.Bytes))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = c.door.failed(err)
	}
	return n, err
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
