// Package api gives every page's data as JSON under /api/v1, with an OpenAPI 3.1 document made from the code. It only
// reads: what changes the record goes through the pages' forms.
package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// API answers from the current view of the record, and from the store where history is asked for.
type API struct {
	keeper  *record.Keeper
	corpus  *corpus.Keeper
	lexicon query.Lexicon
	labels  *classify.Classifier
	model   string // version of rules and model
	store   *store.Store
	version string
	log     *slog.Logger
}

// New makes the handler for everything under /api/v1/.
func New(k *record.Keeper, c *corpus.Keeper, labels *classify.Classifier, st *store.Store, version string, log *slog.Logger) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", notThere)
	cfg := huma.DefaultConfig("OpenUPR", version)
	cfg.Info.Description = "The record of the Universal Periodic Review: States, reviews, items, positions, documents and the ledger. " +
		"Counts say their unit; every answer names the act of the record that it stands for. " +
		"Errors are problems (RFC 9457). Answers have an ETag: ask again with If-None-Match and an answer that has not changed costs nothing. " +
		"A client that asks too often gets 429 with Retry-After; every row of an answer in one file is at /search/export."
	cfg.OpenAPIPath = "/api/v1/openapi"
	cfg.DocsPath = ""
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil
	cfg.RejectUnknownQueryParameters = true
	h := humago.New(mux, cfg)
	a := &API{keeper: k, corpus: c, labels: labels, model: classify.Version(), lexicon: query.NewLexicon(), store: st, version: version, log: log}
	a.register(h)
	return a.etag(mux), nil
}

func (a *API) register(h huma.API) {
	get(a, h, "search", "/search", "Segments that answer a query, with totals in three units and counts of every facet", a.search)
	get(a, h, "cross", "/cross", "Two facets crossed under a query", a.cross)
	get(a, h, "documents", "/documents", "Documents that the record was read from", a.documents)
	get(a, h, "record", "/record", "The record as a whole", a.record)
	get(a, h, "states", "/states", "States and observers", a.states)
	get(a, h, "state", "/states/{state}", "A State: what it received and made", a.state)
	get(a, h, "reviews", "/reviews", "Reviews in the record", a.reviews)
	get(a, h, "review", "/reviews/{state}/{cycle}", "A review: stages, documents, counts, reconciliation", a.review)
	get(a, h, "items", "/reviews/{state}/{cycle}/items", "Items of a review in document order", a.items)
	get(a, h, "item", "/items/{id}", "An item with its position history and provenance", a.item)
	get(a, h, "labels", "/items/{id}/labels", "Labels of an item's segments with their origin and grounds", a.itemLabels)
	get(a, h, "questions", "/questions", "What waits for a person", a.questions)
	get(a, h, "acts", "/ledger", "Acts of the ledger, the latest first", a.acts)
	get(a, h, "proof", "/ledger/{act}/proof", "Proof that an act is in the record", a.proof)
	get(a, h, "policy", "/policy", "Who may do what", a.policy)
}

// get registers a reading operation. What goes wrong inside is logged; the answer says only that it did.
func get[I, O any](a *API, h huma.API, id, path, summary string, f func(context.Context, *I) (*O, error)) {
	op := huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary}
	huma.Register(h, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, in)
		var said huma.StatusError
		if errors.Is(err, corpus.ErrBusy) {
			return nil, huma.ErrorWithHeaders(huma.Error503ServiceUnavailable(corpus.ErrBusy.Error()), http.Header{"Retry-After": {"60"}})
		}
		if err != nil && !errors.As(err, &said) {
			if ctx.Err() == nil {
				a.log.Error("an operation failed", "operation", id, "error", err)
			}
			return nil, huma.Error500InternalServerError(internal)
		}
		return out, err
	})
}

// notThere answers for paths that are no operation, in the form of every other problem.
func notThere(w http.ResponseWriter, r *http.Request) {
	problem(w, http.StatusNotFound, "there is no such operation; /api/v1/openapi.json lists them")
}

// NotAllowed answers every method but GET and HEAD under /api/v1/: the API only reads.
func NotAllowed(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	problem(w, http.StatusMethodNotAllowed, "the API only reads; what changes the record goes through the pages")
}

// Failed answers a request that ended in a panic; the caller logged it.
func Failed(w http.ResponseWriter, _ *http.Request) {
	problem(w, http.StatusInternalServerError, internal)
}

// internal is all that an answer says of what went wrong inside.
const internal = "the answer could not be made; the operator's log says why"

// problem writes an error as RFC 9457 has it.
func problem(w http.ResponseWriter, status int, detail string) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	p := huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail}
	_ = json.NewEncoder(w).Encode(p) // the reader is gone when this fails
}

// etag answers "not modified" while the record stands at the act that the client has seen, as told by the same program.
func (a *API) etag(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tag := a.tag(r)
		w.Header().Set("ETag", "W/"+tag)
		w.Header().Set("Cache-Control", "no-cache")
		for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
			if known = strings.TrimSpace(known); known == "*" || strings.TrimPrefix(known, "W/") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		h.ServeHTTP(&answer{w}, r)
	})
}

// tag names the answer to a request: what was asked, and up to which act the record goes. Another record may stand at the
// same act, hence its root. An answer that is asked for at an act stays the same when the record goes on.
func (a *API) tag(r *http.Request) string {
	v := a.keeper.View()
	act := min(v.Act, a.corpus.Snapshot().Act())
	root := v.Root
	if at, err := strconv.ParseUint(r.URL.Query().Get(query.ParamAct), 10, 62); err == nil && at > 0 && at <= act {
		act, root = at, a.store.Public()
	}
	sum := sha256.Sum256([]byte(root + "\x00" + a.version + "\x00" + a.model + "\x00" + r.URL.RequestURI()))
	return fmt.Sprintf(`"%d-%x"`, act, sum[:8])
}

// answer takes the tag off what is no success, so that no problem is kept as if it were the answer.
type answer struct{ http.ResponseWriter }

func (w *answer) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		w.Header().Del("ETag")
		w.Header().Set("Cache-Control", "no-store")
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// asOf says which state of the record an answer stands for.
type asOf struct {
	Act  uint64 `json:"act" doc:"Number of the last act that the answer holds"`
	Root string `json:"root" doc:"Tree head of the ledger at that act, base64"`
}

func at(v *record.View) asOf { return asOf{Act: v.Act, Root: v.Root} }
