package page_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/web/page"
)

// pages are every page with invented data, full and empty. A page that is not in this list is not tested: add it.
var pages = map[string]func(page.Frame) templ.Component{}

func frame(t *testing.T, l i18n.Lang) page.Frame {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return page.Frame{P: c.Printer(l), Scheme: page.Auto, Path: "/reviews/XAA/2?position=noted", MayImport: true,
		AsOf:   page.AsOf{Act: 12, At: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC), Head: "8f3Kq0Zs1v9mXW5kE3l0T7bYcQ2u="},
		Assets: page.Assets{CSS: "app.css", JS: "app.js"}, Version: "0.1.0", Person: &page.Person{Name: "A. Person", Role: "importer"}}
}

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	dir := os.Getenv("OPENUPR_PAGES_DIR") // where to write the pages for looking at them
	for name, make := range pages {
		for _, l := range append(i18n.Languages(), i18n.Mirrored) {
			t.Run(name+"/"+string(l), func(t *testing.T) {
				f := frame(t, l)
				html := render(t, make(f))
				if dir != "" {
					for _, s := range []page.Scheme{page.Light, page.Dark} {
						f.Scheme = s
						file := filepath.Join(dir, name+"-"+string(l)+"-"+string(s)+".html")
						if err := os.WriteFile(file, []byte(render(t, make(f))), 0o644); err != nil {
							t.Fatal(err)
						}
					}
				}
				if at := strings.IndexRune(html, '⟦'); at >= 0 {
					t.Errorf("a message or a slot is missing: %s", html[at:min(at+60, len(html))])
				}
				if n := strings.Count(html, "<h1"); n != 1 {
					t.Errorf("%d headings of the first level, want one", n)
				}
				for _, want := range []string{`<html lang="`, ` dir="`, `<main id="content"`, `href="#content"`, "<header", "<footer"} {
					if !strings.Contains(html, want) {
						t.Errorf("has no %s", want)
					}
				}
				for _, never := range []string{" style=", "<style", "javascript:", " onclick=", " onload="} {
					if strings.Contains(html, never) {
						t.Errorf("contains %q, which the content security policy forbids", never)
					}
				}
			})
		}
	}
}
