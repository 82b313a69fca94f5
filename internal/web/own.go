package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// freshTime is how long after signing in an account without a password may be changed without more.
const freshTime = 15 * time.Minute

// own shows a person their account: second factor, passkeys, sessions.
func (a *App) own(w http.ResponseWriter, r *http.Request) error {
	return a.showOwn(w, r, http.StatusOK, page.Own{Done: a.flash(r)})
}

func (a *App) showOwn(w http.ResponseWriter, r *http.Request, status int, o page.Own) error {
	who := account.From(r.Context())
	acc, err := a.Store.Account(r.Context(), who.ID)
	if err != nil {
		return err
	}
	now, err := a.signedIn(r, who.ID)
	if err != nil {
		return err
	}
	f := a.frame(r, a.Keeper.View())
	o.Login, o.Password, o.Fresh = acc.Login, acc.PasswordHash != "", a.fresh(acc, now)
	factor, err := a.Store.TOTP(r.Context(), who.ID)
	if err != nil {
		return err
	}
	if o.Factor = factor.Confirmed; o.Factor {
		if o.Left, err = a.Store.RecoveryCodes(r.Context(), who.ID); err != nil {
			return err
		}
	}
	keys, err := a.Store.Passkeys(r.Context(), who.ID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		o.Passkeys = append(o.Passkeys, page.PasskeyRow{ID: base64.RawURLEncoding.EncodeToString(k.ID), Name: k.Name, Created: k.Created, Used: k.Used})
	}
	_, err = a.relyingParty(r)
	o.Here = err == nil
	list, err := a.Store.SignIns(r.Context(), who.ID)
	if err != nil {
		return err
	}
	for _, x := range list {
		o.Sessions = append(o.Sessions, page.SessionRow{ID: x.ID, How: x.How, Agent: x.Agent, Began: x.Began, Seen: x.Seen, This: x.ID == now.ID})
	}
	if o.Provider = a.OIDC.label(); o.Provider != "" {
		if o.Linked, err = a.Store.Linked(r.Context(), who.ID, a.OIDC.Issuer); err != nil {
			return err
		}
	}
	if o.Seats, err = a.seatsInWords(r, who); err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, status, page.OwnPage(f, o))
}

// seatsInWords are a person's seats: workspace, role and body.
func (a *App) seatsInWords(r *http.Request, who account.Person) ([]string, error) {
	p := a.Catalogue.Negotiate(r)
	var out []string
	for _, s := range who.Seats {
		v, err := a.Desk.Keeper.Work(r.Context(), s.Workspace)
		if err != nil {
			return nil, err
		}
		words := workTitle(p, v) + ": " + p.T("role."+string(s.Role))
		if b, ok := v.Bodies.Get(s.Body); ok {
			name, _ := b.Thing.Names.In(string(p.Lang()))
			words += ", " + name
		}
		out = append(out, words)
	}
	return out, nil
}

// fresh says whether an account without a password may be changed: the person signed in a short while ago.
func (a *App) fresh(acc store.Account, now store.SignIn) bool {
	return acc.PasswordHash == "" && a.Now().Sub(now.Began) < freshTime
}

// changeOwn ends sessions, and with the password changes how a person signs in.
func (a *App) changeOwn(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	who := account.From(r.Context())
	now, err := a.signedIn(r, who.ID)
	if err != nil {
		return err
	}
	switch f.Get("do") {
	case "end":
		if err := a.Store.EndSignIn(r.Context(), who.ID, f.Get("session")); err != nil {
			return err
		}
		return a.done(w, r, "/account", "own.done.end")
	case "end-others":
		if err := a.Store.EndSignIns(r.Context(), who.ID, now.ID); err != nil {
			return err
		}
		return a.done(w, r, "/account", "own.done.end")
	case "factor-on":
		return a.confirmFactor(w, r, who.ID, f.Get("code"))
	}
	acc, err := a.Store.Account(r.Context(), who.ID)
	if err != nil {
		return err
	}
	sure, err := a.sure(r, acc, now, f.Get("password"))
	if err != nil {
		return err
	}
	if !sure {
		return a.wrongOwn(w, r, "own.wrong.password", "password-"+ownForms[f.Get("do")])
	}
	return a.changeSure(w, r, acc, now, f)
}

// ownForms says in which form of the page an act stands.
var ownForms = map[string]string{"password": "new", "factor": "factor", "factor-off": "factor", "codes": "factor", "passkey": "passkey", "link": "link", "unlink": "unlink"}

// sure says whether it is the person: by the password, or where there is none by having signed in just now.
func (a *App) sure(r *http.Request, acc store.Account, now store.SignIn, password string) (bool, error) {
	if acc.PasswordHash == "" {
		return a.fresh(acc, now), nil
	}
	key := "own " + acc.ID
	if !a.attempts.allow(key, "", now.ID) {
		return false, nil
	}
	right, err := a.checkPassword(r, acc.PasswordHash, password)
	if right {
		a.attempts.clear(key, "", now.ID)
	}
	return right, err
}

func (a *App) wrongOwn(w http.ResponseWriter, r *http.Request, code, field string, args ...any) error {
	text := a.Catalogue.Negotiate(r).T(code, args...)
	return a.showOwn(w, r, http.StatusUnprocessableEntity, page.Own{Errors: []page.FieldError{{Field: field, Text: text}}})
}

// changeSure does what needs the password.
func (a *App) changeSure(w http.ResponseWriter, r *http.Request, acc store.Account, now store.SignIn, f url.Values) error {
	switch f.Get("do") {
	case "password":
		return a.changePassword(w, r, acc, now, f.Get("new"))
	case "factor":
		return a.offerFactor(w, r, acc)
	case "factor-off":
		if err := a.Store.RemoveTOTP(r.Context(), acc.ID); err != nil {
			return err
		}
		return a.done(w, r, "/account", "own.done.factor-off")
	case "codes":
		factor, err := a.Store.TOTP(r.Context(), acc.ID)
		if err != nil {
			return err
		}
		if !factor.Confirmed {
			return badRequest("codes")
		}
		codes := account.NewRecoveryCodes()
		if err := a.Store.NewRecoveryCodes(r.Context(), acc.ID, codes); err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "no-store")
		return a.showOwn(w, r, http.StatusOK, page.Own{Codes: codes})
	case "passkey":
		return a.keepPasskey(w, r, acc, strings.TrimSpace(f.Get("passkey-name")), f.Get("credential"))
	case "passkey-off":
		id, err := base64.RawURLEncoding.DecodeString(f.Get("passkey"))
		if err != nil {
			return badRequest("passkey")
		}
		err = a.Store.RemovePasskey(r.Context(), acc.ID, id)
		if errors.Is(err, store.ErrNoPasskey) {
			return notFound("")
		}
		if err != nil {
			return err
		}
		return a.done(w, r, "/account", "own.done.passkey-off")
	case "link":
		return a.toProvider(w, r, oidcWay{Purpose: oidcLink, Account: acc.ID, Next: "/account"})
	case "unlink":
		if a.OIDC == nil {
			return badRequest("unlink")
		}
		if err := a.Store.UnlinkSubjects(r.Context(), acc.ID, a.OIDC.Issuer); err != nil {
			return err
		}
		return a.done(w, r, "/account", "own.done.unlink")
	}
	return badRequest(short(f.Get("do")))
}

// changePassword ends all other sessions: the password may be changed because somebody else knew it.
func (a *App) changePassword(w http.ResponseWriter, r *http.Request, acc store.Account, now store.SignIn, password string) error {
	hash, err := a.hashPassword(r, password)
	switch {
	case errors.Is(err, account.ErrShortPassword):
		return a.wrongOwn(w, r, "setup.password-short", "new", "min", account.MinPassword)
	case errors.Is(err, account.ErrLongPassword):
		return a.wrongOwn(w, r, "setup.password-long", "new")
	case err != nil:
		return err
	}
	if err := a.Store.SetPassword(r.Context(), acc.ID, hash); err != nil {
		return err
	}
	if err := a.Store.EndSignIns(r.Context(), acc.ID, now.ID); err != nil {
		return err
	}
	if err := a.Store.ForgetDevices(r.Context(), acc.ID); err != nil {
		return err
	}
	acc.PasswordHash = hash
	if err := a.Sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("changing a password: %w", err)
	}
	a.Sessions.Put(r.Context(), passwordKey, fingerprint(acc))
	if err := a.rememberDevice(w, r, acc.ID); err != nil {
		return err
	}
	return a.done(w, r, "/account", "own.done.password")
}

// offerFactor makes a second factor that counts once a code of it was shown.
func (a *App) offerFactor(w http.ResponseWriter, r *http.Request, acc store.Account) error {
	t, err := account.NewTOTP("OpenUPR", acc.Login)
	if err != nil {
		return err
	}
	if err := a.Store.OfferTOTP(r.Context(), acc.ID, t.Secret); err != nil {
		if errors.Is(err, store.ErrConfirmed) {
			return badRequest("factor")
		}
		return err
	}
	return a.showFactor(w, r, http.StatusOK, t, nil)
}

func (a *App) showFactor(w http.ResponseWriter, r *http.Request, status int, t account.TOTP, wrong []page.FieldError) error {
	picture, err := t.Picture()
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return a.showOwn(w, r, status, page.Own{Errors: wrong, Offer: &page.FactorOffer{Secret: t.Secret, Picture: "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)}})
}

// confirmFactor begins to ask for codes once the first one was right, and shows the recovery codes, this once.
func (a *App) confirmFactor(w http.ResponseWriter, r *http.Request, id, typed string) error {
	factor, err := a.Store.TOTP(r.Context(), id)
	if err != nil {
		return err
	}
	if factor.Secret == "" || factor.Confirmed {
		return badRequest("factor-on")
	}
	acc, err := a.Store.Account(r.Context(), id)
	if err != nil {
		return err
	}
	code, _ := account.NormalCode(typed)
	step, ok := account.CheckTOTP(factor.Secret, code, a.Now())
	codes := account.NewRecoveryCodes()
	if ok {
		err := a.Store.ConfirmTOTP(r.Context(), id, step, codes)
		if err != nil && !errors.Is(err, store.ErrCodeUsed) {
			return err
		}
		ok = err == nil
	}
	if !ok {
		t, err := account.TOTPOf("OpenUPR", acc.Login, factor.Secret)
		if err != nil {
			return err
		}
		return a.showFactor(w, r, http.StatusUnprocessableEntity, t, []page.FieldError{{Field: "code", Text: a.Catalogue.Negotiate(r).T("code.failed")}})
	}
	w.Header().Set("Cache-Control", "no-store")
	return a.showOwn(w, r, http.StatusOK, page.Own{Codes: codes})
}

// keepPasskey registers what the browser's authenticator made.
func (a *App) keepPasskey(w http.ResponseWriter, r *http.Request, acc store.Account, name, said string) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > maxPasskeyName || !oneLine(name) {
		return a.wrongOwn(w, r, "own.wrong.passkey-name", "passkey-name", "most", maxPasskeyName)
	}
	err := a.addPasskey(r, acc, name, said)
	if errors.Is(err, errPasskey) {
		a.Log.Info("a passkey was not registered", "error", err)
		return a.wrongOwn(w, r, "passkey.not-made", "passkey-name")
	}
	if err != nil {
		return err
	}
	return a.done(w, r, "/account", "own.done.passkey")
}
