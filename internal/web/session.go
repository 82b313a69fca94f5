package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
)

// Ways of signing in, as a person's list of sessions names them ("own.how.<code>").
const (
	byPassword     = "password"
	byCode         = "password-code"     // password and a code by the clock
	byRecoveryCode = "password-recovery" // password and a recovery code
	byPasskey      = "passkey"
	byProvider     = "oidc"
	byLink         = "link" // the one-time link that made the account or gave it a new password
)

// signInKey is where a session keeps which of the account's sign-ins it is.
const signInKey = "sign-in"

// deviceCookie marks a browser from which somebody signed in: guesses that others make do not slow it down.
const (
	deviceCookie = "openupr-device"
	deviceTime   = 365 * 24 * time.Hour
)

// maxAgent bounds what is kept of a browser's own name, in bytes.
const maxAgent = 200

// seenEvery is how old the time in a person's list of sessions may be.
const seenEvery = 10 * time.Minute

// begin makes the session that of an account, under a new token, and remembers the browser.
func (a *App) begin(w http.ResponseWriter, r *http.Request, acc store.Account, how string) error {
	a.forgetPending(r)
	if err := a.Sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	if old := a.Sessions.GetString(r.Context(), signInKey); old != "" { // of whoever was signed in here before
		if err := a.Store.EndSignIn(r.Context(), a.Sessions.GetString(r.Context(), accountKey), old); err != nil {
			return err
		}
	}
	x, err := a.Store.BeginSignIn(r.Context(), store.SignIn{Account: acc.ID, How: how, Agent: agent(r)}, a.Sessions.Lifetime)
	if err != nil {
		return err
	}
	a.Sessions.Put(r.Context(), accountKey, acc.ID)
	a.Sessions.Put(r.Context(), passwordKey, fingerprint(acc))
	a.Sessions.Put(r.Context(), signInKey, x.ID)
	return a.rememberDevice(w, r, acc.ID)
}

// agent is what the browser says of itself, as far as it can be shown.
func agent(r *http.Request) string {
	s := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(r.UserAgent(), ""))
	return strings.ToValidUTF8(s[:min(len(s), maxAgent)], "")
}

// rememberDevice keeps that the account signed in from this browser.
func (a *App) rememberDevice(w http.ResponseWriter, r *http.Request, id string) error {
	if c, err := r.Cookie(deviceCookie); err == nil && len(c.Value) == 43 {
		if err := a.Store.KeepDevice(r.Context(), id, c.Value, deviceTime); err != nil {
			return err
		}
		a.setDevice(w, c.Value)
		return nil
	}
	secret, err := a.Store.NewDevice(r.Context(), id, deviceTime)
	if err != nil {
		return err
	}
	a.setDevice(w, secret)
	return nil
}

func (a *App) setDevice(w http.ResponseWriter, secret string) {
	http.SetCookie(w, &http.Cookie{Name: deviceCookie, Value: secret, Path: "/", MaxAge: int(deviceTime.Seconds()), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: a.Sessions.Cookie.Secure})
}

// knownDevice is the mark of a browser from which the account signed in before; empty otherwise.
func (a *App) knownDevice(r *http.Request, id string) (string, error) {
	c, err := r.Cookie(deviceCookie)
	if err != nil || id == "" || len(c.Value) != 43 {
		return "", nil
	}
	known, err := a.Store.KnownDevice(r.Context(), id, c.Value)
	if err != nil || !known {
		return "", err
	}
	return c.Value, nil
}

// signedIn gives the sign-in of a request's session, and notes now and then that the person is still there. It is
// store.ErrNoSignIn when its owner or an administrator ended it.
func (a *App) signedIn(r *http.Request, id string) (store.SignIn, error) {
	x, err := a.Store.SignIn(r.Context(), a.Sessions.GetString(r.Context(), signInKey))
	if err == nil && x.Account != id {
		err = store.ErrNoSignIn
	}
	if err != nil {
		return store.SignIn{}, err
	}
	if a.Now().Sub(x.Seen) >= seenEvery {
		if err := a.Store.SeeSignIn(r.Context(), x.ID); err != nil {
			return store.SignIn{}, err
		}
	}
	return x, nil
}

func (a *App) signOut(w http.ResponseWriter, r *http.Request) error {
	if id := a.Sessions.GetString(r.Context(), signInKey); id != "" {
		if err := a.Store.EndSignIn(r.Context(), account.From(r.Context()).ID, id); err != nil && !errors.Is(err, store.ErrNoSignIn) {
			return err
		}
	}
	if err := a.Sessions.Destroy(r.Context()); err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
