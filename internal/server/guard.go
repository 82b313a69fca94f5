package server

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/klauspost/compress/gzhttp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/web"
)

// mount gives every handler its row of the policy table. A handler without a row and a row without a handler are both
// errors: the table is the whole truth about what the program answers.
func mount(routes map[string]http.Handler, app *web.App) (*http.ServeMux, error) {
	if err := account.CheckTable(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for pattern, h := range routes {
		row, err := account.RowFor(pattern)
		if err != nil {
			return nil, err
		}
		mux.Handle(pattern, allow(row, h, app))
	}
	for _, r := range account.Routes {
		if routes[r.String()] == nil {
			return nil, fmt.Errorf("the policy table has a row for %q, which nothing answers", r)
		}
	}
	mux.HandleFunc("/api/v1/", api.NotAllowed)
	mux.HandleFunc("/", app.NotFound)
	return mux, nil
}

// allow lets a request through when the policy table says so. Whoever is not signed in is asked to sign in; whoever is
// gets a clear no.
func allow(row account.Route, h http.Handler, app *web.App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := account.From(r.Context())
		inside := account.InWorkspace(row.Act)
		switch {
		case !inside && p.May(row.Act), inside && p.MayIn(r.PathValue("ws"), row.Act, nil):
			h.ServeHTTP(w, r)
		case !p.SignedIn():
			app.AskToSignIn(w, r)
		case inside && len(p.In(r.PathValue("ws"))) == 0:
			app.NotFound(w, r) // whether there is such a workspace is told to those who sit in it
		default:
			app.Forbidden(w, r)
		}
	})
}

// policy of content: everything comes from the program itself, nothing is inline, nobody frames it.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; frame-src 'self'"

// maxForm bounds what a form may send beside a file.
const maxForm = 1 << 20

// guard wraps the program: from the outside in, a stop for panics, headers, the origin of posts, size, session, person,
// compression.
func (p *Program) guard(h http.Handler, app *web.App, sessions *scs.SessionManager) http.Handler {
	h = app.Identify(h)
	h = sessions.LoadAndSave(h)
	h = limitBody(nameless(h))
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v1/") {
			api.NotAllowed(w, r)
			return
		}
		app.Forbidden(w, r)
	}))
	h = origin.Handler(h)
	if wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(600), gzhttp.CompressionLevel(3), gzhttp.ExceptContentTypes([]string{
		"application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", "application/vnd.apache.parquet", "image/png",
	})); err == nil {
		h = wrap(h)
	}
	return p.recovered(headers(h), app)
}

func headers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := w.Header()
		x.Set("Content-Security-Policy", contentPolicy)
		x.Set("X-Content-Type-Options", "nosniff")
		x.Set("Referrer-Policy", "same-origin")
		x.Set("Cross-Origin-Opener-Policy", "same-origin")
		x.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
		h.ServeHTTP(w, r)
	})
}

// nameless forgets who asks where nobody may be known: the session's cookie is not looked at, and nothing that a page would
// set is sent. Language and colours are all that a reader's cookies say there.
func nameless(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !web.Nameless(r) {
			h.ServeHTTP(w, r)
			return
		}
		choices := web.Choices(r)
		r = r.Clone(r.Context())
		r.Header.Del("Cookie")
		for _, c := range choices {
			r.AddCookie(c)
		}
		h.ServeHTTP(w, r)
	})
}

// limitBody bounds what a request may send: a document where one is expected, a form elsewhere.
func limitBody(h http.Handler) http.Handler {
	lim := document.DefaultLimits().Bytes
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int64(maxForm)
		if r.Method == http.MethodPost && r.URL.Path == "/import" && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			n += lim
		}
		if r.Method == http.MethodPost && isEvidence(r.URL.Path) && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			n += followup.MaxEvidence // streamed to disk, never held in memory
		}
		if r.Method == http.MethodPost && isTable(r.URL.Path) && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			n += plansheet.MaxBytes
		}
		if r.Method == http.MethodPost && isDraft(r.URL.Path) && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			n += web.DraftFile
		}
		r.Body = http.MaxBytesReader(w, r.Body, n)
		h.ServeHTTP(w, r)
	})
}

// isEvidence says whether files of evidence are handed in at a path: "/work/<workspace>/evidence".
func isEvidence(path string) bool {
	ws, ok := strings.CutPrefix(path, "/work/")
	ws, end := strings.CutSuffix(ws, "/evidence")
	return ok && end && ws != "" && !strings.Contains(ws, "/")
}

// isDraft says whether a draft to be consulted on is handed in at a path.
func isDraft(path string) bool {
	return strings.HasPrefix(path, "/work/") && strings.Contains(path, "/consultations/") && strings.HasSuffix(path, "/draft")
}

// isTable says whether a plan's table or a workbook is handed in at a path.
func isTable(path string) bool {
	_, what, ok := strings.Cut(strings.TrimPrefix(path, "/work/"), "/")
	return ok && strings.HasPrefix(path, "/work/") && (what == "import" || what == "books")
}

// recovered turns a panic into an internal error that is logged once and shown without detail.
func (p *Program) recovered(h http.Handler, app *web.App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			p.cfg.Log.Error("a request failed", "path", r.URL.Path, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			if strings.HasPrefix(r.URL.Path, "/api/v1/") {
				api.Failed(w, r)
				return
			}
			app.Failed(w, r)
		}()
		h.ServeHTTP(w, r)
	})
}
