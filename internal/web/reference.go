package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/openupr/openupr/internal/api"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/web/page"
)

// api shows programs the way: the addresses, examples that work, and what the columns of rows mean. Everything else
// stands in the OpenAPI document.
func (a *App) api(w http.ResponseWriter, r *http.Request) error {
	out := page.API{Base: origin(r), Operations: []page.Operation{
		{Path: "/api/v1/search", Try: "/api/v1/search?limit=5", Summary: "search"},
		{Path: "/api/v1/cross", Try: "/api/v1/cross?rows=cycle&cols=position", Summary: "cross"},
		{Path: "/api/v1/documents", Try: "/api/v1/documents", Summary: "documents"},
		{Path: "/api/v1/record", Try: "/api/v1/record", Summary: "record"},
		{Path: "/api/v1/states", Try: "/api/v1/states", Summary: "states"},
		{Path: "/api/v1/states/{state}", Try: "/api/v1/states/KAZ", Summary: "state"},
		{Path: "/api/v1/reviews", Try: "/api/v1/reviews", Summary: "reviews"},
		{Path: "/api/v1/reviews/{state}/{cycle}", Summary: "review"},
		{Path: "/api/v1/reviews/{state}/{cycle}/items", Summary: "items"},
		{Path: "/api/v1/items/{id}", Summary: "item"},
		{Path: "/api/v1/items/{id}/labels", Summary: "labels"},
		{Path: "/api/v1/questions", Try: "/api/v1/questions", Summary: "questions"},
		{Path: "/api/v1/ledger", Try: "/api/v1/ledger", Summary: "ledger"},
		{Path: "/api/v1/policy", Try: "/api/v1/policy", Summary: "policy"},
	}}
	for _, x := range api.Examples() {
		out.Examples = append(out.Examples, page.Example(x))
	}
	for _, c := range rows.Columns() {
		out.Columns = append(out.Columns, page.Column{Name: c.Name, Type: string(c.Type)})
	}
	return a.render(w, r, http.StatusOK, page.APIPage(a.frame(r, a.Keeper.View()), out))
}

// context is the JSON-LD context of answers, for programs that want it apart. Answers hold it themselves.
func (a *App) context(w http.ResponseWriter, r *http.Request) error {
	b, err := json.MarshalIndent(map[string]any{"@context": rows.Context(origin(r))}, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the context: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/ld+json")
	h.Set("Cache-Control", "public, max-age=86400")
	if _, err := w.Write(b); err != nil {
		a.Log.Debug("the context was not taken", "error", err)
	}
	return nil
}
