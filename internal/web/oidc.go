package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OIDC is an OpenID provider by which people sign in. Nothing is asked of it before somebody presses its button.
type OIDC struct {
	Issuer   string
	Client   string
	Secret   string
	Name     string // on the button; empty: the issuer's host
	Accounts bool   // whoever the provider knows gets an account as a member; otherwise an account must be invited or linked

	mu       sync.Mutex
	provider *oidc.Provider
	client   *http.Client
}

// Bounds of what is asked of the provider.
const (
	oidcTime  = 15 * time.Second
	oidcBytes = 1 << 20
)

// CheckOIDC says what is wrong with the settings. What goes over the line are secrets, so it must be HTTPS, unless the
// provider runs on this machine.
func CheckOIDC(o *OIDC) error {
	if o == nil {
		return nil
	}
	u, err := url.Parse(o.Issuer)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return fmt.Errorf("the OpenID issuer %q is no address: give it as https://id.example.org", o.Issuer)
	case u.Scheme != "https" && (u.Scheme != "http" || !localName(u.Host)):
		return fmt.Errorf("the OpenID issuer %q must begin with https://", o.Issuer)
	case o.Client == "":
		return errors.New("an OpenID issuer is set and no client: set OPENUPR_OIDC_CLIENT")
	}
	return nil
}

// label is what stands on the provider's button; empty when there is none.
func (o *OIDC) label() string {
	if o == nil {
		return ""
	}
	if o.Name != "" {
		return o.Name
	}
	u, err := url.Parse(o.Issuer)
	if err != nil {
		return o.Issuer
	}
	return u.Host
}

// limited reads at most so much of an answer.
type limited struct{ next http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, oidcBytes), res.Body}
	return res, nil
}

// ask gives a context in which the provider is asked, with the provider's own description, which is fetched once.
func (o *OIDC) ask(ctx context.Context) (context.Context, *oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.client == nil {
		o.client = &http.Client{Timeout: oidcTime,
			Transport: limited{&http.Transport{DialContext: (&net.Dialer{Timeout: oidcTime}).DialContext, TLSHandshakeTimeout: oidcTime, MaxResponseHeaderBytes: 64 << 10, MaxIdleConns: 2}},
			CheckRedirect: func(r *http.Request, via []*http.Request) error {
				if r.URL.Host != via[0].URL.Host || len(via) > 3 {
					return errors.New("the provider leads to another host")
				}
				return nil
			}}
	}
	ctx = oidc.ClientContext(ctx, o.client)
	if o.provider == nil {
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.client), o.Issuer) // its keys are fetched later, in this context
		if err != nil {
			return ctx, nil, fmt.Errorf("asking the OpenID provider who it is: %w", err)
		}
		o.provider = p
	}
	return ctx, o.provider, nil
}

func (o *OIDC) oauth(p *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: p.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}
}

// oidcWay is one way to the provider and back, kept in the session meanwhile.
type oidcWay struct {
	State, Nonce, Verifier string
	Back                   string // redirect address, the same on both legs
	Next                   string
	Purpose                string // oidcSignIn, oidcLink or oidcInvited
	Account                string // that is to be linked
	Invitation             string // secret of the link that is to be used
	At                     int64
}

// Purposes of a way to the provider.
const (
	oidcSignIn  = "sign-in"
	oidcLink    = "link"
	oidcInvited = "invited"
)

// oidcWayTime is how long somebody may be away at the provider.
const oidcWayTime = 15 * time.Minute

// leave is the address of the provider for a way that begins now.
func (o *OIDC) leave(ctx context.Context, way *oidcWay, now time.Time) (string, error) {
	_, p, err := o.ask(ctx)
	if err != nil {
		return "", err
	}
	way.State, way.Nonce, way.Verifier, way.At = oidcSecret(), oidcSecret(), oauth2.GenerateVerifier(), now.Unix()
	return o.oauth(p, way.Back).AuthCodeURL(way.State, oidc.Nonce(way.Nonce), oauth2.S256ChallengeOption(way.Verifier)), nil
}

func oidcSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// errProvider is an answer of the provider that does not hold, or none.
var errProvider = errors.New("the provider's answer was not accepted")

// oidcPerson is whom the provider vouches for.
type oidcPerson struct {
	Subject string
	Name    string
	Login   string // a name to sign in by, for an account that is made
}

// arrive checks the way back: state, code with its verifier, the token's signature, issuer, audience and time, and nonce.
func (o *OIDC) arrive(ctx context.Context, way oidcWay, q url.Values, now time.Time) (oidcPerson, error) {
	if way.State == "" || subtle.ConstantTimeCompare([]byte(way.State), []byte(q.Get("state"))) != 1 || now.Sub(time.Unix(way.At, 0)) > oidcWayTime {
		return oidcPerson{}, fmt.Errorf("%w: nobody of this browser was sent there", errProvider)
	}
	if e := q.Get("error"); e != "" || q.Get("code") == "" {
		return oidcPerson{}, fmt.Errorf("%w: %.100q", errProvider, e)
	}
	ctx, cancel := context.WithTimeout(ctx, oidcTime)
	defer cancel()
	ctx, p, err := o.ask(ctx)
	if err != nil {
		return oidcPerson{}, err
	}
	token, err := o.oauth(p, way.Back).Exchange(ctx, q.Get("code"), oauth2.VerifierOption(way.Verifier))
	if err != nil {
		return oidcPerson{}, fmt.Errorf("%w: %w", errProvider, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: o.Client, Now: func() time.Time { return now }}).Verify(ctx, raw)
	if err != nil {
		return oidcPerson{}, fmt.Errorf("%w: %w", errProvider, err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(way.Nonce)) != 1 {
		return oidcPerson{}, fmt.Errorf("%w: the token was made for another sign-in", errProvider)
	}
	var claims struct {
		Name     string `json:"name"`
		Username string `json:"preferred_username"`
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := id.Claims(&claims); err != nil {
		return oidcPerson{}, fmt.Errorf("%w: %w", errProvider, err)
	}
	out := oidcPerson{Subject: id.Subject, Name: claims.Name, Login: claims.Username}
	if out.Login == "" && claims.Verified {
		out.Login = claims.Email
	}
	if out.Subject == "" || len(out.Subject) > 255 {
		return oidcPerson{}, fmt.Errorf("%w: it names nobody", errProvider)
	}
	return out, nil
}

// shownTo is an address as a person may check it: scheme and host.
func shownTo(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Scheme+"://"+u.Host, "/")
}
