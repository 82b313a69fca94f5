package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/output/published"
	"github.com/openupr/openupr/internal/upr"
)

// forumData writes everything that is public of participation in a State, without anybody signing in.
func (a *App) forumData(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	about, err := in.about(r)
	if err != nil {
		return err
	}
	rows := func() published.Rows { return published.OfForum(in.v, string(in.f.P.Lang())) }
	var b bytes.Buffer
	media, ext := "", r.URL.Query().Get("format")
	switch ext {
	case "zip":
		media, err = "application/zip", published.WritePackage(&b, rows, about)
	case "datapackage":
		var d []byte
		d, err = published.Description(about, nil)
		media, ext = "application/json", "json"
		b.Write(d)
	case "method":
		media, ext = "text/markdown; charset=utf-8", "md"
		b.WriteString(published.Readme(about))
	default:
		var write func(io.Writer, published.Rows, published.About) error
		for _, f := range published.Formats() {
			if f.Code == ext || ext == "" && f.Code == "csv" {
				media, ext, write = f.Media, f.Code, f.Write
			}
		}
		if write == nil {
			return badRequest(strconv.Quote(short(ext)))
		}
		err = write(&b, rows(), about)
	}
	if err != nil {
		return fmt.Errorf("writing open data of participation in %s: %w", in.ws, err)
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("openupr-participation-%s-act-%d.%s", in.ws, about.Act, ext)}))
	h.Set("Cache-Control", "no-cache, private")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("open data was not taken", "error", err)
	}
	return nil
}

// about says what the data is: of which State, as of which act, made how.
func (in *inForum) about(r *http.Request) (published.About, error) {
	p := in.f.P
	out := published.About{State: upr.State(in.ws), Base: origin(r), Act: in.v.Act, Lang: p.Tag(), Title: in.t("title", "state", in.f.State.Name), Method: in.t("data.method"),
		Rule: in.t("data.rule"), Area: published.AreaParticipation}
	if out.Act == 0 {
		return out, nil
	}
	act, err := in.a.Store.Act(r.Context(), out.Act)
	if err != nil {
		return out, fmt.Errorf("dating open data: %w", err)
	}
	out.At = act.Time
	if out.Note, err = in.a.Store.Checkpoint(r.Context(), out.Act); err != nil {
		return out, fmt.Errorf("proving open data: %w", err)
	}
	if lines := strings.SplitN(out.Note, "\n", 4); len(lines) == 4 { // origin, size, root
		out.Root = lines[2]
	}
	return out, nil
}
