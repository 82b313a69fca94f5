package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// notices shows how the reader is told what waits.
func (a *App) notices(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "notices")
	if err != nil {
		return err
	}
	return a.showNotices(w, r, in, http.StatusOK, nil)
}

func (a *App) showNotices(w http.ResponseWriter, r *http.Request, in *inWork, status int, change func(*work.Notices)) error {
	n, err := a.Store.Notice(r.Context(), in.who.ID)
	if err != nil {
		return err
	}
	out := work.Notices{Form: work.Form{Action: in.f.Href("notices")}, Mail: a.Teller.Mail.On(), HasOne: n.Calendar, Told: n.ToldAt}
	in.noticeForm(&out, n)
	if in.may(account.EditDates, nil) {
		e, err := a.Teller.Escalation(r.Context(), in.ws)
		if err != nil {
			return err
		}
		out.Escalation = &work.EscalationForm{Form: work.Form{Action: in.f.Href("notices", "escalation") + "#escalation"}, Validator: strconv.Itoa(e.Validator), Coordinator: strconv.Itoa(e.Coordinator)}
	}
	if change != nil {
		change(&out)
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, status, work.NoticesPage(in.f, out))
}

// noticeForm fills the form with what was chosen.
func (in *inWork) noticeForm(out *work.Notices, n store.Notice) {
	out.Address, out.Confirmed, out.Paused, out.Stopped = n.Address, n.Confirmed, n.Paused, n.Refused >= store.RefusalsMost
	for _, e := range []string{store.NoDigest, store.DailyDigest, store.WeeklyDigest} {
		out.Every = append(out.Every, work.Option{Value: e, Label: in.f.T("notify.every." + e), Chosen: e == n.Every})
	}
	for i := range 7 {
		d := (i + 1) % 7 // a week begins on Monday
		out.Weekdays = append(out.Weekdays, work.Option{Value: strconv.Itoa(d), Label: in.f.T("notices.weekday." + strconv.Itoa(d)), Chosen: time.Weekday(d) == n.Weekday})
	}
	lang := n.Lang
	if lang == "" {
		lang = string(in.f.P.Lang())
	}
	for _, l := range i18n.Languages() {
		out.Langs = append(out.Langs, work.Option{Value: string(l), Label: in.f.T("language.own." + string(l)), Chosen: string(l) == lang})
	}
}

// setNotices keeps what the reader chose, or gives the own calendar another address.
func (a *App) setNotices(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "notices")
	if err != nil {
		return err
	}
	switch values.Get("do") {
	case "renew":
		secret, err := a.Store.RenewCalendar(r.Context(), in.who.ID)
		if err != nil {
			return err
		}
		return a.showNotices(w, r, in, http.StatusOK, func(out *work.Notices) {
			out.Calendar = a.base(r) + "/calendar/" + secret + "/" + url.PathEscape(in.ws) + ".ics"
		})
	case "close":
		if err := a.Store.DropCalendar(r.Context(), in.who.ID); err != nil {
			return err
		}
		return a.done(w, r, in.f.Href("notices"), "notices.calendar-closed")
	case "save":
		return a.saveNotices(w, r, in, values)
	}
	return badRequest(short(values.Get("do")))
}

func (a *App) saveNotices(w http.ResponseWriter, r *http.Request, in *inWork, values url.Values) error {
	old, err := a.Store.Notice(r.Context(), in.who.ID)
	if err != nil {
		return err
	}
	n, wrong := in.noticeOf(old, values)
	if len(wrong) > 0 {
		return a.showNotices(w, r, in, http.StatusUnprocessableEntity, func(out *work.Notices) {
			out.Errors, out.Every, out.Weekdays, out.Langs = wrong, nil, nil, nil
			in.noticeForm(out, n)
			out.Address, out.Paused, out.Confirmed = values.Get("address"), values.Get("paused"), old.Confirmed
		})
	}
	if n.Secret == "" { // the first choice: what stands now is not news
		n.Act = in.view.Act
	}
	if n, err = a.Store.SetNotice(r.Context(), n); err != nil {
		return err
	}
	said := "notices.saved"
	if n.Address != "" && !n.Confirmed && a.Teller.Mail.On() {
		said = "notices.saved-confirm"
		err := a.Teller.Confirm(r.Context(), n, in.who.Name)
		if errors.Is(err, notify.ErrTooMany) {
			said, err = "notices.saved-later", nil
		}
		if err != nil {
			return err
		}
	}
	return a.done(w, r, in.f.Href("notices"), said)
}

// noticeOf reads the form.
func (in *inWork) noticeOf(n store.Notice, values url.Values) (store.Notice, []page.FieldError) {
	var wrong []page.FieldError
	bad := func(field, code string) {
		wrong = append(wrong, page.FieldError{Field: field, Text: in.f.T(code)})
	}
	switch every := values.Get("every"); every {
	case store.NoDigest, store.DailyDigest, store.WeeklyDigest:
		n.Every = every
	default:
		bad("every", "notices.wrong.every")
	}
	address, ok := notify.ParseAddress(values.Get("address"))
	switch {
	case values.Get("address") == "" && n.Every == store.NoDigest:
		n.Address, n.Confirmed = "", false
	case !ok:
		bad("address", "notices.wrong.address")
	case address != n.Address:
		n.Address, n.Confirmed = address, false
	}
	if d, err := strconv.Atoi(values.Get("weekday")); err != nil || d < 0 || d > 6 {
		bad("weekday", "notices.wrong.weekday")
	} else {
		n.Weekday = time.Weekday(d)
	}
	d, err := upr.ParseDate(values.Get("paused"))
	if on := reference.DayInGeneva(in.now); err != nil || d.Year > on.Year+2 {
		bad("paused", "notices.wrong.paused")
	} else if n.Paused = d.String(); !d.After(on) {
		n.Paused = ""
	}
	n.Lang = string(i18n.English)
	for _, l := range i18n.Languages() {
		if string(l) == values.Get("lang") {
			n.Lang = string(l)
		}
	}
	return n, wrong
}

// setEscalation keeps after how many days others are told of what is overdue in the workspace.
func (a *App) setEscalation(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "notices")
	if err != nil {
		return err
	}
	v, errV := strconv.Atoi(values.Get("validator"))
	c, errC := strconv.Atoi(values.Get("coordinator"))
	ok := errV == nil && errC == nil
	if ok {
		if ok, err = a.Teller.SetEscalation(r.Context(), in.ws, notify.Escalation{Validator: v, Coordinator: c}); err != nil {
			return err
		}
	}
	if !ok {
		return a.showNotices(w, r, in, http.StatusUnprocessableEntity, func(out *work.Notices) {
			out.Escalation.Validator, out.Escalation.Coordinator = short(values.Get("validator")), short(values.Get("coordinator"))
			out.Escalation.Errors = []page.FieldError{{Field: "validator", Text: in.f.T("notices.wrong.escalation")}}
		})
	}
	return a.done(w, r, in.f.Href("notices"), "notices.saved")
}

// base is the address under which people reach the program: as the operator says, else as the reader came.
func (a *App) base(r *http.Request) string {
	if a.Teller.Mail.Base != "" {
		return a.Teller.Mail.Base
	}
	return origin(r)
}
