package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/evidence"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// fileTime is how long a file may take on a slow line, to come or to go: 100 MB at half a megabit a second.
const fileTime = 30 * time.Minute

// addProof takes a file or a link. The request is read as it comes: its fields first, then the file, of which never more
// than a few kilobytes are in memory.
func (a *App) addProof(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "evidence")
	if err != nil {
		return err
	}
	longer(w)
	parts, err := r.MultipartReader()
	if err != nil {
		return badRequest("")
	}
	f, file, err := fieldsBefore(parts)
	if err != nil {
		return err
	}
	linesOf(f, "about")
	var e plan.Evidence
	wrong := decodeThing(f, &e)
	again := func(errs []page.FieldError) error {
		x := &work.ProofForm{Evidence: e, Show: true}
		x.Errors = errs
		return a.showProofs(w, r, in, http.StatusUnprocessableEntity, x)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	var handed *followup.Handed
	if file != nil {
		handed = &followup.Handed{Name: proofName(file), Content: file, AsIs: f.Get("as-is") == "yes"}
	}
	id, told, err := a.Desk.AddEvidence(r.Context(), in.who, in.ws, e, handed)
	var no *evidence.Refused
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), errors.Is(err, files.ErrTooLarge):
		return again([]page.FieldError{{Field: "file", Text: in.f.T("evidence.refused.too-large", "detail", in.size(followup.MaxEvidence))}})
	case errors.As(err, &no):
		return again([]page.FieldError{{Field: "file", Text: in.whyNot(err)}})
	case err != nil:
		return a.failed(w, r, in, err, again)
	}
	a.setFlash(r, strings.Join(in.told(told), " "))
	http.Redirect(w, r, in.f.Href("evidence", id), http.StatusSeeOther)
	return nil
}

// longer gives a request more time than others have. Deadlines of a connection go by the machine's own clock.
func longer(w http.ResponseWriter) {
	c, now := http.NewResponseController(w), time.Now()
	_ = c.SetReadDeadline(now.Add(fileTime)) // what cannot be set stays as it is
	_ = c.SetWriteDeadline(now.Add(fileTime + time.Minute))
}

// fieldsBefore reads the fields of a form up to its file. What comes behind the file is not read: the form of the page
// has nothing there. A file without a name and without content is none.
func fieldsBefore(parts *multipart.Reader) (url.Values, *multipart.Part, error) {
	f := url.Values{}
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f, nil, nil
		}
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, nil, err
		}
		if err != nil {
			return nil, nil, badRequest("")
		}
		if _, ok := dispositionName(p); p.FormName() == "file" && ok {
			if p.FileName() == "" {
				continue
			}
			return f, p, nil
		}
		b, err := io.ReadAll(io.LimitReader(p, maxPart+1))
		if err != nil {
			return nil, nil, badRequest("")
		}
		if len(b) > maxPart {
			return nil, nil, badRequest(errPartLarge.Error())
		}
		if err := proofValues(f, p.FormName(), b); err != nil {
			return nil, nil, err
		}
	}
}

// dispositionName is the name that the sender gives a part's file, with whatever folders and signs it has; ok is false for
// a part that is no file.
func dispositionName(p *multipart.Part) (string, bool) {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return "", false
	}
	name, ok := params["filename"]
	return name, ok
}

func proofName(p *multipart.Part) string {
	name, _ := dispositionName(p)
	return name
}

// proofFile hands out the file of a piece of evidence to who may open it.
func (a *App) proofFile(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "evidence")
	if err != nil {
		return err
	}
	f, e, err := a.Desk.OpenEvidence(r.Context(), in.who, in.ws, r.PathValue("id"))
	return a.sendProof(w, r, f, e, err)
}

// publicProof hands out what was published, to everyone.
func (a *App) publicProof(w http.ResponseWriter, r *http.Request) error {
	f, e, err := a.Desk.OpenPublicEvidence(r.Context(), r.PathValue("party"), r.PathValue("id"))
	return a.sendProof(w, r, f, e, err)
}

// sendProof sends a file that strangers brought: never shown by the browser in the program's name, whatever it is.
func (a *App) sendProof(w http.ResponseWriter, r *http.Request, f io.ReadSeekCloser, e plan.Evidence, err error) error {
	var gone *followup.Invalid
	var refused *followup.Refused
	switch {
	case errors.As(err, &gone), errors.As(err, &refused), errors.Is(err, files.ErrNone), errors.Is(err, files.ErrName):
		return notFound(short(r.PathValue("id")))
	case err != nil:
		return err
	}
	defer f.Close()
	longer(w)
	h := w.Header()
	h.Set("Content-Type", handedOutAs(e.Type))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("ETag", `"`+e.SHA256+`"`)
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// handedOutAs is the media type that a file is sent with: its own for what cannot run, none for everything else.
func handedOutAs(kind string) string {
	for _, harmless := range []string{"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff", "video/mp4", "video/webm", "audio/mpeg", "audio/wav",
		"application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."} {
		if strings.HasPrefix(kind, harmless) {
			return kind
		}
	}
	return "application/octet-stream"
}
