package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/document/plain"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
)

// DraftFile is how large a file of a draft may be, in bytes.
const DraftFile = 16 << 20

// inDesk is one request on consultations inside a workspace.
type inDesk struct {
	*inWork
	v *council.View // as the person may read it
}

func (c *consulting) within(r *http.Request, tab string) (*inDesk, error) {
	in, err := c.App.inside(r, tab)
	if err != nil {
		return nil, err
	}
	v, err := c.Council.View(r.Context(), in.who, in.ws)
	if err != nil {
		return nil, err
	}
	in.f.AsOf.Act, in.f.AsOf.At = int64(v.Act), c.Now()
	return &inDesk{in, v}, nil
}

// one is the consultation of the address.
func (in *inDesk) one(r *http.Request) (*council.Held[spoken.Consultation], error) {
	h, ok := in.v.Consulted.Get(r.PathValue("id"))
	if !ok {
		return nil, notFound(short(r.PathValue("id")))
	}
	return h, nil
}

// mayFor says whether the reader may do an act for the body of a consultation.
func (in *inDesk) mayFor(act account.Act, c spoken.Consultation) bool {
	return in.may(act, &account.Target{Bodies: []string{c.Body}})
}

func (in *inDesk) href(parts ...string) string {
	return in.f.Href(append([]string{"consultations"}, parts...)...)
}

func (in *inDesk) public(parts ...string) string {
	return "/states/" + string(in.inWork.view.State()) + "/consultations" + pathOf(parts...)
}

func (in *inDesk) row(h *council.Held[spoken.Consultation]) consult.Row {
	x := h.Thing
	out := consult.Row{Href: in.href(h.ID), Title: in.text(x.Title), Body: in.body(x.Body), State: consultState(x, in.today())}
	if !x.Opens.IsZero() || !x.Closes.IsZero() {
		out.Dates = in.f.T("consult.dates", "from", in.day(x.Opens), "to", in.day(x.Closes))
	}
	if x.Public {
		out.Counts = []string{in.f.T("consult.count.comments", "count", len(in.v.CommentsOf(h.ID)))}
		if in.mayFor(account.Consult, x) {
			out.Counts = append(out.Counts, in.f.T("consult.count.open", "count", len(in.v.Unanswered(h.ID))))
		}
	}
	return out
}

// desk lists the consultations of a workspace.
func (c *consulting) desk(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	out := consult.Desk{}
	if len(in.bodiesFor(account.Consult)) > 0 {
		out.New = in.href("new")
	}
	if in.may(account.Moderate, nil) {
		out.Queue = in.f.Href("moderation")
	}
	for _, h := range in.v.Consultations() {
		out.Rows = append(out.Rows, in.row(h))
	}
	return c.render(w, r, http.StatusOK, consult.DeskPage(in.f, out))
}

// edit is the form of a consultation, new or not.
func (c *consulting) edit(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	x := spoken.Consultation{Draft: spoken.OfReport, HoldDays: 1}
	var h *council.Held[spoken.Consultation]
	if r.PathValue("id") != "" {
		if h, err = in.one(r); err != nil {
			return err
		}
		x = h.Thing
	}
	return c.showEdit(w, r, in, http.StatusOK, h, x, nil)
}

func (c *consulting) showEdit(w http.ResponseWriter, r *http.Request, in *inDesk, status int, h *council.Held[spoken.Consultation], x spoken.Consultation, errs []page.FieldError) error {
	out := consult.Edit{Form: work.Form{Action: in.href(), Errors: errs}, Thing: x, Back: in.href(), HoldMost: council.HoldMost}
	for _, b := range in.bodiesFor(account.Consult) {
		out.Bodies = append(out.Bodies, work.Option{Value: b, Label: in.body(b), Chosen: b == x.Body})
	}
	in.sortOptions(out.Bodies)
	if h != nil {
		out.ID, out.Action, out.Back, out.Base, out.Public = h.ID, in.href(h.ID), in.href(h.ID), h.Fact, h.Thing.Public
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	return c.render(w, r, status, consult.EditPage(in.f, out))
}

// save saves a consultation, new or not.
func (c *consulting) save(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	var h *council.Held[spoken.Consultation]
	x := spoken.Consultation{}
	if r.PathValue("id") != "" {
		if h, err = in.one(r); err != nil {
			return err
		}
		x = h.Thing
	}
	wrong := decodeThing(form, &x)
	again := func(errs []page.FieldError) error {
		return c.showEdit(w, r, in, http.StatusUnprocessableEntity, h, x, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	id, err := c.Council.SaveConsultation(r.Context(), in.who, in.ws, r.PathValue("id"), baseIn(form), x)
	if err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.href(id), "work.saved-it", "what", in.words(x.Title))
}

// draft is where the text of a draft is pasted, or read from a file.
func (c *consulting) draft(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	var list []council.Paragraph
	for _, p := range in.v.PassagesOf(h.ID, h.Thing.Version) {
		list = append(list, council.Paragraph{Heading: p.Thing.Heading, Words: in.words(p.Thing.Words)})
	}
	lang := h.Thing.Lang
	if lang == "" {
		lang = string(in.f.P.Lang())
	}
	return c.showDraft(w, r, in, http.StatusOK, h, consult.DraftForm{Text: council.Written(list)}, lang, nil)
}

func (c *consulting) showDraft(w http.ResponseWriter, r *http.Request, in *inDesk, status int, h *council.Held[spoken.Consultation], x consult.DraftForm, lang string, errs []page.FieldError) error {
	x.Form = work.Form{Action: in.href(h.ID, "draft"), Base: h.Fact, Errors: errs}
	if base := baseIn(r.PostForm); base != 0 {
		x.Base = base
	}
	x.Title, x.Back, x.Public, x.MB = in.words(h.Thing.Title), in.href(h.ID), h.Thing.Public, DraftFile>>20
	for _, l := range []string{"en", "ru", "kk", "fr", "es", "ar", "zh"} {
		x.Lang = append(x.Lang, work.Option{Value: l, Label: commentLang(in.f.Frame, l), Chosen: l == lang})
	}
	return c.render(w, r, status, consult.DraftPage(in.f, x))
}

// saveDraft reads a file into the form, to be looked at, or saves the paragraphs of the form.
func (c *consulting) saveDraft(w http.ResponseWriter, r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var list []council.Paragraph
	var refused *document.Refused
	if kind == "multipart/form-data" {
		d, err := c.handedDraft(r)
		if ref, ok := document.AsRefused(err); ok {
			refused = ref
		} else if err != nil {
			return err
		} else {
			list = council.FromDocument(d)
		}
	} else if _, err := form(r); err != nil {
		return err
	}
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	if kind == "multipart/form-data" {
		x := consult.DraftForm{Text: council.Written(list), Count: in.f.T("consult.draft.found", "count", len(list))}
		status := http.StatusOK
		if refused != nil {
			x, status = consult.DraftForm{Problem: &page.Refusal{Code: string(refused.Code), Detail: refused.Detail}}, http.StatusUnprocessableEntity
		}
		return c.showDraft(w, r, in, status, h, x, string(in.f.P.Lang()), nil)
	}
	text, lang := r.PostForm.Get("draft-text"), r.PostForm.Get("lang")
	again := func(errs []page.FieldError) error {
		return c.showDraft(w, r, in, http.StatusUnprocessableEntity, h, consult.DraftForm{Text: text}, lang, errs)
	}
	if len(text) > council.DraftMax {
		return again([]page.FieldError{in.invalid(&council.Invalid{Code: "long", Field: "draft-text"})})
	}
	list = council.Paragraphs(text)
	if err := c.Council.SaveDraft(r.Context(), in.who, in.ws, h.ID, baseIn(r.PostForm), lang, list); err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.href(h.ID)+"#draft", "consult.draft.saved", "count", len(list))
}

// handedDraft reads the file of a draft. Nothing of it is kept.
func (c *consulting) handedDraft(r *http.Request) (*document.Document, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, document.Refuse(document.TooLarge, "%d MB", DraftFile>>20)
		}
		return nil, badRequest("")
	}
	defer func() {
		if err := r.MultipartForm.RemoveAll(); err != nil {
			c.Log.Warn("temporary files of an upload stay behind", "error", err)
		}
	}()
	list := r.MultipartForm.File["file"]
	if len(list) != 1 || list[0].Size == 0 {
		return nil, document.Refuse(document.Empty, "")
	}
	part, err := list[0].Open()
	if err != nil {
		return nil, fmt.Errorf("opening a draft: %w", err)
	}
	defer part.Close()
	b, err := io.ReadAll(io.LimitReader(part, DraftFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading a draft: %w", err)
	}
	if len(b) > DraftFile {
		return nil, document.Refuse(document.TooLarge, "%d MB", DraftFile>>20)
	}
	select {
	case c.handed <- struct{}{}:
		defer func() { <-c.handed }()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	return readDraft(r.Context(), b)
}

// readDraft reads a file by what its bytes are.
func readDraft(ctx context.Context, b []byte) (*document.Document, error) {
	lim := document.DefaultLimits()
	lim.Bytes = DraftFile
	switch {
	case strings.HasPrefix(string(b[:min(len(b), 1024)]), "%PDF-"):
		return pdf.Read(ctx, b, lim)
	case strings.HasPrefix(string(b[:min(len(b), 4)]), "PK\x03\x04"), strings.HasPrefix(string(b[:min(len(b), 4)]), "\xd0\xcf\x11\xe0"):
		return docx.Read(ctx, b, lim)
	}
	return plain.Read(ctx, b, lim)
}

// open opens a consultation to everyone.
func (c *consulting) open(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	if err := c.Council.OpenConsultation(r.Context(), in.who, in.ws, h.ID, baseIn(form)); err != nil {
		return c.failed(w, r, in.inWork, err, nil)
	}
	return c.done(w, r, in.href(h.ID), "consult.open.done", "what", in.words(h.Thing.Title))
}

// inside shows a consultation in the workspace.
func (c *consulting) inside(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	return c.showInside(w, r, in, http.StatusOK, h, consult.Inside{})
}

func (c *consulting) showInside(w http.ResponseWriter, r *http.Request, in *inDesk, status int, h *council.Held[spoken.Consultation], out consult.Inside) error {
	x := h.Thing
	out.Row, out.About, out.Facts, out.Base = in.row(h), consult.Text(in.text(x.About)), consultFacts(in.f.Frame, x), h.Fact
	if in.mayFor(account.Consult, x) {
		out.Edit, out.Draft = in.href(h.ID, "edit"), in.href(h.ID, "draft")
		if x.Public {
			out.Answer = in.href(h.ID, "answer")
		} else {
			for _, m := range []struct {
				missing bool
				code    string
			}{{x.Version == 0, "draft"}, {x.Opens.IsZero(), "opens"}, {x.Closes.IsZero(), "closes"}} {
				if m.missing {
					out.Missing = append(out.Missing, in.f.T("consult.missing."+m.code))
				}
			}
			if len(out.Missing) == 0 {
				out.Open = in.href(h.ID, "open")
			}
		}
	}
	if in.mayFor(account.Moderate, x) && x.Public {
		out.Type, out.Paper, out.Queue = in.href(h.ID, "paper"), in.public(h.ID, "paper"), in.f.Href("moderation")
		out.Counts = consultCounts(in.f.Frame, in.v, h.ID)
	}
	if x.Public {
		out.Public, out.Method = in.public(h.ID), in.public(h.ID, "method")
	}
	if x.Open(in.today()) {
		for _, b := range in.bodiesFor(account.Submit) {
			out.Say = in.href(h.ID, "comment")
			out.SayAs = append(out.SayAs, work.Option{Value: b, Label: in.body(b)})
		}
	}
	passages := in.v.PassagesOf(h.ID, x.Version)
	for _, i := range whichOf(len(passages), r.URL.Query().Get("page"), passagesShown) {
		p := passages[i]
		out.Passages = append(out.Passages, consult.Passage{Number: p.Thing.Number, Heading: p.Thing.Heading, Words: in.text(p.Thing.Words)})
	}
	out.Pages = pagesOf(r, len(passages), passagesShown)
	return c.render(w, r, status, consult.InsidePage(in.f, out))
}

// sayAs takes a comment in the name of a body.
func (c *consulting) sayAs(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	again := func(errs []page.FieldError) error {
		return c.showInside(w, r, in, http.StatusUnprocessableEntity, h, consult.Inside{Said: errs, SaidText: form.Get("text")})
	}
	x := council.Contribution{Words: form.Get("text")}
	if n := cleaned(form.Get("passage")); n != "" {
		x.Passage = spoken.PassageID(h.ID, h.Thing.Version, atoi(n))
	}
	got, err := c.Council.CommentFor(r.Context(), in.who, in.ws, h.ID, form.Get("body"), x)
	if err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.href(h.ID), "consult.taken.number", "number", strconv.Itoa(got.Number))
}
