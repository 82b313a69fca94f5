package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/upr"
)

func (a *App) exportXLSX(w http.ResponseWriter, r *http.Request) error {
	return a.export(w, r, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", items.WriteXLSX)
}

func (a *App) exportCSV(w http.ResponseWriter, r *http.Request) error {
	return a.export(w, r, "csv", "text/csv; charset=utf-8", items.WriteCSV)
}

func (a *App) exportNDJSON(w http.ResponseWriter, r *http.Request) error {
	return a.export(w, r, "ndjson", "application/x-ndjson", func(w io.Writer, rows []items.Row, _ i18n.Printer) error {
		return items.WriteNDJSON(w, rows)
	})
}

// export writes the items of a review, under the same filter as its page, as a file.
func (a *App) export(w http.ResponseWriter, r *http.Request, ext, kind string, write func(io.Writer, []items.Row, i18n.Printer) error) error {
	v := a.Keeper.View()
	id, rv, err := a.reviewID(r, v)
	if err != nil {
		return err
	}
	if rv == nil {
		return notFound(id.String())
	}
	var rows []items.Row
	for _, it := range chosen(rv, filterOf(r.URL.Query())) {
		rows = append(rows, items.FromRecord(rv, it))
	}
	var b bytes.Buffer
	if err := write(&b, rows, a.Catalogue.Negotiate(r)); err != nil {
		return fmt.Errorf("exporting %s: %w", id, err)
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(id, v.Act, ext)}))
	h.Set("Cache-Control", "no-cache, private")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("an export was not taken", "review", id.String(), "error", err)
	}
	return nil
}

// fileName says which review, as of which act.
func fileName(id upr.ReviewID, act uint64, ext string) string {
	return fmt.Sprintf("openupr-%s-act-%d.%s", strings.ReplaceAll(id.String(), "/", "-"), act, ext)
}
