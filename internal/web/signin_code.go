package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// Where a session keeps who gave the right password and still owes a code. Nobody is signed in by it.
const (
	pendingKey     = "pending"
	pendingPassKey = "pending-password"
	pendingNextKey = "pending-next"
	pendingTimeKey = "pending-at"
	pendingTries   = "pending-tries"
)

// pendingTime is how long a code may be waited for, and codeTries how many may be wrong before the password is asked again.
const (
	pendingTime = 10 * time.Minute
	codeTries   = 5
)

// passed goes on after a right password: to the code where the account has a second factor, else in.
func (a *App) passed(w http.ResponseWriter, r *http.Request, acc store.Account, how, next string) error {
	factor, err := a.Store.TOTP(r.Context(), acc.ID)
	if err != nil {
		return err
	}
	if !factor.Confirmed {
		if err := a.begin(w, r, acc, how); err != nil {
			return err
		}
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	if err := a.Sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	for _, k := range []string{accountKey, passwordKey, signInKey} {
		a.Sessions.Remove(r.Context(), k)
	}
	a.Sessions.Put(r.Context(), pendingKey, acc.ID)
	a.Sessions.Put(r.Context(), pendingPassKey, fingerprint(acc))
	a.Sessions.Put(r.Context(), pendingNextKey, next)
	a.Sessions.Put(r.Context(), pendingTimeKey, a.Now().Unix())
	a.Sessions.Put(r.Context(), pendingTries, 0)
	http.Redirect(w, r, "/sign-in/code", http.StatusSeeOther)
	return nil
}

func (a *App) forgetPending(r *http.Request) {
	for _, k := range []string{pendingKey, pendingPassKey, pendingNextKey, pendingTimeKey, pendingTries} {
		a.Sessions.Remove(r.Context(), k)
	}
}

// pending is the account that owes a code; store.ErrNoAccount when there is none or it waited too long.
func (a *App) pending(r *http.Request) (store.Account, error) {
	id := a.Sessions.GetString(r.Context(), pendingKey)
	at := time.Unix(a.Sessions.GetInt64(r.Context(), pendingTimeKey), 0)
	if id == "" || a.Now().Sub(at) > pendingTime {
		return store.Account{}, store.ErrNoAccount
	}
	acc, err := a.Store.Account(r.Context(), id)
	if err == nil && (acc.Disabled || fingerprint(acc) != a.Sessions.GetString(r.Context(), pendingPassKey)) {
		err = store.ErrNoAccount
	}
	return acc, err
}

// codeForm asks for the code of the second factor.
func (a *App) codeForm(w http.ResponseWriter, r *http.Request) error {
	if _, err := a.pending(r); errors.Is(err, store.ErrNoAccount) {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	} else if err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, page.CodePage(a.frame(r, a.Keeper.View()), page.Code{}))
}

// code takes a code by the clock or a recovery code, each once.
func (a *App) code(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	acc, err := a.pending(r)
	if errors.Is(err, store.ErrNoAccount) {
		a.forgetPending(r)
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	device, err := a.knownDevice(r, acc.ID)
	if err != nil {
		return err
	}
	if !a.attempts.code(acc.ID, device) {
		return a.render(w, r, http.StatusTooManyRequests, page.CodePage(a.frame(r, a.Keeper.View()), page.Code{Slow: true}))
	}
	how, err := a.takeCode(r, acc.ID, r.PostForm.Get("code"))
	if errors.Is(err, store.ErrCodeUsed) {
		tries := a.Sessions.GetInt(r.Context(), pendingTries) + 1
		if tries >= codeTries {
			a.forgetPending(r)
			http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
			return nil
		}
		a.Sessions.Put(r.Context(), pendingTries, tries)
		return a.render(w, r, http.StatusUnprocessableEntity, page.CodePage(a.frame(r, a.Keeper.View()), page.Code{Failed: true}))
	}
	if err != nil {
		return err
	}
	a.attempts.codeRight(acc.ID, device)
	next := local(a.Sessions.GetString(r.Context(), pendingNextKey))
	if err := a.begin(w, r, acc, how); err != nil {
		return err
	}
	if how == byRecoveryCode {
		left, err := a.Store.RecoveryCodes(r.Context(), acc.ID)
		if err != nil {
			return err
		}
		a.setFlash(r, a.Catalogue.Negotiate(r).T("own.codes.left", "count", left))
		next = "/account"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// takeCode uses a code up and says which kind it was; store.ErrCodeUsed when it is wrong or was used.
func (a *App) takeCode(r *http.Request, id, typed string) (how string, err error) {
	code, recovery := account.NormalCode(typed)
	if code == "" {
		return "", store.ErrCodeUsed
	}
	if recovery {
		return byRecoveryCode, a.Store.UseRecoveryCode(r.Context(), id, code)
	}
	factor, err := a.Store.TOTP(r.Context(), id)
	if err != nil {
		return "", err
	}
	step, ok := account.CheckTOTP(factor.Secret, code, a.Now())
	if !ok {
		return "", store.ErrCodeUsed
	}
	return byCode, a.Store.UseTOTP(r.Context(), id, step)
}
