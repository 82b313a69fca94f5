package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/web/page"
)

// schemeCookie keeps a reader's chosen colours.
const schemeCookie = "scheme"

const preferenceTime = 365 * 24 * time.Hour

// preferences keeps the reader's language or colours in a cookie and goes back to the page.
func (a *App) preferences(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	next := local(r.PostForm.Get("next"))
	if l, ok := a.Catalogue.Parse(r.PostForm.Get("lang")); ok {
		a.remember(w, i18n.CookieName, string(l))
		next = withoutLang(next)
	}
	if s := r.PostForm.Get("scheme"); s != "" {
		a.remember(w, schemeCookie, string(page.ParseScheme(s)))
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (a *App) remember(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(preferenceTime.Seconds()), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: a.Sessions.Cookie.Secure})
}

// local is an address on this site: whatever else it is asked to go to becomes the first page.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// withoutLang takes the language out of an address, where it would go before the choice just made.
func withoutLang(next string) string {
	u, err := url.Parse(next)
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Del("lang")
	u.RawQuery = q.Encode()
	return u.String()
}

func queryEscape(s string) string { return url.QueryEscape(s) }
