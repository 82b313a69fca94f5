package web

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzhttp"

	council "github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/evidence"
	"github.com/openupr/openupr/internal/flood"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sealed"
)

// Bounds of sealed submissions and of looking for answers. Many people may come from one address.
var (
	sealedTakes = flood.Rule{Source: 20, Window: time.Hour, Day: 150}
	sealedAsks  = flood.Rule{Source: 120, Window: time.Hour}
)

// sealedRoutes are the pages of sealed submissions by the patterns of their rows in the policy table.
func (a *App) sealedRoutes() map[string]http.Handler {
	a.sealedTakes, a.sealedAsks = flood.New(sealedTakes, a.Now), flood.New(sealedAsks, a.Now)
	return map[string]http.Handler{
		"GET /states/{state}/sealed":         a.page(a.sealedDesks),
		"GET /states/{state}/sealed/{body}":  a.page(a.sealedForm),
		"POST /states/{state}/sealed/{body}": a.page(a.takeSealed),
		"GET /states/{state}/sealed/answer":  a.page(a.sealedAsk),
		"POST /states/{state}/sealed/answer": a.page(a.findSealed),
		"GET /work/{ws}/sealed":              a.page(a.sealedDesk),
		"POST /work/{ws}/sealed":             a.page(a.changeSealed),
		"GET /work/{ws}/sealed/bundle":       a.page(a.sealedBundle),
	}
}

// Nameless says whether a request is to a page that must not know who asks: no session is looked up and no cookie set.
func Nameless(r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, "/states/")
	_, rest, under := strings.Cut(rest, "/")
	return ok && under && (rest == "sealed" || strings.HasPrefix(rest, "sealed/") || contributes(r.URL.Path))
}

// inSealed is one request of somebody who is not known.
type inSealed struct {
	f     page.Frame
	state page.StateLink
	ws    string
	list  string
}

func (a *App) sealedIn(r *http.Request) (*inSealed, error) {
	raw := r.PathValue("state")
	code := upr.State(strings.ToUpper(raw))
	if _, ok := stateInfo(code); !ok {
		return nil, notFound(short(raw))
	}
	f := a.frame(r, a.Keeper.View())
	s := stateLink(f.P, code)
	return &inSealed{f: f, state: s, ws: string(code), list: s.Href() + "/sealed"}, nil
}

func (in *inSealed) answer() string { return in.list + "/answer" }

func (in *inSealed) desk(d council.Desk) sealed.Desk {
	name, lang := d.Names.In(string(in.f.P.Lang()))
	return sealed.Desk{Name: name, Lang: lang, Href: in.list + "/" + url.PathEscape(d.Body), Recipient: d.Recipient, Since: in.f.P.Date(d.Since.Time()), Note: d.Note}
}

// sealedDesks lists the desks that take sealed submissions.
func (a *App) sealedDesks(w http.ResponseWriter, r *http.Request) error {
	in, err := a.sealedIn(r)
	if err != nil {
		return err
	}
	desks, err := a.Sealed.Desks(r.Context(), in.ws)
	if err != nil {
		return err
	}
	out := sealed.List{State: in.state, Answer: in.answer()}
	for _, d := range desks {
		out.Desks = append(out.Desks, in.desk(d))
	}
	return a.render(w, r, http.StatusOK, sealed.ListPage(in.f, out))
}

// sealedForm is where a submission is written.
func (a *App) sealedForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.sealedIn(r)
	if err != nil {
		return err
	}
	d, err := a.sealedTo(r, in)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return a.render(w, r, http.StatusOK, sealed.FormPage(in.f, in.form(d)))
}

func (in *inSealed) form(d council.Desk) sealed.Form {
	return sealed.Form{State: in.state, List: in.list, Answer: in.answer(), Desk: in.desk(d)}
}

func (a *App) sealedTo(r *http.Request, in *inSealed) (council.Desk, error) {
	d, err := a.Sealed.Desk(r.Context(), in.ws, r.PathValue("body"))
	if errors.Is(err, council.ErrNoDesk) {
		err = notFound(short(r.PathValue("body")))
	}
	return d, err
}

// takeSealed keeps a submission: pieces that the contributor's browser sealed, or a form, which is sealed here, in memory.
func (a *App) takeSealed(w http.ResponseWriter, r *http.Request) error {
	in, err := a.sealedIn(r)
	if err != nil {
		return err
	}
	d, err := a.sealedTo(r, in)
	if err != nil {
		return err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	blobs := kind == "application/octet-stream"
	if !a.sealedTakes.Allow(in.ws+"/"+d.Body, Remote(r)) {
		if blobs {
			w.WriteHeader(http.StatusTooManyRequests)
			return nil
		}
		return &Problem{http.StatusTooManyRequests, "sealed-later", ""}
	}
	if blobs {
		return a.takePieces(w, r, in)
	}
	return a.sealForm(w, r, in, d)
}

func (a *App) takePieces(w http.ResponseWriter, r *http.Request, in *inSealed) error {
	b, err := io.ReadAll(io.LimitReader(r.Body, int64(seal.Classes[len(seal.Classes)-1]*seal.BlobSize)+1))
	if err != nil {
		return badRequest("")
	}
	var list [][]byte
	for ; len(b) >= seal.BlobSize; b = b[seal.BlobSize:] {
		list = append(list, b[:seal.BlobSize])
	}
	if len(b) > 0 {
		list = nil
	}
	switch err := a.Sealed.Take(r.Context(), in.ws, list); {
	case errors.Is(err, council.ErrPieces), errors.Is(err, seal.ErrBlob):
		w.WriteHeader(http.StatusBadRequest)
	case errors.Is(err, store.ErrSealedFull):
		w.WriteHeader(http.StatusServiceUnavailable)
	case err != nil:
		return err
	default:
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNoContent)
	}
	return nil
}

// sealForm seals what a browser without scripts sent. A request is at most a megabyte, so that no part of it is ever written
// to a temporary file.
func (a *App) sealForm(w http.ResponseWriter, r *http.Request, in *inSealed, d council.Desk) error {
	if err := r.ParseMultipartForm(maxSealedForm); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return badRequest("")
	}
	form := in.form(d)
	form.Text, form.Pseudonym = cleaned(r.PostFormValue("text")), cleaned(r.PostFormValue("pseudonym"))
	again := func(field, code string, args ...any) error {
		form.Errors = append(form.Errors, page.FieldError{Field: field, Text: in.f.T(code, args...)})
		return a.renderSealed(w, r, http.StatusUnprocessableEntity, sealed.FormPage(in.f, form))
	}
	s := seal.Submission{Text: form.Text, Pseudonym: form.Pseudonym, Lang: string(in.f.P.Lang())}
	var left []evidence.Left
	for _, h := range r.MultipartForm.File["files"] {
		if h.Size == 0 {
			continue
		}
		f, err := h.Open()
		if err != nil {
			return badRequest("")
		}
		b, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return badRequest("")
		}
		clean, l, err := seal.Clean(len(s.Files)+1, b)
		var refused *evidence.Refused
		if errors.As(err, &refused) {
			return again("files", "evidence.refused."+string(refused.Code))
		}
		if err != nil {
			return err
		}
		s.Files, left = append(s.Files, clean), append(left, l...)
	}
	code, err := seal.NewCode(rand.Reader)
	if err != nil {
		return err
	}
	if s.Reply, err = code.Reply(); err != nil {
		return err
	}
	blobs, err := seal.SealSubmission(d.Recipient, s)
	var long *seal.TooLong
	switch {
	case errors.Is(err, seal.ErrEmpty):
		return again("text", "sealed.say.empty")
	case errors.As(err, &long):
		return again(long.What, "sealed.long."+long.What, "most", long.Most)
	case err != nil:
		return fmt.Errorf("a submission could not be sealed: %w", err)
	}
	err = a.Sealed.Take(r.Context(), in.ws, blobs)
	if errors.Is(err, store.ErrSealedFull) {
		return again("text", "sealed.say.later")
	}
	if err != nil {
		return err
	}
	made := sealed.Made{State: in.state, List: in.list, Answer: in.answer(), Desk: in.desk(d), Code: code.String()}
	for _, l := range left {
		made.Left = append(made.Left, in.f.T("evidence.left."+string(l)))
	}
	return a.renderSealed(w, r, http.StatusOK, sealed.MadePage(in.f, made))
}

// maxSealedForm is more than the largest request that gets here (the server's bound for forms).
const maxSealedForm = 2 << 20

// sealedAsk is where a return code is entered.
func (a *App) sealedAsk(w http.ResponseWriter, r *http.Request) error {
	in, err := a.sealedIn(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return a.render(w, r, http.StatusOK, sealed.AskPage(in.f, sealed.Ask{State: in.state, List: in.list, Action: in.answer()}))
}

// findSealed gives what is kept under tags, as many as were asked for; or, to a browser without scripts, opens the answers to a
// code in memory.
func (a *App) findSealed(w http.ResponseWriter, r *http.Request) error {
	in, err := a.sealedIn(r)
	if err != nil {
		return err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	allowed := a.sealedAsks.Allow(in.ws, Remote(r))
	if kind == "application/octet-stream" {
		if !allowed {
			w.WriteHeader(http.StatusTooManyRequests)
			return nil
		}
		return a.giveSealed(w, r, in)
	}
	if !allowed {
		return &Problem{http.StatusTooManyRequests, "sealed-later", ""}
	}
	values, err := form(r)
	if err != nil {
		return err
	}
	out := sealed.Ask{State: in.state, List: in.list, Action: in.answer()}
	code, err := seal.ParseCode(values.Get("code"))
	if err != nil {
		out.Errors = []page.FieldError{{Field: "code", Text: in.f.T("sealed.say.code")}}
		return a.renderSealed(w, r, http.StatusUnprocessableEntity, sealed.AskPage(in.f, out))
	}
	if out.Answers, err = a.sealedAnswers(r, in, code); err != nil {
		return err
	}
	out.Asked = true
	return a.renderSealed(w, r, http.StatusOK, sealed.AskPage(in.f, out))
}

func (a *App) giveSealed(w http.ResponseWriter, r *http.Request, in *inSealed) error {
	var tags [seal.AnswersAtOnce]seal.Tag
	b, err := io.ReadAll(io.LimitReader(r.Body, int64(len(tags)*len(tags[0]))+1))
	if err != nil || len(b) != len(tags)*len(tags[0]) {
		w.WriteHeader(http.StatusBadRequest)
		return nil
	}
	for i := range tags {
		copy(tags[i][:], b[i*len(tags[i]):])
	}
	found, err := a.Sealed.Find(r.Context(), in.ws, tags)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", "no-store")
	h.Set(gzhttp.HeaderNoCompression, "1") // every answer has one length
	if _, err := w.Write(bytes.Join(found[:], nil)); err != nil {
		a.Log.Debug("answers were not taken", "error", err)
	}
	return nil
}

func (a *App) sealedAnswers(r *http.Request, in *inSealed, code seal.Code) (out []sealed.Answer, err error) {
	to, err := code.Reply()
	if err != nil {
		return nil, err
	}
	for from, more := 0, true; more && from < seal.MaxAnswers; from += seal.AnswersAtOnce {
		var tags [seal.AnswersAtOnce]seal.Tag
		for i := range tags {
			tags[i] = to.Tag(from + i)
		}
		found, err := a.Sealed.Find(r.Context(), in.ws, tags)
		if err != nil {
			return nil, err
		}
		for _, b := range found {
			x, ok, err := seal.OpenAnswer(code, b)
			if more = ok && err == nil; more {
				out = append(out, sealed.Answer{Text: x.Text, Lang: x.Lang})
			}
		}
	}
	return out, nil
}

// sealedPage is the step in which the lengths of what is answered to a form grow: what stands there cannot be told from how long
// it is. The empty forms are the same for everybody.
const sealedPage = 32 << 10

// renderSealed sends a page that is kept nowhere, at a length that tells nothing: uncompressed, and filled up.
func (a *App) renderSealed(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return fmt.Errorf("drawing a sealed page: %w", err)
	}
	fill := sealedPage - (b.Len()+len("<!---->"))%sealedPage
	noise := make([]byte, fill)
	_, _ = rand.Read(noise) // it never fails
	b.WriteString("<!--" + base64.RawURLEncoding.EncodeToString(noise)[:fill] + "-->")
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", a.Catalogue.Negotiate(r).Tag())
	h.Set(gzhttp.HeaderNoCompression, "1")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("a page was not taken", "error", err)
	}
	return nil
}

// Choices are the cookies that say how a reader wants to see pages, and nothing of who reads.
func Choices(r *http.Request) []*http.Cookie {
	var out []*http.Cookie
	for _, name := range []string{i18n.CookieName, schemeCookie} {
		if c, err := r.Cookie(name); err == nil {
			out = append(out, &http.Cookie{Name: c.Name, Value: c.Value})
		}
	}
	return out
}
