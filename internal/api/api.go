// Package api gives every page's data as JSON under /api/v1, with an OpenAPI 3.1 document made from the code. It only
// reads: what changes the record goes through the pages' forms.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// API answers from the current view of the record, and from the store where history is asked for.
type API struct {
	keeper  *record.Keeper
	store   *store.Store
	version string
	log     *slog.Logger
}

// New makes the handler for everything under /api/v1/.
func New(k *record.Keeper, st *store.Store, version string, log *slog.Logger) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", notThere)
	cfg := huma.DefaultConfig("OpenUPR", version)
	cfg.Info.Description = "The record of the Universal Periodic Review: States, reviews, items, positions, documents and the ledger. " +
		"Counts say their unit; every answer names the act of the record that it stands for."
	cfg.OpenAPIPath = "/api/v1/openapi"
	cfg.DocsPath = ""
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil
	cfg.RejectUnknownQueryParameters = true
	h := humago.New(mux, cfg)
	a := &API{keeper: k, store: st, version: version, log: log}
	a.register(h)
	return a.etag(mux), nil
}

func (a *API) register(h huma.API) {
	get(a, h, "record", "/record", "The record as a whole", a.record)
	get(a, h, "states", "/states", "States and observers", a.states)
	get(a, h, "state", "/states/{state}", "A State: what it received and made", a.state)
	get(a, h, "reviews", "/reviews", "Reviews in the record", a.reviews)
	get(a, h, "review", "/reviews/{state}/{cycle}", "A review: stages, documents, counts, reconciliation", a.review)
	get(a, h, "items", "/reviews/{state}/{cycle}/items", "Items of a review in document order", a.items)
	get(a, h, "item", "/items/{id}", "An item with its position history and provenance", a.item)
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
		if err != nil && !errors.As(err, &said) {
			if ctx.Err() == nil {
				a.log.Error("an operation failed", "operation", id, "error", err)
			}
			return nil, huma.Error500InternalServerError("the answer could not be made; the operator's log says why")
		}
		return out, err
	})
}

// notThere answers for paths that are no operation, in the form of every other problem.
func notThere(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusNotFound)
	p := huma.ErrorModel{Title: http.StatusText(http.StatusNotFound), Status: http.StatusNotFound, Detail: "there is no such operation; /api/v1/openapi.json lists them"}
	_ = json.NewEncoder(w).Encode(p) // the reader is gone when this fails
}

// etag answers "not modified" while the record stands at the act that the client has seen, as told by the same program.
func (a *API) etag(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := a.keeper.View()
		tag := fmt.Sprintf(`"%d-%.12s-%s"`, v.Act, v.Root, a.version) // another record may stand at the same act
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
