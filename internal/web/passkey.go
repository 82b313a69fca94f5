package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// passkeyKey is where a session keeps the challenge of a registration or sign-in under way, and for what it is.
const (
	passkeyKey     = "passkey"
	passkeyForKey  = "passkey-for"
	passkeyAdd     = "add"
	passkeySignIn  = "sign-in"
	maxPasskeys    = 20
	maxPasskeyName = 100      // letters
	maxCredential  = 64 << 10 // bytes of what an authenticator says
)

// holder is an account as the WebAuthn library wants it. Its handle is the account's id, which says nothing of the person.
type holder struct {
	acc  store.Account
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.acc.ID) }
func (h holder) WebAuthnName() string                       { return h.acc.Login }
func (h holder) WebAuthnDisplayName() string                { return h.acc.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func (a *App) holder(r *http.Request, acc store.Account) (holder, error) {
	list, err := a.Store.Passkeys(r.Context(), acc.ID)
	if err != nil {
		return holder{}, err
	}
	h := holder{acc: acc}
	for _, k := range list {
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(k.Data), &c); err != nil {
			return holder{}, fmt.Errorf("reading a passkey: %w", err)
		}
		h.keys = append(h.keys, c)
	}
	return h, nil
}

// errNoPasskeysHere is an address at which browsers make no passkeys: a number instead of a name, or no HTTPS.
var errNoPasskeysHere = errors.New("passkeys need a name and HTTPS, or localhost")

// relyingParty is this site as authenticators know it: the name that the reader came by, unless the operator fixed one.
func (a *App) relyingParty(r *http.Request) (*webauthn.WebAuthn, error) {
	at := a.Origin
	if at == "" {
		at = origin(r)
	}
	u, err := url.Parse(at)
	if err != nil {
		return nil, errNoPasskeysHere
	}
	host := u.Hostname()
	if host == "" || net.ParseIP(host) != nil || u.Scheme != "https" && host != "localhost" && !strings.HasSuffix(host, ".localhost") {
		return nil, errNoPasskeysHere
	}
	rp, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: "OpenUPR", RPOrigins: []string{u.Scheme + "://" + u.Host},
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil, fmt.Errorf("preparing passkeys for %s: %w", u.Host, err)
	}
	return rp, nil
}

// offerPasskey gives the browser's script what it needs to make a passkey for the person, or to sign in by one.
func (a *App) offerPasskey(w http.ResponseWriter, r *http.Request) error {
	rp, err := a.relyingParty(r)
	if err != nil {
		return badRequest("")
	}
	var options any
	var challenge *webauthn.SessionData
	purpose := passkeySignIn
	if r.URL.Path == "/account/passkey" {
		purpose = passkeyAdd
		acc, err := a.Store.Account(r.Context(), account.From(r.Context()).ID)
		if err != nil {
			return err
		}
		h, err := a.holder(r, acc)
		if err != nil {
			return err
		}
		options, challenge, err = rp.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
		if err != nil {
			return fmt.Errorf("offering a passkey: %w", err)
		}
	} else if options, challenge, err = rp.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired)); err != nil {
		return fmt.Errorf("offering to sign in by passkey: %w", err)
	}
	kept, err := json.Marshal(challenge)
	if err != nil {
		return fmt.Errorf("keeping a challenge: %w", err)
	}
	a.Sessions.Put(r.Context(), passkeyKey, string(kept))
	a.Sessions.Put(r.Context(), passkeyForKey, purpose)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(options)
}

// challenge takes the challenge of a purpose out of the session: each is good for one answer.
func (a *App) challenge(r *http.Request, purpose string) (webauthn.SessionData, bool) {
	kept, is := a.Sessions.PopString(r.Context(), passkeyKey), a.Sessions.PopString(r.Context(), passkeyForKey)
	var c webauthn.SessionData
	if kept == "" || is != purpose || json.Unmarshal([]byte(kept), &c) != nil {
		return webauthn.SessionData{}, false
	}
	return c, true
}

// errPasskey is an answer of an authenticator that does not hold.
var errPasskey = errors.New("the passkey was not accepted")

// signInByPasskey checks what an authenticator says. It is both factors in one: something had, and the touch or PIN that it
// asked for; no guess of others slows it down.
func (a *App) signInByPasskey(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	next := local(r.PostForm.Get("next"))
	acc, err := a.passkeyAccount(r)
	if errors.Is(err, errPasskey) || errors.Is(err, errNoPasskeysHere) {
		a.Log.Info("a passkey was not accepted", "error", err)
		s := a.ways(r, page.SignIn{Next: next, PasskeyFailed: true})
		return a.render(w, r, http.StatusUnprocessableEntity, page.SignInPage(a.frame(r, a.Keeper.View()), s))
	}
	if err != nil {
		return err
	}
	if err := a.begin(w, r, acc, byPasskey); err != nil {
		return err
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (a *App) passkeyAccount(r *http.Request) (store.Account, error) {
	rp, err := a.relyingParty(r)
	if err != nil {
		return store.Account{}, err
	}
	c, ok := a.challenge(r, passkeySignIn)
	said := r.PostForm.Get("credential")
	if !ok || len(said) > maxCredential {
		return store.Account{}, errPasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(said))
	if err != nil {
		return store.Account{}, fmt.Errorf("%w: %w", errPasskey, err)
	}
	var inner error // of the database, not of the passkey
	var found holder
	_, cred, err := rp.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		acc, err := a.Store.Account(r.Context(), string(handle))
		if err == nil && acc.Disabled {
			err = store.ErrNoAccount
		}
		if err == nil {
			found, err = a.holder(r, acc)
		}
		if err != nil && !errors.Is(err, store.ErrNoAccount) {
			inner = err
		}
		return found, err
	}, c, parsed)
	if inner != nil {
		return store.Account{}, inner
	}
	if err != nil {
		return store.Account{}, fmt.Errorf("%w: %w", errPasskey, err)
	}
	if cred.Authenticator.CloneWarning {
		return store.Account{}, fmt.Errorf("%w: its counter went back, so there may be a copy of it", errPasskey)
	}
	data, err := json.Marshal(cred)
	if err != nil {
		return store.Account{}, fmt.Errorf("keeping a passkey: %w", err)
	}
	return found.acc, a.Store.UsePasskey(r.Context(), cred.ID, string(data))
}

// addPasskey registers what an authenticator made for the person.
func (a *App) addPasskey(r *http.Request, acc store.Account, name, said string) error {
	rp, err := a.relyingParty(r)
	if err != nil {
		return errPasskey
	}
	c, ok := a.challenge(r, passkeyAdd)
	if !ok || len(said) > maxCredential {
		return errPasskey
	}
	h, err := a.holder(r, acc)
	if err != nil {
		return err
	}
	if len(h.keys) >= maxPasskeys {
		return errPasskey
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(said))
	if err != nil {
		return fmt.Errorf("%w: %w", errPasskey, err)
	}
	cred, err := rp.CreateCredential(h, c, parsed)
	if err != nil {
		return fmt.Errorf("%w: %w", errPasskey, err)
	}
	data, err := json.Marshal(cred)
	if err != nil {
		return fmt.Errorf("keeping a passkey: %w", err)
	}
	if err := a.Store.AddPasskey(r.Context(), store.Passkey{ID: slices.Clone(cred.ID), Account: acc.ID, Name: name, Data: string(data)}); err != nil {
		if errors.Is(err, store.ErrPasskeyKnown) {
			return fmt.Errorf("%w: %w", errPasskey, err)
		}
		return err
	}
	return nil
}
