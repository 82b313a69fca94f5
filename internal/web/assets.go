package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/openupr/openupr/assets"
	"github.com/openupr/openupr/internal/web/page"
)

// assetFiles serves the built style sheet and scripts. The address of a file holds the digest of its content, so that a
// browser may keep it for ever and still sees a new one at once.
type assetFiles struct {
	byPath map[string]assetFile // "/assets/app.0a1b2c3d.css"
	urls   page.Assets
}

type assetFile struct {
	content []byte
	kind    string
	etag    string
}

func newAssetFiles() *assetFiles {
	out := &assetFiles{byPath: map[string]assetFile{}}
	dist := assets.Dist()
	entries, err := fs.ReadDir(dist, ".")
	if err != nil {
		return out
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		b, err := fs.ReadFile(dist, e.Name())
		if err != nil {
			continue
		}
		sum := sha256.Sum256(b)
		digest := hex.EncodeToString(sum[:4])
		ext := path.Ext(e.Name())
		url := "/assets/" + strings.TrimSuffix(e.Name(), ext) + "." + digest + ext
		kind := mime.TypeByExtension(ext)
		if ext == ".js" {
			kind = "text/javascript; charset=utf-8"
		}
		out.byPath[url] = assetFile{b, kind, `"` + digest + `"`}
		switch e.Name() {
		case "app.css":
			out.urls.CSS = url
		case "app.js":
			out.urls.JS = url
		case "sealed.js":
			out.urls.Sealed = url
		}
	}
	return out
}

// ServeHTTP answers with a file by its present address only.
func (a *assetFiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.byPath[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", f.etag)
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if _, err := w.Write(f.content); err != nil {
		return // the reader has gone
	}
}
