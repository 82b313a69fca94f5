package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	council "github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// sealedMonths bounds how many months back a desk is offered.
const sealedMonths = 36

// sealedDesk is the page on which a desk makes its key and reads.
func (a *App) sealedDesk(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "sealed")
	if err != nil {
		return err
	}
	return a.showSealed(w, r, in, http.StatusOK, nil)
}

func (a *App) showSealed(w http.ResponseWriter, r *http.Request, in *inWork, status int, wrong []page.FieldError) error {
	public := "/states/" + in.ws + "/sealed"
	out := work.SealedDesk{Form: work.Form{Action: in.f.Href("sealed"), Errors: wrong}, Bundle: in.f.Href("sealed", "bundle"), Public: public, Most: itoa(seal.MaxAnswer)}
	for _, body := range in.bodiesFor(account.HoldKey) {
		k := work.SealedKey{Body: body, Name: in.body(body), Public: public + "/" + url.PathEscape(body)}
		d, err := a.Sealed.Desk(r.Context(), in.ws, body)
		if err == nil {
			k.Recipient, k.Since, k.Note = d.Recipient, in.day(d.Since), d.Note
		} else if !errors.Is(err, council.ErrNoDesk) {
			return err
		}
		out.Bodies = append(out.Bodies, k)
	}
	since, err := a.Sealed.Since(r.Context(), in.ws)
	if err != nil {
		return err
	}
	now := in.now.UTC()
	for m := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC); len(out.Months) < sealedMonths; m = m.AddDate(0, -1, 0) {
		out.Months = append(out.Months, work.Option{Value: m.Format("2006-01"), Label: m.Format("2006-01"), Chosen: len(out.Months) == 0})
		if since.IsZero() || !m.After(since.Time()) {
			break
		}
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, status, work.SealedPage(in.f, out))
}

// changeSealed keeps the key of a desk, or sealed answers: one that the desk's browser sealed, or a file of them.
func (a *App) changeSealed(w http.ResponseWriter, r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseMultipartForm(maxSealedForm); err != nil {
			var large *http.MaxBytesError
			if errors.As(err, &large) {
				return err
			}
			return badRequest("")
		}
	}
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "sealed")
	if err != nil {
		return err
	}
	body := values.Get("body")
	switch do := values.Get("do"); do {
	case "key", "close":
		recipient, note := values.Get("recipient"), cleaned(values.Get("note"))
		if do == "close" {
			recipient, note = "", ""
		} else if strings.TrimSpace(recipient) == "" {
			recipient = "-"
		}
		err := a.Sealed.SetKey(r.Context(), in.who, in.ws, body, recipient, note)
		again := func(field, code string) error {
			return a.showSealed(w, r, in, http.StatusUnprocessableEntity, []page.FieldError{{Field: field + "-" + body, Text: in.f.T(code)}})
		}
		var long *seal.TooLong
		switch {
		case errors.Is(err, council.ErrRecipient):
			return again("recipient", "sealed.desk.wrong-recipient")
		case errors.As(err, &long):
			return again("note", "sealed.desk.wrong-note")
		case errors.Is(err, council.ErrNoDesk):
			return notFound(short(body))
		case err != nil:
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("sealed"), "sealed.desk.kept")
	case "answer":
		return a.keepAnswer(w, r, in, values.Get("tag"), values.Get("blob"))
	case "answers":
		return a.keepAnswers(w, r, in)
	default:
		return badRequest(short(do))
	}
}

// keepAnswer answers the desk's script, which tries the next tag where one is taken.
func (a *App) keepAnswer(w http.ResponseWriter, r *http.Request, in *inWork, name, blob string) error {
	tag, err := seal.ParseTag(name)
	b, berr := base64.StdEncoding.DecodeString(blob)
	if err != nil || berr != nil {
		return badRequest("")
	}
	status := http.StatusNoContent
	var refused *followup.Refused
	switch err := a.Sealed.Answer(r.Context(), in.who, in.ws, tag, b); {
	case errors.Is(err, store.ErrSealedTag):
		status = http.StatusConflict
	case errors.Is(err, store.ErrSealedFull):
		status = http.StatusServiceUnavailable
	case errors.Is(err, seal.ErrBlob):
		status = http.StatusBadRequest
	case errors.As(err, &refused):
		status = http.StatusForbidden
	case err != nil:
		return err
	}
	w.WriteHeader(status)
	return nil
}

// keepAnswers keeps a file of answers that were sealed on the desk's own machine. Where another answer has the number of one, the
// rest is kept all the same, and the page says how many were not.
func (a *App) keepAnswers(w http.ResponseWriter, r *http.Request, in *inWork) error {
	again := func(code string) error {
		return a.showSealed(w, r, in, http.StatusUnprocessableEntity, []page.FieldError{{Field: "answers", Text: in.f.T(code)}})
	}
	f, _, err := r.FormFile("answers")
	if err != nil {
		return again("sealed.desk.wrong-answers")
	}
	defer f.Close()
	kept, taken := 0, 0
	err = seal.ReadBundle(f, seal.AnswersName, func(_ string, h seal.Held) error {
		tag, err := seal.ParseTag(h.Tag)
		if err != nil {
			return fmt.Errorf("%w: %w", seal.ErrBundle, err)
		}
		err = a.Sealed.Answer(r.Context(), in.who, in.ws, tag, h.Blob)
		if errors.Is(err, store.ErrSealedTag) {
			taken++
			return nil
		}
		kept++
		return err
	})
	switch {
	case errors.Is(err, seal.ErrBundle), errors.Is(err, seal.ErrBlob):
		return again("sealed.desk.wrong-answers")
	case errors.Is(err, store.ErrSealedFull):
		return again("sealed.say.later")
	case err != nil:
		return a.failed(w, r, in, err, nil)
	case taken > 0:
		return a.showSealed(w, r, in, http.StatusUnprocessableEntity, []page.FieldError{{Field: "answers", Text: in.f.T("sealed.desk.taken", "count", taken)}})
	}
	return a.done(w, r, in.f.Href("sealed"), "sealed.desk.uploaded", "count", kept)
}

// sealedBundle is all that is sealed in a month, for the desk's browser or its own machine.
func (a *App) sealedBundle(w http.ResponseWriter, r *http.Request) error {
	ws, month := r.PathValue("ws"), r.URL.Query().Get("month")
	if _, err := time.Parse("2006-01", month); err != nil {
		return badRequest(short(month))
	}
	list, err := a.Sealed.Bundle(r.Context(), account.From(r.Context()), ws, month)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "sealed-"+ws+"-"+month+".ndjson"))
	err = seal.WriteBundle(w, seal.BundleName, ws, func(yield func(seal.Held, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	})
	if err != nil {
		a.Log.Debug("a bundle was not taken", "error", err)
	}
	return nil
}
