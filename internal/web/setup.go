package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// setupForm makes the first account, for whoever sits at the machine.
func (a *App) setupForm(w http.ResponseWriter, r *http.Request) error {
	first, err := a.firstStart(r)
	if err != nil {
		return err
	}
	all, err := a.Store.Accounts(r.Context())
	if err != nil {
		return err
	}
	if len(all) > 0 {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	return a.showSetup(w, r, http.StatusOK, setupFields(r, page.Setup{Allowed: first, Action: "/setup"}))
}

func (a *App) showSetup(w http.ResponseWriter, r *http.Request, status int, s page.Setup) error {
	return a.render(w, r, status, page.SetupPage(a.frame(r, a.Keeper.View()), s))
}

// setupFields are the questions with what was answered.
func setupFields(r *http.Request, s page.Setup) page.Setup {
	v := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	s.Name = page.Field{Name: "name", Label: "setup.name", Hint: "setup.name-hint", Value: v("name"), Autocomplete: "name", Required: true}
	s.Body = page.Field{Name: "body", Label: "setup.body", Hint: "setup.body-hint", Value: v("body"), Autocomplete: "organization"}
	s.Login = page.Field{Name: "login", Label: "sign-in.login", Value: v("login"), Autocomplete: "username", Required: true}
	s.Password = page.Field{Name: "password", Label: "sign-in.password", Hint: "setup.password-hint", Value: r.PostForm.Get("password"),
		Type: "password", Autocomplete: "new-password", Required: true}
	return s
}

func (a *App) setup(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	first, err := a.firstStart(r)
	if err != nil {
		return err
	}
	if !first {
		return a.showSetup(w, r, http.StatusForbidden, setupFields(r, page.Setup{Action: "/setup"}))
	}
	err = a.makeAccount(w, r, setupFields(r, page.Setup{Allowed: true, Action: "/setup"}), link{role: account.Administrator}, "")
	if errors.Is(err, store.ErrNotFirst) { // somebody was quicker
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	return err
}

// makeAccount checks the answers, makes the account and signs it in. Without a link (the zero one) it is the first account
// or none (store.ErrNotFirst); a link is used up when everything else is right.
func (a *App) makeAccount(w http.ResponseWriter, r *http.Request, s page.Setup, l link, secret string) error {
	hash, wrong, err := a.checkSetup(r, &s)
	if err != nil {
		return err
	}
	if wrong {
		return a.showSetup(w, r, http.StatusUnprocessableEntity, s)
	}
	create := a.Store.CreateFirstAccount
	if l.role != account.Administrator || secret != "" {
		create = a.Store.CreateAccount
		if err := a.use(r, l, secret); err != nil {
			return linkProblem(err)
		}
	}
	acc, err := create(r.Context(), store.Account{Name: s.Name.Value, Login: s.Login.Value, Role: string(l.role), PasswordHash: hash})
	if err != nil {
		return fmt.Errorf("making the account: %w", err)
	}
	if err := a.Store.SetSetting(r.Context(), bodySetting(acc.ID), s.Body.Value); err != nil {
		return err
	}
	if l.seat == nil && secret == "" {
		if err := a.seatInSample(r, acc); err != nil {
			return err
		}
	}
	next := "/import"
	if l.seat != nil {
		if err := a.takeSeat(r, secret, acc.ID, acc.Name); err != nil {
			return err
		}
		next = work.Href(l.seat.Workspace)
	}
	if err := a.begin(w, r, acc, byLink); err != nil {
		return err
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// oneLine says whether a text can be kept and shown: letters, in one line.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) })
}

// Bounds of what a person writes about themselves, in characters.
const maxName, maxBody = 200, 200

func (a *App) checkSetup(r *http.Request, s *page.Setup) (hash string, wrong bool, err error) {
	if n := utf8.RuneCountInString(s.Name.Value); n == 0 || n > maxName || !oneLine(s.Name.Value) {
		s.Name.Error = "setup.name-empty"
	}
	if utf8.RuneCountInString(s.Body.Value) > maxBody || !oneLine(s.Body.Value) {
		s.Body.Error = "setup.body-long"
	}
	switch n := utf8.RuneCountInString(s.Login.Value); {
	case n == 0 || n > maxName || !oneLine(s.Login.Value):
		s.Login.Error = "setup.login-empty"
	default:
		_, err := a.Store.AccountByLogin(r.Context(), s.Login.Value)
		if err == nil {
			s.Login.Error = "setup.login-taken"
		} else if !errors.Is(err, store.ErrNoAccount) {
			return "", false, err
		}
	}
	hash, err = a.hashPassword(r, s.Password.Value)
	switch {
	case errors.Is(err, account.ErrShortPassword):
		s.Password.Error, s.Password.ErrorArgs = "setup.password-short", []any{"min", account.MinPassword}
	case errors.Is(err, account.ErrLongPassword):
		s.Password.Error = "setup.password-long"
	case err != nil:
		return "", false, err
	}
	return hash, cmp.Or(s.Name.Error, s.Body.Error, s.Login.Error, s.Password.Error) != "", nil
}
