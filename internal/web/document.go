package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// document shows a document as the program read it, one page at a time, with an item marked in its place.
func (a *App) document(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	sha := r.PathValue("sha")
	d, rv, ok := v.Document(sha)
	if !ok {
		return notFound(sha)
	}
	f := a.frame(r, v)
	act, err := a.Store.Act(r.Context(), d.Act)
	if err != nil {
		return fmt.Errorf("reading the act of document %s: %w", sha, err)
	}
	out := page.Document{Kind: string(d.Kind), Symbol: d.Symbol, Title: cmp.Or(d.Title, d.File), Lang: cmp.Or(d.Lang, "en"),
		State: stateLink(f.P, rv.ID.State), Cycle: int(rv.ID.Cycle), Review: reviewHref(rv.ID), File: d.File, Size: d.Size, SHA256: d.SHA256,
		Read: strings.Trim(d.By.Extractor+", "+d.By.Grammar, ", "), Act: d.Act, At: act.Time, Pages: d.Pages, Count: d.Count, Pairs: d.Pairs, Warnings: d.Warnings}
	q := r.URL.Query()
	at := place{page: atoi(q.Get("page"))}
	if it, _, ok := v.Item(upr.ItemID(q.Get("item"))); ok && len(it.Texts) > 0 && it.Texts[0].Source.SHA256 == sha {
		at = placeOf(rv, it)
		out.Item, out.Number = "/items/"+string(it.ID), itemNumber(&it.Item)
	}
	if doc, err := a.read(r, sha, d.File); err == nil {
		out.Leaf, out.Leaves = leaf(doc, at, out.Lang)
		out.Leaves.Href = func(n int) string { return fmt.Sprintf("/documents/%s?page=%d", sha, n) }
		at.page = out.Leaf.Page
	} else if r.Context().Err() == nil {
		a.Log.Warn("a document cannot be shown", "sha256", sha, "error", err)
	}
	out.Original = originalHref(d, at.page)
	return a.render(w, r, http.StatusOK, page.DocumentPage(f, out))
}

// originalHref is the file itself, opened at a page where the format allows.
func originalHref(d *record.Document, n int) string {
	href := "/documents/" + d.SHA256 + "/original"
	if n > 0 && d.Pages > 0 && strings.EqualFold(filepath.Ext(d.File), ".pdf") {
		href += "#page=" + strconv.Itoa(n)
	}
	return href
}

// read gives a kept document's blocks; the last few stay in memory, because people leaf.
func (a *App) read(r *http.Request, sha, name string) (*document.Document, error) {
	if doc := a.parsed.get(sha); doc != nil {
		return doc, nil
	}
	original, err := a.Files.Open(sha)
	if err != nil {
		return nil, err
	}
	defer original.Close()
	b, err := ingest.ReadLimited(original, document.DefaultLimits().Bytes)
	if err != nil {
		return nil, err
	}
	// Blocks are wanted; a second opinion on items is not. The record may hold the sample, so its States are known.
	reader := ingest.Parser{Limits: a.Parser.Limits, Names: gazetteer.WithInvented()}
	p, err := a.parse(r.Context(), a.kept, &reader, ingest.NewFile(name, b))
	if err != nil {
		return nil, err
	}
	a.parsed.put(sha, p.Doc)
	return p.Doc, nil
}

// original serves the file as it came. It is never run or shown as a page of this site: PDF opens in the browser's own
// viewer, everything else is saved.
func (a *App) original(w http.ResponseWriter, r *http.Request) error {
	sha := r.PathValue("sha")
	d, _, ok := a.Keeper.View().Document(sha)
	if !ok {
		return notFound(sha)
	}
	o, err := a.Files.Open(sha)
	if errors.Is(err, files.ErrNone) {
		return &Problem{http.StatusNotFound, "no-original", sha}
	}
	if err != nil {
		return fmt.Errorf("opening the original %s: %w", sha, err)
	}
	defer o.Close()
	head := make([]byte, 5)
	if _, err := io.ReadFull(o, head); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the original %s: %w", sha, err)
	}
	if _, err := o.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading the original %s: %w", sha, err)
	}
	kind, how := "application/octet-stream", "attachment"
	switch {
	case string(head) == "%PDF-":
		kind, how = "application/pdf", "inline"
	case string(head[:2]) == "PK":
		kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": filepath.Base(d.File)}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; plugin-types application/pdf")
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("ETag", `"`+sha+`"`)
	http.ServeContent(w, r, "", a.Now(), o)
	return nil
}
