package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/seal"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
)

// form is where anyone comments on a passage ("p", its number), or on the whole.
func (c *consulting) form(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	if !h.Thing.Open(in.on) {
		http.Redirect(w, r, in.href(h.ID), http.StatusSeeOther)
		return nil
	}
	x := consult.Form{}
	if n := atoi(r.URL.Query().Get("p")); n > 0 {
		id := spoken.PassageID(h.ID, h.Thing.Version, n)
		if _, ok := in.v.Passages.Get(id); !ok {
			return notFound(short(r.URL.Query().Get("p")))
		}
		x.Passage = id
	}
	return c.showForm(w, r, in, http.StatusOK, h, x, nil)
}

func (c *consulting) showForm(w http.ResponseWriter, r *http.Request, in *inConsult, status int, h *council.Held[spoken.Consultation], x consult.Form, groups []string) error {
	x.State, x.Title, x.Back, x.List, x.Action, x.Rule = in.state, in.text(h.Thing.Title), in.href(h.ID), in.href(), in.href(h.ID, "comment"), in.text(h.Thing.Rule)
	x.Number = in.f.T("consult.whole")
	if p, ok := in.v.Passages.Get(x.Passage); ok {
		x.Number, x.Words = in.f.T("consult.passage", "number", strconv.Itoa(p.Thing.Number)), in.text(p.Thing.Words)
		x.Back = in.passageLink(h.Thing.Version)(p).Href
	}
	if x.Once == "" {
		x.Once = rand.Text()
	}
	x.Hold = in.f.T("consult.hold.none")
	if h.Thing.HoldDays > 0 {
		x.Hold = in.f.T("consult.hold.days", "count", h.Thing.HoldDays)
	}
	if h.Thing.Before {
		x.Hold += " " + in.f.T("consult.hold.before")
	}
	for _, g := range reference.Affected() {
		x.Groups = append(x.Groups, work.Option{Value: g.Code, Label: facetValue(in.f.P, query.Affected, g.Code), Chosen: slices.Contains(groups, g.Code)})
	}
	less := in.f.P.Less()
	slices.SortFunc(x.Groups, func(a, b work.Option) int { return less(a.Label, b.Label) })
	return c.render(w, r, status, consult.FormPage(in.f, x))
}

// comment takes what anyone says: no session is looked at, no cookie set, no address kept. What may tell who a person is is
// shown to the writer first, who may send it all the same.
func (c *consulting) comment(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	x := consult.Form{Passage: form.Get("passage"), Once: form.Get("once"), Text: strings.ToValidUTF8(form.Get("text"), ""), Quote: cleaned(form.Get("quote")),
		Pseudonym: cleaned(form.Get("pseudonym")), Code: cleaned(form.Get("code")), DeskOnly: form.Get("desk-only") == "yes"}
	if len(x.Once) > 100 {
		x.Once = ""
	}
	again := func(status int, errs ...page.FieldError) error {
		x.Errors = errs
		return c.showForm(w, r, in, status, h, x, form["group"])
	}
	if !c.takes.Allow(in.ws+"/"+h.ID, Remote(r)) {
		return again(http.StatusTooManyRequests, page.FieldError{Field: "text", Text: in.f.T("consult.flood")})
	}
	if form.Get("send") != "as-it-is" {
		for _, found := range council.LookForHarm(x.Text + "\n" + x.Quote + "\n" + x.Pseudonym) {
			x.Harm = append(x.Harm, in.f.T("consult.harm."+string(found)))
		}
		if len(x.Harm) > 0 {
			return again(http.StatusUnprocessableEntity)
		}
	}
	got, err := c.Council.Comment(r.Context(), in.ws, h.ID, council.Contribution{Passage: x.Passage, Quote: x.Quote, Words: x.Text, Pseudonym: x.Pseudonym,
		Groups: form["group"], DeskOnly: x.DeskOnly, Once: x.Once, Code: x.Code})
	var invalid *council.Invalid
	if errors.As(err, &invalid) {
		return again(http.StatusUnprocessableEntity, in.invalid(invalid))
	}
	if err != nil {
		return err
	}
	out := consult.Taken{State: in.state, Title: in.text(h.Thing.Title), List: in.href(), Back: in.href(h.ID), Ask: in.state.Href() + "/contribution", Code: got.Code,
		Number: in.f.T("consult.taken.number", "number", strconv.Itoa(got.Number))}
	if got.Again {
		out.Lines = append(out.Lines, in.f.T("consult.taken.again"))
	}
	out.Lines = append(out.Lines, in.becomes(got))
	if p, ok := in.v.Passages.Get(x.Passage); ok {
		out.Back = in.passageLink(h.Thing.Version)(p).Href
	}
	w.Header().Set("Cache-Control", "no-store")
	return c.render(w, r, http.StatusOK, consult.TakenPage(in.f, out))
}

// becomes says when a comment will be shown.
func (in *inConsult) becomes(got council.Received) string {
	switch {
	case got.Shown != spoken.Held:
		return in.f.T("consult.shown." + string(got.Shown))
	case len(got.Harm) > 0:
		return in.f.T("consult.taken.person")
	}
	return in.f.T("consult.shown.held", "day", dayIn(in.f.P, got.Until))
}

// invalid says in the reader's words why something cannot be taken.
func (in *inConsult) invalid(e *council.Invalid) page.FieldError {
	code := "work.invalid." + e.Code
	if !in.f.P.Has(code) {
		code = "work.invalid.other"
	}
	field := e.Field
	if name := "consult.field." + e.Field; in.f.P.Has(name) {
		field = in.f.T(name)
	}
	return page.FieldError{Field: e.Field, Text: in.f.T(code, "field", field, "value", short(e.Value))}
}

// paper is a form to print, with a code of its own: nothing is kept of it until it comes back.
func (c *consulting) paper(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	code, err := seal.NewCode(rand.Reader)
	if err != nil {
		return err
	}
	out := consult.Sheet{State: in.state, Title: in.text(h.Thing.Title), List: in.href(), Back: in.href(h.ID), Code: code.String(),
		Closes: in.f.T("consult.paper.until", "day", in.day(h.Thing.Closes)), Where: in.f.T("consult.paper.where", "body", in.body(h.Thing.Body)),
		Address: c.address(r) + in.state.Href() + "/contribution", Lines: []int{1, 2, 3}}
	w.Header().Set("Cache-Control", "no-store")
	return c.render(w, r, http.StatusOK, consult.SheetPage(in.f, out))
}

// address of this site, as people type it.
func (c *consulting) address(r *http.Request) string {
	if c.Origin != "" {
		return c.Origin
	}
	return r.Host
}

// method is the section on methodology and consultation, as a page or as a Word file.
func (c *consulting) method(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	doc := report.Consulted(in.f.P, council.MethodOf(in.v, h, in.on), consultNames(in.f.P, in.v), in.v.Act, c.Keeper.View().At)
	if r.URL.Query().Get("as") != "docx" {
		return c.render(w, r, http.StatusOK, consult.MethodPage(in.f, consult.Method{State: in.state, Title: in.text(h.Thing.Title), List: in.href(), Back: in.href(h.ID),
			Doc: doc, DOCX: in.href(h.ID, "method") + "?as=docx"}))
	}
	var b bytes.Buffer
	if err := report.WriteDOCX(&b, doc); err != nil {
		return fmt.Errorf("writing the method of consultation %s: %w", h.ID, err)
	}
	x := w.Header()
	x.Set("Content-Type", report.MediaDOCX)
	x.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("openupr-consultation-%s-%s-act-%d.docx", in.ws, in.f.P.Lang(), in.v.Act)}))
	x.Set("Cache-Control", "no-cache, private")
	if _, err := w.Write(b.Bytes()); err != nil {
		c.Log.Debug("a file was not taken", "error", err)
	}
	return nil
}

// commentLang names the language of comments; that of some cannot be told.
func commentLang(f page.Frame, code string) string {
	if code == "" {
		return f.T("consult.lang.unknown")
	}
	return facetValue(f.P, query.Lang, code)
}
