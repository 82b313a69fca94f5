// Package api gives every page's data as JSON under /api/v1, with an OpenAPI 3.1 document made from the code. It only
// reads: what changes the record goes through the pages' forms.
package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// API answers from the current view of the record, and from the store where history is asked for.
type API struct {
	keeper *record.Keeper
	store  *store.Store
}

// New makes the handler for everything under /api/v1/.
func New(k *record.Keeper, st *store.Store, version string) (http.Handler, error) {
	mux := http.NewServeMux()
	cfg := huma.DefaultConfig("OpenUPR", version)
	cfg.Info.Description = "The record of the Universal Periodic Review: States, reviews, items, positions, documents and the ledger. " +
		"Counts say their unit; every answer names the act of the record that it stands for."
	cfg.OpenAPIPath = "/api/v1/openapi"
	cfg.DocsPath = ""
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil
	cfg.RejectUnknownQueryParameters = true
	h := humago.New(mux, cfg)
	a := &API{keeper: k, store: st}
	a.register(h)
	return a.etag(mux), nil
}

func (a *API) register(h huma.API) {
	get(h, "record", "/record", "The record as a whole", a.record)
	get(h, "states", "/states", "States and observers", a.states)
	get(h, "state", "/states/{state}", "A State: what it received and made", a.state)
	get(h, "reviews", "/reviews", "Reviews in the record", a.reviews)
	get(h, "review", "/reviews/{state}/{cycle}", "A review: stages, documents, counts, reconciliation", a.review)
	get(h, "items", "/reviews/{state}/{cycle}/items", "Items of a review in document order", a.items)
	get(h, "item", "/items/{id}", "An item with its position history and provenance", a.item)
	get(h, "questions", "/questions", "What waits for a person", a.questions)
	get(h, "acts", "/ledger", "Acts of the ledger, the latest first", a.acts)
	get(h, "proof", "/ledger/{act}/proof", "Proof that an act is in the record", a.proof)
	get(h, "policy", "/policy", "Who may do what", a.policy)
}

// get registers a reading operation.
func get[I, O any](h huma.API, id, path, summary string, f func(context.Context, *I) (*O, error)) {
	huma.Register(h, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary}, f)
}

// etag answers "not modified" while the record stands at the act that the client has seen.
func (a *API) etag(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := a.keeper.View()
		tag := fmt.Sprintf(`W/"%d"`, v.Act)
		w.Header().Set("ETag", tag)
		w.Header().Set("Cache-Control", "no-cache")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// asOf says which state of the record an answer stands for.
type asOf struct {
	Act  uint64 `json:"act" doc:"Number of the last act that the answer holds"`
	Root string `json:"root" doc:"Tree head of the ledger at that act, base64"`
}

func at(v *record.View) asOf { return asOf{Act: v.Act, Root: v.Root} }
