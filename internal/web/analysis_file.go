package web

import (
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/web/page"
)

// analysisSVG answers with a figure's picture, which brings its own style and runs nothing.
func (a *App) analysisSVG(w http.ResponseWriter, r *http.Request, x *analysis) error {
	g, err := x.figureAsked(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
	return a.sendFigure(w, x.fileName(g, "svg"), []byte(chart.Alone(x.shown(&g), x.setting("c"))))
}

func (a *App) analysisCSV(w http.ResponseWriter, r *http.Request, x *analysis) error {
	g, err := x.figureAsked(r)
	if err != nil {
		return err
	}
	var b strings.Builder
	t := g.chart.Numbers()
	if g.full != nil {
		t = *g.full
	}
	if err := t.CSV(&b, string(x.req.Unit), x.snap.Act(), x.day); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	return a.sendFigure(w, x.fileName(g, "csv"), []byte(b.String()))
}

func (x *analysis) fileName(g figure, ext string) string {
	return fmt.Sprintf("openupr-%s-%s-act-%d.%s", strings.ReplaceAll(strings.TrimPrefix(x.path, "/analysis/"), "/", "-"), g.name, x.snap.Act(), ext)
}

// sendFigure answers with a file.
func (a *App) sendFigure(w http.ResponseWriter, name string, content []byte) error {
	h := w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-cache, private")
	h.Add("Vary", "Accept-Language, Cookie")
	if _, err := w.Write(content); err != nil {
		a.Log.Debug("a figure was not taken", "name", name, "error", err)
	}
	return nil
}

// framePolicy is the policy of content of a figure in a frame: any site may frame it, and it may load its style sheet.
const framePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"

func (a *App) analysisFrame(w http.ResponseWriter, r *http.Request, x *analysis) error {
	g, err := x.figureAsked(r)
	if err != nil {
		return err
	}
	out := x.figure(g)
	out.SVG, out.CSV, out.Embed = "", "", ""
	out.Page = x.address(x.path) + "#" + g.name
	w.Header().Set("Content-Security-Policy", framePolicy)
	return a.render(w, r, http.StatusOK, page.EmbedPage(x.f, out))
}
