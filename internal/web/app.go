// Package web answers requests with pages. A handler decodes, asks the record or a use case, and hands a struct to
// package page; whether the person may do it was decided before, by the policy table (package account). Nothing here
// writes SQL, and no GET changes anything.
package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/flood"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
)

// App is the pages over one record. All fields but Version are needed; Routes makes it ready.
type App struct {
	Store      *store.Store
	Files      *files.Folder
	Keeper     *record.Keeper
	Corpus     *corpus.Keeper
	Classifier *classify.Classifier
	Desk       *followup.Desk // of the workspaces
	Council    *council.Desk  // of participation in them
	Parser     *ingest.Parser
	Catalogue  *i18n.Catalogue
	Sessions   *scs.SessionManager
	Now        func() time.Time
	Origin     string // address of this site, as "https://upr.example.org"; empty: as the reader came
	OIDC       *OIDC  // nil: no OpenID provider
	Version    string
	Log        *slog.Logger

	Sealed *sealed.Inbox  // what only a desk or a return code opens
	Teller *notify.Teller // of what waits and what was published

	// SendInvitation sends a mail to one person; nil where no mail is configured.
	SendInvitation func(ctx context.Context, to, subject, text string) error

	lexicon  query.Lexicon
	facets   facetTables
	uploads  *uploads
	tables   *tables
	parsed   *parsedCache
	lineages lineages
	assets   *assetFiles
	attempts *attempts
	hashes   chan struct{} // a place for each password that is hashed now
	handed   chan struct{} // a place for each file that was handed in and is read now
	kept     chan struct{} // and for each file of the record that is read again

	downloads chan struct{} // a place for each answer that is carried away now
	keeping   sync.Mutex    // one change of kept searches at a time

	sealedTakes, sealedAsks *flood.Gate // of those who are not known
}

// Routes is every page by the pattern of its row in the policy table.
func (a *App) Routes() map[string]http.Handler {
	a.lexicon = query.NewLexicon()
	a.facets = newFacetTables(a.Catalogue)
	a.uploads = newUploads(a.Now)
	a.parsed = newParsedCache()
	a.assets = newAssetFiles()
	a.attempts = newAttempts(a.Now)
	a.hashes = make(chan struct{}, hashers)
	a.handed = make(chan struct{}, handedAtOnce)
	a.kept = make(chan struct{}, keptAtOnce)
	a.downloads = make(chan struct{}, downloadsAtOnce)
	routes := map[string]http.Handler{
		"GET /{$}":                     a.page(a.home),
		"GET /states":                  a.page(a.states),
		"GET /states/{state}":          a.page(a.state),
		"GET /reviews/{state}/{cycle}": a.page(a.review),
		"GET /reviews/{state}/{cycle}/reconciliation": a.page(a.reconciliation),
		"GET /reviews/{state}/{cycle}/alike":          a.page(a.alike),
		"GET /states/{state}/lineage":                 a.page(a.stateLineage),
		"GET /states/{state}/followup":                a.page(a.followUp),
		"GET /states/{state}/followup/rule":           a.page(a.followRule),
		"GET /states/{state}/followup/reforms":        a.page(a.followReforms),
		"GET /states/{state}/followup/export":         a.page(a.followData),
		"GET /states/{state}/followup/{rec}":          a.page(a.followRec),
		"GET /work/{ws}/take":                         a.page(a.takeList),
		"GET /work/{ws}/take/{report}":                a.page(a.takeReport),
		"GET /work/{ws}/answers":                      a.page(a.answers),
		"POST /work/{ws}/answers":                     a.page(a.saveAnswers),
		"GET /reviews/{state}/{cycle}/rows":           a.page(a.rows),
		"POST /reviews/{state}/{cycle}/rows":          a.page(a.placeRow),
		"GET /reviews/{state}/{cycle}/items.xlsx":     a.page(a.exportXLSX),
		"GET /reviews/{state}/{cycle}/items.csv":      a.page(a.exportCSV),
		"GET /reviews/{state}/{cycle}/items.ndjson":   a.page(a.exportNDJSON),
		"GET /items/{id}":                             a.page(a.item),
		"GET /id/{id}":                                a.page(a.permanent),
		"GET /documents/{sha}":                        a.page(a.document),
		"GET /documents/{sha}/original":               a.page(a.original),
		"GET /analysis":                               a.page(a.analysisHome),
		"GET /analysis/{what}":                        a.page(a.analysis),
		"GET /analysis/states/{state}":                a.page(a.profile),
		"GET /embed/analysis/{what}":                  a.page(a.analysisEmbed),
		"GET /embed/analysis/states/{state}":          a.page(a.profileEmbed),
		"GET /ledger":                                 a.page(a.ledger),
		"GET /ledger/{act}":                           a.page(a.act),
		"GET /about":                                  a.page(a.about),
		"GET /glossary":                               a.page(a.glossary),
		"GET /policy":                                 a.page(a.policy),
		"GET /api":                                    a.page(a.api),
		"GET /search":                                 a.page(a.search),
		"GET /search/help":                            a.page(a.searchHelp),
		"GET /context.jsonld":                         a.page(a.context),
		"GET /search/take":                            a.page(a.taking),
		"GET /search/export":                          a.page(a.exportAnswer),
		"GET /search.atom":                            a.page(a.searchFeed),
		"GET /searches":                               a.page(a.searches),
		"POST /searches":                              a.page(a.changeSaved),
		"GET /assets/":                                a.assets,
		"GET /robots.txt":                             http.HandlerFunc(robots),
		"GET /favicon.ico":                            http.HandlerFunc(favicon),
		"GET /healthz":                                a.page(a.health),
		"POST /preferences":                           a.page(a.preferences),
		"GET /work/{ws}/calendar":                     a.page(a.dates),
		"POST /work/{ws}/calendar":                    a.page(a.setDate),
		"POST /work/{ws}/calendar/import":             a.page(a.importDates),
		"GET /work/{ws}/notices":                      a.page(a.notices),
		"POST /work/{ws}/notices":                     a.page(a.setNotices),
		"POST /work/{ws}/notices/escalation":          a.page(a.setEscalation),
		"GET /work/{ws}/hooks":                        a.page(a.hooks),
		"POST /work/{ws}/hooks":                       a.page(a.setHooks),
		"GET /calendar/{secret}/{of}":                 a.page(a.ownCalendar),
		"GET /mail/{secret}":                          a.page(a.mailLink),
		"POST /mail/{secret}":                         a.page(a.useMailLink),
		"GET /accounts/mail":                          a.page(a.mailState),
		"POST /accounts/mail":                         a.page(a.tryMail),
		"GET /states/{state}/calendar.ics":            a.page(a.openCalendar),
		"GET /states/{state}/followup.atom":           a.page(a.followupFeed),
		"GET /questions":                              a.page(a.questions),
		"GET /questions/{id}":                         a.page(a.question),
		"POST /questions/{id}":                        a.page(a.answer),
		"POST /ties":                                  a.page(a.tie),
		"GET /labels":                                 a.page(a.labelWork),
		"POST /labels":                                a.page(a.saveLabel),
		"GET /labels/corrections.ndjson":              a.page(a.corrections),
		"GET /import":                                 a.page(a.importForm),
		"POST /import":                                a.page(a.upload),
		"GET /import/{sha}":                           a.page(a.preview),
		"POST /import/{sha}":                          a.page(a.confirm),
		"GET /sign-in":                                a.page(a.signInForm),
		"POST /sign-in":                               a.page(a.signIn),
		"GET /sign-in/{token}":                        a.page(a.invited),
		"POST /sign-in/{token}":                       a.page(a.acceptInvitation),
		"GET /sign-in/code":                           a.page(a.codeForm),
		"POST /sign-in/code":                          a.page(a.code),
		"POST /sign-in/passkey":                       a.page(a.offerPasskey),
		"POST /sign-in/passkey/check":                 a.page(a.signInByPasskey),
		"POST /sign-in/oidc":                          a.page(a.leaveForProvider),
		"GET /sign-in/oidc":                           a.page(a.backFromProvider),
		"GET /account":                                a.page(a.own),
		"POST /account":                               a.page(a.changeOwn),
		"POST /account/passkey":                       a.page(a.offerPasskey),
		"POST /work":                                  a.page(a.openWorkspace),
		"GET /work/{ws}/people":                       a.page(a.people),
		"POST /work/{ws}/people":                      a.page(a.changePeople),
		"POST /sign-out":                              a.page(a.signOut),
		"GET /setup":                                  a.page(a.setupForm),
		"POST /setup":                                 a.page(a.setup),
		"GET /accounts":                               a.page(a.accounts),
		"POST /accounts":                              a.page(a.changeAccounts),
	}
	maps.Copy(routes, a.workRoutes())
	maps.Copy(routes, a.lawRoutes())
	maps.Copy(routes, a.tableRoutes())
	maps.Copy(routes, a.sealedRoutes())
	maps.Copy(routes, a.councilRoutes())
	maps.Copy(routes, a.deskRoutes())
	maps.Copy(routes, a.proposalRoutes())
	maps.Copy(routes, a.consultRoutes())
	maps.Copy(routes, a.forumRoutes())
	maps.Copy(routes, a.proposeRoutes())
	maps.Copy(routes, a.plainRoutes())
	return routes
}

// handler answers one request. An error that is a *Problem is shown as such; any other is logged and shown as internal.
type handler func(w http.ResponseWriter, r *http.Request) error

func (a *App) page(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			a.problem(w, r, err)
		}
	})
}

// pages are buffers of pages already sent, for the next ones; larger ones than keptPage are let go.
var pages = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const keptPage = 1 << 20

// render writes a page whole: an error while drawing leaves nothing half written.
func (a *App) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	b := pages.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= keptPage {
			pages.Put(b)
		}
	}()
	b.Reset()
	if err := c.Render(r.Context(), b); err != nil {
		return fmt.Errorf("drawing %s: %w", r.URL.Path, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" { // a page with a return code in it said that it must not be kept
		h.Set("Cache-Control", "no-cache, private")
	}
	h.Add("Vary", "Accept-Language, Cookie") // beside what packing the answer depends on
	h.Set("Content-Language", a.Catalogue.Negotiate(r).Tag())
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if err != nil {
		a.Log.Debug("a page was not taken", "path", r.URL.Path, "error", err)
	}
	return nil
}

// frame is what every page shares for this reader. v is the view that the page is made from.
func (a *App) frame(r *http.Request, v *record.View) page.Frame {
	f := page.Frame{P: a.Catalogue.Negotiate(r), Path: r.URL.RequestURI(), Assets: a.assets.urls, Version: a.Version,
		AsOf: page.AsOf{Act: int64(v.Act), At: v.At, Head: v.Root}}
	if r.Method != http.MethodGet {
		f.Path = "/"
	}
	if c, err := r.Cookie(schemeCookie); err == nil {
		f.Scheme = page.ParseScheme(c.Value)
	} else {
		f.Scheme = page.Auto
	}
	p := account.From(r.Context())
	if p.SignedIn() {
		f.Person = &page.Person{Name: p.Name, Role: string(p.Role)}
	}
	f.MayImport = p.May(account.ImportFile)
	f.MayAdminister = p.May(account.Administer)
	return f
}

// Problem is something that a reader should know, with the message that says it ("error.<code>.title" and ".text").
type Problem struct {
	Status int
	Code   string
	Wanted string
}

func (p *Problem) Error() string { return p.Code + ": " + p.Wanted }

func notFound(wanted string) error { return &Problem{http.StatusNotFound, "not-found", wanted} }

func badRequest(wanted string) error { return &Problem{http.StatusBadRequest, "bad-request", wanted} }

func (a *App) problem(w http.ResponseWriter, r *http.Request, err error) {
	var p *Problem
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &p):
	case errors.As(err, &large):
		p = &Problem{Status: http.StatusRequestEntityTooLarge, Code: "too-large"}
	case errors.Is(err, corpus.ErrBusy):
		w.Header().Set("Retry-After", "60")
		p = &Problem{Status: http.StatusServiceUnavailable, Code: "past-busy"}
	case r.Context().Err() != nil:
		return // the reader has gone
	case errors.Is(err, space.ErrBusy):
		w.Header().Set("Retry-After", "10")
		p = &Problem{Status: http.StatusServiceUnavailable, Code: "save-busy"}
	default:
		id := strconv.FormatInt(a.Now().UnixMilli(), 36)
		a.Log.Error("a request failed", "id", id, "method", r.Method, "path", r.URL.Path, "error", err)
		a.showError(w, r, page.Error{Status: http.StatusInternalServerError, Code: "internal", ID: id})
		return
	}
	a.showError(w, r, page.Error{Status: p.Status, Code: p.Code, Wanted: p.Wanted})
}

func (a *App) showError(w http.ResponseWriter, r *http.Request, e page.Error) {
	f := a.frame(r, a.Keeper.View())
	if err := a.render(w, r, e.Status, page.ErrorPage(f, e)); err != nil {
		a.Log.Error("the page of an error failed", "path", r.URL.Path, "error", err)
		http.Error(w, http.StatusText(e.Status), e.Status)
	}
}

// NotFound answers what has no row in the policy table.
func (a *App) NotFound(w http.ResponseWriter, r *http.Request) {
	a.problem(w, r, notFound(r.URL.Path))
}

// Forbidden answers what the policy table does not allow to a person who is signed in, and posts from other sites.
func (a *App) Forbidden(w http.ResponseWriter, r *http.Request) {
	a.problem(w, r, &Problem{http.StatusForbidden, "forbidden", ""})
}

// Failed answers a request that ended in a panic; the caller logged it.
func (a *App) Failed(w http.ResponseWriter, r *http.Request) {
	a.showError(w, r, page.Error{Status: http.StatusInternalServerError, Code: "internal"})
}

// AskToSignIn leads a visitor to the page that asks for a password, and back afterwards. The very first visitor on
// this machine is led to make the first account.
func (a *App) AskToSignIn(w http.ResponseWriter, r *http.Request) {
	next := "/"
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	if first, err := a.firstStart(r); err == nil && first {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/sign-in?next="+queryEscape(next), http.StatusSeeOther)
}
