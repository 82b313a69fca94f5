package i18n

import (
	"net/http"

	"golang.org/x/text/language"
)

// CookieName is the cookie that keeps a reader's chosen language.
const CookieName = "lang"

// Parse reads a language as it stands in an address or a cookie; ok is false when pages do not exist in it.
func (c *Catalogue) Parse(s string) (l Lang, ok bool) {
	_, ok = c.locales[Lang(s)]
	return Lang(s), ok
}

// Negotiate finds the language of the answer to a request: the address (?lang=ru) before the reader's earlier choice
// (cookie) before what the browser asks for (Accept-Language) before English. The path plays no part: every page has
// one address.
func (c *Catalogue) Negotiate(r *http.Request) Printer {
	if l, ok := c.Parse(r.URL.Query().Get("lang")); ok {
		return c.Printer(l)
	}
	if k, err := r.Cookie(CookieName); err == nil {
		if l, ok := c.Parse(k.Value); ok {
			return c.Printer(l)
		}
	}
	if tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")); err == nil && len(tags) > 0 {
		if _, i, confidence := c.matcher.Match(tags...); confidence > language.Low {
			return c.Printer(languages[i])
		}
	}
	return c.Printer(English)
}
