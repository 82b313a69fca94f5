package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
)

// Where a session keeps the id of the account that signed in, and which password it signed in with.
const (
	accountKey  = "account"
	passwordKey = "password"
)

// fingerprint names an account's password without telling it: a new password ends the sessions of the old one.
func fingerprint(acc store.Account) string {
	sum := sha256.Sum256([]byte(acc.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

// Identify puts the person of a request into its context. An account that was disabled, is gone or has a new password, and a
// session that its owner ended, is a visitor again with the next request.
func (a *App) Identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := a.Sessions.GetString(r.Context(), accountKey)
		if id == "" {
			next.ServeHTTP(w, r)
			return
		}
		p, err := a.person(r, id)
		switch {
		case err == nil:
			r = r.WithContext(account.With(r.Context(), p))
		case errors.Is(err, store.ErrNoAccount), errors.Is(err, store.ErrNoSignIn):
			a.Sessions.Remove(r.Context(), accountKey)
		default:
			a.problem(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (a *App) person(r *http.Request, id string) (account.Person, error) {
	acc, err := a.Store.Account(r.Context(), id)
	if err == nil && (acc.Disabled || a.Sessions.GetString(r.Context(), passwordKey) != fingerprint(acc)) {
		err = store.ErrNoAccount
	}
	if err != nil {
		return account.Person{}, fmt.Errorf("finding who is signed in: %w", err)
	}
	if _, err := a.signedIn(r, id); err != nil {
		return account.Person{}, fmt.Errorf("finding who is signed in: %w", err)
	}
	body, err := a.Store.Setting(r.Context(), bodySetting(id))
	if err != nil {
		return account.Person{}, fmt.Errorf("finding who is signed in: %w", err)
	}
	p := account.Person{ID: acc.ID, Name: acc.Name, Role: account.Role(acc.Role), Body: body}
	seats, err := a.Store.Seats(r.Context(), id)
	if err != nil {
		return account.Person{}, fmt.Errorf("finding who is signed in: %w", err)
	}
	for _, s := range seats {
		p.Seats = append(p.Seats, account.Seat{Workspace: s.Workspace, Role: account.Role(s.Role), Body: s.Body})
	}
	return p, nil
}

// bodySetting names the setting that keeps the office for which an account acts.
func bodySetting(id string) string { return "account/" + id + "/body" }

// firstStart says whether nobody has an account yet and the reader sits at the machine on which the program runs.
func (a *App) firstStart(r *http.Request) (bool, error) {
	if account.From(r.Context()).SignedIn() || !here(r) {
		return false, nil
	}
	all, err := a.Store.Accounts(r.Context())
	return len(all) == 0, err
}

// here says whether a request comes from this machine itself, and not through a proxy on it.
func here(r *http.Request) bool {
	for _, h := range []string{"X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	// A proxy that says nothing of itself still speaks the old protocol, as no browser does, or hands on where the page was.
	if !r.ProtoAtLeast(1, 1) {
		return false
	}
	for _, h := range []string{"Origin", "Referer"} {
		if v := r.Header.Get(h); v != "" {
			if u, err := url.Parse(v); err != nil || !localName(u.Host) {
				return false
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback() && localName(r.Host)
}

// localName guards against a name elsewhere that was made to lead to this machine.
func localName(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
