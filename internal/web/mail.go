package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// mailLink is where links in mails lead: whoever has the secret may say yes to the mails, or no more. Looking changes
// nothing, because mail programs look at links before people do.
func (a *App) mailLink(w http.ResponseWriter, r *http.Request) error {
	n, err := a.mailOwner(r)
	if err != nil {
		return err
	}
	return a.showMailLink(w, r, n, "")
}

func (a *App) mailOwner(r *http.Request) (store.Notice, error) {
	n, err := a.Store.NoticeBySecret(r.Context(), r.PathValue("secret"))
	if errors.Is(err, store.ErrNoNotice) || err == nil && n.Address == "" {
		return n, notFound("")
	}
	return n, err
}

func (a *App) showMailLink(w http.ResponseWriter, r *http.Request, n store.Notice, done string) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	f := a.frame(r, a.Keeper.View())
	f.Path = "/" // the secret stays out of the forms for language and colours
	return a.render(w, r, http.StatusOK, page.MailLinkPage(f, page.MailLink{Action: r.URL.EscapedPath(), Address: masked(n.Address), Confirmed: n.Confirmed,
		On: n.Every != store.NoDigest, Done: done}))
}

// useMailLink confirms or stops. A mail program that unsubscribes by itself (RFC 8058) posts List-Unsubscribe=One-Click.
func (a *App) useMailLink(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	n, err := a.mailOwner(r)
	if err != nil {
		return err
	}
	done := ""
	switch {
	case values.Get("List-Unsubscribe") == "One-Click", values.Get("do") == "stop":
		n.Every, done = store.NoDigest, "stopped"
	case values.Get("do") == "confirm":
		n.Confirmed, done = true, "confirmed"
	default:
		return badRequest(short(values.Get("do")))
	}
	if n, err = a.Store.SetNotice(r.Context(), n); err != nil {
		return err
	}
	return a.showMailLink(w, r, n, done)
}

// masked shows enough of an address to know one's own: "a…@example.org".
func masked(address string) string {
	name, host, _ := strings.Cut(address, "@")
	if r := []rune(name); len(r) > 1 {
		name = string(r[:1]) + "…"
	}
	return name + "@" + host
}

// mailsSeen is how many of the latest mails an administrator sees.
const mailsSeen = 20

// mailState shows an administrator the way out.
func (a *App) mailState(w http.ResponseWriter, r *http.Request) error {
	return a.showMailState(w, r, http.StatusOK, page.Field{})
}

func (a *App) showMailState(w http.ResponseWriter, r *http.Request, status int, address page.Field) error {
	c := a.Teller.Mail
	out := page.MailState{On: c.On(), Server: c.Server, From: c.From, TLS: string(c.TLS), SignsIn: c.User != "", Base: c.Base, Outside: a.Teller.Outside.Open(), Done: a.flash(r)}
	counts, err := a.Store.MailCounts(r.Context())
	if err != nil {
		return err
	}
	out.Waiting, out.Sent, out.Ended = counts[store.MailWaiting], counts[store.MailSent], counts[store.MailRefused]+counts[store.MailGivenUp]
	latest, err := a.Store.LatestMail(r.Context(), "", mailsSeen)
	if err != nil {
		return err
	}
	for _, m := range latest {
		kind, _, _ := strings.Cut(m.ID, "/")
		out.Latest = append(out.Latest, page.MailRow{Kind: kind, When: m.Made, State: m.State, Tries: m.Tries, Trouble: m.Trouble})
	}
	address.Name, address.Label, address.Type, address.Autocomplete, address.Required = "address", "mailstate.address", "email", "email", true
	out.Address = address
	return a.render(w, r, status, page.MailStatePage(a.frame(r, a.Keeper.View()), out))
}

// tryMail sends a trial mail by the same way as all others.
func (a *App) tryMail(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	if !a.Teller.Mail.On() {
		return badRequest("")
	}
	address, ok := notify.ParseAddress(values.Get("address"))
	if !ok {
		return a.showMailState(w, r, http.StatusUnprocessableEntity, page.Field{Value: short(values.Get("address")), Error: "notices.wrong.address"})
	}
	p := a.Catalogue.Negotiate(r)
	err = a.Teller.Try(r.Context(), account.From(r.Context()).ID, address, string(p.Lang()))
	switch {
	case errors.Is(err, notify.ErrTooMany):
		return a.showMailState(w, r, http.StatusTooManyRequests, page.Field{Value: address, Error: "mailstate.too-many"})
	case err != nil:
		return err
	}
	return a.done(w, r, "/accounts/mail", "mailstate.queued")
}
