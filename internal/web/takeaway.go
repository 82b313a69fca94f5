package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/upr"
)

// Bounds of downloads: how many run at once, how long one waits for its turn, and how long a reader may take nothing
// before the line is cut.
const (
	downloadsAtOnce = 4
	downloadWait    = 20 * time.Second
	downloadStall   = time.Minute
)

// taken is the answer to a query, with all that is needed to carry it away.
type taken struct {
	asked query.Request
	in    *corpus.Snapshot
	about rows.About
}

// take answers the query of an address. What cannot be understood is the reader's problem and says so.
func (a *App) take(r *http.Request) (*taken, error) {
	asked, in, err := a.ask(r)
	if err != nil {
		return nil, err
	}
	if m := asked.Mistaken; m != nil {
		return nil, badRequest(m.What)
	}
	t := &taken{asked: asked, in: in}
	t.about, err = a.aboutAnswer(r, asked, in)
	return t, err
}

// docs are the segments found, in document order.
func (t *taken) docs(ctx context.Context) rows.Docs {
	return func(yield func(*corpus.Doc, error) bool) {
		for n, err := range t.in.Each(ctx, t.asked.Query, query.Document) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(t.in.Doc(n), nil) {
				return
			}
		}
	}
}

// rows of the answer in its unit.
func (t *taken) rows(ctx context.Context) rows.Rows {
	return rows.From(t.docs(ctx), t.about.Unit, rows.Chosen(t.asked.Query))
}

// aboutAnswer says what an answer is. Rows are segments unless the address names another unit.
func (a *App) aboutAnswer(r *http.Request, asked query.Request, in *corpus.Snapshot) (rows.About, error) {
	out := rows.About{Asked: written(asked), Unit: upr.UnitSegment, Act: in.Act(), On: asked.On, Made: a.Now(), Program: a.Version, Model: classify.Version(),
		Say: a.Catalogue.Negotiate(r)}
	if r.Host != "" { // the command line asks without a server: then addresses are those within any
		out.Base = origin(r)
	}
	if r.URL.Query().Has(query.ParamUnit) {
		out.Unit = asked.Unit
	}
	out.Address = out.Base + permanentSearch(asked, in.Act(), out.Unit)
	found, err := in.Search(r.Context(), asked.Query, corpus.Window{Unit: upr.UnitSegment})
	if err != nil {
		return out, fmt.Errorf("counting an answer: %w", err)
	}
	out.Totals = found.Totals
	if out.Act == 0 {
		return out, nil
	}
	act, err := a.Store.Act(r.Context(), out.Act)
	if err != nil {
		return out, fmt.Errorf("dating an answer: %w", err)
	}
	out.At = act.Time
	if out.Checkpoint, err = a.Store.Checkpoint(r.Context(), out.Act); err != nil {
		return out, fmt.Errorf("proving an answer: %w", err)
	}
	if lines := strings.SplitN(out.Checkpoint, "\n", 4); len(lines) == 4 { // origin, size, root
		out.Root = lines[2]
	}
	return out, nil
}

// permanentSearch is the address that gives the same answer whatever comes later.
func permanentSearch(asked query.Request, act uint64, unit upr.Unit) string {
	asked.Act, asked.Page, asked.Unit = act, 1, unit
	return "/search?" + asked.Values().Encode()
}

// written is what was asked as one line that a person could type.
func written(asked query.Request) string {
	parts := []string{}
	if asked.Typed != "" {
		parts = append(parts, asked.Typed)
	}
	for _, f := range asked.Chosen {
		sign := ""
		if f.Not {
			sign = "-"
		}
		value := strings.Join(f.Values, ",")
		if len(f.Values) == 0 {
			value = fmt.Sprintf("%d..%d", f.From, f.To)
		}
		parts = append(parts, sign+string(f.Field)+":"+value)
	}
	return strings.Join(parts, " ")
}

// Formats of an answer beside those of its rows.
const (
	formatPackage     = "zip"
	formatDescription = "datapackage"
	formatMethod      = "method"
	formatCitation    = "citation"
	formatCheckpoint  = "checkpoint"
)

// exportAnswer gives the answer to a query as a file of any size, or one of the papers that belong to it. Nothing is put
// on disk: who goes away in the middle leaves nothing behind, and a file that could not be finished ends as a broken
// download, never as a short one that looks whole.
func (a *App) exportAnswer(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	code := cmp.Or(v.Get("format"), "csv")
	f, isRows := rows.FormatOf(code)
	formats, err := packed(v["data"])
	if err != nil {
		return err
	}
	if !isRows && !paper(code) && code != formatPackage {
		return badRequest("format=" + code)
	}
	t, err := a.take(r)
	if err != nil {
		return err
	}
	if a.unchanged(w, r, t, "export") {
		return nil
	}
	done, err := a.downloading(r)
	if err != nil {
		return err
	}
	defer done()
	if err := t.about.Survey(t.docs(r.Context())); err != nil {
		return fmt.Errorf("exporting an answer: %w", err)
	}
	out := &download{w: w, control: http.NewResponseController(w)}
	h := w.Header()
	h.Set("Link", fmt.Sprintf(`<%s>; rel="describedby"; type="application/json"`, t.export(formatDescription)))
	name := func(media, ext string) {
		h.Set("Content-Type", media)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("openupr-act-%d.%s", t.about.Act, ext)}))
	}
	write := func() error { return f.Write(out, t.rows(r.Context()), t.about) }
	switch {
	case isRows:
		name(f.Media, f.Ext)
	case code == formatPackage:
		name("application/zip", "zip")
		write = func() error {
			return rows.WritePackage(out, formats, func() rows.Rows { return t.rows(r.Context()) }, t.about)
		}
	default:
		text, media, err := t.paper(code)
		if err != nil {
			return err
		}
		h.Set("Content-Type", media)
		write = func() error { _, err := io.WriteString(out, text); return err }
	}
	if r.Method == http.MethodHead {
		return nil
	}
	return a.send(r, out, write)
}

// send writes a file and cuts the line when it cannot be finished, so that nobody takes half of it for the whole.
func (a *App) send(r *http.Request, out *download, write func() error) error {
	err := write()
	switch {
	case err == nil:
		return nil
	case r.Context().Err() != nil || out.failed != nil:
		a.Log.Debug("a download was not taken", "path", r.URL.Path, "error", err)
	case out.n == 0:
		return fmt.Errorf("writing a download: %w", err)
	default:
		a.Log.Error("a download could not be finished", "path", r.URL.Path, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// packed are the formats that a package holds: those named, or CSV.
func packed(named []string) ([]rows.Format, error) {
	if len(named) == 0 {
		named = []string{"csv"}
	}
	var out []rows.Format
	seen := map[string]bool{}
	for _, code := range named {
		f, ok := rows.FormatOf(code)
		if !ok {
			return nil, badRequest("data=" + code)
		}
		if !seen[code] {
			out = append(out, f)
		}
		seen[code] = true
	}
	return out, nil
}

func paper(code string) bool {
	switch code {
	case formatDescription, formatMethod, formatCitation, formatCheckpoint:
		return true
	}
	return false
}

// paper is one of the texts that belong to an answer.
func (t *taken) paper(code string) (text, media string, err error) {
	switch code {
	case formatDescription:
		b, err := rows.Description(t.about, func(f rows.Format) string { return t.about.Base + t.export(f.Code) })
		return string(b), "application/json", err
	case formatMethod:
		return t.about.Readme(), "text/markdown; charset=utf-8", nil
	case formatCitation:
		return t.about.Citation() + "\n", "text/plain; charset=utf-8", nil
	default:
		return t.about.Checkpoint, "text/plain; charset=utf-8", nil
	}
}

// export is the address of the same answer in a format.
func (t *taken) export(code string) string {
	v := t.address()
	v.Set("format", code)
	return "/search/export?" + v.Encode()
}

// address is the parameters that give the same answer again, with its unit named.
func (t *taken) address() url.Values {
	asked := t.asked
	asked.Act, asked.Page = t.about.Act, 1
	v := asked.Values()
	v.Set(query.ParamUnit, string(t.about.Unit))
	return v
}

// unchanged answers "not modified" to a program that has this answer already, and says what to ask with next time.
func (a *App) unchanged(w http.ResponseWriter, r *http.Request, t *taken, kind string) bool {
	sum := sha256.Sum256([]byte(strings.Join([]string{kind, a.Version, string(t.about.Say.Lang()), t.about.Base, t.address().Encode(), r.URL.Query().Get("format"), strings.Join(r.URL.Query()["data"], ","), t.about.Root}, "\x00")))
	tag := `"` + strconv.FormatUint(t.about.Act, 10) + "-" + hex.EncodeToString(sum[:8]) + `"`
	h := w.Header()
	h.Set("ETag", "W/"+tag)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language, Cookie")
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if known = strings.TrimSpace(known); known == "*" || strings.TrimPrefix(known, "W/") == tag {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// downloading waits for a turn; the caller gives it back.
func (a *App) downloading(r *http.Request) (done func(), err error) {
	late := time.NewTimer(downloadWait)
	defer late.Stop()
	select {
	case a.downloads <- struct{}{}:
		return func() { <-a.downloads }, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-late.C:
		return nil, &Problem{http.StatusServiceUnavailable, "busy", ""}
	}
}

// download is a file on its way. A reader who takes nothing for a while is let go; one who reads on, however slowly, has
// all the time that the file needs. Time here is the line's own, not the record's.
type download struct {
	w       io.Writer
	control *http.ResponseController
	until   time.Time
	n       int64
	failed  error // of the line
}

func (d *download) Write(b []byte) (int, error) {
	if now := time.Now(); now.Add(downloadStall / 2).After(d.until) {
		d.until = now.Add(downloadStall)
		if err := d.control.SetWriteDeadline(d.until); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return 0, fmt.Errorf("setting the time of a download: %w", err)
		}
	}
	n, err := d.w.Write(b)
	d.n += int64(n)
	if err != nil {
		d.failed = err
	}
	return n, err
}
